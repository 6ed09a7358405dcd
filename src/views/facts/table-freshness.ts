import type { RunRecord, TableRecord } from '../../model/record.ts';
import { agesOf, isRead, type TableAge } from '../../model/table-age.ts';
import { tableName, tablesByImportance } from './facts.ts';
import { count, counted, duration, secondsBetween } from './format.ts';

/** How fresh the tables of a run were when it ended; the same facts in the report, the summary and `browse`. */

/** One answer: its figure, and what stands below it. */
export interface FreshnessAnswer {
  readonly question: string;
  readonly figure: string;
  readonly more: string;
  readonly status: 'succeeded' | 'skipped' | 'failed' | null;
}

type DatedTable = Pick<
  TableRecord,
  'source' | 'table' | 'syncedAt' | 'lastFullSyncAt' | 'fullSyncEverySeconds' | 'provenAt' | 'freshness'
>;

/** How old a table's data are against its limits. Null: it is computed from others. */
export function ageOf(table: TableRecord, now: string): TableAge | null {
  return isRead(table) ? (agesOf([{ ...table, freshness: table.freshness ?? null }], new Date(now))[0] ?? null) : null;
}

export function limitWords({ freshness }: Pick<TableAge, 'freshness'>): string {
  const { warnAfterSeconds = null, errorAfterSeconds = null } = freshness ?? {};
  const words = [
    warnAfterSeconds === null ? '' : `late after ${duration(warnAfterSeconds)}`,
    errorAfterSeconds === null ? '' : `too old after ${duration(errorAfterSeconds)}`,
  ].filter((word) => word !== '');
  return words.length === 0 ? 'none' : words.join(', ');
}

/** What to do about a table that is late or too old. */
export function staleHint({ mayBeFresher }: Pick<TableAge, 'mayBeFresher'>): string {
  if (mayBeFresher !== true)
    return 'Open the latest run of the sync: did it fail, was it switched off, or did its schedule not start it?';
  return 'This may be a false alarm: the saved state is all there is to go by, and a sync in which nothing changed saves none for up to a day. Set `freshness` in the configuration, so that every sync leaves its time, or allow a day more (`max-age`).';
}

/** Whether something is late, how old the oldest data are, when all was last read, what is proven: at `now` (ISO 8601). */
export function freshnessAnswers(tables: readonly DatedTable[], now: string): FreshnessAnswer[] {
  if (tables.length === 0) return [];
  return [lateAnswer(tables, now), oldestAnswer(tables, now), fullSyncAnswer(tables, now), provenAnswer(tables, now)];
}

/** The same in sentences. */
export function freshnessWords({ tables, finishedAt }: Pick<RunRecord, 'tables' | 'finishedAt'>): string {
  const answers = freshnessAnswers(tables.filter(isRead), finishedAt);
  return answers.map(({ question, figure, more }) => `${question}: ${figure}${more === '' ? '' : ` (${more})`}.`).join(' ');
}

function lateAnswer(tables: readonly DatedTable[], now: string): FreshnessAnswer {
  const ages = agesOf(
    tables.map((t) => ({ ...t, freshness: t.freshness ?? null })),
    new Date(now),
  );
  const [old, late] = [ages.filter((a) => a.status === 'error'), ages.filter((a) => a.status === 'warn')];
  const limited = ages.filter((a) => a.freshness !== null).length;
  const question = 'Late tables';
  if (old.length > 0) {
    return { question, figure: count(old.length + late.length), more: `too old: ${named(old)}`, status: 'failed' };
  }
  if (late.length > 0) return { question, figure: count(late.length), more: named(late), status: 'skipped' };
  if (limited === 0) return { question, figure: '–', more: 'no limits are set: freshness', status: null };
  return {
    question,
    figure: 'none',
    more: `${count(limited)} of ${counted(tables.length, 'table')} with limits`,
    status: 'succeeded',
  };
}

function oldestAnswer(tables: readonly DatedTable[], now: string): FreshnessAnswer {
  const question = 'Oldest data';
  const never = tables.filter((t) => t.syncedAt === null);
  if (never.length > 0) return { question, figure: 'never', more: `not synced so far: ${named(never)}`, status: 'failed' };
  const oldest = oldestBy(tables, (t) => t.syncedAt);
  return { question, figure: since(oldest?.syncedAt, now), more: oldest === null ? '' : tableName(oldest), status: null };
}

function fullSyncAnswer(tables: readonly DatedTable[], now: string): FreshnessAnswer {
  const question = 'Oldest full sync';
  const never = tables.filter((t) => t.lastFullSyncAt === null);
  if (never.length > 0) return { question, figure: 'never', more: `not read in full so far: ${named(never)}`, status: null };
  const oldest = oldestBy(tables, (t) => t.lastFullSyncAt);
  const due = tables.filter((t) => isDue(t, now));
  const more = due.length > 0 ? `due: ${named(due)}` : oldest === null ? '' : tableName(oldest);
  return { question, figure: since(oldest?.lastFullSyncAt, now), more, status: due.length > 0 ? 'skipped' : null };
}

/** Its last full sync is older than `full_sync_every`. */
export function isDue({ lastFullSyncAt, fullSyncEverySeconds }: DatedTable, now: string): boolean {
  return lastFullSyncAt !== null && fullSyncEverySeconds !== null && secondsBetween(lastFullSyncAt, now) > fullSyncEverySeconds;
}

function provenAnswer(tables: readonly DatedTable[], now: string): FreshnessAnswer {
  const question = 'Proven by verify';
  const proven = tables.filter((t) => (t.provenAt ?? null) !== null);
  const oldest = oldestBy(proven, (t) => t.provenAt ?? null);
  if (oldest === null) return { question, figure: 'no table', more: 'highwater verify', status: null };
  const figure = proven.length === tables.length ? 'all' : `${count(proven.length)} of ${count(tables.length)}`;
  return { question, figure, more: `oldest ${since(oldest.provenAt, now)} ago: ${tableName(oldest)}`, status: null };
}

function oldestBy<T>(tables: readonly T[], at: (table: T) => string | null): T | null {
  const dated = tables.filter((t) => at(t) !== null);
  return dated.sort((a, b) => Date.parse(at(a) ?? '') - Date.parse(at(b) ?? ''))[0] ?? null;
}

function since(at: string | null | undefined, now: string): string {
  return at === null || at === undefined ? '–' : duration(secondsBetween(at, now));
}

// As many tables as fit below a figure.
const NAMED = 2;

function named(tables: readonly { readonly source: string; readonly table: string }[]): string {
  const more = tables.length - NAMED;
  return `${tables.slice(0, NAMED).map(tableName).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
}

/** What needs a look first: failed and skipped tables, those that are too old or late, then those that changed most. Tables that `--tables` left out are only late or not. */
export function tablesByNeed({ tables, finishedAt }: Pick<RunRecord, 'tables' | 'finishedAt'>): TableRecord[] {
  const rank = (t: TableRecord) => {
    if (t.status !== 'succeeded' && t.leftOut !== true) return 0;
    if (t.checkError !== undefined) return 1;
    return { error: 2, warn: 3, fresh: t.leftOut === true ? 5 : 4 }[ageOf(t, finishedAt)?.status ?? 'fresh'];
  };
  return tablesByImportance(tables).sort((a, b) => rank(a) - rank(b));
}
