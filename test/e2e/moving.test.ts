import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Printed } from './project.ts';
import { useShop } from './use-shop.ts';
import { waitingForLocks } from './waiting.ts';

/** What others do to the database, and to the state, while a sync reads and between two syncs. */
const { server, shop, project } = useShop();
afterEach(() => shop.openGate());

test('two runs on one state: the second is refused, harms nothing and is told whom to wait for', async () => {
  await project.succeed();
  await shop.edit();
  await shop.closeGate();
  const first = project.sync();
  await waitingForLocks(server, 1);
  const second = await project.run(['sync', '--json']);
  expect(second.exitCode).toBe(1);
  expect(JSON.parse(second.stdout).error).toMatchObject({
    code: 'RUN_IN_PROGRESS',
    message: expect.stringMatching(/since 20\S+: \S+, process \d+\./),
  });
  expect((await project.run(['plan'])).exitCode).toBe(0);
  await shop.openGate();
  expect((await first).exitCode).toBe(0);
  expect(await shop.differences(project)).toEqual([]);
});

describe('a transaction that was begun before a sync and commits after it', () => {
  const CHANGE = `INSERT INTO deals VALUES (9001, 'late', 1, now()); UPDATE deals SET title = 'late', updated_at = now() WHERE id = 1;
    INSERT INTO orders VALUES (9001, 'late', 1); UPDATE orders SET title = 'late' WHERE id = 1; DELETE FROM orders WHERE id = 2`;

  test.each([
    ['is covered by the lookback', '{ lookback: 10m }', ''],
    ['is seen in pg_stat_activity, even without a lookback', '{ lookback: 0s }', 'GRANT pg_read_all_stats TO reader'],
  ])('is not missed: it %s', async (_, run, grant) => {
    await server.query(grant === '' ? 'REVOKE pg_read_all_stats FROM reader' : grant);
    await shop.configure(project, { run });
    const writer = await server.connect({ database: shop.database });
    await writer.query(`BEGIN; ${CHANGE}`);
    await project.succeed();
    await shop.edit();
    await project.succeed();
    await writer.query('COMMIT');
    await writer.end();
    await project.succeed();
    expect(await shop.differences(project)).toEqual([]);
  });

  test('is not missed when it was prepared, and its session is long gone', async () => {
    // When it began nobody can tell: the lookback must cover it.
    await shop.configure(project, { run: '{ lookback: 1m }' });
    const writer = await server.connect({ database: shop.database });
    await writer.query(`BEGIN; ${CHANGE}; PREPARE TRANSACTION 'late'`);
    await writer.end();
    const { tables } = await project.succeed();
    expect(tables.find((t) => t.table === 'deals')?.status).toBe('succeeded');
    await project.succeed();
    await shop.query("COMMIT PREPARED 'late'");
    await project.succeed();
    expect(await shop.differences(project)).toEqual([]);
  });
});

test('of what writers change, move to other pages and commit late while runs read, the next run has everything', async () => {
  await server.query('GRANT pg_read_all_stats TO reader');
  await shop.configure(project, { run: '{ lookback: 0s }' });
  let [stop, commits] = [false, 0];
  // Each has rows of its own, so that none waits for another. Long titles move a row to another page, short ones stay (HOT).
  const writer = async (n: number) => {
    const client = await server.connect({ database: shop.database });
    for (let i = 0; !stop; i++) {
      const id = ((i * 7) % 40) * 4 + n + 10;
      const title = `repeat('${n}.${i} ', ${i % 3 === 0 ? 300 : 1})`;
      await client.query(`BEGIN; UPDATE deals SET title = ${title}, updated_at = now() WHERE id = ${id};
        UPDATE orders SET title = ${title} WHERE id = ${id}; INSERT INTO orders VALUES (${10_000 + i * 4 + n}, 'new', 1);
        INSERT INTO deals VALUES (${10_000 + i * 4 + n}, 'new', 1, now()); SELECT pg_sleep(${i % 5 === n ? 0.8 : 0.01}); COMMIT`);
      commits++;
    }
    await client.end();
  };
  const writers = [0, 1, 2, 3].map(writer);
  try {
    for (let run = 0; run < 3; run++) await project.succeed();
  } finally {
    stop = true;
    await Promise.all(writers);
  }
  expect(commits).toBeGreaterThan(15);
  await project.succeed();
  expect(await shop.differences(project)).toEqual([]);
});

