import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { dataUnreadable, type StagedFile } from './load-batch.ts';
import { longestPossible } from './staging-query.ts';

const QUOTE = 0x22;
const LINE_END = 0x0a;
const CHUNK_BYTES = 1024 * 1024;

/**
 * The rows of a file in files of about `bytes` bytes each, in order and not compressed; each with the header, where the file has one. Each is
 * removed when the next is asked for. Throws DATA_UNREADABLE where the compressed data is damaged.
 */
export async function* cutFile(file: StagedFile, bytes: number, title: string): AsyncGenerator<StagedFile> {
  const { format } = file;
  const ends = new RowEnds(format.kind === 'csv');
  const part = new Part(`${file.path}.part`, format.kind === 'csv' && format.header);
  const made = (): StagedFile => ({
    ...file,
    path: part.path,
    format: { ...format, compression: 'none' },
    rows: part.rows,
    longestLine: longestPossible(file),
  });
  try {
    for await (const chunk of plain(file, title)) {
      let from = 0;
      for (const end of ends.of(chunk)) {
        await part.endRow(chunk.subarray(from, end));
        from = end;
        if (part.rows === 0 || part.bytes < bytes) continue;
        await part.close();
        yield made();
        await part.begin();
      }
      await part.write(chunk.subarray(from));
    }
    await part.endRow();
    await part.close();
    if (part.rows > 0) yield made();
  } finally {
    await part.remove();
  }
}

async function* plain({ path, format }: StagedFile, title: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const stream: Readable = format.compression === 'gzip' ? file.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : file;
  if (stream !== file) file.once('error', (error) => stream.destroy(error));
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    if (/^Z_/.test(String((error as NodeJS.ErrnoException).code))) throw dataUnreadable(title, 'the compressed data is damaged');
    throw error;
  } finally {
    file.destroy();
    stream.destroy();
  }
}

/** Finds where rows end, in one chunk after another: at each line break, in CSV at those outside of quotes. */
class RowEnds {
  readonly #quotes: boolean;
  #quoted = false;

  constructor(quotes: boolean) {
    this.#quotes = quotes;
  }

  /** The offsets behind the rows that end in this chunk. */
  *of(chunk: Buffer): Generator<number> {
    const next = (byte: number, from: number): number => {
      const found = chunk.indexOf(byte, from);
      return found === -1 ? chunk.length : found;
    };
    let quote = this.#quotes ? next(QUOTE, 0) : chunk.length;
    for (let at = 0; at < chunk.length; ) {
      const end = this.#quoted ? chunk.length : next(LINE_END, at);
      if (quote < end) {
        this.#quoted = !this.#quoted;
        at = quote + 1;
        quote = next(QUOTE, at);
      } else {
        if (end < chunk.length) yield end + 1;
        at = end + 1;
      }
    }
  }
}

/** The part that is being written. */
class Part {
  readonly path: string;
  rows = 0;
  bytes = 0;
  #handle: FileHandle | null = null;
  /** Bytes since the last row's end. */
  #begun = 0;
  /** What each part begins with; null: the file's first row is still to come. */
  #header: Buffer | null;

  constructor(path: string, header: boolean) {
    this.path = path;
    this.#header = header ? null : Buffer.alloc(0);
  }

  async write(bytes: Buffer): Promise<void> {
    this.#handle ??= await open(this.path, 'w+');
    for (let at = 0; at < bytes.length; ) at += (await this.#handle.write(bytes, at)).bytesWritten;
    this.bytes += bytes.length;
    this.#begun += bytes.length;
  }

  /** A row ends with these bytes. Without any: the file ends, whose last row need not end with a line break. */
  async endRow(bytes?: Buffer): Promise<void> {
    if (bytes !== undefined) await this.write(bytes);
    if (this.#begun === 0) return;
    this.#begun = 0;
    if (this.#header !== null) this.rows++;
    else this.#header = await this.#written();
  }

  async #written(): Promise<Buffer> {
    const all = Buffer.alloc(this.bytes);
    await this.#handle?.read(all, 0, all.length, 0);
    return all;
  }

  async begin(): Promise<void> {
    await this.remove();
    [this.rows, this.bytes] = [0, 0];
    await this.write(this.#header ?? Buffer.alloc(0));
    this.#begun = 0;
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }

  async remove(): Promise<void> {
    await this.close();
    await rm(this.path, { force: true });
  }
}
