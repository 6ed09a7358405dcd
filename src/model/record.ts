import type { ErrorReport } from './errors.ts';
import type { ExportRecord } from './export-record.ts';
import type { PartNumber } from './plan.ts';
import type { StageName } from './stages.ts';
import type { Column, ColumnMask, Note, PicklistValue } from './table.ts';
import type { CheckOutcome, Freshness } from './table-check.ts';
import type { Watermark } from './watermark.ts';

/**
 * All that a run did, as plain JSON: the terminal's table, the step summary, report.html and manifest.json are all
 * made from this one record.
 */
export interface RunRecord {
  /** Unique; sorts by time. */
  readonly id: string;
  /** `mixed` where some tables were synced fully and others incrementally; `export` and `export-plan` (a dry run) sync nothing. */
  readonly mode: 'full' | 'incremental' | 'mixed' | 'export' | 'export-plan';
  readonly requestedMode: 'full' | 'incremental';
  readonly why: string;
  /** ISO 8601, UTC, on this machine's clock. */
  readonly startedAt: string;
  /** When all tables were as they are now: before the output was written and the state saved. The history is exact at this moment. */
  readonly finishedAt: string;
  /** `interrupted`: stopped by a signal or `run.timeout`; what was committed is kept. */
  readonly status: 'succeeded' | 'failed' | 'interrupted';
  readonly configFile: string;
  readonly version: string;
  readonly sources: readonly SourceRecord[];
  readonly tables: readonly TableRecord[];
  /** What was written back; after a sync, what it read back of that. Absent: nothing. */
  readonly exports?: readonly ExportRecord[];
  readonly state: StateRecord;
  /** Made of the outputs of several jobs: it has no state of its own. */
  readonly combined?: true;
  readonly output: OutputRecord | null;
  /** Seconds spent in each stage of the run, in order. */
  readonly stages: readonly { readonly name: StageName; readonly startedAt: string; readonly seconds: number }[];
  /** What the user should know of the run as a whole (a table left the configuration, a fallback). */
  readonly notices: readonly string[];
  /** A failure of the run itself, outside any table (state unreadable, save failed). */
  readonly error: ErrorReport | null;
}

export interface SourceRecord {
  readonly name: string;
  readonly type: string;
  /** Null where signing in failed: then `error` says why and all its tables are failed. */
  readonly identity: string | null;
  readonly server: string | null;
  readonly requests: number;
  readonly quotas: readonly { readonly name: string; readonly used: number; readonly limit: number }[];
  readonly notices: readonly string[];
  readonly error: ErrorReport | null;
}

export interface TableRecord {
  readonly source: string;
  /** As the source spells it. */
  readonly table: string;
  /** In DuckDB. */
  readonly schema: string;
  readonly name: string;
  readonly label: string;
  readonly category: string;
  readonly status: 'succeeded' | 'failed' | 'skipped';
  readonly mode: 'full' | 'incremental';
  readonly why: string;
  /** Rows (and keys) that the source said it sent, that were staged, and that were applied after removing duplicate keys. */
  readonly counts: { readonly source: number; readonly staged: number; readonly applied: number };
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  /** In the table after the run; for a failed table the rows that it kept. */
  readonly rows: number;
  readonly watermark: { readonly before: Watermark | null; readonly after: Watermark | null };
  readonly key: readonly string[];
  readonly cursor: string | null;
  readonly where: string | null;
  /** What becomes of rows that the source no longer has; absent where nothing is known of the table. */
  readonly deletes?: 'remove' | 'mark' | 'ignore';
  readonly columns: readonly ColumnRecord[];
  readonly parquet: { readonly path: string; readonly bytes: number; readonly sha256: string } | null;
  readonly error: ErrorReport | null;
  readonly startedAt: string | null;
  readonly seconds: number;
  readonly requests: number;
  readonly partitions: readonly PartitionRecord[];
  readonly notes: readonly Note[];
  /** When the last import that succeeded began, ISO 8601; null: none so far, or a table that is computed from others. */
  readonly syncedAt: string | null;
  /** When all of it was last read, by the service's own clock, ISO 8601; null: never, or a table that is computed from others. */
  readonly lastFullSyncAt: string | null;
  /** Since when no row can have come or gone unseen, as counts prove, ISO 8601; absent or null: its rows are not counted. */
  readonly countedAt?: string | null;
  /** When `verify` last compared all keys and all values with the source, ISO 8601; absent or null: never. */
  readonly provenAt?: string | null;
  /** When the calculated columns of all rows were last read, ISO 8601; absent or null: it has none. */
  readonly calculatedAt?: string | null;
  /** `full_sync_every` in seconds; null: never. */
  readonly fullSyncEverySeconds: number | null;
  /** What its checks found; those of an earlier run where this one did not read it. Absent: it has none. */
  readonly checks?: readonly CheckOutcome[];
  /** Why the checks fail the run though the table succeeded. */
  readonly checkError?: ErrorReport;
  /** The file with the keys of rows that fail a check, relative to the output directory. */
  readonly failingKeys?: string;
  /** What this run found changed of its columns, for people: `added Phone (VARCHAR)`. Absent: nothing. */
  readonly schemaChanges?: readonly string[];
  /** How old its data may become; null or absent: no limit. */
  readonly freshness?: Freshness | null;
  /** True where the run was not about this table (`tables`). */
  readonly leftOut?: true;
  /** The part of the table that this state holds; absent: all of it. */
  readonly part?: PartNumber & { readonly division: string };
  /** True for a table that is computed from others. */
  readonly derived?: boolean;
  /** The table whose versions this one holds, as the source spells it. */
  readonly historyOf?: string;
}

