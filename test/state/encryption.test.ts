import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { type Encryption, passphraseEncryption } from '../../src/state/seal/encryption.ts';
import { readHeader, type StateHeader, writeHeader } from '../../src/state/seal/header.ts';
import { openSealedFile, sealFile } from '../../src/state/seal/sealed-file.ts';
import { volumePaths } from '../../src/state/seal/volumes.ts';
import { content, temporaryDirectory } from './runner.ts';

const MIB = 1024 * 1024;
const SEALED_BLOCK = MIB + 16;
const FACTS = { generation: 3, savedAt: '2026-11-21T02:03:04.005Z', file: 'state.duckdb.enc' };
const key = (text = 'correct horse'): Encryption => passphraseEncryption(new Secret(text), 16);

const at = (path: string) => JSON.stringify(join(import.meta.dirname, '../../src', path));
const imports = `
      import { Secret } from ${at('model/secret.ts')};
      import { passphraseEncryption } from ${at('state/seal/encryption.ts')};
      import { openSealedFile, sealFile } from ${at('state/seal/sealed-file.ts')};`;

let root: string;
let source: string;
let sealed: string;
let into: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ path: root, remove } = await temporaryDirectory());
  source = join(root, 'work.duckdb');
  sealed = join(root, FACTS.file);
  into = join(root, 'restored.duckdb');
});

afterEach(() => remove());

async function seal(bytes: number, encryption = key()): Promise<StateHeader> {
  await writeFile(source, content(bytes));
  return sealFile(source, sealed, FACTS, encryption);
}

/** The sums that anyone can compute are made right again: what is left to catch it is the encryption alone. */
async function reseal(header: StateHeader, change: (bytes: Buffer) => Buffer): Promise<StateHeader> {
  const bytes = change(await readFile(sealed));
  await writeFile(sealed, bytes);
  return { ...header, stored: { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') } };
}

const open = (header: StateHeader, encryption: Encryption = key()) =>
  openSealedFile({ directory: root, where: 'the test' }, header, into, encryption);

describe('an encrypted state', () => {
  it.each([0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 5 * MIB + 12345])('of %i bytes comes back to the byte', async (bytes) => {
    await open(await seal(bytes));
    expect((await readFile(into)).equals(await readFile(source))).toBe(true);
  });

  it('shows nothing of its content, and is never encrypted twice alike', async () => {
    const first = await seal(100_000);
    const bytes = await readFile(sealed);
    expect(bytes.includes('DuckDB pages')).toBe(false);
    const again = join(root, 'again.enc');
    const second = await sealFile(source, again, FACTS, key());
    expect((await readFile(again)).equals(bytes)).toBe(false);
    expect(second.encryption?.salt).not.toBe(first.encryption?.salt);
  });

  it('is compressed first', async () => {
    const header = await seal(1_000_000);
    expect(header.compression).toBe('zstd');
    expect(header.stored.bytes).toBeLessThan(520_000);
  });

  it('tells a wrong key from damage', async () => {
    const header = await seal(100_000);
    await expect(open(header, key('wrong'))).rejects.toMatchObject({
      code: 'STATE_WRONG_KEY',
      hint: expect.stringMatching(/`state-encryption-key`.*HIGHWATER_STATE_ENCRYPTION_KEY/),
    });
    const damaged = await reseal(header, (bytes) => flip(bytes, 50));
    await expect(open(damaged)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  });

  it('derives its key at full cost by default', async () => {
    const encryption = passphraseEncryption(new Secret('correct horse'));
    const start = performance.now();
    const header = await seal(1000, encryption);
    expect(performance.now() - start).toBeGreaterThan(50);
    await open(header, encryption);
    await expect(open(header)).rejects.toMatchObject({ code: 'STATE_WRONG_KEY' });
  });
});

describe('the encrypted stream by itself', () => {
  async function* stream(bytes: Buffer): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += 70_000) yield bytes.subarray(at, at + 70_000);
  }

  async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
    const all: Buffer[] = [];
    for await (const chunk of chunks) all.push(chunk);
    return Buffer.concat(all);
  }

  // Here no size, checksum or compression stands behind the authentication.
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['the last block is gone', (bytes) => bytes.subarray(0, 2 * SEALED_BLOCK)],
    ['the first block is gone', (bytes) => bytes.subarray(SEALED_BLOCK)],
    ['two blocks are exchanged', (bytes) => Buffer.concat([block(bytes, 1), block(bytes, 0), bytes.subarray(2 * SEALED_BLOCK)])],
    ['a block is doubled', (bytes) => Buffer.concat([block(bytes, 0), bytes])],
    ['nothing is left', () => Buffer.alloc(0)],
  ])('fails where %s', async (_, change) => {
    const fileKey = await key().create();
    const bytes = await collect(fileKey.encrypt(stream(content(2.5 * MIB)), 'facts'));
    expect((await collect(fileKey.decrypt(stream(bytes), 'facts'))).length).toBe(2.5 * MIB);
    await expect(collect(fileKey.decrypt(stream(change(bytes)), 'facts'))).rejects.toThrow();
    await expect(collect(fileKey.decrypt(stream(bytes), 'other facts'))).rejects.toThrow('fails authentication');
  });
});

