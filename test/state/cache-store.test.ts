import { createHash, randomBytes } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as cache from '@actions/cache';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import type { HighwaterError } from '../../src/model/errors.ts';
import { Secret } from '../../src/model/secret.ts';
import { STATE_FORMAT } from '../../src/model/state-format.ts';
import { keyPrefix, stateKey } from '../../src/state/cache/cache-key.ts';
import { type CacheStoreOptions, cacheStore } from '../../src/state/cache/cache-store.ts';
import { type Encryption, passphraseEncryption } from '../../src/state/seal/encryption.ts';
import type { StateStore } from '../../src/state/store.ts';
import { type ActionsCache, type Fault, startActionsCache } from '../servers/actions-cache.ts';
import { peakDiskUse } from '../support/disk-use.ts';
import { content, enterRunner, hurryTimers, type Runner, same } from './runner.ts';

/* The store, the real @actions/cache with its tar and zstd, and the strict local service. */

const key = (text = 'correct horse'): Encryption => passphraseEncryption(new Secret(text), 16);
const NOW = new Date('2026-11-21T02:03:04.005Z');

let server: ActionsCache;
let runner: Runner;
let undo: () => void;
let file: string;
let into: string;
let written: string[];

beforeEach(async () => {
  server = await startActionsCache();
  runner = await enterRunner(server.env);
  undo = hurryTimers(1000);
  written = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
  file = join(runner.directory, 'work.duckdb');
  into = join(runner.directory, 'restored.duckdb');
  await writeFile(file, content(300_000));
});

afterEach(async () => {
  vi.restoreAllMocks();
  undo();
  await runner.leave();
  await server.close();
});

function store(options: Partial<CacheStoreOptions> = {}): StateStore {
  return cacheStore({
    cache,
    encryption: null,
    stateName: 'default',
    configScope: 'highwater.yml',
    runId: '9001',
    attempt: '1',
    environment: process.env,
    streams: process,
    workingDirectory: runner.workspace,
    temporaryDirectory: runner.temp,
    node: process.execPath,
    clock: () => NOW,
    retryPolicy: { attempts: 3, firstDelayMs: 1, longestDelayMs: 1, longestRetryAfterMs: 0 },
    ...options,
  });
}

const use = (env: Record<string, string>) => Object.assign(process.env, env);
const annotations = () => written.filter((line) => /^::(warning|error)/.test(line));
const lookups = () => server.journal.filter((line) => line.operation === 'lookup');

async function failure(promise: Promise<unknown>): Promise<HighwaterError> {
  return promise.then(
    (value) => expect.unreachable(`it gave ${JSON.stringify(value)}`),
    (error) => error,
  );
}

describe.each([
  ['plain', () => null],
  ['encrypted', () => key()],
])('the Actions cache with a %s state', (_, encryption) => {
  it('gives back, to the byte, what was saved last, under a key that tells all', async () => {
    const saved = await store({ encryption: encryption() }).save(file, 1);
    expect(saved).toEqual({
      generation: 1,
      bytes: 300_000,
      key: expect.stringMatching(/^highwater-v3-default-[0-9a-f]{12}-0000000001-9001-1$/),
    });
    expect(await store({ encryption: encryption() }).newest()).toEqual({ generation: 1, key: saved.key });
    expect(await store({ encryption: encryption() }).restore(into)).toEqual({ ...saved, savedAt: NOW.toISOString() });
    expect(await same(into, file)).toBe(true);
    expect(((await stat(into)).mode & 0o777).toString(8)).toBe('600');
  });

  it('leaves nothing in the workspace, and the environment as it was', async () => {
    process.env.GITHUB_WORKSPACE = '/elsewhere';
    const before = { ...process.env };
    await store({ encryption: encryption() }).save(file, 1);
    await store({ encryption: encryption() }).restore(into);
    expect(await readdir(runner.workspace)).toEqual([]);
    expect(process.env).toEqual(before);
    expect(annotations()).toEqual([]);
  });

  it('says so where the archive was exchanged in the store', async () => {
    const saved = await store({ encryption: encryption() }).save(file, 1);
    server.tamper(saved.key, (archive) => Buffer.from(archive.map((byte, at) => (at > 500 && at < 900 ? byte ^ 0xff : byte))));
    expect(await failure(store({ encryption: encryption() }).restore(into))).toMatchObject({ code: 'STATE_UNREADABLE' });
  });
});

