import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freshness, lateTables } from '../../src/app/freshness.ts';
import { readPlanState } from '../../src/app/plan-state.ts';
import { openSession } from '../../src/app/session.ts';
import type { StatePlace } from '../../src/app/state-place.ts';
import { loadConfigText } from '../../src/config/load/load.ts';
import { sync } from '../../src/engine/run.ts';
import type { RunDeps } from '../../src/engine/run-context.ts';
import type { RunRecord } from '../../src/model/record.ts';
import { Secret } from '../../src/model/secret.ts';
import type { SideFile } from '../../src/model/side-file.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { directoryStore } from '../../src/state/directory/directory-store.ts';
import { type Encryption, passphraseEncryption } from '../../src/state/seal/encryption.ts';
import { segmentStore } from '../../src/state/segments/segment-store.ts';
import type { StateStore } from '../../src/state/store.ts';
import { syncedNotes } from '../../src/state/synced-note.ts';
import { stateWords } from '../../src/views/facts/state-words.ts';
import { BUCKET } from '../servers/s3/names.ts';
import { type S3Server, startS3 } from '../servers/s3/server.ts';
import { usePostgres } from '../support/use-postgres.ts';

const postgres = usePostgres();
const HOUR = 3_600_000;
let directory: string;
/** How far the machine's clock is ahead. */
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  directory = await mkdtemp(join(tmpdir(), 'highwater-unchanged-'));
  await postgres.query(`
    DROP SCHEMA public CASCADE; CREATE SCHEMA public;
    CREATE TABLE deals (id int PRIMARY KEY, title text, updated_at timestamptz NOT NULL DEFAULT now() - interval '1 hour');
    CREATE TABLE stages (id int PRIMARY KEY, title text);
    INSERT INTO deals SELECT i, 'deal ' || i FROM generate_series(1, 50) i;
    INSERT INTO stages VALUES (1, 'open'), (2, 'won')`);
});

afterEach(async () => rm(directory, { recursive: true, force: true }));

const now = (): Date => new Date(Date.now() + ahead);
const inDirectory = (): StateStore =>
  directoryStore({ directory: join(directory, 'state'), encryption: null, clock: now, pid: process.pid });

interface Options {
  readonly store?: StateStore;
  readonly mode?: 'full' | 'incremental';
  readonly tables?: string;
  readonly only?: readonly string[];
  readonly deps?: Partial<RunDeps>;
}

const TABLES = '{ deals: { cursor: updated_at }, stages: {} }';

async function run({
  store = inDirectory(),
  mode = 'incremental',
  tables = TABLES,
  only = [],
  deps = {},
}: Options = {}): Promise<RunRecord> {
  const { host, port, user, password } = postgres;
  const text = `version: 1
sources:
  db: { type: postgres, host: ${host}, port: ${port}, database: postgres, auth: { flow: password, user: ${user}, password: "\${PW}" }, tables: ${tables} }
`;
  const config = await loadConfigText(join(directory, 'highwater.yml'), text, { PW: password }, SOURCES);
  return sync(
    {
      config,
      mode,
      auto: mode === 'incremental',
      why: 'a test',
      tables: only,
      output: join(directory, 'output'),
      onUnreadableState: 'fail',
      allowDeletes: false,
    },
    {
      workDirectory: join(directory, 'state', 'work'),
      signal: new AbortController().signal,
      observe: () => undefined,
      mask: () => undefined,
      redact: (t) => t,
      now,
      vaults: null,
      version: '0.0.0',
      store,
      encrypted: false,
      ...deps,
    },
  );
}

const generation = async (): Promise<number | undefined> => (await inDirectory().newest())?.generation;
const output = (): string => join(directory, 'output', 'warehouse.duckdb');
const inode = async (file: string): Promise<string> => {
  const { ino, ctimeNs } = await stat(file, { bigint: true });
  return `${ino} ${ctimeNs}`;
};

