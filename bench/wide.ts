import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { type SalesforceServer, startSalesforce } from '../test/servers/salesforce/index.ts';
import { type Field, sobject } from '../test/servers/salesforce/schema.ts';
import { startPostgres, type TestPostgres } from '../test/support/postgres.ts';
import { type Line, type Measured, measured, printSection } from './measure.ts';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const SECRETS = {
  SF_CLIENT_ID: 'consumer-key',
  SF_CLIENT_SECRET: 'consumer-secret',
  PGUSER: 'postgres',
  PGPASSWORD: 'highwater-test',
};
const TEXT_ROWS = Number(process.env.BENCH_ROWS ?? 3_000);
// The longest text area that Salesforce has.
const TEXT_LENGTH = 131_072;
const TEXTS: Field[] = Array.from(
  { length: 10 },
  (_, i): Field => ({ name: `Text${i}__c`, type: 'textarea', length: TEXT_LENGTH }),
);
const SMALL: Field[] = Array.from({ length: 10 }, (_, i): Field => ({ name: `Text${i}__c`, type: 'string', length: 255 }));
const COLUMNS = 1_600;
const COLUMN_ROWS = 2_000;
const RUNS = ['{ memory: 512MiB }', '{}'];

/** What is wide rather than long: full text areas, 1,600 columns, hundreds of tables. Each is compared with its source. */
export async function benchWide(): Promise<void> {
  await fullTextAreas();
  await manyObjects();
  await manyColumns();
  await manyTables();
}

interface Home {
  readonly directory: string;
  /** The `sources` section, YAML. */
  readonly sources: string;
}

async function sync({ directory, sources }: Home, run: string, flags: readonly string[] = []): Promise<Measured> {
  await mkdir(directory, { recursive: true });
  const config = join(directory, 'highwater.yml');
  await writeFile(config, `version: 1\nrun: ${run}\nsources:\n${sources}`);
  const places = ['--output', join(directory, 'output'), '--state', join(directory, 'state')];
  return measured([CLI, 'sync', '--config', config, ...places, '--quiet', ...flags], SECRETS);
}

const line = (what: string, run: Measured, more = ''): Line => ({
  what,
  seconds: run.seconds,
  peakMib: run.peakMib,
  more: `CPU ${run.cpuSeconds.toFixed(1)} s${more === '' ? '' : `; ${more}`}`,
});

const salesforce = (server: SalesforceServer, tables: string): string =>
  `  crm:\n    type: salesforce\n    url: ${server.url}\n    auth: { flow: client_credentials, client_id: "\${SF_CLIENT_ID}", client_secret: "\${SF_CLIENT_SECRET}" }\n    tables: ${tables}\n`;

const postgres = (server: TestPostgres, tables: string): string =>
  `  db:\n    type: postgres\n    host: ${server.host}\n    port: ${server.port}\n    database: postgres\n    auth: { flow: password, user: "\${PGUSER}", password: "\${PGPASSWORD}" }\n    tables: ${tables}\n`;

async function answer(home: Home, sql: string): Promise<string> {
  const instance = await DuckDBInstance.create(join(home.directory, 'output', 'warehouse.duckdb'), { access_mode: 'READ_ONLY' });
  const duckdb = await instance.connect();
  const rows = (await duckdb.runAndReadAll(sql)).getRowsJson();
  duckdb.closeSync();
  instance.closeSync();
  return JSON.stringify(rows);
}

function same(what: string, ours: string, theirs: string): void {
  if (ours !== theirs) throw new Error(`${what}: the source has ${theirs}, the output ${ours}`);
}