describe('an entry', () => {
  // As each version packed it. Every later version must read it.
  it.each([2, 3])('of format %i with an encrypted state is read, and saved in the newest format', async (format) => {
    const kept = join(ROOT, `test/fixtures/cache-entry-format-${format}`);
    const encryption = passphraseEncryption(new Secret('the key of the kept states'));
    await cp(kept, '.highwater-cache-transfer', { recursive: true });
    const prefix = keyPrefix({ stateName: 'default', configScope: 'highwater.yml' }, format);
    await cache.saveCache(['.highwater-cache-transfer'], stateKey(prefix, 1, '9000', '1'), undefined, true);
    expect(await store({ encryption }).restore(into)).toMatchObject({ generation: 1, bytes: 6400 });
    const digests = Array.from({ length: 200 }, (_, i) => createHash('sha256').update(`kept ${i}`).digest());
    expect((await readFile(into)).equals(Buffer.concat(digests))).toBe(true);
    const saved = await store({ encryption }).save(into, 2);
    expect(saved.key).toContain(`highwater-v${STATE_FORMAT}-`);
    expect(await store({ encryption }).newest()).toMatchObject({ generation: 2 });
  });

  // The worst case: nothing of it compresses, so that the archive is as large as the state.
  it.each([
    ['plain', null],
    ['encrypted', key()],
  ])('with a %s state takes the disk twice at most, saved and restored', async (_, encryption) => {
    const bytes = 48 * 1024 * 1024;
    await writeFile(file, randomBytes(bytes));
    const { peak: saving } = await peakDiskUse([runner.directory], async () => store({ encryption }).save(file, 1));
    const sum = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    await rm(file);
    const { peak: restoring } = await peakDiskUse([runner.directory], async () => store({ encryption }).restore(into));
    expect(
      createHash('sha256')
        .update(await readFile(into))
        .digest('hex'),
    ).toBe(sum);
    expect(Math.max(saving, restoring)).toBeLessThan(2.2 * bytes);
  });
});

