import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as cache from '@actions/cache';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Secret, type Vault } from '../../src/model/secret.ts';
import type { SideFile } from '../../src/model/side-file.ts';
import { cacheSideFile } from '../../src/state/cache/cache-side-file.ts';
import { directorySideFile } from '../../src/state/directory/directory-side-file.ts';
import { passphraseEncryption } from '../../src/state/seal/encryption.ts';
import { vaultsOf } from '../../src/state/seal/token-vault.ts';
import { type ActionsCache, startActionsCache } from '../servers/actions-cache.ts';
import { enterRunner, hurryTimers, type Runner } from './runner.ts';

let server: ActionsCache;
let runner: Runner;
let undo: () => void;
let runs = 0;

beforeEach(async () => {
  server = await startActionsCache();
  runner = await enterRunner(server.env);
  undo = hurryTimers(1000);
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  undo();
  await runner.leave();
  await server.close();
});

const places: Readonly<Record<string, () => SideFile>> = {
  'a directory': () => directorySideFile(join(runner.directory, 'state'), 'tokens.enc', process.pid),
  'the Actions cache': () =>
    cacheSideFile(
      {
        cache,
        stateName: 'default',
        configScope: 'highwater.yml',
        runId: String(9000 + ++runs),
        attempt: '1',
        environment: process.env,
        streams: process,
        workingDirectory: runner.workspace,
        temporaryDirectory: runner.temp,
        node: process.execPath,
        retryPolicy: { attempts: 3, firstDelayMs: 1, longestDelayMs: 1, longestRetryAfterMs: 0 },
      },
      'tokens.enc',
    ),
};

/** As a new run has it. */
function vault(place: string, { passphrase = 'correct horse', branch = 'refs/heads/main', source = 'crm' } = {}): Vault {
  const storage = places[place]?.() ?? expect.unreachable();
  return vaultsOf({ storage, encryption: passphraseEncryption(new Secret(passphrase), 16), branch }).of(source);
}
const put = async (v: Vault, keep: string): Promise<string | null> => v.renew(async (kept) => ({ result: kept, keep }));
const look = async (v: Vault): Promise<string | null> => v.renew(async (kept) => ({ result: kept, keep: null }));

describe.each(Object.keys(places))('what a source keeps in %s', (place) => {
  it('is there for the next run, by source, and nothing of it is legible', async () => {
    expect(await put(vault(place), 'token-1')).toBeNull();
    expect(await put(vault(place, { source: 'other' }), 'token-2')).toBeNull();
    expect(await put(vault(place), 'token-3')).toBe('token-1');
    expect(await look(vault(place))).toBe('token-3');
    expect(await look(vault(place, { source: 'other' }))).toBe('token-2');
    for (const file of await filesBelow(runner.directory)) expect(await readFile(file, 'latin1')).not.toContain('token-');
  });

  it('is there at once, before the run does anything else', async () => {
    const first = vault(place);
    await put(first, 'token-1');
    expect(await look(vault(place))).toBe('token-1');
    await put(first, 'token-2');
    expect(await look(vault(place))).toBe('token-2');
  });

  it('is not given out to another key, and nobody signs in with an older one meanwhile', async () => {
    await put(vault(place), 'token-1');
    const work = vi.fn();
    await expect(vault(place, { passphrase: 'another' }).renew(work)).rejects.toMatchObject({
      code: 'STATE_WRONG_KEY',
      message: expect.stringContaining('encrypted with another key'),
      hint: expect.stringMatching(/HIGHWATER_STATE_ENCRYPTION_KEY.*authorise the app again/),
    });
    expect(work).not.toHaveBeenCalled();
  });

  it('belongs to its branch: a run whose successor would not be seen there does not begin', async () => {
    await put(vault(place), 'token-1');
    const work = vi.fn();
    await expect(vault(place, { branch: 'refs/pull/5/merge' }).renew(work)).rejects.toMatchObject({
      code: 'SIGN_IN_REFUSED',
      message: expect.stringMatching(/crm: runs on refs\/heads\/main keep .* refs\/pull\/5\/merge/),
      hint: expect.stringContaining('state-name'),
    });
    expect(work).not.toHaveBeenCalled();
  });

  it('is renewed by one at a time', async () => {
    const one = vault(place);
    const seen = await Promise.all(['a', 'b', 'c'].map(async (name) => put(one, name)));
    expect(new Set(seen).size).toBe(3);
  });
});

it('a damaged file is not taken for none', async () => {
  await put(vault('a directory'), 'token-1');
  const path = join(runner.directory, 'state', 'tokens.enc');
  expect((await stat(path)).mode & 0o077).toBe(0);
  const text = await readFile(path, 'utf8');
  for (const broken of ['', text.slice(0, -20), `${text.slice(0, -60)}${text.at(-60) === 'A' ? 'B' : 'A'}${text.slice(-59)}`]) {
    await writeFile(path, broken);
    await expect(look(vault('a directory'))).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      hint: expect.stringContaining('tokens.enc'),
    });
  }
  await rm(path);
  expect(await look(vault('a directory'))).toBeNull();
});

it('a cache that can’t be reached is not taken for an empty one', async () => {
  delete process.env.ACTIONS_RUNTIME_TOKEN;
  await expect(look(vault('the Actions cache'))).rejects.toMatchObject({ code: 'STATE_UNREACHABLE' });
});

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
}
