import { join } from 'node:path';
import { HighwaterError } from '../model/errors.ts';
import { safeName } from '../model/path-name.ts';
import type { HistoryEntry, TableRecord } from '../model/record.ts';
import type { Note } from '../model/table.ts';
import { type CheckOutcome, checkName, type TableCheck } from '../model/table-check.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import { type StoredChecks, storeChecks, storedChecks } from '../warehouse/check/check-catalog.ts';
import { type CheckRequest, type EvaluatedChecks, evaluateChecks, type TableChange } from '../warehouse/check/evaluate-checks.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { RunPlan } from './plan/run-plan.ts';
import type { Run } from './run-context.ts';

/** The folder of the output directory with the keys of rows that fail a check. */
export const CHECKS_DIRECTORY = 'checks';

/**
 * Evaluates the checks of all tables, once all of them are merged: a check may look at another table. A table that was not read, or failed,
 * keeps the outcomes of the run that read it last. Outcomes go into the records and into `_highwater.checks`.
 */
export async function checkTables(
  run: Run,
  warehouse: Warehouse,
  plan: RunPlan,
  records: readonly TableRecord[],
  history: readonly HistoryEntry[],
): Promise<TableRecord[]> {
  const planned = plan.sources.flatMap(({ planned: own }) => own);
  const wanted = new Map(planned.map(({ plan: p }) => [`${p.source}.${p.ref.name}`, p.options.checks ?? []]));
  const previous = await warehouse.database.use(storedChecks);
  if (previous.size === 0 && ![...wanted.values()].some((checks) => checks.length > 0)) return [...records];
  return run.stage('check', 'tables', async () => {
    const stored = await warehouse.tables();
    const context = { run, stored, records, previous, before: rowsBefore(history) };
    const checked: TableRecord[] = [];
    for (const record of records) {
      const checks = wanted.get(`${record.source}.${record.table}`);
      checked.push(await checkTable(context, warehouse, record, checks));
    }
    const outcomes = checked.map(({ source, table, checks = [] }) => ({ source, table, outcomes: checks }));
    await warehouse.database.use(async (c) => storeChecks(c, outcomes));
    return checked;
  });
}

interface Context {
  readonly run: Run;
  readonly stored: readonly StoredTable[];
  readonly records: readonly TableRecord[];
  readonly previous: StoredChecks;
  readonly before: ReadonlyMap<string, number>;
}

/** `checks`: undefined where the run has no plan of the table. */
async function checkTable(
  context: Context,
  warehouse: Warehouse,
  record: TableRecord,
  checks: readonly TableCheck[] | undefined,
): Promise<TableRecord> {
  const name = `${record.source}.${record.table}`;
  const previous = context.previous.get(name) ?? [];
  const found = context.stored.find((t) => t.source === record.source && t.table === record.table);
  if (checks === undefined || record.status !== 'succeeded' || found === undefined)
    return previous.length === 0 ? record : { ...record, checks: previous };
  if (checks.length === 0) return record;
  const request: CheckRequest = {
    table: found,
    checks,
    change: changeOf(record),
    rows: record.rows,
    rowsBefore: context.before.get(name) ?? null,
    previous,
    now: context.run.startedAt.toISOString(),
    parentOf: ({ parent }) => parentOf(context, parent),
    file: join(context.run.outputDirectory, CHECKS_DIRECTORY, `${safeName(name)}.csv`),
  };
  const evaluated = await warehouse.database.use(async (c) => evaluateChecks(c, request));
  return withOutcomes(record, evaluated, `${CHECKS_DIRECTORY}/${safeName(name)}.csv`);
}

function parentOf({ stored, records }: Context, parent: TableCheck['parent']): ReturnType<CheckRequest['parentOf']> {
  const isParent = (t: { readonly source: string; readonly table: string }) =>
    t.source === parent?.source && t.table === parent.table;
  const table = stored.find(isParent);
  const record = records.find(isParent);
  return table === undefined ? null : { table, change: record === undefined ? ALL : changeOf(record) };
}

const ALL: TableChange = { written: 'all', lost: true };

function changeOf({ mode, inserted, updated, deleted, status }: TableRecord): TableChange {
  if (status !== 'succeeded') return { written: 'nothing', lost: false };
  const written = mode === 'full' ? 'all' : inserted + updated > 0 ? 'rows' : 'nothing';
  return { written, lost: mode === 'full' || updated + deleted > 0 };
}

/** Rows after the last run that succeeded, by table. */
function rowsBefore(history: readonly HistoryEntry[]): Map<string, number> {
  return new Map(history.filter((h) => h.status === 'succeeded').map((h) => [`${h.source}.${h.table}`, h.rows]));
}

function withOutcomes(record: TableRecord, { outcomes, errors, hasKeys }: EvaluatedChecks, file: string): TableRecord {
  const warned = outcomes.filter((o) => o.status === 'warn');
  const notes = warned.map(
    (o): Note => ({ kind: 'data', message: failureWords(o), ...(o.column === null ? {} : { column: o.column }) }),
  );
  const failed = outcomes.filter((o) => o.status === 'fail' || (o.status === 'error' && o.severity === 'fail'));
  const checks = { checks: outcomes, ...(hasKeys ? { failingKeys: file } : {}) };
  if (failed.length === 0) return { ...record, ...checks, notes: [...record.notes, ...notes] };
  const reasons = [
    ...failed.filter((o) => o.status === 'fail').map(failureWords),
    ...errors.map((e) => `a check could not be evaluated: ${e.message}`),
  ];
  const keys = hasKeys ? `The keys of failing rows are in ${file} of the output directory. ` : '';
  const error = new HighwaterError(
    'CHECK_FAILED',
    `${record.source}.${record.table}: ${reasons.join('; ')}.`,
    `${keys}The table has the new rows. Correct them at the source, change the check, or give it \`severity: warn\`.`,
  );
  return { ...record, ...checks, checkError: error.report(), notes: [...record.notes, ...notes] };
}

function failureWords(outcome: CheckOutcome): string {
  const { check, failures, detail } = outcome;
  const name = checkName(outcome);
  if (check === 'row_count') return `${name} is outside of ${detail}`;
  if (check === 'freshness') return `${name}: the newest value is older than ${detail}`;
  const what =
    check === 'unique' ? (failures === 1 ? 'value occurs' : 'values occur') : failures === 1 ? 'row fails' : 'rows fail';
  return `${failures} ${what} ${check === 'unique' ? `more than once: ${name}` : name}`;
}
