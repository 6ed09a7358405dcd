import type { HistoryEntry, RunRecord } from '../../src/model/record.ts';
import { historyOf, runOf, sourceOf, stagesOf, tableOf } from './fixture-parts.ts';

export interface Fixture {
  readonly record: RunRecord;
  readonly history: readonly HistoryEntry[];
}

export const START = '2026-11-21T02:17:04.120Z';

const SPECS = [
  { source: 'crm', table: 'Account', rows: 84_211, inserted: 37, updated: 412, deleted: 3, seconds: 4.2, offset: 6 },
  { source: 'crm', table: 'Contact', rows: 311_904, inserted: 122, updated: 968, deleted: 11, seconds: 7.9, offset: 6 },
  { source: 'crm', table: 'Opportunity', rows: 129_380, inserted: 64, updated: 1_204, deleted: 0, seconds: 6.1, offset: 7 },
  { source: 'crm', table: 'Case', rows: 502_115, inserted: 391, updated: 2_210, deleted: 18, seconds: 12.4, offset: 8 },
  { source: 'crm', table: 'User', rows: 641, seconds: 1.2, offset: 10 },
  {
    source: 'crm',
    table: 'Shipment__c',
    rows: 1_204_553,
    inserted: 2_204,
    updated: 5_120,
    deleted: 240,
    seconds: 21.7,
    offset: 11,
  },
  { source: 'erp', table: 'account', rows: 61_870, inserted: 12, updated: 155, deleted: 0, seconds: 5.6, offset: 6 },
  { source: 'erp', table: 'invoice', rows: 742_031, inserted: 1_422, updated: 1_902, deleted: 4, seconds: 15.9, offset: 7 },
  { source: 'erp', table: 'systemuser', rows: 388, seconds: 1.8, offset: 13 },
  { source: 'db', table: 'deals', rows: 2_310_442, inserted: 880, updated: 4_410, deleted: 93, seconds: 3.1, offset: 6 },
  { source: 'db', table: 'audit.events', rows: 9_114_020, inserted: 22_310, updated: 0, deleted: 0, seconds: 6.6, offset: 6 },
  { source: 'db', table: 'currencies', rows: 172, seconds: 0.4, offset: 9 },
] as const;

/** The ordinary case: every two hours, some rows changed, everything went well. */
export function incrementalRun(): Fixture {
  const tables = SPECS.map((spec) => tableOf(START, 'incremental', spec)).map((table) => {
    if (table.table === 'Account') {
      return {
        ...table,
        where: "Type <> 'Test'",
        notes: [
          {
            kind: 'schema',
            column: 'LegacyRating__c',
            message: 'The source no longer has this column; its old values are kept.',
          },
          { kind: 'schema', column: 'Sales_Regions__c', message: 'New in the source; filled in for all rows.' },
          { kind: 'data', column: 'Description', message: 'All values are null.' },
        ] as const,
      };
    }
    if (table.table === 'deals') {
      return {
        ...table,
        notes: [
          {
            kind: 'data',
            column: 'owner_email',
            message: '214 of 2,310,442 values are not e-mail addresses, e.g. in rows whose key ends in 7, 19 and 40.',
          },
          { kind: 'data', column: 'discount', message: '3 values are NaN; the column is kept as text.' },
          { kind: 'access', message: 'The user may not read the columns salary and iban; they are left out.' },
        ] as const,
      };
    }
    return table;
  });
  const notices = ['Table db.leads left the configuration: its rows were removed from the warehouse.'];
  const record = runOf(START, 58.4, tables, { notices, stages: stagesOf(START, [2.9, 2.6, 0.4, 27.1, 5.2, 11.9, 8.3]) });
  return { record, history: historyOf(record, 29) };
}

/** The first run ever: everything is read, no state, no history. */
export function firstFullRun(): Fixture {
  const tables = SPECS.map((spec, i) =>
    tableOf(START, 'full', {
      ...spec,
      inserted: spec.rows,
      updated: 0,
      deleted: 0,
      seconds: 4 + spec.rows / 60_000,
      offset: 5 + i * 9,
    }),
  );
  const record = runOf(START, 412, tables, {
    mode: 'full',
    requestedMode: 'incremental',
    why: 'there is no state yet',
    state: {
      ...runOf(START, 1, []).state,
      restored: null,
      saved: { generation: 1, bytes: 401_000_000, key: 'highwater-v1-default-3b1f09-0000000001-19420001-1' },
    },
  });
  return { record, history: [] };
}

