import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import { postgresSource, type Reach } from '../../support/postgres-source.ts';
import { DATABASE, useDatabase } from '../../support/use-database.ts';
import { usePostgres } from '../../support/use-postgres.ts';

/** Rows that appear after a run and carry a time from before it. Nothing here has a lookback. */
const server = usePostgres();
const { engine, sql } = useDatabase(server);

beforeAll(async () => {
  await server.query("CREATE ROLE reader LOGIN PASSWORD 'x'; CREATE ROLE columns LOGIN PASSWORD 'x'");
});

const READER: Reach = { user: 'reader', password: 'x' };
const OWNER: Reach = {};

async function sync(mode: 'full' | 'incremental', reach: Reach, options: Partial<TableOptions> = {}) {
  const { source, notices } = postgresSource(server, DATABASE, reach);
  const record = await engine.sync(source, 't', mode, { cursor: 'updated_at', key: ['id'], ...options });
  await source.close();
  expect(record.error).toBeNull();
  expect(record.mode).toBe(mode);
  return { ...record, notices, said: record.notes.map((n) => n.message).join('\n') };
}

async function same(where = 'true') {
  const there = await sql(`SELECT id, v FROM t WHERE ${where} ORDER BY id`);
  expect(await engine.query('SELECT id, v FROM db.t ORDER BY id')).toEqual(there);
}

const TABLE = `CREATE TABLE t (id int PRIMARY KEY, v text, updated_at timestamptz NOT NULL DEFAULT now());
  INSERT INTO t SELECT g, 'v' || g, now() - interval '1 day' FROM generate_series(1, 50) g`;
const INDEX = 'CREATE INDEX ON t (updated_at)';
const GRANT = 'GRANT SELECT ON t TO reader';
const OF_COLUMNS = 'GRANT SELECT (id, v, updated_at) ON t TO columns';
const VIEW = 'ALTER TABLE t RENAME TO b; CREATE VIEW t AS SELECT * FROM b';
const PARTITIONED = TABLE.replace('DEFAULT now())', 'DEFAULT now()) PARTITION BY RANGE (id)').replace(
  'INSERT',
  'CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (20); CREATE TABLE t2 PARTITION OF t DEFAULT; INSERT',
);

const KINDS: readonly { name: string; create: string; reach?: Reach; options?: Partial<TableOptions> }[] = [
  { name: 'a table', create: TABLE },
  { name: 'an indexed table', create: `${TABLE}; ${INDEX}` },
  { name: 'a partitioned table', create: `${PARTITIONED}; ${INDEX}` },
  { name: 'a view', create: `${TABLE}; ${VIEW}` },
  { name: 'some columns of a table', create: `${TABLE}; ${INDEX}; ${OF_COLUMNS}`, reach: { user: 'columns', password: 'x' } },
  { name: 'a table with a condition', create: `${TABLE}; ${INDEX}`, options: { where: "v <> 'out'" } },
  { name: 'a table without its cursor', create: `${TABLE}; ${INDEX}`, options: { columns: { exclude: ['updated_at'] } } },
];

