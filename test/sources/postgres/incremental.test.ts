import { beforeAll, describe, expect, it } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import { describeTable, listTables } from '../../support/describe.ts';
import { postgresSource, type Reach } from '../../support/postgres-source.ts';
import { DATABASE, useDatabase } from '../../support/use-database.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres();
const { engine, db, sql } = useDatabase(server);

async function sync(mode: 'full' | 'incremental', options: Partial<TableOptions>, table = 't') {
  const record = await engine.sync(db.source, table, mode, options);
  expect(record.error).toBeNull();
  return record;
}

/** The warehouse holds what PostgreSQL holds. */
async function same(where = 'true', table = 't') {
  const there = await sql(`SELECT id, v FROM ${table} WHERE ${where} ORDER BY id`);
  expect(await engine.query(`SELECT id, v FROM db.${table} ORDER BY id`)).toEqual(there);
}

const CURSOR = { cursor: 'updated_at' };
const XMIN = { cursor: 'xmin' };

const TABLE = `CREATE TABLE t (id int PRIMARY KEY, v text, updated_at timestamptz NOT NULL DEFAULT now());
  INSERT INTO t SELECT g, 'v' || g FROM generate_series(1, 50) g`;

describe.each([
  { name: 'a timestamptz cursor', options: CURSOR, create: TABLE },
  { name: 'an indexed cursor', options: CURSOR, create: `${TABLE}; CREATE INDEX ON t (updated_at)` },
  { name: 'xmin', options: XMIN, create: TABLE },
  { name: 'a timestamp without time zone', options: CURSOR, create: TABLE.replace('timestamptz', 'timestamp') },
  { name: 'a date cursor', options: CURSOR, create: TABLE.replace('timestamptz', 'date') },
  {
    name: 'a partitioned table',
    options: CURSOR,
    create: TABLE.replace('DEFAULT now())', 'DEFAULT now()) PARTITION BY RANGE (id)').replace(
      'INSERT',
      'CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (20); CREATE TABLE t2 PARTITION OF t DEFAULT; INSERT',
    ),
  },
])('changes by $name', ({ options, create }) => {
  it('are read alone, and merged', async () => {
    await sql(create);
    await sync('full', options);
    await sql("UPDATE t SET v = 'changed', updated_at = now() WHERE id = 7; INSERT INTO t VALUES (100, 'new')");
    const record = await sync('incremental', options);
    expect(record.mode).toBe('incremental');
    expect(record.updated).toBe(1);
    expect(record.inserted).toBe(1);
    await same();
  });

  it('are none where nothing changed', async () => {
    await sql(create);
    await sync('full', options);
    const record = await sync('incremental', options);
    expect(record.inserted + record.updated + record.deleted).toBe(0);
    await same();
  });

  it('of a transaction that commits late are not lost', async () => {
    await sql(create);
    const late = await server.connect({ database: DATABASE });
    await late.query('BEGIN');
    await late.query("INSERT INTO t VALUES (200, 'late', now())");
    await sync('full', options);
    await late.query('COMMIT');
    await late.end();
    await sync('incremental', options);
    await same();
  });

  it('of a prepared transaction are not lost', async () => {
    await sql(create);
    await sql("BEGIN; INSERT INTO t VALUES (201, 'prepared', now()); PREPARE TRANSACTION 'p'");
    await sync('full', options);
    await sql("COMMIT PREPARED 'p'");
    await sync('incremental', options);
    await same();
  });

  it('that a filter no longer lets through leave the warehouse', async () => {
    await sql(create);
    const filtered = { ...options, where: "v <> 'out' -- only these" };
    await sync('full', filtered);
    await sql("UPDATE t SET v = 'out', updated_at = now() WHERE id = 3; UPDATE t SET v = NULL, updated_at = now() WHERE id = 4");
    const record = await sync('incremental', filtered);
    expect(record.deleted).toBe(2);
    await same("v <> 'out'");
  });

  it('and deletes are found by comparing keys', async () => {
    await sql(create);
    const swept = { ...options, deletesBy: 'keys' as const, where: 'id <> 10' };
    await sync('full', swept);
    await sql("DELETE FROM t WHERE id IN (5, 6); UPDATE t SET v = 'x', updated_at = now() WHERE id = 8");
    const record = await sync('incremental', swept);
    expect(record.deleted).toBe(2);
    await same('id <> 10');
  });
});

