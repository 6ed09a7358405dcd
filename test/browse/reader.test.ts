import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointersTo, tableAt, targetsOf } from '../../src/views/pages/browse/layout.ts';
import { type BrowsedTable, readCatalog } from '../../src/warehouse/browse/catalog.ts';
import { type OpenedArtifact, openArtifact } from '../../src/warehouse/browse/opened-artifact.ts';
import { countQuery, type Operator, pageQuery, recordQuery } from '../../src/warehouse/browse/queries.ts';
import { ArtifactReader } from '../../src/warehouse/browse/reader.ts';
import { HOSTILE_NAME, HOSTILE_TABLE, SPECS, writeArtifact } from './artifact.ts';

let directory: string;
let shelf: OpenedArtifact;
const table = (schema: string, name: string): BrowsedTable => {
  const found = tableAt(shelf, schema, name);
  if (found === undefined) throw new Error(`no ${schema}.${name}`);
  return found;
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-browse-'));
  await writeArtifact(directory, { duckdb: true, parquet: true });
  shelf = await openArtifact(directory);
});
afterAll(async () => {
  shelf?.reader.close();
  await rm(directory, { recursive: true, force: true });
});

describe('a statement in the SQL box', () => {
  it.each([
    'SELECT 1 AS n',
    'FROM crm.Account',
    'WITH a AS (SELECT 1 AS n) SELECT * FROM a -- comment',
    'SHOW ALL TABLES',
    'DESCRIBE crm.Account',
    'SUMMARIZE crm.Account',
    'VALUES (1);',
    'SELECT 1; ',
  ])('runs where it only reads: %s', async (sql) => {
    expect((await shelf.reader.query(sql, 10, 10)).rows.length).toBeGreaterThan(0);
  });

  it.each([
    'DELETE FROM crm.Account',
    'INSERT INTO crm."User" VALUES (1)',
    'UPDATE crm.Account SET Name = 1',
    'CREATE TABLE t (a INT)',
    'CREATE TEMP TABLE t (a INT)',
    'DROP TABLE crm.Account',
    'SELECT 1; DROP TABLE crm.Account',
    "ATTACH ':memory:' AS m",
    'SET threads = 1',
    'SET lock_configuration = false',
    'RESET enable_external_access',
    "COPY (SELECT 1) TO '/tmp/highwater-out.csv'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/highwater-out.csv'",
    "EXPORT DATABASE '/tmp/highwater-out'",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_csv('https://example.com/x.csv')",
    "SELECT * FROM glob('/**')",
    'INSTALL httpfs',
    'LOAD httpfs',
    'CHECKPOINT',
    'PRAGMA database_list',
    'BEGIN',
    'SELECT 1) UNION ALL (SELECT 2',
    'not sql at all',
    '',
  ])('is refused where it does anything else: %s', async (sql) => {
    await expect(shelf.reader.query(sql, 10, 10)).rejects.toMatchObject({ code: 'QUERY_FAILED' });
    expect(existsSync('/tmp/highwater-out.csv')).toBe(false);
  });

  it('is stopped when it takes too long, and the next one runs', async () => {
    const began = Date.now();
    await expect(shelf.reader.query('SELECT count(*) FROM range(100000000000)', 10, 0.3)).rejects.toMatchObject({
      code: 'QUERY_TOO_LONG',
    });
    expect(Date.now() - began).toBeLessThan(30_000);
    expect((await shelf.reader.query('SELECT 1 AS n', 10, 5)).rows).toEqual([['1']]);
  });

  it('gives no more rows than asked for, and says that there are more', async () => {
    const { rows, more } = await shelf.reader.query('FROM range(5)', 3, 5);
    expect([rows.length, more]).toEqual([3, true]);
    expect((await shelf.reader.query('FROM range(3)', 3, 5)).more).toBe(false);
  });

  it('gives values exactly, as DuckDB writes them, times in UTC', async () => {
    const sql =
      "SELECT 12345678901234567890.123456789::DECIMAL(38,9) AS d, 170141183460469231731687303715884105727::HUGEINT AS h, TIMESTAMPTZ '2026-01-01 00:00:00.000001+02' AS t, ['a', NULL] AS l, '' AS e, NULL AS n, 1 AS d";
    const { columns, rows } = await shelf.reader.query(sql, 1, 5);
    expect(columns).toEqual(['d', 'h', 't', 'l', 'e', 'n', 'd_1']);
    expect(rows[0]).toEqual([
      '12345678901234567890.123456789',
      '170141183460469231731687303715884105727',
      '2025-12-31 22:00:00.000001+00',
      '[a, NULL]',
      '',
      null,
      '1',
    ]);
  });

  it('keeps the order that it asks for', async () => {
    const { rows } = await shelf.reader.query('SELECT Id FROM crm.Account ORDER BY Id DESC', 3, 5);
    expect(rows.map(([id]) => id)).toEqual(['001000000000419', '001000000000418', '001000000000417']);
  });
});

