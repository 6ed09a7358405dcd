import { open, stat } from 'node:fs/promises';
import { cutFile } from './cut-file.ts';
import type { Batch, StagedFile } from './load-batch.ts';
import { longestPossible } from './staging-query.ts';

// DuckDB handles 2,048 rows of a row group at once: these are then 64 MiB or more.
const LONG_ROW = 32 * 1024;
/** Bytes of long rows that come into a table with one transaction, and then are a row group of their own. */
export const PIECE_BYTES = 64 * 2 ** 20;

/** Whether the rows are so long on average that they should be loaded in pieces. */
export async function hasLongRows({ files }: Batch): Promise<boolean> {
  for (const file of files)
    if (longestPossible(file) >= LONG_ROW && (await plainBytes(file)) / Math.max(1, file.rows) >= LONG_ROW) return true;
  return false;
}

/** The batch's rows in batches of about PIECE_BYTES; a larger file is cut. What it writes for that is gone when the next is asked for. */
export async function* piecesOf(batch: Batch): AsyncGenerator<Batch> {
  let piece: StagedFile[] = [];
  let sum = 0;
  for (const file of batch.files) {
    const bytes = await plainBytes(file);
    if (piece.length > 0 && sum + bytes > PIECE_BYTES) {
      yield* batchOf(batch, piece);
      [piece, sum] = [[], 0];
    }
    if (bytes > 2 * PIECE_BYTES) for await (const part of cutFile(file, PIECE_BYTES, batch.title)) yield* batchOf(batch, [part]);
    else {
      piece.push(file);
      sum += bytes;
    }
  }
  yield* batchOf(batch, piece);
}

function* batchOf({ target, title }: Batch, [first, ...others]: readonly StagedFile[]): Generator<Batch> {
  if (first !== undefined) yield { files: [first, ...others], target, title };
}

/** Bytes before compression: gzip notes the lowest 32 bits of their number at its end (RFC 1952). */
async function plainBytes({ path, format }: StagedFile): Promise<number> {
  const { size } = await stat(path);
  if (format.compression !== 'gzip' || size < 4) return size;
  const handle = await open(path);
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, size - 4);
    return Math.max(size, buffer.readUInt32LE());
  } finally {
    await handle.close();
  }
}
