import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Column } from '../../src/model/table.ts';
import { Database } from '../../src/warehouse/duckdb/database.ts';
import { Room } from '../../src/warehouse/duckdb/memory-limit.ts';
import { exportParquet, stripInternals } from '../../src/warehouse/export.ts';
import type { Engine } from '../support/engine.ts';
import { column } from '../support/memory-table.ts';
import { attempt, load, newEngine, rowsOf } from './setup.ts';

/** Every DuckDB type that a source gives, with values at its edges; Parquet must give each back to the last digit. */
const VALUES: readonly [type: string, values: readonly (string | null)[]][] = [
  ['BOOLEAN', ['true', 'false', null]],
  ['SMALLINT', ['-32768', '32767']],
  ['INTEGER', ['-2147483648', '2147483647']],
  ['BIGINT', ['-9223372036854775808', '9223372036854775807']],
  ['HUGEINT', ['-170141183460469231731687303715884105728', '170141183460469231731687303715884105727']],
  ['DECIMAL(4,4)', ['0.9999', '-0.0001']],
  ['DECIMAL(38,2)', ['999999999999999999999999999999999999.99']],
  ['FLOAT', ['0.1', 'NaN', 'Infinity', '-0.0', '1.1754944e-38']],
  ['DOUBLE', ['0.1', 'NaN', '-Infinity', '-0.0', '5e-324', '1.7976931348623157e308']],
  ['VARCHAR', ['', 'a\u0000b', '😀\r\n', '"', null]],
  ['VARCHAR[]', ['[]', '[a, NULL, "", "x, y"]', null]],
  ['INTEGER[][]', ['[[1, 2], [], NULL]']],
  ['UUID', ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff']],
  ['BLOB', ['\\x00\\xFF', '']],
  ['JSON', ['{"a":[1,null,"x"]}', 'null']],
  ['DATE', ['0044-03-15 (BC)', '2024-02-29', '9999-12-31', 'infinity', '-infinity']],
  ['TIME', ['00:00:00', '23:59:59.999999', '24:00:00']],
  ['TIMETZ', ['10:00:00.000001+05:30', '23:59:59-15:59']],
  ['TIMESTAMP', ['0044-03-15 (BC) 12:00:00', '2026-01-01 00:00:00.000001', 'infinity', '-infinity']],
  ['TIMESTAMPTZ', ['1969-12-31 23:59:59.999999+00', '294246-12-31 23:59:59+00', 'infinity']],
  ['INTERVAL', ['1 month', '30 days', '-1 days 00:00:00.000001', '100 years 3 months 2 days 01:02:03.123456']],
];

async function parquetOf(engine: Engine, name = 'things'): Promise<string> {
  const [table] = (await engine.warehouse.tables()).filter((t) => t.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  const file = join(engine.directory, `${name}.parquet`);
  await engine.warehouse.database.use(async (c) => exportParquet(c, table, file, 'zstd', 'run-1'));
  return file;
}

test.each(VALUES)('Parquet gives back every %s', async (type, values) => {
  const engine = await newEngine();
  const columns: Column[] = [column('id', 'BIGINT'), column('v', type)];
  await load(engine, 'full', { columns, files: [{ data: values.map((v, id) => ({ id, v })) }] });
  const file = await parquetOf(engine);
  const read = await rowsOf(engine, 'id, v', `'${file}'`);
  // What Parquet has no exact type for is text there.
  expect(read).toEqual(await rowsOf(engine, 'id, CAST(v AS VARCHAR)'));
  expect(read).toHaveLength(values.length);
});

test('what a column declares for Parquet is used', async () => {
  const engine = await newEngine();
  const columns = [column('id', 'BIGINT'), column('v', 'DOUBLE', { parquetType: 'VARCHAR' })];
  await load(engine, 'full', { columns, files: [{ data: [{ id: 1, v: '0.5' }] }] });
  expect(await engine.query(`SELECT typeof(v) AS t, v FROM '${await parquetOf(engine)}'`)).toEqual([{ t: 'VARCHAR', v: '0.5' }]);
});

test('the file says where its rows come from', async () => {
  const engine = await newEngine();
  const columns = [column('id', 'BIGINT'), column('modified', 'TIMESTAMPTZ')];
  await load(engine, 'full', { columns, files: [{ data: [{ id: 1, modified: '2026-01-01T00:00:00Z' }] }] });
  const pairs = await engine.query(
    `SELECT decode(key) AS k, decode(value) AS v FROM parquet_kv_metadata('${await parquetOf(engine)}') WHERE decode(key) LIKE 'highwater.%' ORDER BY 1`,
  );
  expect(Object.fromEntries(pairs.map(({ k, v }) => [k, v]))).toMatchObject({
    'highwater.source': 'memory',
    'highwater.table': 'things',
    'highwater.watermark': '2026-01-01T00:00:00.000000Z',
    'highwater.run': 'run-1',
    'highwater.synced_at': expect.stringMatching(/^20\d\d-/),
  });
});

test('an empty table keeps its columns and their types', async () => {
  const engine = await newEngine();
  const columns = [column('id', 'BIGINT'), column('when', 'DATE')];
  await load(engine, 'full', { columns, files: [] });
  const described = await engine.query(
    `SELECT column_name AS n, column_type AS t FROM (DESCRIBE FROM '${await parquetOf(engine)}')`,
  );
  expect(described).toEqual([
    { n: 'id', t: 'BIGINT' },
    { n: 'when', t: 'DATE' },
    { n: '_synced_at', t: 'TIMESTAMP WITH TIME ZONE' },
  ]);
});

test('the artifact holds the tables and their description, and nothing of Highwater’s own bookkeeping', async () => {
  const engine = await newEngine();
  const columns = [column('id', 'BIGINT')];
  await load(engine, 'full', { columns, files: [{ data: [{ id: 1 }] }] });
  engine.parallel = 1;
  const half = [
    { pass: 'body' as const, files: [{ data: [{ id: 1 }] }] },
    { pass: 'body' as const, files: [{ data: [{ id: 2 }], rows: 5 }] },
  ];
  await attempt(engine, 'full', { columns, partitions: half });
  const { file } = engine.warehouse.database;
  await engine.warehouse.close();
  const options = { room: new Room(256, 1), tempDirectory: join(engine.directory, 'tmp') };
  await stripInternals(file, options);
  const artifact = await Database.open(file, { ...options, readOnly: true });
  const found = await artifact.use(async (c) =>
    c.rows(`SELECT schema_name || '.' || table_name AS t FROM duckdb_tables() ORDER BY 1`),
  );
  artifact.close();
  expect(found.map((r) => r.t)).toEqual([
    '_highwater.checks',
    '_highwater.columns',
    '_highwater.runs',
    '_highwater.tables',
    'memory.things',
  ]);
});
