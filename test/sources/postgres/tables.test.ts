import { beforeAll, describe, expect, it } from 'vitest';
import { listTables } from '../../support/describe.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { DATABASE, useDatabase } from '../../support/use-database.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres({ settings: { allow_in_place_tablespaces: 'on' } });
const { engine, db, sql } = useDatabase(server);

beforeAll(async () => {
  await server.query("CREATE TABLESPACE other LOCATION ''");
});

describe('what can be read', () => {
  it.each([
    { kind: 'a table', name: 'deals', create: 'CREATE TABLE deals (id int PRIMARY KEY); INSERT INTO deals VALUES (1), (2)' },
    { kind: 'an empty table', name: 'nothing', create: 'CREATE TABLE nothing (id int PRIMARY KEY)', rows: [] },
    { kind: 'a view', name: 'v', create: 'CREATE VIEW v AS SELECT * FROM (VALUES (1), (2)) AS x(id)' },
    {
      kind: 'a materialised view',
      name: 'm',
      create: 'CREATE MATERIALIZED VIEW m AS SELECT * FROM (VALUES (1), (2)) AS x(id)',
    },
    {
      kind: 'a partitioned table',
      name: 'p',
      create: `CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (2);
        CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (2) TO (9) PARTITION BY LIST (id); CREATE TABLE p2a PARTITION OF p2 FOR VALUES IN (2);
        INSERT INTO p VALUES (1), (2)`,
    },
    {
      kind: 'a partitioned table with a partition whose columns stand in another order',
      name: 'p',
      create: `CREATE TABLE p (id int, t text) PARTITION BY RANGE (id); CREATE TABLE p1 (gone int, t text, id int); ALTER TABLE p1 DROP COLUMN gone;
        ALTER TABLE p ATTACH PARTITION p1 DEFAULT; INSERT INTO p VALUES (1), (2)`,
    },
    {
      kind: 'a table that others inherit from',
      name: 'parent',
      create:
        'CREATE TABLE parent (id int); CREATE TABLE child () INHERITS (parent); INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2)',
    },
    {
      kind: 'a partition on its own',
      name: 'p1',
      create:
        'CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p DEFAULT; INSERT INTO p VALUES (1), (2)',
    },
    {
      kind: 'a table of another schema',
      name: 'audit.events',
      create: 'CREATE SCHEMA audit; CREATE TABLE audit.events (id int); INSERT INTO audit.events VALUES (1), (2)',
      target: 'audit_events',
    },
    {
      kind: 'the long form of its name',
      name: 'public.deals',
      create: 'CREATE TABLE deals (id int); INSERT INTO deals VALUES (1), (2)',
      target: 'deals',
    },
    {
      kind: 'a table in a tablespace of its own',
      name: 'elsewhere',
      create: 'CREATE TABLE elsewhere (id int PRIMARY KEY) TABLESPACE other; INSERT INTO elsewhere VALUES (1), (2)',
    },
    { kind: 'an unlogged table', name: 'u', create: 'CREATE UNLOGGED TABLE u (id int); INSERT INTO u VALUES (1), (2)' },
    {
      kind: 'a name with quotes',
      name: 'a"b',
      written: '"a""b"',
      create: 'CREATE TABLE "a""b" (id int); INSERT INTO "a""b" VALUES (1), (2)',
    },
    {
      kind: 'a name with a dot',
      name: 'v1.2',
      written: '"v1.2"',
      create: 'CREATE TABLE "v1.2" (id int); INSERT INTO "v1.2" VALUES (1), (2)',
    },
    {
      kind: 'a name with upper case, blanks and more',
      name: 'Größe der Deals; DROP',
      create: 'CREATE TABLE "Größe der Deals; DROP" (id int); INSERT INTO "Größe der Deals; DROP" VALUES (1), (2)',
    },
    { kind: 'a keyword', name: 'select', create: 'CREATE TABLE "select" (id int); INSERT INTO "select" VALUES (1), (2)' },
  ] as { kind: string; name: string; written?: string; target?: string; create: string; rows?: number[] }[])(
    '$kind',
    async ({ name, written = name, target = name, create, rows = [1, 2] }) => {
      await sql(create);
      const record = await engine.sync(db.source, written, 'full');
      expect(record.error).toBeNull();
      expect(record.name).toBe(target);
      const found = await engine.query<{ id: number }>(`SELECT id FROM db."${target.replaceAll('"', '""')}" ORDER BY id`);
      expect(found.map((r) => r.id)).toEqual(rows);
    },
  );

  it('odd column names, dropped and generated columns', async () => {
    await sql(`CREATE TABLE t ("select" int PRIMARY KEY, "a""b" text, gone int, "Größe, €" text, "with.dot" int, "$1" text,
      stored int GENERATED ALWAYS AS ("with.dot" * 2) STORED, virtual int GENERATED ALWAYS AS ("with.dot" * 3) VIRTUAL, n int GENERATED ALWAYS AS IDENTITY);
      ALTER TABLE t DROP COLUMN gone; INSERT INTO t VALUES (1, 'x', 'y', 5, 'z')`);
    const record = await engine.sync(db.source, 't', 'full');
    expect(record.error).toBeNull();
    expect(await engine.query('SELECT * EXCLUDE (_synced_at) FROM db.t')).toEqual([
      { select: 1, 'a"b': 'x', 'Größe, €': 'y', 'with.dot': 5, $1: 'z', stored: 10, virtual: 15, n: 1 },
    ]);
  });

  it('two columns that differ in case only', async () => {
    await sql("CREATE TABLE t (id int PRIMARY KEY, name text, \"Name\" text); INSERT INTO t VALUES (1, 'a', 'b')");
    const record = await engine.sync(db.source, 't', 'full');
    expect(record.error).toBeNull();
    expect(await engine.query('SELECT name, "Name_2" FROM db.t')).toEqual([{ name: 'a', Name_2: 'b' }]);
  });

  it('a table of one column that is sometimes NULL', async () => {
    await sql("CREATE TABLE t (v text); INSERT INTO t VALUES (NULL), (''), ('x'), (NULL)");
    const record = await engine.sync(db.source, 't', 'full');
    expect(record.error).toBeNull();
    expect(await engine.query('SELECT v, count(*)::int AS n FROM db.t GROUP BY v ORDER BY v NULLS FIRST')).toEqual([
      { v: null, n: 2 },
      { v: '', n: 1 },
      { v: 'x', n: 1 },
    ]);
  });

  it('a foreign table', async () => {
    await sql(`CREATE TABLE local (id int); INSERT INTO local VALUES (1), (2); CREATE EXTENSION postgres_fdw;
      CREATE SERVER self FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '${server.port}', dbname '${DATABASE}');
      CREATE USER MAPPING FOR postgres SERVER self OPTIONS (user '${server.user}', password '${server.password}');
      CREATE FOREIGN TABLE f (id int) SERVER self OPTIONS (table_name 'local')`);
    const record = await engine.sync(db.source, 'f', 'full');
    expect(record.error).toBeNull();
    expect(await engine.query('SELECT count(*)::int AS n FROM db.f')).toEqual([{ n: 2 }]);
  });

  it('a table of sixteen hundred columns with the longest names, whose watermark stays small', async () => {
    const columns = Array.from({ length: 1599 }, (_, i) => `"${'é'.repeat(29)}${i}" smallint`);
    await sql(
      `CREATE TABLE t (id int PRIMARY KEY, ${columns.join(', ')}); INSERT INTO t (id, "${'é'.repeat(29)}1598") VALUES (1, 7)`,
    );
    const record = await engine.sync(db.source, 't', 'full', { cursor: 'xmin' });
    expect(record.error).toBeNull();
    expect(record.columns).toHaveLength(1600);
    expect(await engine.query(`SELECT "${'é'.repeat(29)}1598" AS v FROM db.t`)).toEqual([{ v: 7 }]);
    expect(record.watermark.after?.token?.length).toBeLessThan(65_536);
    await sql(`UPDATE t SET "${'é'.repeat(29)}0" = 8`);
    const next = await engine.sync(db.source, 't', 'incremental', { cursor: 'xmin' });
    expect([next.error, next.mode, next.updated]).toEqual([null, 'incremental', 1]);
  });

  it('a row of eighteen megabytes', async () => {
    await sql("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, repeat('é', 9000000)), (2, 'x')");
    const record = await engine.sync(db.source, 't', 'full');
    expect(record.error).toBeNull();
    expect(await engine.query('SELECT length(v)::int AS n FROM db.t ORDER BY id')).toEqual([{ n: 9_000_000 }, { n: 1 }]);
  });

  it('a big table by page ranges, side by side, every row once', async () => {
    await sql(
      'CREATE TABLE t AS SELECT g AS id, repeat(md5(g::text), 12) AS filler FROM generate_series(1, 30000) g; ALTER TABLE t ADD PRIMARY KEY (id)',
    );
    const record = await engine.sync(db.source, 't', 'full');
    expect(record.error).toBeNull();
    expect(record.partitions.length).toBeGreaterThan(1);
    expect(
      await engine.query('SELECT count(*)::int AS n, count(DISTINCT id)::int AS d, sum(id)::BIGINT::VARCHAR AS s FROM db.t'),
    ).toEqual([{ n: 30_000, d: 30_000, s: '450015000' }]);
    expect(
      await sql("SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'highwater' AND state <> 'idle'"),
    ).toEqual([{ n: 0 }]);
  });
});