describe('a cursor that is empty', () => {
  it.each([{ indexed: false }, { indexed: true }])(
    'has its rows read by every run, and the run says so (indexed: $indexed)',
    async ({ indexed }) => {
      await sql(
        "CREATE TABLE t (id int PRIMARY KEY, v text, updated_at timestamptz); INSERT INTO t VALUES (1, 'a', NULL), (2, 'b', now())",
      );
      if (indexed) await sql('CREATE INDEX ON t (updated_at)');
      await sync('full', CURSOR);
      await sql("UPDATE t SET v = 'changed' WHERE id = 1");
      const record = await sync('incremental', CURSOR);
      expect(record.read).toBeGreaterThanOrEqual(1);
      expect(record.notes.map((n) => n.message).join()).toContain('every incremental run reads the rows in which it is');
      await same();
    },
  );
});

describe('a cursor without a time zone', () => {
  it.each(['Pacific/Kiritimati', 'Etc/GMT+12', 'Asia/Kolkata'])('loses nothing that a writer in %s stamps', async (zone) => {
    await sql("CREATE TABLE t (id int PRIMARY KEY, v text, updated_at timestamp NOT NULL); INSERT INTO t VALUES (1, 'a', now())");
    await sync('full', CURSOR);
    await sql(`SET timezone = '${zone}'; UPDATE t SET v = 'changed', updated_at = now(); RESET timezone`);
    const { notes } = await sync('incremental', CURSOR);
    expect(notes.map((n) => n.message).join()).toContain('has no time zone, so each incremental run reads 12 hours more');
    await same();
  });
});

describe('the watermark', () => {
  const reader: Reach = { user: 'watcher', password: 'x' };

  beforeAll(async () => {
    await server.query(
      "CREATE ROLE watcher LOGIN PASSWORD 'x'; CREATE ROLE watcher2 LOGIN PASSWORD 'x'; GRANT pg_read_all_stats TO watcher2",
    );
  });

  async function watermarkAs(reach: Reach) {
    const own = postgresSource(server, DATABASE, reach);
    const record = await engine.sync(own.source, 't', 'full', CURSOR);
    await own.source.close();
    expect(record.error).toBeNull();
    return record;
  }

  it('is the start of the oldest running transaction, where that can be seen', async () => {
    await sql(`${TABLE}; GRANT SELECT ON t TO watcher, watcher2`);
    const old = await server.connect({ database: DATABASE });
    await old.query('BEGIN');
    const { rows } = await old.query('SELECT to_char(now() AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\') AS t');
    await new Promise((resolve) => setTimeout(resolve, 20));
    // Else the newest row that is held would be older.
    await sql("INSERT INTO t VALUES (99, 'new', now())");
    const seen = await watermarkAs({ user: 'watcher2', password: 'x' });
    const unseen = await watermarkAs(reader);
    await old.query('ROLLBACK');
    await old.end();
    expect(seen.watermark.after?.value).toBe(rows[0].t);
    expect((unseen.watermark.after?.value ?? '') > rows[0].t).toBe(true);
    expect(unseen.notes.map((n) => n.message).join()).toContain('GRANT pg_read_all_stats');
  });

  it('says so where a transaction runs of which nobody can see since when', async () => {
    await sql(`${TABLE}; CREATE ROLE quiet LOGIN PASSWORD 'x'; ALTER ROLE quiet SET track_activities = off`);
    const quiet = await server.connect({ database: DATABASE, user: 'quiet', password: 'x' });
    const idle = await sync('full', CURSOR);
    await quiet.query('BEGIN; SELECT 1');
    const running = await sync('incremental', CURSOR);
    await quiet.end();
    expect(idle.notes).toEqual([]);
    expect(running.notes.map((n) => n.message).join()).toContain(
      '1 transaction(s) were open in sessions with track_activities = off',
    );
  });

  it('says nothing of others where none of them is in a transaction', async () => {
    await sql(`${TABLE}; GRANT SELECT ON t TO watcher2`);
    const record = await watermarkAs({ user: 'watcher2', password: 'x' });
    expect(record.notes).toEqual([]);
  });
});