describe('no state in the Actions cache', () => {
  it('is none, truly, where nothing was saved', async () => {
    expect(await store().newest()).toBeNull();
    expect(await store().restore(into)).toBeNull();
  });

  it.each<[string, Partial<CacheStoreOptions>]>([
    ['of this name', { stateName: 's-1' }],
    ['of this configuration', { configScope: 'other.yml' }],
  ])('is none where only another state is there, %s', async (_, options) => {
    await store({ stateName: 's-101' }).save(file, 1);
    expect(await store(options).restore(into)).toBeNull();
  });

  it('is none after it was evicted', async () => {
    await store().save(file, 1);
    server.evict();
    expect(await store().restore(into)).toBeNull();
  });

  it.each([4, 5, 10])('is not what a state of a newer version looks like (format %i)', async (format) => {
    const saved = await store().save(file, 1);
    await mkdir('.highwater-cache-transfer');
    await cache.saveCache(['.highwater-cache-transfer'], saved.key.replace(/-v\d+-/, `-v${format}-`), undefined, true);
    server.evict('highwater-v3-');
    expect(await failure(store().restore(into))).toMatchObject({ code: 'STATE_NEWER_FORMAT' });
  });

  it('is not what a newer version sees where only a state of an older format is there', async () => {
    const saved = await store().save(file, 1);
    expect(await store({ format: 4 }).newest()).toEqual({ generation: 1, key: saved.key });
    expect(await store({ format: 4 }).restore(into)).toMatchObject({ generation: 1 });
    expect((await store({ format: 4, runId: '9002' }).save(file, 2)).key).toContain('highwater-v4-');
    expect(await store({ format: 4 }).newest()).toMatchObject({ generation: 2 });
  });

  // Each of these makes restoreCache() answer `undefined`, as if there were none.
  it.each<[string, Fault, string]>([
    ['the service fails', { on: 'lookup', effect: 'status', status: 500, times: 99 }, 'the Actions cache service is failing'],
    [
      'a proxy answers in its place',
      { on: 'lookup', effect: 'status', status: 502, body: '<html>', times: 99 },
      'the Actions cache service is failing',
    ],
    ['it refuses for too many requests', { on: 'lookup', effect: 'status', status: 429, times: 99 }, 'too many cache requests'],
    ['connections break', { on: 'lookup', effect: 'reset', times: 99 }, 'could not be reached'],
    ['answers get lost', { on: 'lookup', effect: 'lost answer', times: 99 }, 'could not be reached'],
    [
      'it answers nonsense',
      { on: 'lookup', effect: 'status', status: 200, body: '{"ok": "perhaps"}', times: 99 },
      'the cache client failed',
    ],
    [
      'it answers in another format',
      { on: 'lookup', effect: 'status', status: 200, body: 'OK', times: 99 },
      'the Actions cache service is failing',
    ],
    ['it does not know the method', { on: 'lookup', effect: 'status', status: 404, times: 99 }, 'the cache client failed'],
  ])('is not what it looks like when %s', async (_, fault, words) => {
    await store().save(file, 1);
    server.fail(fault);
    for (const call of [() => store().newest(), () => store().restore(into)]) {
      expect(await failure(call())).toMatchObject({ code: 'STATE_UNREACHABLE', message: expect.stringContaining(words) });
    }
    expect(annotations()).toEqual([]);
  });

  it('is not what a second look-up that fails makes of it', async () => {
    server.fail({ on: 'lookup', effect: 'slow', milliseconds: 0 });
    server.fail({ on: 'lookup', effect: 'status', status: 400, times: 1 });
    expect(await failure(store().restore(into))).toMatchObject({ code: 'STATE_UNREACHABLE' });
  });

  it.each<[string, () => Record<string, string>, string]>([
    ['nobody listens', () => ({ ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' }), 'could not be reached'],
    ['the host has no address', () => ({ ACTIONS_RESULTS_URL: 'http://cache.invalid/' }), 'could not be reached'],
    ['the token is wrong', () => ({ ACTIONS_RUNTIME_TOKEN: 'stolen' }), 'no valid token'],
    ['the token reads nothing', () => server.envFor({ unreadable: true }), 'may not read caches'],
    ['the job may not read caches', () => ({ ACTIONS_CACHE_MODE: 'write-only' }), "cache mode doesn't permit"],
    ['there is no service', () => ({ ACTIONS_RESULTS_URL: '' }), 'no access to the Actions cache'],
    ['there is no token', () => ({ ACTIONS_RUNTIME_TOKEN: '' }), 'no access to the Actions cache'],
  ])('is not what it looks like when %s', async (_, env, words) => {
    await store().save(file, 1);
    use(env());
    expect(await failure(store().restore(into))).toMatchObject({
      code: 'STATE_UNREACHABLE',
      message: expect.stringContaining(words),
    });
  });

  it('is not what silence looks like', async () => {
    await store().save(file, 1);
    server.fail({ on: 'lookup', effect: 'slow', milliseconds: 200 });
    const impatient = store({ limitsMs: { lookup: 50, transfer: 1000 } });
    expect(await failure(impatient.newest())).toMatchObject({
      code: 'STATE_UNREACHABLE',
      message: expect.stringContaining('no answer within'),
    });
    await wait(300); // The client comes to its own end meanwhile.
  });

  it('is not what a client that gives no reason looks like', async () => {
    const mute = { ...cache, restoreCache: async () => undefined };
    expect(await failure(store({ cache: mute }).newest())).toMatchObject({ code: 'STATE_UNREACHABLE' });
  });
});

describe('a state in the Actions cache', () => {
  it('is brought after a connection that broke', async () => {
    await store().save(file, 1);
    server.fail({ on: 'lookup', effect: 'reset', times: 2 });
    server.fail({ on: 'download', effect: 'cut off', times: 1 });
    expect(await store().restore(into)).toMatchObject({ generation: 1 });
    expect(await same(into, file)).toBe(true);
  });

  it.each<[Fault['effect'], string]>([
    ['cut off', 'STATE_UNREACHABLE'],
    ['truncated', 'STATE_UNREADABLE'],
    ['corrupted', 'STATE_UNREADABLE'],
  ])('whose download is %s again and again is %s', async (effect, code) => {
    await store().save(file, 1);
    server.fail({ on: 'download', effect, times: 99 } as Fault);
    expect(await failure(store().restore(into))).toMatchObject({ code });
    expect(server.journal.filter((line) => line.operation === 'download')).toHaveLength(3);
    expect(await readdir(runner.workspace)).toEqual([]);
  });

  it.each<[string, Encryption | null, Encryption | null]>([
    ['another key', key(), key('tr0ub4dor')],
    ['no key, though it is encrypted', key(), null],
    ['a key, though it is not encrypted', null, key()],
  ])('is refused under %s', async (_, saving, restoring) => {
    await store({ encryption: saving }).save(file, 1);
    expect(await failure(store({ encryption: restoring }).restore(into))).toMatchObject({ code: 'STATE_WRONG_KEY' });
  });

  it.each<[string, (key: string) => string, string]>([
    ['whose key is not of our form', (saved) => saved.replace(/-0000000001-.*/, '-backup'), "which Highwater doesn't write"],
    ['that holds something else', (saved) => saved.replace('-9001-', '-9002-'), 'holds no state.json'],
  ])('%s is unreadable, not none', async (_, rename, words) => {
    const saved = await store().save(file, 1);
    await mkdir('.highwater-cache-transfer');
    await cache.saveCache(['.highwater-cache-transfer'], rename(saved.key), undefined, true);
    expect(await failure(store().restore(into))).toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringContaining(words),
    });
  });

  it('is refused where the entry holds another generation than its key says', async () => {
    const { key: real } = await store().save(file, 1);
    const claimed = real.replace('-0000000001-', '-0000000007-');
    const lying: CacheStoreOptions['cache'] = {
      ...cache,
      restoreCache: async (paths, _, keys, options, crossOs) =>
        options?.lookupOnly ? claimed : (await cache.restoreCache(paths, real, keys, options, crossOs)) && claimed,
    };
    expect(await failure(store({ cache: lying }).restore(into))).toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringContaining('holds another state (generation 1)'),
    });
  });

  it('is the one created last, also when two runs saved the same generation', async () => {
    await store({ runId: '1' }).save(file, 1);
    const other = join(runner.directory, 'other.duckdb');
    await writeFile(other, content(1000));
    await store({ runId: '1' }).save(file, 2);
    await store({ runId: '2' }).save(other, 2);
    expect(await store().restore(into)).toMatchObject({ key: expect.stringMatching(/-0000000002-2-1$/) });
    expect(await same(into, other)).toBe(true);
  });

  it('of the default branch is found on a feature branch, whose own is not found on the default branch', async () => {
    await store().save(file, 1);
    use(server.envFor({ ref: 'refs/heads/feature' }));
    expect(await store().newest()).toMatchObject({ generation: 1 });
    await store({ runId: '9002' }).save(file, 2);
    expect(await store().newest()).toMatchObject({ generation: 2 });
    use(server.env);
    expect(await store().newest()).toMatchObject({ generation: 1 });
  });

  it('has a key that the service takes, whatever the name', async () => {
    const stateName = `Größe, ${'x'.repeat(600)}/..`;
    const saved = await store({ stateName }).save(file, 1);
    expect(saved.key.length).toBeLessThan(200);
    expect(await store({ stateName }).newest()).toMatchObject({ generation: 1 });
    expect(await store({ stateName: stateName.toLowerCase() }).newest()).toBeNull();
  });

  it('does not depend on GITHUB_WORKSPACE: the job may stand elsewhere', async () => {
    await store().save(file, 1);
    const elsewhere = join(runner.directory, 'elsewhere');
    await mkdir(elsewhere);
    process.chdir(elsewhere);
    expect(await store({ workingDirectory: elsewhere }).restore(into)).toMatchObject({ generation: 1 });
    expect(await readdir(runner.workspace)).toEqual([]);
  });
});

