import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ObjectStore } from '../../../src/objects/object-store.ts';
import type { StoreFault, StoreServer } from '../../servers/objects/store-server.ts';

export interface StoreUnderTest {
  readonly open: () => Promise<ObjectStore>;
  /** A directory for the test's own files. */
  readonly scratch: () => string;
  /** Size of a file that goes up in several parts. */
  readonly large: number;
}

/** A store whose server fails on demand. */
export interface FaultyStore extends StoreUnderTest {
  readonly server: () => StoreServer;
  /** Makes the server ignore conditions, as some do. */
  readonly ignoreConditions: () => void;
  /** What lies in the store, whatever its prefix. */
  readonly stored: () => ReadonlyMap<string, { readonly body: Buffer }>;
}

/** What every kind of store promises. */
export function storeContract({ open, scratch, large }: StoreUnderTest): void {
  test('brings back what was created, whole and in part', async () => {
    const store = await open();
    expect(await store.get('a/none')).toBeNull();
    expect(await store.head('a/none')).toBeNull();
    const created = await store.create('a/some thing=1%20.bin', Buffer.from('0123456789'));
    expect(created.outcome).toBe('created');
    const got = await store.get('a/some thing=1%20.bin');
    expect(got?.body.toString()).toBe('0123456789');
    expect((await store.get('a/some thing=1%20.bin', { start: 3, end: 6 }))?.body.toString()).toBe('345');
    const facts = await store.head('a/some thing=1%20.bin');
    expect(facts).toMatchObject({ bytes: 10, tag: got?.tag, key: 'a/some thing=1%20.bin' });
    expect(Math.abs(Date.now() - (facts?.modified.getTime() ?? 0))).toBeLessThan(60_000);
    expect((await store.create('a/empty', Buffer.of())).outcome).toBe('created');
    expect((await store.get('a/empty'))?.body.length).toBe(0);
  });

  test('creates once: the second is told that it exists, and changes nothing', async () => {
    const store = await open();
    expect((await store.create('b', Buffer.from('one'))).outcome).toBe('created');
    expect(await store.create('b', Buffer.from('two'))).toEqual({ outcome: 'exists' });
    expect((await store.get('b'))?.body.toString()).toBe('one');
  });

  test('replaces only the version that was read', async () => {
    const store = await open();
    const first = await store.create('c', Buffer.from('1'));
    const tag = first.outcome === 'created' ? first.tag : '';
    const second = await store.replace('c', Buffer.from('2'), tag);
    expect(second.outcome).toBe('replaced');
    expect(await store.replace('c', Buffer.from('3'), tag)).toEqual({ outcome: 'moved' });
    expect(await store.replace('absent', Buffer.from('3'), tag)).toEqual({ outcome: 'moved' });
    expect((await store.get('c'))?.body.toString()).toBe('2');
  });

  test('lists by prefix, and removes', async () => {
    const store = await open();
    for (const key of ['d/1', 'd/2', 'd/sub/3', 'dd/4']) await store.create(key, Buffer.from(key));
    const keys = async (prefix: string): Promise<string[]> => {
      const found: string[] = [];
      for await (const { key, bytes } of store.list(prefix)) found.push(`${key} ${bytes}`);
      return found.sort();
    };
    expect(await keys('d/')).toEqual(['d/1 3', 'd/2 3', 'd/sub/3 7']);
    await store.remove('d/2');
    await store.remove('d/2');
    expect(await keys('d/')).toEqual(['d/1 3', 'd/sub/3 7']);
    expect(await keys('nothing/')).toEqual([]);
  });

  test('takes a file, small or in parts, once', async () => {
    const store = await open();
    for (const [key, size] of [['small', 1000] as const, ['large', large] as const]) {
      const [one, two] = [randomBytes(size), randomBytes(size)];
      await writeFile(join(scratch(), 'file'), one);
      expect((await store.createFromFile(key, join(scratch(), 'file'))).outcome).toBe('created');
      await writeFile(join(scratch(), 'file'), two);
      expect(await store.createFromFile(key, join(scratch(), 'file'))).toEqual({ outcome: 'exists' });
      expect((await store.get(key))?.body.equals(one)).toBe(true);
    }
  });

  test('of eight that write at once, one wins', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, open));
    const created = await Promise.all(stores.map(async (store, i) => store.create('race', Buffer.from(`writer ${i}`))));
    const winners = created.flatMap((c, i) => (c.outcome === 'created' ? [{ i, tag: c.tag }] : []));
    expect(winners).toHaveLength(1);
    expect((await stores[0]?.get('race'))?.body.toString()).toBe(`writer ${winners[0]?.i}`);
    const tag = winners[0]?.tag ?? '';
    const replaced = await Promise.all(stores.map(async (store, i) => store.replace('race', Buffer.from(`next ${i}`), tag)));
    const next = replaced.flatMap((r, i) => (r.outcome === 'replaced' ? [i] : []));
    expect(next).toHaveLength(1);
    expect((await stores[0]?.get('race'))?.body.toString()).toBe(`next ${next[0]}`);
  });
}

