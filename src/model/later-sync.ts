/** A state that is older than this is saved again, though nothing changed: the window that the next run reads must not grow without end. */
export const OLDEST_UNCHANGED_MS = 24 * 3_600_000;

/** Syncs that found a saved state still true, and therefore saved nothing. */
export interface LaterSyncs {
  /** Which state. */
  readonly state: { readonly generation: number; readonly savedAt: string };
  /** Of each table the last one that read it. */
  readonly tables: readonly LaterSync[];
}

export interface LaterSync {
  readonly source: string;
  readonly table: string;
  readonly runId: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
}
