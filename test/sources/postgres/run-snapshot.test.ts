import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { PostgresSource } from '../../../src/sources/postgres/source.ts';
import { startPooler } from '../../servers/pooler.ts';
import { Engine } from '../../support/engine.ts';
import { postgresSource, type Reach } from '../../support/postgres-source.ts';
import { syncTables } from '../../support/sync-tables.ts';
import { usePostgres } from '../../support/use-postgres.ts';

/** `snapshot: run`: all tables of a source as of one moment. */

const server = usePostgres({ hba: ['host all all 127.0.0.1/32 trust'] });
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

let databases = 0;

/** A database of its own with parents, their children, and a table that counts both. */
async function shop(): Promise<string> {
  const name = `shop${++databases}`;
  await server.query(`CREATE DATABASE ${name}`);
  await server.query(
    `CREATE TABLE parents (id int PRIMARY KEY, updated_at timestamptz NOT NULL DEFAULT now());
     CREATE TABLE children (id int PRIMARY KEY, parent_id int NOT NULL REFERENCES parents, pad text NOT NULL DEFAULT repeat(md5(random()::text), 8), updated_at timestamptz NOT NULL DEFAULT now());
     CREATE TABLE total (id int PRIMARY KEY, n int NOT NULL, updated_at timestamptz NOT NULL DEFAULT now());
     INSERT INTO total VALUES (1, 20000);
     INSERT INTO parents SELECT g FROM generate_series(1, 20000) g;
     INSERT INTO children SELECT g, g FROM generate_series(1, 20000) g;
     CREATE VIEW grown AS SELECT * FROM children;`,
    name,
  );
  return name;
}

interface World {
  readonly database: string;
  readonly engine: Engine;
  readonly source: PostgresSource;
}

async function world(reach: Reach & { readonly tablesAtOnce?: number }, database?: string): Promise<World> {
  const name = database ?? (await shop());
  const engine = await Engine.create();
  engine.parallel = reach.tablesAtOnce ?? 1;
  const { source } = postgresSource(server, name, { partitionBytes: 512 * 1024, ...reach });
  open.push(engine, source);
  return { database: name, engine, source };
}

// The tables in their order: the parents' snapshot is the oldest, where each table has its own. 0.3 s of reading.
const SLOW = { cursor: 'updated_at', where: 'id % 200 <> 0 OR pg_sleep(0.003) IS NOT NULL' };
const TIMED = { cursor: 'updated_at', deletesBy: 'keys' as const };
const TABLES = { parents: { ...SLOW, deletesBy: 'keys' as const }, total: TIMED, children: TIMED };

/** Inserts and deletes pairs, and counts them, a transaction each, until told to stop. */
async function writing(database: string): Promise<{ stop(): Promise<number> }> {
  const client = await server.connect({ database });
  let on = true;
  let next = 20_001;
  const done = (async () => {
    while (on) {
      const id = next++;
      await client.query(
        `BEGIN; INSERT INTO parents (id) VALUES (${id}); INSERT INTO children (id, parent_id) VALUES (${id}, ${id});
         ${id % 3 === 0 ? `DELETE FROM children WHERE id = ${id - 19_000}; DELETE FROM parents WHERE id = ${id - 19_000};` : ''}
         UPDATE total SET n = (SELECT count(*) FROM parents), updated_at = now(); COMMIT`,
      );
    }
  })();
  return {
    async stop() {
      on = false;
      await done;
      await client.end();
      return next - 20_001;
    },
  };
}

/** How many children lack their parent, parents their child, and by how much the count is wrong. */
async function faults({ engine }: World): Promise<number> {
  const [row] = await engine.query<{ n: bigint }>(
    `SELECT (SELECT count(*) FROM db.children c ANTI JOIN db.parents p ON p.id = c.parent_id) + (SELECT count(*) FROM db.parents p ANTI JOIN db.children c ON p.id = c.parent_id)
       + (SELECT abs(n - (SELECT count(*) FROM db.parents)) FROM db.total) AS n`,
  );
  return Number(row?.n);
}

async function readWhileWriting(here: World): Promise<{ full: number; incremental: number }> {
  const writer = await writing(here.database);
  try {
    const found: number[] = [];
    for (const mode of ['full', 'incremental'] as const) {
      const { records } = await syncTables(here.engine, here.source, TABLES, mode);
      expect(records.map((r) => r.error)).toEqual([null, null, null]);
      found.push(await faults(here));
    }
    return { full: found[0] ?? -1, incremental: found[1] ?? -1 };
  } finally {
    expect(await writer.stop()).toBeGreaterThan(50);
  }
}

/** Runs work once the parents are being read. */
async function whileParentsAreRead(database: string, work: () => Promise<unknown>): Promise<void> {
  const read =
    "SELECT 1 AS x FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'parents' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())";
  while ((await server.query(read, database)).length === 0) await wait(3);
  await work();
}