describe.each(KINDS)(
  'a transaction that is open for longer than the lookback, seen by a role that may only read $name',
  (kind) => {
    const { create, reach = READER, options = {} } = kind;
    const [body, view = ''] = create.includes('VIEW') ? [TABLE, VIEW] : [create];

    it.each([
      { writes: 'before the run', before: "INSERT INTO t VALUES (100, 'late')", after: 'SELECT 1' },
      { writes: 'after the run only', before: 'SELECT 1', after: "INSERT INTO t VALUES (100, 'late')" },
      {
        writes: 'in subtransactions',
        before:
          "SAVEPOINT a; INSERT INTO t VALUES (100, 'late'); RELEASE a; SAVEPOINT b; UPDATE t SET v = 'late', updated_at = now() WHERE id = 3",
        after: "ROLLBACK TO b; SAVEPOINT c; UPDATE t SET v = 'late', updated_at = now() WHERE id = 4; RELEASE c",
      },
      { writes: 'and is prepared after the run', before: "INSERT INTO t VALUES (100, 'late')", after: "PREPARE TRANSACTION 'p'" },
      {
        writes: 'and was prepared before the run',
        before: "INSERT INTO t VALUES (100, 'late'); PREPARE TRANSACTION 'p'",
        after: 'SELECT 1',
      },
    ])('loses nothing: it writes $writes', async ({ before, after }) => {
      await sql(`${body}; ${view}; ${GRANT}`);
      const late = await server.connect({ database: DATABASE });
      await late.query('BEGIN; SELECT 1');
      await sql("INSERT INTO t VALUES (99, 'newer than its start', clock_timestamp())");
      await late.query(before);
      await sql("INSERT INTO t VALUES (98, 'newer than its write', clock_timestamp())");
      await sync('full', reach, options);
      await sync('incremental', reach, options);
      await late.query(after);
      if (`${before}${after}`.includes('PREPARE')) await late.query("COMMIT PREPARED 'p'");
      else await late.query('COMMIT');
      await late.end();
      await sync('incremental', reach, options);
      await same();
      await sync('incremental', reach, options);
      await same();
    });
  },
);

describe('a transaction of which it can not be seen when it began', () => {
  it('is reported with the consequence and the GRANT, in the log and with the table', async () => {
    await sql(`${TABLE}; ${INDEX}; ${GRANT}`);
    const open = await server.connect({ database: DATABASE });
    await open.query('BEGIN; SELECT 1');
    const first = await sync('full', READER);
    await open.query('COMMIT');
    await open.end();
    const second = await sync('incremental', READER);
    expect(first.notices.join()).toContain('GRANT pg_read_all_stats TO "reader";');
    expect(first.said).toContain('GRANT pg_read_all_stats TO "reader";');
    expect(first.said).toContain('1 transaction(s) of other users were open');
    expect(second.said).not.toContain('transaction(s)');
    expect((await sync('incremental', OWNER)).said).not.toContain('GRANT');
  });

  it('costs a scan only where it was open before the run', async () => {
    await sql(`${TABLE}; ${INDEX}; ${GRANT}`);
    const { source } = postgresSource(server, DATABASE, READER);
    await source.connect();
    const open = await server.connect({ database: DATABASE });
    await open.query("BEGIN; INSERT INTO t VALUES (100, 'late')");
    const record = await engine.sync(source, 't', 'full', { cursor: 'updated_at' });
    await source.close();
    await open.query('COMMIT');
    await open.end();
    expect(record.notes.map((n) => n.message).join()).not.toContain('transaction(s)');
    await sync('incremental', READER);
    await same();
  });
});

describe.each([
  ...KINDS.map((kind) => ({ ...kind, type: 'timestamptz' })),
  ...['timestamp', 'date'].map((type) => ({
    name: `a table with a ${type}`,
    type,
    create: `${TABLE}; ALTER TABLE t ALTER updated_at TYPE ${type}; ${INDEX}`,
    reach: OWNER,
    options: {},
  })),
])('a cursor that runs behind the clock, of $name', ({ create, reach = READER, options = {}, type }) => {
  const unit = type === 'timestamptz' ? 'hours' : 'days';
  const [body, view = ''] = create.includes('VIEW') ? [TABLE, VIEW] : [create];
  const ago = (n: number) => `now() - interval '${n} ${unit}'`;

  beforeEach(async () => sql(`${body}; UPDATE t SET updated_at = ${ago(9)}; ${view}; ${GRANT}`));

  it('loses no row that arrives later and is newer than all that is held', async () => {
    await sync('full', reach, options);
    for (const n of [8, 6, 4]) {
      await sql(
        `INSERT INTO t SELECT ${n} * 100 + g, 'behind', ${ago(n)} FROM generate_series(1, 20) g; UPDATE t SET v = 'behind', updated_at = ${ago(n)} WHERE id = ${n}`,
      );
      const record = await sync('incremental', reach, options);
      expect([record.inserted, record.updated]).toEqual([20, 1]);
      await same();
    }
  });

  it('loses none where nothing was there, or only what is empty or of the future', async () => {
    await sql('DELETE FROM t');
    await sync('full', reach, options);
    await sql(`INSERT INTO t VALUES (1, 'future', 'infinity'), (2, 'future', '2999-01-01')`);
    await sync('incremental', reach, options);
    await sql(`INSERT INTO t VALUES (3, 'behind', ${ago(5)})`);
    await sync('incremental', reach, options);
    await same();
    await sql(`INSERT INTO t VALUES (4, 'behind', ${ago(3)}); UPDATE t SET v = 'still to come' WHERE id = 1`);
    await sync('incremental', reach, options);
    await same();
  });

  it('sees a row change that keeps the newest time', async () => {
    await sync('full', reach, options);
    await sql("UPDATE t SET v = 'again' WHERE id IN (1, 30)");
    const record = await sync('incremental', reach, options);
    expect(record.updated).toBe(2);
    await same();
  });
});

