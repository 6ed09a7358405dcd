import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';
import { type Encryption, passphraseEncryption } from '../../src/state/seal/encryption.ts';
import { writeHead } from '../../src/state/segments/head.ts';
import { segmentStore } from '../../src/state/segments/segment-store.ts';
import type { StateStore } from '../../src/state/store.ts';
import type { StoredObject } from '../servers/s3/bucket.ts';
import { BUCKET } from '../servers/s3/names.ts';
import { type S3Server, startS3 } from '../servers/s3/server.ts';

const SEGMENT = 1024;
const KEY = passphraseEncryption(new Secret('a key of more than sixteen characters'), 16);
let directory: string;
let s3: S3Server;
let now: Date;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pieces-'));
  s3 = await startS3();
  now = new Date('2026-12-01T00:00:00Z');
});
afterEach(async () => {
  await s3.close();
  await rm(directory, { recursive: true, force: true });
});

async function objectsAt(): Promise<ObjectStore> {
  const retryPolicy = { attempts: 6, firstDelayMs: 1, longestDelayMs: 4, longestRetryAfterMs: 1000 };
  return openObjectStore(`s3://${BUCKET}/states/default`, { setting: 'state', env: s3.env, retryPolicy });
}

async function store(encryption: Encryption | null = null): Promise<StateStore> {
  return segmentStore({ objects: await objectsAt(), encryption, clock: () => now, segmentBytes: SEGMENT });
}

const path = (name: string): string => join(directory, name);

/** Saves over what is there, as a run that began from it. */
async function saved(s: StateStore, content: Buffer, restored = true) {
  const newest = await s.newest();
  await writeFile(path('work'), content);
  return s.save(path('work'), (newest?.generation ?? 0) + 1, { newest, restored: restored && newest !== null });
}

async function restored(s: StateStore): Promise<Buffer | null> {
  return (await s.restore(path('restored'))) === null ? null : readFile(path('restored'));
}

const uploaded = (from: number): number =>
  s3.requests
    .slice(from)
    .reduce((sum, { method, key, bytes }) => sum + (method === 'PUT' && !key.includes('highwater-try') ? bytes : 0), 0);

describe.each([
  ['plain', null],
  ['encrypted', KEY],
] as const)('%s', (_, encryption) => {
  test('what was saved comes back byte for byte, by itself, and in the next generation', async () => {
    const s = await store(encryption);
    expect(await s.newest()).toBeNull();
    expect(await restored(s)).toBeNull();
    for (const size of [0, 1, SEGMENT, SEGMENT * 20 + 7]) {
      const content = randomBytes(size);
      const { generation, bytes, key } = await saved(s, content);
      expect(bytes).toBe(size);
      const other = await store(encryption);
      expect(await other.newest()).toEqual({ generation, key });
      expect((await restored(other))?.equals(content)).toBe(true);
    }
  });

  test('only segments that changed are uploaded; those that nothing names go, an hour later', async () => {
    const s = await store(encryption);
    const content = randomBytes(SEGMENT * 100);
    await saved(s, content);
    for (let i = 0; i < 5; i++) {
      const from = s3.requests.length;
      content[SEGMENT * (10 + i)] = (content[SEGMENT * (10 + i)] ?? 0) ^ 1;
      await saved(s, content);
      expect(uploaded(from)).toBeLessThan(SEGMENT * 12);
      expect((await restored(s))?.equals(content)).toBe(true);
    }
    const segments = () => [...s3.bucket.objects.keys()].filter((key) => key.includes('/segments/')).length;
    expect(segments()).toBe(105);
    now = new Date(now.getTime() + 2 * 3_600_000);
    await saved(s, content);
    now = new Date(now.getTime() + 2 * 3_600_000);
    await saved(s, content);
    expect(segments()).toBe(100);
    expect([...s3.bucket.objects.keys()].filter((key) => key.includes('/generations/'))).toHaveLength(2);
    expect((await restored(s))?.equals(content)).toBe(true);
  });

  test('a damaged or missing segment is found; a full sync then stores everything again', async () => {
    const s = await store(encryption);
    const content = randomBytes(SEGMENT * 3);
    await saved(s, content);
    const [key = ''] = [...s3.bucket.objects.keys()].filter((k) => k.includes('/segments/'));
    const before = s3.bucket.get(key);
    s3.bucket.objects.set(key, { ...before, body: Buffer.concat([before.body.subarray(1), Buffer.of(7)]) });
    await expect(s.restore(path('x'))).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
    s3.bucket.objects.delete(key);
    await expect(s.restore(path('x'))).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringContaining('missing'),
    });
    await saved(s, content, false);
    expect((await restored(s))?.equals(content)).toBe(true);
  });

  test('the second writer gets STATE_MOVED and changes nothing', async () => {
    const [one, two] = [await store(encryption), await store(encryption)];
    await saved(one, randomBytes(SEGMENT * 3));
    const newest = await two.newest();
    const [a, b] = [randomBytes(SEGMENT * 4), randomBytes(SEGMENT * 5)];
    await saved(one, a);
    await writeFile(path('work'), b);
    await expect(two.save(path('work'), 2, { newest, restored: true })).rejects.toMatchObject({ code: 'STATE_MOVED' });
    expect((await restored(two))?.equals(a)).toBe(true);
  });

  test('a reader whose generation is removed under it goes on with the newer one', async () => {
    const s = await store(encryption);
    const { objects } = s3.bucket;
    const put = (contents: ReadonlyMap<string, StoredObject>) => {
      objects.clear();
      for (const [key, object] of contents) objects.set(key, object);
    };
    await saved(s, randomBytes(SEGMENT * 40));
    const older = new Map(objects);
    const next = randomBytes(SEGMENT * 41);
    for (let i = 0; i < 3; i++) {
      now = new Date(now.getTime() + 2 * 3_600_000);
      await saved(s, next);
    }
    const newer = new Map(objects);
    put(older);
    // As if a slow reader met three saves and several hours in the midst of its segments.
    let reads = 0;
    s3.fault = ({ method, key }) => {
      if (method === 'GET' && key.includes('/segments/') && ++reads === 20) put(newer);
      return null;
    };
    expect((await restored(s))?.equals(next)).toBe(true);
    expect(reads).toBeGreaterThan(41);
  });
});

