import type { KeyObject } from 'node:crypto';
import type { RowMask, StagingContent, StagingFormat } from '../../../model/staging.ts';
import type { Column, ColumnMask } from '../../../model/table.ts';
import { type StagedColumn, wires } from '../staging-query.ts';
import { DelimitedMask } from './delimited-mask.ts';
import { dialectOf } from './dialects.ts';
import { JsonMask } from './json-mask.ts';
import { HASH_LENGTH, type MaskValue, maskValueOf } from './mask-value.ts';

/** How the rows of a table are masked on their way to the disk. */
export interface RowMaskPlan {
  /** By the column's name in the staging file. */
  readonly masks: ReadonlyMap<string, ColumnMask>;
  readonly key: KeyObject | null;
}

/** Null where no column that is read is masked. Redacted columns are not read. */
export function rowMaskPlan(columns: readonly Column[], key: KeyObject | null): RowMaskPlan | null {
  const masked = columns.flatMap(({ load, mask }) => (load === null || mask === undefined ? [] : [[load.wire, mask] as const]));
  return masked.length === 0 ? null : { masks: new Map(masked), key };
}

/** What masks a staging file, and its format on the disk. Keys are never masked, so only full rows are. */
export function maskOfFile(
  plan: RowMaskPlan | null,
  content: StagingContent,
  written: StagingFormat,
  columns: readonly StagedColumn[],
): { readonly mask?: RowMask; readonly format: StagingFormat } {
  if (plan === null || content !== 'rows') return { format: written };
  const mask = rowMaskOf(plan, written, columns);
  const lineLimit =
    written.kind === 'csv' && written.lineLimit !== undefined ? { lineLimit: written.lineLimit + mask.growth } : {};
  return { mask, format: { ...written, compression: 'none', ...lineLimit } };
}

/** For one staging file of full rows with these columns. */
export function rowMaskOf({ masks, key }: RowMaskPlan, format: StagingFormat, columns: readonly StagedColumn[]): RowMask {
  const values = new Map<string, MaskValue>([...masks].map(([wire, mask]) => [wire, maskValueOf(mask, key)]));
  // A hash and its quotes, in place of nothing.
  const growth = masks.size * (HASH_LENGTH + 2);
  if (format.kind === 'json') {
    if (format.records !== '') throw new Error('only newline-delimited JSON can be masked');
    return new JsonMask(values, growth);
  }
  const byPosition = wires(columns).map(({ load }) => values.get(load.wire));
  const header = format.kind === 'csv' && format.header;
  return new DelimitedMask({ masks: byPosition, dialect: dialectOf(format), header, growth });
}
