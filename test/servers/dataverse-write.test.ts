import { DynamicsWebApi } from 'dynamics-web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { column, table } from './dataverse/columns.ts';
import { guid } from './dataverse/demo.ts';
import { lostAfter, lostBefore } from './dataverse/faults.ts';
import type { Row } from './dataverse/model.ts';
import { DEMO_USER, Org, WRITING_USER } from './dataverse/org.ts';
import { CLIENT_SECRET, type LocalDynamics, startDynamics, TENANT, WRITER_SECRET } from './dataverse/start.ts';
import { pluginError } from './dataverse/write/rules.ts';

// What the local server takes from dynamics-web-api, and what it refuses of everybody, as the real service does.

const SCORE = table(
  'new_score',
  'new_scores',
  [
    { ...column.text('name'), maxLength: 100 },
    { ...column.text('new_key'), maxLength: 80 },
    { ...column.text('new_other'), maxLength: 80 },
    { ...column.decimal('new_points'), precision: 2 },
    column.integer('new_count'),
    column.boolean('new_flag'),
    column.instant('new_seen'),
    column.day('new_day'),
    column.choice('new_segment', [
      { value: 1, label: 'Gold' },
      { value: 2, label: 'Silver' },
    ]),
    { ...column.lookup('new_parentid', ['new_score']), navigation: 'new_ParentId' },
    column.customer('new_customerid'),
    { ...column.text('new_formula'), validForCreate: false, validForUpdate: false },
  ],
  {
    keys: [
      { name: 'new_scorekey', columns: ['new_key'], status: 'Active' },
      { name: 'new_otherkey', columns: ['new_other'], status: 'Pending' },
    ],
  },
);
const ACCOUNT = table('account', 'accounts', [column.text('name')]);

let local: LocalDynamics;
let org: Org;
let client: DynamicsWebApi;
let tokens: { readonly reader: string; readonly writer: string };

beforeAll(async () => {
  org = new Org();
  org.add(SCORE);
  org.add(ACCOUNT);
  local = await startDynamics(org);
  const sign = async (client_id: string, client_secret: string): Promise<string> => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id,
      client_secret,
      scope: `${local.dataverse.url}/.default`,
    });
    const answer = await fetch(`${local.entra.url}/${TENANT}/oauth2/v2.0/token`, { method: 'POST', body });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  tokens = { reader: await sign(DEMO_USER.clientId, CLIENT_SECRET), writer: await sign(WRITING_USER.clientId, WRITER_SECRET) };
  client = new DynamicsWebApi({
    serverUrl: local.dataverse.url,
    dataApi: { version: '9.2' },
    onTokenRefresh: async () => tokens.writer,
  });
});
afterAll(async () => local.close());
beforeEach(() => {
  org.faults.clear();
  org.rules.plugins.clear();
  org.rules.duplicates.clear();
  org.rules.held.clear();
  for (const row of [...org.table('new_score').all()]) org.table('new_score').remove(String(row.new_scoreid));
});

