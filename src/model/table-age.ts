import type { Freshness } from './table-check.ts';

/** Under which name the state remembers the limits of all tables, as no source can be called. */
export const FRESHNESS_MEMORY = '';

/** When a table was last synced, and how old its data may become. */
export interface SyncedTable {
  readonly source: string;
  readonly table: string;
  /** ISO 8601; null: never. */
  readonly syncedAt: string | null;
  readonly freshness: Freshness | null;
}

export interface TableAge {
  readonly source: string;
  readonly table: string;
  readonly syncedAt: string | null;
  /** Null: it was never synced. */
  readonly ageSeconds: number | null;
  readonly status: 'fresh' | 'warn' | 'error';
  readonly freshness: Freshness | null;
  /** True if a sync within the limit is possible that changed nothing, and therefore left no trace. */
  readonly mayBeFresher?: true;
}

/** How old each table's data are at a time. `maxAgeSeconds` is a limit for all of them, in place of their own. */
export function agesOf(tables: readonly SyncedTable[], now: Date, maxAgeSeconds: number | null = null): TableAge[] {
  return tables.map(({ source, table, syncedAt, freshness: own }) => {
    const freshness = maxAgeSeconds === null ? own : { warnAfterSeconds: null, errorAfterSeconds: maxAgeSeconds };
    const ageSeconds = syncedAt === null ? null : Math.max(0, (now.getTime() - Date.parse(syncedAt)) / 1000);
    return { source, table, syncedAt, ageSeconds, freshness, status: statusOf(ageSeconds, freshness) };
  });
}

function statusOf(age: number | null, freshness: Freshness | null): TableAge['status'] {
  const { warnAfterSeconds = null, errorAfterSeconds = null } = freshness ?? {};
  const exceeds = (limit: number | null) => limit !== null && (age === null || age > limit);
  if (exceeds(errorAfterSeconds)) return 'error';
  return exceeds(warnAfterSeconds) ? 'warn' : 'fresh';
}

/** Records of tables that are read from a source: computed tables and histories follow them. */
export function isRead(table: { readonly derived?: boolean; readonly historyOf?: string }): boolean {
  return table.derived !== true && table.historyOf === undefined;
}
