import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, webcrypto } from 'node:crypto';

/** What is stored isn't what was saved. */
export class DamagedError extends Error {}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Names and seals the pieces of a state. What a piece's name says of its content, only the key's owner can tell. */
export interface SealingKey {
  /** 64 hexadecimal digits that only this content has. */
  nameOf(content: Buffer): Promise<string>;
  /** `label`: what the piece is; it must be the same on both sides. */
  seal(content: Buffer, label: string): Buffer;
  /** Throws DamagedError where the piece isn't what was sealed under this label. */
  open(sealed: Buffer, label: string): Buffer;
}

/** Without encryption a name is the content's SHA-256, and a segment vouches for itself by its name. */
export const PLAIN_PIECES: SealingKey = {
  // On another thread: this one is what limits a transfer. https://nodejs.org/api/cli.html#uv_threadpool_sizesize
  nameOf: async (content) => Buffer.from(await webcrypto.subtle.digest('SHA-256', content)).toString('hex'),
  seal: (content) => content,
  open: (sealed) => sealed,
};

/**
 * Names are HMAC-SHA-256 under a key of their own. Each piece is AES-256-GCM under a key derived from its label (HKDF, RFC 5869), with a
 * random nonce in front and the tag behind: pieces can't be exchanged for each other, and no key seals many.
 */
export function sealingKey(master: Buffer): SealingKey {
  const derive = (label: string): Buffer => Buffer.from(hkdfSync('sha256', master, Buffer.of(), `highwater ${label}`, 32));
  const names = derive('names');
  return {
    nameOf: async (content) => createHmac('sha256', names).update(content).digest('hex'),
    seal(content, label) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', derive(label), nonce, { authTagLength: TAG_BYTES });
      return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, label) {
      if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new DamagedError(`${label} is cut off`);
      const nonce = sealed.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', derive(label), nonce, { authTagLength: TAG_BYTES });
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      const content = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
      try {
        decipher.final();
      } catch {
        throw new DamagedError(`${label} was damaged or changed after it was saved (it fails its authentication)`);
      }
      return content;
    },
  };
}
