import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OtherStore } from '../../../scripts/stores/servers.ts';
import { lakePart } from '../../../src/lake/lake-part.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { ObjectStore } from '../../../src/objects/object-store.ts';
import { openObjectStore } from '../../../src/objects/open-store.ts';
import { passphraseEncryption } from '../../../src/state/seal/encryption.ts';
import { segmentStore } from '../../../src/state/segments/segment-store.ts';
import { text } from '../../../src/warehouse/duckdb/sql.ts';
import { LakeTable } from '../../lake/lake-table.ts';
import { GCS_BUCKET, startGcs } from '../../servers/gcs/server.ts';
import { storeContract } from './suite.ts';

/* `npm run test:stores` starts stores that others wrote, and says here where they are. */
const stores = JSON.parse(process.env.HIGHWATER_OTHER_STORES ?? '[]') as OtherStore[];
const client = process.env.HIGHWATER_GOOGLE_CLIENT ?? null;
const KEY = passphraseEncryption(new Secret('a key of more than sixteen characters'), 16);
const ROUNDS = Number(process.env.HIGHWATER_RACES ?? 25);
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'others-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe.skipIf(stores.length === 0).each(stores)('$name', ({ address, env }) => {
  const at = (prefix: string) => openObjectStore(`${address}/${prefix}`, { setting: 'state', env });

  describe('each test in a prefix of its own', () => {
    // All stores of one test have one prefix, and the next test another.
    let [prefix, current] = ['', ''];
    const open = async () => {
      const name = expect.getState().currentTestName ?? '';
      if (name !== current) [prefix, current] = [randomUUID(), name];
      return at(prefix);
    };
    storeContract({ open, scratch: () => directory, large: 9 * 1024 * 1024 });
  });

  test.each([
    ['plain', null],
    ['encrypted', KEY],
  ])('a %s state comes back byte for byte, and only its changes go up', async (_, encryption) => {
    const objects = await at(randomUUID());
    const store = segmentStore({ objects, encryption, clock: () => new Date(), segmentBytes: 64 * 1024 });
    const [file, into] = [join(directory, 'state'), join(directory, 'restored')];
    const content = randomBytes(40 * 64 * 1024 + 7);
    let newest = null;
    for (let generation = 1; generation <= 4; generation++) {
      content[generation * 70_000] = (content[generation * 70_000] ?? 0) ^ 1;
      await writeFile(file, content);
      newest = await store.save(file, generation, { newest, restored: generation > 1 });
      expect(await store.restore(into)).toMatchObject({ generation, bytes: content.length });
      expect((await readFile(into)).equals(content)).toBe(true);
    }
    let segments = 0;
    for await (const { key } of objects.list('segments/')) segments += key === '' ? 0 : 1;
    expect(segments).toBeLessThanOrEqual(41 + 3);
  });

  test('a lake is published by two jobs, and holds what they have', async () => {
    const prefix = randomUUID();
    expect(await publishLake(async () => at(prefix))).toEqual({ versions: [-1, 0, 1, 2], different: 0 });
  });

  test(`${ROUNDS} races of two runs: one saves, the other gets STATE_MOVED`, async () => {
    const prefix = randomUUID();
    let lines: string[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const outcomes = await Promise.all(
        ['one', 'two'].map(async (writer) => {
          const objects = await at(prefix);
          const store = segmentStore({ objects, encryption: null, clock: () => new Date(), segmentBytes: 256 });
          const file = join(directory, `race-${writer}`);
          const newest = await store.restore(file);
          const line = `${round} ${writer}`;
          await writeFile(file, [...lines, line].join('\n'));
          const save = store.save(file, (newest?.generation ?? 0) + 1, { newest, restored: newest !== null });
          const outcome = await save.then(() => line).catch((error: { code?: string }) => error.code);
          objects.close();
          return outcome;
        }),
      );
      const saved = outcomes.filter((outcome) => outcome !== 'STATE_MOVED');
      expect(saved, `round ${round}: ${outcomes}`).toHaveLength(1);
      lines = [...lines, saved[0] ?? ''];
      const objects = await at(prefix);
      const store = segmentStore({ objects, encryption: null, clock: () => new Date() });
      await store.restore(join(directory, 'look'));
      expect(await readFile(join(directory, 'look'), 'utf8')).toBe(lines.join('\n'));
    }
  });
});

