import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { cp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type StateHeader, writeHeader } from '../../src/state/seal/header.ts';
import type { Expected } from './mirror.ts';
import { filesUnder, type Printed, type PrintedError } from './project.ts';
import { postgresRows, relation, withDuckdb } from './truth.ts';
import { useShop } from './use-shop.ts';

/** States that are lost, old, damaged, foreign or that do not fit on the disk: never wrong rows, never a silent full sync. */
const { server, shop, project } = useShop({ tables: ['deals', 'orders', 'stock'] });
let first: readonly Expected[];

/** One sync, then edits. */
beforeEach(async () => {
  await project.succeed();
  first = await shop.expected();
  await shop.edit();
});

async function header(): Promise<StateHeader> {
  return JSON.parse(await readFile(join(project.state, 'state.json'), 'utf8')) as StateHeader;
}

const stateFile = async (): Promise<string> => join(project.state, (await header()).file ?? '');

async function flipByte(): Promise<void> {
  const bytes = await readFile(await stateFile());
  bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
  await writeFile(await stateFile(), bytes);
}

/** Another content in the state's place, with a header that vouches for it. */
async function replaceState(content: Buffer): Promise<void> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  await writeFile(await stateFile(), content);
  await writeFile(
    join(project.state, 'state.json'),
    writeHeader({ ...(await header()), bytes: content.length, stored: { bytes: content.length, sha256 } }),
  );
}

async function foreignDatabase(): Promise<Buffer> {
  const file = project.path('foreign.duckdb');
  await withDuckdb(
    file,
    async (db) => db.rows("CREATE SCHEMA db; CREATE TABLE db.deals AS SELECT 1 AS id, 'not ours' AS title"),
    'READ_WRITE',
  );
  return readFile(file);
}

const SPOILT: readonly [what: string, spoil: () => Promise<unknown>, says: RegExp][] = [
  ['a flipped byte', flipByte, /state-1\.duckdb is damaged/],
  ['a state that is cut off', async () => truncate(await stateFile(), 4096), /state-1\.duckdb has 4096 bytes, \d+ were saved/],
  ['a state whose file is gone', async () => rm(await stateFile()), /state-1\.duckdb is missing/],
  ['a state whose header is gone', async () => rm(join(project.state, 'state.json')), /state\.json is missing/],
  [
    'a header of another program',
    async () => writeFile(join(project.state, 'state.json'), '{"version": 3}'),
    /isn't Highwater's/,
  ],
  [
    'a header that was edited',
    async () =>
      writeFile(
        join(project.state, 'state.json'),
        writeHeader({ ...(await header()), generation: 7 }).replace('"generation": 7', '"generation": 8'),
      ),
    /./,
  ],
  ['random bytes', async () => replaceState(randomBytes(100_000)), /not a valid DuckDB database file/],
  ['an empty file', async () => replaceState(Buffer.alloc(0)), /./],
  [
    'a DuckDB file of another program',
    async () => replaceState(await foreignDatabase()),
    /Highwater did not write \(it contains db\.deals\)/,
  ],
];

test.each(SPOILT)('%s: the run stops, touches nothing, says why, and starts afresh when told to', async (_, spoil, says) => {
  await spoil();
  const before = await saved();
  const { exitCode, stdout } = await project.run(['sync', '--json']);
  expect(exitCode).toBe(1);
  const { error } = JSON.parse(stdout) as PrintedError;
  expect(error.code).toBe('STATE_UNREADABLE');
  expect(error.message).toMatch(says);
  expect(error.hint).toMatch(/on-unreadable-state: full/);
  expect(await saved()).toEqual(before);
  expect(await shop.differences(project, first)).toEqual([]);
  const record = await project.succeed(['--on-unreadable-state', 'full']);
  expect(record.notices.join()).toMatch(/every table is read in full/);
  expect(await shop.differences(project)).toEqual([]);
  await shop.edit();
  expect((await project.succeed()).tables.map((t) => t.mode)).toEqual(['incremental', 'incremental', 'full']);
  expect(await shop.differences(project)).toEqual([]);
});

/** What is kept between runs, without the working copy and the note of which file has been verified: names and checksums. */
async function saved(): Promise<Record<string, string>> {
  const besides = ['work', 'verified.json'].map((name) => join(project.state, name));
  const files = filesUnder(project.state).filter((file) => !besides.some((path) => file.startsWith(path)));
  const sums = files.map(
    async (file) =>
      [
        file,
        createHash('sha256')
          .update(await readFile(file))
          .digest('hex'),
      ] as const,
  );
  return Object.fromEntries(await Promise.all(sums));
}

const KEY = { HIGHWATER_STATE_ENCRYPTION_KEY: 'the right KEY/of "it"' };
const OTHER = { HIGHWATER_STATE_ENCRYPTION_KEY: 'another one of these' };

