import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { tableRecord } from '../../src/engine/table-record.ts';
import type { TableRecord } from '../../src/model/record.ts';
import {
  createCatalog,
  PUBLIC_SCHEMA,
  STATE_SCHEMA,
  type StoredColumn,
  type StoredTable,
} from '../../src/warehouse/catalog/catalog.ts';
import { describeContents } from '../../src/warehouse/catalog/metadata.ts';
import { type Connection, Database } from '../../src/warehouse/duckdb/database.ts';
import { Room } from '../../src/warehouse/duckdb/memory-limit.ts';
import { id, qualified } from '../../src/warehouse/duckdb/sql.ts';

/** An artifact such as a sync leaves it: a small CRM whose records point at each other, a Dynamics-like source, a PostgreSQL one. */

/** A moment at which the artifact is still of interest. */
export const NOW = '2026-11-21T03:00:00.000Z';
const SYNCED = '2026-11-21T02:17:10.000Z';

type Column = readonly [
  name: string,
  type: string,
  label: string,
  semantic: StoredColumn['semanticType'],
  more?: Partial<StoredColumn>,
];

interface Spec {
  readonly source: string;
  readonly table: string;
  readonly category: string;
  readonly label: string;
  readonly key: readonly string[];
  readonly nameColumn: string | null;
  readonly columns: readonly Column[];
  /** A SELECT that gives the columns in this order. */
  readonly rows: string;
}

const OWNER: Column = ['OwnerId', 'VARCHAR', 'Owner ID', 'user', { references: ['User'], nativeType: 'reference' }];
const STAGES = ['Prospecting', 'Qualification', 'Closed Won', 'Closed Lost'];

/** Names and values that would do harm if a page trusted them. */
export const HOSTILE_NAME = '</td><script>window.hacked=1</script>';
export const HOSTILE_TABLE = `we"ird <b>'table'</b>/100%?`;

