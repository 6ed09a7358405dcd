import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/bundle.ts';
import type { TableOptions } from '../../../src/model/plan.ts';
import { type FailedSubject, oneCauseEach } from '../../../src/views/facts/one-cause.ts';
import { listTables } from '../../support/describe.ts';
import { DEFAULT_OPTIONS, Engine } from '../../support/engine.ts';
import { postgresSource } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';

/* Whatever a user may not do, the advice is the very statement that allows it: each of these tests runs it, as it stands. */
const USER = 'Reader "R"';
const QUOTED = '"Reader ""R"""';

const server = usePostgres();
let engine: Engine;
let database: string;

beforeAll(async () => {
  await server.query(`CREATE ROLE ${QUOTED} LOGIN PASSWORD 'x'; CREATE ROLE "View Owner"`);
});

beforeEach(async () => {
  database = await server.createDatabase();
  engine = await Engine.create();
});
afterEach(() => engine.close());

const sql = async (text: string) => server.query(text, database);

interface Told {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** What a sync of the table says, and what \`check\` says. */
async function told(table: string, options: Partial<TableOptions> = {}, mode: 'full' | 'incremental' = 'full') {
  const { source } = postgresSource(server, database, { user: USER, password: 'x' });
  try {
    const ref = (await listTables(source)).find((r) => r.name === table) ?? {
      name: table,
      target: table,
      label: table,
      kind: 'table',
    };
    const [checked] = await source.access([{ ref, options: { ...DEFAULT_OPTIONS, ...options } }]);
    const synced = await engine.sync(source, table, mode, options).then(
      (record) => record.error,
      (error) => error as Told,
    );
    return { synced, checked: checked?.problem ?? null };
  } finally {
    await source.close();
  }
}

function statements(hint: string): string {
  return hint
    .split('\n')
    .filter((line) => /^(GRANT|REFRESH|ALTER|CREATE)\b/.test(line))
    .join('\n');
}

interface Case {
  readonly what: string;
  readonly create: string;
  readonly table: string;
  readonly options?: Partial<TableOptions>;
  readonly says: RegExp;
  readonly runs: string;
}

const BASE = `CREATE SCHEMA "S 1"; CREATE TABLE "S 1"."Base" (id int PRIMARY KEY, secret text); INSERT INTO "S 1"."Base" VALUES (1, 's');`;

describe('what is missing is told by check and by a sync, with the statement that mends it:', () => {
  it.each([
    {
      what: 'SELECT on a table, and USAGE on its schema',
      create: BASE,
      table: 'S 1.Base',
      says: /is not allowed to read this table/,
      runs: `GRANT USAGE ON SCHEMA "S 1" TO ${QUOTED};\nGRANT SELECT ON "S 1"."Base" TO ${QUOTED};`,
    },
    {
      what: 'the right of a view that reads as the user',
      create: `${BASE} GRANT USAGE ON SCHEMA "S 1" TO PUBLIC; CREATE VIEW v WITH (security_invoker = on) AS SELECT id FROM "S 1"."Base"; GRANT SELECT ON v TO ${QUOTED}`,
      table: 'v',
      says: /may not read S 1\.Base/,
      runs: `GRANT SELECT ON "S 1"."Base" TO ${QUOTED};`,
    },
    {
      what: "the right of a view's owner, two views down",
      create: `${BASE} CREATE VIEW w AS SELECT id FROM "S 1"."Base"; ALTER VIEW w OWNER TO "View Owner"; CREATE VIEW v AS SELECT id FROM w; GRANT SELECT ON v TO ${QUOTED}`,
      table: 'v',
      says: /View Owner may not read S 1\.Base/,
      runs: 'GRANT SELECT ON "S 1"."Base" TO "View Owner";',
    },
    {
      what: 'a table that the condition reads',
      create: `CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE "U" (id int); GRANT SELECT ON t TO ${QUOTED}`,
      table: 't',
      options: { where: 'id NOT IN (SELECT id FROM "U")' },
      says: /permission denied for table U/,
      runs: `GRANT SELECT ON "U" TO ${QUOTED};`,
    },
    {
      what: 'a function that the condition calls',
      create: `CREATE TABLE t (id int PRIMARY KEY); GRANT SELECT ON t TO ${QUOTED}; CREATE FUNCTION "F"() RETURNS boolean LANGUAGE sql AS 'SELECT true'; REVOKE EXECUTE ON FUNCTION "F"() FROM PUBLIC`,
      table: 't',
      options: { where: '"F"()' },
      says: /permission denied for function F/,
      runs: `GRANT EXECUTE ON FUNCTION "F" TO ${QUOTED};`,
    },
    {
      what: 'xmin, where only some columns may be read',
      create: `CREATE TABLE t (id int PRIMARY KEY, secret text); GRANT SELECT (id) ON t TO ${QUOTED}`,
      table: 't',
      options: { cursor: 'xmin' },
      says: /needs the system column xmin/,
      runs: `GRANT SELECT (xmin) ON "public"."t" TO ${QUOTED};`,
    },
    {
      what: 'the rows of a materialised view',
      create: `CREATE MATERIALIZED VIEW "M" AS SELECT 1 AS id WITH NO DATA; GRANT SELECT ON "M" TO ${QUOTED}`,
      table: 'M',
      says: /was never filled/,
      runs: 'REFRESH MATERIALIZED VIEW "public"."M";',
    },
  ] as Case[])('$what', async ({ create, table, options, says, runs }) => {
    await sql(create);
    const { synced, checked } = await told(table, options);
    for (const error of [synced, checked]) {
      expect(error?.message).toMatch(says);
      expect(statements(error?.hint ?? '')).toBe(runs);
    }
    expect(synced?.code).toBe('TABLE_NOT_READABLE');
    await sql(runs);
    expect(await told(table, options)).toEqual({ synced: null, checked: null });
    if (options?.cursor !== undefined) expect((await told(table, options, 'incremental')).synced).toBeNull();
  });

  it('CONNECT on the database', async () => {
    await sql(`CREATE TABLE t (id int); GRANT SELECT ON t TO ${QUOTED}; REVOKE CONNECT ON DATABASE "${database}" FROM PUBLIC`);
    const error = await told('t').catch((thrown) => thrown as Told);
    expect(error).toMatchObject({ code: 'SIGN_IN_REFUSED', message: expect.stringContaining('permission denied for database') });
    const runs = `GRANT CONNECT ON DATABASE "${database}" TO ${QUOTED};`;
    expect(statements((error as Told).hint)).toBe(runs);
    await sql(runs);
    expect(await told('t')).toEqual({ synced: null, checked: null });
  });

  it('a role that wants all rows or none, where policies hide some', async () => {
    await sql(`CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1), (2); ALTER TABLE t ENABLE ROW LEVEL SECURITY;
      CREATE POLICY p ON t USING (id = 1); GRANT SELECT ON t TO ${QUOTED}; ALTER ROLE ${QUOTED} SET row_security = off`);
    const { synced, checked } = await told('t');
    expect(synced?.hint).toContain(`ALTER ROLE ${QUOTED} RESET row_security;`);
    expect(checked?.hint).toBe(synced?.hint);
    await sql(`ALTER ROLE ${QUOTED} RESET row_security`);
    expect(await told('t')).toEqual({ synced: null, checked: null });
  });
});

describe('the statements of docs/postgres.md', () => {
  it('are enough to read all tables, those made later too, and no more', async () => {
    const page = readFileSync(join(ROOT, 'docs', 'postgres.md'), 'utf8');
    const block = /```sql\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(block).toContain('CREATE ROLE highwater_reader');
    await sql('CREATE TABLE before (id int PRIMARY KEY); INSERT INTO before VALUES (1); REVOKE ALL ON SCHEMA public FROM PUBLIC');
    await server.query(`REVOKE CONNECT ON DATABASE "${database}" FROM PUBLIC`);
    await sql(block.replace("'…'", "'x'").replace('DATABASE sales', `DATABASE "${database}"`));
    await sql(
      'CREATE TABLE later (id int PRIMARY KEY, at timestamptz); INSERT INTO later VALUES (2, now()); CREATE VIEW seen AS SELECT id FROM later',
    );
    const { source } = postgresSource(server, database, { user: 'highwater_reader', password: 'x' });
    for (const [table, cursor] of [
      ['before', 'xmin'],
      ['later', 'at'],
      ['seen', undefined],
    ] as const) {
      const record = await engine.sync(source, table, 'full', cursor === undefined ? {} : { cursor });
      expect([record.error, record.rows]).toEqual([null, 1]);
    }
    await source.close();
    const reader = await server.connect({ database, user: 'highwater_reader', password: 'x' });
    for (const forbidden of [
      'INSERT INTO later VALUES (3)',
      'DELETE FROM before',
      'TRUNCATE later',
      'CREATE TABLE mine (id int)',
    ])
      await expect(reader.query(forbidden)).rejects.toMatchObject({ code: '42501' });
    await reader.end();
  });
});