describe('tampering with an encrypted state', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['its first byte', (bytes) => flip(bytes, 0)],
    ['the middle of a block', (bytes) => flip(bytes, MIB / 2)],
    ['a block’s tag', (bytes) => flip(bytes, MIB + 3)],
    ['the next block’s first byte', (bytes) => flip(bytes, SEALED_BLOCK)],
    ['the last block', (bytes) => flip(bytes, bytes.length - 100)],
    ['its last byte', (bytes) => flip(bytes, bytes.length - 1)],
    ['the order of blocks', (bytes) => Buffer.concat([block(bytes, 1), block(bytes, 0), bytes.subarray(2 * SEALED_BLOCK)])],
    ['the number of blocks: the last is gone', (bytes) => bytes.subarray(0, 2 * SEALED_BLOCK)],
    ['the number of blocks: the first is gone', (bytes) => bytes.subarray(SEALED_BLOCK)],
    ['the number of blocks: one is doubled', (bytes) => Buffer.concat([block(bytes, 0), bytes])],
    ['its end: cut off', (bytes) => bytes.subarray(0, -1)],
    ['its end: longer', (bytes) => Buffer.concat([bytes, Buffer.alloc(20)])],
    ['everything: it is empty', () => Buffer.alloc(0)],
    ['everything: shorter than a tag', (bytes) => bytes.subarray(0, 5)],
  ])('is noticed in %s, and nothing is released', async (_, change) => {
    const header = await reseal(await seal(5 * MIB), change);
    await expect(open(header)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    await expect(readFile(into)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readFile(`${into}.part`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.each<[string, string, (header: StateHeader) => StateHeader]>([
    ['the generation', 'STATE_UNREADABLE', (header) => ({ ...header, generation: 4 })],
    ['the time', 'STATE_UNREADABLE', (header) => ({ ...header, savedAt: '2030-01-01T00:00:00.000Z' })],
    ['the size', 'STATE_UNREADABLE', (header) => ({ ...header, bytes: header.bytes - 1 })],
    ['the compression', 'STATE_UNREADABLE', (header) => ({ ...header, compression: 'none' })],
    ['the checksum', 'STATE_UNREADABLE', (header) => ({ ...header, stored: { ...header.stored, sha256: '00' } })],
    ['the scheme', 'STATE_UNREADABLE', (header) => withEncryption(header, { scheme: 'none' })],
    ['the salt', 'STATE_WRONG_KEY', (header) => withEncryption(header, { salt: Buffer.alloc(16).toString('base64') })],
    ['the key’s check value', 'STATE_WRONG_KEY', (header) => withEncryption(header, { check: 'AAAA' })],
    ['whether it is encrypted at all', 'STATE_WRONG_KEY', (header) => ({ ...header, encryption: null })],
  ])('is noticed in the header: %s', async (_, code, change) => {
    const header = await seal(100_000);
    await expect(open(change(header))).rejects.toMatchObject({ code });
  });
});

describe('an encrypted state in volumes', () => {
  const paths = (count: number) => volumePaths(sealed, count);

  async function cut(bytes: number, volumeBytes = MIB / 2): Promise<StateHeader> {
    await writeFile(source, content(bytes));
    return sealFile(source, sealed, FACTS, key(), { inVolumes: true, volumeBytes });
  }

  it.each([
    [0, MIB, 1],
    [100, MIB, 1],
    [100, 1, 164],
    [3 * MIB, MIB, 2],
    [3 * MIB, 65_537, 25],
    [3 * MIB, 10 * MIB, 1],
  ])('of %i bytes, at most %i each, comes back to the byte', async (bytes, volumeBytes, atMost) => {
    const header = await cut(bytes, volumeBytes);
    expect(header.volumes).toBeLessThanOrEqual(atMost);
    const sizes = await Promise.all(paths(header.volumes ?? 0).map(async (path) => (await readFile(path)).length));
    expect(sizes.slice(0, -1).every((size) => size === volumeBytes)).toBe(true);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(header.stored.bytes);
    const again = readHeader(writeHeader(header), 'the test');
    await open(again);
    expect((await readFile(into)).equals(await readFile(source))).toBe(true);
  });

  it('loses each volume as it is read, where nobody else needs it', async () => {
    const { volumes, ...header } = await cut(3 * MIB);
    await openSealedFile({ directory: root, where: 'the test', take: true }, { ...header, volumes }, into, key());
    expect((await readdir(root)).sort()).toEqual(['restored.duckdb', 'work.duckdb']);
  });

  type Change = (all: Buffer[], other: Buffer[]) => Buffer[];

  // Sizes, checksum and number are made right again, as anyone could: what is left to catch it is the encryption alone.
  it.each<[string, Change]>([
    ['two are exchanged', ([a, b, ...rest]) => [b, a, ...rest] as Buffer[]],
    ['the first is gone', ([, ...rest]) => rest],
    ['one in the middle is gone', ([a, , ...rest]) => [a, ...rest] as Buffer[]],
    ['the last is gone', (all) => all.slice(0, -1)],
    ['one is there twice', ([a, ...rest]) => [a, a, ...rest] as Buffer[]],
    ['the last is there twice', (all) => [...all, ...all.slice(-1)]],
    ['one is of another state of the same key', ([, ...rest], [other]) => [other, ...rest] as Buffer[]],
    ['one is of an earlier save of the same state', ([a, , ...rest], [, other]) => [a, other, ...rest] as Buffer[]],
    ['one is empty', ([, ...rest]) => [Buffer.alloc(0), ...rest]],
    ['all are empty', (all) => all.map(() => Buffer.alloc(0))],
    ['a bit of one is flipped', ([a, b, ...rest]) => [a, flip(b ?? Buffer.alloc(1), 77), ...rest] as Buffer[]],
  ])('is refused where %s, and nothing is released', async (_, change) => {
    const whole = SEALED_BLOCK;
    const earlier = await cut(5 * MIB, whole);
    const other = await Promise.all(paths(earlier.volumes ?? 0).map(async (path) => readFile(path)));
    await Promise.all(paths(earlier.volumes ?? 0).map(async (path) => rm(path)));
    const header = await cut(5 * MIB, whole);
    const all = await Promise.all(paths(header.volumes ?? 0).map(async (path) => readFile(path)));
    expect(all.length).toBeGreaterThan(2);
    const changed = change(all, other);
    const stored = Buffer.concat(changed);
    for (const [i, bytes] of changed.entries()) await writeFile(paths(changed.length)[i] ?? '', bytes);
    const sum = createHash('sha256').update(stored).digest('hex');
    const forged = { ...header, volumes: changed.length, stored: { bytes: stored.length, sha256: sum } };
    await expect(open(forged)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    await expect(readFile(into)).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(readFile(`${into}.part`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is refused where the header names fewer volumes or more, or one is missing', async () => {
    const header = await cut(3 * MIB);
    const volumes = header.volumes ?? 0;
    await expect(open({ ...header, volumes: volumes - 1 })).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    await expect(open({ ...header, volumes: volumes + 1 })).rejects.toThrow(`state.duckdb.enc.${volumes + 1} is missing`);
    await expect(open({ ...header, volumes: null })).rejects.toThrow('state.duckdb.enc is missing');
    const text = writeHeader(header).replace(`"volumes": ${volumes}`, `"volumes": ${volumes + 1}`);
    expect(() => readHeader(text, 'the test')).toThrow('its checksum is wrong');
  });
});

describe('a small state that unpacks to a huge file', () => {
  it('is stopped on the way, long before the disk is full', async () => {
    await writeFile(source, Buffer.alloc(30 * MIB));
    const header = await sealFile(source, sealed, FACTS, key());
    expect(header.stored.bytes).toBeLessThan(10_000);
    // The child may write 4 MiB to a file: if it tries more, that is a full disk.
    const text = `${imports}
      const header = ${JSON.stringify({ ...header, bytes: 10 })};
      const facts = JSON.stringify([header.generation, header.savedAt, ${30 * MIB}, header.compression]);
      const key = passphraseEncryption(new Secret('correct horse'), 16);
      const lenient = { ...key, open: async (h) => { const k = await key.open(h); return { ...k, decrypt: (sealed) => k.decrypt(sealed, facts) }; } };
      await openSealedFile({ directory: ${JSON.stringify(root)}, where: 'the test' }, header, ${JSON.stringify(into)}, lenient).catch((error) => console.log(error.code));`;
    const command = 'ulimit -f 4096 && exec "$0" --input-type=module-typescript -e "$1"';
    const { stdout } = await promisify(execFile)('bash', ['-c', command, process.execPath, text]);
    expect(stdout.trim()).toBe('STATE_UNREADABLE');
  });
});

describe('a big state', () => {
  it('is sealed and opened in memory that does not grow with it', async () => {
    const peak = async (mebibytes: number) => Number((await promisify(execFile)(process.execPath, args(mebibytes))).stdout);
    const [small, big] = [await peak(8), await peak(200)];
    expect(big - small).toBeLessThan(100);
  }, 30_000);

  /** Seals and opens random bytes in a process of its own, and prints its peak memory in MiB. */
  function args(mebibytes: number): string[] {
    const text = `${imports}
      import { randomFillSync } from 'node:crypto';
      import { openSync, writeSync, closeSync } from 'node:fs';
      const source = ${JSON.stringify(join(root, `big-${mebibytes}`))};
      const chunk = Buffer.alloc(${MIB});
      const fd = openSync(source, 'w');
      for (let i = 0; i < ${mebibytes}; i++) writeSync(fd, randomFillSync(chunk));
      closeSync(fd);
      const key = passphraseEncryption(new Secret('k'), 16);
      const facts = { generation: 1, savedAt: '', file: 'big-${mebibytes}.enc' };
      const header = await sealFile(source, ${JSON.stringify(root)} + '/' + facts.file, facts, key);
      await openSealedFile({ directory: ${JSON.stringify(root)}, where: 'the test' }, header, source + '.out', key);
      console.log(process.resourceUsage().maxRSS / 1024);`;
    return ['--input-type=module-typescript', '-e', text];
  }
});

function withEncryption(header: StateHeader, change: Partial<NonNullable<StateHeader['encryption']>>): StateHeader {
  return { ...header, encryption: header.encryption && { ...header.encryption, ...change } };
}

function flip(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 0x01;
  return changed;
}

function block(bytes: Buffer, index: number): Buffer {
  return bytes.subarray(index * SEALED_BLOCK, (index + 1) * SEALED_BLOCK);
}