export const SPECS: readonly Spec[] = [
  {
    source: 'crm',
    table: 'User',
    category: 'Standard Objects',
    label: 'User',
    key: ['Id'],
    nameColumn: 'Name',
    columns: [
      ['Id', 'VARCHAR', 'User ID', 'object', { nativeType: 'id' }],
      ['Name', 'VARCHAR', 'Full Name', 'string'],
      ['Email', 'VARCHAR', 'Email', 'string', { nativeType: 'email' }],
    ],
    rows: `SELECT '005' || lpad(i::VARCHAR, 12, '0'), ['Ada Lindqvist', 'Bruno Sá', 'Chiara Conti', 'Dmitri Orlov'][i + 1], ['ada', 'bruno', 'chiara', 'dmitri'][i + 1] || '@acme.com' FROM range(4) r(i)`,
  },
  {
    source: 'crm',
    table: 'Account',
    category: 'Standard Objects',
    label: 'Account',
    key: ['Id'],
    nameColumn: 'Name',
    columns: [
      ['Id', 'VARCHAR', 'Account ID', 'object', { nativeType: 'id' }],
      ['Name', 'VARCHAR', 'Account Name', 'string'],
      [
        'Type',
        'VARCHAR',
        'Account Type',
        'picklist',
        { picklist: ['Prospect', 'Customer'].map((value) => ({ value, label: `${value} (type)`, active: true })) },
      ],
      ['ParentId', 'VARCHAR', 'Parent Account ID', 'object', { references: ['Account'], nativeType: 'reference' }],
      ['AnnualRevenue', 'DECIMAL(18,2)', 'Annual Revenue', 'amount', { nativeType: 'currency(18,2)' }],
      ['NumberOfEmployees', 'INTEGER', 'Employees', 'number', { nativeType: 'int' }],
      ['Regions__c', 'VARCHAR[]', 'Sales Regions', 'multipicklist'],
      ['Description', 'VARCHAR', 'Account Description', 'string', { nativeType: 'textarea' }],
      OWNER,
      ['CreatedDate', 'TIMESTAMPTZ', 'Created Date', 'date', { nativeType: 'datetime' }],
      ['IsActive__c', 'BOOLEAN', 'Active', 'bool'],
      ['Website', 'VARCHAR', 'Website', 'string', { nativeType: 'url' }],
      ['Fax', 'VARCHAR', 'Account Fax', 'string', { nativeType: 'phone' }],
      ['LegacyRating__c', 'VARCHAR', 'Legacy rating', 'string', { removed: true }],
    ],
    rows: `SELECT '001' || lpad(i::VARCHAR, 12, '0'), CASE i WHEN 7 THEN '${HOSTILE_NAME}' ELSE ['Northwind', 'Öresund Shipping', 'Blue Harbour', 'Acme'][i % 4 + 1] || ' ' || i END,
      ['Prospect', 'Customer'][i % 2 + 1], CASE WHEN i % 10 = 3 THEN '001' || lpad((i - 3)::VARCHAR, 12, '0') END, (i * 12345.67)::DECIMAL(18,2), i * 7, CASE WHEN i % 3 = 0 THEN ['EMEA', 'APAC'] END,
      CASE WHEN i = 0 THEN E'First line\nsecond line' WHEN i % 5 = 0 THEN '' END, '005' || lpad((i % 4)::VARCHAR, 12, '0'), TIMESTAMPTZ '2024-01-01 08:00:00+00' + INTERVAL (i) HOUR, i % 2 = 0, 'https://example.com/' || i, NULL, NULL FROM range(420) r(i)`,
  },
  {
    source: 'crm',
    table: 'Opportunity',
    category: 'Standard Objects',
    label: 'Opportunity',
    key: ['Id'],
    nameColumn: 'Name',
    columns: [
      ['Id', 'VARCHAR', 'Opportunity ID', 'object', { nativeType: 'id' }],
      ['Name', 'VARCHAR', 'Name', 'string'],
      ['AccountId', 'VARCHAR', 'Account ID', 'object', { references: ['Account'], nativeType: 'reference' }],
      ['StageName', 'VARCHAR', 'Stage', 'picklist'],
      ['Amount', 'DECIMAL(18,2)', 'Amount', 'amount', { nativeType: 'currency(18,2)' }],
      ['CloseDate', 'DATE', 'Close Date', 'date', { nativeType: 'date' }],
      OWNER,
    ],
    rows: `SELECT '006' || lpad(i::VARCHAR, 12, '0'), 'Deal ' || i, '001' || lpad((i % 60)::VARCHAR, 12, '0'), ${JSON.stringify(STAGES).replaceAll('"', "'")}[i % 4 + 1], (1000 + i * 37.5)::DECIMAL(18,2), DATE '2026-01-01' + i::INTEGER, '005' || lpad((i % 3)::VARCHAR, 12, '0') FROM range(900) r(i)`,
  },
  {
    source: 'crm',
    table: 'Task',
    category: 'Standard Objects',
    label: 'Task',
    key: ['Id'],
    nameColumn: null,
    columns: [
      ['Id', 'VARCHAR', 'Activity ID', 'object', { nativeType: 'id' }],
      [
        'WhatId',
        'VARCHAR',
        'Related To ID',
        'object',
        { references: ['Account', 'Opportunity', 'Shipment__c'], nativeType: 'reference' },
      ],
      ['Subject', 'VARCHAR', 'Subject', 'string'],
    ],
    rows: `SELECT '00T' || lpad(i::VARCHAR, 12, '0'), CASE i % 2 WHEN 0 THEN '001' ELSE '006' END || lpad((i % 50)::VARCHAR, 12, '0'), 'Call ' || i FROM range(100) r(i)`,
  },
  {
    source: 'crm',
    table: 'Shipment__c',
    category: 'Custom Objects',
    label: 'Shipment',
    key: ['Id'],
    nameColumn: 'Name',
    columns: [
      ['Id', 'VARCHAR', 'Record ID', 'object', { nativeType: 'id' }],
      ['Name', 'VARCHAR', 'Shipment No.', 'string'],
      ['Account__c', 'VARCHAR', 'Account', 'object', { references: ['Account'], nativeType: 'reference' }],
    ],
    rows: `SELECT 'a01' || lpad(i::VARCHAR, 12, '0'), 'SH-' || lpad(i::VARCHAR, 5, '0'), '001' || lpad((i % 9)::VARCHAR, 12, '0') FROM range(30) r(i)`,
  },
  {
    source: 'erp',
    table: 'invoice',
    category: 'erp',
    label: 'Invoice',
    key: ['invoiceid'],
    nameColumn: 'name',
    columns: [
      ['invoiceid', 'UUID', 'Invoice', 'object', { nativeType: 'Uniqueidentifier' }],
      ['name', 'VARCHAR', 'Name', 'string', { nativeType: 'String' }],
      ['customerid', 'UUID', 'Customer', 'object', { references: ['account', 'contact'], nativeType: 'Customer' }],
      ['customerid_type', 'VARCHAR', 'Customer (type)', ''],
    ],
    rows: `SELECT ('00000000-0000-0000-0000-' || lpad(i::VARCHAR, 12, '0'))::UUID, 'INV-' || i, ('11111111-0000-0000-0000-' || lpad((i % 2)::VARCHAR, 12, '0'))::UUID, 'contact' FROM range(5) r(i)`,
  },
  ...(['account', 'contact'] as const).map(
    (table): Spec => ({
      source: 'erp',
      table,
      category: 'erp',
      label: table === 'account' ? 'Account' : 'Contact',
      key: [`${table}id`],
      nameColumn: 'name',
      columns: [
        [`${table}id`, 'UUID', 'Id', 'object', { nativeType: 'Uniqueidentifier' }],
        ['name', 'VARCHAR', 'Name', 'string', { nativeType: 'String' }],
      ],
      rows: `SELECT ('11111111-0000-0000-0000-' || lpad(i::VARCHAR, 12, '0'))::UUID, 'The ${table} ' || i FROM range(3) r(i)`,
    }),
  ),
  {
    source: 'db',
    table: 'order_lines',
    category: 'db',
    label: 'order_lines',
    key: ['order_id', 'line'],
    nameColumn: null,
    columns: [
      ['order_id', 'BIGINT', 'order_id', 'number', { nativeType: 'bigint' }],
      ['line', 'INTEGER', 'line', 'number', { nativeType: 'integer' }],
      ['payload', 'VARCHAR', 'payload', '', { nativeType: 'jsonb' }],
    ],
    rows: `SELECT i // 3, (i % 3)::INTEGER, '{"n": ' || i || '}' FROM range(12) r(i)`,
  },
  {
    source: 'db',
    table: HOSTILE_TABLE,
    category: 'db',
    label: HOSTILE_NAME,
    key: ['k"; DROP'],
    nameColumn: null,
    columns: [['k"; DROP', 'VARCHAR', HOSTILE_NAME, 'string', { nativeType: HOSTILE_NAME }]],
    rows: `SELECT 'a&key=b''"<' UNION ALL SELECT '${HOSTILE_NAME}'`,
  },
];