describe('a table that is altered while a run begins', () => {
  /** Does something to tables that a run then waits for, and lets go: the rows that PostgreSQL then holds are what must be there, or nothing is touched. */
  async function during(statements: string, end = 'COMMIT', args: readonly string[] = []): Promise<Printed> {
    const other = await server.connect({ database: shop.database });
    await other.query(`BEGIN; ${statements}`);
    const run = project.sync(args);
    await waitingForLocks(server, 1);
    await other.query(end);
    await other.end();
    return (await run).record;
  }

  const ALTERATIONS: readonly [what: string, sql: string][] = [
    [
      'a rewritten column',
      'ALTER TABLE orders ALTER amount TYPE numeric(38,0) USING amount * 100; ALTER TABLE stock ALTER title TYPE varchar(40)',
    ],
    ['another type', 'ALTER TABLE orders ALTER amount TYPE text; ALTER TABLE deals ALTER updated_at TYPE timestamp'],
    [
      'a new column with a value in every row',
      "ALTER TABLE orders ADD note text DEFAULT 'new'; ALTER TABLE stock ADD note int DEFAULT 7",
    ],
    ['a rewritten table', 'ALTER TABLE orders SET UNLOGGED; ALTER TABLE stock SET UNLOGGED'],
    [
      'emptied and filled again',
      "CREATE TEMP TABLE old AS SELECT * FROM orders; TRUNCATE orders; INSERT INTO orders SELECT id, 'again', amount FROM old",
    ],
  ];

  test.each(ALTERATIONS)('%s: the run, or the next, has all rows as they are', async (_, sql) => {
    await shop.dropGate(); // PostgreSQL alters no column that a view reads
    await shop.configure(project);
    await project.succeed();
    await shop.edit();
    const record = await during(sql);
    for (const table of record.tables) expect(table.rows, table.table).toBeGreaterThan(0);
    await project.succeed();
    await shop.shapeAnew();
    expect(await shop.differences(project)).toEqual([]);
  });

  test('a TRUNCATE that is rolled back leaves no trace', async () => {
    await project.succeed();
    await during('TRUNCATE orders, stock', 'ROLLBACK');
    expect(await shop.differences(project)).toEqual([]);
  });

  test.each([[[]], [['--full']]])('a TRUNCATE that is committed empties nothing here: sync %j', async (args) => {
    await project.succeed();
    const before = await shop.expected();
    const { tables } = await during('TRUNCATE orders, stock', 'COMMIT', args);
    const failed = tables.filter((t) => t.status === 'failed');
    expect(failed.map((t) => [t.table, t.error?.code]).sort()).toEqual([
      ['gated', 'TOO_MANY_DELETES'],
      ['orders', 'TOO_MANY_DELETES'],
      ['stock', 'TOO_MANY_DELETES'],
    ]);
    expect(await shop.differences(project, before)).toEqual([]);
  });

  test('a table that is being read cannot be altered until it has been', async () => {
    await shop.closeGate();
    const run = project.sync();
    await waitingForLocks(server, 1);
    const other = await server.connect({ database: shop.database });
    for (const sql of ['TRUNCATE stock', 'ALTER TABLE stock ALTER title TYPE varchar(90)']) {
      await expect(other.query(`SET lock_timeout = '100ms'; ${sql}`)).rejects.toThrow(/lock timeout/);
    }
    await other.end();
    await shop.openGate();
    expect((await run).exitCode).toBe(0);
    expect(await shop.differences(project)).toEqual([]);
  });
});

describe('a source that was emptied', () => {
  beforeEach(async () => {
    await project.succeed();
  });

  test('keeps its rows here and fails, in incremental and in full syncs, until it is told otherwise', async () => {
    const before = await shop.expected();
    await shop.query('TRUNCATE deals, orders, stock');
    for (const args of [[], ['--full']]) {
      const { exitCode, record, stderr } = await project.sync(args);
      expect(exitCode).toBe(1);
      expect(record.tables.map((t) => t.error?.code)).toEqual(record.tables.map(() => 'TOO_MANY_DELETES'));
      expect(stderr).toMatch(/deals: .*300 of 300 rows.*max_delete_fraction[\s\S]*--allow-deletes/);
      expect(await shop.differences(project, before)).toEqual([]);
    }
    const { tables } = await project.succeed(['--allow-deletes']);
    expect(tables.map((t) => [t.table, t.deleted, t.rows])).toEqual(tables.map((t) => [t.table, 300, 0]));
    expect(await shop.differences(project)).toEqual([]);
  });

  test('up to the allowed share is emptied here too', async () => {
    await shop.query('DELETE FROM deals WHERE id > 160; DELETE FROM orders WHERE id > 160; DELETE FROM stock WHERE id > 160');
    await project.succeed();
    expect(await shop.differences(project)).toEqual([]);
  });
});
