import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult, DiscoverResult, PlanResult } from '../../../src/model/results.ts';
import { Project } from '../../e2e/project.ts';
import { fillDemo } from '../../servers/salesforce/demo.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { type Field, type StoredRecord, sobject } from '../../servers/salesforce/schema.ts';

/** Each command of the packaged program, with a configuration as people write it. */
let server: SalesforceServer;
let project: Project;

const text = (name: string): Field => ({ name, type: 'string', length: 80 });

beforeAll(async () => {
  server = await startSalesforce();
  fillDemo(server.org, { accounts: 12 });
  server.org.define(sobject('Lead', '00Q', ['Name', 'Description', 'Company', 'Email', 'Phone', 'Status'].map(text)));
  server.org.insert('Lead', { Name: 'Zoë', Description: 'One\r\ntwo', Company: 'A, B', Email: null, Phone: '1', Status: 'New' });
  project = await Project.create();
  project.env = { SF_CLIENT_SECRET: 'consumer-secret' };
  await project.write(`version: 1
sources:
  crm:
    type: salesforce
    url: ${server.url}
    auth: { flow: client_credentials, client_id: consumer-key, client_secret: "\${SF_CLIENT_SECRET}" }
    standard_objects: [User]
    custom_objects: ["*"]
    tables:
      Account: { documents: true }
      Contact: { documents: true }
      Lead: { documents: true }
      Campaign: { documents: true }
      Opportunity: { where: "StageName = 'Closed Won'", types: { Discount__c: percentage }, documents: true }
      Case: { feeds: true, files: true, related: [Owner, CreatedBy], documents: true }
output: { parquet: { layout: directory } }
`);
});
afterAll(async () => {
  await server.close();
  await project.close();
});

