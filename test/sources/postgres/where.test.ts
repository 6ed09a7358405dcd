import { describe, expect, it } from 'vitest';
import { checkFilter } from '../../../src/sources/postgres/plan/filter.ts';
import { listTables } from '../../support/describe.ts';
import { DEFAULT_OPTIONS } from '../../support/engine.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { DATABASE, useDatabase } from '../../support/use-database.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres();
const { engine, db, sql } = useDatabase(server);

describe('a condition may name the table', () => {
  it.each([
    { kind: 'table', create: 'CREATE TABLE t (id int PRIMARY KEY, v text)' },
    {
      kind: 'partitioned table',
      create: 'CREATE TABLE t (id int PRIMARY KEY, v text) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t DEFAULT',
    },
    { kind: 'view', create: 'CREATE TABLE u (id int PRIMARY KEY, v text); CREATE VIEW t AS SELECT * FROM u' },
  ])('and its schema, its row and where the row lies: $kind', async ({ kind, create }) => {
    await sql(`${create}; INSERT INTO ${kind === 'view' ? 'u' : 't'} VALUES (1, 'a'), (2, 'b'), (3, NULL)`);
    const row = "t.v = 'a' AND to_jsonb(t) ->> 'v' = 'a'";
    const wheres = [row, `public.t.v = 'a'`, `PUBLIC.T.v = 'a'`, ...(kind === 'view' ? [] : [`tableoid IS NOT NULL AND ${row}`])];
    for (const where of wheres) {
      const record = await engine.sync(db.source, 't', 'full', { where, key: ['id'] });
      expect(record.error).toBeNull();
      expect(await engine.query('SELECT id FROM db.t')).toEqual([{ id: 1 }]);
    }
  });
});

describe('a condition that writes is refused by the server, however deep it hides', () => {
  const WRITES = `CREATE TABLE log (n int); CREATE SEQUENCE s; CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1);
    CREATE FUNCTION does(what text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN EXECUTE what; RETURN true; END $$;
    CREATE FUNCTION hidden() RETURNS boolean LANGUAGE sql AS $$ SELECT does('INSERT INTO log VALUES (1)') $$;
    CREATE FUNCTION armed(a int, b int) RETURNS boolean LANGUAGE sql AS $$ SELECT hidden() $$;
    CREATE OPERATOR ==> (LEFTARG = int, RIGHTARG = int, FUNCTION = armed);
    CREATE VIEW trap AS SELECT 1 AS id WHERE hidden()`;
  const LEFT = `SELECT (SELECT last_value FROM s), (SELECT is_called FROM s), (SELECT array_agg(id) FROM t), (SELECT count(*) FROM log),
    (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_largeobject_metadata), (SELECT count(*) FROM pg_db_role_setting)`;

  it.each([
    'hidden()',
    'id ==> 1',
    'id IN (SELECT id FROM trap)',
    "does('UPDATE t SET id = 9')",
    "does('TRUNCATE t')",
    "does('DROP TABLE log')",
    "does('CREATE TABLE made (id int)')",
    "does('SELECT nextval(''s'')')",
    "does('SELECT id FROM t FOR UPDATE')",
    "does('SELECT lo_create(0)')",
    "does('SET TRANSACTION READ WRITE')",
    "does('SELECT set_config(''transaction_read_only'', ''off'', true)')",
    "does('ALTER ROLE postgres SET work_mem = ''1GB''')",
  ])('%s', async (where) => {
    await sql(WRITES);
    expect(await checkFilter(where)).toBeNull();
    const before = await sql(LEFT);
    const { error } = await engine.sync(db.source, 't', 'full', { where });
    expect(error?.code).toBe('QUERY_REFUSED');
    expect(error?.message).toMatch(/tries to write|read-write mode/);
    expect(await sql(LEFT)).toEqual(before);
  });
});

