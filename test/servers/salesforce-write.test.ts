import jsforce from 'jsforce';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failing, htmlPage, lostAfter, lostBefore } from './salesforce/faults.ts';
import { type SalesforceServer, startSalesforce } from './salesforce/index.ts';
import { NAME, OWNER, sobject } from './salesforce/schema.ts';
import { RowError } from './salesforce/write/row-error.ts';

// What the local server takes from jsforce, and what it refuses of everybody, as the real service does.

const SCORED = sobject('Scored__c', 'a01', [
  { ...NAME, nillable: false, length: 80 },
  { name: 'Key__c', type: 'string', length: 40, externalId: true, unique: true, caseSensitive: true },
  { name: 'Loose__c', type: 'string', length: 40, externalId: true },
  { name: 'Score__c', type: 'currency', precision: 18, scale: 2 },
  { name: 'Count__c', type: 'int' },
  { name: 'Segment__c', type: 'picklist', picklist: ['A', 'B'], restrictedPicklist: true },
  { name: 'Active__c', type: 'boolean', nillable: false },
  { name: 'Seen__c', type: 'datetime' },
  { name: 'Note__c', type: 'textarea', length: 100_000 },
  { name: 'Twice__c', type: 'double', precision: 18, scale: 2, formula: (r) => Number(r.Count__c ?? 0) * 2 },
  { name: 'Parent__c', type: 'reference', referenceTo: ['Scored__c'], relationshipName: 'Parent__r' },
  OWNER,
]);

let server: SalesforceServer;
let writer: jsforce.Connection;
let tokens: { readonly reader: string; readonly writer: string };

beforeAll(async () => {
  server = await startSalesforce({ ingestBatchRows: 3, pollsUntilComplete: 0 });
  server.org.define(SCORED);
  const sign = async (client_id: string, client_secret: string): Promise<string> => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id, client_secret });
    const answer = await fetch(`${server.url}/services/oauth2/token`, { method: 'POST', body });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  tokens = { reader: await sign('consumer-key', 'consumer-secret'), writer: await sign('writer-key', 'writer-secret') };
  writer = new jsforce.Connection({ instanceUrl: server.url, accessToken: tokens.writer, version: '64.0' });
});
afterAll(() => server.close());
beforeEach(() => {
  server.faults.clear();
  server.org.rules.reset();
  server.ingest.overlaps = 0;
  for (const record of [...server.org.records('Scored__c')]) server.org.purge('Scored__c', String(record.Id));
  server.org.keys.forget();
});

