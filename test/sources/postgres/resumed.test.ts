import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import type { TableRecord } from '../../../src/model/record.ts';
import { usePostgres } from '../../support/use-postgres.ts';
import { type Hooks, InterruptedTable, withFiles } from './interrupted-table.ts';

/** A full sync that was stopped in its middle, and what happens to the table before the next one. */
const server = usePostgres();
let database: string;
const tables: InterruptedTable[] = [];

beforeAll(async () => {
  database = await server.createDatabase();
});
beforeEach(async () => server.reset(database));
afterEach(async () => {
  await Promise.all(tables.splice(0).map(async (t) => t.close()));
});

const ROWS = 200;
const COLUMNS =
  "id int PRIMARY KEY, text text, stamp timestamptz, mood text DEFAULT 'calm', filler text DEFAULT repeat('x', 900)";
const FILL = `INSERT INTO t SELECT n, 'row ' || n, now() - interval '1 day' FROM generate_series(1, ${ROWS}) n`;
// The third of the leaves takes what is moved.
const PARTITIONED = `CREATE TABLE t (${COLUMNS}) PARTITION BY RANGE (id); CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (0) TO (120);
  CREATE TABLE t_2 PARTITION OF t FOR VALUES FROM (120) TO (1000); CREATE TABLE t_3 PARTITION OF t FOR VALUES FROM (1000) TO (9000)`;
const INHERITED = `CREATE TABLE t (${COLUMNS}); CREATE TABLE t_1 (PRIMARY KEY (id)) INHERITS (t);`;

// New versions of rows find room in the pages of the old ones, or go to the end where there are too many.
const ROOMY = `CREATE TABLE t (${COLUMNS}) WITH (fillfactor = 60)`;

async function create(options: Partial<TableOptions> = { cursor: 'stamp' }, shape = ROOMY) {
  const table = await InterruptedTable.create(server, database, 't', options);
  tables.push(table);
  await table.sql(`${shape}; ${FILL}`);
  return table;
}

/** Stopped after some partitions; the ids of those. */
async function interrupted(table: InterruptedTable, stopAfter: number, hooks: Hooks = {}): Promise<string[]> {
  const record = await table.sync({ ...hooks, stopAfter });
  expect(record).toMatchObject({ status: 'failed', error: { code: 'INTERRUPTED' } });
  expect(table.read).toHaveLength(stopAfter);
  return table.read;
}

function noteOf(record: TableRecord): string {
  return record.notes.find((n) => n.message.includes('interrupted full sync'))?.message ?? '';
}

const ALL = { 'by a timestamp': { cursor: 'stamp' }, 'by xmin': { cursor: 'xmin' }, 'without a cursor': {} } as const;

describe.each(Object.entries(ALL))('a full sync %s', (_, options) => {
  it('goes on where it stopped, and reads nothing again that did not change', async () => {
    const table = await create(options);
    const done = await interrupted(table, 5);
    const record = await table.sync();
    expect(record).toMatchObject({ status: 'succeeded', rows: ROWS, inserted: ROWS });
    expect(table.resumed).toEqual([true]);
    expect(noteOf(record)).toMatch(/^resumed the interrupted full sync \(5 of \d+ parts were done\)/);
    expect(table.read.filter((id) => done.includes(id))).toEqual([]);
    const rows = (pass: string) => record.partitions.filter((p) => p.pass === pass).reduce((sum, p) => sum + p.rows, 0);
    expect(rows('tail')).toBe(0);
    expect(rows('sweep')).toBe(ROWS);
    expect(rows('body')).toBeLessThan(ROWS - 5 * 4);
    expect(await table.differences()).toEqual([]);
    await table.sql("UPDATE t SET text = 'later', stamp = now() WHERE id IN (1, 150)");
    expect((await table.sync({}, 'incremental')).status).toBe('succeeded');
    expect(await table.differences()).toEqual([]);
  });
});

interface Meanwhile {
  readonly what: string;
  readonly change: string;
  readonly shape?: string;
  readonly options?: Partial<TableOptions>;
  /** Part of the note where the table must be read from its start. */
  readonly afresh?: RegExp;
  /** The first attempt of the resumed run can't be completed. */
  readonly again?: true;
}

