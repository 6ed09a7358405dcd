import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dropGivenUp, dropOutdated, pendingParts, writePending } from '../../src/lake/pending-parts.ts';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';

/* A part that waits too long would bring back rows of the past, and one that is dropped too early would never be shown. */

const FOLDER = 'crm/deals';
let directory: string;
let store: ObjectStore;

const place = (index: number, division = 'd') => ({ index, of: 3, division });
const wait = async (index: number, switches: number, division = 'd') =>
  writePending(store, FOLDER, place(index, division), { version: `${division} c`, schemaString: '{}', switches, files: [] });

async function waiting(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of store.list('pending/')) found.push(key.slice(`pending/${FOLDER}/`.length));
  return found.sort();
}

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-pending-'));
  store = await openObjectStore(directory, { setting: 'output.publish.to', env: {} });
});

afterEach(async () => {
  store.close();
  await rm(directory, { recursive: true, force: true });
});

test('what waited before the table changed as a whole does not count', async () => {
  await wait(1, 4);
  await wait(2, 5);
  await wait(3, 5, 'other');
  expect([...(await pendingParts(store, FOLDER, place(1), 5)).keys()]).toEqual([2]);
});

test('once the table has changed as a whole, only what waits for a later change stays', async () => {
  await wait(1, 4);
  await wait(2, 5);
  await wait(1, 4, 'other');
  await dropOutdated(store, FOLDER, 5);
  expect(await waiting()).toEqual(['d/2-of-3.json']);
});

test.each([
  ['a part gives up its own and other divisions', place(1), ['d/2-of-3.json']],
  ['the whole table gives up all', null, []],
])('%s', async (_, part, left) => {
  await wait(1, 0);
  await wait(2, 0);
  await wait(2, 0, 'other');
  await dropGivenUp(store, FOLDER, part);
  expect(await waiting()).toEqual(left);
});
