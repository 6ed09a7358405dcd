import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { type SalesforceServer, startSalesforce } from '../test/servers/salesforce/index.ts';
import { sobject } from '../test/servers/salesforce/schema.ts';
import { startPostgres, type TestPostgres } from '../test/support/postgres.ts';
import { fill } from './postgres.ts';
import { FIELDS } from './salesforce.ts';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const SCRIPTS = fileURLToPath(new URL('./peers/', import.meta.url));
const CACHE = fileURLToPath(new URL('../node_modules/.cache/highwater-peers/', import.meta.url));
const ROWS = Number(process.env.BENCH_ROWS ?? 3_000_000);
const SALESFORCE_ROWS = Math.min(ROWS, 100_000);
const CHANGES = 1000;

// Sling would download a DuckDB of its own and its extensions; it takes these.
const SLING_DUCKDB = '1.5.5';
const SLING_EXTENSIONS = ['json', 'httpfs', 'icu'];

export const EXTENSION = ['duckdb==1.5.5', 'duckdb-extension-postgres-scanner==1.5.5'];

// Three environments: Airbyte's connector pins what it needs, and Sling a version of DuckDB's command line.
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  readers: [
    ...EXTENSION,
    'connectorx==0.4.6',
    'adbc-driver-postgresql==1.13.0',
    'dlt[duckdb,sql_database]==1.31.0',
    'psycopg2-binary',
    'sqlalchemy==2.0.*',
    'pyarrow',
    'pandas',
    'simple-salesforce==1.12.10',
  ],
  sling: [
    'sling-linux-amd64==1.4.11',
    `duckdb-cli==${SLING_DUCKDB}`,
    ...SLING_EXTENSIONS.map((name) => `duckdb-extension-${name}==${SLING_DUCKDB}`),
  ],
  airbyte: ['airbyte-source-salesforce==2.10.3'],
};

interface Cost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMib: number;
}

interface Contender {
  readonly name: string;
  readonly full: (directory: string) => Promise<Cost>;
  /** null where it has no such mode. */
  readonly incremental: ((directory: string) => Promise<Cost>) | null;
  /** Its file and table afterwards. */
  result(directory: string): readonly [file: string, table: string];
}

/** The same data by Highwater and by what people would use instead, each a whole process, in one run; values are compared. Needs Python 3.10 or newer, on Linux. */
export async function benchPeers(): Promise<void> {
  for (const [name, packages] of Object.entries(PACKAGES)) await environment(name, packages);
  if (process.env.BENCH_PEERS !== 'salesforce') await postgresPeers();
  if (process.env.BENCH_PEERS !== 'postgres') await salesforcePeers();
}

const python = (name: string): string => join(CACHE, name, 'bin', 'python');

export async function environment(name: string, packages: readonly string[]): Promise<void> {
  if (!existsSync(python(name))) await run('python3', ['-m', 'venv', join(CACHE, name)]);
  await run(python(name), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
}

/** A file that a package brought, or undefined. */
function brought(environment: string, name: string): string | undefined {
  const home = join(CACHE, environment);
  const found = readdirSync(home, { recursive: true, encoding: 'utf8' }).find(
    (path) => path.endsWith(`/${name}`) || path === name,
  );
  return found === undefined ? undefined : join(home, found);
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, TZ: 'UTC', ...env } });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = `${stderr}${text}`.slice(-4000);
    });
    child
      .once('error', reject)
      .once('close', (code) =>
        code === 0 ? resolve() : reject(new Error(`${[program, ...args].join(' ')}: ${code}\n${stderr}`)),
      );
  });
}

