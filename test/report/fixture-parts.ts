import type {
  ColumnRecord,
  HistoryEntry,
  PartitionRecord,
  RunRecord,
  SourceRecord,
  TableRecord,
} from '../../src/model/record.ts';
import type { Watermark } from '../../src/model/watermark.ts';

/** Small builders for run records that could have happened; nothing random, so that screenshots and tests stay the same. */

export const at = (iso: string, seconds: number): string => new Date(Date.parse(iso) + seconds * 1000).toISOString();
export const mark = (iso: string): Watermark => ({ kind: 'timestamp', value: iso.replace(/Z$/, '000Z') });

/** A repeatable stand-in for chance: 0 to 1. */
export function wobble(seed: number): number {
  const x = Math.sin(seed * 12.9898 + 4.1414) * 43758.5453;
  return x - Math.floor(x);
}

export function column(
  name: string,
  nativeType: string,
  semanticType: ColumnRecord['semanticType'],
  duckdbType: string,
  more: Partial<ColumnRecord> = {},
): ColumnRecord {
  return { name, label: label(name), nativeType, semanticType, duckdbType, ...more };
}

const label = (name: string) =>
  name
    .replace(/__c$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .replace(/^./, (c) => c.toUpperCase());

export const ACCOUNT_COLUMNS: readonly ColumnRecord[] = [
  column('Id', 'id', 'object', 'VARCHAR', { label: 'Account ID' }),
  column('Name', 'string', 'string', 'VARCHAR', { label: 'Account Name' }),
  column('Type', 'picklist', 'picklist', 'VARCHAR', {
    label: 'Account Type',
    picklist: [
      { value: 'Prospect', label: 'Prospect', active: true },
      { value: 'Customer - Direct', label: 'Customer – Direct', active: true },
      { value: 'Customer - Channel', label: 'Customer – Channel', active: true },
      { value: 'Installation Partner', label: 'Installation Partner', active: false },
    ],
  }),
  column('ParentId', 'reference', 'object', 'VARCHAR', { label: 'Parent Account ID', references: ['Account'] }),
  column('AnnualRevenue', 'currency(18,0)', 'amount', 'DECIMAL(18,0)'),
  column('NumberOfEmployees', 'int', 'number', 'INTEGER', { label: 'Employees' }),
  column('Description', 'textarea', 'string', 'VARCHAR', { label: 'Account Description' }),
  column('OwnerId', 'reference', 'user', 'VARCHAR', { label: 'Owner ID', references: ['User'] }),
  column('Sales_Regions__c', 'multipicklist', 'multipicklist', 'VARCHAR[]', {
    label: 'Sales Regions',
    picklist: ['EMEA', 'APAC', 'North America', 'LATAM'].map((v) => ({ value: v, label: v, active: true })),
  }),
  column('Discount__c', 'percent(5,2)', 'percentage', 'DECIMAL(5,2)', { label: 'Standard discount' }),
  column('IsDeleted', 'boolean', 'bool', 'BOOLEAN', { label: 'Deleted' }),
  column('CreatedDate', 'datetime', 'date', 'TIMESTAMPTZ'),
  column('SystemModstamp', 'datetime', 'date', 'TIMESTAMPTZ', { label: 'System Modstamp' }),
  column('LegacyRating__c', 'string', 'string', 'VARCHAR', { label: 'Legacy rating', removed: true }),
];

export const DEAL_COLUMNS: readonly ColumnRecord[] = [
  column('id', 'bigint', 'number', 'BIGINT'),
  column('title', 'text', 'string', 'VARCHAR'),
  column('stage', 'deal_stage', 'picklist', 'VARCHAR', {
    picklist: ['open', 'won', 'lost'].map((v) => ({ value: v, label: v, active: true })),
  }),
  column('amount', 'numeric(14,2)', 'amount', 'DECIMAL(14,2)'),
  column('discount', 'numeric', 'percentage', 'DECIMAL(7,4)'),
  column('owner_email', 'text', 'user', 'VARCHAR'),
  column('tags', 'text[]', '', 'VARCHAR[]'),
  column('payload', 'jsonb', '', 'JSON'),
  column('expected_at', 'date', 'date', 'DATE'),
  column('updated_at', 'timestamp with time zone', 'date', 'TIMESTAMPTZ'),
];

export interface TableSpec {
  readonly source: string;
  readonly table: string;
  readonly rows: number;
  readonly inserted?: number;
  readonly updated?: number;
  readonly deleted?: number;
  readonly before?: string;
  readonly offset?: number;
  readonly seconds?: number;
  readonly more?: Partial<TableRecord>;
}

/** One table's record within a run that began at `start`. */
export function tableOf(start: string, mode: 'full' | 'incremental', spec: TableSpec): TableRecord {
  const { inserted = 0, updated = 0, deleted = 0, offset = 2, seconds = 3 } = spec;
  const read = inserted + updated + deleted;
  const startedAt = at(start, offset);
  return {
    source: spec.source,
    table: spec.table,
    schema: spec.source,
    name: spec.table.replace('.', '_'),
    label: label(spec.table),
    category: spec.source === 'crm' ? (spec.table.endsWith('__c') ? 'Custom Objects' : 'Standard Objects') : spec.source,
    status: 'succeeded',
    mode,
    why: mode === 'full' ? 'first sync' : 'state was restored',
    counts: { source: read + 4, staged: read + 4, applied: read },
    read: read + 4,
    inserted,
    updated,
    deleted,
    rows: spec.rows,
    watermark: { before: mode === 'full' ? null : mark(spec.before ?? at(start, -7200)), after: mark(startedAt) },
    key: [spec.source === 'crm' ? 'Id' : 'id'],
    cursor: spec.source === 'crm' ? 'SystemModstamp' : 'updated_at',
    where: null,
    columns: spec.source === 'crm' ? ACCOUNT_COLUMNS : DEAL_COLUMNS,
    parquet: { path: `parquet/${spec.source}/${spec.table}.parquet`, bytes: spec.rows * 61, sha256: digest(spec.table) },
    error: null,
    startedAt,
    seconds,
    requests: 2 + Math.ceil(read / 50_000),
    partitions: partitionsOf(startedAt, seconds, read + 4, mode),
    notes: [],
    syncedAt: startedAt,
    lastFullSyncAt: mode === 'full' ? startedAt : at(start, -5 * 86_400),
    fullSyncEverySeconds: 604_800,
    ...spec.more,
  };
}

const digest = (text: string) =>
  [...Array(64).keys()].map((i) => ((text.charCodeAt(i % text.length) * (i + 7)) % 16).toString(16)).join('');

export function partitionsOf(startedAt: string, seconds: number, rows: number, mode: 'full' | 'incremental'): PartitionRecord[] {
  const bodies = mode === 'full' ? Math.min(12, Math.max(1, Math.ceil(rows / 40_000))) : 1;
  const lanes = Math.min(4, bodies);
  const each = (seconds * 0.85) / Math.ceil(bodies / lanes);
  const body = [...Array(bodies).keys()].map((i): PartitionRecord => {
    const long = each * (0.7 + 0.3 * wobble(i + rows));
    const part = Math.floor(rows / bodies);
    return {
      id: `body-${i + 1}`,
      pass: 'body',
      startedAt: at(startedAt, Math.floor(i / lanes) * each),
      seconds: long,
      rows: part,
      bytes: part * 210,
      requests: 1,
    };
  });
  const end = seconds * 0.87;
  return [
    ...body,
    { id: 'tail', pass: 'tail', startedAt: at(startedAt, end), seconds: seconds * 0.13, rows: 4, bytes: 900, requests: 1 },
  ];
}

export function sourceOf(name: string, type: string, more: Partial<SourceRecord> = {}): SourceRecord {
  const known: Record<string, [string, string, SourceRecord['quotas']]> = {
    salesforce: [
      'integration@acme.com',
      'https://acme.my.salesforce.com · API v67.0',
      [
        { name: 'Daily API requests', used: 18_412, limit: 115_000 },
        { name: 'Daily Bulk API v2 query jobs', used: 212, limit: 10_000 },
      ],
    ],
    dynamics: [
      'highwater (application 3f0c…91ab)',
      'https://acme.crm12.dynamics.com · 9.2.24091',
      [{ name: 'Requests in 5 minutes', used: 140, limit: 6_000 }],
    ],
    postgres: ['hw_reader', 'db.example.com:5432/sales · PostgreSQL 18.4', []],
  };
  const [identity, server, quotas] = known[type] ?? ['someone', 'somewhere', []];
  return { name, type, identity, server, requests: 120, quotas, notices: [], error: null, ...more };
}

const STAGES = ['restore', 'describe', 'plan', 'read', 'verify', 'publish', 'save'] as const;

export function stagesOf(start: string, seconds: readonly number[]): RunRecord['stages'] {
  let clock = 0;
  return STAGES.flatMap((name, i) => {
    const took = seconds[i] ?? 0;
    const stage = { name, startedAt: at(start, clock), seconds: took };
    clock += took;
    return took > 0 ? [stage] : [];
  });
}

export function runOf(start: string, seconds: number, tables: readonly TableRecord[], more: Partial<RunRecord> = {}): RunRecord {
  return {
    id: `${start.replace(/[-:]/g, '').slice(0, 15)}Z-7f3a`,
    mode: 'incremental',
    requestedMode: 'incremental',
    why: 'the state was restored',
    startedAt: start,
    finishedAt: at(start, seconds),
    status: 'succeeded',
    configFile: 'highwater.yml',
    version: '0.1.0',
    sources: [sourceOf('crm', 'salesforce'), sourceOf('erp', 'dynamics'), sourceOf('db', 'postgres')],
    tables,
    state: {
      store: 'cache',
      restored: {
        generation: 41,
        savedAt: at(start, -7080),
        bytes: 412_000_000,
        key: 'highwater-v1-default-3b1f09-0000000041-19422031-1',
      },
      recovered: false,
      saved: { generation: 42, bytes: 412_600_000, key: 'highwater-v1-default-3b1f09-0000000042-19423377-1' },
      encrypted: true,
    },
    output: {
      directory: 'highwater-output',
      database: { path: 'warehouse.duckdb', bytes: 398_000_000 },
      parquet: { path: 'parquet', bytes: 141_000_000, files: tables.length },
    },
    stages: stagesOf(start, [
      seconds * 0.08,
      seconds * 0.06,
      seconds * 0.01,
      seconds * 0.5,
      seconds * 0.12,
      seconds * 0.13,
      seconds * 0.1,
    ]),
    notices: [],
    error: null,
    ...more,
  };
}

/** Grows by working hours, with the odd cleaning up. */
function rowsBefore(rows: number, index: number, back: number): number {
  let share = 1;
  for (let i = 1; i <= back; i += 1) {
    const workday = Math.floor((i * 2 + index * 5) / 9) % 2;
    share -= 0.0011 * wobble(i * 17 + index * 5) * (0.15 + workday);
    if (index % 4 === 2 && i === 9 + index) share += 0.009;
  }
  return Math.round(rows * share);
}

/** `runs` earlier runs of each table, two hours apart, oldest first, growing towards what the record says. */
export function historyOf(record: RunRecord, runs: number): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  for (let back = runs; back >= 1; back -= 1) {
    const startedAt = at(record.startedAt, -7200 * back);
    record.tables.forEach((table, index) => {
      const chance = wobble(back * 31 + index * 7);
      const inserted = Math.round(table.rows * 0.0012 * chance);
      const full = back % 12 === 9;
      entries.push({
        runId: `run-${String(1000 - back)}`,
        startedAt,
        mode: full ? 'full' : 'incremental',
        status: back === 7 && index % 5 === 1 ? 'failed' : 'succeeded',
        source: table.source,
        table: table.table,
        read: full ? table.rows : inserted * 3,
        inserted,
        updated: Math.round(inserted * (0.6 + wobble(back + index))),
        deleted: Math.round(inserted * 0.12),
        rows: rowsBefore(table.rows, index, back),
        seconds: table.seconds * (full ? 6 : 0.7 + 0.6 * chance),
        requests: full ? 40 : 3,
      });
    });
  }
  return entries;
}
