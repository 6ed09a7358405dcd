import type { RunRecord, TableRecord } from '../../model/record.ts';
import { tableName } from './facts.ts';
import { counted, duration, instant, secondsBetween } from './format.ts';

type Table = Pick<TableRecord, 'source' | 'table' | 'lastFullSyncAt' | 'fullSyncEverySeconds' | 'derived'>;

/** The table whose last full sync is the oldest, but for those with `full_sync_every: never`; null where one never had any, or none counts. */
export function oldestFullSync<T extends Table>(tables: readonly T[]): (T & { readonly lastFullSyncAt: string }) | null {
  const counting = tables.filter((t) => t.derived !== true && t.fullSyncEverySeconds !== null);
  const dated = counting.flatMap((t) => (t.lastFullSyncAt === null ? [] : [{ ...t, lastFullSyncAt: t.lastFullSyncAt }]));
  if (dated.length < counting.length) return null;
  return dated.sort((a, b) => Date.parse(a.lastFullSyncAt) - Date.parse(b.lastFullSyncAt))[0] ?? null;
}

// As many tables as a line can name.
const NAMED = 3;

/** When the tables were last read in full, in one or two sentences; '' where there are none. The same in the terminal, the summary and the report. */
export function fullSyncWords({ tables, finishedAt }: Pick<RunRecord, 'tables' | 'finishedAt'>): string {
  const own = tables.filter((t) => t.derived !== true);
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