describe('a condition stands as it is written', () => {
  it.each([
    { where: "v = 'a' -- the rest is a comment", ids: [1] },
    { where: "/* v = 'a' */ v = 'b'", ids: [2] },
    { where: "v = 'a' OR v = 'b'", ids: [1, 2] },
    { where: 'v = $x$a$x$', ids: [1] },
    { where: String.raw`v = E'it\'s'`, ids: [3] },
    { where: "v = 'it''s'", ids: [3] },
    { where: String.raw`v = 'back\slash'`, ids: [4] },
    { where: "v = ') -- ('", ids: [5] },
    { where: '"Odd ""Name""" > 4', ids: [5] },
    { where: String.raw`U&"v" = U&'\0061'`, ids: [1] },
    { where: 'id IN (SELECT max(id) FROM t UNION SELECT 1)', ids: [1, 5] },
    { where: 'NULL', ids: [] },
  ])('$where', async ({ where, ids }) => {
    await sql(String.raw`CREATE TABLE t (id int PRIMARY KEY, v text, "Odd ""Name""" int);
      INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2), (3, 'it''s', 3), (4, 'back\slash', 4), (5, ') -- (', 5)`);
    expect(await checkFilter(where)).toBeNull();
    for (const mode of ['full', 'incremental'] as const) {
      const record = await engine.sync(db.source, 't', mode, { where, cursor: 'xmin' });
      expect(record.error).toBeNull();
      expect((await engine.query<{ id: number }>('SELECT id FROM db.t ORDER BY id')).map((r) => r.id)).toEqual(ids);
      await sql('UPDATE t SET v = v');
    }
  });
});

it('a day is a day of UTC in conditions and in what views compute, whatever the time zone of role and database', async () => {
  await sql(`CREATE TABLE u (id int PRIMARY KEY, at timestamptz); INSERT INTO u VALUES (1, '2026-01-01 00:00:00+00'), (2, '2025-12-31 23:59:59+00');
    CREATE VIEW t AS SELECT id, at, at::date AS day FROM u; CREATE ROLE "in Tokyo" LOGIN PASSWORD 'x'; ALTER ROLE "in Tokyo" SET timezone = 'Asia/Tokyo'; GRANT SELECT ON t TO "in Tokyo"`);
  const { source } = postgresSource(server, DATABASE, { user: 'in Tokyo', password: 'x' });
  const all = await engine.sync(source, 't', 'full', { key: ['id'] });
  expect(all.error).toBeNull();
  expect(await engine.query('SELECT day::VARCHAR AS day FROM db.t ORDER BY id')).toEqual([
    { day: '2026-01-01' },
    { day: '2025-12-31' },
  ]);
  await engine.sync(source, 't', 'full', { key: ['id'], where: "at >= '2026-01-01'" });
  await source.close();
  expect(await engine.query('SELECT id FROM db.t')).toEqual([{ id: 1 }]);
});

describe('a name in a condition that is none', () => {
  it.each([
    { where: 'stage = "Closed Won"', hint: "Put text in single quotes: 'Closed Won'." },
    { where: 'ownerid = 7', hint: 'The column is called OwnerId. Write "OwnerId", with the double quotes' },
    { where: 't.OwnerId = 7', hint: 'The column is called OwnerId. Write "OwnerId", with the double quotes' },
    { where: '"Stage" = \'open\'', hint: 'The column is called stage. Write it without double quotes' },
    { where: "stagge = 'open'", hint: 'The nearest name is stage.' },
    { where: 'updated_at > TODAY', hint: 'Write current_date.' },
    { where: 'title = 7', hint: "Put the value in single quotes, as in id = '7'", code: 'QUERY_REFUSED' },
    { where: "(stage = 'a') && (title = 'b')", hint: 'Write AND.', code: 'QUERY_REFUSED' },
  ])('is advised on, in check and in a run: $where', async ({ where, hint, code = 'COLUMN_NOT_FOUND' }) => {
    await sql('CREATE TABLE t (id int PRIMARY KEY, stage text, title text, "OwnerId" int, updated_at timestamptz)');
    const options = { ...DEFAULT_OPTIONS, where };
    const [ref] = (await listTables(db.source)).filter((r) => r.name === 't');
    if (ref === undefined) throw new Error('no table');
    const [access] = await db.source.access([{ ref, options }]);
    expect(access?.problem?.hint).toContain(hint);
    const record = await engine.sync(db.source, 't', 'full', { where });
    expect(record.error).toMatchObject({ code, hint: expect.stringContaining(hint) });
  });
});
