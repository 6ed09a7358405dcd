import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpuUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import { text } from '../src/warehouse/duckdb/sql.ts';
import { LakeTable } from '../test/lake/lake-table.ts';
import { addBig } from '../test/servers/dataverse/big.ts';
import { bareOrg } from '../test/servers/dataverse/demo.ts';
import { DEMO_USER } from '../test/servers/dataverse/org.ts';
import { CLIENT_SECRET, type LocalDynamics, startDynamics, TENANT } from '../test/servers/dataverse/start.ts';
import { type Line, printSection } from './measure.ts';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const ROWS = 12_000_000;
const LARGEST = 96 * 1024 * 1024;

const DEALS = `CREATE TABLE deals AS SELECT i AS id, 'Deal number ' || (i * 7919 % 1000003) AS name, ((i * 7 % 100000) / 100)::DECIMAL(12,2) AS amount,
  TIMESTAMPTZ '2020-01-01' + i * INTERVAL 1 SECOND AS at, ['won', 'lost', 'open'][1 + i % 3] AS stage, md5(i::VARCHAR) AS ref FROM range(${ROWS}) t(i)`;

/** The lake: a full table against a plain COPY and the bare upload; what changes cost; four jobs against one; combine. */
export async function benchLake(): Promise<void> {
  printSection('Lake: one table of 12 million rows', await oneTable());
  printSection('Lake: four jobs on four sources', await fourJobs());
}

async function oneTable(): Promise<Line[]> {
  const lake = await LakeTable.create(DEALS);
  lake.largestBytes = LARGEST;
  try {
    const file = join(lake.directory, 'plain.parquet');
    const copy = await timed(async () => lake.connection.run(`COPY deals TO ${text(file)} (FORMAT parquet, COMPRESSION zstd)`));
    const upload = await timed(async () => lake.store.createFromFile('plain/deals.parquet', file));
    const bytes = (await stat(file)).size;
    await rm(file);
    const full = await timed(async () => lake.publish());
    const quiet = await timed(async () => lake.publish());
    await lake.connection.run(`UPDATE deals SET amount = amount + 1 WHERE id >= ${ROWS - 1000}`);
    const newest = await timed(async () => lake.publish());
    await lake.connection.run(`UPDATE deals SET amount = amount + 1 WHERE id % ${ROWS / 1000} = 7`);
    const spread = await timed(async () => lake.publish());
    const bare = copy.cpu + upload.cpu;
    const share = (of: number) => `${((100 * of) / bytes).toFixed(1)}% of a full copy's bytes`;
    return [
      {
        what: `plain COPY … TO parquet and the bare upload (${(bytes / 1e6).toFixed(0)} MB, a directory)`,
        seconds: copy.seconds + upload.seconds,
        ratio: 1,
        more: `CPU ${bare.toFixed(1)} s`,
      },
      {
        what: 'publish the full table',
        seconds: full.seconds,
        ratio: full.seconds / (copy.seconds + upload.seconds),
        more: `by CPU ${(full.cpu / bare).toFixed(2)} ×; CPU ${full.cpu.toFixed(1)} s, ${full.result.files} files, ${share(full.result.bytes)}`,
      },
      {
        what: 'publish with nothing changed',
        seconds: quiet.seconds,
        more: `${quiet.result.bytes} bytes, CPU ${quiet.cpu.toFixed(1)} s`,
      },
      {
        what: '1,000 changes in the newest rows',
        seconds: newest.seconds,
        more: `${newest.result.files} files, ${share(newest.result.bytes)}`,
      },
      {
        what: '1,000 changes spread evenly',
        seconds: spread.seconds,
        more: `${spread.result.files} files, ${share(spread.result.bytes)}`,
      },
    ];
  } finally {
    await lake.close();
  }
}