test('keys: a wrong one, a missing one and one too many are told apart; no row is readable in an encrypted state', async () => {
  const refused = async (env: Record<string, string>) => JSON.parse((await project.run(['sync', '--json'], env)).stdout).error;
  expect(await refused(KEY)).toMatchObject({ code: 'STATE_WRONG_KEY', message: expect.stringContaining("isn't encrypted") });
  await project.succeed(['--on-unreadable-state', 'full'], KEY);
  expect(await refused(OTHER)).toMatchObject({ code: 'STATE_WRONG_KEY', message: expect.stringContaining('another key') });
  expect(await refused({})).toMatchObject({ code: 'STATE_WRONG_KEY', message: expect.stringContaining('no key was given') });
  for (const name of await readdir(project.state)) {
    if (name.startsWith('state')) expect((await readFile(join(project.state, name))).includes('Row 2'), name).toBe(false);
  }
  await shop.edit();
  await project.succeed([], KEY);
  expect(await shop.differences(project)).toEqual([]);
});

describe('a state of another time', () => {
  test('lost: everything is read again', async () => {
    await rm(project.state, { recursive: true });
    const { tables } = await project.succeed();
    expect(tables.map((t) => t.mode)).toEqual(['full', 'full', 'full']);
    expect(await shop.differences(project)).toEqual([]);
  });

  test('older: more is read, and every row is as it should be', async () => {
    await cp(project.state, project.path('older'), { recursive: true });
    for (let run = 0; run < 3; run++) {
      await project.succeed();
      await shop.edit();
    }
    await rm(project.state, { recursive: true });
    await cp(project.path('older'), project.state, { recursive: true });
    await project.succeed();
    expect(await shop.differences(project)).toEqual([]);
  });

  test('newer than the database, which was restored from a backup: every row is as it is there', async () => {
    const database = await server.createDatabase();
    const change = async (sql: string) => {
      const client = await server.connect({ database });
      await client.query(sql);
      await client.end();
    };
    await change(`CREATE TABLE deals (id int PRIMARY KEY, title text, updated_at timestamptz); CREATE TABLE orders (id int PRIMARY KEY, title text);
      INSERT INTO deals SELECT n, 'old', now() FROM generate_series(1, 50) n; INSERT INTO orders SELECT n, 'old' FROM generate_series(1, 50) n;
      GRANT SELECT ON deals, orders TO reader`);
    await project.configure(server, database, '{ deals: { cursor: updated_at }, orders: { cursor: xmin } }');
    await project.succeed();
    await server.query(`CREATE DATABASE backup TEMPLATE ${database}`);
    await change(
      "UPDATE deals SET title = 'lost', updated_at = now(); UPDATE orders SET title = 'lost'; INSERT INTO orders VALUES (99)",
    );
    await project.succeed();
    await server.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await server.query(`ALTER DATABASE backup RENAME TO ${database}`);
    await change("UPDATE orders SET title = 'new' WHERE id = 3; DELETE FROM deals WHERE id = 4");
    await project.succeed();
    const expected = ['deals', 'orders'].map(async (target) => {
      const shape = await relation(server, database, target, ['id']);
      return { target, relation: shape, rows: await postgresRows(server, database, shape) };
    });
    expect(await shop.differences(project, await Promise.all(expected))).toEqual([]);
  });
});

const MOUNTS =
  spawnSync('unshare', ['-m', ...(process.getuid?.() === 0 ? [] : ['-r']), 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0;

describe.skipIf(!MOUNTS)('a full disk', () => {
  /** Runs with `directory` on a disk of this size that holds what it held; then once more, after the disk has grown. */
  async function onSmallDisk(directory: string, megabytes: number): Promise<{ codes: string; before: string; after: string }> {
    const { stdout, stderr } = await project.script(`
      mkdir -p ${directory} && cp -a ${directory} kept && mount -t tmpfs -o size=${megabytes}m tmpfs ${directory} && cp -a kept/. ${directory}
      set +e
      $HIGHWATER sync --json >before.json; echo $?
      mount -o remount,size=900m ${directory}
      $HIGHWATER sync --json >after.json; echo $?
      set -e
      cp -a ${directory} grown; umount ${directory}; rm -rf ${directory}; mv grown ${directory}`);
    const [before = '', after = ''] = await Promise.all(
      ['before', 'after'].map((n) => readFile(project.path(`${n}.json`), 'utf8')),
    );
    return { codes: stdout + (stdout === '1\n0\n' ? '' : stderr), before, after };
  }

  test.each([
    ['.highwater', 3, 'while it restores'],
    ['.highwater', 8, 'while it reads'],
    ['.highwater', 13, 'while it publishes and saves'],
    ['highwater-output', 7, 'while it publishes'],
  ])('under %s, of %i MB, %s: the run says so, and with more room the next is right', async (directory, megabytes) => {
    await shop.query(`INSERT INTO orders SELECT n, md5(n::text) || md5((n + 1)::text) || md5((n + 2)::text), 1
      FROM generate_series(10000, 70000) n`);
    const { codes, before } = await onSmallDisk(directory, megabytes);
    expect(codes).toBe('1\n0\n');
    const { error, tables } = JSON.parse(before) as Pick<Printed, 'error' | 'tables'>;
    const failures = [error, ...(tables ?? []).map((t) => t.error)].filter((e) => e !== null);
    expect(failures).not.toEqual([]);
    for (const failure of failures)
      expect(failure).toMatchObject({ code: 'DISK_FULL', message: expect.stringMatching(/^The disk is full/) });
    expect(await shop.differences(project)).toEqual([]);
  });
});