describe('where nothing changed', () => {
  test('a state that is younger than a day is not saved, and nothing of the output is written again', async () => {
    await run();
    const state = join(directory, 'state', 'state-1.duckdb');
    const before = [await inode(output()), await readFile(state)];
    ahead = 2 * HOUR;
    const record = await run();
    expect(record).toMatchObject({ status: 'succeeded', error: null, state: { saved: null, unchanged: true } });
    expect(record.tables.map((t) => t.status)).toEqual(['succeeded', 'succeeded']);
    expect(record.output?.database?.bytes).toBe((await stat(output())).size);
    expect([await inode(output()), await readFile(state)]).toEqual(before);
    expect(stateWords(record).saved).toBe('Not saved again: nothing changed, and generation 1 is less than a day old.');
    expect((await readdir(join(directory, 'state', 'work'))).filter((name) => name.startsWith('work'))).toEqual([]);
  });

  test('the state is not even copied, unless a table has to be written', async () => {
    const saved = async () => stat(join(directory, 'state', 'state-1.duckdb'));
    const tables = '{ deals: { cursor: updated_at } }';
    await run({ tables });
    const { ino, mtimeMs } = await saved();
    ahead = 2 * HOUR;
    expect((await run({ tables })).state.unchanged).toBe(true);
    expect(await saved()).toMatchObject({ ino, mtimeMs, nlink: 1 });
    await postgres.query(`UPDATE deals SET title = 'new', updated_at = now() WHERE id = 7`);
    const failed = { ...inDirectory(), save: () => Promise.reject(new Error('no')) };
    await run({ tables, store: failed });
    expect((await saved()).ino).not.toBe(ino);
    expect((await run({ tables })).state).toMatchObject({ recovered: true, saved: { generation: 2 } });
  });

  test('it is saved once a day, and what is read then is all that changed in between', async () => {
    await run();
    for (const hours of [6, 12, 23]) {
      ahead = hours * HOUR;
      expect((await run()).state).toMatchObject({ unchanged: true });
    }
    ahead = 24.5 * HOUR;
    expect((await run()).state).toMatchObject({ saved: { generation: 2 } });
    await postgres.query(`UPDATE deals SET title = 'new', updated_at = now() WHERE id = 7`);
    const record = await run();
    expect(record.tables.find((t) => t.table === 'deals')).toMatchObject({ mode: 'incremental', updated: 1 });
    expect(record.state.saved?.generation).toBe(3);
  });

  test('nothing is sent to an object store, not even to try its conditions', async () => {
    const s3: S3Server = await startS3();
    try {
      const open = async () =>
        segmentStore({
          objects: await openObjectStore(`s3://${BUCKET}/states/default`, { setting: 'state', env: s3.env }),
          encryption: null,
          clock: now,
        });
      await run({ store: await open() });
      const from = s3.requests.length;
      expect((await run({ store: await open() })).state).toMatchObject({ unchanged: true });
      expect(new Set(s3.requests.slice(from).map(({ method }) => method))).toEqual(new Set(['GET']));
      await postgres.query(`DELETE FROM stages WHERE id = 2`);
      expect((await run({ store: await open() })).state.saved?.generation).toBe(2);
    } finally {
      await s3.close();
    }
  });

  test('an output that was removed or touched is published again', async () => {
    await run();
    await rm(output());
    expect((await run()).state.unchanged).toBe(true);
    const { ino } = await stat(output());
    expect((await run()).state.unchanged).toBe(true);
    expect((await stat(output())).ino).toBe(ino);
  });
});