describe('list', () => {
  it('names what can be read, and what only an exact name finds', async () => {
    await sql(`CREATE TABLE a (id int); CREATE VIEW b AS SELECT 1 AS x; CREATE SCHEMA s; CREATE TABLE s.c (id int);
      CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p DEFAULT;
      CREATE TABLE void (); GRANT SELECT ON void TO PUBLIC; CREATE TABLE secret (id int); CREATE ROLE lister LOGIN PASSWORD 'x'; GRANT SELECT ON a, b, p, p1 TO lister`);
    const own = postgresSource(server, DATABASE, { user: 'lister', password: 'x' });
    const refs = await listTables(own.source);
    await own.source.close();
    expect(refs.filter((r) => !r.exactOnly).map((r) => `${r.name} ${r.kind}`)).toEqual([
      'a table',
      'b view',
      'p partitioned table',
    ]);
    expect(refs.filter((r) => r.exactOnly).map((r) => r.name)).toEqual([
      'public.a',
      'public.b',
      'public.p',
      'p1',
      'public.p1',
      'secret',
      'public.secret',
      'void',
      'public.void',
      's.c',
    ]);
  });

  it('leaves the tables and views of extensions to exact names, and takes what people made of them', async () => {
    await sql(`CREATE EXTENSION pg_stat_statements; CREATE TABLE own (id int PRIMARY KEY); CREATE VIEW mine AS SELECT * FROM own;
      CREATE EXTENSION citext; CREATE TABLE addresses (mail citext PRIMARY KEY); CREATE SCHEMA inner_parts; CREATE TABLE inner_parts.chunk (id int);
      ALTER EXTENSION citext ADD SCHEMA inner_parts`);
    const refs = await listTables(db.source);
    expect(refs.filter((r) => !r.exactOnly).map((r) => r.name)).toEqual(['addresses', 'mine', 'own']);
    expect(refs.map((r) => r.name)).toEqual(expect.arrayContaining(['pg_stat_statements', 'inner_parts.chunk']));
    await sql('DROP EXTENSION pg_stat_statements CASCADE; DROP EXTENSION citext CASCADE');
  });
});
