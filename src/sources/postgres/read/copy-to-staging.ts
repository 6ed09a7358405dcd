import { type FileHandle, open } from 'node:fs/promises';
import { HighwaterError } from '../../../model/errors.ts';
import type { Receipt } from '../../../model/plan.ts';
import {
  STAGING_FILE_BYTES,
  type Staging,
  type StagingContent,
  type StagingFile,
  type StagingFormat,
} from '../../../model/staging.ts';
import type { Session } from '../connect/session.ts';
import { CopyOut, type Piece } from './copy-out.ts';

const FORMAT: StagingFormat = { kind: 'csv', header: false, nullText: 'unquoted-empty', compression: 'none' };
const WRITE_BYTES = 1024 * 1024;

/**
 * Runs one COPY and writes its bytes to staging files, cut at row ends. Rows are counted by the protocol's messages, one a
 * row, and must agree with COPY's tag. On an error the file being written is discarded; `cut` is called where the COPY still
 * runs, which nothing but its connection's end would stop.
 */
export async function copyToStaging(
  session: Session,
  sql: string,
  content: StagingContent,
  staging: Staging,
  cut: () => void,
): Promise<Receipt> {
  const copy = new CopyOut(sql);
  session.copy(copy);
  let rows = 0;
  let bytes = 0;
  let file: OpenFile | null = null;
  try {
    for (let piece = await copy.next(STAGING_FILE_BYTES); piece !== null; ) {
      file ??= await OpenFile.create(await staging.create(content, FORMAT));
      await file.write(piece);
      rows += piece.rows;
      bytes += piece.bytes.length;
      if (piece.endsRow && file.bytes >= STAGING_FILE_BYTES) {
        await file.done(copy.longestRow);
        file = null;
      }
      piece = await copy.next(STAGING_FILE_BYTES - (file?.bytes ?? 0));
    }
    await file?.done(copy.longestRow);
    file = null;
  } catch (error) {
    if (!copy.over) cut();
    await file?.discard();
    throw error;
  }
  if (copy.tag !== rows) throw countMismatch(rows, copy.tag);
  return { rows, bytes, requests: 1 };
}

/** A staging file being written: one batch on its way to the disk while the next is gathered. */
class OpenFile {
  bytes = 0;
  readonly #file: StagingFile;
  readonly #handle: FileHandle;
  #rows = 0;
  #batch: Piece[] = [];
  #batchBytes = 0;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: StagingFile, handle: FileHandle) {
    this.#file = file;
    this.#handle = handle;
  }

  static async create(file: StagingFile): Promise<OpenFile> {
    return new OpenFile(file, await open(file.path, 'w'));
  }

  async write(piece: Piece): Promise<void> {
    this.#batch.push(piece);
    this.#batchBytes += piece.bytes.length;
    this.bytes += piece.bytes.length;
    this.#rows += piece.rows;
    if (this.#batchBytes >= WRITE_BYTES) await this.#flush();
  }

  async #flush(): Promise<void> {
    await this.#writing;
    const [batch, total] = [this.#batch, this.#batchBytes];
    this.#batch = [];
    this.#batchBytes = 0;
    this.#writing = writeAll(this.#handle, batch, total);
    // Awaited at the next flush or at the end; until then a failure must not count as unhandled.
    this.#writing.catch(() => undefined);
  }

  async done(longestRow: number): Promise<void> {
    await this.#flush();
    await this.#writing;
    await this.#handle.close();
    await this.#file.done(this.#rows, longestRow);
  }

  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#handle.close().catch(() => undefined);
    await this.#file.discard();
  }
}

async function writeAll(handle: FileHandle, batch: readonly Piece[], total: number): Promise<void> {
  const parts = batch.map(({ bytes }) => bytes);
  const { bytesWritten } = await handle.writev(parts);
  // A nearly full disk may take a part only; the next write then says so.
  if (bytesWritten < total) await handle.writeFile(Buffer.concat(parts).subarray(bytesWritten));
  for (const piece of batch) piece.release();
}

function countMismatch(rows: number, tag: number | null): HighwaterError {
  return new HighwaterError(
    'COUNT_MISMATCH',
    `PostgreSQL says that it sent ${tag} rows, ${rows} arrived.`,
    'The table keeps its previous rows and watermark. Run again; if it happens again, report it with this line.',
  );
}