describe('an incremental run starts afresh', () => {
  it.each([
    {
      why: 'the table was exchanged for another of its name',
      change:
        "CREATE TABLE u (LIKE t INCLUDING ALL); INSERT INTO u SELECT id + 1, 'other', '2001-01-01' FROM t; DROP TABLE t; ALTER TABLE u RENAME TO t",
      says: 'dropped and created again, or replaced',
    },
    {
      why: "the view's definition changed",
      table: 'w',
      change: "CREATE OR REPLACE VIEW w AS SELECT id, 'changed' AS v, updated_at FROM t",
      says: "view's definition changed",
    },
  ])('where $why', async ({ change, says, table = 't' }) => {
    await sql(`${TABLE}; CREATE VIEW w AS SELECT id, v || '' AS v, updated_at FROM t`);
    const options = { ...CURSOR, key: ['id'] };
    await sync('full', options, table);
    await sql(table === 't' ? change.replace('DROP TABLE t', 'DROP TABLE t CASCADE') : change);
    const record = await sync('incremental', options, table);
    expect(record.mode).toBe('full');
    expect(record.why).toContain(says);
    await same('true', table);
  });

  it('and not where nothing of that kind happened', async () => {
    await sql(TABLE);
    await sync('full', XMIN);
    await sql('VACUUM FULL t');
    const record = await sync('incremental', XMIN);
    // Its file is another one, as after TRUNCATE: so the 50 keys are compared, and no row is read.
    expect(record).toMatchObject({ mode: 'incremental', read: 50, inserted: 0, updated: 0, deleted: 0 });
  });

  it('where the server is behind the transaction id of the last import', async () => {
    await sql(TABLE);
    await sync('full', XMIN);
    const state = await engine.warehouse.tables();
    const ahead = { kind: 'xmin' as const, value: String(BigInt(state[0]?.watermark?.value ?? 0) + 1_000_000n) };
    const ref = (await listTables(db.source))[0];
    if (ref === undefined) throw new Error('no table');
    const plan = { ref, mode: 'incremental', since: ahead } as never;
    const opener = await db.source.open();
    expect(await opener.begin(plan, null)).toEqual({ cannotContinue: expect.stringContaining('behind the last import') });
  });
});

describe('a partition that is attached between two runs', () => {
  it.each([CURSOR, XMIN])('is read whole, however old its rows are (%o)', async (options) => {
    await sql(`CREATE TABLE t (id int, v text, updated_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (id)) PARTITION BY RANGE (id);
      CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (100); INSERT INTO t SELECT g, 'v' FROM generate_series(1, 50) g;
      CREATE TABLE t2 (id int PRIMARY KEY, v text, updated_at timestamptz NOT NULL); INSERT INTO t2 SELECT g, 'old', '2001-01-01' FROM generate_series(100, 120) g`);
    await sync('full', options);
    await sql('ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (100) TO (200)');
    const record = await sync('incremental', options);
    expect(record.mode).toBe('incremental');
    expect(record.inserted).toBe(21);
    await same();
  });
});

describe('options that can not be', () => {
  it.each([
    { title: 'an integer cursor', create: TABLE, options: { cursor: 'id' }, code: 'CURSOR_NOT_POSSIBLE', path: 'cursor' },
    { title: 'an unknown cursor', create: TABLE, options: { cursor: 'updated' }, code: 'COLUMN_NOT_FOUND', path: 'cursor' },
    {
      title: 'xmin of a view',
      create: `${TABLE}; ALTER TABLE t RENAME TO x; CREATE VIEW t AS SELECT * FROM x`,
      options: { cursor: 'xmin', key: ['id'] },
      code: 'CURSOR_NOT_POSSIBLE',
      path: 'cursor',
    },
    {
      title: 'a cursor without a key',
      create: 'CREATE TABLE t (id int NOT NULL, updated_at timestamptz); CREATE UNIQUE INDEX ON t (id)',
      options: CURSOR,
      code: 'KEY_REQUIRED',
      path: 'key',
    },
    {
      title: 'marking deletes without a key',
      create: 'CREATE TABLE t (id int)',
      options: { deletes: 'mark' as const },
      code: 'KEY_REQUIRED',
      path: 'key',
    },
    { title: 'an unknown key', create: TABLE, options: { key: ['ID'] }, code: 'COLUMN_NOT_FOUND', path: 'key' },
    { title: 'an unknown name', create: TABLE, options: { name: 'title' }, code: 'COLUMN_NOT_FOUND', path: 'name' },
  ])('are refused, pointing at the setting: $title', async ({ create, options, code, path }) => {
    await sql(create);
    const ref = (await listTables(db.source))[0];
    if (ref === undefined) throw new Error('no table');
    const { DEFAULT_OPTIONS } = await import('../../support/engine.ts');
    const given = { ...DEFAULT_OPTIONS, ...options, path: ['sources', 'db', 'tables', 't'] };
    await expect(describeTable(db.source, ref, given)).rejects.toMatchObject({
      code,
      path: ['sources', 'db', 'tables', 't', path],
    });
  });
});

