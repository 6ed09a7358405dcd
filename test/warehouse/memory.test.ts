import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import type { Script, ScriptedFile } from '../support/scripted-source.ts';
import { attempt, load, newEngine } from './setup.ts';

const ROWS = 200_000;
const FILE_ROWS = 50_000;
const COLUMNS = [
  column('id', 'VARCHAR'),
  column('modified', 'TIMESTAMPTZ'),
  column('name', 'VARCHAR'),
  column('note', 'VARCHAR'),
  column('amount', 'DOUBLE'),
];

/** A row's values by its number and version, keys in no order: nothing of a table then lies together. */
const row = (
  version: string,
) => `SELECT md5('k' || i) AS id, TIMESTAMPTZ '2026-01-01 00:00:00+00' + to_seconds(i + ${version} * 1000000) AS modified,
  md5('n' || i || '-' || ${version}) AS name, repeat(md5('t' || i || '-' || ${version}), 3) AS note, (i * 7919 % 100003 + ${version}) / 7.0 AS amount, i`;

const all = (version = '0') => `${row(version)} FROM range(${ROWS}) t(i)`;

/** What the source sends: rows as SQL, cut into files. */
async function files(engine: Engine, rows: string, content: ScriptedFile['content'] = 'rows'): Promise<ScriptedFile[]> {
  const found: ScriptedFile[] = [];
  for (let from = 0; from < ROWS; from += FILE_ROWS) {
    const path = join(engine.directory, 'sent.json');
    const part = `FROM (${rows}) WHERE i >= ${from} AND i < ${from + FILE_ROWS}`;
    const [counted] = await engine.query<{ n: number }>(`SELECT count(*)::INTEGER AS n ${part}`);
    const columns = content === 'rows' ? '* EXCLUDE (i)' : 'id';
    await engine.query(`COPY (SELECT ${columns} ${part}) TO '${path}' (FORMAT json)`);
    if (counted !== undefined && counted.n > 0) found.push({ content, data: await readFile(path), rows: counted.n });
    await rm(path);
  }
  return found;
}

/** One number for all values of all rows, and their count. */
async function digest(engine: Engine, rows: string): Promise<unknown> {
  const columns = COLUMNS.map((c) => c.name).join(', ');
  return engine.query(`SELECT count(*)::VARCHAR AS n, sum(hash(${columns})::HUGEINT)::VARCHAR AS values FROM (${rows})`);
}

const changed = (every: number) => `SELECT * FROM (${all('1')}) WHERE i % ${every} = 0`;
const merged = (every: number) => `SELECT * FROM (${all('(CASE WHEN i % ' + every + ' = 0 THEN 1 ELSE 0 END)')})`;

test.each([
  { share: '1%', every: 100 },
  { share: '10%', every: 10 },
  { share: 'all', every: 1 },
])(
  '$share of a large table changed: memory grows as far as it must, every value arrives',
  async ({ every }) => {
    const engine = await newEngine(2, { memoryMib: 2048, firstMemoryMib: 24 });
    const script = (sent: readonly ScriptedFile[]): Script => ({ columns: COLUMNS, files: sent });
    await load(engine, 'full', script(await files(engine, all())));
    const record = await attempt(engine, 'incremental', script(await files(engine, changed(every))));
    expect(record).toMatchObject({ error: null, updated: ROWS / every, inserted: 0, deleted: 0, rows: ROWS });
    expect(engine.warehouse.database.limitMib).toBeGreaterThan(24);
    expect(await digest(engine, 'FROM memory.things')).toEqual(await digest(engine, merged(every)));
  },
  120_000,
);
