import type { Encryption, EncryptionHeader, FileKey } from './encryption.ts';

/** A short text under a key of its own. `facts`: what it is, so that it can't be passed off as another. */
export async function sealText(text: string, key: FileKey, facts: string): Promise<Buffer> {
  const sealed = await whole(key.encrypt(once(Buffer.from(text)), facts));
  return Buffer.from(JSON.stringify({ encryption: key.header, sealed: sealed.toString('base64') }));
}

/** Throws DamagedError, WrongKeyError or SyntaxError. */
export async function openText(bytes: Buffer, encryption: Encryption, facts: string): Promise<string> {
  const { encryption: header, sealed } = JSON.parse(bytes.toString()) as { encryption: EncryptionHeader; sealed: string };
  const key = await encryption.open(header);
  return (await whole(key.decrypt(once(Buffer.from(sealed, 'base64')), facts))).toString();
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function whole(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}
