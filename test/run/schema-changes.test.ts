import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfigText } from '../../src/config/load/load.ts';
import { sync } from '../../src/engine/run.ts';
import type { RunRecord } from '../../src/model/record.ts';
import { findingsOfRun } from '../../src/notify/findings.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { directoryStore } from '../../src/state/directory/directory-store.ts';
import { usePostgres } from '../support/use-postgres.ts';

/** What a sync says of columns that came, went or changed their type, and what people are told of it. */
const postgres = usePostgres();
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-schema-changes-'));
  await postgres.query(`
    DROP SCHEMA public CASCADE; CREATE SCHEMA public;
    CREATE TABLE deals (id int PRIMARY KEY, title text, amount int, old text, updated_at timestamptz NOT NULL DEFAULT now() - interval '1 hour');
    CREATE TABLE stages (id int PRIMARY KEY, title text);
    INSERT INTO deals (id, title) VALUES (1, 'a'), (2, 'b')`);
});
afterEach(async () => rm(directory, { recursive: true, force: true }));

async function run(mode: 'full' | 'incremental' = 'incremental'): Promise<RunRecord> {
  const { host, port, user, password } = postgres;
  const text = `version: 1
sources:
  db:
    type: postgres
    host: ${host}
    port: ${port}
    database: postgres
    auth: { flow: password, user: ${user}, password: "\${PW}" }
    tables:
      "*": {}
      deals: { cursor: updated_at, deletes: mark, history: true, mask: { title: hash } }
mask_key: \${KEY}
`;
  const env = { PW: password, KEY: 'a key of thirty-two characters or more' };
  const config = await loadConfigText(join(directory, 'highwater.yml'), text, env, SOURCES);
  const now = () => new Date();
  const common = { onUnreadableState: 'fail', allowDeletes: false, why: 'a test', tables: [] } as const;
  return sync(
    { config, mode, auto: mode === 'incremental', output: join(directory, 'output'), ...common },
    {
      workDirectory: join(directory, 'work'),
      signal: new AbortController().signal,
      observe: () => undefined,
      mask: () => undefined,
      redact: (t) => t,
      now,
      vaults: null,
      version: '0.0.0',
      store: directoryStore({ directory: join(directory, 'state'), encryption: null, clock: now, pid: process.pid }),
      encrypted: false,
    },
  );
}

/** By table; tables of which nothing is said are left out. */
const changesOf = ({ tables }: RunRecord) =>
  Object.fromEntries(tables.flatMap((t) => (t.schemaChanges === undefined ? [] : [[t.name, t.schemaChanges]])));

async function changes(sql: string, mode: 'full' | 'incremental' = 'incremental') {
  if (sql !== '') await postgres.query(sql);
  const record = await run(mode);
  expect(record.tables.map((t) => [t.name, t.status, t.error]).filter(([, status]) => status !== 'succeeded')).toEqual([]);
  const told = findingsOfRun(record, false).problems.filter((p) => p.kind === 'schema');
  expect(told.map((p) => [p.name, p.code, p.detail])).toEqual(
    Object.entries(changesOf(record)).map(([name, list]) => [`db.${name}`, 'SCHEMA_CHANGED', list.join('; ')]),
  );
  return changesOf(record);
}

test('columns that came, went or changed their type are said once, by the run that first sees them; of new tables nothing', async () => {
  expect(await changes('')).toEqual({});
  expect(await changes('')).toEqual({});
  expect(await changes("UPDATE deals SET title = 'c', updated_at = now() WHERE id = 1", 'full')).toEqual({});
  expect(await changes('ALTER TABLE deals ADD phone text; ALTER TABLE stages ADD rank int')).toEqual({
    deals: ['added phone (VARCHAR)'],
    stages: ['added rank (INTEGER)'],
  });
  expect(await changes('ALTER TABLE deals DROP old')).toEqual({ deals: ['removed old'] });
  expect(await changes('ALTER TABLE deals ALTER amount TYPE bigint')).toEqual({ deals: ['amount is BIGINT now (was INTEGER)'] });
  expect(await changes('CREATE TABLE offers (id int PRIMARY KEY)')).toEqual({});
  expect(
    await changes('ALTER TABLE deals ADD old text; ALTER TABLE deals DROP phone; ALTER TABLE offers ADD sum numeric(9,2)'),
  ).toEqual({ deals: ['removed phone', 'added old (VARCHAR)'], offers: ['added sum (DECIMAL(9,2))'] });
  expect(await changes('', 'full')).toEqual({});
});

test('of a table that can not be read nothing is said until it can', async () => {
  await run();
  await postgres.query(
    'ALTER TABLE deals ADD phone text; ALTER TABLE deals DROP CONSTRAINT deals_pkey; INSERT INTO deals (id) VALUES (1)',
  );
  const failed = await run();
  expect(failed.tables.find((t) => t.name === 'deals')).toMatchObject({ status: 'failed' });
  expect(changesOf(failed)).toEqual({});
  expect(await changes('DELETE FROM deals WHERE title IS NULL; ALTER TABLE deals ADD PRIMARY KEY (id)')).toEqual({
    deals: ['added phone (VARCHAR)'],
  });
});