const call = async (
  method: string,
  path: string,
  body?: unknown,
  { as = 'writer', headers = {} }: { as?: 'reader' | 'writer'; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: unknown }> => {
  const isText = typeof body === 'string';
  const answer = await fetch(`${server.url}/services/data/v64.0${path}`, {
    method,
    headers: { authorization: `Bearer ${tokens[as]}`, 'content-type': isText ? 'text/csv' : 'application/json', ...headers },
    ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text };
};
const upsert = (records: readonly Record<string, unknown>[], key = 'Key__c', more: Parameters<typeof call>[3] = {}) =>
  call(
    'PATCH',
    `/composite/sobjects/Scored__c/${key}`,
    { allOrNone: false, records: records.map((r) => ({ attributes: { type: 'Scored__c' }, ...r })) },
    more,
  );
const stored = (key: string) => [...server.org.records('Scored__c')].find((r) => r.Key__c === key);
const codeOf = ({ body }: { body: unknown }): unknown => (body as { errorCode: unknown }[])[0]?.errorCode;

describe('what jsforce can do', () => {
  test('upsert creates and updates, and says which', async () => {
    const rows = [
      { Key__c: 'a', Name: 'First', Score__c: 1.5 },
      { Key__c: 'b', Name: 'Second', Score__c: 2 },
    ];
    expect(await writer.sobject('Scored__c').upsert(rows, 'Key__c')).toMatchObject([
      { success: true, created: true },
      { created: true },
    ]);
    const again = await writer.sobject('Scored__c').upsert([{ Key__c: 'b', Score__c: 3 }], 'Key__c');
    expect(again).toMatchObject([{ success: true, created: false, id: stored('b')?.Id }]);
    expect(stored('b')).toMatchObject({ Name: 'Second', Score__c: 3, LastModifiedById: server.service.oauth.writer.id });
  });

  test('update by Id and delete answer for each record', async () => {
    const id = server.org.insert('Scored__c', { Key__c: 'a', Name: 'First' });
    const unknown = `${id.slice(0, 14)}z${id.slice(15)}`;
    expect(
      await writer.sobject('Scored__c').update([
        { Id: id, Count__c: 4 },
        { Id: unknown, Count__c: 4 },
      ]),
    ).toMatchObject([{ success: true }, { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] }]);
    expect(stored('a')?.Count__c).toBe(4);
    expect(await writer.sobject('Scored__c').destroy([id, unknown])).toMatchObject([{ success: true }, { success: false }]);
    expect(stored('a')?.IsDeleted).toBe(true);
  });

  test('a Bulk ingest job gives successful, failed and unprocessed rows', async () => {
    server.ingest.endNextJob({ failsAfter: 2 });
    const job = writer.bulk2.createJob({
      operation: 'upsert',
      object: 'Scored__c',
      externalIdFieldName: 'Key__c',
      lineEnding: 'LF',
    });
    await job.open();
    const rows = [...'abcdefgh'].map((key) => `${key},Row ${key},${key === 'b' ? 'C' : 'A'}`);
    await job.uploadData(`Key__c,Name,Segment__c\n${rows.join('\n')}\n`);
    await job.close();
    await expect(job.poll(1, 5000)).rejects.toThrow(/retried 20 times/);
    const { successfulResults, failedResults, unprocessedRecords } = await job.getAllResults();
    expect((successfulResults as unknown as { Key__c: string }[]).map((r) => r.Key__c)).toEqual([...'acdef']);
    expect(failedResults).toMatchObject([
      { Key__c: 'b', sf__Error: expect.stringMatching(/^INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST:/) },
    ]);
    expect((unprocessedRecords as unknown as { Key__c: string }[]).map((r) => r.Key__c)).toEqual(['g', 'h']);
  });

  test('describe says what this user may write, and what can be a key', async () => {
    server.service.oauth.writer.denied.add('Scored__c.Note__c');
    const { fields } = await writer.describe('Scored__c');
    server.service.oauth.writer.denied.clear();
    const field = (name: string) => fields.find((f) => f.name === name);
    expect(field('Key__c')).toMatchObject({
      externalId: true,
      unique: true,
      idLookup: true,
      caseSensitive: true,
      updateable: true,
    });
    expect(field('Segment__c')).toMatchObject({ restrictedPicklist: true });
    expect(field('Name')).toMatchObject({ nillable: false, createable: true, defaultedOnCreate: false });
    expect(field('Active__c')).toMatchObject({ nillable: false, defaultedOnCreate: true });
    for (const name of ['Twice__c', 'Note__c', 'SystemModstamp', 'Id'])
      expect(field(name)).toMatchObject({ createable: false, updateable: false });
  });
});

describe('a call that the service refuses as a whole', () => {
  test.each([
    ['more than 200 records', Array.from({ length: 201 }, (_, i) => ({ Key__c: `k${i}` })), 'EXCEEDED_MAX_SIZE_REQUEST'],
    ['two objects', [{ Key__c: 'a' }, { attributes: { type: 'Account' }, Key__c: 'b' }], 'INVALID_INPUT'],
    ['an Id in an upsert', [{ Key__c: 'a', Id: 'a01000000000001' }], 'INVALID_FIELD'],
    ['an unknown field', [{ Key__c: 'a', Nope__c: 1 }], 'INVALID_FIELD'],
    ['a number for a text', [{ Key__c: 'a', Name: 12 }], 'JSON_PARSER_ERROR'],
    ['a text for a number', [{ Key__c: 'a', Count__c: '12' }], 'JSON_PARSER_ERROR'],
    ['a malformed datetime', [{ Key__c: 'a', Seen__c: '2026-01-01' }], 'JSON_PARSER_ERROR'],
    ['a checkbox that is null', [{ Key__c: 'a', Active__c: null }], 'JSON_PARSER_ERROR'],
  ])('%s', async (_, records, code) => {
    expect(codeOf(await upsert(records))).toBe(code);
    expect([...server.org.records('Scored__c')]).toEqual([]);
  });

  test('a key that is no External ID', async () => {
    expect(codeOf(await upsert([{ Name: 'a' }], 'Name'))).toBe('INVALID_FIELD');
    const job = { object: 'Scored__c', operation: 'upsert', externalIdFieldName: 'Name' };
    expect(codeOf(await call('POST', '/jobs/ingest', job))).toBe('INVALID_FIELD');
  });

  test('any write with the token of the reading app', async () => {
    const reader = { as: 'reader' } as const;
    const id = server.org.insert('Scored__c', { Key__c: 'a', Name: 'A' });
    expect(await upsert([{ Key__c: 'b', Name: 'B' }], 'Key__c', reader)).toMatchObject({ status: 403 });
    expect(await call('DELETE', `/composite/sobjects?ids=${id}`, undefined, reader)).toMatchObject({ status: 403 });
    expect(await call('PATCH', `/sobjects/Scored__c/${id}`, { Count__c: 1 }, reader)).toMatchObject({ status: 403 });
    expect(await call('DELETE', `/sobjects/Scored__c/${id}`, undefined, reader)).toMatchObject({ status: 403 });
    expect(await call('POST', '/jobs/ingest', { object: 'Scored__c', operation: 'insert' }, reader)).toMatchObject({
      status: 403,
    });
    expect([...server.org.records('Scored__c')]).toHaveLength(1);
  });

  test('a write that does not say whether an active assignment rule is to run', async () => {
    const queue = '00G000000000001AAA';
    server.org.rules.assignment.set('Scored__c', { id: '01Q000000000001AAA', ownerId: queue });
    expect(codeOf(await upsert([{ Key__c: 'a', Name: 'A' }]))).toBe('STRICT_AUTO_ASSIGN');
    await upsert([{ Key__c: 'a', Name: 'A' }], 'Key__c', { headers: { 'Sforce-Auto-Assign': 'FALSE' } });
    await upsert([{ Key__c: 'b', Name: 'B' }], 'Key__c', { headers: { 'Sforce-Auto-Assign': 'TRUE' } });
    expect([stored('a')?.OwnerId, stored('b')?.OwnerId]).toEqual([server.service.oauth.writer.id, queue]);
  });
});

describe('a row that the service refuses alone', () => {
  test.each([
    ['a text that is too long', { Name: 'x'.repeat(81) }, 'STRING_TOO_LONG'],
    ['a value outside of a restricted picklist', { Segment__c: 'C' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['a number of too many digits', { Score__c: 1e17 }, 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['a field that nobody may write', { Twice__c: 2 }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    ['an Id of no record', { Parent__c: 'a01Hw00000zzzzzAAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
    ['a parent key without a record', { Parent__r: { Key__c: 'nobody' } }, 'INVALID_FIELD'],
    ['a required field that is empty', { Name: null }, 'REQUIRED_FIELD_MISSING'],
    ['no key', { Key__c: null }, 'MISSING_ARGUMENT'],
  ])('%s', async (_, row, code) => {
    const { body } = await upsert([
      { Key__c: 'bad', Name: 'Bad', ...row },
      { Key__c: 'good', Name: 'Good' },
    ]);
    expect(body).toMatchObject([
      { success: false, errors: [{ statusCode: code }] },
      { success: true, created: true },
    ]);
    expect(stored('bad')).toBeUndefined();
  });

  test('both rows of a key that stands twice in a call, and a key that two records hold', async () => {
    const twice = await upsert([
      { Key__c: 'a', Name: 'A' },
      { Key__c: 'a', Name: 'B' },
      { Key__c: 'A', Name: 'C' },
    ]);
    expect((twice.body as { success: boolean }[]).map((r) => r.success)).toEqual([false, false, true]);
    for (const Key__c of ['x', 'y']) server.org.insert('Scored__c', { Key__c, Name: Key__c, Loose__c: 'same' });
    const doubled = await upsert([{ Loose__c: 'SAME', Count__c: 1 }], 'Loose__c');
    expect(doubled.body).toMatchObject([{ errors: [{ statusCode: 'DUPLICATE_EXTERNAL_ID' }] }]);
    expect(await call('PATCH', '/sobjects/Scored__c/Loose__c/same', { Count__c: 1 })).toMatchObject({ status: 300 });
  });

  test('duplicates, unless the rule allows them and the client says so; validation rules; triggers; locks', async () => {
    const { rules } = server.org;
    server.org.insert('Scored__c', { Key__c: 'old', Name: 'Same' });
    rules.duplicates.push({ object: 'Scored__c', allow: true, matches: (a, b) => a.Name === b.Name });
    rules.validations.set('Scored__c', (r) => (r.Count__c === 13 ? 'unlucky' : null));
    rules.flows.set('Scored__c', (_, after) => {
      if (after.Count__c === 14) throw new RowError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'too many SOQL queries: 101');
      return { Note__c: 'seen by a flow' };
    });
    const rows = [
      { Key__c: 'a', Name: 'Same' },
      { Key__c: 'b', Name: 'B', Count__c: 13 },
      { Key__c: 'c', Name: 'C', Count__c: 14 },
      { Key__c: 'd', Name: 'D' },
    ];
    const { body } = await upsert(rows);
    expect((body as { errors: { statusCode: string }[] }[]).map((r) => r.errors[0]?.statusCode)).toEqual([
      'DUPLICATES_DETECTED',
      'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      undefined,
    ]);
    expect(stored('d')?.Note__c).toBe('seen by a flow');
    const allowed = await upsert([rows[0] ?? {}], 'Key__c', { headers: { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } });
    expect(allowed.body).toMatchObject([{ success: true }]);
    rules.isLocked = (id) => id === stored('d')?.Id;
    expect((await upsert([{ Key__c: 'd', Name: 'E' }])).body).toMatchObject([{ errors: [{ statusCode: 'UNABLE_TO_LOCK_ROW' }] }]);
  });
});

describe('values', () => {
  test('of 18 digits stay exact; datetimes keep whole seconds', async () => {
    const body = `{"records":[{"attributes":{"type":"Scored__c"},"Key__c":"a","Name":"007","Score__c":1234567890123456.78,"Seen__c":"2026-01-31T23:59:59.999Z"}]}`;
    await call('PATCH', '/composite/sobjects/Scored__c/Key__c', body, { headers: { 'content-type': 'application/json' } });
    expect(stored('a')).toMatchObject({ Name: '007', Score__c: '1234567890123456.78', Seen__c: '2026-01-31T23:59:59.000Z' });
  });
});

describe('an ingest job', () => {
  const create = async (more: Record<string, unknown> = {}): Promise<string> => {
    const spec = { object: 'Scored__c', operation: 'upsert', externalIdFieldName: 'Key__c', lineEnding: 'LF', ...more };
    const { body } = await call('POST', '/jobs/ingest', spec);
    return (body as { id: string }).id;
  };
  const upload = (id: string, csv: string) => call('PUT', `/jobs/ingest/${id}/batches`, csv);
  const close = (id: string, state = 'UploadComplete') => call('PATCH', `/jobs/ingest/${id}`, { state });
  const results = async (id: string) => {
    const get = async (part: string) =>
      String((await call('GET', `/jobs/ingest/${id}/${part}`)).body)
        .trim()
        .split('\n')
        .slice(1);
    return {
      successful: await get('successfulResults'),
      failed: await get('failedResults'),
      left: await get('unprocessedrecords'),
    };
  };
  const run = async (csv: string, more: Record<string, unknown> = {}) => {
    const id = await create(more);
    await upload(id, csv);
    await close(id);
    server.ingest.finish();
    return { id, info: (await call('GET', `/jobs/ingest/${id}`)).body as { state: string; errorMessage?: string } };
  };

  test.each([
    ['an unknown field', 'Key__c,Nope__c\na,1\n', /InvalidBatch : Field name not found : Nope__c/],
    ['an unwritable field', 'Key__c,Twice__c\na,1\n', /InvalidBatch : Field name not found : Twice__c/],
    ['another line ending', 'Key__c,Name\r\na,1\r\n', /LineEnding is invalid/],
    ['another delimiter', 'Key__c;Name\na;1\n', /Field name not found/],
  ])('fails as a whole: %s', async (_, csv, message) => {
    const { id, info } = await run(csv);
    expect(info).toMatchObject({ state: 'Failed', errorMessage: expect.stringMatching(message) });
    expect(await results(id)).toMatchObject({ successful: [], failed: [], left: [expect.any(String)] });
  });

  test('keeps what an empty cell stands for, and clears what #N/A stands for', async () => {
    server.org.insert('Scored__c', { Key__c: 'a', Name: 'A', Count__c: 1, Note__c: 'kept' });
    server.org.insert('Scored__c', { Key__c: 'p', Name: 'P' });
    await run('Key__c,Count__c,Note__c,Parent__r.Key__c\na,#N/A,,p\n');
    expect(stored('a')).toMatchObject({ Count__c: null, Note__c: 'kept', Parent__c: stored('p')?.Id });
    await run('Key__c,Parent__r.Key__c\na,#N/A\n');
    expect(stored('a')?.Parent__c).toBeNull();
  });

  test('takes one upload, and only with it UploadComplete; nothing that is too large', async () => {
    const id = await create();
    expect(codeOf(await close(id))).toBe('INVALIDJOBSTATE');
    expect(await upload(id, 'Key__c,Name\na,A\n')).toMatchObject({ status: 201 });
    expect(codeOf(await upload(id, 'Key__c,Name\nb,B\n'))).toBe('INVALIDJOBSTATE');
    expect((await close(id)).body).toMatchObject({ state: 'UploadComplete' });
    server.options.maxUploadBytes = 10;
    expect(codeOf(await upload(await create(), 'Key__c,Name\nb,B\n'))).toBe('REQUEST_TOO_LARGE');
    server.options.maxUploadBytes = 100_000_000;
  });

  test('that is aborted has done what it did', async () => {
    const id = await create();
    await upload(id, `Key__c,Name\n${[...'abcdefg'].map((k) => `${k},${k}`).join('\n')}\n`);
    await close(id);
    await call('GET', `/jobs/ingest/${id}`);
    await call('GET', `/jobs/ingest/${id}`);
    expect(codeOf(await call('GET', `/jobs/ingest/${id}/failedResults`))).toBe('INVALIDJOBSTATE');
    expect((await close(id, 'Aborted')).body).toMatchObject({ state: 'Aborted' });
    expect(await results(id)).toMatchObject({ successful: { length: 3 }, failed: [], left: { length: 4 } });
    expect((await call('GET', '/jobs/ingest')).body).toMatchObject({
      done: true,
      records: expect.arrayContaining([expect.objectContaining({ id })]),
    });
  });

  test('locks the rows of another job on the same object', async () => {
    const ids = [await create(), await create()];
    for (const [i, id] of ids.entries()) {
      await upload(id, `Key__c,Name\n${[...'ab'].map((k) => `${k}${i},${k}`).join('\n')}\n`);
      await close(id);
    }
    for (const id of [...ids, ...ids]) await call('GET', `/jobs/ingest/${id}`);
    expect(server.ingest.overlaps).toBeGreaterThan(0);
    expect((await results(ids[0] ?? '')).failed[0]).toMatch(/UNABLE_TO_LOCK_ROW/);
  });

  test('is refused once the batches of the day are used up', async () => {
    server.options.ingestBatchLimit = server.ingest.batchesUsed;
    expect(codeOf(await call('POST', '/jobs/ingest', { object: 'Scored__c', operation: 'insert' }))).toBe('LIMIT_EXCEEDED');
    server.options.ingestBatchLimit = 15_000;
  });
});

describe('faults on command', () => {
  const send = (): Promise<unknown> => upsert([{ Key__c: 'a', Name: 'A' }]);

  test('an answer is lost before or after the rows were written', async () => {
    server.faults.add({ method: 'PATCH' }, lostBefore);
    await expect(send()).rejects.toThrow();
    expect(stored('a')).toBeUndefined();
    server.faults.add({ method: 'PATCH' }, lostAfter);
    await expect(send()).rejects.toThrow();
    expect(stored('a')).toBeDefined();
  });

  test('a connection is cut in mid-upload, a session ends, a proxy answers with a page', async () => {
    server.faults.add({ method: 'PATCH' }, { cutUploadAfter: 20 });
    await expect(send()).rejects.toThrow();
    server.faults.add({ method: 'PATCH' }, failing(401, 'INVALID_SESSION_ID', 'Session expired or invalid'));
    expect(await send()).toMatchObject({ status: 401 });
    server.faults.add({ method: 'PATCH' }, htmlPage(503));
    expect(await send()).toMatchObject({ status: 503, body: expect.stringContaining('<h1>') });
    expect(stored('a')).toBeUndefined();
  });
});
