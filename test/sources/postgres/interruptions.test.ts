import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TableImport } from '../../../src/model/contract.ts';
import type { Partition, TablePlan } from '../../../src/model/plan.ts';
import { Connections } from '../../../src/sources/postgres/connect/connections.ts';
import { createLogin } from '../../../src/sources/postgres/connect/login.ts';
import { beginSnapshot, knownRelation } from '../../../src/sources/postgres/read/snapshot.ts';
import { begin } from '../../support/begin.ts';
import { describeTable, listTables } from '../../support/describe.ts';
import { DEFAULT_OPTIONS } from '../../support/engine.ts';
import { postgresOptions, postgresSource, type Reach, type SourceForTest } from '../../support/postgres-source.ts';
import { KeptStaging } from '../../support/staging.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const server = usePostgres();
let database: string;
let db: SourceForTest;
let staging: KeptStaging;
const opened: TableImport[] = [];

beforeAll(async () => {
  database = await server.createDatabase();
});

beforeEach(async () => {
  await server.reset(database);
  db = postgresSource(server, database);
  staging = new KeptStaging();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (o) => o.close()));
  await db.source.close();
  await staging.clear();
});

const sql = async (text: string) => server.query(text, database);
const never = new AbortController().signal;

async function planOf(table: string, own = db): Promise<TablePlan> {
  const ref = (await listTables(own.source)).find((r) => r.name === table);
  if (ref === undefined) throw new Error('no table');
  const schema = await describeTable(own.source, ref, DEFAULT_OPTIONS);
  return {
    source: 'db',
    ref,
    schema,
    options: DEFAULT_OPTIONS,
    target: { schema: 'db', name: table },
    mode: 'full',
    why: '',
    since: null,
  };
}

async function open(table: string, own = db): Promise<TableImport> {
  const result = await begin(own.source, await planOf(table, own));
  opened.push(result);
  return result;
}

function first(o: TableImport): Partition {
  const partition = o.partitions[0];
  if (partition === undefined) throw new Error('no partition');
  return partition;
}

async function readAll(o: TableImport): Promise<number> {
  const receipts = await Promise.all(o.partitions.map(async (p) => o.read(p, staging, never)));
  return receipts.reduce((sum, r) => sum + r.rows, 0);
}

/** Server processes of Highwater that are doing something, or hold a transaction. */
async function backends(): Promise<number> {
  const rows = await sql(
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'highwater' AND state <> 'idle'",
  );
  return Number(rows[0]?.n);
}

async function eventually(what: () => Promise<boolean>, seconds = 5): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await what())) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const BIG =
  'CREATE TABLE big AS SELECT g AS id, repeat(md5(g::text), 20) AS filler FROM generate_series(1, 20000) g; ALTER TABLE big ADD PRIMARY KEY (id)';

