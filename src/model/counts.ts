import type { Partition } from './plan.ts';
import type { Note } from './table.ts';

/** The rows whose value in a column is in a half-open span. The edges are texts that DuckDB casts to the column's type; null: open. */
export interface RowSpan {
  /** Its name in DuckDB. */
  readonly column: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** A part of a table: the rows that are in all of these spans. None: the whole table. */
export type TablePart = readonly RowSpan[];

/** What the rows of a part look like from afar. Both sides of a comparison give the same figures for the same rows. */
export interface PartFigures {
  readonly rows: number;
  /** The lowest and the highest value of the column that was asked for; null: no rows, or not asked. */
  readonly lowest: string | null;
  readonly highest: string | null;
  /** The newest stamp, in milliseconds since 1970; null: no rows, or not asked. */
  readonly newest: number | null;
  /** An order-free hash of the keys, as decimal text; null: not asked. See `keyHash`. */
  readonly hash: string | null;
}

/** What to compute of each part. */
export interface FigureColumns {
  /** The column of `lowest` and `highest`. */
  readonly edges?: string;
  /** The column of `newest`. */
  readonly stamp?: string;
  /**
   * True: a hash of the keys: the sum over all rows of the first 60 bits of the MD5 (as UTF-8) of the texts of the key's columns, joined by the
   * character 31.
   */
  readonly keyHash?: boolean;
}

export type Period = 'month' | 'day' | 'hour';

/** A window of an object's rows, by the time of their creation, that is counted in another run than its neighbours. */
export interface CountedWindow {
  /** Null: open. */
  readonly from: string | null;
  readonly to: string | null;
  /** Since when no row of it can have come or gone unseen, ISO 8601. */
  readonly countedAt: string;
}

/** What earlier runs counted. */
export interface KnownCounts {
  /** The last counts of all rows, or the last full sync, ISO 8601. */
  readonly countedAt: string;
  /** Empty: all rows are counted at once. */
  readonly windows: readonly CountedWindow[];
}

/** The rows that the warehouse will hold once what was read so far is merged; those marked as deleted are none of them. */
export interface HeldRows {
  readonly known: KnownCounts;
  /** By the start of each period (UTC, milliseconds since 1970); periods without rows are left out. */
  byPeriod(
    within: readonly TablePart[],
    by: { column: string; period: Period },
    of: FigureColumns,
  ): Promise<Map<number, PartFigures>>;
  /** Of each part, in the order given. */
  byPart(parts: readonly TablePart[], of: FigureColumns): Promise<PartFigures[]>;
  /** By spans of a column: the rows below the first of `cuts`, those from each one to the next, and those from the last on. In that order. */
  bySpan(column: string, cuts: readonly string[], of: FigureColumns): Promise<PartFigures[]>;
  /** Values of a column that cut the rows of a part into about `pieces` equal pieces: `pieces - 1` of them at most, each once, in order. */
  cuts(part: TablePart, column: string, pieces: number): Promise<string[]>;
}

/** What a comparison of the source's counts with the warehouse's found. */
export interface Comparison {
  /** When the oldest of the counts that speak for the table was made, on the source's clock, ISO 8601; null: it could not be counted. */
  readonly countedAt: string | null;
  /** Where it can't be counted at once: all windows, whether this run counted them or not. */
  readonly windows: readonly CountedWindow[];
  /** The parts that differ. The partitions hand over the keys of all their rows as `present`: what the warehouse has besides is gone. */
  readonly parts: readonly TablePart[];
  readonly partitions: readonly Partition[];
  readonly notes: readonly Note[];
}

export const NOTHING_COUNTED: Comparison = { countedAt: null, windows: [], parts: [], partitions: [], notes: [] };
