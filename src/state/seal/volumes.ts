import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '../state-errors.ts';
import { DamagedError } from './sealing-key.ts';

/*
 * A stored file cut into several: whoever packs or reads them can remove each as soon as it is done with it, so that the disk never holds all of
 * it twice. The cuts mean nothing: what encryption vouches for is the whole stream, in which every block has its number and the last is marked.
 */

const READ_BYTES = 1024 * 1024;
const SMALLEST_BYTES = 1024 * 1024;
const LARGEST_BYTES = 64 * 1024 * 1024;

/** So many that the one or two on their way don't count, and no more. */
export function volumeBytesOf(bytes: number): number {
  return Math.min(LARGEST_BYTES, Math.max(SMALLEST_BYTES, Math.ceil(bytes / 32)));
}

/** The files of a stored file: itself (`volumes` is null), or `<path>.1`, `<path>.2` … */
export function volumePaths(path: string, volumes: number | null): string[] {
  return volumes === null ? [path] : Array.from({ length: volumes }, (_, i) => `${path}.${i + 1}`);
}

/** Writes new files of mode 0600 and returns their number, at least one. They are not flushed to disk: they are on their way elsewhere. */
export async function writeVolumes(chunks: AsyncIterable<Buffer>, path: string, volumeBytes: number): Promise<number> {
  const source = chunks[Symbol.asyncIterator]();
  let next = await source.next();
  let written = 0;
  do {
    const volume = async function* (): AsyncGenerator<Buffer> {
      for (let room = volumeBytes; room > 0 && next.done !== true; ) {
        const chunk: Buffer = next.value;
        const fits = chunk.subarray(0, room);
        yield fits;
        room -= fits.length;
        next = fits.length < chunk.length ? { done: false, value: chunk.subarray(fits.length) } : await source.next();
      }
    };
    written += 1;
    await pipeline(volume(), createWriteStream(`${path}.${written}`, { flags: 'wx', mode: 0o600 }));
  } while (next.done !== true);
  return written;
}

/** Reads them in their order. `remove`: each goes as soon as it has been read to its end. */
export async function* readVolumes(paths: readonly string[], remove: boolean): AsyncGenerator<Buffer> {
  for (const path of paths) {
    for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) yield chunk as Buffer;
    if (remove) await rm(path);
  }
}

/** Throws DamagedError where they don't hold so many bytes together, or one is missing. */
export async function requireVolumes(paths: readonly string[], name: string, bytes: number): Promise<void> {
  let size = 0;
  for (const path of paths) {
    const found = await stat(path).catch((error: unknown) => {
      throw errorCode(error) === 'ENOENT' ? new DamagedError(`${basename(path)} is missing`) : error;
    });
    size += found.size;
  }
  if (size !== bytes) throw new DamagedError(`${name} has ${size} bytes, ${bytes} were saved`);
}
