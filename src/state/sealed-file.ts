import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
// Not by name: Node below 22.15 has no zstd, and a missing named import would keep the program from starting.
import zlib from 'node:zlib';
import { DamagedError, type Encryption, WrongKeyError } from './encryption.ts';
import type { StateHeader } from './header.ts';
import { errorCode, translate, unreadable, wrongKey } from './state-errors.ts';

/*
 * Between the DuckDB file and the file that a store keeps: plain it is a copy; under a key it is compressed, then
 * encrypted (what is encrypted can't be compressed any more). Both ways stream; memory doesn't grow with the file.
 */

const READ_BYTES = 1024 * 1024;
type Chunks = AsyncIterable<Buffer>;

/** Writes the stored form of `source` to `target` (new, mode 0600, on disk when this resolves) and says what it is. */
export async function sealFile(
  source: string,
  target: string,
  facts: { readonly generation: number; readonly savedAt: string; readonly file: string },
  encryption: Encryption | null,
): Promise<StateHeader> {
  const bytes = (await stat(source)).size;
  const key = encryption === null ? null : await encryption.create();
  const compression = key !== null && typeof zlib.createZstdCompress === 'function' ? 'zstd' : 'none';
  const header = { ...facts, bytes, compression, encryption: key?.header ?? null } as const;
  const hash = createHash('sha256');
  let stored = 0;
  await pipeline([
    createReadStream(source, { highWaterMark: READ_BYTES }),
    step((chunks) => exactly(bytes, chunks, () => new Error('the file changed while it was being saved'))),
    ...(compression === 'zstd' ? [zlib.createZstdCompress({ chunkSize: READ_BYTES })] : []),
    ...(key === null ? [] : [step((chunks) => key.encrypt(chunks, boundFacts(header)))]),
    step((chunks) => hashing(hash, chunks, (length) => (stored += length))),
    createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true }),
  ]);
  return { ...header, stored: { bytes: stored, sha256: hash.digest('hex') } };
}

/**
 * Writes the DuckDB file to `into`, after everything that can be checked has been; before that it is `<into>.part`. Throws
 * STATE_UNREADABLE, STATE_WRONG_KEY or DISK_FULL.
 */
export async function openSealedFile(
  directory: string,
  header: StateHeader,
  into: string,
  encryption: Encryption | null,
  where: string,
): Promise<void> {
  const part = `${into}.part`;
  try {
    await rm(part, { force: true });
    await unseal(directory, header, part, encryption, where);
    await rename(part, into);
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof WrongKeyError) throw wrongKey(where, 'other key');
    throw translate(error, (message) => unreadable(where, message, error));
  }
}

async function unseal(directory: string, header: StateHeader, part: string, encryption: Encryption | null, where: string) {
  const name = header.file ?? '';
  const path = join(directory, name);
  const hash = createHash('sha256');
  await requireSize(path, name, header.stored.bytes);
  const key = await keyFor(header, encryption, where);
  await pipeline([
    createReadStream(path, { highWaterMark: READ_BYTES }),
    step((chunks) => hashing(hash, chunks)),
    ...(key === null ? [] : [step((chunks) => key.decrypt(chunks, boundFacts(header)))]),
    ...(header.compression === 'zstd' ? [zstdDecompress()] : []),
    step((chunks) => exactly(header.bytes, chunks, () => new DamagedError(`${name} doesn't hold ${header.bytes} bytes`))),
    createWriteStream(part, { flags: 'wx', mode: 0o600 }),
  ]);
  if (hash.digest('hex') !== header.stored.sha256) throw new DamagedError(`${name} is damaged (its checksum is wrong)`);
}

async function requireSize(path: string, name: string, bytes: number): Promise<void> {
  const size = await stat(path).then(
    (found) => found.size,
    (error: unknown) => {
      throw errorCode(error) === 'ENOENT' ? new DamagedError(`${name} is missing`) : error;
    },
  );
  if (size !== bytes) throw new DamagedError(`${name} has ${size} bytes, ${bytes} were saved`);
}

async function keyFor(header: StateHeader, encryption: Encryption | null, where: string) {
  if (header.encryption === null && encryption === null) return null;
  if (header.encryption === null) throw wrongKey(where, 'not encrypted');
  if (encryption === null) throw wrongKey(where, 'no key given');
  return encryption.open(header.encryption);
}

/** What encryption vouches for besides the content, so that an old file can't be passed off under another generation. */
function boundFacts(header: Pick<StateHeader, 'generation' | 'savedAt' | 'bytes' | 'compression'>): string {
  return JSON.stringify([header.generation, header.savedAt, header.bytes, header.compression]);
}

function zstdDecompress(): Duplex {
  if (typeof zlib.createZstdDecompress === 'function') return zlib.createZstdDecompress({ chunkSize: READ_BYTES });
  throw new DamagedError('it is compressed with zstd, which needs Node.js 22.15 or newer');
}

function step(transform: (chunks: Chunks) => AsyncGenerator<Buffer>): Duplex {
  return Duplex.from((chunks: Chunks) => transform(chunks));
}

async function* hashing(hash: Hash, chunks: Chunks, onBytes?: (length: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    onBytes?.(chunk.length);
    yield chunk;
  }
}

/** Passes on exactly `bytes` bytes. It stops as soon as there are more: a small file may unpack to a huge one. */
async function* exactly(bytes: number, chunks: Chunks, failure: () => Error): AsyncGenerator<Buffer> {
  let seen = 0;
  for await (const chunk of chunks) {
    seen += chunk.length;
    if (seen > bytes) throw failure();
    yield chunk;
  }
  if (seen !== bytes) throw failure();
}