const rows = (): Row[] => [...org.table('new_score').all()];
const call = async (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  as: 'reader' | 'writer' = 'writer',
) => {
  const answer = await fetch(`${local.dataverse.url}/api/data/v9.2/${path}`, {
    method,
    headers: { authorization: `Bearer ${tokens[as]}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get('content-type') ?? '');
  const json = isJson && text !== '' ? (JSON.parse(text) as { error?: { code: string } }) : {};
  return { status: answer.status, code: json.error?.code, json, text, headers: answer.headers };
};
const upsert = (key: string, body: unknown, headers: Record<string, string> = {}) =>
  call('PATCH', `new_scores(new_key='${encodeURIComponent(key.replaceAll("'", "''"))}')`, body, headers);

describe('what dynamics-web-api can do', () => {
  test('upsert by alternate key creates and updates; update by Id; delete', async () => {
    await client.upsert({ collection: 'new_scores', key: "new_key='a'", data: { name: 'A', new_points: 1.5 } });
    await client.upsert({ collection: 'new_scores', key: "new_key='a'", data: { new_points: 2 } });
    expect(rows()).toMatchObject([{ new_key: 'a', name: 'A', new_points: '2' }]);
    const id = String(rows()[0]?.new_scoreid);
    await client.update({ collection: 'new_scores', key: id, data: { name: 'B' } });
    expect(rows()).toMatchObject([{ name: 'B' }]);
    await client.deleteRecord({ collection: 'new_scores', key: id });
    expect(rows()).toEqual([]);
  });

  test('a batch answers for each of its parts', async () => {
    const id = org.table('new_score').insert({ new_scoreid: guid('99', 1), new_key: 'a', name: 'A' });
    client.startBatch();
    client.update({ collection: 'new_scores', key: id, data: { name: 'B' }, inChangeSet: false });
    client.update({ collection: 'new_scores', key: id, data: { name: 'C', new_count: 3 }, inChangeSet: false });
    await client.executeBatch({ continueOnError: true });
    expect(rows()).toMatchObject([{ name: 'C', new_count: '3' }]);
  });
});

describe('one row', () => {
  test('answers 201 and 200 where its representation is asked for, 204 otherwise, and holds to If-Match and If-None-Match', async () => {
    const shown = { prefer: 'return=representation' };
    expect(await call('PATCH', "new_scores(new_key='a')?$select=new_scoreid", { name: 'A' }, shown)).toMatchObject({
      status: 201,
      json: { new_scoreid: rows()[0]?.new_scoreid },
    });
    expect(await call('PATCH', "new_scores(new_key='a')?$select=new_scoreid", { name: 'B' }, shown)).toMatchObject({
      status: 200,
    });
    expect(await upsert('a', { name: 'C' })).toMatchObject({ status: 204 });
    expect(await upsert('b', { name: 'C' }, { 'if-match': '*' })).toMatchObject({ status: 404, code: '0x80060891' });
    expect(await upsert('a', { name: 'D' }, { 'if-none-match': '*' })).toMatchObject({ status: 412, code: '0x80060882' });
    expect(rows()).toMatchObject([{ name: 'C' }]);
  });

  test('is found by keys with quotes in them; digits stay exact; lookups are bound by navigation property', async () => {
    const parent = org.table('new_score').insert({ new_scoreid: guid('99', 7), new_key: "p'1", name: 'P' });
    await upsert("it's", `{"new_points":1234567890.25,"new_ParentId@odata.bind":"/new_scores(new_key='p''1')"}`);
    const child = () => rows().find((r) => r.new_key === "it's");
    expect(child()).toMatchObject({ new_points: '1234567890.25', new_parentid: { table: 'new_score', id: parent } });
    await upsert("it's", { 'new_ParentId@odata.bind': null });
    expect(child()).toMatchObject({ new_parentid: null });
    const account = org.table('account').insert({ accountid: guid('98', 1), name: 'Acme' });
    await upsert("it's", { 'new_customerid_account@odata.bind': `/accounts(${account})` });
    expect(child()).toMatchObject({ new_customerid: { table: 'account', id: account } });
  });

  test.each([
    ['an unknown column', { nope: 1 }, 400, '0x80048d19'],
    ['a column that nobody may set', { new_formula: 'x' }, 400, '0x80060888'],
    ['a text for a number', { new_count: '12' }, 400, '0x80048d19'],
    ['a number for a text', { name: 12 }, 400, '0x80048d19'],
    ['a fraction for a whole number', { new_count: 1.5 }, 400, '0x80048d19'],
    ['a malformed date', { new_day: '2026-01-01T00:00:00Z' }, 400, '0x80048d19'],
    ['a text that is too long', { name: 'x'.repeat(101) }, 400, '0x80044331'],
    ['an unknown choice', { new_segment: 3 }, 400, '0x8004431a'],
    ['a label for a choice', { new_segment: 'Gold' }, 400, '0x80048d19'],
    ['a number out of range', { new_points: 1e12 }, 400, '0x80044330'],
    ['a lookup by its own name', { new_parentid: guid('99', 1) }, 400, '0x80048d19'],
    ['a navigation property in another case', { 'new_parentid@odata.bind': `/new_scores(${guid('99', 1)})` }, 400, '0x80060888'],
    ['a parent that is not there', { 'new_ParentId@odata.bind': "/new_scores(new_key='nobody')" }, 404, '0x80060891'],
  ])('is refused for %s', async (_, body, status, code) => {
    expect(await upsert('a', body)).toMatchObject({ status, code });
    expect(rows()).toEqual([]);
  });

  test('is refused by a key that is not active or not one, and by a character that no address takes', async () => {
    expect(await call('PATCH', "new_scores(new_other='a')", { name: 'A' })).toMatchObject({ status: 400 });
    expect(await call('PATCH', "new_scores(name='a')", { name: 'A' })).toMatchObject({ status: 400 });
    expect(await upsert('a/b', { name: 'A' })).toMatchObject({ status: 400 });
    expect(rows()).toEqual([]);
  });

  test('is refused to the reading app, and to a writer without the privilege', async () => {
    expect(await call('PATCH', "new_scores(new_key='a')", { name: 'A' }, {}, 'reader')).toMatchObject({
      status: 403,
      code: '0x80040220',
    });
    expect(await call('POST', 'new_scores', { name: 'A' }, {}, 'reader')).toMatchObject({ status: 403 });
    org.users = [DEMO_USER, { ...WRITING_USER, deniedWrites: ['prvCreatenew_score'] }];
    expect(await upsert('a', { name: 'A' })).toMatchObject({ status: 403, code: '0x80040220' });
    org.users = [DEMO_USER, WRITING_USER];
    expect(rows()).toEqual([]);
  });

  test('meets plug-ins, duplicate detection, another row with its key, and locks', async () => {
    const id = org.table('new_score').insert({ new_scoreid: guid('99', 1), new_key: 'a', name: 'Same' });
    org.rules.plugins.set('new_score', (_, after) => {
      if (after.name === 'bad') throw pluginError('not allowed');
      return after.new_count === '1' ? { new_count: '2' } : null;
    });
    expect(await upsert('b', { name: 'bad' })).toMatchObject({ status: 400, code: '0x80040265' });
    await upsert('b', { new_count: 1 });
    expect(rows().find((r) => r.new_key === 'b')).toMatchObject({ new_count: '2' });
    org.rules.duplicates.set('new_score', (one, other) => one.name === other.name);
    const detect = { 'mscrm.suppressduplicatedetection': 'false' };
    expect(await upsert('c', { name: 'Same' }, detect)).toMatchObject({ status: 412, code: '0x80040333' });
    expect(await upsert('c', { name: 'Same' })).toMatchObject({ status: 204 });
    expect(await call('POST', 'new_scores', { name: 'N', new_key: 'a' })).toMatchObject({ status: 412, code: '0x80060892' });
    org.rules.held.add(id);
    expect(await upsert('a', { name: 'N' })).toMatchObject({ status: 500, code: '0x80044150' });
  });
});

describe('a batch', () => {
  const batch = (parts: readonly string[], prefer = 'odata.continue-on-error') => {
    const body = `${parts.map((p) => `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${p}\r\n`).join('')}--b--\r\n`;
    return call('POST', '$batch', body, { 'content-type': 'multipart/mixed; boundary=b', prefer });
  };
  const part = (key: string, body: string) =>
    `PATCH /api/data/v9.2/new_scores(new_key='${key}') HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${body}`;

  test('answers for each part in order, and stops at an error unless told to continue', async () => {
    const parts = [part('a', '{"name":"A"}'), part('b', '{"nope":1}'), part('c', '{"name":"C"}')];
    const statuses = async (prefer?: string) =>
      [...(await batch(parts, prefer)).text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((m) => m[1]);
    expect(await statuses('')).toEqual(['204', '400']);
    expect(await statuses()).toEqual(['204', '400', '204']);
  });

  test('takes 1,000 parts and no more', async () => {
    expect(await batch(Array.from({ length: 1001 }, (_, i) => part(`k${i}`, '{}')))).toMatchObject({ status: 400 });
    expect(rows()).toEqual([]);
  });
});

test('an answer is lost before or after the row was written', async () => {
  org.faults.add({ method: 'PATCH' }, lostBefore);
  await expect(upsert('a', { name: 'A' })).rejects.toThrow();
  expect(rows()).toEqual([]);
  org.faults.add({ method: 'PATCH' }, lostAfter);
  await expect(upsert('a', { name: 'A' })).rejects.toThrow();
  expect(rows()).toHaveLength(1);
});

test('the metadata say what is writable, what is a key and how lookups are bound', async () => {
  const table_ = "EntityDefinitions(LogicalName='new_score')";
  const get = async (path: string) =>
    ((await call('GET', `${table_}/${path}`)).json as unknown as { value: Record<string, unknown>[] }).value;
  const attributes = await get('Attributes?$select=LogicalName,IsValidForCreate,IsValidForUpdate');
  expect(attributes.find((a) => a.LogicalName === 'new_formula')).toMatchObject({
    IsValidForCreate: false,
    IsValidForUpdate: false,
  });
  expect(attributes.find((a) => a.LogicalName === 'name')).toMatchObject({ IsValidForCreate: true, IsValidForUpdate: true });
  expect(await get('Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus')).toMatchObject([
    { KeyAttributes: ['new_key'], EntityKeyIndexStatus: 'Active' },
    { KeyAttributes: ['new_other'], EntityKeyIndexStatus: 'Pending' },
  ]);
  const bound = await get(
    'ManyToOneRelationships?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName',
  );
  expect(
    bound.filter((r) => /^new_/.test(String(r.ReferencingAttribute))).map((r) => r.ReferencingEntityNavigationPropertyName),
  ).toEqual(['new_ParentId', 'new_customerid_account', 'new_customerid_contact']);
});