/** Two jobs with half of a table each; every object of the store is then read as it lies there. */
async function publishLake(open: () => Promise<ObjectStore>): Promise<{ versions: number[]; different: number }> {
  const rows = (from: number) =>
    `CREATE TABLE deals AS SELECT i AS id, 'Deal ' || i AS name, i * 1.25 AS amount FROM range(${from}, ${from + 5000}) t(i)`;
  const jobs = [await LakeTable.create(rows(0)), await LakeTable.create(rows(5000))] as const;
  const [low, high] = jobs;
  const publish = async (lake: LakeTable) => {
    const store = await open();
    const { version } = await lake.publish({ store, part: lakePart(lake.table) }).finally(() => store.close());
    return version;
  };
  for (const [i, lake] of jobs.entries()) lake.table = { ...lake.table, fingerprint: { range: `${i + 1}/2 d` } };
  const versions = [await publish(low), await publish(high)];
  await low.connection.run('UPDATE deals SET amount = 0 WHERE id = 4999');
  await high.connection.run('DELETE FROM deals WHERE id = 9000');
  versions.push(...(await Promise.all(jobs.map(publish))).sort());
  const store = await open();
  for await (const { key } of store.list('')) {
    const file = join(low.directory, 'lake', key);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, (await store.get(key))?.body ?? Buffer.of());
  }
  store.close();
  const half = join(high.directory, 'high.parquet');
  await high.connection.run(`COPY deals TO ${text(half)} (FORMAT parquet)`);
  await low.connection.run(`CREATE TABLE both_deals AS FROM deals UNION ALL BY NAME FROM ${text(half)}`);
  const different = await low.difference(versions.at(-1) ?? 0, 'both_deals');
  for (const lake of jobs) await lake.close();
  return { versions, different };
}

/** The slice of @google-cloud/storage that is used here. */
interface GoogleFile {
  save(content: Buffer, options: object): Promise<unknown>;
  download(): Promise<[Buffer]>;
  getMetadata(): Promise<[{ generation: string; size: string }]>;
  delete(): Promise<unknown>;
}
interface GoogleStorage {
  bucket(name: string): { file(name: string): GoogleFile; getFiles(query: object): Promise<[{ name: string }[]]> };
}

test.skipIf(client === null)("Google's own client finds our strict server to be Google's", async () => {
  const server = await startGcs();
  const { Storage } = (await import(pathToFileURL(join(client ?? '', 'build/esm/src/index.js')).href)) as {
    Storage: new (options: object) => GoogleStorage;
  };
  const storage = new Storage({ apiEndpoint: server.url, projectId: 'test', retryOptions: { autoRetry: false } });
  const bucket = storage.bucket(GCS_BUCKET);
  for (const [name, size, resumable] of [
    ['small', 1000, false],
    ['large', 9 * 1024 * 1024, true],
  ] as const) {
    const content = randomBytes(size);
    const file = bucket.file(`google/${name}`);
    const create = { resumable, preconditionOpts: { ifGenerationMatch: 0 }, validation: 'md5' };
    await file.save(content, create);
    await expect(file.save(content, create)).rejects.toMatchObject({ code: 412 });
    const [{ generation }] = await file.getMetadata();
    await file.save(content, { ...create, preconditionOpts: { ifGenerationMatch: generation } });
    await expect(file.save(content, { ...create, preconditionOpts: { ifGenerationMatch: generation } })).rejects.toMatchObject({
      code: 412,
    });
    expect((await file.download())[0].equals(content)).toBe(true);
  }
  const [files] = await bucket.getFiles({ prefix: 'google/' });
  expect(files.map((file) => file.name)).toEqual(['google/large', 'google/small']);
  await bucket.file('google/small').delete();
  await expect(bucket.file('google/small').getMetadata()).rejects.toMatchObject({ code: 404 });
  await server.close();
});