const MEANWHILE: readonly Meanwhile[] = [
  { what: 'rows are changed, with the cursor', change: "UPDATE t SET text = 'new', stamp = now() WHERE id % 7 = 0" },
  { what: 'rows are changed, without the cursor', change: "UPDATE t SET text = 'new' WHERE id % 7 = 0" },
  { what: 'a cursor is set back', change: "UPDATE t SET text = 'new', stamp = now() - interval '9 days' WHERE id % 7 = 0" },
  { what: 'a cursor is emptied', change: "UPDATE t SET text = 'new', stamp = NULL WHERE id % 7 = 0" },
  {
    what: 'a cursor lies in the future',
    change: "UPDATE t SET text = 'new', stamp = now() + interval '9 days' WHERE id % 7 = 0",
  },
  { what: 'rows are inserted', change: "INSERT INTO t SELECT n, 'new', NULL FROM generate_series(500, 600) n" },
  { what: 'rows are deleted', change: 'DELETE FROM t WHERE id % 3 = 0' },
  { what: 'all rows are deleted', change: 'DELETE FROM t' },
  {
    what: 'places are used again',
    change: "DELETE FROM t WHERE id % 3 = 0; VACUUM t; INSERT INTO t SELECT n, 'new', now() FROM generate_series(500, 600) n",
  },
  { what: 'the file ends earlier', change: 'DELETE FROM t WHERE id > 60; VACUUM t' },
  {
    what: 'the file ended earlier, and grew again',
    change: "DELETE FROM t WHERE id > 60; VACUUM t; INSERT INTO t SELECT n, 'new', now() FROM generate_series(100, 400) n",
  },
  {
    what: 'a row is deleted and comes again',
    change: "DELETE FROM t WHERE id IN (1, 190); INSERT INTO t VALUES (1, 'b'), (190, 'c')",
  },
  { what: 'keys are exchanged', change: 'UPDATE t SET id = -id WHERE id IN (1, 190); UPDATE t SET id = 191 + id WHERE id < 0' },
  { what: 'keys change', change: 'UPDATE t SET id = id + 5000 WHERE id % 9 = 0' },
  {
    what: 'rows move from pages read to pages not read, and back',
    change: `UPDATE t SET filler = repeat('y', 1500) WHERE id < 30; VACUUM t; UPDATE t SET text = 'back' WHERE id > 170; UPDATE t SET text = 'again' WHERE id % 2 = 0`,
  },
  { what: 'a change is rolled back', change: "BEGIN; UPDATE t SET text = 'never'; ROLLBACK" },
  {
    what: 'changes are made in subtransactions',
    change:
      "BEGIN; SAVEPOINT a; UPDATE t SET text = 'one' WHERE id < 9; ROLLBACK TO a; SAVEPOINT b; UPDATE t SET text = 'two' WHERE id < 5; COMMIT",
  },
  { what: 'rows are frozen', change: "UPDATE t SET text = 'new' WHERE id % 5 = 0; VACUUM FREEZE t" },
  { what: 'an index is made', change: 'CREATE INDEX ON t (stamp)' },
  { what: 'the table is truncated', change: `TRUNCATE t; ${FILL}`, afresh: /rewritten or truncated/ },
  { what: 'the table is rewritten', change: 'VACUUM FULL t', afresh: /rewritten or truncated/ },
  { what: 'the table is clustered', change: 'CLUSTER t USING t_pkey', afresh: /rewritten or truncated/ },
  { what: 'the table is made again', change: `DROP TABLE t; CREATE TABLE t (${COLUMNS}); ${FILL}`, afresh: /created again/ },
  { what: 'a type is widened in place', change: 'ALTER TABLE t ALTER mood TYPE varchar(99)', afresh: /rewritten|another type/ },
  {
    what: 'a type is exchanged for one that stores the same and shows another',
    shape: `CREATE TABLE t (${COLUMNS}, net cidr DEFAULT '10.0.0.1/32')`,
    change: 'ALTER TABLE t ALTER net TYPE inet',
    afresh: /of another type/,
  },
  {
    what: 'a value of an enum is renamed',
    shape: `CREATE TYPE weather AS ENUM ('sun', 'rain'); CREATE TABLE t (${COLUMNS}, outside weather DEFAULT 'rain')`,
    change: "ALTER TYPE weather RENAME VALUE 'rain' TO 'drizzle'",
    afresh: /enum were renamed/,
  },
  {
    what: 'the table has another name for a while',
    change: "ALTER TABLE t RENAME TO u; UPDATE u SET text = 'new' WHERE id % 7 = 0; ALTER TABLE u RENAME TO t",
  },
  {
    what: 'rows move between leaves',
    shape: PARTITIONED,
    change: 'UPDATE t SET id = id + 1000 WHERE id % 9 = 0; UPDATE t SET id = 135 WHERE id = 1126',
    options: { cursor: 'xmin', key: ['text'] },
  },
  {
    what: 'a leaf leaves, is changed and returns',
    shape: PARTITIONED,
    change: `ALTER TABLE t DETACH PARTITION t_1; UPDATE t_1 SET text = 'new' WHERE id % 2 = 0; ALTER TABLE t ATTACH PARTITION t_1 FOR VALUES FROM (0) TO (120)`,
  },
  {
    what: 'a leaf comes',
    shape: PARTITIONED,
    change: "CREATE TABLE t_4 PARTITION OF t FOR VALUES FROM (9000) TO (9900); INSERT INTO t VALUES (9001, 'new')",
    afresh: /partitions were added or removed/,
  },
  { what: 'a leaf goes', shape: PARTITIONED, change: 'DROP TABLE t_1', afresh: /partitions were added or removed/ },
  { what: 'a leaf is truncated', shape: PARTITIONED, change: 'TRUNCATE t_2', afresh: /rewritten or truncated/ },
  {
    what: 'rows of another table that inherits are changed',
    shape: INHERITED,
    change: "INSERT INTO t_1 VALUES (501, 'new'); UPDATE t SET text = 'changed' WHERE id % 7 = 0",
  },
  {
    what: 'rows enter and leave the condition',
    change: "UPDATE t SET mood = 'angry' WHERE id % 5 = 0; UPDATE t SET mood = 'calm' WHERE id % 11 = 0",
    options: { cursor: 'stamp', where: "mood = 'calm'" },
  },
  {
    what: 'the condition lets fewer rows through, though none was written',
    change: 'DELETE FROM chosen WHERE id % 4 = 0',
    shape: `CREATE TABLE t (${COLUMNS}); CREATE TABLE chosen AS SELECT generate_series(1, 400) AS id`,
    options: { cursor: 'stamp', where: 'id IN (SELECT id FROM chosen)' },
  },
  {
    what: 'the condition lets more rows through, though none was written',
    change: 'INSERT INTO chosen SELECT generate_series(1, 400)',
    shape: `CREATE TABLE t (${COLUMNS}); CREATE TABLE chosen AS SELECT generate_series(1, 400, 3) AS id`,
    options: { cursor: 'stamp', where: 'id IN (SELECT id FROM chosen)' },
    again: true,
  },
];

