import { type ChildProcess, spawn } from 'node:child_process';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { authority, serverCertificate } from './certificates.ts';
import { binaries } from './postgres-binaries.ts';

export interface PostgresOptions {
  /** Further `postgresql.conf` settings. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Lines of pg_hba.conf; default: everyone by password, over TCP, with and without TLS. */
  readonly hba?: readonly string[];
  /** Serves TLS with a certificate for these names (`localhost`, `127.0.0.1`); its authority is `ca`. */
  readonly tls?: readonly string[];
  /** For how long its certificate is good; less than nothing for one that has expired. */
  readonly tlsDays?: number;
  /** PEM of the authority that clients' certificates must be signed by, where `hba` asks for one; with `tls`. */
  readonly clientCa?: string;
  /** Where the data directory is; default a new temporary one. For a standby, made from a stopped server's copy. */
  readonly directory?: string;
}

/** A real PostgreSQL server, with nothing in it but what the test puts there. */
export interface TestPostgres {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Of the database `postgres`. */
  readonly url: string;
  /** PEM of the authority that signed the server's certificate; empty without `tls`. */
  readonly ca: string;
  readonly directory: string;
  /** Runs SQL as the superuser (several statements are allowed); rows of the last one. */
  query<Row extends object = Record<string, unknown>>(sql: string, database?: string): Promise<Row[]>;
  /** A new connection as the superuser, or as another user; the caller ends it. */
  connect(options?: { database?: string; user?: string; password?: string }): Promise<pg.Client>;
  /** A new, empty database; its name. */
  createDatabase(name?: string): Promise<string>;
  /** Empties a database: every schema but PostgreSQL's own is dropped, `public` made anew. Quicker than a new database. */
  reset(database: string): Promise<void>;
  /** `keep`: leaves the data directory where it is. */
  stop(options?: { keep?: boolean }): Promise<void>;
}

const USER = 'postgres';
const PASSWORD = 'highwater-test';

const FAST: Record<string, string> = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_prepared_transactions: '10',
  shared_buffers: '128MB',
  autovacuum: 'off',
  unix_socket_directories: '',
  listen_addresses: '127.0.0.1',
};

const RESET = `DO $$ DECLARE s name; BEGIN
  FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', s);
  END LOOP;
  CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC; END $$`;

export async function startPostgres(options: PostgresOptions = {}): Promise<TestPostgres> {
  const directory = options.directory ?? (await newCluster());
  const settings: Record<string, string> = { ...FAST, ...options.settings };
  let ca = '';
  if (options.tls !== undefined) {
    const issuer = authority('Highwater test authority');
    const server = serverCertificate(issuer, options.tls, options.tlsDays === undefined ? {} : { days: options.tlsDays });
    ca = issuer.certificate;
    await give(join(directory, 'server.crt'), server.certificate);
    await give(join(directory, 'server.key'), server.key);
    Object.assign(settings, { ssl: 'on' });
  }
  if (options.clientCa !== undefined) {
    await give(join(directory, 'clients.crt'), options.clientCa);
    Object.assign(settings, { ssl_ca_file: 'clients.crt' });
  }
  const hba = options.hba ?? ['host all all 127.0.0.1/32 scram-sha-256', 'host replication all 127.0.0.1/32 scram-sha-256'];
  await give(join(directory, 'pg_hba.conf'), `${hba.join('\n')}\n`);
  const { port, server } = await launchOnFreePort(directory, settings);
  return connected({ port, ca, directory }, server);
}

/** A port that was free a moment ago may be another's by now. */
async function launchOnFreePort(directory: string, settings: Readonly<Record<string, string>>) {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    await give(join(directory, 'keep'), '');
    try {
      const server = await launch(directory, { ...settings, port: String(port) });
      await rm(join(directory, 'keep'), { force: true });
      return { port, server };
    } catch (error) {
      if (attempt < 5 && /Address already in use|could not create any TCP/.test(String(error))) continue;
      await rm(directory, { recursive: true, force: true });
      throw error;
    }
  }
}

function connected(at: { port: number; ca: string; directory: string }, server: ChildProcess): TestPostgres {
  const host = '127.0.0.1';
  let clients: Record<string, Promise<pg.Client>> = {};
  let names = 0;
  const connect: TestPostgres['connect'] = async (as = {}) => {
    const client = new pg.Client({ host, port: at.port, user: USER, password: PASSWORD, database: 'postgres', ...as });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const query: TestPostgres['query'] = async (sql, database = 'postgres') => {
    clients[database] ??= connect({ database });
    const result = (await (await clients[database]).query(sql)) as pg.QueryResult | pg.QueryResult[];
    return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
  };
  return {
    host,
    ...at,
    user: USER,
    password: PASSWORD,
    url: `postgres://${USER}:${PASSWORD}@${host}:${at.port}/postgres`,
    connect,
    query,
    createDatabase: async (name) => {
      names += 1;
      const chosen = name ?? `test_${names}`;
      await query(`CREATE DATABASE "${chosen}"`);
      return chosen;
    },
    reset: async (database) => void (await query(RESET, database)),
    stop: async ({ keep = false } = {}) => {
      const open = Object.values(clients);
      clients = {};
      await Promise.allSettled(open.map(async (client) => (await client).end()));
      if (keep) await give(join(at.directory, 'keep'), '');
      await halt(server);
    },
  };
}

async function newCluster(): Promise<string> {
  const { initdb, account } = await binaries();
  const directory = await mkdtemp(join(tmpdir(), 'highwater-postgres-'));
  if (account !== null) await chown(directory, account.uid, account.gid);
  const passwordFile = join(directory, '..', `${directory.split(/[\\/]/).at(-1)}.password`);
  await give(passwordFile, PASSWORD);
  const flags = ['--no-sync', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', `--username=${USER}`];
  const program = spawn(initdb, [...flags, `--pgdata=${directory}`, `--pwfile=${passwordFile}`], {
    ...account,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  program.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const code = await new Promise((resolve, reject) => program.once('error', reject).once('close', resolve));
  await rm(passwordFile, { force: true });
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${said}`);
  return directory;
}

/** Writes a file that only the server's account may read. */
async function give(path: string, text: string): Promise<void> {
  const { account } = await binaries();
  await writeFile(path, text, { mode: 0o600 });
  if (account !== null) await chown(path, account.uid, account.gid);
}

// The shell ends the server, and clears up, when its own standard input closes: a test that is killed leaves nothing behind.
const WATCHED = `exec 3<&0; directory=$1; shift; trap "" INT; "$@" </dev/null & server=$!
  (cat >/dev/null; kill -INT $server 2>/dev/null) <&3 & wait $server; code=$?
  [ -e "$directory/keep" ] || rm -rf "$directory"; exit $code`;

async function launch(directory: string, settings: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const { postgres, account } = await binaries();
  const args = ['-D', directory, ...Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])];
  const server = spawn('/bin/sh', ['-c', WATCHED, 'sh', directory, postgres, ...args], {
    ...account,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4000);
      if (/ready to accept (read-only )?connections/.test(said)) resolve();
    });
    server.once('error', reject).once('close', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)));
  });
  return server;
}

/** Fast shutdown: what runs is rolled back. */
async function halt(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const closed = new Promise((resolve) => server.once('close', resolve));
  server.stdin?.end();
  await closed;
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
