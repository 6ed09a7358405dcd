import type { StagingFormat } from '../../../model/staging.ts';

const TEXT: StagingFormat = { kind: 'tsv', compression: 'none' };
const CSV: StagingFormat = { kind: 'csv', header: false, nullText: 'unquoted-empty', compression: 'none' };

/**
 * The COPY that sends a query's rows, and the format of what it sends: text, for which the server needs little more than half of the CPU
 * that CSV's quoting costs (docs/decisions/copy-in-text-format.md). A lone column goes as CSV: as text, its empty values would be empty lines.
 */
export function copyOf(query: string, columns: readonly string[]): { readonly query: string; readonly format: StagingFormat } {
  return columns.length > 1
    ? { query: `COPY (${query}) TO STDOUT (FORMAT text)`, format: TEXT }
    : { query: `COPY (${query}) TO STDOUT (FORMAT csv)`, format: CSV };
}
