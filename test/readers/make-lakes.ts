import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import { text } from '../../src/warehouse/duckdb/sql.ts';
import { LakeTable } from '../lake/lake-table.ts';

/*
 * Writes lakes for `compare.py`, each beside a Parquet file of the rows that readers must find in it: <directory>/<case>/{table,expected.parquet}.
 */

const TYPES = `SELECT i AS id, i % 2 = 0 AS "bool", (i % 100)::TINYINT AS tiny, i::SMALLINT AS small, i::UINTEGER AS "unsigned", i::UBIGINT AS big_unsigned,
  (i * 1000000007)::BIGINT AS big, (i / 3)::FLOAT AS f, i / 7 AS d, (i * 1.23)::DECIMAL(10,2) AS dec, (i * 1.5)::DECIMAL(38,10) AS long_dec,
  'text é ' || i AS t, encode('bytes ' || i) AS b, DATE '2020-02-29' + i::INTEGER AS day, TIMESTAMPTZ '2024-03-31 01:30:00+00' + i * INTERVAL 1 HOUR AS at,
  ['a' || i, NULL, 'ü'] AS list, [i, i + 1]::INTEGER[] AS ints, TIME '12:34:56.789' AS clock, uuid() AS u, INTERVAL 3 MONTH AS span, '{"a": [1, null]}'::JSON AS j,
  CASE WHEN i % 3 = 0 THEN i END AS sometimes, NULL::VARCHAR AS never FROM range(300) r(i)`;

const expected = `SELECT * REPLACE (clock::VARCHAR AS clock, u::VARCHAR AS u, span::VARCHAR AS span, j::VARCHAR AS j, "unsigned"::BIGINT AS "unsigned", big_unsigned::DECIMAL(20,0) AS big_unsigned) FROM deals`;

interface LakeCase {
  readonly name: string;
  readonly ddl: string;
  readonly expected?: string;
  /** Statements, each followed by a publish. */
  readonly steps?: readonly string[];
  /** The JSON of the log before the newest checkpoint is taken away. */
  readonly fromCheckpoint?: boolean;
}

const updates = (count: number) =>
  Array.from({ length: count }, (_, i) => `UPDATE deals SET v = v + 1 WHERE id % 50 = ${i % 50}`);

const CASES: readonly LakeCase[] = [
  { name: 'types', ddl: `CREATE TABLE deals AS ${TYPES}`, expected },
  {
    name: 'incremental',
    ddl: 'CREATE TABLE deals AS SELECT i AS id, 0 AS v FROM range(3000) t(i)',
    steps: [...updates(3), 'DELETE FROM deals WHERE id < 100', 'INSERT INTO deals SELECT i, 1 FROM range(5000, 5600) t(i)'],
  },
  {
    name: 'schema',
    ddl: 'CREATE TABLE deals AS SELECT i AS id, 0 AS v FROM range(3000) t(i)',
    steps: [
      'ALTER TABLE deals ADD COLUMN stage VARCHAR',
      "UPDATE deals SET stage = 'x' WHERE id > 2900",
      'ALTER TABLE deals ALTER COLUMN v TYPE BIGINT',
      'ALTER TABLE deals DROP COLUMN stage',
    ],
  },
  {
    name: 'names',
    ddl: `CREATE TABLE deals AS SELECT i AS id, i AS "a name, with; odd {signs}", 'x' AS "ä=b" FROM range(3000) t(i)`,
    steps: ['UPDATE deals SET "ä=b" = \'y\' WHERE id = 7'],
  },
  {
    name: 'local-time',
    ddl: `CREATE TABLE deals AS SELECT i AS id, TIMESTAMP '2024-01-01' + i * INTERVAL 1 MINUTE AS at FROM range(300) t(i)`,
  },
  { name: 'empty', ddl: 'CREATE TABLE deals (id INTEGER, v VARCHAR)' },
  { name: 'commits', ddl: 'CREATE TABLE deals AS SELECT i AS id, 0 AS v FROM range(3000) t(i)', steps: updates(104) },
  {
    name: 'checkpoint',
    ddl: 'CREATE TABLE deals AS SELECT i AS id, 0 AS v FROM range(3000) t(i)',
    steps: updates(104),
    fromCheckpoint: true,
  },
];