async function inFolder(work: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-'));
  try {
    await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function fullTextAreas(): Promise<void> {
  const server = await startSalesforce();
  const start = new Date(Date.now() - 800 * 86_400_000).toISOString();
  server.generate(sobject('Wide__c', 'a0W', TEXTS), { rows: TEXT_ROWS, start, days: 790, fullTexts: true });
  const lines: Line[] = [];
  try {
    for (const run of RUNS) {
      await inFolder(async (directory) => {
        const home = { directory, sources: salesforce(server, '{ Wide__c: {} }') };
        lines.push(line(`full sync, run: ${run}`, await sync(home, run)));
        const lengths = `SELECT count(*)::text, min(length("Text0__c"))::text, max(length("Text9__c"))::text, count(DISTINCT "Text5__c")::text FROM crm.Wide__c`;
        const [n, long] = [String(TEXT_ROWS), String(TEXT_LENGTH)];
        same('full text areas', await answer(home, lengths), JSON.stringify([[n, long, long, n]]));
        lines.push(line(`nothing changed, run: ${run}`, await sync(home, run)));
      });
    }
  } finally {
    await server.close();
  }
  const size = (TEXT_ROWS * TEXTS.length * TEXT_LENGTH) / 1e9;
  printSection(`Salesforce, ${TEXT_ROWS} rows of ten full text areas, ${size.toFixed(1)} GB`, lines);
}

async function manyObjects(): Promise<void> {
  const server = await startSalesforce();
  const names = Array.from({ length: 200 }, (_, i) => `Many${i}__c`);
  try {
    for (const [i, name] of names.entries()) {
      server.org.define(sobject(name, `a${(i + 100).toString(36)}`.padEnd(3, '0').slice(0, 3), SMALL));
      for (let n = 0; n < 100; n++) server.org.insert(name, { Text0__c: `${i}/${n}` }, { at: '2026-01-01T00:00:00.000Z' });
    }
    await inFolder(async (directory) => {
      const home = { directory, sources: salesforce(server, `{ ${names.map((n) => `${n}: {}`).join(', ')} }`) };
      const full = await sync(home, '{ memory: 512MiB }');
      for (const name of ['Many0__c', 'Many199__c'])
        same(name, await answer(home, `SELECT count(*)::text FROM crm."${name}"`), JSON.stringify([['100']]));
      const quiet = await sync(home, '{ memory: 512MiB }');
      printSection('Salesforce, 200 objects of 100 rows', [line('full sync', full), line('nothing changed', quiet)]);
    });
  } finally {
    await server.close();
  }
}

async function manyColumns(): Promise<void> {
  const server = await startPostgres({});
  const columns = Array.from({ length: COLUMNS - 2 }, (_, i) => `c${i}`);
  const types = ['integer', 'text', 'boolean', 'numeric(9,2)', 'date'];
  const values = ['i', `'v' || i`, 'i % 2 = 0', 'i / 4.0', `date '2026-01-01' + i`];
  try {
    // Rows of a page at most, so most values are short.
    const declared = columns.map((c, i) => `${c} ${i % 40 === 0 ? types[(i / 40) % 5] : 'boolean'}`);
    const filled = columns.map((_, i) => (i % 40 === 0 ? values[(i / 40) % 5] : `(i + ${i}) % 3 = 0`));
    await server.query(`CREATE TABLE wide (id integer PRIMARY KEY, updated_at timestamptz NOT NULL, ${declared.join(', ')})`);
    await server.query(
      `INSERT INTO wide SELECT i, now() - interval '1 day', ${filled.join(', ')} FROM generate_series(1, ${COLUMN_ROWS}) i`,
    );
    const lines: Line[] = [];
    for (const table of ['{}', '{ where: "c41 OR id % 2 = 0" }']) {
      await inFolder(async (directory) => {
        const home = { directory, sources: postgres(server, `{ wide: ${table} }`) };
        lines.push(line(`full sync, ${table}`, await sync(home, '{ memory: 512MiB }')));
        const sums =
          'SELECT count(*)::text AS n, sum(c0)::text AS a, count(*) FILTER (c41)::text AS b, count(*) FILTER (c1597)::text AS c, sum(c120)::text AS d FROM';
        const condition = table === '{}' ? '' : ' WHERE c41 OR id % 2 = 0';
        const [theirs] = await server.query<Record<string, string>>(
          `${sums.replaceAll('FILTER (c', 'FILTER (WHERE c')} wide${condition}`,
        );
        const ours = await answer(home, `${sums.replaceAll('FILTER (c', 'FILTER (WHERE c')} db.wide`);
        same('1,600 columns', ours, JSON.stringify([Object.values(theirs ?? {})]));
        lines.push(line(`nothing changed, ${table}`, await sync(home, '{ memory: 512MiB }')));
      });
    }
    printSection(`PostgreSQL, ${COLUMN_ROWS} rows of ${COLUMNS} columns, run.memory: 512MiB`, lines);
  } finally {
    await server.stop();
  }
}

async function manyTables(): Promise<void> {
  const server = await startPostgres({});
  const count = 500;
  try {
    for (let i = 0; i < count; i++)
      await server.query(
        `CREATE TABLE t${i} AS SELECT n AS id, 'row ' || n AS name, n / 3.0 AS amount, timestamptz '2026-01-01' + n * interval '1 hour' AS updated_at FROM generate_series(1, 100) n; ALTER TABLE t${i} ADD PRIMARY KEY (id)`,
      );
    await inFolder(async (directory) => {
      const home = { directory, sources: postgres(server, '{ "t*": {} }') };
      const full = await sync(home, '{}');
      const quiet = await sync(home, '{}');
      const manifest = JSON.parse(await readFile(join(directory, 'output', 'manifest.json'), 'utf8')) as {
        tables: { rows: number }[];
      };
      same('500 tables', JSON.stringify(manifest.tables.map((t) => t.rows)), JSON.stringify(Array(count).fill(100)));
      const each = (run: Measured) => `${((1000 * run.cpuSeconds) / count).toFixed(1)} ms a table`;
      printSection(`PostgreSQL, ${count} tables of 100 rows`, [
        line('full sync', full, each(full)),
        line('again, read in full for lack of a cursor', quiet, each(quiet)),
      ]);
    });
  } finally {
    await server.stop();
  }
}