describe('where somebody goes by the time of the last sync', () => {
  const LIMITED = '{ deals: { cursor: updated_at, freshness: { error_after: 6h } }, stages: {} }';
  let kept: Buffer | null;
  const noted = (encryption: Encryption | null = null, file: Partial<SideFile> = {}): StateStore => ({
    ...inDirectory(),
    notes: syncedNotes(
      {
        read: async () => kept,
        write: async (content) => {
          kept = content;
        },
        exclusive: async (work) => work(),
        where: 'memory',
        remove: '',
        ...file,
      },
      encryption,
    ),
  });
  const syncedAt = async (store: StateStore) => {
    const { tables } = await readPlanState({ workDirectory: join(directory, 'plan'), store, now });
    return Object.fromEntries(tables.map((t) => [t.table, t.syncedAt]));
  };
  beforeEach(() => {
    kept = null;
  });

  test.each([
    ['plain', null],
    ['sealed', passphraseEncryption(new Secret('a key of more than sixteen characters'), 16)],
  ] as const)(
    'a run that saves nothing leaves a %s note of its time, which later runs and `freshness` read',
    async (_, encryption) => {
      await run({ store: noted(encryption), tables: LIMITED });
      ahead = 5 * HOUR;
      const second = await run({ store: noted(encryption), tables: LIMITED });
      expect(second.state.unchanged).toBe(true);
      expect(kept?.length).toBeLessThan(1000);
      expect(String(kept).includes('deals')).toBe(encryption === null);
      expect(await syncedAt(noted(encryption))).toEqual({ deals: second.startedAt, stages: second.startedAt });
      // A run that leaves a table out keeps what is known of it.
      ahead = 6 * HOUR;
      const third = await run({ store: noted(encryption), tables: LIMITED, only: ['db.deals'] });
      expect(third.state.unchanged).toBe(true);
      expect(await syncedAt(noted(encryption))).toEqual({ deals: third.startedAt, stages: second.startedAt });
      // It speaks of this state alone.
      await postgres.query(`UPDATE deals SET title = 'x', updated_at = now() WHERE id = 1`);
      ahead = 7 * HOUR;
      const fourth = await run({ store: noted(encryption), tables: LIMITED, only: ['db.deals'] });
      expect(fourth.state.saved?.generation).toBe(2);
      ahead = 8 * HOUR;
      expect(await syncedAt(noted(encryption))).toEqual({ deals: fourth.startedAt, stages: second.startedAt });
    },
  );

  test('`freshness --max-age` says that it may be a false alarm where syncs leave no time', async () => {
    const quiet = () => undefined;
    const session = openSession({ env: {}, log: quiet, warn: quiet, onStop: quiet, onStopAgain: quiet });
    const hours = async (limit: number, store = inDirectory()) => {
      const place = { store, workDirectory: join(directory, 'look') } as StatePlace;
      const result = await freshness(session, { place, output: directory, maxAgeSeconds: limit * 3600, now: now() });
      return [result.tables.map((t) => [t.status, t.mayBeFresher ?? false]), lateTables(result).map((t) => t.hint)] as const;
    };
    const both = <T>(value: T) => [value, value];
    await run();
    ahead = 5 * HOUR;
    expect((await run()).state.unchanged).toBe(true);
    expect(await hours(6)).toEqual([both(['fresh', false]), []]);
    expect(await hours(4)).toEqual([both(['error', true]), both(expect.stringMatching(/false alarm.*Set `freshness`/))]);
    ahead = 29 * HOUR;
    expect(await hours(4)).toEqual([both(['error', false]), both(expect.stringMatching(/Open the latest run/))]);
    // With limits in the configuration every sync leaves its time.
    await run({ store: noted(), tables: LIMITED });
    ahead = 34 * HOUR;
    expect((await hours(4, noted()))[0]).toEqual(both(['error', false]));
    session.release();
  });

  test('the state is saved where no note can be left', async () => {
    await run({ tables: LIMITED });
    expect((await run({ tables: LIMITED })).state.saved?.generation).toBe(2);
    const full = { write: async () => Promise.reject(new Error('full')) };
    expect((await run({ store: noted(null, full), tables: LIMITED })).state.saved?.generation).toBe(3);
  });
});

describe('it is saved where', () => {
  test.each<[string, string, Options]>([
    ['a row changed', `UPDATE deals SET title = 'x', updated_at = now() WHERE id = 1`, {}],
    ['a row came into a table without a cursor', `INSERT INTO stages VALUES (3, 'lost')`, {}],
    ['a column came', `ALTER TABLE deals ADD COLUMN note text`, {}],
    ['a table left the configuration', '', { tables: '{ deals: { cursor: updated_at } }' }],
    ['a filter changed', '', { tables: '{ deals: { cursor: updated_at, where: id < 1000 }, stages: {} }' }],
    [
      'a limit of freshness changed',
      '',
      { tables: '{ deals: { cursor: updated_at, freshness: { error_after: 6h } }, stages: {} }' },
    ],
    ['all was read in full', '', { mode: 'full' }],
    [
      'a table was read in full, since it was due',
      // By the database's clock.
      'SELECT pg_sleep(1.1)',
      { tables: '{ deals: { cursor: updated_at, full_sync_every: 1s }, stages: {} }' },
    ],
    ['a table failed', 'DROP TABLE stages', {}],
  ])('%s', async (_, sql, options) => {
    await run();
    if (sql !== '') await postgres.query(sql);
    ahead = 2000;
    const record = await run(options);
    expect(record.state).toMatchObject({ saved: { generation: 2 } });
    expect(record.state.unchanged).toBeUndefined();
    expect(await generation()).toBe(2);
  });

  test('a table succeeds again that failed last time', async () => {
    await run();
    await postgres.query('ALTER TABLE stages RENAME TO away');
    expect((await run()).status).toBe('failed');
    await postgres.query('ALTER TABLE away RENAME TO stages');
    expect((await run()).state.saved?.generation).toBe(3);
    expect((await run()).state.unchanged).toBe(true);
  });

  test('the saved state seems to come from the future', async () => {
    ahead = 3 * HOUR;
    await run();
    ahead = 0;
    expect((await run()).state.saved?.generation).toBe(2);
  });
});