const WRITE_FAULTS: readonly StoreFault[] = ['slow down', 'error', 'conflict', 'cut', 'lost', 'error after', 'late'];
const LATE_MS = 60;

/** What every kind of store promises of a server or a network that fails: a write is done once, and known to be done. */
export function faultContract({ open, scratch, large, server, ignoreConditions, stored }: FaultyStore): void {
  const isWrite = (method: string): boolean => method === 'PUT' || method === 'POST';

  test.each(WRITE_FAULTS)('one write that meets "%s" is done once, and known to be done', async (fault) => {
    const store = await open();
    await store.create('warm up', Buffer.from('x'));
    let met = false;
    server().fault = ({ method }) => {
      if (!isWrite(method) || met) return null;
      met = true;
      return fault;
    };
    const created = await store.create('k', Buffer.from('mine'));
    expect(created.outcome).toBe('created');
    met = false;
    const tag = created.outcome === 'created' ? created.tag : '';
    expect((await store.replace('k', Buffer.from('mine too'), tag)).outcome).toBe('replaced');
    if (fault === 'late') await new Promise((resolve) => setTimeout(resolve, LATE_MS));
    expect((await store.get('k'))?.body.toString()).toBe('mine too');
  });

  test('an upload in parts survives a fault at each of its requests', async () => {
    const body = randomBytes(large);
    await writeFile(join(scratch(), 'file'), body);
    const store = await open();
    await store.create('warm up', Buffer.from('x'));
    const before = server().requests.length;
    await store.createFromFile('whole', join(scratch(), 'file'));
    const requests = server().requests.length - before;
    expect(requests).toBeGreaterThanOrEqual(3);
    for (const fault of ['cut', 'lost', 'error after'] as const) {
      for (let at = 0; at < requests; at++) {
        const start = server().requests.length + 1;
        server().fault = ({ number }) => (number === start + at ? fault : null);
        const key = `${fault} ${at}`;
        expect((await store.createFromFile(key, join(scratch(), 'file'))).outcome, key).toBe('created');
        const found = [...stored()].find(([name]) => name.endsWith(`/${key}`));
        expect(found?.[1].body.equals(body), key).toBe(true);
      }
    }
  });

  test('half an answer is no answer', async () => {
    const store = await open();
    await store.create('k', Buffer.alloc(100_000, 'x'));
    let faults = 2;
    server().fault = ({ method }) => (method === 'GET' && faults-- > 0 ? 'half' : null);
    expect((await store.get('k'))?.body.length).toBe(100_000);
    let lists = 1;
    server().fault = ({ method }) => (method === 'GET' && lists-- > 0 ? 'half' : null);
    const keys: string[] = [];
    for await (const { key } of store.list('')) keys.push(key);
    expect(keys).toEqual(['k']);
  });

  test('gives up after its tries, and says so', async () => {
    server().fault = () => 'slow down';
    await expect((await open()).get('k')).rejects.toMatchObject({ name: 'ObjectStoreError', problem: 'busy' });
    expect(server().requests).toHaveLength(6);
  });

  test('refuses a store that overwrites in spite of the condition, by name', async () => {
    ignoreConditions();
    const store = await open();
    await expect(store.create('k', Buffer.from('x'))).rejects.toMatchObject({
      code: 'STATE_STORE_UNSAFE',
      message: expect.stringContaining(`${store.address} ignores a condition of writing: create only`),
    });
    expect(stored().size).toBe(0);
  });
}
