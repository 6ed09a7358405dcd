import { STAGING_FILE_BYTES, type Staging, type StagingContent, type StagingFormat } from '../../../model/staging.ts';
import { StagingFileWriter, type StagingMark } from '../../shared/staging-file-writer.ts';

const FORMAT: StagingFormat = { kind: 'json', records: '', compression: 'none' };
const EMPTY: StagingMark = { bytes: 0, rows: 0 };

/** Writes pages of rows into staging files of bounded size. A file holds a page whole or not at all. */
export class PageStaging {
  readonly #staging: Staging;
  readonly #content: StagingContent;
  /** One file per page, so that a row that moved and was read twice has an older and a newer version. */
  readonly #perPage: boolean;
  #file: StagingFileWriter | null = null;
  #longestRow = 0;
  /** The end of the last whole page in the open file. */
  #wholePages = EMPTY;
  /** Rows of all pages so far. */
  total = 0;

  constructor(staging: Staging, content: StagingContent, perPage = false) {
    this.#staging = staging;
    this.#content = content;
    this.#perPage = perPage;
  }

  /** Waits for the next file before a page is requested, so that no half-read page has to wait. */
  async ready(): Promise<void> {
    await this.#open();
  }

  /** Drops what an earlier attempt wrote of this page. */
  async beginPage(): Promise<void> {
    await this.#file?.rewind(this.#wholePages);
  }

  async write(bytes: Uint8Array, rows: number, longestRow: number): Promise<void> {
    if (rows === 0) return;
    const file = await this.#open();
    await file.append(bytes, rows);
    // The scanner uses the same memory again.
    await file.flush();
    this.#longestRow = Math.max(this.#longestRow, longestRow);
  }

  async endPage(): Promise<void> {
    const { bytes, rows } = this.#file ?? EMPTY;
    this.total += rows - this.#wholePages.rows;
    this.#wholePages = { bytes, rows };
    if (bytes >= STAGING_FILE_BYTES || (this.#perPage && rows > 0)) await this.finish();
  }

  /** Hands the last file over. */
  async finish(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.finish(this.#longestRow);
    this.#longestRow = 0;
    this.#wholePages = EMPTY;
  }

  async abandon(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.discard();
  }

  async #open(): Promise<StagingFileWriter> {
    this.#file ??= await StagingFileWriter.create(this.#staging, this.#content, FORMAT);
    return this.#file;
  }
}
