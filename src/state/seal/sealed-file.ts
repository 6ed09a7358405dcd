import { createHash, type Hash } from 'node:crypto';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { chmod, copyFile, link, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
// Not by name: Node below 22.15 has no zstd, and a missing named import would keep the program from starting.
import zlib from 'node:zlib';
import { readThrough } from '../../runtime/read-through.ts';
import { errorCode, translate, unreadable, wrongKey } from '../state-errors.ts';
import { DamagedError, type Encryption, type FileKey, WrongKeyError } from './encryption.ts';
import type { StateHeader } from './header.ts';
import { readVolumes, requireVolumes, volumeBytesOf, volumePaths, writeVolumes } from './volumes.ts';

/*
 * Between the DuckDB file and the file that a store keeps: plain it is the same file under a second name, and a copy on the way back;
 * under a key it is compressed, then encrypted (what is encrypted can't be compressed any more). Memory doesn't grow with the file.
 */

const READ_BYTES = 1024 * 1024;
type Chunks = AsyncIterable<Buffer>;

export interface SealOptions {
  /** An encrypted file becomes several, `<target>.1`, `<target>.2` …, for those who remove each as soon as it is packed. */
  readonly inVolumes?: boolean;
  /** For tests; by default a 32nd of the file, from 1 to 64 MiB. */
  readonly volumeBytes?: number | undefined;
}

/**
 * Gives `target` (new, mode 0600, on disk when this resolves) the stored form of `source` and says what it is. Nobody may write to
 * `source` any more as long as there is a `target`: they may be one file.
 */
export async function sealFile(
  source: string,
  target: string,
  facts: { readonly generation: number; readonly savedAt: string; readonly file: string },
  encryption: Encryption | null,
  options: SealOptions = {},
): Promise<StateHeader> {
  const bytes = (await stat(source)).size;
  if (encryption !== null) return encryptFile(source, target, { ...facts, bytes }, encryption, options);
  await nameAgain(source, target);
  await chmod(target, 0o600);
  const sha256 = await checksum(target, bytes, () => new Error(CHANGED));
  await flushFile(target);
  return { ...facts, bytes, compression: 'none', encryption: null, stored: { bytes, sha256 }, volumes: null };
}

const CHANGED = 'the file changed while it was being saved';

/** Not every file system has hard links, and none across its border. */
async function nameAgain(source: string, target: string): Promise<void> {
  await link(source, target).catch(async () => copyFile(source, target, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE));
}

/** What was written to the file is on disk when this resolves. */
export async function flushFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function encryptFile(
  source: string,
  target: string,
  facts: Pick<StateHeader, 'generation' | 'savedAt' | 'file' | 'bytes'>,
  encryption: Encryption,
  { inVolumes = false, volumeBytes = volumeBytesOf(facts.bytes) }: SealOptions,
): Promise<StateHeader> {
  const key = await encryption.create();
  const compression = typeof zlib.createZstdCompress === 'function' ? 'zstd' : 'none';
  const header = { ...facts, compression, encryption: key.header } as const;
  const hash = createHash('sha256');
  let stored = 0;
  let volumes: number | null = null;
  const intoVolumes = (): Duplex =>
    Duplex.from(async (chunks: Chunks) => {
      volumes = await writeVolumes(chunks, target, volumeBytes);
    });
  await pipeline([
    createReadStream(source, { highWaterMark: READ_BYTES }),
    step((chunks) => exactly(facts.bytes, chunks, () => new Error(CHANGED))),
    ...(compression === 'zstd' ? [zlib.createZstdCompress({ chunkSize: READ_BYTES })] : []),
    step((chunks) => key.encrypt(chunks, boundFacts(header))),
    step((chunks) => hashing(hash, chunks, (length) => (stored += length))),
    inVolumes ? intoVolumes() : createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true }),
  ]);
  return { ...header, stored: { bytes: stored, sha256: hash.digest('hex') }, volumes };
}

