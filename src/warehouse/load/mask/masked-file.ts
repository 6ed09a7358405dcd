import { createWriteStream } from 'node:fs';
import { Transform, type TransformCallback, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { RowMask } from '../../../model/staging.ts';

class MaskTransform extends Transform {
  readonly #mask: RowMask;

  constructor(mask: RowMask) {
    super();
    this.#mask = mask;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    try {
      done(null, this.#mask.feed(chunk));
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      done(null, this.#mask.end());
    } catch (error) {
      done(error as Error);
    }
  }
}

export function openFile(path: string): Writable {
  return createWriteStream(path, { highWaterMark: 1024 * 1024 });
}

/** A file that receives masked rows only, in plain text: what is written to it is unpacked and masked first. */
export class MaskedFile extends Writable {
  readonly #first: Writable;
  readonly #written: Promise<void>;

  constructor(file: Writable, mask: RowMask, gzipped: boolean) {
    super({ highWaterMark: 1024 * 1024 });
    const transform = new MaskTransform(mask);
    const gunzip = gzipped ? createGunzip({ chunkSize: 128 * 1024 }) : null;
    this.#first = gunzip ?? transform;
    this.#written = gunzip === null ? pipeline(transform, file) : pipeline(gunzip, transform, file);
    this.#written.catch((error: Error) => this.destroy(error));
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#first.write(chunk)) done();
    else this.#first.once('drain', done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#first.end();
    this.#written.then(() => done(), done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#first.destroy(error ?? undefined);
    done(error);
  }
}