describe('a save to the Actions cache', () => {
  it.each<[string, Fault, string]>([
    ['the reservation breaks off', { on: 'create', effect: 'reset', times: 99 }, 'could not be reached'],
    ['the service fails', { on: 'create', effect: 'status', status: 500, times: 99 }, 'the Actions cache service is failing'],
    ['it refuses for too many requests', { on: 'create', effect: 'status', status: 429 }, 'too many cache requests'],
    [
      'the storage is full',
      { on: 'create', effect: 'status', status: 400, body: '{"msg": "insufficient usage"}' },
      'cache storage is full',
    ],
    ['the upload is refused', { on: 'upload', effect: 'status', status: 403, times: 99 }, 'the cache client failed'],
    ['the reservation is lost', { on: 'finalize', effect: 'reservation lost' }, 'cache entry not found'],
  ])('that fails because %s says so, and the state before stays', async (_, fault, words) => {
    await store().save(file, 1);
    server.fail(fault);
    expect(await failure(store({ runId: '9002' }).save(file, 2))).toMatchObject({
      code: 'STATE_SAVE_FAILED',
      message: expect.stringContaining(words),
    });
    server.heal();
    expect(await store().restore(into)).toMatchObject({ generation: 1 });
    expect(annotations()).toEqual([]);
    expect(await readdir(runner.workspace)).toEqual([]);
  });

  it.each<[string, () => Record<string, string>, string]>([
    ['the token may only read', () => server.envFor({ readOnly: true }), 'may read caches, but not write them'],
    ['the job may not write caches', () => ({ ACTIONS_CACHE_MODE: 'read' }), "cache mode doesn't permit"],
    ['there is no token', () => ({ ACTIONS_RUNTIME_TOKEN: '' }), 'no access to the Actions cache'],
    ['nobody listens', () => ({ ACTIONS_RESULTS_URL: 'http://127.0.0.1:9/' }), 'could not be reached'],
  ])('that fails because %s says so', async (_, env, words) => {
    use(env());
    expect(await failure(store().save(file, 1))).toMatchObject({
      code: 'STATE_SAVE_FAILED',
      message: expect.stringContaining(words),
    });
  });

  it('fails for the second job of one run that saves under the same name', async () => {
    await store().save(file, 1);
    const error = await failure(store().save(file, 1));
    expect(error).toMatchObject({ code: 'STATE_SAVE_FAILED', hint: expect.stringContaining('state-name') });
  });

  it('goes through for a re-run of the same run', async () => {
    await store().save(file, 1);
    await store({ attempt: '2' }).save(file, 1);
    expect(await store().newest()).toMatchObject({ key: expect.stringMatching(/-9001-2$/) });
  });

  it('goes through after a connection that broke before the service heard of it', async () => {
    server.fail({ on: 'create', effect: 'reset', times: 2 });
    await store().save(file, 1);
    expect(await store().restore(into)).toMatchObject({ generation: 1 });
  });

  it.each<[string, Fault]>([
    ['the reservation', { on: 'create', effect: 'lost answer' }],
    ['the reservation, twice', { on: 'create', effect: 'lost answer', times: 2 }],
    ['the end', { on: 'finalize', effect: 'lost answer' }],
    ['the end, before the service heard of it', { on: 'finalize', effect: 'reset' }],
  ])('goes through under a key of its own after a try that broke off at %s and left its key taken', async (_, fault) => {
    for (const encryption of [null, key()]) {
      server.fail(fault);
      const saved = await store({ encryption, stateName: `${encryption === null}` }).save(file, 1);
      const found = await store({ encryption, stateName: `${encryption === null}` }).restore(into);
      expect(found).toMatchObject({ generation: 1, key: saved.key });
      expect(await same(into, file)).toBe(true);
    }
  });

  it('goes through where the client itself repeats a request under the key that its first one has taken', async () => {
    let tries = 0;
    const repeating: CacheStoreOptions['cache'] = {
      ...cache,
      saveCache: async (...args) => {
        if (++tries > 1) return cache.saveCache(...args);
        process.stdout.write('Attempt 1 of 5 failed with error: Unexpected token. Retrying request in 3000 ms...\n');
        process.stdout.write('::debug::Failed to reserve cache: (409) Conflict: already exists\n');
        return -1;
      },
    };
    await store({ cache: repeating }).save(file, 1);
    expect(await store().newest()).toMatchObject({ key: expect.stringMatching(/-9001-1\.2$/) });
  });

  it('goes through in the post step, whose keys no try of the main step has reserved', async () => {
    server.fail({ on: 'create', effect: 'lost answer', times: 99 });
    expect(await failure(store().save(file, 1))).toMatchObject({ message: expect.stringContaining('could not be reached') });
    server.heal();
    await store({ attempt: '1.post' }).save(file, 1);
    expect(await store().restore(into)).toMatchObject({ generation: 1 });
  });

  it('is no save where GitHub evicts the entry at once, as it does with one above the quota', async () => {
    const full: CacheStoreOptions['cache'] = {
      ...cache,
      saveCache: async (...args) => {
        const id = await cache.saveCache(...args);
        server.evict();
        return id;
      },
    };
    expect(await failure(store({ cache: full }).save(file, 1))).toMatchObject({
      code: 'STATE_SAVE_FAILED',
      message: expect.stringMatching(/accepted the entry \(0\.3 MB\) and deleted it at once/),
      hint: expect.stringContaining('Raise the limit'),
    });
  });

  it('counts where only looking it up fails', async () => {
    await store().save(file, 1);
    server.fail({ on: 'lookup', effect: 'reset', times: 99 });
    await store({ runId: '9002' }).save(file, 2);
    server.heal();
    expect(await store().newest()).toMatchObject({ generation: 2 });
  });

  it.each(['workspace', 'temporary directory'])('and a restore go through with a blank in the path of the %s', async (place) => {
    const blank = join(runner.directory, 'with a blank');
    await mkdir(blank);
    if (place === 'workspace') process.chdir(blank);
    else use({ RUNNER_TEMP: blank });
    const options = place === 'workspace' ? { workingDirectory: runner.temp } : {};
    await store(options).save(file, 1);
    expect(await store(options).restore(into)).toMatchObject({ generation: 1 });
    expect(await same(into, file)).toBe(true);
    expect(process.cwd()).toBe(place === 'workspace' ? blank : runner.workspace);
  });

  it('by a client that only says -1 is an error', async () => {
    const mute = { ...cache, saveCache: async () => -1 };
    expect(await failure(store({ cache: mute }).save(file, 1))).toMatchObject({ code: 'STATE_SAVE_FAILED' });
  });
});

