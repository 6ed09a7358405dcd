import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TableRecord } from '../../../src/model/record.ts';
import { widerForm } from '../../../src/sources/postgres/describe/types.ts';
import { Engine } from '../../support/engine.ts';
import { postgresSource, type SourceForTest } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';
import { comparable, duckdbExpression, TYPE_CASES, TYPE_DEFINITIONS } from './type-cases.ts';

const server = usePostgres();
let engine: Engine;
let db: SourceForTest;

beforeAll(async () => {
  engine = await Engine.create();
  await server.createDatabase('types');
  await server.query(TYPE_DEFINITIONS, 'types');
  db = postgresSource(server, 'types');
});

afterAll(async () => {
  await db?.source.close();
  await engine?.close();
});

const columnOf = (index: number) => `c${index}`;

/** Row i holds the i-th value of every type; a row beyond a type's values holds NULL. */
async function createTypeTable(): Promise<number> {
  const columns = TYPE_CASES.map((c, i) => `${columnOf(i)} ${c.type}`);
  await server.query(`CREATE TABLE every_type (id int PRIMARY KEY, ${columns.join(', ')})`, 'types');
  const most = Math.max(...TYPE_CASES.map((c) => c.values.length)) + 1;
  for (let row = 0; row < most; row++) {
    const values = TYPE_CASES.map((c) => (c.values[row] === undefined ? 'NULL' : `CAST(${c.values[row]} AS ${c.type})`));
    await server.query(`INSERT INTO every_type VALUES (${row}, ${values.join(', ')})`, 'types');
  }
  return most;
}

describe('every type', () => {
  let record: TableRecord;

  beforeAll(async () => {
    const rows = await createTypeTable();
    record = await engine.sync(db.source, 'every_type', 'full');
    expect(record.error).toBeNull();
    expect(record.rows).toBe(rows);
  });

  it.each(TYPE_CASES.map((c, i) => ({ ...c, column: columnOf(i) })))(
    '$type is $duckdb and holds every value as PostgreSQL has it',
    async ({ column, compare, duckdb, semantic, values }) => {
      const described = record.columns.find((c) => c.name === column);
      expect(described?.duckdbType.replaceAll('TIMESTAMP WITH TIME ZONE', 'TIMESTAMPTZ')).toBe(duckdb);
      expect(described?.semanticType).toBe(semantic);
      const settings = "SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET extra_float_digits = 1;";
      const there = await server.query<{ id: number; v: string | null }>(
        `${settings} SELECT id, CASE WHEN num_nonnulls(${column}) = 1 THEN ${compare.postgres.replaceAll('$', () => column)} END AS v FROM every_type ORDER BY id`,
        'types',
      );
      expect(there.filter((r) => r.v !== null)).toHaveLength(values.length);
      expect(await here(column, compare.duckdb)).toEqual(there.map((r) => r.v));
    },
  );
});

async function here(column: string, comparison: string): Promise<(string | null)[]> {
  const value = duckdbExpression(column, comparison);
  const rows = await engine.query<{ v: string | null }>(
    `SELECT CASE WHEN ${column} IS NOT NULL THEN ${value} END AS v FROM db.every_type ORDER BY id`,
  );
  return rows.map(({ v }) => (v === null ? null : comparable(v, comparison)));
}

// Where the tests run there is no locale whose currency has three decimals (Kuwait's dinar), so this looks at the form alone.
it('money that has three decimals becomes the narrowest DECIMAL that holds it, and stays an amount', () => {
  const form = widerForm({ name: 'money', kind: 'base', typmod: -1 });
  expect({ ...form, select: form.select('"v"') }).toMatchObject({
    adaptive: true,
    semanticType: 'amount',
    allowedTypes: ['amount'],
    select: '"v"::numeric',
  });
});

describe('a value that the type can not carry', () => {
  it.each([
    { what: 'NaN in numeric(10,2)', type: 'numeric(10,2)', value: "'NaN'" },
    { what: 'an infinite interval', type: 'interval', value: "'infinity'" },
    { what: 'a timestamp beyond the year 294247', type: 'timestamp', value: "'294276-12-31 23:59:59.999999'" },
    { what: 'json with half a surrogate pair', type: 'json', value: `'"\\ud800"'` },
    { what: 'a matrix in a list', type: 'text[]', value: "'{{a,b},{c,d}}'" },
    { what: 'an array that begins at 5', type: 'int[]', value: "'[5:6]={1,2}'" },
    { what: 'a list in a matrix', type: 'int[][]', value: "'{1,2}'" },
  ])('makes the column wider, and the run says so: $what', async ({ type, value }) => {
    await server.query(
      `DROP TABLE IF EXISTS odd; CREATE TABLE odd (id int PRIMARY KEY, "The Value" ${type}); INSERT INTO odd VALUES (1, ${value})`,
      'types',
    );
    const own = postgresSource(server, 'types');
    const widen = vi.spyOn(own.source, 'widen');
    for (const mode of ['full', 'incremental'] as const) {
      const record = await engine.sync(own.source, 'odd', mode);
      expect(record.error).toBeNull();
      expect(record.columns[1]?.duckdbType).toBe('VARCHAR');
      expect(record.notes.map((n) => n.message).join()).toContain('The Value');
      const there = await server.query('SELECT "The Value"::text AS v FROM odd', 'types');
      expect(await engine.query('SELECT "The Value" AS v FROM db.odd')).toEqual(there);
    }
    await own.source.close();
    // The second run knows it from the first.
    expect(widen).toHaveBeenCalledTimes(1);
  });

  it.each([
    { type: 'json', value: `'"\\ud800"'` },
    { type: 'text[]', value: "'{{a,b},{c,d}}'" },
    { type: 'int[]', value: "'[5:6]={1,2}'" },
  ])('is kept as its own text where the configuration says string: $type', async ({ type, value }) => {
    await server.query(
      `DROP TABLE IF EXISTS odd; CREATE TABLE odd (id int PRIMARY KEY, v ${type}); INSERT INTO odd VALUES (1, ${value})`,
      'types',
    );
    const record = await engine.sync(db.source, 'odd', 'full', { types: { v: 'string' } });
    expect(record.error).toBeNull();
    const there = await server.query('SELECT v::text AS v FROM odd', 'types');
    expect(await engine.query('SELECT v FROM db.odd')).toEqual(there);
  });

  it.each(['NaN', 'Infinity', '-Infinity', '1e50', '0.123456789012345678901234567890123456789'])(
    'makes an unconstrained numeric VARCHAR: %s',
    async (value) => {
      await server.query(
        `DROP TABLE IF EXISTS odd; CREATE TABLE odd (id int PRIMARY KEY, v numeric); INSERT INTO odd VALUES (1, '${value}'), (2, 1.5)`,
        'types',
      );
      const record = await engine.sync(db.source, 'odd', 'full');
      expect(record.error).toBeNull();
      const there = await server.query('SELECT v::text AS v FROM odd ORDER BY id', 'types');
      expect(await engine.query('SELECT v FROM db.odd ORDER BY id')).toEqual(there);
    },
  );
});