describe('foreign tables', () => {
  const foreign = (server: string, port: number) =>
    `CREATE EXTENSION postgres_fdw; CREATE SERVER "${server}" FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '127.0.0.1', port '${port}', dbname '${database}');`;

  it('without a user mapping are told with the statement that makes one', async () => {
    await sql(
      `${foreign('Far', server.port)} CREATE TABLE u (id int); CREATE FOREIGN TABLE t (id int) SERVER "Far" OPTIONS (table_name 'u'); GRANT SELECT ON t TO ${QUOTED}`,
    );
    const { synced } = await told('t');
    expect(synced).toMatchObject({ code: 'TABLE_NOT_READABLE', message: expect.stringContaining('user mapping not found') });
    expect(statements(synced?.hint ?? '')).toBe(
      `CREATE USER MAPPING FOR ${QUOTED} SERVER "Far" OPTIONS (user '…', password '…');`,
    );
  });

  it('whose server does not answer are not taken for a connection of our own that broke', async () => {
    await sql(`${foreign('Far', 1)} CREATE USER MAPPING FOR PUBLIC SERVER "Far" OPTIONS (user 'x', password 'x');
      CREATE FOREIGN TABLE t (id int) SERVER "Far"; GRANT SELECT ON t TO ${QUOTED}`);
    const { synced } = await told('t');
    expect(synced).toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining('could not connect to server "Far"'),
    });
  });

  it('beneath a partitioned table have no xmin, and would hide their changes', async () => {
    await sql(`${foreign('Far', server.port)} CREATE TABLE t (id int, v text) PARTITION BY RANGE (id); CREATE TABLE near PARTITION OF t FOR VALUES FROM (0) TO (9);
      CREATE TABLE u (id int, v text); CREATE FOREIGN TABLE far PARTITION OF t FOR VALUES FROM (9) TO (99) SERVER "Far" OPTIONS (table_name 'u'); GRANT SELECT ON t TO ${QUOTED}`);
    const { synced, checked } = await told('t', { cursor: 'xmin', key: ['id'] });
    expect(synced).toMatchObject({ code: 'CURSOR_NOT_POSSIBLE', message: expect.stringContaining('foreign tables') });
    expect(checked?.message).toBe(synced?.message);
  });
});

