import type { ErrorCode } from '../../model/errors.ts';
import type { RunRecord, TableRecord } from '../../model/record.ts';
import { isRead } from '../../model/table-age.ts';
import type { CheckOutcome } from '../../model/table-check.ts';
import { exportHeadline, isExportRun } from './export-facts.ts';
import { count, counted, duration, instant, secondsBetween } from './format.ts';
import { type FailureCause, oneCauseEach } from './one-cause.ts';

/** What can be said of a run as a whole, worked out once for every display. */
interface Facts {
  readonly succeeded: number;
  readonly failed: number;
  /** Tables whose turn did not come. */
  readonly skipped: number;
  /** Tables that this run was not about (`--tables`). */
  readonly leftOut: number;
  /** Tables that were synced, and whose checks fail the run. */
  readonly unsound: number;
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly changed: number;
  /** Tables in which a row was inserted, updated or deleted. */
  readonly changedTables: number;
  readonly rows: number;
  readonly requests: number;
  readonly seconds: number;
}

export function factsOf(record: RunRecord): Facts {
  // A history's versions are changes of its table, which are counted already.
  const tables = record.tables.filter((table) => table.historyOf === undefined);
  const sum = (pick: (table: TableRecord) => number) => tables.reduce((total, table) => total + pick(table), 0);
  const having = (status: TableRecord['status']) => tables.filter((table) => table.status === status).length;
  const leftOut = tables.filter((table) => table.leftOut === true).length;
  return {
    succeeded: having('succeeded'),
    failed: having('failed'),
    skipped: having('skipped') - leftOut,
    leftOut,
    unsound: tables.filter((table) => table.checkError !== undefined).length,
    read: sum((t) => t.read),
    inserted: sum((t) => t.inserted),
    updated: sum((t) => t.updated),
    deleted: sum((t) => t.deleted),
    changed: sum(changes),
    changedTables: tables.filter((t) => changes(t) > 0).length,
    rows: sum((t) => t.rows),
    requests: record.sources.reduce((total, source) => total + source.requests, 0),
    seconds: runSeconds(record),
  };
}

/** How long the run took, with publishing and saving, which come after `finishedAt`. */
export function runSeconds({ startedAt, finishedAt, stages }: Pick<RunRecord, 'startedAt' | 'finishedAt' | 'stages'>): number {
  const ends = stages.map((stage) => secondsBetween(startedAt, stage.startedAt) + stage.seconds);
  return Math.max(secondsBetween(startedAt, finishedAt), ...ends);
}

export function changes(table: Pick<TableRecord, 'inserted' | 'updated' | 'deleted'>): number {
  return table.inserted + table.updated + table.deleted;
}

/** The table as users write it: `crm.Account`. */
export function tableName(table: Pick<TableRecord, 'source' | 'table'>): string {
  return `${table.source}.${table.table}`;
}

/** Two or three sentences that say it all: what failed, what changed, how long it took. Plain text. */
export function headline(record: RunRecord): string {
  if (isExportRun(record)) return exportHeadline(record);
  const facts = factsOf(record);
  return [outcome(record, facts, `: ${whatFailed(record)}`), whatChanged(record, facts)].filter((part) => part !== '').join(' ');
}

/** What ends a run before its time, and is no failure of its own. */
const STOPS: ReadonlySet<ErrorCode> = new Set(['INTERRUPTED', 'TIMEOUT_REACHED']);

