import { isDeepStrictEqual } from 'node:util';
import { claimedBy, type StagedFile } from './load-batch.ts';

// DuckDB writes row groups (122,880 rows) straight to disk, once, while one INSERT fills them. What is left half full at the
// end of each thread's share is compressed again by the next checkpoint, with its full neighbours, unless three or more full
// ones lie between. So an INSERT should bring each thread more than three row groups; the last one too, hence two batches
// are gathered before the first is loaded. Figures: docs/decisions/batched-staging-files.md.
const BATCH_ROWS_PER_THREAD = 3.2 * 122_880;
// Wide rows fill the disk first: a file is about STAGING_FILE_BYTES.
const BATCH_FILES = 24;
const MOST_FILES = 32;
/** The disk that one partition may use: files waiting or being loaded. */
export const FILES_WAITING = 2 * BATCH_FILES;

/** How many of the first files to load now: a batch's worth once there are two, or too many files; else 0. */
export function fullBatch(files: readonly StagedFile[], threads: number): number {
  const rows = claimedBy(files);
  const batch = BATCH_ROWS_PER_THREAD * threads;
  return rows >= 2 * batch || files.length >= MOST_FILES ? firstBatch(files, batch) : 0;
}

function firstBatch(files: readonly StagedFile[], batch: number): number {
  let [count, rows] = [0, 0];
  for (const file of files) {
    if (rows >= batch || count >= BATCH_FILES) break;
    rows += file.rows;
    count++;
  }
  return count;
}

/** Whether one INSERT can take both. */
export function goTogether(a: StagedFile, b: StagedFile): boolean {
  return a.content === b.content && isDeepStrictEqual(a.format, b.format);
}
