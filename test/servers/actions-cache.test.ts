import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as cache from '@actions/cache';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { enterRunner, hurryTimers, type Runner } from '../state/runner.ts';
import { type ActionsCache, type Fault, startActionsCache } from './actions-cache.ts';

/*
 * The server is judged by the client that GitHub publishes, not by our own code.
 */

let server: ActionsCache;
let runner: Runner;
let undo: () => void;

beforeEach(async () => {
  server = await startActionsCache();
  runner = await enterRunner(server.env);
  undo = hurryTimers(1000);
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});

afterEach(async () => {
  vi.restoreAllMocks();
  undo();
  await runner.leave();
  await server.close();
});

const PATHS = ['data'];

async function saveAs(key: string, text = key): Promise<number> {
  await mkdir('data', { recursive: true });
  await writeFile('data/file.txt', text);
  const id = await cache.saveCache(PATHS, key);
  await rm('data', { recursive: true });
  return id;
}

async function restored(primary: string, restoreKeys: string[] = []): Promise<[string | undefined, string | null]> {
  const key = await cache.restoreCache(PATHS, primary, restoreKeys);
  const text = await readFile('data/file.txt', 'utf8').catch(() => null);
  await rm('data', { recursive: true, force: true });
  return [key, text];
}

const use = (env: Record<string, string>) => Object.assign(process.env, env);

describe('with the real @actions/cache, the local Actions cache', () => {
  it('gives back what was saved', async () => {
    expect(await saveAs('one')).toBeGreaterThan(0);
    expect(await restored('one')).toEqual(['one', 'one']);
    expect(server.journal.map((line) => line.operation)).toEqual(['create', 'upload', 'finalize', 'lookup', 'download']);
  });

  it('has nothing under a key that was never saved', async () => {
    expect(await restored('one')).toEqual([undefined, null]);
  });

  it('prefers the exact key, and of several with the prefix the one created last', async () => {
    for (const key of ['s-3', 's-1', 's-2']) await saveAs(key);
    expect(await restored('s-1')).toEqual(['s-1', 's-1']);
    expect(await restored('none', ['s-'])).toEqual(['s-2', 's-2']);
  });

  it('falls for the prefix trap as GitHub does: s-1 finds s-101', async () => {
    await saveAs('s-101');
    expect((await restored('none', ['s-1']))[0]).toBe('s-101');
  });

  it('never overwrites an entry', async () => {
    await saveAs('one', 'first');
    expect(await saveAs('one', 'second')).toBe(-1);
    expect(server.journal.at(-1)?.status).toBe(409);
    expect(await restored('one')).toEqual(['one', 'first']);
  });

  it('finds an entry only under the version it was saved with', async () => {
    await saveAs('one');
    expect(await cache.restoreCache([`${runner.workspace}/data`], 'one')).toBeUndefined();
  });

  it('looks on the own branch first, then on the default branch, and nowhere else', async () => {
    await saveAs('s-1', 'from main');
    const feature = server.envFor({ ref: 'refs/heads/feature' });
    use(feature);
    expect(await restored('none', ['s-'])).toEqual(['s-1', 'from main']);
    await saveAs('s-2', 'from feature');
    expect(await restored('none', ['s-'])).toEqual(['s-2', 'from feature']);
    use(server.env);
    expect(await restored('none', ['s-'])).toEqual(['s-1', 'from main']);
  });

  it('lets a read-only token restore but not save', async () => {
    await saveAs('one');
    use(server.envFor({ readOnly: true }));
    expect(await restored('one')).toEqual(['one', 'one']);
    expect(await saveAs('two')).toBe(-1);
    expect(server.entries()).toHaveLength(1);
  });

  it.each([
    ['an unknown token', { ACTIONS_RUNTIME_TOKEN: 'stolen' }, 401],
    ['a token without readable scopes', { unreadable: true }, 403],
  ])('refuses %s', async (_, how, status) => {
    await saveAs('one');
    use('unreadable' in how ? server.envFor({ unreadable: true }) : { ACTIONS_RUNTIME_TOKEN: 'stolen' });
    expect(await restored('one')).toEqual([undefined, null]);
    expect(server.journal.at(-1)?.status).toBe(status);
  });

  it('forgets what was evicted', async () => {
    await saveAs('one');
    server.evict();
    expect(await restored('one')).toEqual([undefined, null]);
  });

  it('drops the least recently used entries when the space is used up', async () => {
    const small = await startActionsCache({ limitBytes: 28_000 });
    use(small.env);
    const tenKilobytes = () => randomBytes(7_500).toString('base64');
    for (const key of ['a', 'b', 'c']) await saveAs(key, tenKilobytes());
    await restored('a');
    await saveAs('d', tenKilobytes());
    expect(small.entries().map((entry) => entry.key)).toEqual(['a', 'c', 'd']);
    await small.close();
  });

  it('looks up without a download', async () => {
    await saveAs('one');
    expect(await cache.restoreCache(PATHS, 'one', [], { lookupOnly: true })).toBe('one');
    expect(server.journal.at(-1)?.operation).toBe('lookup');
  });

  it.each<[string, Fault]>([
    ['the look-up is refused', { on: 'lookup', effect: 'status', status: 429, headers: { 'retry-after': '30' } }],
    ['the connection breaks', { on: 'lookup', effect: 'reset' }],
    ['the service fails for good', { on: 'lookup', effect: 'status', status: 500, times: 5 }],
    ['the download is cut off', { on: 'download', effect: 'cut off' }],
    ['the archive is truncated', { on: 'download', effect: 'truncated' }],
    ['the archive is corrupted', { on: 'download', effect: 'corrupted' }],
  ])('gives nothing when %s', async (_, fault) => {
    await saveAs('one', 'x'.repeat(100_000));
    server.fail(fault);
    expect((await restored('one'))[0]).toBeUndefined();
    expect((await restored('one'))[0]).toBe('one');
  });

  it('is repaired by the client when the service fails for a moment', async () => {
    await saveAs('one');
    server.fail({ on: 'lookup', effect: 'status', status: 503, times: 2 });
    expect(await restored('one')).toEqual(['one', 'one']);
  });

  it.each<[string, Fault]>([
    ['the reservation is lost', { on: 'finalize', effect: 'reservation lost' }],
    ['the reservation is refused', { on: 'create', effect: 'status', status: 400 }],
    ['the upload is refused', { on: 'upload', effect: 'status', status: 403 }],
  ])('saves nothing when %s', async (_, fault) => {
    server.fail(fault);
    expect(await saveAs('one')).toBe(-1);
    expect(server.entries().filter((entry) => entry.state === 'finalized')).toEqual([]);
  });
});