/** Nothing happened at the sources since the last run. */
export function quietRun(): Fixture {
  const tables = SPECS.map((spec) =>
    tableOf(START, 'incremental', { source: spec.source, table: spec.table, rows: spec.rows, seconds: 0.6 }),
  );
  const record = runOf(START, 9.3, tables);
  return { record, history: historyOf(record, 12) };
}

/** A source that lets nobody in, two tables that fail for reasons of their own, a save that fails. */
export function failureMix(): Fixture {
  const denied = {
    code: 'SIGN_IN_REFUSED',
    message:
      'Source erp: signing in to https://acme.crm12.dynamics.com failed: AADSTS7000222: The provided client secret keys for app 3f0c are expired.',
    hint: 'In Microsoft Entra: App registrations → highwater → Certificates & secrets: create a new client secret, then run: gh secret set AZURE_CLIENT_SECRET',
  } as const;
  const tables = SPECS.map((spec) => {
    const table = tableOf(START, 'incremental', spec);
    const kept = {
      inserted: 0,
      updated: 0,
      deleted: 0,
      read: 0,
      counts: { source: 0, staged: 0, applied: 0 },
      partitions: [],
      parquet: null,
    } as const;
    const stuck = { watermark: { before: table.watermark.before, after: table.watermark.before } };
    if (spec.source === 'erp')
      return {
        ...table,
        ...kept,
        ...stuck,
        status: 'failed',
        error: denied,
        startedAt: null,
        seconds: 0,
        requests: 0,
        columns: [],
      } as const;
    if (spec.table === 'Case') {
      const error = {
        code: 'COUNT_MISMATCH',
        message: 'Table crm.Case: the source said 2,619 rows for partition body-1, DuckDB read 2,611.',
        hint: 'Nothing was applied; the table keeps its rows and its watermark. Run again; if it comes back, report it with the manifest.',
      } as const;
      return {
        ...table,
        ...stuck,
        inserted: 0,
        updated: 0,
        deleted: 0,
        status: 'failed',
        counts: { source: 2_619, staged: 2_611, applied: 0 },
        error,
      } as const;
    }
    if (spec.table === 'deals') {
      const error = {
        code: 'TOO_MANY_DELETES',
        message:
          'Table db.deals: this sync would delete 1,980,112 of 2,310,442 rows (86%), more than max_delete_fraction (0.5) allows.',
        hint: 'If that is right, set max_delete_fraction: 1 for this table for one run. If not, look at its where condition and at what the user hw_reader can see.',
        location: { file: 'highwater.yml', line: 41, column: 7, path: 'sources.db.tables.deals' },
      } as const;
      return { ...table, ...stuck, inserted: 0, updated: 0, deleted: 0, status: 'failed', error } as const;
    }
    return table;
  });
  const record = runOf(START, 47, tables, {
    status: 'failed',
    sources: [
      sourceOf('crm', 'salesforce'),
      sourceOf('erp', 'dynamics', { identity: null, server: null, requests: 3, quotas: [], error: denied }),
      sourceOf('db', 'postgres'),
    ],
    state: { ...runOf(START, 1, []).state, saved: null },
    error: {
      code: 'STATE_SAVE_FAILED',
      message: 'The state could not be saved: the cache service answered 403 (the token is read-only).',
      hint: 'Runs from forks and pull_request_target have a read-only cache. What this run read will be read again by the next one.',
    },
  });
  return { record, history: historyOf(record, 20) };
}

/** Cancelled in the middle: some tables are in, one was being read, the rest had not begun. */
export function interruptedRun(): Fixture {
  const tables = SPECS.map((spec, i) => {
    const table = tableOf(START, 'full', { ...spec, inserted: spec.rows, offset: 4 + i * 6, seconds: 9 });
    if (i < 6) return table;
    const none = {
      read: 0,
      inserted: 0,
      updated: 0,
      deleted: 0,
      rows: 0,
      counts: { source: 0, staged: 0, applied: 0 },
      watermark: { before: null, after: null },
      parquet: null,
      partitions: [],
    } as const;
    return {
      ...table,
      ...none,
      status: 'skipped',
      why: 'the run was stopped before its turn',
      startedAt: null,
      seconds: 0,
      requests: 0,
    } as const;
  });
  const record = runOf(START, 71, tables, {
    status: 'interrupted',
    mode: 'full',
    requestedMode: 'full',
    why: 'asked for',
    stages: stagesOf(START, [4, 3, 1, 52, 6, 0, 5]),
    output: null,
    error: {
      code: 'INTERRUPTED',
      message: 'The run was stopped: the workflow was cancelled.',
      hint: 'Committed work is kept. The next run continues from there.',
    },
  });
  return { record, history: historyOf(record, 3) };
}
