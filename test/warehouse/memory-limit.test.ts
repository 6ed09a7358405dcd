import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Connection, Database } from '../../src/warehouse/duckdb/database.ts';
import { Room } from '../../src/warehouse/duckdb/memory-limit.ts';
import { type LoadTargets, PartitionFiles } from '../../src/warehouse/load/partition-files.ts';
import { NDJSON } from '../support/memory-format.ts';

// Rows of a megabyte: DuckDB's COMMIT, CHECKPOINT and replay of a log hold 2,048 of them at once, or as many as there are.
vi.setConfig({ testTimeout: 120_000 });

const ROWS = 90;
const SHARE_MIB = 64;
const UTMOST_MIB = 2048;
const LONG = "repeat('0123456789abcdef', 62500)";

// One value, which can't be spilled.
const TOO_LARGE = `string_agg(concat(i, ${LONG}), '')`;

let directory = '';
let database: Database | null = null;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-memory-'));
});
afterEach(async () => {
  database?.close();
  database = null;
  await rm(directory, { recursive: true, force: true });
});

async function open(room = new Room(SHARE_MIB, 1, SHARE_MIB, UTMOST_MIB), name = 'warehouse'): Promise<Database> {
  database?.close();
  database = await Database.open(join(directory, `${name}.duckdb`), { room, tempDirectory: join(directory, 'spill') });
  return database;
}

async function fill(connection: Connection): Promise<void> {
  await connection.run('CREATE TABLE t (id INTEGER, body VARCHAR)');
  for (let from = 0; from < ROWS; from += 10)
    await connection.run(`INSERT INTO t SELECT i, concat(i, ${LONG}) FROM range(${from}, ${from + 10}) r(i)`);
}

async function whole(opened: Database): Promise<number> {
  return opened.use(async (c) => c.count(`t WHERE body = concat(id, ${LONG})`));
}

test('a COMMIT gets the memory that it needs, since a refused one damages what DuckDB holds', async () => {
  const opened = await open();
  await opened.use(async (c) => c.transaction(async () => fill(c)));
  expect(await whole(opened)).toBe(ROWS);
  expect(opened.limitMib).toBe(SHARE_MIB);
});

test('so does a COMMIT that checkpoints by itself, as DuckDB decides above `checkpoint_threshold`', async () => {
  const opened = await open();
  await opened.use(async (c) => {
    await c.run("SET checkpoint_threshold = '16MiB'");
    await c.transaction(async () => fill(c));
  });
  expect(await whole(opened)).toBe(ROWS);
});

test('so does a CHECKPOINT, which closes the database where it is refused', async () => {
  const opened = await open();
  await opened.use(async (c) => {
    await c.transaction(async () => fill(c));
    await c.checkpoint();
  });
  expect(await whole(opened)).toBe(ROWS);
});

test('so does a DELETE, after whose refusal DuckDB takes the rows for deleted', async () => {
  const opened = await open(new Room(8, 1, 8, UTMOST_MIB));
  await opened.use(async (c) => {
    await c.run('CREATE TABLE t AS SELECT range AS id FROM range(3000000)');
    await c.transaction(async () => {
      await c.run('CREATE TEMP TABLE doomed AS SELECT rowid AS live_row FROM t WHERE hash(id) % 10 = 0');
      await c.run('DELETE FROM t WHERE rowid IN (SELECT live_row FROM doomed)');
    });
    expect(await c.count('t WHERE hash(id) % 10 = 0')).toBe(0);
    expect(await c.count('t')).toBe(await c.count('range(3000000) WHERE hash(range) % 10 <> 0'));
  });
});

test('so does the replay of the log that a killed run left', async () => {
  const roomy = await open(new Room(UTMOST_MIB, 1, UTMOST_MIB));
  await roomy.use(async (c) => c.transaction(async () => fill(c)));
  for (const end of ['.duckdb', '.duckdb.wal'])
    await copyFile(join(directory, `warehouse${end}`), join(directory, `killed${end}`));
  expect(await whole(await open(new Room(SHARE_MIB, 1, SHARE_MIB, UTMOST_MIB), 'killed'))).toBe(ROWS);
});

test('what DuckDB can not do within its share gets more, gives it back, and the run knows', async () => {
  const room = new Room(24, 2, 16, UTMOST_MIB);
  const opened = await open(room);
  const { n } = await opened.use(async (c) => c.row<{ n: number }>(`SELECT length(${TOO_LARGE}) AS n FROM range(${ROWS}) r(i)`));
  expect(n).toBeGreaterThan(ROWS * 1_000_000);
  expect(room.beyondMib).toBeGreaterThan(24);
  expect(opened.limitMib).toBe(24);
});

test('work that can be done in pieces is done in smaller ones before it gets more than the share', async () => {
  const opened = await open(new Room(24, 1, 24, UTMOST_MIB));
  const asked: (number | null)[] = [];
  await opened.use(async (c) =>
    c.inPieces(async (rows) => {
      asked.push(rows);
      if (rows === null || rows > 32) await c.row(`SELECT length(${TOO_LARGE}) AS n FROM range(${ROWS}) r(i)`);
    }),
  );
  expect(asked).toEqual([null, 256, 32]);
  expect(opened.limitMib).toBe(24);
});

test('where the machine has no more either, the error says so', async () => {
  const opened = await open(new Room(24, 1));
  const asked = opened.use(async (c) => c.row(`SELECT length(${TOO_LARGE}) AS n FROM range(${ROWS}) r(i)`));
  await expect(asked).rejects.toMatchObject({ code: 'WAREHOUSE', hint: expect.stringContaining('more memory') });
});

test('a partition whose later files need more memory than there was is to be read again, and then has it', async () => {
  const opened = await open(new Room(1024, 1, 96));
  await opened.use(async (c) => c.run('CREATE TABLE t (id VARCHAR)'));
  const large = `(SELECT length(${TOO_LARGE}) FROM range(${2 * ROWS}) r(i)) > 0`;
  const read = async () => {
    let sequence = 0;
    const targets: LoadTargets = {
      rows: {
        table: 't',
        columns: [{ name: 'id', load: { wire: 'id', read: 'VARCHAR', expression: '$' } }],
        // The first file is loaded, and gone, when the second one turns out to need more.
        select: (query, number) => (number === 1 ? query : `FROM (${query}) WHERE ${large}`),
        batched: false,
      },
    };
    const nothing = () => {};
    const environment = {
      database: opened,
      directory,
      title: 'memory.things',
      rowMask: null,
      onRead: nothing,
      onLoaded: nothing,
    };
    const loader = new PartitionFiles({ ...environment, nextSequence: () => ++sequence }, targets, null);
    for (const id of ['a', 'b']) {
      const file = await loader.create('rows', NDJSON);
      file.stream().end(JSON.stringify({ id }));
      await file.done(1, 20);
    }
    try {
      await loader.commit({ rows: 2, bytes: 0, requests: 0 }, async () => {});
    } catch (error) {
      await loader.rollback();
      throw error;
    }
  };
  await expect(read()).rejects.toMatchObject({ code: 'WAREHOUSE', family: 'restart' });
  await read();
  expect(await opened.use(async (c) => c.count('t'))).toBe(2);
});