describe('meanwhile', () => {
  it.each(MEANWHILE)('$what', async ({ change, shape, options, afresh, again }) => {
    const table = await create(options, shape);
    await interrupted(table, 4);
    for (const statement of change.startsWith('BEGIN') ? [change] : change.split('; ')) await table.sql(statement);
    const record = await table.sync();
    expect(record).toMatchObject({ status: 'succeeded' });
    expect(await table.differences(options?.where)).toEqual([]);
    expect(table.resumed).toEqual(again ? [true, false] : [afresh === undefined]);
    if (again === undefined) expect(noteOf(record)).toMatch(afresh ?? /^resumed the interrupted full sync/);
  });
});

describe('more than once', () => {
  it('it is resumed, each time from what all runs before have read', async () => {
    const table = await create({ cursor: 'xmin' });
    const first = await interrupted(table, 3);
    await table.sql("UPDATE t SET text = 'one', filler = repeat('y', 1200) WHERE id % 4 = 0; DELETE FROM t WHERE id % 17 = 0");
    const second = await interrupted(table, 3);
    await table.sql("UPDATE t SET text = 'two' WHERE id % 8 = 0; INSERT INTO t VALUES (17, 'again')");
    const record = await table.sync();
    expect(record.status).toBe('succeeded');
    expect(table.resumed).toEqual([true]);
    expect(noteOf(record)).toContain('(6 of');
    expect(table.read.filter((id) => [...first, ...second].includes(id))).toEqual([]);
    expect(await table.differences()).toEqual([]);
  });

  it('a tail that was cut off is read again', async () => {
    const table = await create();
    await interrupted(table, 4);
    await table.sql("UPDATE t SET text = 'new' WHERE id % 3 = 0");
    const [body = 0] = [(await interrupted(table, 14)).filter((id) => id.startsWith('rows')).length];
    expect(table.read.some((id) => id.startsWith('changed'))).toBe(true);
    await table.sql("UPDATE t SET text = 'newer' WHERE id % 6 = 0; DELETE FROM t WHERE id % 5 = 0");
    const record = await table.sync();
    expect(noteOf(record)).toContain(`(${4 + body} of ${4 + body} parts were done)`);
    expect(table.read.filter((id) => id.startsWith('rows'))).toEqual([]);
    expect(await table.differences()).toEqual([]);
  });
});

describe('a transaction that was open when the first attempt began', () => {
  const CHANGE =
    "UPDATE t SET text = 'late' WHERE id IN (1, 190); INSERT INTO t VALUES (900, 'late'); DELETE FROM t WHERE id IN (2, 191)";

  it.each(['COMMIT', 'ROLLBACK', "PREPARE TRANSACTION 'late'"])('and ends by %s', async (end) => {
    const table = await create({ cursor: 'stamp', lookbackSeconds: 0 });
    const writer = await server.connect({ database });
    await writer.query(`BEGIN; ${CHANGE}`);
    // Transactions that began later and are over.
    await table.sql("UPDATE t SET text = 'early' WHERE id = 100");
    await interrupted(table, 6);
    await writer.query(end);
    await writer.end();
    if (end.startsWith('PREPARE')) {
      await interrupted(table, 2);
      await table.sql("COMMIT PREPARED 'late'");
    }
    expect((await table.sync()).status).toBe('succeeded');
    expect(table.resumed).toEqual([true]);
    expect(await table.differences()).toEqual([]);
  });
});

