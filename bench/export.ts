import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type SalesforceServer, startSalesforce } from '../test/servers/salesforce/index.ts';
import { type Field, NAME, sobject } from '../test/servers/salesforce/schema.ts';
import { benchExportDiff } from './export-diff.ts';
import { type Measured, measured, printSection } from './measure.ts';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const UPLOAD = fileURLToPath(new URL('./bulk-upload.ts', import.meta.url));
const ROWS = 100_000;
const SECRETS = {
  SF_CLIENT_ID: 'consumer-key',
  SF_CLIENT_SECRET: 'consumer-secret',
  SF_WRITE_CLIENT_ID: 'writer-key',
  SF_WRITE_CLIENT_SECRET: 'writer-secret',
};

const VALUES: Field[] = [
  { name: 'Text__c', type: 'string', length: 255 },
  { name: 'Amount__c', type: 'currency', precision: 18, scale: 2 },
  { name: 'Count__c', type: 'int' },
  { name: 'Day__c', type: 'date' },
  { name: 'Flag__c', type: 'boolean' },
];
const KEY: Field = { name: 'Key__c', type: 'string', length: 40, externalId: true, unique: true };

/** Exports: a bare ingest of the same bytes, an export of 100,000 new rows by one job, and one in which nothing changed. */
export async function benchExport(): Promise<void> {
  await benchExportDiff();
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-'));
  // All batches are done at the second question: what is measured is what a client adds, not how long it sleeps.
  const server = await startSalesforce({ ingestBatchesPerPoll: 1000, dailyLimit: 1_000_000 });
  try {
    server.generate(sobject('Big__c', 'a0B', VALUES), { rows: ROWS, start: '2026-01-01T00:00:00.000Z', days: 30 });
    server.org.define(sobject('Score__c', 'a02', [NAME, KEY, ...VALUES]));
    const synced = await project(server, directory, 'synced');
    await run(synced, 'sync');
    // The first one warms the server, and gives the bytes.
    const warm = await copied(synced, directory, 'warm');
    await run(warm, 'export', '--first');
    const file = join(directory, 'rows.csv');
    await writeFile(file, server.ingest.uploaded(server.ingest.jobs[0]?.id ?? ''));
    empty(server);
    const bare = await together(async () => measured([UPLOAD, server.url, file, directory]));
    const { seconds } = JSON.parse(bare.stdout) as { seconds: number };
    empty(server);
    const measuredHome = await copied(synced, directory, 'measured');
    const exported = await together(async () => run(measuredHome, 'export', '--first'));
    const before = server.journal.calls;
    const quiet = await run(measuredHome, 'export');
    printSection('Exports', [
      {
        what: `bare ingest of ${ROWS.toLocaleString('en')} rows, ${((await readFile(file)).length / 1e6).toFixed(0)} MB: one job, uploaded and waited for by fetch, its results saved`,
        seconds: bare.seconds,
        ratio: 1,
        peakMib: bare.peakMib,
        more: `without the start of the process ${seconds.toFixed(2)} s; CPU of client and server ${bare.both.toFixed(1)} s`,
      },
      {
        what: 'export of the same rows, whole process: query, checks, diff, ledger, job, outcome of every row',
        seconds: exported.seconds,
        ratio: exported.seconds / bare.seconds,
        peakMib: exported.peakMib,
        more: `CPU ${exported.cpuSeconds.toFixed(1)} s, with the server's ${exported.both.toFixed(1)} s`,
      },
      {
        what: 'the same with nothing changed',
        seconds: quiet.seconds,
        peakMib: quiet.peakMib,
        more: `${server.journal.calls - before} calls, ${server.ingest.jobs.length - 3} jobs`,
      },
    ]);
  } finally {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** With the CPU that the server took meanwhile: it runs in this process. */
async function together(work: () => Promise<Measured>): Promise<Measured & { readonly both: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { ...result, both: result.cpuSeconds + (user + system) / 1e6 };
}

function empty({ org }: SalesforceServer): void {
  for (const { Id } of [...org.records('Score__c')]) org.purge('Score__c', String(Id));
  org.keys.forget();
}

async function project(server: SalesforceServer, directory: string, name: string): Promise<string> {
  const home = join(directory, name);
  await mkdir(home, { recursive: true });
  const auth = (prefix: string) =>
    `{ flow: client_credentials, client_id: "\${${prefix}_CLIENT_ID}", client_secret: "\${${prefix}_CLIENT_SECRET}" }`;
  const names = VALUES.map((f) => f.name).join(', ');
  const lines = [
    'version: 1',
    'sources:',
    `  crm: { type: salesforce, url: "${server.url}", auth: ${auth('SF')}, tables: { Big__c: {} } }`,
    'destinations:',
    `  crm_write: { type: salesforce, url: "${server.url}", auth: ${auth('SF_WRITE')} }`,
    'exports:',
    '  scores:',
    '    to: crm_write',
    '    object: Score__c',
    '    key: Key__c',
    `    query: SELECT Id AS Key__c, ${names} FROM crm.Big__c`,
    `    max_rows: ${2 * ROWS}`,
    '    max_fraction: 1',
  ];
  await writeFile(join(home, 'highwater.yml'), `${lines.join('\n')}\n`);
  return home;
}

async function copied(from: string, directory: string, name: string): Promise<string> {
  const home = join(directory, name);
  await cp(from, home, { recursive: true });
  return home;
}

async function run(home: string, command: string, ...flags: string[]): Promise<Measured> {
  const places = ['--config', join(home, 'highwater.yml'), '--output', join(home, 'output'), '--state', join(home, 'state')];
  return measured([CLI, command, ...places, '--quiet', ...flags], SECRETS);
}
