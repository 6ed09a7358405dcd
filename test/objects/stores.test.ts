import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openObjectStore } from '../../src/objects/open-store.ts';
import { BUCKET } from '../servers/s3/names.ts';
import { type S3Fault, type S3Server, startS3 } from '../servers/s3/server.ts';
import { storeContract } from './contract.ts';

const QUICK = { attempts: 6, firstDelayMs: 1, longestDelayMs: 4, longestRetryAfterMs: 1000 };
let scratch: string;
let s3: S3Server;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'objects-'));
  s3 = await startS3();
});
afterEach(async () => {
  await s3.close();
  await rm(scratch, { recursive: true, force: true });
});

const open = async (prefix = 'some/prefix', env: Record<string, string> = {}) =>
  openObjectStore(`s3://${BUCKET}/${prefix}`, { setting: 'state', env: { ...s3.env, ...env }, retryPolicy: QUICK });

describe('a directory', () => {
  storeContract({
    open: async () => openObjectStore(join(scratch, 'store'), { setting: 'state', env: {} }),
    scratch: () => scratch,
    large: 3 * 1024 * 1024,
  });
});

describe('S3', () => {
  storeContract({ open: async () => open(), scratch: () => scratch, large: 9 * 1024 * 1024 });

  test('lists more than one page', async () => {
    for (let i = 0; i < 1005; i++) s3.bucket.put(`p/many/${i}`, Buffer.from('x'), {}, {});
    const keys = new Set<string>();
    for await (const { key } of (await open('p')).list('many/')) keys.add(key);
    expect(keys.size).toBe(1005);
  });

  test.each<S3Fault>(['slow down', 'error', 'conflict', 'cut', 'lost', 'error after', 'late'])(
    'one write that meets "%s" is done once, and known to be done',
    async (fault) => {
      const store = await open();
      await store.create('warm up', Buffer.from('x'));
      const once = new Set<string>();
      s3.fault = ({ method, key }) => {
        if (method !== 'PUT' || once.has(key)) return null;
        once.add(key);
        return fault;
      };
      const created = await store.create('k', Buffer.from('mine'));
      expect(created.outcome).toBe('created');
      once.clear();
      const tag = created.outcome === 'created' ? created.tag : '';
      expect((await store.replace('k', Buffer.from('mine too'), tag)).outcome).toBe('replaced');
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect((await store.get('k'))?.body.toString()).toBe('mine too');
    },
  );

  test('an upload in parts survives a fault at each of its requests', async () => {
    const { writeFile } = await import('node:fs/promises');
    const body = Buffer.alloc(9 * 1024 * 1024, 'abc');
    await writeFile(join(scratch, 'file'), body);
    const store = await open();
    await store.create('warm up', Buffer.from('x'));
    for (const fault of ['cut', 'lost'] as const) {
      for (let at = 0; at < 4; at++) {
        const start = s3.requests.length + 1;
        s3.fault = ({ number }) => (number === start + at ? fault : null);
        const key = `${fault} ${at}`;
        expect((await store.createFromFile(key, join(scratch, 'file'))).outcome).toBe('created');
        expect(s3.bucket.get(`some/prefix/${key}`).body.equals(body)).toBe(true);
      }
    }
  });

  test('half an answer is no answer', async () => {
    const store = await open();
    await store.create('k', Buffer.alloc(100_000, 'x'));
    let faults = 2;
    s3.fault = ({ method }) => (method === 'GET' && faults-- > 0 ? 'half' : null);
    expect((await store.get('k'))?.body.length).toBe(100_000);
  });

  test('refuses a store that overwrites in spite of the condition, by name', async () => {
    s3.bucket.overwrites = true;
    await expect((await open()).create('k', Buffer.from('x'))).rejects.toMatchObject({
      code: 'STATE_STORE_UNSAFE',
      message: expect.stringMatching(/^s3:\/\/acme-data\/some\/prefix .*If-None-Match: \*/),
    });
    expect(s3.bucket.objects.size).toBe(0);
  });

  test.each([
    ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'wrong' }, 'refused'],
    ['another region', { AWS_REGION: 'us-west-1' }, 'other'],
    ['a token that expired', { AWS_SESSION_TOKEN: 'old' }, 'refused'],
  ])('says what is wrong with %s', async (_, env, problem) => {
    const failure = await (await open('x', env)).get('k').catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ObjectStoreError', problem });
    expect(String(failure)).not.toContain('secret');
  });

  test('a bucket that is not there is told apart from an object that is not', async () => {
    const store = await openObjectStore('s3://another/x', { setting: 'state', env: s3.env, retryPolicy: QUICK });
    await expect(store.get('k')).rejects.toMatchObject({ problem: 'absent' });
  });

  test('gives up after its tries', async () => {
    s3.fault = () => 'slow down';
    await expect((await open()).get('k')).rejects.toMatchObject({
      problem: 'busy',
      message: expect.stringContaining('SlowDown'),
    });
    expect(s3.requests).toHaveLength(6);
  });
});

test.each([
  ['ftp://x/y', {}, /scheme/],
  ['s3://', {}, /names no bucket/],
  ['s3://b/../c', {}, /characters/],
  ['s3://b/c', { AWS_ENDPOINT_URL: 'http://example.com' }, /must begin with https/],
  ['s3://b/c', { AWS_ENDPOINT_URL: 'https://user:word@example.com' }, /user or password/],
])('%s is refused', async (address, env, message) => {
  await expect(openObjectStore(address, { setting: 'state', env })).rejects.toMatchObject({ code: 'INPUT_INVALID', message });
});