describe('a partition that is attached to a table of which only some columns may be read', () => {
  it.each(['xmin', 'at'])('is read with all the rest, since nobody may ask which rows are its own (%s)', async (cursor) => {
    await sql(`CREATE TABLE t (id int PRIMARY KEY, at timestamptz NOT NULL, secret text) PARTITION BY RANGE (id); CREATE TABLE a PARTITION OF t FOR VALUES FROM (0) TO (9);
      CREATE TABLE b (LIKE t INCLUDING ALL); INSERT INTO t VALUES (1, now()); INSERT INTO b VALUES (10, '2001-01-01'); GRANT SELECT (id, at, xmin) ON t TO ${QUOTED}`);
    expect((await told('t', { cursor })).synced).toBeNull();
    await sql('ALTER TABLE t ATTACH PARTITION b FOR VALUES FROM (9) TO (99)');
    expect((await told('t', { cursor }, 'incremental')).synced).toBeNull();
    expect(await engine.query('SELECT id FROM db.t ORDER BY id')).toEqual([{ id: 1 }, { id: 10 }]);
  });
});

it('one missing right on tables of several schemas is one failure, whose one GRANT mends them all', async () => {
  await sql(`CREATE SCHEMA audit; GRANT USAGE ON SCHEMA audit TO PUBLIC; CREATE TABLE audit.events (id int PRIMARY KEY); CREATE TABLE deals (id int PRIMARY KEY);
    CREATE TABLE "order" (id int PRIMARY KEY)`);
  const tables = ['deals', 'audit.events', 'order'];
  const found: FailedSubject[] = [];
  for (const table of tables) {
    const { checked } = await told(table);
    if (checked === null) throw new Error('it may be read');
    found.push({ subject: `db.${table}`, table, error: { code: 'TABLE_NOT_READABLE', ...checked } });
  }
  const failures = oneCauseEach(found);
  expect(failures).toHaveLength(1);
  const grant = statements(failures[0]?.error.hint ?? '');
  expect(grant).toBe(`GRANT SELECT ON public.deals, audit.events, public.order TO ${QUOTED};`);
  await sql(grant);
  for (const table of tables) expect((await told(table)).checked).toBeNull();
});
