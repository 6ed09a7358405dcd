import { type FileHandle, open } from 'node:fs/promises';
import type { Staging, StagingContent, StagingFile, StagingFormat } from '../../model/staging.ts';

const WRITE_BYTES = 1024 * 1024;
const NOTHING_TO_RELEASE = () => undefined;

/** How far a file is written. */
export interface StagingMark {
  readonly bytes: number;
  readonly rows: number;
}

/** One staging file being written: a batch of chunks goes to the disk while the next batch is gathered. */
export class StagingFileWriter {
  readonly #file: StagingFile;
  readonly #handle: FileHandle;
  #bytes = 0;
  #rows = 0;
  /** Where the next batch is written. */
  #position = 0;
  #batch: { readonly bytes: Uint8Array; release(): void }[] = [];
  #batchBytes = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: StagingFile, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  /** Waits while too many files are not loaded yet. */
  static async create(staging: Staging, content: StagingContent, format: StagingFormat): Promise<StagingFileWriter> {
    const file = await staging.create(content, format);
    return new StagingFileWriter(file, await open(file.path, 'w'));
  }

  get bytes(): number {
    return this.#bytes;
  }

  get rows(): number {
    return this.#rows;
  }

  get #mask(): StagingFile['mask'] {
    return this.#file.mask;
  }

  /** `rows` end in this chunk. The writer keeps the memory of `chunk` until it calls `release`, or until the next `flush` is done. */
  async append(chunk: Uint8Array, rows: number, release: () => void = NOTHING_TO_RELEASE): Promise<void> {
    const masked = this.#mask?.feed(chunk);
    if (masked !== undefined) release();
    this.#add(masked ?? chunk, masked === undefined ? release : NOTHING_TO_RELEASE);
    this.#rows += rows;
    if (this.#batchBytes >= WRITE_BYTES) await this.#startWriting();
  }

  #add(bytes: Uint8Array, release: () => void): void {
    this.#batch.push({ bytes, release });
    this.#batchBytes += bytes.length;
    this.#bytes += bytes.length;
  }

  /** Resolves when all chunks are on disk. */
  async flush(): Promise<void> {
    await this.#startWriting();
    await this.#writing;
  }

  /** Drops what was appended after `mark`. */
  async rewind(mark: StagingMark): Promise<void> {
    await this.flush();
    await this.#handle.truncate(mark.bytes);
    this.#mask?.reset();
    this.#bytes = mark.bytes;
    this.#rows = mark.rows;
    this.#position = mark.bytes;
  }

  /** Hands the file to the warehouse; discards it if it has no rows. `longestRow`: in bytes, if known. */
  async finish(longestRow?: number): Promise<void> {
    if (this.#mask !== undefined) this.#add(this.#mask.end(), NOTHING_TO_RELEASE);
    await this.flush();
    await this.#handle.close();
    if (this.#rows === 0) await this.#file.discard();
    else await this.#file.done(this.#rows, longestRow === undefined ? undefined : longestRow + (this.#mask?.growth ?? 0));
  }

  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#handle.close().catch(() => undefined);
    await this.#file.discard();
  }

  async #startWriting(): Promise<void> {
    await this.#writing;
    const batch = this.#batch;
    const position = this.#position;
    this.#position += this.#batchBytes;
    this.#batch = [];
    this.#batchBytes = 0;
    if (batch.length === 0) return;
    this.#writing = this.#write(batch, position);
    // The next batch or `finish` awaits it; until then a failure must not count as unhandled.
    this.#writing.catch(() => undefined);
  }

  async #write(batch: readonly { readonly bytes: Uint8Array; release(): void }[], position: number): Promise<void> {
    await writeWhole(
      this.#handle,
      batch.map(({ bytes }) => bytes),
      position,
    );
    for (const { release } of batch) release();
  }
}

/** One write may take only a part of the bytes (a disk that is nearly full, a network file system): writes the rest too. */
export async function writeWhole(
  handle: Pick<FileHandle, 'writev'>,
  chunks: readonly Uint8Array[],
  position: number,
): Promise<void> {
  let rest = chunks;
  for (let at = position; rest.length > 0; ) {
    const { bytesWritten } = await handle.writev(rest, at);
    at += bytesWritten;
    rest = unwritten(rest, bytesWritten);
  }
}

function unwritten(chunks: readonly Uint8Array[], bytesWritten: number): readonly Uint8Array[] {
  let written = bytesWritten;
  const first = chunks.findIndex((chunk) => {
    if (chunk.length > written) return true;
    written -= chunk.length;
    return false;
  });
  if (first === -1) return [];
  return [chunks[first]?.subarray(written) ?? new Uint8Array(), ...chunks.slice(first + 1)];
}
