import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableRecord } from '../../../src/model/record.ts';
import { Engine } from '../../support/engine.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';
import { RARE_TYPE_CASES, RARE_TYPE_DEFINITIONS } from './rare-type-cases.ts';
import { comparable, duckdbExpression, TYPE_CASES, TYPE_DEFINITIONS } from './type-cases.ts';

/* Every type there is, read by a role whose own settings, and its database's, would show each of them otherwise. */
const CASES = [...TYPE_CASES, ...RARE_TYPE_CASES].map((c, i) => ({ ...c, column: `c${i}` }));

const OF_ROLE = [
  "DateStyle = 'German, DMY'",
  "TimeZone = 'Asia/Kathmandu'",
  'IntervalStyle = iso_8601',
  'bytea_output = escape',
  'extra_float_digits = -15',
  'client_encoding = LATIN1',
  'standard_conforming_strings = off',
  'backslash_quote = off',
  'xmloption = document',
  'array_nulls = off',
  'quote_all_identifiers = on',
  'transform_null_equals = on',
  "search_path = ''",
  'default_transaction_isolation = serializable',
  'default_transaction_deferrable = on',
];
const OF_DATABASE = [
  "statement_timeout = '150ms'",
  "lock_timeout = '1ms'",
  "idle_in_transaction_session_timeout = '150ms'",
  "idle_session_timeout = '150ms'",
  "transaction_timeout = '400ms'",
  'default_transaction_read_only = on',
];

const OPTIONS = { where: "c0 <> 'no\\such' OR id >= 0", cursor: 'xmin' };

const server = usePostgres();
let engine: Engine;
let record: TableRecord;

beforeAll(async () => {
  engine = await Engine.create();
  await server.createDatabase('types');
  await server.query(`${TYPE_DEFINITIONS} ${RARE_TYPE_DEFINITIONS}`, 'types');
  await server.query(
    `CREATE TABLE every_type (id int PRIMARY KEY, ${CASES.map((c) => `${c.column} ${c.type}`).join(', ')})`,
    'types',
  );
  const rows = Math.max(...CASES.map((c) => c.values.length)) + 1;
  for (let row = 0; row < rows; row++) {
    const values = CASES.map((c) => (c.values[row] === undefined ? 'NULL' : `CAST(${c.values[row]} AS ${c.type})`));
    await server.query(`INSERT INTO every_type VALUES (${row}, ${values.join(', ')})`, 'types');
  }
  await server.query(
    `CREATE ROLE odd LOGIN PASSWORD 'x'; GRANT SELECT ON every_type TO odd; CREATE VIEW slow AS SELECT 1 AS id, pg_sleep(0.5)::text AS v; GRANT SELECT ON slow TO odd;
     ${OF_ROLE.map((s) => `ALTER ROLE odd SET ${s};`).join(' ')} ${OF_DATABASE.map((s) => `ALTER DATABASE types SET ${s};`).join(' ')}`,
    'types',
  );
  const { source } = postgresSource(server, 'types', { user: 'odd', password: 'x' });
  record = await engine.sync(source, 'every_type', 'full', OPTIONS);
  await source.close();
  expect(record.error).toBeNull();
  expect(record.notes.filter((n) => n.message.includes('wider'))).toEqual([]);
  expect(record.rows).toBe(rows);
});
afterAll(async () => {
  await engine?.close();
});

describe('whatever the settings of role and database', () => {
  it.each(CASES)(
    '$type is $duckdb and holds every value as PostgreSQL has it',
    async ({ column, compare, duckdb, semantic, values }) => {
      const described = record.columns.find((c) => c.name === column);
      expect(described?.duckdbType.replaceAll('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ')).toBe(duckdb);
      expect(described?.semanticType).toBe(semantic);
      const there = await server.query<{ v: string | null }>(
        `SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET extra_float_digits = 1;
       SELECT CASE WHEN num_nonnulls(${column}) = 1 THEN ${compare.postgres.replaceAll('$', () => column)} END AS v FROM every_type ORDER BY id`,
        'types',
      );
      expect(there.filter((r) => r.v !== null)).toHaveLength(values.length);
      const here = await engine.query<{ v: string | null }>(
        `SELECT CASE WHEN ${column} IS NOT NULL THEN ${duckdbExpression(column, compare.duckdb)} END AS v FROM db.every_type ORDER BY id`,
      );
      expect(here.map(({ v }) => (v === null ? null : comparable(v, compare.duckdb)))).toEqual(there.map((r) => r.v));
    },
  );

  it('every value is equal to itself: rows that are read again are not taken for changed', async () => {
    await server.query('UPDATE every_type SET id = id', 'types');
    const { source } = postgresSource(server, 'types', { user: 'odd', password: 'x' });
    const again = await engine.sync(source, 'every_type', 'incremental', OPTIONS);
    await source.close();
    expect([again.error, again.mode, again.read, again.inserted, again.updated]).toEqual([
      null,
      'incremental',
      record.rows,
      0,
      0,
    ]);
  });

  it('nothing of Highwater ends early: a reading may last', async () => {
    const { source } = postgresSource(server, 'types', { user: 'odd', password: 'x' });
    const slow = await engine.sync(source, 'slow', 'full');
    expect(slow.error).toBeNull();
    // A connection that was ended while it was idle is not used again.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await engine.sync(source, 'slow', 'full')).error).toBeNull();
    await source.close();
  });
});