async function json<T>(command: string, ...args: string[]): Promise<T> {
  const { exitCode, stdout, stderr } = await project.run([command, '--json', ...args]);
  if (exitCode !== 0) throw new Error(stderr + stdout);
  return JSON.parse(stdout) as T;
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(project.database, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const live = (object: string): StoredRecord[] => [...server.org.records(object)].filter((r) => r.IsDeleted !== true);

// The defaults as interface.md, section 6, has them.
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  Account: ['Description', 'Website', 'Type', 'BillingAddress'],
  Opportunity: ['Description', 'StageName'],
  Contact: ['Description', 'Email', 'Phone', 'Title'],
  Lead: ['Description', 'Company', 'Email', 'Phone', 'Status'],
  Campaign: ['Description', 'Type', 'Status', 'IsActive'],
  Case: ['Description', 'CaseNumber', 'Status', 'IsClosed'],
};
const ADDRESS = ['BillingStreet', 'BillingCity', 'BillingState', 'BillingPostalCode', 'BillingCountry'];

function contentOf(object: string, record: StoredRecord): string {
  const value = (name: string): unknown =>
    name === 'BillingAddress' ? ADDRESS.flatMap((part) => record[part] ?? []).join(', ') : record[name];
  const spoken = object === 'Case' ? live('CaseFeed').filter((f) => f.ParentId === record.Id) : [];
  const bodies = spoken.sort((a, b) => (`${a.CreatedDate}${a.Id}` < `${b.CreatedDate}${b.Id}` ? -1 : 1)).map((f) => f.Body);
  return [...(CONTENT[object] ?? []).map(value), ...bodies].filter((v) => (v ?? '') !== '').join('\n');
}

async function expectDocuments(): Promise<void> {
  const wanted = Object.keys(CONTENT).flatMap((object) =>
    live(object)
      .filter((r) => object !== 'Opportunity' || r.StageName === 'Closed Won')
      .map((r) => ({ id: r.Id, table: object, content: contentOf(object, r) })),
  );
  const found = await query('SELECT id, "table", content FROM crm.documents');
  const byId = (a: { id?: unknown }, b: { id?: unknown }): number => (String(a.id) < String(b.id) ? -1 : 1);
  expect(found.sort(byId)).toEqual(wanted.sort(byId));
}

test('check shows who reads, what, and how much of it there is', async () => {
  const { sources, ok } = await json<CheckResult>('check');
  expect(ok).toBe(true);
  expect(sources[0]).toMatchObject({ name: 'crm', access: { identity: 'reader@acme.example' }, error: null });
  expect(sources[0]?.tables.find((t) => t.ref.name === 'Account')).toMatchObject({ readable: true, cursor: 'SystemModstamp' });
});

describe('discover', () => {
  const notRead = ['address', 'location', 'base64'];
  const fieldsOf = (name: string): string[] =>
    server.org
      .mustFind(name)
      .fields.filter((f) => !notRead.includes(f.type))
      .map((f) => f.name);

  test('lists the objects, and the fields of all of them, chosen or not, with few calls', async () => {
    server.journal.clear();
    const [source] = (await json<DiscoverResult>('discover')).sources;
    const found = new Map(source?.tables.map((t) => [t.ref.name, t]));
    for (const [name, { schema }] of found)
      expect(
        schema?.columns.map((c) => c.name),
        name,
      ).toEqual(expect.arrayContaining(fieldsOf(name)));
    expect(found.get('Account')?.chosen).toBe(true);
    expect(found.get('Group')).toMatchObject({ chosen: false, schema: { key: ['Id'], cursor: 'SystemModstamp' }, error: null });
    expect([...found.keys()].sort()).toEqual(
      server.org.objects
        .filter((o) => o.queryable !== false)
        .map((o) => o.name)
        .sort(),
    );
    const describes = server.journal.entries.flatMap((e) => e.subrequests ?? []).filter((s) => s.url.endsWith('/describe'));
    expect(describes.map((d) => d.url)).toEqual([...new Set(describes.map((d) => d.url))]);
    expect(source?.requests).toBe(server.journal.calls);
    expect(server.journal.calls).toBeLessThan(8);
    expect(server.journal.matching(/\/describe/)).toEqual([]);
    expect(server.journal.writes).toEqual([]);
  });

  test('shows the columns of the tables that it is asked for, and reads no others', async () => {
    const { exitCode, stdout } = await project.run(['discover', '--tables', 'crm.{Group,Nothing}']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/ {2}Group {2}standard object\n {4}key Id · cursor SystemModstamp/);
    expect(stdout).toMatch(/LastModifiedById +reference +user +VARCHAR +User\n/);
    expect(stdout).not.toContain('Opportunity');
    expect(stdout).toContain('1 table found, 0 chosen');
  });

  test('is readable without any: one line a table, the calls that it took, and how to see the columns', async () => {
    const { stdout } = await project.run(['discover']);
    expect(stdout).toMatch(/^crm {2}salesforce · as reader@acme\.example · \d calls$/m);
    expect(stdout).toMatch(/^ +Group .* \d+ +Id +SystemModstamp$/m);
    expect(stdout.split('\n').length).toBeLessThan(server.org.objects.length + 10);
    expect(stdout).toMatch(/highwater discover --tables "crm\.\w+" shows the columns of one table/);
  });

  test('says what it has been asked for that is not there', async () => {
    const { exitCode, stderr } = await project.run(['discover', '--tables', 'crm.Acount']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/--tables: `crm\.Acount` matches no table[\s\S]*Did you mean `crm\.Account`\?/);
  });
});

test('plan shows queries, windows and expected calls', async () => {
  const { tables } = await json<PlanResult>('plan');
  const won = tables.find((t) => t.table === 'Opportunity');
  expect(won?.partitions[0]?.query).toMatch(/^SELECT .* FROM Opportunity WHERE \(StageName = 'Closed Won'\)/);
});

test('sync brings tables, documents and the folders that describe themselves; the next one what changed', async () => {
  const first = await json<{ tables: { table: string; status: string; parquet: { path: string } }[] }>('sync');
  expect(first.tables.filter((t) => t.status !== 'succeeded')).toEqual([]);
  await expectDocuments();
  for (const kind of ['Standard Objects', 'Custom Objects']) {
    const folder = project.path('highwater-output', 'parquet', 'crm', kind);
    const entries = JSON.parse(readFileSync(`${folder}/directory.json`, 'utf8')) as {
      name: string;
      file: string;
      rows: number;
    }[];
    expect(entries.map((e) => e.file).sort()).toEqual(readdirSync(folder).filter((f) => f.endsWith('.parquet')));
    const listed = first.tables.filter((t) => t.parquet.path.includes(`/${kind}/`)).map((t) => basename(t.parquet.path));
    expect(listed.sort()).toEqual(entries.map((e) => e.file).sort());
    for (const entry of entries) {
      expect(entry).toMatchObject({ kind, access: { readAs: 'reader@acme.example', readable: true }, label: expect.any(String) });
      expect((await query(`SELECT count(*)::INTEGER AS n FROM crm."${entry.name}"`))[0]?.n).toBe(entry.rows);
    }
  }
  const [account, other] = live('Account');
  const [contact] = live('Contact');
  const [spoken] = live('CaseFeed');
  server.org.update('Account', String(account?.Id), { Description: 'News, "quoted"', BillingCity: null });
  server.org.delete('Account', String(other?.Id));
  server.org.update('Contact', String(contact?.Id), { Title: 'Chief' });
  server.org.update('CaseFeed', String(spoken?.Id), { Body: 'Said otherwise.' });
  server.org.update('Lead', String(live('Lead')[0]?.Id), { Email: 'zoe@example.com' });
  const second = await json<{ tables: { table: string; mode: string; status: string }[] }>('sync');
  expect(second.tables.filter((t) => t.status !== 'succeeded')).toEqual([]);
  expect(second.tables.find((t) => t.table === 'Account')?.mode).toBe('incremental');
  await expectDocuments();
  expect(server.journal.writes).toEqual([]);
}, 30_000);