interface Timed<T> {
  readonly seconds: number;
  readonly cpu: number;
  readonly result: T;
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const [cpu, started] = [cpuUsage(), performance.now()];
  const result = await work();
  const { user, system } = cpuUsage(cpu);
  return { result, seconds: (performance.now() - started) / 1000, cpu: (user + system) / 1e6 };
}

const JOBS = 4;
const JOB_ROWS = 100_000;
/**
 * What the stand-ins wait before each page of 5,000 rows, milliseconds. It sets what one source delivers: 2,000 rows a second to four workers. On
 * runners each job has a machine of its own; here all jobs and all sources share one, so a faster source would measure its cores.
 */
const DELAY = Number(process.env.BENCH_PAGE_MS ?? 10_000);
const PAGES = { url: /\/new_evens\?(?!.*\$top=1\b)/, times: Number.POSITIVE_INFINITY };
/** And before every answer. */
const OTHER_DELAY = 500;
const ENV = { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: DEMO_USER.clientId, AZURE_CLIENT_SECRET: CLIENT_SECRET };

async function fourJobs(): Promise<Line[]> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-'));
  const orgs = Array.from({ length: JOBS }, () => bareOrg());
  const tables = orgs.map((org) => addBig(org, JOB_ROWS, 'new_even', 'even').name);
  const servers = await Promise.all(orgs.map(async (org) => startDynamics(org)));
  try {
    for (const { dataverse } of servers) {
      dataverse.delayMs = OTHER_DELAY;
      dataverse.org.faults.add(PAGES, { delayMs: DELAY });
    }
    await configure(directory, servers, tables);
    const one = await timed(async () => job(directory, 'one', 's1'));
    const four = await timed(async () => Promise.all(servers.map(async (_, i) => job(directory, `job-${i + 1}`, `s${i + 1}`))));
    const combined = await timed(async () =>
      program(['combine', ...servers.map((_, i) => join(directory, `job-${i + 1}`)), '-o', join(directory, 'all')], directory),
    );
    const speed = (JOBS * one.seconds) / four.seconds;
    const total = four.seconds + combined.seconds;
    return [
      {
        what: `one job, one source: ${JOB_ROWS.toLocaleString('en')} rows of 40 columns, ${DELAY} ms a page`,
        seconds: one.seconds,
        more: `${Math.round(JOB_ROWS / one.seconds).toLocaleString('en')} rows a second`,
      },
      { what: 'four jobs, four sources, at once', seconds: four.seconds, more: `${speed.toFixed(2)} × the rows a second of one` },
      {
        what: 'combine their outputs',
        seconds: combined.seconds,
        more: `${((100 * combined.seconds) / total).toFixed(1)}% of the total of ${total.toFixed(0)} s`,
      },
    ];
  } finally {
    await Promise.all(servers.map(async (server) => server.close()));
    await rm(directory, { recursive: true, force: true });
  }
}

async function configure(directory: string, servers: readonly LocalDynamics[], tables: readonly string[]): Promise<void> {
  const sources = servers.map(
    ({ dataverse, entra }, i) => `  s${i + 1}:
    type: dynamics
    url: ${dataverse.url}
    auth: { flow: client_secret, tenant_id: "\${AZURE_TENANT_ID}", client_id: "\${AZURE_CLIENT_ID}", client_secret: "\${AZURE_CLIENT_SECRET}", authority: ${entra.url} }
    tables: { ${tables[i]}: {} }
`,
  );
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'highwater.yml'), `version: 1\nsources:\n${sources.join('')}`);
}

async function job(directory: string, name: string, source: string): Promise<void> {
  await program(
    ['sync', '-q', '-t', `${source}.*`, '--state', join(directory, 'state'), '--state-name', name, '-o', join(directory, name)],
    directory,
  );
}

async function program(args: readonly string[], cwd: string): Promise<void> {
  const child: ChildProcess = spawn(process.execPath, [CLI, ...args], {
    cwd,
    env: { ...process.env, ...ENV },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
}