/** Writes `<directory>/warehouse.duckdb` and, where wanted, `<directory>/parquet/…`. */
export async function writeArtifact(
  directory: string,
  what: { readonly duckdb: boolean; readonly parquet: boolean },
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const file = what.duckdb ? join(directory, 'warehouse.duckdb') : ':memory:';
  const database = await Database.open(file, { room: new Room(256, 1), tempDirectory: join(directory, 'tmp') });
  await database.use(async (c) => {
    await createCatalog(c);
    for (const spec of SPECS) await fill(c, spec);
    await describeContents(c, SPECS.map(stored), SPECS.map(record));
    await c.run(RUNS);
    await c.run(CHECKS);
    await c.run(`DROP SCHEMA ${STATE_SCHEMA} CASCADE`);
    if (what.parquet) await writeParquet(c, directory);
  });
  database.close();
}

/** Each table's last runs, two hours apart: growing, with some changes; Task failed in the last. */
const RUNS = `INSERT INTO ${PUBLIC_SCHEMA}.runs BY NAME
  SELECT 'r' || lpad(n::VARCHAR, 3, '0') AS run_id, TIMESTAMPTZ '${SYNCED}' - to_hours(2 * (40 - n)) AS started_at, source, "table",
    CASE WHEN n = 1 THEN 'full' ELSE 'incremental' END AS mode, CASE WHEN n = 40 AND "table" = 'Task' THEN 'failed' ELSE 'succeeded' END AS status,
    (n * 7 % 11)::BIGINT AS inserted, (n * 5 % 13)::BIGINT AS updated, (n % 3)::BIGINT AS deleted, greatest(0, rows - 9 * (40 - n)) AS rows, 1.5 + n % 4 AS seconds, 3 AS requests
  FROM ${PUBLIC_SCHEMA}.tables, range(1, 41) r(n)`;