export interface SealedPlace {
  readonly directory: string;
  /** For people. */
  readonly where: string;
  /** Nobody else needs the stored file: it is moved rather than copied, or removed volume by volume, so that the disk holds it once. */
  readonly take?: boolean;
  /** The stored file may get a second name instead of a copy, which nobody writes to. */
  readonly share?: boolean;
  /** Whether this file is the one that was verified before, untouched since. */
  readonly isVerified?: ((path: string) => Promise<boolean>) | undefined;
}

/**
 * Writes the DuckDB file to `into`, after everything that can be checked has been; before that it is `<into>.part`. Throws
 * STATE_UNREADABLE, STATE_WRONG_KEY or DISK_FULL.
 */
export async function openSealedFile(
  place: SealedPlace,
  header: StateHeader,
  into: string,
  encryption: Encryption | null,
): Promise<void> {
  const { where } = place;
  const part = `${into}.part`;
  try {
    await rm(part, { force: true });
    await unseal(place, header, part, encryption);
    await rename(part, into);
  } catch (error) {
    await rm(part, { force: true });
    if (error instanceof WrongKeyError) throw wrongKey(where, 'other key');
    throw translate(error, (message) => unreadable(where, message, error));
  }
}

async function unseal(
  { directory, where, take = false, share = false, isVerified }: SealedPlace,
  header: StateHeader,
  part: string,
  encryption: Encryption | null,
) {
  const name = header.file ?? '';
  const path = join(directory, name);
  const stored = volumePaths(path, header.volumes);
  await requireVolumes(stored, name, header.stored.bytes);
  const key = await keyFor(header, encryption, where);
  const wrongLength = () => new DamagedError(`${name} doesn't hold ${header.bytes} bytes`);
  const sha256 =
    key === null
      ? await bringBack({ path, take, share, isVerified }, part, header, wrongLength)
      : await decryptFile(readVolumes(stored, take), part, header, key, wrongLength);
  if (sha256 !== header.stored.sha256) throw new DamagedError(`${name} is damaged (its checksum is wrong)`);
}

/** Returns the checksum of the copy, not of what was copied. */
async function bringBack(
  { path, take, share, isVerified }: { readonly path: string } & Pick<SealedPlace, 'take' | 'share' | 'isVerified'>,
  part: string,
  header: StateHeader,
  failure: () => Error,
): Promise<string> {
  if (share === true && (await shared(path, part))) {
    if ((await isVerified?.(path)) === true) return header.stored.sha256;
    return checksum(part, header.bytes, failure);
  }
  const isMoved = take === true && (await moved(path, part));
  if (!isMoved) await copyFile(path, part, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await chmod(part, 0o600);
  return checksum(part, header.bytes, failure);
}

/** Not every file system has hard links, and none across its border. Windows replaces no name of an open file. */
async function shared(path: string, part: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  return link(path, part).then(
    () => true,
    () => false,
  );
}

/** False across the border of a file system. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EXDEV') return false;
    throw error;
  }
}

async function decryptFile(
  sealed: Chunks,
  part: string,
  header: StateHeader,
  key: FileKey,
  failure: () => Error,
): Promise<string> {
  const hash = createHash('sha256');
  await pipeline([
    Readable.from(sealed, { objectMode: false }),
    step((chunks) => hashing(hash, chunks)),
    step((chunks) => key.decrypt(chunks, boundFacts(header))),
    ...(header.compression === 'zstd' ? [zstdDecompress()] : []),
    step((chunks) => exactly(header.bytes, chunks, failure)),
    createWriteStream(part, { flags: 'wx', mode: 0o600 }),
  ]);
  return hash.digest('hex');
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

/** SHA-256 of a file of exactly `bytes` bytes, in hexadecimal. */
async function checksum(file: string, bytes: number, failure: () => Error): Promise<string> {
  const hash = createHash('sha256');
  let seen = 0;
  await readThrough(file, (chunk) => {
    seen += chunk.length;
    if (seen > bytes) throw failure();
    hash.update(chunk);
  });
  if (seen !== bytes) throw failure();
  return hash.digest('hex');
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
