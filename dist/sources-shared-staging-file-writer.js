import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/model/staging.ts
var STAGING_FILE_BYTES = 32 * 1024 * 1024;

// src/sources/shared/staging-file-writer.ts
var import_promises = __toESM(require_promises(), 1);
var WRITE_BYTES = 1024 * 1024;
var NOTHING_TO_RELEASE = () => void 0;
var StagingFileWriter = class _StagingFileWriter {
  #file;
  #handle;
  #bytes = 0;
  #rows = 0;
  /** Where the next batch is written. */
  #position = 0;
  #batch = [];
  #batchBytes = 0;
  #writing = Promise.resolve();
  constructor(file, handle) {
    this.#file = file;
    this.#handle = handle;
  }
  /** Waits while too many files are not loaded yet. */
  static async create(staging, content, format) {
    const file = await staging.create(content, format);
    return new _StagingFileWriter(file, await (0, import_promises.open)(file.path, "w"));
  }
  get bytes() {
    return this.#bytes;
  }
  get rows() {
    return this.#rows;
  }
  get #mask() {
    return this.#file.mask;
  }
  /** `rows` end in this chunk. The writer keeps the memory of `chunk` until it calls `release`, or until the next `flush` is done. */
  async append(chunk, rows, release = NOTHING_TO_RELEASE) {
    const masked = this.#mask?.feed(chunk);
    if (masked !== void 0) release();
    this.#add(masked ?? chunk, masked === void 0 ? release : NOTHING_TO_RELEASE);
    this.#rows += rows;
    if (this.#batchBytes >= WRITE_BYTES) await this.#startWriting();
  }
  #add(bytes, release) {
    this.#batch.push({ bytes, release });
    this.#batchBytes += bytes.length;
    this.#bytes += bytes.length;
  }
  /** Resolves when all chunks are on disk. */
  async flush() {
    await this.#startWriting();
    await this.#writing;
  }
  /** Drops what was appended after `mark`. */
  async rewind(mark) {
    await this.flush();
    await this.#handle.truncate(mark.bytes);
    this.#mask?.reset();
    this.#bytes = mark.bytes;
    this.#rows = mark.rows;
    this.#position = mark.bytes;
  }
  /** Hands the file to the warehouse; discards it if it has no rows. `longestRow`: in bytes, if known. */
  async finish(longestRow) {
    if (this.#mask !== void 0) this.#add(this.#mask.end(), NOTHING_TO_RELEASE);
    await this.flush();
    await this.#handle.close();
    if (this.#rows === 0) await this.#file.discard();
    else await this.#file.done(this.#rows, longestRow === void 0 ? void 0 : longestRow + (this.#mask?.growth ?? 0));
  }
  async discard() {
    await this.#writing.catch(() => void 0);
    await this.#handle.close().catch(() => void 0);
    await this.#file.discard();
  }
  async #startWriting() {
    await this.#writing;
    const batch = this.#batch;
    const position = this.#position;
    this.#position += this.#batchBytes;
    this.#batch = [];
    this.#batchBytes = 0;
    if (batch.length === 0) return;
    this.#writing = this.#write(batch, position);
    this.#writing.catch(() => void 0);
  }
  async #write(batch, position) {
    await writeWhole(
      this.#handle,
      batch.map(({ bytes }) => bytes),
      position
    );
    for (const { release } of batch) release();
  }
};
async function writeWhole(handle, chunks, position) {
  let rest = chunks;
  for (let at = position; rest.length > 0; ) {
    const { bytesWritten } = await handle.writev(rest, at);
    at += bytesWritten;
    rest = unwritten(rest, bytesWritten);
  }
}
function unwritten(chunks, bytesWritten) {
  let written = bytesWritten;
  const first = chunks.findIndex((chunk) => {
    if (chunk.length > written) return true;
    written -= chunk.length;
    return false;
  });
  if (first === -1) return [];
  return [chunks[first]?.subarray(written) ?? new Uint8Array(), ...chunks.slice(first + 1)];
}

export {
  STAGING_FILE_BYTES,
  StagingFileWriter
};
