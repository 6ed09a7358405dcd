import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StoredTable } from '../../src/warehouse/catalog/catalog.ts';
import { isOutOfMemory, translate } from '../../src/warehouse/duckdb/duckdb-error.ts';
import { exportParquet } from '../../src/warehouse/export.ts';
import type { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import type { Script, ScriptedFile } from '../support/scripted-source.ts';
import { attempt, load, newEngine } from './setup.ts';

const ROWS = 100_000;
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

/** Version 1 of every so many rows, and what the table is after it. */
const changed = (every: number) => `SELECT * FROM (${all('1')}) WHERE i % ${every} = 0`;
const merged = (every: number) => `SELECT * FROM (${all(`(CASE WHEN i % ${every} = 0 THEN 1 ELSE 0 END)`)})`;

// Little at first, so that few rows need more of it; and a share that holds no note of deleted rows: the table is built again.
const MEMORY = {
  'memory that grows': { firstMemoryMib: 24, memoryMib: 2048 },
  'no more memory': { firstMemoryMib: 112, memoryMib: 112 },
};
const MEMORIES = Object.keys(MEMORY) as (keyof typeof MEMORY)[];

describe.each(MEMORIES)('%s', (memory) => {
  async function filled(): Promise<Engine> {
    const engine = await newEngine(2, MEMORY[memory]);
    await load(engine, 'full', { columns: COLUMNS, files: await files(engine, all()) });
    return engine;
  }

  test.each([10, 1])('a change of 1 in %i rows arrives, every value of it', { timeout: 120_000 }, async (every) => {
    const engine = await filled();
    const record = await attempt(engine, 'incremental', { columns: COLUMNS, files: await files(engine, changed(every)) });
    expect(record).toMatchObject({ error: null, updated: ROWS / every, inserted: 0, deleted: 0, rows: ROWS });
    const expected = await digest(engine, merged(every));
    expect(await digest(engine, 'FROM memory.things')).toEqual(expected);
    if (memory === 'memory that grows') expect(engine.warehouse.database.limitMib).toBeGreaterThan(24);
    await engine.reopen();
    expect(await digest(engine, 'FROM memory.things')).toEqual(expected);
  });

  test.each(['remove', 'mark'] as const)(
    'of rows that went and rows that changed none is missed (deletes: %s)',
    { timeout: 120_000 },
    async (deletes) => {
      const engine = await newEngine(2, MEMORY[memory]);
      await load(engine, 'full', { columns: COLUMNS, files: await files(engine, all()) }, { deletes });
      const there = `SELECT * FROM (${all()}) WHERE i % 10 <> 5`;
      const script: Script = {
        columns: COLUMNS,
        partitions: [
          { pass: 'body', files: await files(engine, changed(10)) },
          { pass: 'sweep', files: await files(engine, there, 'present') },
        ],
      };
      const record = await attempt(engine, 'incremental', script, { deletes });
      expect(record).toMatchObject({ error: null, updated: ROWS / 10, inserted: 0, deleted: ROWS / 10 });
      const alive = deletes === 'mark' ? ' WHERE _deleted_at IS NULL' : '';
      expect(await digest(engine, `FROM memory.things${alive}`)).toEqual(
        await digest(engine, `FROM (${merged(10)}) WHERE i % 10 <> 5`),
      );
      if (deletes === 'mark')
        expect(await digest(engine, 'FROM memory.things WHERE _deleted_at IS NOT NULL')).toEqual(
          await digest(engine, `FROM (${all()}) WHERE i % 10 = 5`),
        );
    },
  );
});

// As DuckDB 1.5 has said it, of rows of 1 MB: its COMMIT writes all of them to the log at once.
test.each([
  ['a statement', 'Out of Memory Error: could not allocate block of size 256.0 KiB (511.8 MiB/512.0 MiB used)', true],
  [
    'a commit',
    'TransactionContext Error: Failed to commit: failed to pin block of size 1.0 MiB (507.6 MiB/508.0 MiB used)',
    true,
  ],
  [
    'a checkpoint, which closes the file',
    'FATAL Error: Out of Memory Error: failed to pin block of size 256.0 KiB (104.0 MiB/104.0 MiB used)',
    false,
  ],
  ['a commit that lacks no memory', 'TransactionContext Error: Failed to commit: write-write conflict', false],
])('an error of %s is known for what it is', (_what, message, again) => {
  const error = translate(
    new Error(`${message}\n\nPossible solutions:\n* Reducing the number of threads (SET threads=X)`),
    'file',
  );
  expect(isOutOfMemory(error)).toBe(again);
  expect(error.message).toBe(`DuckDB: ${message}`);
  if (again) expect(error.hint).toContain('more memory');
});

test('the Parquet file of long rows is written within the memory that there is', { timeout: 120_000 }, async () => {
  const engine = await newEngine(2, { firstMemoryMib: 192, memoryMib: 192 });
  const columns = [column('id', 'INTEGER'), column('body', 'VARCHAR')];
  const rows = (from: number) =>
    Array.from({ length: 3_000 }, (_, i) => ({ id: from + i, body: `${from + i} ${'long '.repeat(2_000)}` }));
  const files = Array.from({ length: 8 }, (_, i) => ({ data: rows(i * 3_000) }));
  await load(engine, 'full', { columns, files, cursor: null });
  const [table] = await engine.warehouse.tables();
  if (table === undefined) throw new Error('no table');
  const file = join(engine.directory, 'things.parquet');
  await engine.warehouse.database.use(async (c) => exportParquet(c, table, file, 'zstd', 'run'));
  const right = `count(*) FILTER (WHERE body = concat(id, ' ', repeat('long ', 2000)))::INTEGER AS n, count(DISTINCT id)::INTEGER AS ids`;
  const reader = await newEngine();
  expect(await reader.query(`SELECT ${right} FROM read_parquet('${file}')`)).toEqual([{ n: 24_000, ids: 24_000 }]);
});

test('the Parquet file of rows of a megabyte is read from few rows at once', { timeout: 120_000 }, async () => {
  const engine = await newEngine(2, { firstMemoryMib: 64, memoryMib: 64 });
  await engine.warehouse.database.use(async (c) => {
    await c.run('CREATE SCHEMA memory; CREATE TABLE memory.things (id INTEGER, body VARCHAR)');
    const rows = (from: number) =>
      `INSERT INTO memory.things SELECT i, concat(i, repeat('0123456789abcdef', 62500)) FROM range(${from}, ${from + 10}) r(i)`;
    await c.transaction(async () => {
      for (let from = 0; from < 100; from += 10) await c.run(rows(from));
    });
    await c.checkpoint();
  });
  const table = {
    schema: 'memory',
    name: 'things',
    source: 'memory',
    table: 'things',
    columns: [],
    watermark: null,
    syncedAt: '',
  };
  const file = join(engine.directory, 'things.parquet');
  await engine.warehouse.database.use(async (c) => exportParquet(c, table as unknown as StoredTable, file, 'zstd', 'run'));
  const right = `count(*) FILTER (WHERE body = concat(id, repeat('0123456789abcdef', 62500)))::INTEGER AS n, count(DISTINCT id)::INTEGER AS ids`;
  expect(await (await newEngine()).query(`SELECT ${right} FROM read_parquet('${file}')`)).toEqual([{ n: 100, ids: 100 }]);
});
