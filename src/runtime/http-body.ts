import type { IncomingMessage } from 'node:http';
import { type Readable, Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createInflate } from 'node:zlib';

/** The connection failed: no answer, or a body that was cut off or stalled. Worth another attempt. */
export class ConnectionFailure extends Error {
  /** True where the whole request had left before: the service may have done what it asked for. */
  requestSent = false;

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ConnectionFailure';
  }
}

/** What an error of a connection is to be thrown as; `beside`: what its reader should know of the way. */
export function failureOf(error: unknown, signal: AbortSignal, beside = ''): unknown {
  if (signal.aborted) return signal.reason;
  const known = error instanceof ConnectionFailure;
  if (known && beside === '') return error;
  const message = error instanceof Error ? error.message || error.name : String(error);
  return new ConnectionFailure(beside === '' ? message : `${message} (${beside})`, known ? error.cause : error);
}

/** Passes bytes on and fails when none has come for too long. */
function watched(stallTimeoutMs: number, watch?: (chunk: Buffer) => void): Transform & { length: number } {
  let timer: NodeJS.Timeout | undefined;
  const restart = (): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => stream.destroy(new ConnectionFailure(`the answer stalled for ${stallTimeoutMs / 1000} s`)),
      stallTimeoutMs,
    );
  };
  const stream = Object.assign(
    new Transform({
      transform: (chunk: Buffer, _, done) => {
        restart();
        stream.length += chunk.length;
        watch?.(chunk);
        done(null, chunk);
      },
      destroy: (error, done) => {
        clearTimeout(timer);
        done(error);
      },
      final: (done) => {
        clearTimeout(timer);
        done();
      },
    }),
    { length: 0 },
  );
  restart();
  return stream;
}

/** Writes the bytes as they come; returns how many. */
export async function saveRaw(
  message: IncomingMessage,
  target: Writable,
  signal: AbortSignal,
  stallMs: number,
  watch?: (chunk: Buffer) => void,
): Promise<number> {
  const counter = watched(stallMs, watch);
  try {
    await pipeline(message, counter, target, { signal });
  } catch (error) {
    throw localFailure(error) ? error : failureOf(error, signal);
  }
  if (!message.complete) throw new ConnectionFailure('the answer was cut off');
  return counter.length;
}

/** A full disk is no fault of the connection. */
function localFailure(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO'].includes(String((error as { code?: unknown } | null)?.code));
}

/** The whole body, decompressed. */
export async function readBytes(
  message: IncomingMessage,
  encoding: string | undefined,
  signal: AbortSignal,
  stallMs: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await readChunks(message, encoding, signal, stallMs, async (chunk) => void chunks.push(chunk));
  return Buffer.concat(chunks);
}

/** Hands over the body piece by piece, decompressed; returns its length on the wire. What `consume` throws is thrown as it is. */
export async function readChunks(
  message: IncomingMessage,
  encoding: string | undefined,
  signal: AbortSignal,
  stallMs: number,
  consume: (chunk: Buffer) => Promise<void>,
): Promise<number> {
  let refused: { readonly error: unknown } | null = null;
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of source) {
      await consume(chunk).catch((error: unknown) => {
        refused = { error };
        throw error;
      });
    }
  };
  const counter = watched(stallMs);
  try {
    const decoder = decoderOf(encoding);
    if (decoder === null) await pipeline(message, counter, collect, { signal });
    else await pipeline(message, counter, decoder, collect, { signal });
  } catch (error) {
    throw refused === null ? failureOf(error, signal) : (refused as { readonly error: unknown }).error;
  }
  if (!message.complete) throw new ConnectionFailure('the answer was cut off');
  return counter.length;
}

function decoderOf(encoding: string | undefined): (Readable & Writable) | null {
  // Pages of several megabytes: the default pieces of 16 KiB cost more in calls than the bytes do.
  const options = { chunkSize: 128 * 1024 };
  if (encoding === 'gzip') return createGunzip(options);
  return encoding === 'deflate' ? createInflate(options) : null;
}
