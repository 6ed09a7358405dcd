import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openObjectStore } from '../../src/objects/open-store.ts';
import { ACCOUNT, CONTAINER, startAzure } from '../servers/azure/server.ts';
import { BUCKET } from '../servers/s3/names.ts';
import { type S3Server, startS3 } from '../servers/s3/server.ts';

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

describe('S3', () => {
  test('lists more than one page', async () => {
    for (let i = 0; i < 1005; i++) s3.bucket.put(`p/many/${i}`, Buffer.from('x'), {}, {});
    const keys = new Set<string>();
    for await (const { key } of (await open('p')).list('many/')) keys.add(key);
    expect(keys.size).toBe(1005);
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
});

test('folders that a cloud or its pages made are no objects', async () => {
  s3.bucket.put('some/prefix/segments/', Buffer.of(), {}, {});
  await (await open()).create('segments/1', Buffer.from('x'));
  const azure = await startAzure();
  azure.container.folders.push('some/prefix/segments');
  const other = await openObjectStore(`az://${ACCOUNT}/${CONTAINER}/some/prefix`, { setting: 'state', env: azure.env });
  await other.create('segments/1', Buffer.from('x'));
  for (const store of [await open(), other]) {
    const keys: string[] = [];
    for await (const { key } of store.list('segments')) keys.push(key);
    expect(keys).toEqual(['segments/1']);
  }
  await azure.close();
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