async function cost(directory: string, command: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Cost> {
  const file = join(directory, 'usage.json');
  await run('python3', [join(SCRIPTS, 'usage.py'), file, ...command], env);
  return JSON.parse(await readFile(file, 'utf8')) as Cost;
}

export function highwater(name: string, server: TestPostgres, output: string, run = '{}'): Contender {
  const sync = async (directory: string, flags: readonly string[]) => {
    const home = join(directory, name);
    await mkdir(home, { recursive: true });
    const config = join(home, 'highwater.yml');
    const auth = '{ flow: password, user: "${PGUSER}", password: "${PGPASSWORD}" }';
    const source = `{ type: postgres, host: ${server.host}, port: ${server.port}, database: postgres, auth: ${auth}, tables: { deals: { cursor: updated_at, lookback: 0s } } }`;
    await writeFile(config, `version: 1\nsources:\n  db: ${source}\noutput: ${output}\nrun: ${run}\n`);
    const places = ['--output', join(home, 'output'), '--state', join(home, 'state')];
    return cost(home, [process.execPath, CLI, 'sync', '--config', config, ...places, '--quiet', ...flags], {
      PGUSER: server.user,
      PGPASSWORD: server.password,
    });
  };
  return {
    name,
    full: (directory) => sync(directory, ['--full']),
    incremental: (directory) => sync(directory, []),
    result: (directory) => [join(directory, name, 'output', 'warehouse.duckdb'), 'db.deals'],
  };
}

export function scripted(name: string, server: TestPostgres, table: string, isIncremental: boolean, home = 'readers'): Contender {
  const extension = brought(home, 'postgres_scanner.duckdb_extension');
  const env: Record<string, string> = extension === undefined ? {} : { POSTGRES_EXTENSION: extension };
  const phase = (mode: string) => (directory: string) =>
    cost(directory, [python(home), join(SCRIPTS, 'postgres.py'), name, mode, server.url, directory], env);
  return {
    name,
    full: phase('full'),
    incremental: isIncremental ? phase('incremental') : null,
    result: (directory) => [join(directory, `${name}.duckdb`), table],
  };
}

async function sling(server: TestPostgres): Promise<Contender | null> {
  const program = brought('sling', 'sling-linux-amd64');
  const duckdb = brought('sling', 'bin/duckdb');
  if (program === undefined || duckdb === undefined) return null;
  const home = join(CACHE, 'sling', 'home');
  await mkdir(join(home, 'bin', 'duckdb', SLING_DUCKDB), { recursive: true });
  const extensions = join(home, '.duckdb', 'extensions', `v${SLING_DUCKDB}`, 'linux_amd64');
  await mkdir(extensions, { recursive: true });
  for (const name of SLING_EXTENSIONS) {
    const file = brought('sling', `${name}.duckdb_extension`);
    if (file !== undefined) await copyFile(file, join(extensions, `${name}.duckdb_extension`));
  }
  const copy = join(home, 'bin', 'duckdb', SLING_DUCKDB, 'duckdb');
  await copyFile(duckdb, copy);
  await chmod(copy, 0o755);
  const phase = (mode: string) => (directory: string) => {
    const args = [
      'run',
      '--src-conn',
      'SOURCE',
      '--src-stream',
      'public.deals',
      '--tgt-conn',
      'TARGET',
      '--tgt-object',
      'main.deals',
    ];
    const keys = ['--primary-key', 'id', '--update-key', 'updated_at'];
    return cost(directory, [program, ...args, '--mode', mode, ...(mode === 'incremental' ? keys : [])], {
      SOURCE: `${server.url}?sslmode=disable`,
      TARGET: `duckdb://${join(directory, 'sling.duckdb')}`,
      HOME: home,
      SLING_HOME_DIR: home,
      DUCKDB_VERSION: SLING_DUCKDB,
      SLING_DISABLE_TELEMETRY: 'true',
    });
  };
  return {
    name: 'sling',
    full: phase('full-refresh'),
    incremental: phase('incremental'),
    result: (directory) => [join(directory, 'sling.duckdb'), 'main.deals'],
  };
}

async function postgresPeers(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-peers-'));
  const server = await startPostgres({ settings: { shared_buffers: '512MB', max_wal_size: '8GB' } });
  try {
    await fill(server, ROWS);
    const contenders = [
      highwater('highwater', server, '{ parquet: { compression: zstd } }'),
      highwater('highwater_no_parquet', server, '{ parquet: false }'),
      scripted('extension', server, 'deals', true),
      scripted('connectorx', server, 'deals', false),
      scripted('adbc', server, 'deals', false),
      scripted('dlt_connectorx', server, 'crm.deals', true),
      scripted('dlt_pyarrow', server, 'crm.deals', true),
      ...[await sling(server)].flatMap((c) => c ?? []),
    ];
    await rounds(server, directory, contenders);
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

/** All contenders read the same state of the table: in full, after 1,000 changes, unchanged. */
async function rounds(server: TestPostgres, directory: string, contenders: readonly Contender[]): Promise<void> {
  const figures = new Map<string, string[]>(contenders.map((c) => [c.name, []]));
  const note = (c: Contender, ...texts: readonly string[]) => figures.get(c.name)?.push(...texts);
  const shown = (c: Cost) => [c.seconds.toFixed(1), c.cpuSeconds.toFixed(1), c.peakMib.toFixed(0)];
  const running = new Set(contenders);
  for (const contender of contenders) {
    const full = await tried(contender, contender.full, directory);
    if (full === null) running.delete(contender);
    note(contender, ...(full === null ? ['could not run'] : shown(full)));
  }
  await server.query(
    `UPDATE deals SET stage = stage || '.', updated_at = clock_timestamp() WHERE id % ${Math.floor(ROWS / CHANGES)} = 0`,
  );
  for (const _ of ['1,000 changes', 'nothing changed'])
    for (const contender of running) note(contender, await seconds(contender, directory));
  for (const contender of [...running].filter((c) => c.incremental !== null))
    note(contender, await differences(server, ...contender.result(directory)));
  console.log(`\n## PostgreSQL, ${ROWS.toLocaleString('en')} rows, side by side\n`);
  console.log(
    '| | full, s | CPU s | peak MiB | 1,000 changed, s | nothing changed, s | values |\n|---|---:|---:|---:|---:|---:|---|',
  );
  for (const [name, texts] of figures) console.log(`| ${name} | ${texts.join(' | ')} |`);
  console.log(`\n${Object.values(PACKAGES).flat().join(', ')}`);
}

/** null where it failed; why goes to stderr. */
async function tried(contender: Contender, phase: Contender['full'], directory: string): Promise<Cost | null> {
  return phase(directory).catch((error: unknown) => {
    console.error(`${contender.name}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  });
}

async function seconds(contender: Contender, directory: string): Promise<string> {
  if (contender.incremental === null) return '–';
  const cost = await tried(contender, contender.incremental, directory);
  return cost === null ? 'failed' : cost.seconds.toFixed(2);
}

// Each weighs a column by its row, so that values that change places show.
const SUMS: Readonly<Record<string, string>> = {
  rows: 'count(*)',
  id: 'sum(id)',
  amount: 'sum(amount * (id % 1009))',
  stage: 'sum(length(stage) * (id % 1013))',
  note: "sum(length(coalesce(note, '')) * (id % 1019))",
  probability: 'sum(probability * (id % 1021))',
  updated_at: 'max(updated_at)::timestamp',
  created_at: "sum(date_part('microseconds', created_at)::bigint * (id % 1031))",
};

/** The columns whose values are not the source's, or `equal`. */
export async function differences(server: TestPostgres, file: string, table: string): Promise<string> {
  const query = Object.entries(SUMS).map(([name, sum]) => `(${sum})::text AS ${name}`);
  const [theirs = {}] = await server.query<Record<string, string>>(`SELECT ${query.join(', ')} FROM deals`);
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const duckdb = await instance.connect();
  await duckdb.run("SET TimeZone = 'UTC'");
  const [ours = {}] = (await duckdb.runAndReadAll(`SELECT ${query.join(', ')} FROM ${table}`)).getRowObjectsJson();
  duckdb.closeSync();
  instance.closeSync();
  const differing = Object.keys(SUMS).filter((name) => String(ours[name]) !== theirs[name]);
  return differing.length === 0 ? 'equal' : `differ: ${differing.join(', ')}`;
}

async function salesforcePeers(): Promise<void> {
  const server = await startSalesforce();
  const directory = await mkdtemp(join(tmpdir(), 'highwater-peers-'));
  try {
    const start = new Date(Date.now() - 800 * 86_400_000).toISOString();
    server.generate(sobject('Peer__c', 'a0P', FIELDS), { rows: SALESFORCE_ROWS, start, days: 790 });
    console.log(`\n## Salesforce, ${SALESFORCE_ROWS.toLocaleString('en')} rows, side by side\n`);
    console.log('| | full, s | CPU s | peak MiB | calls |\n|---|---:|---:|---:|---:|');
    // Twice: the first reading makes the server render its rows.
    for (const name of ['', 'highwater']) await readBy(server, directory, name, await salesforceCommand(server, directory));
    const fields = ['Id', 'SystemModstamp', ...FIELDS.map((f) => f.name)].join(',');
    for (const [name, home] of [
      ['simple_salesforce', 'readers'],
      ['airbyte', 'airbyte'],
    ] as const)
      await readBy(
        server,
        directory,
        name,
        [python(home), join(SCRIPTS, 'salesforce.py'), name, 'Peer__c', server.url, directory],
        {
          PEERS_FIELDS: fields,
        },
      );
  } finally {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function salesforceCommand(server: SalesforceServer, directory: string): Promise<string[]> {
  const config = join(directory, 'highwater.yml');
  const auth = '{ flow: client_credentials, client_id: "${SF_CLIENT_ID}", client_secret: "${SF_CLIENT_SECRET}" }';
  await writeFile(
    config,
    `version: 1\nsources:\n  crm: { type: salesforce, url: ${server.url}, auth: ${auth}, tables: { Peer__c: {} } }\n`,
  );
  const places = ['--output', join(directory, 'output'), '--state', join(directory, 'state')];
  return [process.execPath, CLI, 'sync', '--config', config, ...places, '--quiet', '--full'];
}

/** Without a name nothing is printed. */
async function readBy(
  server: SalesforceServer,
  directory: string,
  name: string,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const before = server.journal.entries.length;
  const { seconds, cpuSeconds, peakMib } = await cost(directory, command, {
    SF_CLIENT_ID: 'consumer-key',
    SF_CLIENT_SECRET: 'consumer-secret',
    ...env,
  });
  const calls = server.journal.entries.slice(before).filter((e) => e.counted).length;
  if (name !== '')
    console.log(`| ${name} | ${seconds.toFixed(1)} | ${cpuSeconds.toFixed(1)} | ${peakMib.toFixed(0)} | ${calls} |`);
}
