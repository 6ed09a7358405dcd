import { setTimeout as wait } from 'node:timers/promises';
import type { Project } from '../e2e/project.ts';
import { freePort, type TestPostgres } from '../support/postgres.ts';
import { type Failure, syncing, type Told } from './told.ts';

/** One server, one database and one directory a case. */
export interface World {
  readonly server: TestPostgres;
  /** Offers TLS, with a certificate of an authority that nobody trusts. */
  readonly encrypted: TestPostgres;
  readonly database: string;
  readonly project: Project;
}

interface Setting {
  readonly sql?: string;
  readonly tables?: string;
  readonly source?: string;
  readonly server?: (world: World) => TestPostgres;
}

const DEALS = `CREATE TABLE deals (id int PRIMARY KEY, title text, stage text, updated_at timestamptz NOT NULL DEFAULT now());
  INSERT INTO deals SELECT n, 'Deal ' || n, 'open' FROM generate_series(1, 10) n;`;
const GRANT = 'GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader';

async function given(world: World, { sql = '', tables = '{ deals: { cursor: updated_at } }', source, server }: Setting) {
  await world.server.query(`${DEALS} ${sql}; ${GRANT}`, world.database);
  await world.project.configure(server?.(world) ?? world.server, world.database, tables, source === undefined ? {} : { source });
}

/** A sync under that setting. */
const under =
  (setting: Setting) =>
  async (world: World): Promise<Told[]> => {
    await given(world, setting);
    return syncing(world.project);
  };

/** A sync with its configuration's text changed. */
const changed =
  (edit: (text: string, world: World) => string | Promise<string>) =>
  async (world: World): Promise<Told[]> => {
    await given(world, {});
    await world.project.write(await edit(world.project.text, world));
    return syncing(world.project);
  };

/** A sync that succeeds, then these statements, then one that should not. */
const after =
  (sql: string, setting: Setting = {}) =>
  async (world: World): Promise<Told[]> => {
    await given(world, setting);
    await world.project.succeed();
    await world.server.query(sql, world.database);
    return syncing(world.project);
  };

async function lockedTable(world: World): Promise<Told[]> {
  await given(world, {});
  const other = await world.server.connect({ database: world.database });
  await other.query('BEGIN; LOCK TABLE deals IN ACCESS EXCLUSIVE MODE');
  try {
    return await syncing(world.project);
  } finally {
    await other.end();
  }
}

async function cancelledQuery(world: World): Promise<Told[]> {
  await given(world, { sql: 'CREATE VIEW slow AS SELECT 1 AS id, pg_sleep(60)::text AS v', tables: '{ slow: {} }' });
  const running = syncing(world.project);
  const cancel = "SELECT pg_cancel_backend(pid) AS x FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
  while ((await world.server.query(cancel, world.database)).length === 0) await wait(20);
  return running;
}

