import type { TableMask, TableRef, TableSchema } from './table.ts';
import type { Freshness, TableCheck } from './table-check.ts';
import type { Watermark } from './watermark.ts';

/** How deletes are found between full syncs. */
export type DeletesBy = 'full' | 'change_tracking' | 'keys' | 'counts';

export interface HistoryOptions {
  /** The columns whose change makes a version; null: all but calculated ones. */
  readonly columns: readonly string[] | null;
}

/** One of the ranges of a table's key that jobs of their own read: `db.deals@2/4` is the second of four. */
export interface PartNumber {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/** The rows that belong to a part: those whose key's first column is in [from, to), in the source's own order. */
export interface PartRange extends PartNumber {
  readonly column: string;
  /** As the source writes the value. Null: open. */
  readonly from: string | null;
  readonly to: string | null;
  /** There were too few rows for so many ranges: this one holds none. */
  readonly empty: boolean;
  /** Names the division: parts with the same one have no row in common. */
  readonly division: string;
}

/** What the configuration says of one table, after defaults; plain data, no secrets. */
export interface TableOptions {
  /** A condition in the source's own language. */
  readonly where?: string;
  readonly columns?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  readonly types: Readonly<Record<string, string>>;
  readonly key?: readonly string[];
  readonly cursor?: string;
  readonly name?: string;
  readonly sync: 'incremental' | 'full';
  readonly deletes: 'remove' | 'mark' | 'ignore';
  readonly deletesBy: DeletesBy;
  readonly lookbackSeconds: number;
  /** How old the last full sync may become before a run reads the table in full by itself; null: never. */
  readonly fullSyncEverySeconds: number | null;
  /** How old the values of calculated columns may become between full syncs; 0: every run reads them; null: never. */
  readonly calculatedEverySeconds: number | null;
  readonly as?: string;
  /** Every version of each row is kept. Absent: the table alone. */
  readonly history?: HistoryOptions;
  readonly maxDeleteFraction: number;
  readonly mask?: TableMask;
  /** This run reads and holds this part of the table alone. */
  readonly range?: PartRange;
  readonly checks?: readonly TableCheck[];
  /** How old its data may become; null or absent: there is no limit. */
  readonly freshness?: Freshness | null;
  /** Options that only this source knows (`feeds`, `related`, `label_language`…), as written. */
  readonly extra: Readonly<Record<string, unknown>>;
  /** A glob took the table, not its name: where the source does not give it out, it is left out instead of failing. */
  readonly byGlob?: true;
  /** The YAML path of this table's entry, for errors that point at the user's own line. */
  readonly path: readonly (string | number)[];
}

/** A table that the configuration chose (exact name, glob, or implied by another table's options). */
export interface ChosenTable {
  readonly ref: TableRef;
  readonly options: TableOptions;
}

/** What one run will do with one table: plain data, decided without IO by plan/. */
export interface TablePlan {
  readonly source: string;
  readonly ref: TableRef;
  /** With `columns`, `types`, `key` and `cursor` of the configuration applied. */
  readonly schema: TableSchema;
  readonly options: TableOptions;
  readonly target: { readonly schema: string; readonly name: string };
  readonly mode: 'full' | 'incremental';
  /** Why this mode, for people: "first sync", "cron is the full sync's", "the filter changed"… */
  readonly why: string;
  /** Where the last successful import began; null in a full sync. */
  readonly since: Watermark | null;
  /** The service's own clock when this was planned, ISO 8601, UTC: the time of a full sync that follows. Absent: this machine's clock. */
  readonly clock?: string;
  /** True: this incremental run reads the calculated columns of all rows, with their keys. */
  readonly readsCalculated?: boolean;
}

/** One piece of a table's import: frozen data, printable. */
export interface Partition {
  /** Stable while the table's plan is the same, so that an interrupted full sync can be resumed; unique within an import. */
  readonly id: string;
  /** `body` partitions run in parallel, then `tail`, then `sweep` (keys, and rows that the keys show to be missing). */
  readonly pass: 'body' | 'tail' | 'sweep';
  /** What will be asked of the source, in its own language; never a secret. */
  readonly query: string;
  readonly expectedRows: number | null;
  readonly expectedRequests: number | null;
  /** The source's own data about it: plain JSON. */
  readonly detail: unknown;
}

/** What a source says it sent for one partition. */
export interface Receipt {
  /** Rows and keys together, as the source itself counted them (COPY's tag, the job's total, the pages' lengths). */
  readonly rows: number;
  readonly bytes: number;
  readonly requests: number;
  /** The part that was really read, where another worker took over the rest meanwhile. */
  readonly covered?: Partition;
}

/** As the state and the lake name a part: `2/4`, and the division that it belongs to. */
export function partName({ index, of, division }: Pick<PartRange, 'index' | 'of' | 'division'>): string {
  return `${index}/${of} ${division}`;
}

/** A part that a state or a manifest names; null: the whole table. */
export function partNamed(name: string | undefined | null): (PartNumber & { readonly division: string }) | null {
  const [, index, of, division] = /^(\d+)\/(\d+) (\S+)$/.exec(name ?? '') ?? [];
  return division === undefined ? null : { index: Number(index), of: Number(of), division };
}
