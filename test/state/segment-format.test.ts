import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import { Secret } from '../../src/model/secret.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';
import { passphraseEncryption } from '../../src/state/seal/encryption.ts';
import { PIECES_FORMAT } from '../../src/state/segments/head.ts';
import { segmentStore } from '../../src/state/segments/segment-store.ts';
import type { StateStore } from '../../src/state/store.ts';

/*
 * test/fixtures/pieces-format-<n> holds states in pieces of each format as that version saved them, plain and encrypted, two generations each. Every
 * later version must read them. After raising PIECES_FORMAT, HIGHWATER_KEEP_FORMAT=1 with this file writes the new format's.
 */
const FIXTURES = join(ROOT, 'test/fixtures');
const SEGMENT = 1024;
const ENCRYPTION = { plain: null, encrypted: passphraseEncryption(new Secret('the key of the kept states')) };
const KINDS = ['plain', 'encrypted'] as const;
let room: string;
beforeEach(async () => {
  room = await mkdtemp(join(tmpdir(), 'pieces-format-'));
});
afterEach(() => rm(room, { recursive: true, force: true }));

async function storeIn(directory: string, kind: (typeof KINDS)[number]): Promise<StateStore> {
  const objects = await openObjectStore(directory, { setting: 'state', env: {} });
  return segmentStore({
    objects,
    encryption: ENCRYPTION[kind],
    clock: () => new Date('2026-12-01T00:00:00Z'),
    segmentBytes: SEGMENT,
  });
}

/** The same bytes for ever: some segments equal one another, the last is short, and generation 2 changes one and adds one. */
function content(generation: number): Buffer {
  const block = (name: string) =>
    Buffer.concat(Array.from({ length: 32 }, (_, i) => createHash('sha256').update(`${name} ${i}`).digest()));
  const blocks = ['a', 'b', 'a', generation === 1 ? 'c' : 'd', ...(generation === 1 ? [] : ['e'])].map(block);
  return Buffer.concat([...blocks, Buffer.from('the end')]);
}

async function saved(store: StateStore, generation: number, newest: Parameters<StateStore['save']>[2]): Promise<void> {
  await writeFile(join(room, 'work'), content(generation));
  await store.save(join(room, 'work'), generation, newest);
}

async function filesOf(directory: string): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(await Promise.all(paths.map(async (path) => [path, (await readFile(path)).toString('base64')] as const)));
}

test.runIf(process.env.HIGHWATER_KEEP_FORMAT)('keeps states of the current format', async () => {
  for (const kind of KINDS) {
    const directory = join(FIXTURES, `pieces-format-${PIECES_FORMAT}`, kind);
    if (existsSync(directory)) continue;
    const store = await storeIn(directory, kind);
    await saved(store, 1, { newest: null });
    await saved(store, 2, { newest: await store.newest(), restored: true });
    await rm(join(directory, '.highwater-objects'), { recursive: true });
  }
});

test('states of every format so far are kept', async () => {
  const kept = (await readdir(FIXTURES)).filter((name) => name.startsWith('pieces-format-'));
  expect(kept.length).toBe(PIECES_FORMAT);
});

describe.each(Array.from({ length: PIECES_FORMAT }, (_, i) => i + 1))('a state in pieces of format %i', (format) => {
  test.each(KINDS)('is read byte for byte, and saved over: %s', async (kind) => {
    const directory = join(room, 'state');
    await cp(join(FIXTURES, `pieces-format-${format}`, kind), directory, { recursive: true });
    const store = await storeIn(directory, kind);
    expect(await store.restore(join(room, 'restored'))).toMatchObject({ generation: 2, bytes: content(2).length });
    expect((await readFile(join(room, 'restored'))).equals(content(2))).toBe(true);
    await saved(store, 3, { newest: await store.newest(), restored: true });
    await store.restore(join(room, 'restored'));
    expect((await readFile(join(room, 'restored'))).equals(content(3))).toBe(true);
  });
});

test.each(KINDS)('a newer format is refused in words, and every object stays as it is: %s', async (kind) => {
  const directory = join(room, 'state');
  await cp(join(FIXTURES, `pieces-format-${PIECES_FORMAT}`, kind), directory, { recursive: true });
  const store = await storeIn(directory, kind);
  const newest = await store.newest();
  // What a later version may have: another shape below the same two first fields.
  const head = { product: 'highwater-state-head', format: PIECES_FORMAT + 1, generations: { newest: 'x' } };
  await writeFile(join(directory, 'head.json'), JSON.stringify(head));
  const before = await filesOf(directory);
  const refused = {
    code: 'STATE_NEWER_FORMAT',
    message: `The state in ${directory} was saved by a newer version of Highwater (format ${PIECES_FORMAT + 1} of states in pieces; this version reads up to ${PIECES_FORMAT}).`,
  };
  await expect(store.newest()).rejects.toMatchObject(refused);
  await expect(store.restore(join(room, 'restored'))).rejects.toMatchObject(refused);
  await expect(saved(store, 3, { newest, restored: true })).rejects.toMatchObject({ code: 'STATE_MOVED' });
  expect(await filesOf(directory)).toEqual(before);
});