const RESTORED: readonly [what: string, key: string, values: (n: number) => string][] = [
  ['int', 'id int PRIMARY KEY', (n) => `${n}`],
  ['text with quotes', 'id text PRIMARY KEY', (n) => `'it''s "${n}" \\ {,}'`],
  ['char', 'id char(9) PRIMARY KEY', (n) => `'k${n}'`],
  ['citext-like enum', 'id mood PRIMARY KEY', (n) => `'mood ${n}'`],
  ['uuid', 'id uuid PRIMARY KEY', (n) => `'00000000-0000-0000-0000-00000000000${n}'`],
  ['numeric', 'id numeric PRIMARY KEY', (n) => `${n}.50`],
  ['numeric(4,2)', 'id numeric(4,2) PRIMARY KEY', (n) => `0.${n}`],
  ['date', 'id date PRIMARY KEY', (n) => `'2026-01-0${n}'`],
  ['date before Christ', 'id date PRIMARY KEY', (n) => `'0044-03-0${n} BC'`],
  ['timestamptz', 'id timestamptz PRIMARY KEY', (n) => `'2026-01-01 00:00:00.00000${n}+02'`],
  ['bytea', 'id bytea PRIMARY KEY', (n) => `'\\x00${n}${n}'`],
  ['double', 'id float8 PRIMARY KEY', (n) => `${n}.1`],
  ['inet', 'id inet PRIMARY KEY', (n) => `'10.0.0.${n}'`],
  ['array', 'id int[] PRIMARY KEY', (n) => `'{${n},2}'`],
  ['several columns', `id text, "Other ""Id" int, PRIMARY KEY ("Other ""Id", id)`, (n) => `'a', ${n}`],
];
describe('with deletes by keys, rows that were deleted and restored with their old stamps are there again', () => {
  it.each(RESTORED)('whatever the key: %s', async (_, key, values) => {
    await sql(`CREATE TYPE mood AS ENUM (${[1, 2, 3, 4, 5, 6].map((n) => `'mood ${n}'`)});
      CREATE TABLE t (${key}, v text, updated_at timestamptz NOT NULL DEFAULT now() - interval '1 day');
      INSERT INTO t VALUES ${[1, 2, 3, 4, 5, 6].map((n) => `(${values(n)}, 'v${n}')`)};
      UPDATE t SET updated_at = now() WHERE v = 'v6'`);
    const options = { ...CURSOR, deletesBy: 'keys' } as const;
    await sync('full', options);
    await sql(`CREATE TABLE aside AS SELECT * FROM t WHERE v IN ('v2', 'v5'); DELETE FROM t WHERE v IN ('v2', 'v5')`);
    expect(await sync('incremental', options)).toMatchObject({ deleted: 2, rows: 4 });
    await sql('INSERT INTO t SELECT * FROM aside');
    const record = await sync('incremental', options);
    expect(record).toMatchObject({ inserted: 2, deleted: 0, rows: 6 });
    const whole = /before Christ|bytea|double|array/.test(_);
    expect(record.mode).toBe(whole ? 'full' : 'incremental');
    expect(await engine.query('SELECT v FROM db.t ORDER BY v')).toEqual([1, 2, 3, 4, 5, 6].map((n) => ({ v: `v${n}` })));
    expect(await sync('incremental', options)).toMatchObject({ mode: 'incremental', inserted: 0, updated: 0, deleted: 0 });
  });

  it('not those that the filter leaves out, and under `deletes: mark` without their mark', async () => {
    await sql(`${TABLE}; UPDATE t SET updated_at = now() - interval '1 day' WHERE id < 50`);
    const options = { ...CURSOR, deletesBy: 'keys', deletes: 'mark', where: 'id <> 3' } as const;
    await sync('full', options);
    await sql('CREATE TABLE aside AS SELECT * FROM t WHERE id < 5; DELETE FROM t WHERE id < 5');
    expect(await sync('incremental', options)).toMatchObject({ deleted: 3, rows: 49 });
    await sql('INSERT INTO t SELECT * FROM aside');
    expect(await sync('incremental', options)).toMatchObject({ mode: 'incremental', updated: 3, deleted: 0, rows: 49 });
    expect(await engine.query('SELECT id FROM db.t WHERE _deleted_at IS NOT NULL')).toEqual([]);
  });
});
