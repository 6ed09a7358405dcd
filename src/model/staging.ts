import type { Writable } from 'node:stream';

/** How DuckDB shall read a staging file. */
export type StagingFormat =
  | {
      readonly kind: 'csv';
      readonly header: boolean;
      /** `unquoted-empty`: an empty field is NULL and `""` is empty text (PostgreSQL). `empty`: both are NULL (Salesforce). */
      readonly nullText: 'unquoted-empty' | 'empty';
      readonly compression: 'none' | 'gzip';
      /** Bytes that no line exceeds, where the source can tell before it reads: the reader's buffers are then smaller. */
      readonly lineLimit?: number;
    }
  | {
      /**
       * One row a line, values separated by tabs, without quotes: `\N` is NULL, and within a value backslash, tab, newline, CR and three more
       * are escaped by a backslash. PostgreSQL's COPY text format: https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-TEXT-FORMAT
       * At least two columns: DuckDB's reader skips the empty line that an empty text alone would be.
       */
      readonly kind: 'tsv';
      readonly compression: 'none' | 'gzip';
    }
  | {
      readonly kind: 'json';
      /** Where the array of records is in each document of the file: `value`, `records`; '' where each document is one record (NDJSON). */
      readonly records: string;
      readonly compression: 'none' | 'gzip';
    };

/**
 * `rows`: full rows to upsert, with every loaded column (and the deleted flag where the schema has one).
 * `present`: keys only; a row of the warehouse whose key is in no `present` file is deleted.
 * `deleted`: keys only; these rows are deleted, unless they are read later in the same import.
 * `filteredOut`: keys only, deleted like `deleted`: rows that were written and no longer match the table's filter, unless they are read later.
 * `existing`: keys only; these rows exist, and there may be others. What the warehouse lacks of them is read by key, and so is what is `deleted`
 * as well: it was deleted and made again.
 * `calculated`: the key and the calculated columns of every row. Rows whose values differ are updated; what the warehouse lacks is read by key.
 * `written`: keys only; of rows that were written since the last import. Those whose rows are not read later are read by key, whatever the
 * warehouse holds of them; a row that is not given then is deleted, or does not match the table's filter.
 */
export type StagingContent = 'rows' | 'present' | 'deleted' | 'filteredOut' | 'existing' | 'written' | 'calculated';

/** A bounded file (tens of MB at most) of one partition, on its way into the warehouse. */
export interface StagingFile {
  readonly path: string;
  /** Opens the file for writing, and masks what is written; a source may instead write to `path` itself, through `mask`. */
  stream(): Writable;
  /** Where columns are masked: what every byte must go through that is written to `path`. Such a file is never compressed. */
  readonly mask?: RowMask;
  /**
   * The file is whole on disk and holds `rows` rows as the source counted them. Hands it to the warehouse, which
   * loads, counts and deletes it; resolves at once. A load error surfaces at the next `create` or at the partition's end.
   * `longestLine`: bytes of the longest record, where the source knows it (DuckDB's CSV reader refuses more than 16 MiB unasked).
   */
  done(rows: number, longestLine?: number): Promise<void>;
  /** Deletes the file; nothing of it is applied. For a page that will be fetched again. */
  discard(): Promise<void>;
}

/** What a source writes to while it reads a partition. */
export interface Staging {
  /** A new file; waits while too many files are not loaded yet (back-pressure). */
  create(content: StagingContent, format: StagingFormat): Promise<StagingFile>;
}

/** The size at which a source should end a staging file and begin the next, in bytes before compression. */
export const STAGING_FILE_BYTES = 32 * 1024 * 1024;

/** Rewrites one staging file on its way to the disk. Masks are applied to whole fields, wherever the chunks are cut. */
export interface RowMask {
  /** What to write in place of this chunk; a field that has not ended is kept back. */
  feed(chunk: Uint8Array): Buffer;
  /** What was kept back of a last row without a line break. */
  end(): Buffer;
  /** The next chunk begins a row. */
  reset(): void;
  /** Bytes by which a row may grow. */
  readonly growth: number;
}