describe('what the artifact says of itself', () => {
  it('is every table, with labels, keys and what its columns point at', () => {
    expect(shelf.tables.filter((t) => t.schema !== '_highwater')).toHaveLength(SPECS.length);
    const account = table('crm', 'Account');
    expect(account).toMatchObject({ label: 'Account', category: 'Standard Objects', key: ['Id'], nameColumn: 'Name', rows: 420 });
    expect(account.columns.find((c) => c.name === 'ParentId')).toMatchObject({
      label: 'Parent Account ID',
      nativeType: 'reference',
      semanticType: 'object',
      references: ['Account'],
    });
    expect(account.columns.find((c) => c.name === 'LegacyRating__c')?.removed).toBe(true);
    expect(account.columns.at(-1)?.name).toBe('_synced_at');
  });

  it('calls records by a column that is usual for names, where none is said to be one', () => {
    const named = (name: string) => shelf.tables.find((t) => t.name === name)?.nameColumn;
    expect([named('Account'), named('Task'), named('order_lines')]).toEqual(['Name', 'Subject', null]);
  });

  it('gives the tables that a column points at, and those that point back', () => {
    const task = table('crm', 'Task');
    const what = task.columns.find((c) => c.name === 'WhatId') as BrowsedTable['columns'][number];
    expect(targetsOf(shelf, task, what).map((t) => t.name)).toEqual(['Account', 'Opportunity', 'Shipment__c']);
    expect(
      pointersTo(shelf, table('crm', 'Account'))
        .map((p) => `${p.table.name}.${p.column.name}`)
        .sort(),
    ).toEqual(['Account.ParentId', 'Opportunity.AccountId', 'Shipment__c.Account__c', 'Task.WhatId']);
  });

  it('never crosses from one source to another', () => {
    expect(pointersTo(shelf, table('erp', 'account')).map((p) => p.table.schema)).toEqual(['erp']);
  });
});

