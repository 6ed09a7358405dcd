import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { Project, type Running } from '../../e2e/project.ts';
import type { Generated } from '../../servers/salesforce/generator.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { sobject } from '../../servers/salesforce/schema.ts';

/** The program as its users run it, on pages of the size that Salesforce makes them: four jobs of three pages of up to 50,000 rows. */
const ROWS = 480_000;
const COLUMNS = ['Id', 'Name', 'Amount__c', 'Closed__c', 'LastModifiedDate'] as const;
const PAGES = /\/jobs\/query\/750Hw\d+AAA\/results\?/;
const SECRETS = { SF_CLIENT_SECRET: 'consumer-secret' };

let server: SalesforceServer;
let big: Generated;
let project: Project;

beforeAll(async () => {
  server = await startSalesforce();
  const fields = [
    { name: 'Name', type: 'string', length: 80 },
    { name: 'Amount__c', type: 'currency', precision: 18, scale: 2 },
    { name: 'Closed__c', type: 'date' },
  ] as const;
  big = server.generate(sobject('Big__c', 'a0B', fields), { rows: ROWS, start: '2024-09-01T00:00:00Z', days: 400 });
});
beforeEach(async () => {
  project = await Project.create();
  await project.write(`version: 1
sources:
  crm:
    type: salesforce
    url: ${server.url}
    auth: { flow: client_credentials, client_id: consumer-key, client_secret: "\${SF_CLIENT_SECRET}" }
    tables: { Big__c: }
run: { parallel: 4 }
`);
});
afterEach(async () => {
  server.faults.clear();
  await project.close();
});
afterAll(() => server.close());

const jobs = (): number => server.journal.matching(/\/jobs\/query$/, 'POST').length;

/** One partition is whole and with the warehouse; of each other one page has come and the next two have begun. */
async function betweenPages(): Promise<Running> {
  const [first = '', ...others] = [1, 2, 3, 4].map((n) => `750Hw${String(jobs() + n).padStart(10, '0')}AAA`);
  const laterPages = new RegExp(`(${others.join('|')})/results\\?locator=(?!MA)`);
  server.faults.add({ url: laterPages, times: 99 }, { stallAfter: 200 });
  const running = project.start(['sync'], SECRETS);
  const there = (): boolean =>
    server.faults.struck === 6 && server.journal.matching(new RegExp(`${first}$`), 'DELETE').length === 1;
  while (!there()) {
    if (running.process.exitCode !== null) throw new Error(running.stderr());
    await wait(20);
  }
  await wait(1000);
  return running;
}

/** Rows that are not exactly the organisation's own, compared as text by DuckDB. */
async function differences(): Promise<number> {
  const path = project.path('truth.json');
  const file = createWriteStream(path);
  for (let from = 0; from < ROWS; from += 10_000) {
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      const record = big.record(from + i);
      return `${JSON.stringify(COLUMNS.map((c) => (record[c] === null ? null : String(record[c]))))}\n`;
    });
    if (!file.write(lines.join(''))) await new Promise<void>((done) => file.once('drain', done));
  }
  file.end();
  await finished(file);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`SET TimeZone = 'UTC'; ATTACH '${project.database}' AS w (READ_ONLY)`);
    const truth = `SELECT json[1], json[2], CAST(json[3] AS DECIMAL(18, 2)), CAST(json[4] AS DATE), CAST(json[5] AS TIMESTAMPTZ)
      FROM read_json('${path}', format = 'newline_delimited', columns = {json: 'VARCHAR[]'})`;
    const synced = `SELECT ${COLUMNS.map((c) => `"${c}"`).join(', ')} FROM w.crm."Big__c"`;
    const reader = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER FROM ((${truth} EXCEPT ALL ${synced}) UNION ALL (${synced} EXCEPT ALL ${truth}))`,
    );
    return Number(reader.getRows()[0]?.[0]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test('stopped between pages: the next run reads only what is missing, and a page that breaks is fetched again alone', async () => {
  const running = await betweenPages();
  const before = jobs();
  const pagesBefore = server.journal.matching(PAGES).length;
  running.process.kill('SIGTERM');
  const { exitCode, stderr } = await running.ended;
  expect(exitCode, stderr).toBe(130);
  server.faults.clear();
  server.faults.add({ url: PAGES, nth: 5 }, { cutAfter: 300_000 });
  const { tables } = await project.succeed([], SECRETS);
  expect(tables).toMatchObject([{ table: 'Big__c', mode: 'full', rows: ROWS }]);
  expect(jobs() - before).toBe(3);
  const pages = server.journal
    .matching(PAGES)
    .slice(pagesBefore)
    .map((e) => e.url);
  expect([pages.length, new Set(pages).size]).toEqual([10, 9]);
  expect(await differences()).toBe(0);
  expect(server.journal.writes).toEqual([]);
}, 90_000);

test('killed between pages: the next run has every row once, with every value', async () => {
  const running = await betweenPages();
  running.process.kill('SIGKILL');
  expect((await running.ended).signal).toBe('SIGKILL');
  server.faults.clear();
  await project.succeed([], SECRETS);
  expect(await differences()).toBe(0);
  const { tables } = await project.succeed([], SECRETS);
  expect(tables).toMatchObject([{ mode: 'incremental', read: 0, rows: ROWS }]);
}, 90_000);
