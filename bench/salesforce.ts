import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillDemo } from '../test/servers/salesforce/demo.ts';
import { type SalesforceServer, startSalesforce } from '../test/servers/salesforce/index.ts';
import { type Field, sobject } from '../test/servers/salesforce/schema.ts';
import { type Line, type Measured, measured, printSection } from './measure.ts';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const DOWNLOAD = fileURLToPath(new URL('./bulk-download.ts', import.meta.url));
const JSFORCE = fileURLToPath(new URL('./jsforce-stream.ts', import.meta.url));
const ROWS = 1_000_000;
const JSFORCE_PART = 10;
const SECRETS = { SF_CLIENT_ID: 'consumer-key', SF_CLIENT_SECRET: 'consumer-secret' };

// With Id and the audit fields these make about 30 columns.
export const FIELDS: Field[] = [
  ...Array.from({ length: 10 }, (_, i): Field => ({ name: `Text${i}__c`, type: 'string', length: 255 })),
  ...Array.from({ length: 5 }, (_, i): Field => ({ name: `Amount${i}__c`, type: 'currency', precision: 18, scale: 2 })),
  ...Array.from({ length: 3 }, (_, i): Field => ({ name: `Count${i}__c`, type: 'int' })),
  ...Array.from({ length: 2 }, (_, i): Field => ({ name: `Day${i}__c`, type: 'date' })),
  { name: 'Flag__c', type: 'boolean' },
  { name: 'Mail__c', type: 'email' },
];

/** Salesforce: bare download of the same bytes, full sync through Bulk 2.0, jsforce's stream, memory, and the quiet run's calls. */
export async function benchSalesforce(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-'));
  const server = await startSalesforce();
  try {
    const start = new Date(Date.now() - 800 * 86_400_000).toISOString();
    server.generate(sobject('Big__c', 'a0B', FIELDS), { rows: ROWS, start, days: 790 });
    server.generate(sobject('Tenth__c', 'a0C', FIELDS), { rows: ROWS / 10, start, days: 790 });
    // The first reading renders and compresses the rows; from then on the server only sends.
    await sync(server, directory, 'warmup', '{ Big__c: {}, Tenth__c: {} }');
    const bare = await bareDownload(server, directory);
    const before = server.journal.entries.length;
    const full = await sync(server, directory, 'full', '{ Big__c: {} }');
    const calls = server.journal.entries.slice(before).filter((e) => e.counted).length;
    const tenth = await sync(server, directory, 'tenth', '{ Tenth__c: {} }');
    const jsforce = await measured([JSFORCE, server.url], {});
    const lines: Line[] = [
      {
        what: `bare download of ${ROWS.toLocaleString('en')} rows, ${(bare.bytes / 1e6).toFixed(0)} MB: the same jobs made, waited for and saved by fetch, four at once`,
        seconds: bare.seconds,
        ratio: 1,
        peakMib: bare.peakMib,
        more: `without the waiting for the jobs ${bare.download.toFixed(2)} s; CPU ${bare.cpuSeconds.toFixed(1)} s`,
      },
      {
        what: 'full sync through Bulk 2.0: DuckDB + Parquet, whole process',
        seconds: full.seconds,
        ratio: full.seconds / bare.seconds,
        peakMib: full.peakMib,
        more: `CPU ${full.cpuSeconds.toFixed(1)} s; ${calls} calls beyond sign-in`,
      },
      { what: `the same for ${(ROWS / 10).toLocaleString('en')} rows`, seconds: tenth.seconds, peakMib: tenth.peakMib },
      {
        what: `jsforce's query stream, ${JSFORCE_PART} × a tenth`,
        seconds: jsforce.seconds * JSFORCE_PART,
        ratio: (jsforce.seconds * JSFORCE_PART) / bare.seconds,
        peakMib: jsforce.peakMib,
        more: `${((jsforce.seconds * JSFORCE_PART) / full.seconds).toFixed(1)} × Highwater's`,
      },
      await quietRun(directory),
    ];
    printSection('Salesforce', lines);
  } finally {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function sync(server: SalesforceServer, directory: string, name: string, tables: string): Promise<Measured> {
  const home = join(directory, name);
  await mkdir(home, { recursive: true });
  const config = join(home, 'highwater.yml');
  const auth = '{ flow: client_credentials, client_id: "${SF_CLIENT_ID}", client_secret: "${SF_CLIENT_SECRET}" }';
  await writeFile(
    config,
    `version: 1\nsources:\n  crm:\n    type: salesforce\n    url: ${server.url}\n    auth: ${auth}\n    tables: ${tables}\n`,
  );
  return measured(
    [CLI, 'sync', '--config', config, '--output', join(home, 'output'), '--state', join(home, 'state'), '--quiet'],
    SECRETS,
  );
}

/** The same jobs as the sync's, by a program that does nothing else. */
async function bareDownload(
  server: SalesforceServer,
  directory: string,
): Promise<Measured & { bytes: number; download: number }> {
  const created = server.journal.entries.filter((e) => e.method === 'POST' && e.url.endsWith('/jobs/query'));
  const queries = join(directory, 'queries.json');
  await writeFile(queries, JSON.stringify(created.flatMap((e) => (e.note?.includes('Big__c') ? [e.note] : []))));
  const run = await measured([DOWNLOAD, server.url, queries, directory]);
  const { bytes, seconds } = JSON.parse(run.stdout) as { bytes: number; seconds: number };
  return { ...run, bytes, download: seconds };
}

/** Twenty objects, nothing changed: how many calls the second run costs. */
async function quietRun(directory: string): Promise<Line> {
  const server = await startSalesforce();
  try {
    fillDemo(server.org);
    const names = Array.from({ length: 20 }, (_, i) => `Quiet${i}__c`);
    for (const [i, name] of names.entries()) {
      server.org.define(sobject(name, `a1${String.fromCharCode(65 + i)}`, FIELDS));
      server.org.insert(name, {}, { at: '2026-01-01T00:00:00.000Z' });
    }
    const tables = `{ ${names.map((n) => `${n}: {}`).join(', ')} }`;
    await sync(server, directory, 'quiet', tables);
    const before = server.journal.entries.length;
    const run = await sync(server, directory, 'quiet', tables);
    const calls = server.journal.entries.slice(before).filter((e) => e.counted);
    const manifest = JSON.parse(await readFile(join(directory, 'quiet', 'output', 'manifest.json'), 'utf8')) as {
      tables: { rows: number }[];
    };
    return {
      what: `20 objects, nothing changed (${manifest.tables.length} tables)`,
      seconds: run.seconds,
      peakMib: run.peakMib,
      more: `${calls.length} calls beyond sign-in`,
    };
  } finally {
    await server.close();
  }
}