describe('while parents and children are written', () => {
  it.each([1, 3])(
    'no row points at one that is not there, with %i tables at once over several connections',
    async (tablesAtOnce) => {
      const here = await world({ snapshot: 'run', tablesAtOnce });
      expect(await readWhileWriting(here)).toEqual({ full: 0, incremental: 0 });
    },
  );

  it('a snapshot for each table leaves orphans: what the option is for', async () => {
    const here = await world({ snapshot: 'table' });
    expect((await readWhileWriting(here)).full).toBeGreaterThan(0);
  });

  it('so it is behind a pooler in transaction mode', async () => {
    const database = await shop();
    const pooler = await startPooler({ host: server.host, port: server.port, user: server.user, database, size: 4 });
    open.push({ close: async () => pooler.stop() });
    const here = await world({ snapshot: 'run', tablesAtOnce: 2, port: pooler.port }, database);
    expect(await readWhileWriting(here)).toEqual({ full: 0, incremental: 0 });
  });
});

it('a transaction that was open at the snapshot and commits later is found by the next run', async () => {
  const here = await world({ snapshot: 'run' });
  const client = await server.connect({ database: here.database });
  await client.query(
    'BEGIN; INSERT INTO parents (id) VALUES (30000); INSERT INTO children (id, parent_id) VALUES (30000, 30000)',
  );
  await syncTables(here.engine, here.source, TABLES, 'full');
  await client.query('COMMIT');
  await client.end();
  const next = await syncTables(here.engine, here.source, TABLES, 'incremental');
  expect([next.of('parents').inserted, next.of('children').inserted]).toEqual([1, 1]);
  expect(next.of('children').counts.source).toBeLessThan(21_000);
});

describe('what changes between the snapshot and a table’s turn', () => {
  const second = async (here: World, tables: object, change: string) => {
    await syncTables(here.engine, here.source, { parents: {}, ...tables }, 'full');
    const reading = syncTables(here.engine, here.source, { parents: SLOW, ...tables }, 'full');
    await whileParentsAreRead(here.database, async () => server.query(change, here.database));
    const { records } = await reading;
    const [first, last] = [records[0], records.at(-1)];
    expect(first?.error).toBeNull();
    return last;
  };

  it.each([
    ['is truncated', { children: {} }, 'TRUNCATE children', 'SNAPSHOT_LOST'],
    ['is rewritten', { total: {} }, 'ALTER TABLE total ALTER COLUMN n TYPE bigint', 'SNAPSHOT_LOST'],
    ['is below a view and rewritten', { grown: { key: ['id'] } }, 'TRUNCATE children', 'SNAPSHOT_LOST'],
    ['is dropped', { total: {} }, 'DROP TABLE total', 'TABLE_NOT_FOUND'],
  ])('a table that %s fails and keeps its rows', async (_how, tables, change, code) => {
    const here = await world({ snapshot: 'run' });
    const record = await second(here, tables, change);
    expect(record?.error?.code).toBe(code);
    expect(record?.rows).toBe('total' in tables ? 1 : 20_000);
  });

  it('a table whose columns swap their names is described again, and read under the same snapshot', async () => {
    const here = await world({ snapshot: 'run' });
    const record = await second(
      here,
      { total: {} },
      'ALTER TABLE total RENAME n TO m; ALTER TABLE total RENAME id TO n; ALTER TABLE total RENAME m TO id; UPDATE total SET id = 3',
    );
    expect(record?.error).toBeNull();
    expect(await here.engine.query('SELECT id, n FROM db.total')).toEqual([{ id: 20_000, n: 1 }]);
  });

  it('a column that is added changes nothing', async () => {
    const here = await world({ snapshot: 'run' });
    const record = await second(here, { children: {} }, "ALTER TABLE children ADD COLUMN note text DEFAULT 'x'");
    expect(record?.error).toBeNull();
    expect(record?.rows).toBe(20_000);
  });

  it('where the connection that holds the snapshot is lost, tables that have not begun fail with what to do', async () => {
    const here = await world({ snapshot: 'run' });
    const record = await second(
      here,
      { children: {} },
      "SELECT pg_terminate_backend(pid) AS x FROM pg_stat_activity WHERE application_name = 'highwater' AND datname = current_database() AND query LIKE '%pg_export_snapshot%'",
    );
    expect(record?.error).toMatchObject({ code: 'SNAPSHOT_LOST', hint: expect.stringContaining('snapshot: table') });
    expect(record?.rows).toBe(20_000);
    const again = await syncTables(here.engine, here.source, { parents: {}, children: {} }, 'full');
    expect(again.records.map((r) => r.error)).toEqual([null, null]);
  });
});

it('locks no table before its turn, and holds nothing when the run is over', async () => {
  const here = await world({ snapshot: 'run' });
  const reading = syncTables(here.engine, here.source, { parents: SLOW, children: {} }, 'full');
  let locked: unknown[] = [];
  await whileParentsAreRead(here.database, async () => {
    locked = await server.query(
      "SELECT DISTINCT c.relname AS name FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname IN ('parents', 'children') AND l.granted",
      here.database,
    );
  });
  expect(locked).toEqual([{ name: 'parents' }]);
  await reading;
  await expect
    .poll(async () =>
      server.query(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'highwater' AND state LIKE 'idle in%'",
        here.database,
      ),
    )
    .toEqual([]);
});
