import { beforeAll, describe, expect, it } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { DATABASE, useDatabase } from '../../support/use-database.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres();
const { engine, db, sql } = useDatabase(server);

beforeAll(async () => {
  await server.query('CREATE EXTENSION citext SCHEMA pg_catalog', DATABASE);
  await server.query("CREATE ROLE columns LOGIN PASSWORD 'x'");
});

const there = () => sql('SELECT id::text, v FROM t ORDER BY 1');
const here = () => engine.query('SELECT id::VARCHAR AS id, v FROM db.t ORDER BY 1');

/** As a run does: what a watermark can't be continued from is read in full. */
async function next(options: Partial<TableOptions>) {
  const record = await engine.sync(db.source, 't', 'incremental', options);
  expect(record.error).toBeNull();
  return { reason: record.mode === 'full' ? record.why : null, record };
}

const STAMP = "updated_at timestamptz NOT NULL DEFAULT now() - interval '1 hour'";
const PARTS = `CREATE TABLE t (id int PRIMARY KEY, v text, ${STAMP}) PARTITION BY RANGE (id); CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (50);
  CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (50) TO (100); INSERT INTO t SELECT g, 'v' || g FROM generate_series(40, 60) g`;
const PLAIN = `CREATE TABLE t (id int PRIMARY KEY, v text, ${STAMP}); INSERT INTO t SELECT g, 'v' || g FROM generate_series(1, 20) g`;
const AGED = "UPDATE t SET updated_at = updated_at - id * interval '1 day'";
const MATERIALIZED = `CREATE TABLE u (id int PRIMARY KEY, v text, ${STAMP}); INSERT INTO u SELECT g, 'v' || g FROM generate_series(1, 20) g;
  CREATE MATERIALIZED VIEW t AS SELECT * FROM u; CREATE UNIQUE INDEX ON t (id)`;

const CASES = [
  { title: 'a partition is dropped', create: PARTS, change: 'DROP TABLE t2', note: /1 partition\(s\).* dropped or detached/ },
  { title: 'a partition is detached', create: PARTS, change: 'ALTER TABLE t DETACH PARTITION t1', note: /dropped or detached/ },
  { title: 'a partition is truncated', create: PARTS, change: 'TRUNCATE t2', note: /truncated or rewritten/ },
  {
    title: 'a partition is dropped as another comes',
    create: PARTS,
    change:
      "DROP TABLE t2; CREATE TABLE t3 PARTITION OF t FOR VALUES FROM (100) TO (200); INSERT INTO t VALUES (150, 'new', '2001-01-01')",
    note: /dropped or detached/,
  },
  {
    title: 'a table no longer inherits',
    create: `${PLAIN}; CREATE TABLE child () INHERITS (t); INSERT INTO child VALUES (99, 'child')`,
    change: 'ALTER TABLE child NO INHERIT t',
    reason: /added or removed/,
  },
  {
    title: 'a table is truncated and filled again',
    create: PLAIN,
    change: "TRUNCATE t; INSERT INTO t VALUES (3, 'v3')",
    note: /truncated/,
  },
  {
    title: 'a table is loaded from an older copy: the same keys, other values, old stamps',
    create: PLAIN,
    change:
      "CREATE TABLE copy AS SELECT id, 'old ' || v AS v, updated_at - interval '1 day' FROM t; TRUNCATE t; INSERT INTO t SELECT * FROM copy",
    note: /truncated/,
  },
  {
    title: 'a column is computed anew in its own type',
    create: `${PLAIN}; ${AGED}`,
    change: 'ALTER TABLE t ALTER v TYPE text USING upper(v)',
    note: /ALTER TABLE/,
  },
  {
    title: 'a partition is computed anew',
    create: `${PARTS}; ${AGED}`,
    change: 'ALTER TABLE t ALTER v TYPE text USING upper(v)',
    note: /ALTER TABLE/,
  },
  {
    title: 'a stored column is computed otherwise',
    create: `CREATE TABLE t (id int PRIMARY KEY, w int, v text GENERATED ALWAYS AS (w::text) STORED, ${STAMP}); INSERT INTO t SELECT g, g FROM generate_series(1, 20) g; ${AGED}`,
    change: "ALTER TABLE t ALTER v SET EXPRESSION AS (w::text || '!')",
    note: /ALTER TABLE/,
  },
  { title: 'a table is only rewritten', create: PLAIN, change: 'VACUUM FULL t', note: /VACUUM FULL/ },
  {
    title: 'a materialised view is refreshed',
    create: MATERIALIZED,
    change: "DELETE FROM u WHERE id < 5; UPDATE u SET v = 'otherwise' WHERE id = 7; REFRESH MATERIALIZED VIEW t",
    reason: /materialized view was refreshed/,
  },
  {
    title: 'a materialised view is refreshed concurrently',
    create: MATERIALIZED,
    change: 'DELETE FROM u WHERE id < 5; REFRESH MATERIALIZED VIEW CONCURRENTLY t',
  },
];