function outcome(record: RunRecord, facts: Facts, which: string): string {
  const all = counted(facts.succeeded + facts.failed + facts.skipped, 'table');
  const interrupted = record.status === 'interrupted';
  const error = record.error === null || (interrupted && STOPS.has(record.error.code)) ? null : record.error.code;
  return [
    facts.failed > 0 ? `${count(facts.failed)} of ${all} failed${which}.` : '',
    interrupted ? `Interrupted: ${count(facts.succeeded)} of ${all} are done.` : '',
    error !== null ? `The run ${facts.failed > 0 ? 'itself ' : ''}failed (${error}).` : '',
    facts.unsound > 0 ? `Checks failed in ${counted(facts.unsound, 'table')}.` : '',
    record.status === 'failed' && facts.failed + facts.unsound === 0 && error === null ? 'The run failed.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

// As many tables, and as many codes, as a line can name.
const NAMED = 3;

/** `db.deals, db.orders (SIGN_IN_REFUSED), crm.Case (QUERY_REFUSED)`; of many the first ones. */
function whatFailed(record: RunRecord): string {
  const byCode = new Map<ErrorCode, TableRecord[]>();
  for (const table of record.tables.filter((t) => t.status === 'failed')) {
    const code = table.error?.code ?? 'INTERNAL';
    byCode.set(code, [...(byCode.get(code) ?? []), table]);
  }
  const groups = [...byCode].slice(0, NAMED).map(([code, tables]) => {
    const names = tables.slice(0, NAMED).map(tableName);
    return `${names.join(', ')}${tables.length > NAMED ? ` and ${count(tables.length - NAMED)} more` : ''} (${code})`;
  });
  return [...groups, ...(byCode.size > NAMED ? ['others for other reasons'] : [])].join('; ');
}

function whatChanged(record: RunRecord, facts: Facts): string {
  const time = duration(facts.seconds);
  if (facts.changed === 0) return unchanged(record, facts, `; looked for ${time}`);
  const parts = [
    [facts.inserted, 'inserted'],
    [facts.updated, 'updated'],
    [facts.deleted, 'deleted'],
  ] as const;
  const what = parts.filter(([n]) => n > 0).map(([n, verb]) => `${count(n)} ${verb}`);
  const mode = record.mode === 'mixed' ? '' : ` (${record.mode} sync)`;
  return `${counted(facts.changed, 'row')} changed in ${counted(facts.changedTables, 'table')}: ${what.join(', ')}, in ${time}${mode}.`;
}

/** Where something failed, "nothing changed" is no news; what was there before, is. */
function unchanged(record: RunRecord, facts: Facts, looked: string): string {
  if (facts.succeeded > 0)
    return `Nothing changed in ${facts.failed > 0 ? 'the other ' : ''}${counted(facts.succeeded, 'table')}${looked}.`;
  return record.tables.some((table) => table.rows > 0) ? 'All tables keep the rows that they had.' : 'Nothing was synced.';
}

/** The same without the names and figures that stand beside it on a page. */
export function shortHeadline(record: RunRecord): string {
  if (isExportRun(record)) return exportHeadline(record);
  const facts = factsOf(record);
  const changed =
    facts.changed === 0
      ? unchanged(record, facts, '')
      : `${counted(facts.changed, 'row')} changed in ${counted(facts.changedTables, 'table')}.`;
  return [outcome(record, facts, ''), changed].filter((part) => part !== '').join(' ');
}

/** Failures of the run, of sources, of tables, in this order; one entry for each cause. */
export function failuresOf(record: RunRecord): FailureCause[] {
  const found = [
    { subject: 'the run', table: null, error: record.error },
    ...record.sources.map((source) => ({ subject: `source ${source.name}`, table: null, error: source.error })),
    ...record.tables.map((table) => ({ subject: tableName(table), table: table.table, error: table.error })),
    ...(record.exports ?? []).map(({ name, error }) => ({ subject: `export ${name}`, table: null, error })),
    ...record.tables.map((table) => ({ subject: tableName(table), table: table.table, error: table.checkError ?? null })),
  ];
  return oneCauseEach(found.flatMap(({ error, ...of }) => (error === null ? [] : [{ ...of, error }])));
}

/** Failed first, then what changed most, then the quiet ones by name. */
export function tablesByImportance(tables: readonly TableRecord[]): TableRecord[] {
  const rank = ({ status, leftOut }: TableRecord) => (leftOut === true ? 3 : { failed: 0, skipped: 1, succeeded: 2 }[status]);
  return [...tables].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      Number(changes(b) > 0) - Number(changes(a) > 0) ||
      changes(b) - changes(a) ||
      tableName(a).localeCompare(tableName(b), 'en'),
  );
}

type Table = Pick<TableRecord, 'source' | 'table' | 'lastFullSyncAt' | 'fullSyncEverySeconds' | 'derived' | 'historyOf'>;

/** The table whose last full sync is the oldest, but for those with `full_sync_every: never`; null where one never had any, or none counts. */
export function oldestFullSync<T extends Table>(tables: readonly T[]): (T & { readonly lastFullSyncAt: string }) | null {
  const counting = tables.filter((t) => isRead(t) && t.fullSyncEverySeconds !== null);
  const dated = counting.flatMap((t) => (t.lastFullSyncAt === null ? [] : [{ ...t, lastFullSyncAt: t.lastFullSyncAt }]));
  if (dated.length < counting.length) return null;
  return dated.sort((a, b) => Date.parse(a.lastFullSyncAt) - Date.parse(b.lastFullSyncAt))[0] ?? null;
}

/** When the tables were last read in full, in one or two sentences; '' where there are none. The same in the terminal, the summary and the report. */
export function fullSyncWords({ tables, finishedAt }: Pick<RunRecord, 'tables' | 'finishedAt'>): string {
  const own = tables.filter(isRead);
  const never = own.filter((t) => t.fullSyncEverySeconds === null);
  const waiting = own.filter((t) => t.fullSyncEverySeconds !== null && t.lastFullSyncAt === null);
  const oldest = oldestFullSync(own);
  return [
    oldest === null
      ? ''
      : `The oldest full sync is that of ${tableName(oldest)}: ${instant(oldest.lastFullSyncAt)} UTC, ${duration(secondsBetween(oldest.lastFullSyncAt, finishedAt))} ago.`,
    waiting.length === 0 ? '' : `Never read in full so far: ${named(waiting)}.`,
    never.length === 0 ? '' : `With full_sync_every: never, and so not read in full by themselves: ${named(never)}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** When one table was last read in full: `2026-11-21 02:03:04`, or –. */
export function lastFullSync({ lastFullSyncAt }: Table): string {
  return lastFullSyncAt === null ? '–' : instant(lastFullSyncAt);
}

function named(tables: readonly Table[]): string {
  const names = tables
    .slice(0, NAMED)
    .map((t) => (t.lastFullSyncAt === null ? tableName(t) : `${tableName(t)} (last on ${t.lastFullSyncAt.slice(0, 10)})`));
  const more = tables.length - NAMED;
  return `${names.join(', ')}${more > 0 ? ` and ${counted(more, 'further table')}` : ''}`;
}

type CheckCounts = Readonly<Record<CheckOutcome['status'], number>>;

/** How many checks of all tables ended in which way. */
export function checkCounts(tables: readonly Pick<TableRecord, 'checks'>[]): CheckCounts {
  const counts = { pass: 0, warn: 0, fail: 0, error: 0 };
  for (const { status } of tables.flatMap((t) => t.checks ?? [])) counts[status] += 1;
  return counts;
}

/** `1 check failed, 2 warn, 14 passed.`; '' where there are none. */
export function checkCountWords({ pass, warn, fail, error }: CheckCounts): string {
  const parts = [
    fail > 0 ? `${counted(fail, 'check')} failed` : '',
    error > 0 ? `${counted(error, 'check')} could not be evaluated` : '',
    warn > 0 ? `${counted(warn, 'check')} gave a warning` : '',
    pass > 0 ? `${counted(pass, 'check')} passed` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '' : `${parts.join(', ')}.`;
}
