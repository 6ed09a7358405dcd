import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import type { Secret } from '../../model/secret.ts';
import { DamagedError, type SealingKey, sealingKey } from './sealing-key.ts';

export { DamagedError } from './sealing-key.ts';

/**
 * The scheme's name fixes every parameter, so that nothing in an untrusted header chooses them.
 *
 * Key: scrypt (RFC 7914) of the passphrase under a random salt of 16 bytes, N = 2^17, r = 8, p = 1, to 48 bytes: 32 for
 * the cipher, 16 stored as a check value, so that a wrong key is told apart from damage. The strength matters: anyone who
 * can open a pull request can download a repository's caches and guess at leisure.
 *
 * File: blocks of 1 MiB, each AES-256-GCM under that key (used for this one file only) with the block's number as nonce and
 * 16 bytes of tag behind it. The authenticated data are the header's facts and whether the block is the last, so blocks can't be
 * reordered, dropped or cut off at the end, and no single nonce nears GCM's 64 GiB.
 */
const SCHEME = 'scrypt-aes256gcm-1m';
/** The same key, from which sealing-key.ts derives one for each piece. */
const PIECES_SCHEME = 'scrypt-aes256gcm-pieces';
const COST = 2 ** 17;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const CHECK_BYTES = 16;
const TAG_BYTES = 16;
const BLOCK_BYTES = 1024 * 1024;

export interface EncryptionHeader {
  readonly scheme: string;
  /** base64 */
  readonly salt: string;
  /** base64 */
  readonly check: string;
}

type Bytes = AsyncIterable<Buffer>;

/** One file's key. `facts`: text that must be the same on both sides. */
export interface FileKey {
  readonly header: EncryptionHeader;
  encrypt(plain: Bytes, facts: string): AsyncGenerator<Buffer>;
  /** Yields only what was authenticated; throws DamagedError at the first block that isn't, or where the end is missing. */
  decrypt(sealed: Bytes, facts: string): AsyncGenerator<Buffer>;
}

export interface Encryption {
  /** A new key for a new file. */
  create(): Promise<FileKey>;
  /** The key of an existing file. Throws WrongKeyError, or DamagedError for a header of no known scheme. */
  open(header: EncryptionHeader): Promise<FileKey>;
  /** The key of a state that is kept in pieces: a new one, or that of an existing header. Throws as `open` does. */
  sealingKey(header: EncryptionHeader | null): Promise<{ readonly key: SealingKey; readonly header: EncryptionHeader }>;
}

export class WrongKeyError extends Error {}

/** `cost`: scrypt's N, for tests. Both sides must use the same. */
export function passphraseEncryption(passphrase: Secret, cost: number = COST): Encryption {
  const derive = async (salt: Buffer): Promise<{ key: Buffer; check: string }> => {
    const both = await stretch(passphrase.reveal(), salt, cost);
    return { key: both.subarray(0, KEY_BYTES), check: both.subarray(KEY_BYTES).toString('base64') };
  };
  return {
    async create() {
      const salt = randomBytes(SALT_BYTES);
      const { key, check } = await derive(salt);
      return fileKey(key, { scheme: SCHEME, salt: salt.toString('base64'), check });
    },
    async open(header) {
      if (header.scheme !== SCHEME) throw unknownScheme(header);
      const { key, check } = await derive(Buffer.from(header.salt, 'base64'));
      if (check !== header.check) throw new WrongKeyError();
      return fileKey(key, header);
    },
    async sealingKey(header) {
      if (header !== null && header.scheme !== PIECES_SCHEME) throw unknownScheme(header);
      const salt = header === null ? randomBytes(SALT_BYTES) : Buffer.from(header.salt, 'base64');
      const { key, check } = await derive(salt);
      if (header !== null && check !== header.check) throw new WrongKeyError();
      return { key: sealingKey(key), header: { scheme: PIECES_SCHEME, salt: salt.toString('base64'), check } };
    },
  };
}

function unknownScheme({ scheme }: EncryptionHeader): DamagedError {
  return new DamagedError(`it is encrypted in an unknown way (${scheme.slice(0, 40)})`);
}

function stretch(passphrase: string, salt: Buffer, cost: number): Promise<Buffer> {
  const options = { N: cost, r: 8, p: 1, maxmem: 256 * cost * 8 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, KEY_BYTES + CHECK_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

function fileKey(key: Buffer, header: EncryptionHeader): FileKey {
  return {
    header,
    async *encrypt(plain, facts) {
      for await (const block of inBlocks(plain, BLOCK_BYTES)) {
        const cipher = createCipheriv('aes-256-gcm', key, nonce(block.index), { authTagLength: TAG_BYTES });
        cipher.setAAD(additionalData(facts, block.last));
        yield Buffer.concat([cipher.update(block.data), cipher.final(), cipher.getAuthTag()]);
      }
    },
    async *decrypt(sealed, facts) {
      for await (const block of inBlocks(sealed, BLOCK_BYTES + TAG_BYTES)) {
        if (block.data.length < TAG_BYTES) throw new DamagedError('it is cut off');
        const text = block.data.subarray(0, -TAG_BYTES);
        const decipher = createDecipheriv('aes-256-gcm', key, nonce(block.index), { authTagLength: TAG_BYTES });
        decipher.setAAD(additionalData(facts, block.last)).setAuthTag(block.data.subarray(-TAG_BYTES));
        yield authenticated(decipher, text, block.index);
      }
    },
  };
}

function authenticated(decipher: ReturnType<typeof createDecipheriv>, text: Buffer, index: number): Buffer {
  const plain = decipher.update(text);
  try {
    decipher.final();
  } catch {
    throw new DamagedError(`it was damaged or changed after it was saved (block ${index + 1} fails authentication)`);
  }
  return plain;
}

function nonce(index: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(index), 4);
  return bytes;
}

function additionalData(facts: string, last: boolean): Buffer {
  return Buffer.from(`${SCHEME}\n${last ? 'last' : 'more'}\n${facts}`);
}

interface Block {
  readonly index: number;
  readonly data: Buffer;
  readonly last: boolean;
}

/** Cuts a stream into blocks of `size` bytes; the last may be shorter, and is empty for an empty stream. */
async function* inBlocks(source: Bytes, size: number): AsyncGenerator<Block> {
  let index = 0;
  let parts: Buffer[] = [];
  let held = 0;
  for await (const chunk of source) {
    let rest = chunk;
    // A full block is only given out when more follows: until then it may be the last.
    while (held + rest.length > size) {
      const missing = size - held;
      yield { index: index++, data: Buffer.concat([...parts, rest.subarray(0, missing)]), last: false };
      rest = rest.subarray(missing);
      parts = [];
      held = 0;
    }
    parts.push(rest);
    held += rest.length;
  }
  yield { index, data: Buffer.concat(parts), last: true };
}