export type ColumnRecord = Pick<Column, 'name' | 'nativeType' | 'semanticType' | 'duckdbType' | 'label'> & {
  readonly picklist?: readonly PicklistValue[];
  readonly references?: readonly string[];
  /** What was done to its values before they were written. */
  readonly mask?: ColumnMask;
  /** True where the source computes it, and no cursor moves when its value does. */
  readonly calculated?: boolean;
  /** True where the source no longer has it; its old values are kept. */
  readonly removed?: boolean;
};

export interface PartitionRecord {
  readonly id: string;
  readonly pass: 'body' | 'tail' | 'sweep';
  readonly startedAt: string;
  readonly seconds: number;
  readonly rows: number;
  readonly bytes: number;
  readonly requests: number;
}

export interface StateRecord {
  /** `cache`, or the directory. */
  readonly store: string;
  /** Null: there was none, or none that could be used. */
  readonly restored: {
    readonly generation: number;
    readonly savedAt: string;
    readonly bytes: number;
    readonly key: string;
  } | null;
  /** Why the state that was there, or may have been, was not used (`on-unreadable-state: full`). */
  readonly unusable?: ErrorReport;
  /** `recovered`: this run resumed the work of a run that was killed. */
  readonly recovered: boolean;
  /** True where nothing changed that the next run needs, and the restored state is young: then it was not saved again. */
  readonly unchanged?: boolean;
  /** Null: not saved; then `error` says why, unless it is `unchanged`. */
  readonly saved: { readonly generation: number; readonly bytes: number; readonly key: string } | null;
  readonly encrypted: boolean;
}

export interface OutputRecord {
  readonly directory: string;
  /** Paths relative to `directory`; null where that artifact is switched off. */
  readonly database: { readonly path: string; readonly bytes: number } | null;
  readonly parquet: { readonly path: string; readonly bytes: number; readonly files: number } | null;
}

/** One earlier run of one table, from `_highwater.runs`, oldest first; for the report's charts. */
export interface HistoryEntry {
  readonly runId: string;
  readonly startedAt: string;
  readonly mode: 'full' | 'incremental';
  readonly status: 'succeeded' | 'failed' | 'skipped';
  readonly source: string;
  readonly table: string;
  readonly read: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly rows: number;
  readonly seconds: number;
  readonly requests: number;
}

/** Where a table is: reading, loading (at the end of which it is merged), or one of the ways to wait and to end. */
export type TableStage = 'waiting' | Extract<StageName, 'read' | 'load'> | 'done' | 'failed' | 'skipped';

/** What happens during a run, for progress displays. */
export type RunEvent =
  | { readonly type: 'stage'; readonly stage: StageName; readonly detail: string }
  | { readonly type: 'tables'; readonly tables: readonly { readonly source: string; readonly table: string }[] }
  | {
      readonly type: 'table';
      readonly source: string;
      readonly table: string;
      readonly stage: TableStage;
      readonly mode: 'full' | 'incremental';
      readonly rows: number;
      /** Null where the source can't say. */
      readonly expectedRows: number | null;
      readonly partitions: { readonly done: number; readonly total: number };
      /** With `done` and `failed`. */
      readonly record?: TableRecord;
    }
  | {
      readonly type: 'notice';
      readonly source?: string;
      readonly message: string;
      /** It costs the user something: the run did not do what it does on other days. */
      readonly warning?: boolean;
    };

export type Observer = (event: RunEvent) => void;