describe('a table that is changed while it is read', () => {
  it.each(['TRUNCATE t', 'ALTER TABLE t ALTER v TYPE varchar(100)', 'DROP TABLE t', 'ALTER TABLE t RENAME TO other'])(
    'is read as it was, and %s waits',
    async (change) => {
      await sql("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT g, 'x' FROM generate_series(1, 500) g");
      const o = await open('t');
      const other = await server.connect({ database });
      let changed = false;
      const changing = other.query(change).then(() => {
        changed = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(changed).toBe(false);
      expect(await readAll(o)).toBe(500);
      await o.close();
      await changing;
      await other.end();
    },
  );

  it('is read by the connections there are, where someone waits to alter it', async () => {
    await sql(BIG);
    const o = await open('big');
    expect(o.partitions.length).toBeGreaterThan(1);
    const other = await server.connect({ database });
    const truncating = other.query('TRUNCATE big');
    await eventually(async () => (await sql('SELECT 1 FROM pg_locks WHERE NOT granted')).length > 0);
    expect(await readAll(o)).toBe(20_000);
    expect(db.notices.join()).toContain('another session waits to alter the table; it is read over fewer connections');
    await o.close();
    await truncating;
    await other.end();
  });

  it('says what is in the way where it is locked already', async () => {
    await sql('CREATE TABLE t (id int)');
    const plan = await planOf('t');
    const other = await server.connect({ database });
    await other.query('BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE');
    const ended = begin(db.source, plan).then(
      () => null,
      (error) => error,
    );
    await eventually(async () => (await sql('SELECT 1 FROM pg_locks WHERE NOT granted')).length > 0);
    // Not the thirty seconds that it would wait.
    db.stop.abort(new Error('stopped'));
    expect((await ended).message).toContain('stopped');
    await eventually(async () => (await backends()) === 0);
    await other.end();
  });

  it.each([
    { what: 'changed its type', change: 'ALTER TABLE t ALTER v TYPE numeric' },
    {
      what: 'gave its name to another',
      change: 'ALTER TABLE t RENAME v TO x; ALTER TABLE t RENAME w TO v; ALTER TABLE t RENAME x TO w',
    },
    { what: 'was dropped', change: 'ALTER TABLE t DROP w' },
  ])('fails where a column $what between description and lock', async ({ change }) => {
    await sql('CREATE TABLE t (id int PRIMARY KEY, v int, w int)');
    const plan = await planOf('t');
    await sql(change);
    await expect(begin(db.source, plan)).rejects.toMatchObject({ code: 'SCHEMA_CHANGED' });
    expect(await backends()).toBe(0);
  });
});

describe('a snapshot', () => {
  it('that is older than the last rewriting of a materialised view is taken anew', async () => {
    await sql('CREATE MATERIALIZED VIEW m AS SELECT g AS id FROM generate_series(1, 1000) g');
    const { schema } = await planOf('m');
    const connections = new Connections(
      createLogin(postgresOptions(server, database), () => undefined),
      never,
    );
    const session = await connections.acquire();
    const query = session.query.bind(session);
    let refreshes = 2;
    session.query = async (text, values) => {
      if (text.endsWith('LIMIT 0') && refreshes-- > 0) await sql('REFRESH MATERIALIZED VIEW m');
      return query(text, values);
    };
    const known = await session.transaction(async () => knownRelation(session, schema));
    await beginSnapshot(session, known, schema, true, async () => null);
    expect(refreshes).toBe(-1);
    expect(await query('SELECT count(*)::int AS n FROM m')).toEqual([{ n: 1000 }]);
    await connections.release(session);
    await connections.close();
  });
});

describe('an abort in the middle of a COPY', () => {
  it('ends the read at once and leaves no server process behind', async () => {
    await sql(BIG);
    const o = await open('big');
    const stop = new AbortController();
    staging.beforeCreate = async () => stop.abort(new Error('enough'));
    await expect(o.read(first(o), staging, stop.signal)).rejects.toThrow('enough');
    expect(staging.files).toEqual([]);
    await eventually(async () => (await backends()) === 0);
  });

  it('for a staging file that can not be written lets the import end, and leaves no server process behind', async () => {
    await sql(BIG);
    const own = postgresSource(server, database, { parallel: 1 });
    const o = await begin(own.source, await planOf('big', own));
    staging.beforeCreate = async () => {
      throw new Error('no space left');
    };
    await expect(o.read(first(o), staging, never)).rejects.toThrow('no space left');
    await o.close();
    await own.source.close();
    await eventually(async () => (await backends()) === 0);
  });

  it('ends a query that has not sent a byte yet', async () => {
    await sql('CREATE VIEW slow AS SELECT 1 AS id, pg_sleep(60)::text AS v');
    const o = await open('slow');
    const stop = new AbortController();
    const started = Date.now();
    const ended = expect(o.read(first(o), staging, stop.signal)).rejects.toThrow('enough');
    await eventually(async () => (await sql("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).length > 0);
    stop.abort(new Error('enough'));
    await ended;
    await eventually(async () => (await backends()) === 0);
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  it('of the whole run ends every connection', async () => {
    await sql(BIG);
    const o = await open('big');
    staging.beforeCreate = async () => db.stop.abort(new Error('stop'));
    await expect(readAll(o)).rejects.toThrow('stop');
    await eventually(async () => (await backends()) === 0);
    await expect(listTables(db.source)).rejects.toThrow();
  });
});

describe('a connection that breaks', () => {
  it('in the middle of a COPY makes the import restartable, and a new one succeeds', async () => {
    await sql(BIG);
    // So slow that the server is still at it when it is asked to stop: all of the rows may fit into the buffers on their way.
    const slow = { ...(await planOf('big')), options: { ...DEFAULT_OPTIONS, where: 'pg_sleep(0.001) IS NOT NULL' } };
    const o = await begin(db.source, slow);
    opened.push(o);
    staging.beforeCreate = async () => {
      staging.beforeCreate = async () => undefined;
      await sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'highwater' AND query LIKE 'COPY%'",
      );
    };
    await expect(o.read(first(o), staging, never)).rejects.toMatchObject({
      code: expect.stringMatching(/READ_CANCELLED|SOURCE_UNREACHABLE/),
      family: 'restart',
    });
    await o.close();
    expect(await readAll(await open('big'))).toBe(20_000);
  });

  it('while it is idle is not used again', async () => {
    await sql('CREATE TABLE t (id int); INSERT INTO t VALUES (1)');
    await listTables(db.source);
    await sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'highwater'");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await readAll(await open('t'))).toBe(1);
  });

  it('by cancelling the query says that someone did', async () => {
    await sql('CREATE VIEW slow AS SELECT 1 AS id, pg_sleep(60)::text AS v');
    const o = await open('slow');
    const ended = expect(o.read(first(o), staging, never)).rejects.toMatchObject({ code: 'READ_CANCELLED', family: 'fatal' });
    await eventually(
      async () => (await sql("SELECT pg_cancel_backend(pid) AS x FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).length > 0,
    );
    await ended;
  });
});

describe('connections', () => {
  const few: Reach = { user: 'few', password: 'x' };

  it('that are too few are enough, one after another', async () => {
    await sql(`${BIG}; CREATE ROLE few LOGIN PASSWORD 'x' CONNECTION LIMIT 2; GRANT SELECT ON big TO few`);
    const own = postgresSource(server, database, few);
    const o = await open('big', own);
    expect(await readAll(o)).toBe(20_000);
    expect(own.notices.join()).toContain('no further connection for this user; it is read over fewer connections');
    await o.close();
    await own.source.close();
  });

  it('are kept for the next table', async () => {
    await sql('CREATE TABLE a (id int); CREATE TABLE b (id int)');
    for (const table of ['a', 'b']) {
      const o = await open(table);
      await readAll(o);
      await o.close();
    }
    // Those of the test before may still be ending.
    await eventually(async () => (await sql("SELECT 1 FROM pg_stat_activity WHERE application_name = 'highwater'")).length === 1);
  });

  it('are READ ONLY in every transaction, and nothing is set outside of one', async () => {
    await sql(
      'CREATE TABLE t (id int); CREATE FUNCTION w() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (9); RETURN true; END $$',
    );
    const plan = await planOf('t');
    const writing = { ...plan, options: { ...plan.options, where: 'w()' } };
    const o = await begin(db.source, writing);
    opened.push(o);
    await sql('INSERT INTO t VALUES (1)');
    await o.close();
    const o2 = await begin(db.source, writing);
    opened.push(o2);
    await expect(o2.read(first(o2), staging, never)).rejects.toMatchObject({
      code: 'QUERY_REFUSED',
      message: expect.stringContaining('tries to write'),
    });
  });
});

describe('staging files', () => {
  it('are cut at row ends, counted, and together what COPY sends', async () => {
    await sql("CREATE TABLE t AS SELECT g AS id, E'a\\nb,\"c\"' || repeat('é', 400) AS v FROM generate_series(1, 90000) g");
    const own = postgresSource(server, database, { parallel: 1 });
    const o = await open('t', own);
    const receipt = await o.read(first(o), staging, never);
    await o.close();
    await own.source.close();
    expect(receipt.rows).toBe(90_000);
    expect(staging.files.length).toBeGreaterThan(1);
    expect(staging.files.reduce((sum, f) => sum + f.rows, 0)).toBe(90_000);
    expect(receipt.bytes).toBe(staging.files.reduce((sum, f) => sum + Buffer.byteLength(f.text), 0));
    for (const f of staging.files) {
      expect(f.text.endsWith('é\n')).toBe(true);
      expect(f.text.match(/^\d+\ta\\nb,"c"é+$/gm)).toHaveLength(f.rows);
    }
  });
});