describe('many rows of one time', () => {
  const MANY = `CREATE TABLE t (id int PRIMARY KEY, v text, updated_at timestamptz NOT NULL);
    INSERT INTO t SELECT g, 'v' || g, now() - interval '1 hour' FROM generate_series(1, 20000) g; ANALYZE t`;

  // Where rows have no versions, what is there after the first look is the measure of the next.
  it.each([
    { name: 'a table', create: MANY, reach: READER, first: 0 },
    { name: 'an indexed table', create: `${MANY}; ${INDEX}`, reach: READER, first: 0 },
    { name: 'a view', create: `${MANY}; ${VIEW}`, reach: READER, first: 20_000 },
    {
      name: 'some columns of a table',
      create: `${MANY}; ${OF_COLUMNS}`,
      reach: { user: 'columns', password: 'x' },
      first: 20_000,
    },
  ])('are not read again in each run: $name', async ({ create, reach, first }) => {
    await sql(`${create}; ${GRANT}`);
    await sync('full', reach);
    expect((await sync('incremental', reach)).read).toBe(first);
    expect((await sync('incremental', reach)).read).toBe(0);
    await sql("INSERT INTO t VALUES (20001, 'behind', (SELECT max(updated_at) FROM t)); UPDATE t SET v = 'again' WHERE id = 5");
    const record = await sync('incremental', reach);
    expect([record.inserted, record.updated]).toEqual([1, 1]);
    expect((await sync('incremental', reach)).read).toBe(0);
    await same();
    await sql("UPDATE t SET v = 'now', updated_at = now() WHERE id = 6");
    expect((await sync('incremental', reach)).updated).toBe(1);
    await same();
  });
});

describe('the watermark', () => {
  it.each([
    { newest: "now() - interval '3 days 1 hour'", held: true, says: '3 days behind' },
    { newest: "now() - interval '1 hour'", held: true, says: null },
    { newest: "'2999-01-01'", held: false, says: null },
    { newest: "'infinity'", held: false, says: null },
  ])('is the earlier of the clock and the newest time that is held ($newest)', async ({ newest, held, says }) => {
    await sql(`${TABLE}; UPDATE t SET updated_at = ${held ? newest : 'now()'}; UPDATE t SET updated_at = ${newest} WHERE id = 1`);
    const [row] = await sql(
      `SELECT to_char(max(updated_at) FILTER (WHERE updated_at <= now()) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM t`,
    );
    const record = await sync('full', OWNER);
    expect(record.watermark.after?.value).toBe(row?.at);
    if (says === null) expect(record.said).not.toContain('behind');
    else expect(record.said).toContain(says);
  });
});

describe('a row that leaves the condition with an old time', () => {
  it.each([TABLE, `${TABLE}; ${INDEX}`, `${TABLE}; ${VIEW}`])('leaves the warehouse', async (create) => {
    await sql(`${create}; ${GRANT}`);
    const options = { where: "v <> 'out'" };
    await sync('full', READER, options);
    await sql("UPDATE t SET v = 'out', updated_at = now() - interval '1 hour' WHERE id = 7");
    expect((await sync('incremental', READER, options)).deleted).toBe(1);
    await same(options.where);
  });
});
