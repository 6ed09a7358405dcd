import { type FileHandle, open } from 'node:fs/promises';
import {
  STAGING_FILE_BYTES,
  type Staging,
  type StagingContent,
  type StagingFile,
  type StagingFormat,
} from '../../../model/staging.ts';

const FORMAT: StagingFormat = { kind: 'json', records: '', compression: 'none' };

/** Writes rows into staging files of bounded size. A page is either in them whole, or not at all. */
export class StagedRows {
  readonly #staging: Staging;
  readonly #content: StagingContent;
  /** A file a page, so that a row that moved and was read twice has an older and a newer reading. */
  readonly #perPage: boolean;
  #file: { readonly staged: StagingFile; readonly handle: FileHandle } | null = null;
  #size = 0;
  #rows = 0;
  #longest = 0;
  #page = { size: 0, rows: 0 };
  /** Rows of all pages so far. */
  total = 0;

  constructor(staging: Staging, content: StagingContent, perPage = false) {
    this.#staging = staging;
    this.#content = content;
    this.#perPage = perPage;
  }

  /** Waits for a place for the next file before a page is asked for, rather than with half of it read. */
  async ready(): Promise<void> {
    this.#file ??= await this.#open();
  }

  /** Forgets what an earlier attempt wrote of this page. */
  async beginPage(): Promise<void> {
    this.#page = { size: this.#size, rows: 0 };
    await this.#file?.handle.truncate(this.#size);
  }

  async write(bytes: Uint8Array, rows: number, longest: number): Promise<void> {
    if (rows === 0) return;
    await this.ready();
    // Awaited to its end: the scanner uses the same memory again.
    if (this.#file !== null) await writeWhole(this.#file.handle, bytes, this.#page.size);
    this.#page.size += bytes.length;
    this.#page.rows += rows;
    this.#longest = Math.max(this.#longest, longest);
  }

  async endPage(): Promise<void> {
    this.#size = this.#page.size;
    this.#rows += this.#page.rows;
    this.total += this.#page.rows;
    if (this.#size >= STAGING_FILE_BYTES || (this.#perPage && this.#rows > 0)) await this.finish();
  }

  /** Hands the last file over. */
  async finish(): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    this.#file = null;
    await file.handle.close();
    if (this.#rows === 0) await file.staged.discard();
    else await file.staged.done(this.#rows, this.#longest);
    this.#size = 0;
    this.#rows = 0;
    this.#longest = 0;
    this.#page = { size: 0, rows: 0 };
  }

  async abandon(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.handle.close();
    await file?.staged.discard();
  }

  async #open() {
    const staged = await this.#staging.create(this.#content, FORMAT);
    return { staged, handle: await open(staged.path, 'w') };
  }
}

/** One write may take less than it was given (a disk that is nearly full, a network file system). */
export async function writeWhole(handle: Pick<FileHandle, 'write'>, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