const CHECKS = `INSERT INTO ${PUBLIC_SCHEMA}.checks VALUES
  ('crm', 'Opportunity', 'unique', 'Id', '', 'fail', 'pass', 0, NULL),
  ('crm', 'Opportunity', 'accepted_values', 'StageName', 'Prospecting, Closed Won', 'fail', 'fail', 14, TIMESTAMPTZ '${SYNCED}')`;

/** The limits of a table, as a run knows them. */
function record({ source, table }: Spec): TableRecord {
  return tableRecord(
    { source, table, label: table, stored: null },
    {
      status: 'succeeded',
      why: '',
      error: null,
      fullSyncEverySeconds: 7 * 86_400,
      ...(source === 'crm' ? { freshness: { warnAfterSeconds: 6 * 3600, errorAfterSeconds: 86_400 } } : {}),
    },
  );
}

async function fill(c: Connection, { source, table, columns, rows }: Spec): Promise<void> {
  await c.run(`CREATE SCHEMA IF NOT EXISTS ${id(source)}`);
  await c.run(
    `CREATE TABLE ${qualified(source, table)} (${columns.map(([name, type]) => `${id(name)} ${type}`).join(', ')}, _synced_at TIMESTAMPTZ)`,
  );
  await c.run(`INSERT INTO ${qualified(source, table)} SELECT *, TIMESTAMPTZ '${SYNCED}' FROM (${rows})`);
}

async function writeParquet(c: Connection, directory: string): Promise<void> {
  for (const { source, table, category } of SPECS.filter((spec) => spec.table !== HOSTILE_TABLE)) {
    const folder = join(directory, 'parquet', source, category === source ? '' : category);
    await mkdir(folder, { recursive: true });
    await c.run(`COPY ${qualified(source, table)} TO '${join(folder, `${table}.parquet`)}' (FORMAT parquet)`);
  }
}

function stored(spec: Spec): StoredTable {
  const { source, table, label, category, key, nameColumn, columns } = spec;
  return {
    source,
    table,
    schema: source,
    name: table,
    label,
    category,
    fingerprint: {},
    watermark: { kind: 'timestamp', value: '2026-11-21T02:17:04.120000Z' },
    columns: columns.map(([name, duckdbType, title, semanticType, more]) => ({
      name,
      label: title,
      nativeType: duckdbType.toLowerCase(),
      semanticType,
      duckdbType,
      ...more,
    })),
    key,
    cursor: 'SystemModstamp',
    where: null,
    nameColumn,
    marksDeletes: false,
    rows: { User: 4, Account: 420, Opportunity: 900, Task: 100, Shipment__c: 30, order_lines: 12 }[table] ?? 3,
    syncedAt: table === 'Task' ? '2026-11-20T00:17:10.000Z' : table === 'User' ? '2026-11-20T18:17:10.000Z' : SYNCED,
    fullSyncAt: '2026-11-17T22:17:10.000Z',
    ...(table === 'Account' || table === 'Opportunity' ? { provenAt: '2026-11-19T22:17:10.000Z', countedAt: SYNCED } : {}),
  };
}
