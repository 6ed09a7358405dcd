import type { TableAccess } from '../../src/model/contract.ts';
import type { TableOptions, TablePlan } from '../../src/model/plan.ts';
import type { CheckResult, DiscoverResult, PlanResult, ValidateResult } from '../../src/model/results.ts';
import type { TableRef } from '../../src/model/table.ts';
import { ACCOUNT_COLUMNS, mark } from './fixture-parts.ts';

/** What validate, check, discover and plan could have found. */

const ref = (name: string, kind: string, label = name): TableRef => ({ name, target: name, label, kind });

export const validated: ValidateResult = {
  command: 'validate',
  configFile: 'highwater.yml',
  sources: [
    { name: 'crm', type: 'salesforce', address: 'https://acme.my.salesforce.com', tables: ['Account', 'Opportunity', '*__c'] },
    { name: 'db', type: 'postgres', address: 'db.example.com:5432/sales', tables: ['deals'] },
  ],
  variables: ['SF_CLIENT_ID', 'SF_CLIENT_SECRET', 'PGUSER', 'PGPASSWORD'],
  outputBytes: 12_345_678,
  warnings: [
    'sources.db.ssl.mode is prefer: the connection is encrypted only if the server offers it, and the server is not verified.',
  ],
};

const readable = (name: string, rows: number | null, more: Partial<TableAccess> = {}): TableAccess => ({
  ref: ref(name, 'table'),
  readable: true,
  rows,
  cursor: 'updated_at',
  key: ['id'],
  hidden: [],
  ...more,
});

export const checked: CheckResult = {
  command: 'check',
  configFile: 'highwater.yml',
  sources: [
    {
      name: 'crm',
      type: 'salesforce',
      access: null,
      tables: [],
      quotas: [],
      requests: 1,
      seconds: 0.4,
      notices: [],
      error: {
        code: 'SIGN_IN_REFUSED',
        message: 'Source crm: Salesforce refused the sign-in: invalid_client (invalid client credentials).',
        hint: 'In Setup → App Manager → your app → Manage Consumer Details, compare the key and the secret with SF_CLIENT_ID and SF_CLIENT_SECRET.',
      },
    },
    {
      name: 'db',
      type: 'postgres',
      access: {
        identity: 'hw_reader',
        server: 'db.example.com:5432/sales · PostgreSQL 18.4',
        facts: [['ssl', 'TLS 1.3, certificate verified']],
      },
      tables: [
        readable('deals', 2_310_442, {
          hidden: ['salary', 'iban'],
          notes: [{ kind: 'access', column: 'salary', message: 'column security may show null instead of its values' }],
        }),
        readable('currencies', 172, { cursor: null }),
        readable('audit.events', null, {
          readable: false,
          problem: {
            message: 'The user hw_reader may not read audit.events.',
            hint: 'As its owner: GRANT USAGE ON SCHEMA audit TO hw_reader; GRANT SELECT ON audit.events TO hw_reader;',
          },
        }),
      ],
      quotas: [{ name: 'connections', used: 12, limit: 100 }],
      requests: 14,
      seconds: 0.21,
      notices: ['track_commit_timestamp is off; xmin is used instead.'],
      error: null,
    },
  ],
  ok: false,
};

export const allGood: CheckResult = {
  ...checked,
  sources: checked.sources.slice(1).map((s) => ({ ...s, tables: s.tables.filter((t) => t.readable), notices: [] })),
  ok: true,
};

export const discovered: DiscoverResult = {
  command: 'discover',
  configFile: 'highwater.yml',
  tables: [],
  sources: [
    {
      name: 'crm',
      type: 'salesforce',
      identity: 'integration@acme.com',
      tables: [
        {
          ref: ref('Account', 'standard object', 'Accounts'),
          chosen: true,
          schema: {
            columns: ACCOUNT_COLUMNS,
            key: ['Id'],
            cursor: 'SystemModstamp',
            notes: [{ kind: 'access', message: '3 fields are hidden from this user.' }],
          },
          error: null,
        },
        { ref: ref('Shipment__c', 'custom object', 'Shipments'), chosen: false, schema: null, error: null },
        {
          ref: ref('Secret__c', 'custom object'),
          chosen: false,
          schema: null,
          error: {
            code: 'TABLE_NOT_FOUND',
            message: 'Table crm.Secret__c can’t be described.',
            hint: 'Give the user the permission View All on it.',
          },
        },
      ],
      requests: 4,
      notices: [],
      error: null,
    },
  ],
};

const OPTIONS: TableOptions = {
  types: {},
  sync: 'incremental',
  deletes: 'remove',
  deletesBy: 'full',
  lookbackSeconds: 600,
  fullSyncEverySeconds: 604_800,
  calculatedEverySeconds: 86_400,
  maxDeleteFraction: 0.5,
  extra: {},
  path: [],
};

const planOf = (name: string, mode: 'full' | 'incremental', why: string): TablePlan => ({
  source: 'db',
  ref: ref(name, 'table'),
  schema: {
    ref: ref(name, 'table'),
    columns: [],
    key: ['id'],
    cursor: { column: 'updated_at', kind: 'timestamp' },
    nameColumn: null,
    notes: [{ kind: 'schema', message: 'not read, since they hold no plain value: photo (Image)' }],
  },
  options: OPTIONS,
  target: { schema: 'db', name },
  mode,
  why,
  since: mode === 'full' ? null : mark('2026-11-21T00:17:04.120Z'),
});

export const planned: PlanResult = {
  command: 'plan',
  configFile: 'highwater.yml',
  mode: 'mixed',
  why: 'the state was restored',
  state: { generation: 41, savedAt: '2026-11-21T02:18:00.000Z', bytes: 412_000_000, key: 'k' },
  tables: [
    {
      source: 'db',
      table: 'deals',
      plan: planOf('deals', 'incremental', 'state was restored'),
      partitions: [
        {
          id: 'body-1',
          pass: 'body',
          query: "SELECT * FROM deals\nWHERE updated_at >= '2026-11-21T00:07:04Z'",
          expectedRows: 4_400,
          expectedRequests: 1,
          detail: null,
        },
        { id: 'tail', pass: 'tail', query: 'SELECT * FROM deals WHERE …', expectedRows: null, expectedRequests: 1, detail: null },
      ],
      error: null,
    },
    {
      source: 'db',
      table: 'leads',
      plan: planOf('leads', 'full', 'the filter changed'),
      partitions: [
        { id: 'body-1', pass: 'body', query: 'SELECT * FROM leads', expectedRows: 1_204_000, expectedRequests: 1, detail: null },
      ],
      error: null,
    },
    {
      source: 'db',
      table: 'gone',
      plan: null,
      partitions: [],
      error: { code: 'TABLE_NOT_FOUND', message: 'Table db.gone does not exist.', hint: 'Did you mean db.going?' },
    },
  ],
  sources: [
    {
      name: 'crm',
      type: 'salesforce',
      quotas: [{ name: 'Daily API requests', used: 18_412, limit: 115_000 }],
      notices: [],
      error: null,
    },
  ],
  notices: [],
};