describe('asked directly, the local Actions cache', () => {
  const version = 'a'.repeat(64);
  const call = (method: string, message: object, token = server.token) =>
    fetch(`${server.url}/twirp/github.actions.results.api.v1.CacheService/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(message),
    });

  it.each([
    ['a comma in a key', 'CreateCacheEntry', { key: 'a,b', version }, 400],
    ['a key of more than 512 characters', 'CreateCacheEntry', { key: 'k'.repeat(513), version }, 400],
    ['no key', 'CreateCacheEntry', { version }, 400],
    ['no version', 'CreateCacheEntry', { key: 'a' }, 400],
    ['more than ten keys', 'GetCacheEntryDownloadURL', { key: 'a', restore_keys: Array(10).fill('b'), version }, 400],
    ['to finalize what was not reserved', 'FinalizeCacheEntryUpload', { key: 'a', version, size_bytes: '1' }, 404],
    ['an unknown method', 'DeleteCacheEntry', { key: 'a', version }, 404],
  ])('refuses %s', async (_, method, message, status) => {
    expect((await call(method, message)).status).toBe(status);
  });

  it('finalizes only what was uploaded, at its true size', async () => {
    const { signed_upload_url: url } = (await (await call('CreateCacheEntry', { key: 'a', version })).json()) as {
      signed_upload_url: string;
    };
    const finalize = (size: string) => call('FinalizeCacheEntryUpload', { key: 'a', version, size_bytes: size });
    expect((await finalize('3')).status).toBe(400);
    await put(url, 'abc');
    expect((await finalize('4')).status).toBe(400);
    expect(await (await finalize('3')).json()).toEqual({ ok: true, entry_id: '1' });
  });

  it('takes blocks, joins them in the order of the list, and answers ranges', async () => {
    const url = await reserve('a');
    const ids = ['one', 'two'].map((text) => Buffer.from(text).toString('base64'));
    for (const [index, id] of ids.entries()) await put(`${url}&comp=block&blockid=${encodeURIComponent(id)}`, `part${index}`);
    const list = ids.toReversed().map((id) => `<Latest>${id}</Latest>`);
    expect((await put(`${url}&comp=blocklist`, `<BlockList>${list.join('')}</BlockList>`)).status).toBe(201);
    await call('FinalizeCacheEntryUpload', { key: 'a', version, size_bytes: '10' });
    const found = (await (await call('GetCacheEntryDownloadURL', { key: 'a', version })).json()) as {
      signed_download_url: string;
    };
    const range = await fetch(found.signed_download_url, { headers: { 'x-ms-range': 'bytes=3-6' } });
    expect([range.status, await range.text(), range.headers.get('content-range')]).toEqual([206, 't1pa', 'bytes 3-6/10']);
    expect((await fetch(found.signed_download_url, { headers: { range: 'bytes=10-' } })).status).toBe(416);
  });

  it.each([
    ['a block list with an unknown block', '&comp=blocklist', '<BlockList><Latest>eA==</Latest></BlockList>', 400],
    ['a block id that is not base64', '&comp=block&blockid=*', 'x', 400],
  ])('refuses %s', async (_, query, body, status) => {
    expect((await put(`${await reserve('a')}${query}`, body)).status).toBe(status);
  });

  it('refuses to read by an upload URL, and a forged signature', async () => {
    const url = await reserve('a');
    await put(url, 'abc');
    expect((await fetch(url)).status).toBe(403);
    expect((await put(url.replace(/sig=\w/, 'sig=_'), 'abc')).status).toBe(403);
  });

  async function reserve(key: string): Promise<string> {
    const answer = (await (await call('CreateCacheEntry', { key, version })).json()) as { signed_upload_url: string };
    return answer.signed_upload_url;
  }

  function put(url: string, body: string): Promise<Response> {
    const headers = { 'x-ms-version': '2026-02-06', 'x-ms-blob-type': 'BlockBlob' };
    return fetch(url, { method: 'PUT', headers, body });
  }
});