describe('a key that PostgreSQL does not keep unique', () => {
  const SHAPE = ROOMY.replace(' PRIMARY KEY', '');
  const options = { cursor: 'stamp', key: ['id'] };

  it.each([
    { what: 'twice, one of them gone', change: "DELETE FROM t WHERE text = 'row 2'", attempts: [true, false] },
    { what: 'twice, one of them another row now', change: "UPDATE t SET id = 777 WHERE text = 'row 2'", attempts: [true, false] },
    { what: 'twice, both gone', change: 'DELETE FROM t WHERE id = 1', attempts: [true] },
    {
      what: 'twice, both another row now',
      change: "UPDATE t SET id = 777 WHERE id = 1 AND text = 'row 2'; UPDATE t SET text = 'x' WHERE id = 1",
      attempts: [true],
    },
  ])('and was there $what', async ({ change, attempts }) => {
    const table = await create(options, SHAPE);
    await table.sql('UPDATE t SET id = 1 WHERE id = 2');
    await interrupted(table, 4);
    await table.sql(change);
    expect((await table.sync()).error).toBeNull();
    expect(table.resumed).toEqual(attempts);
    expect(await table.differences()).toEqual([]);
  });

  it.each([
    { what: 'is there twice', change: 'UPDATE t SET id = 1 WHERE id = 150', code: 'KEY_NOT_UNIQUE' },
    { what: 'is empty', change: 'UPDATE t SET id = NULL WHERE id = 150', code: 'KEY_IS_NULL' },
  ])('and $what fails the table, as it would have without an interruption', async ({ change, code }) => {
    const table = await create(options, SHAPE);
    await interrupted(table, 4);
    await table.sql(change);
    expect(await table.sync()).toMatchObject({ status: 'failed', error: { code } });
    expect(table.resumed).toEqual([true]);
  });

  it('and was empty does not fail it any more', async () => {
    const table = await create(options, SHAPE);
    await table.sql('UPDATE t SET id = NULL WHERE id = 3');
    await interrupted(table, 4);
    await table.sql('UPDATE t SET id = 3 WHERE id IS NULL');
    expect((await table.sync()).error).toBeNull();
    expect(await table.differences()).toEqual([]);
  });
});

describe('the live table', () => {
  it('is compared with what the source holds in the end: too many deletes fail, and nothing is kept of the attempt', async () => {
    const table = await create({ cursor: 'stamp', maxDeleteFraction: 0.5 });
    await table.sync();
    await interrupted(table, 6);
    await table.sql('DELETE FROM t WHERE id % 3 > 0');
    expect(await table.sync({ refuseDeletes: true })).toMatchObject({
      status: 'failed',
      rows: ROWS,
      error: { code: 'TOO_MANY_DELETES', message: expect.stringContaining('134 of 200 rows') },
    });
    expect(await table.sync()).toMatchObject({ status: 'succeeded', deleted: 134, rows: 66 });
    expect(table.resumed).toEqual([false]);
  });
});

/** Each leaves out, or believes, what the design says must not be: the tests above would notice. */
describe('a flawed source is caught', () => {
  const CHANGE = "UPDATE t SET text = 'new' WHERE id IN (1, 190); DELETE FROM t WHERE id IN (2, 191)";

  it.each(['tail', 'sweep'])('that forgets the %s', async (pass) => {
    const table = await create();
    await interrupted(table, 6);
    await table.sql(CHANGE);
    const record = await table.sync({ partitions: (all) => all.filter((p) => p.pass !== pass) });
    expect(table.resumed).toEqual([true]);
    expect(record.error !== null || (await table.differences()).length > 0).toBe(true);
  });

  it('that takes rows which were moved for rows that stayed: by the keys, so that the table is read from its start', async () => {
    const table = await create();
    await interrupted(table, 6);
    // The last rows come first.
    await table.sql('CREATE INDEX backwards ON t ((-id)); CLUSTER t USING backwards');
    const believing: Hooks['resume'] = async (found) => {
      const now = await table.origin();
      return { ...found, partitions: found.partitions.map((p) => withFiles(p, now.files)) };
    };
    const record = await table.sync({ resume: believing });
    expect(table.resumed).toEqual([true, false]);
    expect(record.status).toBe('succeeded');
    expect(await table.differences()).toEqual([]);
  });
});
