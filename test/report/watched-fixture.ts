import type { TableRecord } from '../../src/model/record.ts';
import type { CheckOutcome } from '../../src/model/table-check.ts';
import { ACCOUNT_COLUMNS, at, historyOf, runOf, tableOf } from './fixture-parts.ts';
import { type Fixture, START } from './fixtures.ts';

/** A warehouse that runs unattended: limits of freshness, checks, masked columns, proofs; one table is late, one too old, one never synced. */

const HOUR = 3600;
const LIMITS = { warnAfterSeconds: 6 * HOUR, errorAfterSeconds: 24 * HOUR };

const check = (more: Partial<CheckOutcome> & Pick<CheckOutcome, 'check'>): CheckOutcome => ({
  column: null,
  severity: 'fail',
  detail: '',
  status: 'pass',
  failures: 0,
  since: null,
  ...more,
});

const CHECKS: readonly CheckOutcome[] = [
  check({ check: 'not_null', column: 'AccountId' }),
  check({ check: 'unique', column: 'Id' }),
  check({
    check: 'accepted_values',
    column: 'StageName',
    detail: 'Prospecting, Qualification, Closed Won, Closed Lost',
    status: 'fail',
    failures: 14,
    since: at(START, -26 * HOUR),
  }),
  check({ check: 'row_count', detail: 'at least 100, changing by at most 30%' }),
  check({
    check: 'expression',
    detail: 'Amount >= 0',
    severity: 'warn',
    status: 'warn',
    failures: 3,
    since: at(START, -2 * HOUR),
  }),
];

const failed: Partial<TableRecord> = {
  status: 'failed',
  why: 'state was restored',
  error: {
    code: 'QUERY_REFUSED',
    message: 'crm.Case: Salesforce refused the query: QUERY_TIMEOUT: Your query request was running for too long.',
    hint: 'Narrow the table with `where`, or read it less often.',
  },
};

const dated = (age: number, full: number, proven: number | null, more: Partial<TableRecord> = {}): Partial<TableRecord> => ({
  freshness: LIMITS,
  syncedAt: at(START, -age),
  lastFullSyncAt: at(START, -full),
  provenAt: proven === null ? null : at(START, -proven),
  countedAt: at(START, -age),
  ...more,
});

export function watchedRun(): Fixture {
  const tables = [
    tableOf(START, 'incremental', {
      source: 'crm',
      table: 'Account',
      rows: 84_211,
      inserted: 37,
      updated: 412,
      deleted: 3,
      more: dated(-6, 3 * 86_400, 86_400, {
        columns: ACCOUNT_COLUMNS.map((c) =>
          c.name === 'Name'
            ? { ...c, mask: 'hash' as const }
            : c.name === 'Description'
              ? { ...c, mask: 'redact' as const }
              : c.name === 'AnnualRevenue'
                ? { ...c, calculated: true }
                : c,
        ),
        calculatedAt: at(START, -9 * HOUR),
      }),
    }),
    tableOf(START, 'incremental', {
      source: 'crm',
      table: 'Opportunity',
      rows: 129_380,
      inserted: 64,
      updated: 1_204,
      more: dated(-7, 6 * 86_400, 2 * 86_400, {
        checks: CHECKS,
        failingKeys: 'checks/crm.Opportunity.csv',
        checkError: {
          code: 'CHECK_FAILED',
          message: 'crm.Opportunity: 14 rows fail accepted_values(StageName).',
          hint: 'The keys of failing rows are in checks/crm.Opportunity.csv of the output directory.',
        },
      }),
    }),
    tableOf(START, 'incremental', {
      source: 'crm',
      table: 'Case',
      rows: 502_115,
      more: dated(27 * HOUR, 9 * 86_400, null, failed),
    }),
    tableOf(START, 'incremental', {
      source: 'crm',
      table: 'Contact',
      rows: 311_904,
      more: dated(7 * HOUR, 5 * 86_400, 40 * 86_400, { status: 'skipped', why: 'run.timeout was reached' }),
    }),
    tableOf(START, 'incremental', {
      source: 'db',
      table: 'deals',
      rows: 2_310_442,
      inserted: 880,
      updated: 4_410,
      deleted: 93,
      more: dated(-6, 86_400, 4 * HOUR),
    }),
    tableOf(START, 'incremental', {
      source: 'db',
      table: 'currencies',
      rows: 172,
      more: dated(-9, 12 * HOUR, 4 * HOUR, { freshness: null, fullSyncEverySeconds: null }),
    }),
    tableOf(START, 'incremental', {
      source: 'crm',
      table: 'Opportunity__history',
      rows: 402_118,
      inserted: 1_268,
      more: { historyOf: 'Opportunity', syncedAt: null, lastFullSyncAt: null, fullSyncEverySeconds: null },
    }),
  ];
  const record = runOf(START, 58.4, tables, { status: 'failed' });
  return { record, history: historyOf(record, 29) };
}
