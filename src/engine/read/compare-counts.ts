import type { TableImport } from '../../model/contract.ts';
import { type Comparison, NOTHING_COUNTED } from '../../model/counts.ts';
import type { Partition } from '../../model/plan.ts';
import type { TableLoad } from '../../warehouse/table/table-load.ts';

export interface CountingInput {
  readonly import: TableImport;
  readonly load: TableLoad;
  readonly signal: AbortSignal;
  /** Reads partitions like any other, after all others. */
  read(partitions: readonly Partition[]): Promise<void>;
}

/**
 * Compares the source's counts with the rows that the warehouse will hold, and reads the keys of the parts that differ. The counts alone
 * delete nothing: a row is gone only if its key is missing among those that were read after them.
 */
export async function compareCounts({ import: opened, load, read, signal }: CountingInput): Promise<Comparison> {
  const held = opened.compare === undefined ? null : load.held();
  if (held === null || opened.compare === undefined) return NOTHING_COUNTED;
  const compared = await opened.compare(held, signal);
  if (compared.partitions.length === 0) return compared;
  await read(compared.partitions);
  await load.loaded();
  return compared;
}
