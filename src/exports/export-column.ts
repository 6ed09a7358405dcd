import type { ExportConfig } from '../config/config.ts';
import type { Destination, TargetField, TargetObject } from '../model/destination.ts';

/** One column of an export's query, with the field that it fills. */
export interface ExportColumn {
  /** As the query names it. */
  readonly name: string;
  readonly field: TargetField;
  /** DuckDB's type in the query. */
  readonly type: string;
  /** The column of the evaluated rows that holds its value: `v0` is the key. */
  readonly value: string;
}

/** What a value of a row can't be, as numbered in the column `fault` of the evaluated rows (from 1). */
export interface NumberedFault {
  readonly field: string;
  readonly why: string;
}

/** An export that is known to fit its object, and whose rows are evaluated. */
export interface PreparedExport {
  readonly config: ExportConfig;
  readonly destination: Destination;
  readonly object: TargetObject;
  readonly key: ExportColumn;
  /** What is written: all columns but the key. */
  readonly columns: readonly ExportColumn[];
  /** The fields that `gone: { clear }` empties. */
  readonly clears: readonly TargetField[];
  readonly faults: readonly NumberedFault[];
  /** The table of the evaluated rows: `k` (the key as the field compares it), `v0`…, `fault`. */
  readonly rows: string;
  /** Number of evaluated rows. */
  readonly considered: number;
}