describe('records', () => {
  const select = async (filters: readonly (readonly [string, Operator, string])[], search = '') => {
    const account = table('crm', 'Account');
    const selection = { search, filters: filters.map(([column, operator, value]) => ({ column, operator, value })) };
    const [n] = (await shelf.reader.select(countQuery(account, selection), 1)).rows;
    return Number(n?.[0]);
  };

  it.each([
    [[['Type', 'is', 'Customer']], 210],
    [[['Type', 'is not', 'Customer']], 210],
    [[['NumberOfEmployees', '<', '70']], 10],
    [[['NumberOfEmployees', '≤', '70']], 11],
    [[['NumberOfEmployees', '>', '2800']], 19],
    [[['NumberOfEmployees', '≥', '2800']], 20],
    [[['AnnualRevenue', 'is', '12345.67']], 1],
    [[['CreatedDate', '<', '2024-01-01 10:00:00+00']], 2],
    [[['Regions__c', 'is', 'EMEA']], 140],
    [[['ParentId', 'is empty', '']], 378],
    [[['ParentId', 'is not empty', '']], 42],
    [[['Name', 'contains', 'SHIPPING']], 105],
    [[['Name', 'starts with', 'öre']], 105],
    [[['IsActive__c', 'is', 'true']], 210],
    [[['NumberOfEmployees', 'is', 'many']], 0],
    [[['Name', 'is', "x' OR '1'='1"]], 0],
    [
      [
        ['Type', 'is', 'Customer'],
        ['Name', 'contains', 'acme'],
      ],
      104,
    ],
  ] as const)('are filtered by %j: %i', async (filters, expected) => expect(await select(filters)).toBe(expected));

  it.each([
    ['shipping 1', 28],
    ['12345.67', 1],
    [HOSTILE_NAME, 1],
    ["'", 0],
    ['%', 0],
  ])('are searched for %j: %i', async (search, expected) => expect(await select([], search)).toBe(expected));

  it('come sorted, empty ones last, page after page without a gap', async () => {
    const account = table('crm', 'Account');
    const page = (offset: number) => ({ search: '', filters: [], columns: ['Id'], sort: 'ParentId', descending: true, offset });
    const all = (await shelf.reader.select(pageQuery(account, page(0)), 1000)).rows.map(([id]) => id);
    const pages = [];
    for (let offset = 0; offset < 450; offset += 50)
      pages.push(...(await shelf.reader.select(pageQuery(account, page(offset)), 50)).rows.map(([id]) => id));
    expect(pages).toEqual(all);
    expect(new Set(pages).size).toBe(420);
    expect(all[0]).toBe('001000000000413');
  });

  it.each([
    ['crm', 'Account', ['001000000000007'], HOSTILE_NAME],
    ['db', 'order_lines', ['2', '1'], '{"n": 7}'],
    ['db', HOSTILE_TABLE, ['a&key=b\'"<'], 'a&key=b\'"<'],
    ['erp', 'contact', ['11111111-0000-0000-0000-000000000001'], 'The contact 1'],
  ])('of %s.%s are found by their key %j', async (schema, name, key, value) => {
    const { rows } = await shelf.reader.select(recordQuery(table(schema, name), key), 2);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toContain(value);
  });

  it('are not found by something that is no key', async () => {
    expect((await shelf.reader.select(recordQuery(table('db', 'order_lines'), ['x', 'y']), 2)).rows).toEqual([]);
  });
});

describe('a directory', () => {
  it('of Parquet files alone can be browsed, and only these files be read', async () => {
    const alone = await mkdtemp(join(tmpdir(), 'highwater-parquet-'));
    await writeArtifact(alone, { duckdb: false, parquet: true });
    await writeFile(join(alone, 'parquet', 'secret.txt'), 'secret');
    const reader = await ArtifactReader.open(alone);
    const tables = await readCatalog(reader);
    expect(tables.find((t) => t.name === 'Account')).toMatchObject({ schema: 'crm', category: 'Standard Objects' });
    expect((await reader.query('SELECT count(*) AS n FROM crm.Account', 1, 5)).rows).toEqual([['420']]);
    await expect(reader.query(`SELECT * FROM read_text('${join(alone, 'parquet', 'secret.txt')}')`, 1, 5)).rejects.toMatchObject({
      code: 'QUERY_FAILED',
    });
    reader.close();
    await rm(alone, { recursive: true, force: true });
  });

  it('with neither is an error that says what to name', async () => {
    await expect(ArtifactReader.open(join(directory, 'nothing-here'))).rejects.toMatchObject({
      code: 'ARTIFACT_NOT_FOUND',
      message: expect.stringContaining('nothing-here'),
    });
  });

  it('may also be the file itself', async () => {
    const reader = await ArtifactReader.open(join(directory, 'warehouse.duckdb'));
    expect(reader.artifact.kind).toBe('duckdb');
    reader.close();
  });
});
