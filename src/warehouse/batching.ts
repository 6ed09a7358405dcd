import { isDeepStrictEqual } from 'node:util';
import type { StagedFile } from './load-batch.ts';

// DuckDB writes row groups (122,880 rows) straight to disk, once, while one INSERT fills them. What is left half full at the
// end of each thread's share is compressed again by the next checkpoint, with its full neighbours, unless three or more full
// ones lie between. So an INSERT should bring each thread more than three row groups; the last one too, hence two batches
// are gathered before the first is loaded. Figures: docs/decisions/batched-staging-files.md.
const BATCH_ROWS_PER_THREAD = 3.2 * 122_880;
export const BATCH_FILES = 12;

/** How many of the first files to load now: a batch's worth once there are two, else 0. */
export function fullBatch(files: readonly StagedFile[], threads: number): number {
  return isFull(files, 2, threads) ? files.findIndex((_, i) => isFull(files.slice(0, i + 1), 1, threads)) + 1 : 0;
}

/** Whether one INSERT can take both. */
export function goTogether(a: StagedFile, b: StagedFile): boolean {
  return a.content === b.content && isDeepStrictEqual(a.format, b.format);
}

function isFull(files: readonly StagedFile[], batches: number, threads: number): boolean {
  const rows = files.reduce((sum, f) => sum + f.rows, 0);
  return rows >= batches * BATCH_ROWS_PER_THREAD * threads || files.length >= batches * BATCH_FILES;
}
