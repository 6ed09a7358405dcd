import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HighwaterError } from '../../src/model/errors.ts';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';
import { PLAIN_PIECES } from '../../src/state/seal/sealing-key.ts';
import { HEAD_KEY, readHead } from '../../src/state/segments/head.ts';
import { fetchList, segmentKey } from '../../src/state/segments/segment-list.ts';
import { segmentStore } from '../../src/state/segments/segment-store.ts';
import { LOCAL_STORES, type LocalStore } from '../servers/objects/local-store.ts';
import type { StoreFault } from '../servers/objects/store-server.ts';

/*
 * A save meets each fault at each of its requests, alone and beside a second writer, and is killed at each of them. Afterwards the state is one that was
 * saved, byte for byte, the run was told the truth, and every generation that may still be read is whole.
 */
const FAULTS: readonly (StoreFault | 'kill')[] = ['error', 'cut', 'lost', 'late', 'kill'];
const SEGMENT = 512;
const HOUR = 3_600_000;
let local: LocalStore;
let directory: string;
let time: number;
beforeEach(async () => {
  local = await LOCAL_STORES.gs();
  directory = await mkdtemp(join(tmpdir(), 'faults-'));
  time = Date.parse('2026-12-01T00:00:00Z');
});
afterEach(async () => {
  await local.server.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(signal?: AbortSignal): Promise<ObjectStore> {
  const retryPolicy = { attempts: 6, firstDelayMs: 1, longestDelayMs: 2, longestRetryAfterMs: 100 };
  const options = { setting: 'state', env: local.env, retryPolicy, ...(signal === undefined ? {} : { signal }) };
  return openObjectStore(`${local.address}/faults`, options);
}

/** Hours pass, so that every save has something to remove. */
function clock(): Date {
  time += HOUR;
  return new Date(time);
}

type Outcome = 'saved' | 'moved' | 'killed';

/** A run that restores, appends its name to the state and saves. */
async function run(name: string, signal = new AbortController().signal): Promise<Outcome> {
  const objects = await open(signal);
  const store = segmentStore({ objects, encryption: null, clock, segmentBytes: SEGMENT });
  const file = join(directory, name);
  try {
    const newest = await store.restore(file);
    const before = newest === null ? '' : await readFile(file, 'utf8');
    await writeFile(file, `${before}${name.padEnd(SEGMENT / 2, '.')}\n`);
    await store.save(file, (newest?.generation ?? 0) + 1, { newest, restored: newest !== null });
    return 'saved';
  } catch (error) {
    if (signal.aborted) return 'killed';
    if (error instanceof HighwaterError && error.code === 'STATE_MOVED') return 'moved';
    throw error;
  } finally {
    objects.close();
  }
}

/** The names in the state. Throws where it, or an earlier generation that may still be read, lacks an object. */
async function names(): Promise<string[]> {
  local.server.fault = () => null;
  const objects = await open();
  const head = readHead((await objects.get(HEAD_KEY))?.body ?? Buffer.of(), 'here');
  for (const generation of head.generations) {
    const list = await fetchList(objects, PLAIN_PIECES, generation);
    if (list === null) throw new Error(`generation ${generation.generation} has lost its list`);
    for (const segment of list.segments)
      if (!local.stored.has(`faults/${segmentKey(segment)}`))
        throw new Error(`generation ${generation.generation} has lost ${segmentKey(segment)}`);
  }
  const file = join(directory, 'look');
  await segmentStore({ objects, encryption: null, clock: () => new Date(time) }).restore(file);
  objects.close();
  return (await readFile(file, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/\.+$/, ''));
}

/** Three saves, so that there are generations to keep and to remove; then the requests that one more run makes. */
async function prepared(): Promise<number> {
  for (const name of ['first', 'second', 'third']) await run(name);
  const kept = new Map(local.stored);
  const from = local.server.requests.length;
  await run('counted');
  const requests = local.server.requests.length - from;
  local.stored.clear();
  for (const [key, object] of kept) local.stored.set(key, object);
  return requests;
}

describe.each([
  ['alone', false],
  ['beside a second writer', true],
])('%s', (_, rival) => {
  test.each(FAULTS)('"%s" at each request of a run: nothing is lost', async (fault) => {
    const requests = (await prepared()) * (rival ? 2 : 1);
    expect(requests).toBeGreaterThan(15);
    const begin = new Map(local.stored);
    for (let at = 1; at <= requests; at++) {
      local.stored.clear();
      for (const [key, object] of begin) local.stored.set(key, object);
      const stop = new AbortController();
      let seen = 0;
      local.server.fault = () => {
        if (++seen !== at) return null;
        if (fault === 'kill') stop.abort(new Error('killed'));
        return fault === 'kill' ? 'lost' : fault;
      };
      const outcomes = await Promise.all([run('one', stop.signal), ...(rival ? [run('two')] : [])]);
      // What is still on its way to the store arrives.
      if (fault === 'late') await new Promise((resolve) => setTimeout(resolve, 40));
      const found = await names();
      const where = `request ${at} of ${requests}: ${outcomes}, ${found}`;
      expect(found.slice(0, 3), where).toEqual(['first', 'second', 'third']);
      for (const [i, name] of ['one', 'two'].slice(0, outcomes.length).entries()) {
        if (outcomes[i] === 'saved') expect(found, where).toContain(name);
        if (outcomes[i] === 'moved') expect(found, where).not.toContain(name);
      }
      expect(found.length - 3, where).toBe(new Set(found.slice(3)).size);
      if (fault !== 'kill') expect(outcomes, where).toContain('saved');
    }
  });
});