describe('rows that leave as a whole are gone after the next incremental run', () => {
  it.each(
    CASES.flatMap((c) => [
      { ...c, cursor: 'updated_at' },
      { ...c, cursor: 'xmin' },
    ]),
  )('$title ($cursor)', async ({ create, change, cursor, note, reason }) => {
    const options = { cursor, key: ['id'], maxDeleteFraction: 1 };
    await sql(create);
    await engine.sync(db.source, 't', 'full', options);
    expect(await here()).toEqual(await there());
    for (const statement of change.split('; ')) await sql(statement);
    const found = await next(options);
    expect(await here()).toEqual(await there());
    if (reason === undefined) expect(found.reason).toBeNull();
    else expect(found.reason).toMatch(reason);
    if (note !== undefined) expect(found.record.notes.map((n) => n.message).join()).toMatch(note);
    const quiet = await next(options);
    expect(quiet.reason).toBeNull();
    expect(quiet.record.notes.map((n) => n.message).join()).not.toMatch(/since the last import/);
  });

  it('and what came instead is read, also by a user who sees no versions', async () => {
    await sql(`${PLAIN}; ${AGED}; GRANT SELECT (id, v, updated_at) ON t TO columns`);
    const { source } = postgresSource(server, DATABASE, { user: 'columns', password: 'x' });
    const options = { cursor: 'updated_at', key: ['id'], maxDeleteFraction: 1 };
    await engine.sync(source, 't', 'full', options);
    await sql(
      "CREATE TABLE copy AS SELECT id, 'old ' || v AS v, updated_at FROM t WHERE id > 3; TRUNCATE t; INSERT INTO t SELECT * FROM copy",
    );
    const record = await engine.sync(source, 't', 'incremental', options);
    await source.close();
    expect(record).toMatchObject({ error: null, mode: 'incremental', deleted: 3, updated: 17 });
    expect(await here()).toEqual(await there());
  });

  it('and stay where deletes are ignored, which is said', async () => {
    const options = { cursor: 'updated_at', deletes: 'ignore' as const };
    await sql(PARTS);
    await engine.sync(db.source, 't', 'full', options);
    await sql('DROP TABLE t2');
    const { record } = await next(options);
    expect(record.notes.map((n) => n.message).join()).toMatch(/dropped or detached.*`deletes: ignore`/);
    expect(await here()).toHaveLength(21);
  });
});

describe('a key whose spelling changes where PostgreSQL takes both for one', () => {
  it.each([
    { title: 'citext', type: 'citext' },
    { title: 'a domain over citext', type: 'mail' },
    { title: 'a collation that is not deterministic', type: 'text COLLATE nocase' },
  ])('is one row, not two: $title', async ({ type }) => {
    await sql(`CREATE DOMAIN mail AS citext; CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE t (id ${type} PRIMARY KEY, v text, ${STAMP}); INSERT INTO t VALUES ('Ann@example.com', 'a'), ('bob@example.com', 'b')`);
    const options = { cursor: 'updated_at', maxDeleteFraction: 1 };
    await engine.sync(db.source, 't', 'full', options);
    await sql("UPDATE t SET id = 'ann@example.com', updated_at = now() WHERE v = 'a'");
    const { record } = await next(options);
    expect(await here()).toEqual(await there());
    expect(record.notes.map((n) => n.message).join()).toMatch(/key column id treats several spellings/);
  });
});