test('names and contents of an encrypted state say nothing; a wrong key is told apart', async () => {
  const s = await store(KEY);
  const content = Buffer.alloc(SEGMENT * 4, 'a customer ');
  await saved(s, content);
  const plain = createHash('sha256').update(content.subarray(0, SEGMENT)).digest('hex');
  for (const [key, { body }] of s3.bucket.objects) {
    expect(key).not.toContain(plain);
    expect(body.includes('customer')).toBe(false);
  }
  const other = await store(passphraseEncryption(new Secret('another key of many characters'), 16));
  await expect(other.restore(path('x'))).rejects.toMatchObject({
    code: 'STATE_WRONG_KEY',
    message: expect.stringContaining('another key'),
  });
  await expect((await store()).restore(path('x'))).rejects.toMatchObject({
    message: expect.stringContaining('no key was given'),
  });
  // With the new key everything is stored again.
  await saved(other, content, false);
  expect((await restored(other))?.equals(content)).toBe(true);
});

test('an encrypted segment can not stand in for another', async () => {
  const s = await store(KEY);
  await saved(s, randomBytes(SEGMENT * 2));
  const [one = '', two = ''] = [...s3.bucket.objects.keys()].filter((k) => k.includes('/segments/'));
  s3.bucket.objects.set(one, s3.bucket.get(two));
  await expect(s.restore(path('x'))).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
});

test('a newer format is refused, and nothing is touched', async () => {
  const s = await store();
  await saved(s, randomBytes(SEGMENT));
  const newest = await s.newest();
  const key = 'states/default/head.json';
  const head = JSON.parse(s3.bucket.get(key).body.toString());
  const body = Buffer.from(JSON.stringify({ ...head, format: 2 }));
  s3.bucket.objects.set(key, { ...s3.bucket.get(key), body, etag: '"newer"' });
  const before = new Map(s3.bucket.objects);
  await expect(s.newest()).rejects.toMatchObject({ code: 'STATE_NEWER_FORMAT' });
  await expect(s.restore(path('x'))).rejects.toMatchObject({ code: 'STATE_NEWER_FORMAT' });
  await writeFile(path('work'), 'x');
  await expect(s.save(path('work'), 2, { newest, restored: true })).rejects.toMatchObject({ code: 'STATE_MOVED' });
  expect([...s3.bucket.objects].filter(([k]) => !before.has(k))).toEqual([]);
  // Unless the user chose to.
  await s.save(path('work'), 1, { newest: null, replaceUnreadable: true });
  expect((await restored(s))?.toString()).toBe('x');
});

test.each([
  ['no JSON', Buffer.from('{'), 'STATE_UNREADABLE'],
  ["another's", Buffer.from('{"product":"x"}'), 'STATE_UNREADABLE'],
  ['no generation', writeHead({ generations: [] as never }), 'STATE_UNREADABLE'],
  [
    'a path as id',
    writeHead({
      generations: [
        { generation: 1, id: '../../x', savedAt: '', bytes: 1, list: { bytes: 1, sha256: 'a'.repeat(64) }, encryption: null },
      ],
    }),
    'STATE_UNREADABLE',
  ],
])('a head with %s is unreadable', async (_, body, code) => {
  s3.bucket.put('states/default/head.json', body, {}, {});
  await expect((await store()).newest()).rejects.toMatchObject({ code });
});

test('a store that is not reached is no empty store', async () => {
  s3.fault = () => 'error';
  await expect((await store()).newest()).rejects.toMatchObject({ code: 'STATE_UNREACHABLE' });
});
