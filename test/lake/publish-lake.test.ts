import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderOf, publishLake } from '../../src/lake/publish-lake.ts';
import type { ObjectStore } from '../../src/objects/object-store.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';
import type { Engine } from '../support/engine.ts';
import { CSV } from '../support/memory-format.ts';
import { column } from '../support/memory-table.ts';
import { load, newEngine } from '../warehouse/setup.ts';

const COLUMNS = [column('id', 'BIGINT'), column('text', 'VARCHAR')];

let engine: Engine;
let directory: string;
let store: ObjectStore;

beforeEach(async () => {
  engine = await newEngine();
  directory = await mkdtemp(join(tmpdir(), 'highwater-lake-'));
  store = await openObjectStore(directory, { setting: 'output.publish.to', env: {} });
});

afterEach(async () => {
  store.close();
  await rm(directory, { recursive: true, force: true });
});

const publish = async (given: ObjectStore = store) =>
  publishLake({
    warehouse: engine.warehouse,
    isLeftOut: () => false,
    store: given,
    workDirectory: join(engine.directory, 'lake'),
    runId: 'run-1',
    stateName: 'default',
    keepSeconds: 604_800,
    now: () => new Date(),
  });

const manifest = async () =>
  JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8')) as {
    tables: { path: string; version: number; rows: number }[];
  };

const sync = async (data: string, mode: 'full' | 'incremental' = 'full') =>
  load(engine, mode, { columns: COLUMNS, files: [{ format: CSV, data, rows: data.split('\n').length - 1 }] });

test('a table is published once, and again only when its rows have changed', async () => {
  await sync('1,a\n2,b\n');
  expect(await publish()).toMatchObject({ tables: 1, files: 1 });
  const [entry] = (await manifest()).tables;
  expect(entry).toMatchObject({ version: 0, rows: 2 });
  const before = await readFile(join(directory, 'manifest.json'), 'utf8');
  expect(await publish()).toEqual({ tables: 0, files: 0, bytes: 0, waiting: [] });
  expect(await readFile(join(directory, 'manifest.json'), 'utf8')).toBe(before);
  await sync('1,a\n2,c\n');
  expect(await publish()).toMatchObject({ tables: 1, files: 1 });
  expect((await manifest()).tables[0]).toMatchObject({ version: 1, rows: 2 });
});

test('where nothing changed, a run asks for one object and writes none', async () => {
  await sync('1,a\n2,b\n');
  await publish();
  const asked: string[] = [];
  const counting = new Proxy(store, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        asked.push(`${String(name)} ${String(args[0])}`);
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
  await publish(counting);
  expect(asked).toEqual(['get manifest.json']);
});

test('what broke off is completed by the next run', async () => {
  await sync('1,a\n2,b\n');
  const broken: ObjectStore = {
    ...store,
    address: store.address,
    get: async (key) => store.get(key),
    list: (prefix) => store.list(prefix),
    createFromFile: async (key, file) => store.createFromFile(key, file),
    create: async () => {
      throw new Error('the connection was cut');
    },
  };
  await expect(publish(broken)).rejects.toMatchObject({
    code: 'PUBLISH_FAILED',
    message: expect.stringContaining('was not published: the connection was cut'),
  });
  expect(await publish()).toMatchObject({ tables: 1, files: 1 });
});

test('other jobs keep their entries of the manifest', async () => {
  await sync('1,a\n');
  const other = {
    source: 'other',
    table: 't',
    path: 'other/t',
    version: 3,
    rows: 1,
    watermark: null,
    run: 'r',
    publishedAt: '2026-12-01T00:00:00Z',
    content: null,
  };
  await store.create('manifest.json', Buffer.from(JSON.stringify({ version: 1, tables: [other] })));
  await publish();
  expect((await manifest()).tables.map((t) => t.path)).toContain('other/t');
  expect((await manifest()).tables).toHaveLength(2);
});

test.each([
  [{ source: 'crm', table: 'Account' }, 'crm/Account'],
  [{ source: 'db', table: 'audit.events' }, 'db/audit.events'],
  [{ source: 'db', table: 'a b/ü' }, 'db/a%20b%2F%C3%BC'],
  [{ source: 'db', table: '..' }, 'db/%2E%2E'],
])('%j lies in %s', (table, folder) => {
  expect(folderOf(table)).toBe(folder);
});