const [directory = ''] = process.argv.slice(2);
for (const given of CASES) await make(given);
await makeKilled();
await makeParts();

/** Cut off at each request in turn; what readers must find is what the last whole commit holds. */
async function makeKilled(): Promise<void> {
  const lake = await LakeTable.create('CREATE TABLE deals AS SELECT i AS id, 0 AS v FROM range(3000) t(i)');
  await lake.publish();
  for (let cut = 1; cut < 12; cut++) {
    await lake.connection.run('CREATE OR REPLACE TABLE before AS FROM deals');
    await lake.connection.run(`UPDATE deals SET v = ${cut} WHERE id % 300 = ${cut}`);
    const { version } = await lake.publish({ store: cutAt(lake.store, cut) }).catch(() => ({ version: -1 }));
    // A run that failed is followed by one that does not, but for the last.
    if (version < 0 && cut < 11) await lake.publish();
  }
  const committed = await lake.newestVersion();
  const isOld = (await lake.difference(committed, 'before')) === 0;
  await keep(lake, 'killed', isOld ? 'FROM before' : 'FROM deals');
}

function cutAt(store: ObjectStore, nth: number): ObjectStore {
  let calls = 0;
  const maybe = async <T>(request: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls === nth && nth % 2 === 0) await request();
    if (calls === nth) throw new Error('killed here');
    return request();
  };
  return {
    ...store,
    get: async (key) => maybe(async () => store.get(key)),
    create: async (key, body) => maybe(async () => store.create(key, body)),
    createFromFile: async (key, file) => maybe(async () => store.createFromFile(key, file)),
  };
}

/** A table that two jobs publish, with other columns in between. */
async function makeParts(): Promise<void> {
  const rows = (from: number) =>
    `CREATE TABLE deals AS SELECT i AS id, (i / 7)::DECIMAL(9,2) AS v FROM range(${from}, ${from + 3000}) t(i)`;
  const jobs = [await LakeTable.create(rows(0)), await LakeTable.create(rows(3000))] as const;
  const [low, high] = jobs;
  high.store = low.store;
  const publish = async () => {
    for (const [i, lake] of jobs.entries())
      await lake.publish({ part: { index: i + 1, of: 2, division: 'd', name: `${i + 1}/2 d` } });
  };
  await publish();
  for (const lake of jobs) {
    await lake.connection.run('ALTER TABLE deals ADD COLUMN stage VARCHAR');
    await lake.connection.run("UPDATE deals SET stage = 'won' WHERE id % 50 = 3");
  }
  await publish();
  await high.connection.run('ALTER TABLE deals ALTER COLUMN v TYPE DECIMAL(12,4)');
  await high.connection.run('DELETE FROM deals WHERE id > 5900');
  await publish();
  await publish();
  const file = join(high.directory, 'high.parquet');
  await high.connection.run(`COPY deals TO ${text(file)} (FORMAT parquet)`);
  await keep(low, 'parts', `FROM deals UNION ALL BY NAME FROM ${text(file)}`);
  await high.close();
}

async function make({
  name,
  ddl,
  expected: rows = 'SELECT * FROM deals',
  steps = [],
  fromCheckpoint = false,
}: LakeCase): Promise<void> {
  const lake = await LakeTable.create(ddl);
  await lake.publish();
  for (const step of steps) {
    await lake.connection.run(step);
    await lake.publish();
  }
  if (fromCheckpoint) await forgetCommits(join(lake.root, '_delta_log'));
  await keep(lake, name, rows);
}

/** The lake, beside the rows that readers must find in it. */
async function keep(lake: LakeTable, name: string, rows: string): Promise<void> {
  const target = join(directory, name);
  await mkdir(target, { recursive: true });
  await cp(lake.root, join(target, 'table'), { recursive: true });
  await lake.connection.run(`COPY (${rows}) TO ${text(join(target, 'expected.parquet'))} (FORMAT parquet)`);
  await lake.close();
}

async function forgetCommits(log: string): Promise<void> {
  const names = (await readdir(log)).sort();
  const newest = names.findLast((n) => n.endsWith('.checkpoint.parquet'))?.slice(0, 20) ?? '';
  for (const name of names) if (name.endsWith('.json') && name.slice(0, 20) <= newest) await rm(join(log, name));
}