describe('on a runner without zstd', () => {
  /** A PATH with what a small container has. */
  async function withoutZstd(): Promise<string> {
    const bin = join(runner.directory, 'bin');
    await mkdir(bin);
    for (const name of ['sh', 'tar', 'gzip', 'cat']) await symlink(`/usr/bin/${name}`, join(bin, name));
    return bin;
  }

  it.each([
    ['with zstd is found without', true, false],
    ['without zstd is found with', false, true],
    ['without zstd is found without', false, false],
  ])('a state saved %s', async (_, savedWith, restoredWith) => {
    const [full, bare] = [process.env.PATH ?? '', await withoutZstd()];
    process.env.PATH = savedWith ? full : bare;
    await store().save(file, 1);
    process.env.PATH = restoredWith ? full : bare;
    expect(await store().restore(into)).toMatchObject({ generation: 1 });
    expect(await same(into, file)).toBe(true);
    expect(new Set(server.journal.map((line) => line.message.version).filter(Boolean)).size).toBe(1);
  });

  it.each([
    ["BusyBox's tar", '#!/bin/sh\necho "tar (busybox) 1.36.1"\n', "tar on this runner is BusyBox's"],
    ['another tar', '#!/bin/sh\necho "bsdtar 3.7.2"\n', 'is another one (bsdtar 3.7.2)'],
    ['no tar', null, "tar, which packs states, isn't installed"],
  ])('and with %s, neither saving nor restoring blames the state or the network', async (_, script, words) => {
    await store().save(file, 1);
    const bin = await withoutZstd();
    await rm(join(bin, 'tar'));
    if (script !== null) await writeFile(join(bin, 'tar'), script, { mode: 0o755 });
    process.env.PATH = bin;
    for (const [call, code] of [
      [() => store({ runId: '2' }).save(file, 2), 'STATE_SAVE_FAILED'],
      [() => store().restore(into), 'STATE_UNREACHABLE'],
    ] as const) {
      expect(await failure(call())).toMatchObject({
        code,
        message: expect.stringContaining(words),
        hint: expect.stringContaining('apk add tar zstd'),
      });
    }
    // Its rows could not be saved either.
    expect((await failure(store().restore(into)))?.hint).not.toContain('full sync');
  });

  it('and none to be lent, a state is out of reach, not absent', async () => {
    await store().save(file, 1);
    process.env.PATH = await withoutZstd();
    const error = await failure(store({ node: '/nonexistent/node' }).restore(into));
    expect(error).toMatchObject({ code: 'STATE_UNREACHABLE', message: expect.stringContaining('zstd') });
  });
});

describe('a state of more than 128 MiB', () => {
  it('goes up in blocks and comes down in ranges, as Azure wants it', async () => {
    const azure = await startActionsCache({ azure: true });
    use(azure.env);
    undo(); // Azure's client sets time limits to what it does
    await writeFile(file, randomBytes(140 * 1024 * 1024));
    await store().save(file, 1);
    await store().restore(into);
    expect(await same(into, file)).toBe(true);
    const blobs = azure.journal.filter((line) => line.operation === 'upload' || line.operation === 'download');
    expect(blobs.filter((line) => line.status === 201).length).toBe(4); // three blocks and their list
    expect(blobs.filter((line) => line.status === 206).length).toBeGreaterThan(1);
    await azure.close();
  });
});

describe('the number of calls', () => {
  it('is two for a state that is there: one look-up besides the restore', async () => {
    await store().save(file, 1);
    const before = lookups().length;
    await store().restore(into);
    expect(lookups().length - before).toBe(2);
  });
});