export const POSTGRES_FAILURES: readonly Failure<World>[] = [
  {
    code: 'TABLE_LOCKED',
    how: 'a table under an ALTER TABLE',
    provoke: lockedTable,
    says: [/deals/, /lock/],
    advises: [/pg_locks/, /again/],
  },
  {
    code: 'SOURCE_UNREACHABLE',
    how: 'a port where nothing listens',
    provoke: changed(async (text) => text.replace(/port: \d+/, `port: ${await freePort()}`)),
    says: [/127\.0\.0\.1:\d+/],
    advises: [/host|port/],
  },
  {
    code: 'SIGN_IN_REFUSED',
    how: 'a wrong password',
    provoke: async (world) => {
      await given(world, {});
      world.project.env = { PGPASSWORD: 'wrong-password' };
      return syncing(world.project);
    },
    says: [/127\.0\.0\.1:\d+/, /reader/, /password authentication failed/],
    advises: [/auth\.user/, /password/],
  },
  {
    code: 'DATABASE_NOT_FOUND',
    how: 'a database that is not there',
    provoke: changed((text) => text.replace(/database: \S+/, 'database: sales')),
    says: [/127\.0\.0\.1:\d+/, /sales/],
    advises: [/database/],
  },
  {
    code: 'CERTIFICATE_NOT_TRUSTED',
    how: 'a certificate of an unknown authority',
    provoke: under({ server: (world) => world.encrypted, source: '    ssl: { mode: verify-full }\n' }),
    says: [/certificate/, /:\d+/],
    advises: [/ssl\.ca/],
  },
  {
    code: 'ENCRYPTION_NOT_POSSIBLE',
    how: 'a server without TLS',
    provoke: under({ source: '    ssl: { mode: require }\n' }),
    says: [/127\.0\.0\.1:\d+/, /ssl\.mode/],
    advises: [/ssl|mode/],
  },
  {
    code: 'TOO_MANY_CONNECTIONS',
    how: 'a role without a connection left',
    provoke: changed(async (text, { server, project }) => {
      await server.query("CREATE ROLE late LOGIN PASSWORD 'late-password' CONNECTION LIMIT 0");
      project.env = { PGPASSWORD: 'late-password' };
      return text.replace('user: reader', 'user: late');
    }),
    says: [/127\.0\.0\.1:\d+/, /late/],
    advises: [/run\.parallel/],
  },
  {
    code: 'TABLE_NOT_FOUND',
    how: 'a misspelt table',
    provoke: under({ tables: '{ deels: {} }' }),
    says: [/db\.deels/],
    advises: [/deals/],
  },
  {
    code: 'TABLE_NOT_READABLE',
    how: 'a permission that is missing',
    provoke: async (world) => {
      await given(world, {});
      await world.server.query('REVOKE SELECT ON deals FROM reader', world.database);
      return syncing(world.project);
    },
    says: [/deals/, /reader/],
    advises: [/GRANT SELECT ON .*deals.* TO .*reader/],
  },
  {
    code: 'COLUMN_NOT_FOUND',
    how: 'a misspelt column',
    provoke: under({ tables: '{ deals: { cursor: updatet_at } }' }),
    says: [/deals/, /updatet_at/],
    advises: [/updated_at/],
  },
  {
    code: 'CURSOR_NOT_POSSIBLE',
    how: 'a serial number as the cursor',
    provoke: under({ tables: '{ deals: { cursor: id } }' }),
    says: [/deals/, /\bid\b/, /integer/],
    advises: [/timestamptz/, /xmin/],
  },
  {
    code: 'KEY_REQUIRED',
    how: 'a cursor without a key',
    provoke: under({ sql: 'CREATE VIEW v AS SELECT * FROM deals', tables: '{ v: { cursor: updated_at } }' }),
    says: [/\bv\b/, /updated_at/],
    advises: [/key/],
  },
  {
    code: 'TYPE_NOT_POSSIBLE',
    how: 'a type that the native one can’t carry',
    provoke: under({ tables: '{ deals: { types: { title: percentage } } }' }),
    says: [/deals/, /title/, /percentage/],
    advises: [/text/, /types/],
  },
  {
    code: 'QUERY_REFUSED',
    how: 'a condition that compares a text with a number',
    provoke: under({ tables: '{ deals: { where: "title = 5" } }' }),
    says: [/deals/, /operator does not exist/],
    advises: [/where/],
  },
  {
    code: 'READ_CANCELLED',
    how: 'a query that somebody cancels',
    provoke: cancelledQuery,
    says: [/slow/, /cancel/],
    advises: [/Run again/],
  },
  {
    code: 'KEY_IS_NULL',
    how: 'a key without values',
    provoke: under({
      sql: 'ALTER TABLE deals ADD external_id int',
      tables: '{ deals: { key: external_id, cursor: updated_at } }',
    }),
    says: [/db\.deals/, /10 row/, /external_id/],
    advises: [/key/],
  },
  {
    code: 'KEY_NOT_UNIQUE',
    how: 'a key that rows share',
    provoke: under({ tables: '{ deals: { key: stage, cursor: updated_at } }' }),
    says: [/db\.deals/, /stage/, /\d+ row/],
    advises: [/key/],
  },
  {
    code: 'TOO_MANY_DELETES',
    how: 'a table that lost most of its rows',
    provoke: after('DELETE FROM deals WHERE id > 1', { tables: '{ deals: {} }' }),
    says: [/db\.deals/, /9 of 10/, /50%/],
    advises: [/allow-deletes/, /max_delete_fraction/],
  },
];
