import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as cache from '@actions/cache';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { loadConfigText } from '../../src/config/load/load.ts';
import { sync } from '../../src/engine/run.ts';
import { Secret } from '../../src/model/secret.ts';
import { openObjectStore } from '../../src/objects/open-store.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { cacheStore } from '../../src/state/cache/cache-store.ts';
import { directoryStore } from '../../src/state/directory/directory-store.ts';
import { type Encryption, passphraseEncryption } from '../../src/state/seal/encryption.ts';
import { segmentStore } from '../../src/state/segments/segment-store.ts';
import type { StateStore } from '../../src/state/store.ts';
import { type ActionsCache, startActionsCache } from '../servers/actions-cache.ts';
import { BUCKET } from '../servers/s3/names.ts';
import { startS3 } from '../servers/s3/server.ts';
import { enterRunner, type Runner } from '../state/runner.ts';
import { peakDiskUse } from '../support/disk-use.ts';
import { usePostgres } from '../support/use-postgres.ts';

/*
 * What a job's folders take while a run restores, merges, saves and publishes: the state's working copy, what the cache's client packs and unpacks,
 * and the output. A hosted runner has 14 GB for all of it.
 */

const postgres = usePostgres();
const KEY = passphraseEncryption(new Secret('a key of more than sixteen characters'), 16);
let server: ActionsCache;
let runner: Runner;

beforeAll(async () => {
  // Text that hardly compresses: the archive is as large as the state.
  await postgres.query(`CREATE TABLE deals (id int PRIMARY KEY, note text, updated_at timestamptz);
    INSERT INTO deals SELECT i, md5(random()::text) || md5(random()::text) || md5(random()::text), now() - interval '1 hour' FROM generate_series(1, 80000) i`);
});

beforeEach(async () => {
  server = await startActionsCache();
  runner = await enterRunner(server.env);
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await runner.leave();
  await server.close();
});

const inCache = (encryption: Encryption | null, runId: string): StateStore =>
  cacheStore({
    cache,
    encryption,
    stateName: 'default',
    configScope: 'highwater.yml',
    runId,
    attempt: '1',
    environment: process.env,
    streams: process,
    workingDirectory: runner.temp,
    temporaryDirectory: runner.temp,
    node: process.execPath,
    clock: () => new Date(),
  });

async function run(store: StateStore): Promise<number> {
  const { host, port, user, password } = postgres;
  const text = `version: 1
sources:
  db: { type: postgres, host: ${host}, port: ${port}, database: postgres, auth: { flow: password, user: ${user}, password: "\${PW}" }, tables: { deals: { cursor: updated_at } } }
`;
  const config = await loadConfigText(join(runner.workspace, 'highwater.yml'), text, { PW: password }, SOURCES);
  const record = await sync(
    {
      config,
      mode: 'incremental',
      why: 'a test',
      tables: [],
      output: join(runner.workspace, 'output'),
      onUnreadableState: 'fail',
      allowDeletes: false,
    },
    {
      workDirectory: join(runner.temp, 'highwater'),
      signal: new AbortController().signal,
      observe: () => undefined,
      mask: () => undefined,
      redact: (t) => t,
      now: () => new Date(),
      vaults: null,
      version: '0.0.0',
      store,
      encrypted: false,
    },
  );
  expect(record.error).toBeNull();
  expect(record.state.saved).not.toBeNull();
  return (await stat(join(runner.workspace, 'output', 'warehouse.duckdb'))).size;
}

/** Peak of the second run on a new runner, as a multiple of the state. */
async function peakOf(open: (runId: string) => Promise<StateStore> | StateStore): Promise<number> {
  await run(await open('1'));
  await rm(join(runner.temp, 'highwater'), { recursive: true });
  await rm(join(runner.workspace, 'output'), { recursive: true });
  await postgres.query(`UPDATE deals SET note = reverse(note), updated_at = now() WHERE id % 100 = 0`);
  const store = await open('2');
  const { result: state, peak } = await peakDiskUse([runner.temp, runner.workspace], async () => run(store));

  return peak / state;
}

test('a state in the Actions cache', async () => {
  expect(await peakOf((runId) => inCache(null, runId))).toBeLessThan(2.2);
});

test('an encrypted state in the Actions cache', async () => {
  expect(await peakOf((runId) => inCache(KEY, runId))).toBeLessThan(2.2);
});

test('a state in an object store', async () => {
  const s3 = await startS3();
  try {
    const open = async () =>
      segmentStore({
        objects: await openObjectStore(`s3://${BUCKET}/states/default`, { setting: 'state', env: s3.env }),
        encryption: null,
        clock: () => new Date(),
      });
    expect(await peakOf(open)).toBeLessThan(2.2);
  } finally {
    await s3.close();
  }
});

test('a state in a directory, which is counted too', async () => {
  const open = () =>
    directoryStore({ directory: join(runner.temp, 'state'), encryption: null, clock: () => new Date(), pid: process.pid });
  expect(await peakOf(open)).toBeLessThan(2.8);
});
