import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type AddFile,
  checkpointKey,
  commitKey,
  type DeltaSnapshot,
  listLog,
  type RemovedFile,
} from '../../src/lake/delta-log.ts';
import { writePending } from '../../src/lake/pending-parts.ts';
import { cleanUp } from '../../src/lake/vacuum.ts';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';

/* Each of these fails when its guard in vacuum.ts is taken out. */

const FOLDER = 'crm/deals';
const DAY = 86_400;
const NOW = Date.now();
const FILE = 'part-1.parquet';
let directory: string;
let store: ObjectStore;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-vacuum-'));
  store = await openObjectStore(directory, { setting: 'output.publish.to', env: {} });
});

afterEach(async () => {
  store.close();
  await rm(directory, { recursive: true, force: true });
});

async function put(key: string, ageDays: number): Promise<void> {
  await store.create(key, Buffer.from('x'));
  const time = new Date(NOW - ageDays * DAY * 1000);
  await utimes(join(directory, key), time, time);
}

const add = (path: string): AddFile => ({
  path,
  partitionValues: {},
  size: 1,
  modificationTime: 0,
  dataChange: true,
  stats: '{}',
  tags: {},
});

const removal = (path: string, daysAgo: number): RemovedFile => ({
  path,
  deletionTimestamp: NOW - daysAgo * DAY * 1000,
  dataChange: true,
  extendedFileMetadata: true,
  partitionValues: {},
  size: 1,
});

interface Known {
  readonly named?: boolean;
  readonly droppedDaysAgo?: number;
}

async function snapshot({ named = false, droppedDaysAgo }: Known): Promise<DeltaSnapshot> {
  return {
    version: 25,
    protocol: null,
    metadata: null,
    files: new Map(named ? [[FILE, add(FILE)]] : []),
    removed: new Map(droppedDaysAgo === undefined ? [] : [[FILE, removal(FILE, droppedDaysAgo)]]),
    log: await listLog(store, FOLDER),
  };
}

const PENDING = { version: 'd c', schemaString: '{}', switches: 0, files: [add(FILE)] };
const PLACE = { index: 1, of: 2, division: 'd' };
const pendingKey = `pending/${FOLDER}/d/1-of-2.json`;

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list(`${FOLDER}/`)) found.push(key.slice(FOLDER.length + 1));
  return found.sort();
}

interface Case extends Known {
  readonly ageDays: number;
  readonly keepDays: number;
  readonly waits?: boolean;
  /** What the log says when it is read once more. */
  readonly newest?: Known;
}

test.each<[string, 'stays' | 'goes', Case]>([
  ['that the table names', 'stays', { ageDays: 30, keepDays: 7, named: true }],
  ['that was dropped within `keep`', 'stays', { ageDays: 30, keepDays: 7, droppedDaysAgo: 6 }],
  ['that was dropped before', 'goes', { ageDays: 30, keepDays: 7, droppedDaysAgo: 8 }],
  ['that no version names, younger than `keep`', 'stays', { ageDays: 6, keepDays: 7 }],
  ['that no version names, younger than a day', 'stays', { ageDays: 0.9, keepDays: 0.1 }],
  ['that no version names, older than both', 'goes', { ageDays: 8, keepDays: 7 }],
  ['that waits for other parts', 'stays', { ageDays: 8, keepDays: 7, waits: true }],
  ['that another job has committed meanwhile', 'stays', { ageDays: 8, keepDays: 7, newest: { named: true } }],
  ['that another job has dropped meanwhile', 'stays', { ageDays: 8, keepDays: 7, newest: { droppedDaysAgo: 0 } }],
])('a file %s %s', async (_, outcome, { ageDays, keepDays, waits = false, newest = {}, ...known }) => {
  await put(commitKey(FOLDER, 0), 40);
  await put(`${FOLDER}/${FILE}`, ageDays);
  if (waits) await writePending(store, FOLDER, PLACE, PENDING);
  const cleaning = { store, folder: FOLDER, now: () => new Date(NOW), keepSeconds: keepDays * DAY };
  await cleanUp({ ...cleaning, newest: async () => snapshot(newest) }, await snapshot(known));
  expect((await keys()).includes(FILE)).toBe(outcome === 'stays');
});

test('a file that stops waiting while it is looked for stays: its version names it now', async () => {
  await put(commitKey(FOLDER, 0), 40);
  await put(`${FOLDER}/${FILE}`, 8);
  await writePending(store, FOLDER, PLACE, PENDING);
  const newest = async () => {
    const before = await snapshot({});
    // Just after the log was read, the last part comes: the commit, then the end of the waiting.
    await store.remove(pendingKey);
    return before;
  };
  await cleanUp({ store, folder: FOLDER, now: () => new Date(NOW), keepSeconds: 7 * DAY, newest }, await snapshot({}));
  expect(await keys()).toContain(FILE);
});

test.each([
  ['older than `keep`: what comes before it goes', 8, [20, 21, 22]],
  ['younger than `keep`: versions before it can still be read, and stay', 6, [18, 19, 20, 21, 22]],
])('a checkpoint %s', async (_, ageDays, left) => {
  for (const version of [18, 19, 20, 21, 22]) await put(commitKey(FOLDER, version), 30 - version);
  await put(checkpointKey(FOLDER, 20), ageDays);
  const cleaning = { store, folder: FOLDER, now: () => new Date(NOW), keepSeconds: 7 * DAY };
  await cleanUp({ ...cleaning, newest: async () => snapshot({}) }, await snapshot({}));
  const commits = (await keys()).flatMap((key) => /^_delta_log\/(\d{20})\.json$/.exec(key)?.[1] ?? []);
  expect(commits.map(Number)).toEqual(left);
});
