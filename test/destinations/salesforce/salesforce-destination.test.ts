import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { writingClient } from '../../../src/destinations/salesforce/connect/writing-client.ts';
import type { SalesforceDestination } from '../../../src/destinations/salesforce/destination.ts';
import type { SourceContext } from '../../../src/model/contract.ts';
import type { IngestRequest, RowBatch, RowToSend, WriteOptions } from '../../../src/model/destination.ts';
import type { HighwaterError } from '../../../src/model/errors.ts';
import { SalesforceSignIn } from '../../../src/sources/salesforce/connect/auth.ts';
import { Client } from '../../../src/sources/salesforce/connect/client.ts';
import { failing, lostAfter } from '../../servers/salesforce/faults.ts';
import { makeId } from '../../servers/salesforce/ids.ts';
import { writingUser } from '../../servers/salesforce/write/users.ts';
import { QUICK } from '../../support/salesforce-source.ts';
import { salesforceSubject, salesforceTarget, targetContext, WRITER } from './target.ts';

// What is particular to Salesforce; the promises that every destination keeps are in conformance.test.ts.

const WRITES = [
  ['PATCH', '/services/data/v64.0/composite/sobjects/Score__c/Key__c'],
  ['PATCH', '/services/data/v64.0/composite/sobjects'],
  ['DELETE', '/services/data/v64.0/composite/sobjects?ids=a'],
  ['POST', '/services/data/v64.0/jobs/ingest'],
  ['PUT', '/services/data/v64.0/jobs/ingest/750/batches'],
  ['PATCH', '/services/data/v64.0/jobs/ingest/750'],
] as const;

async function readingParts(url: string): Promise<{ signed: SalesforceSignIn; context: SourceContext }> {
  const context = targetContext(new AbortController().signal);
  return { signed: new SalesforceSignIn({ type: 'salesforce', url, auth: WRITER }, context, QUICK), context };
}

const RULES: WriteOptions = { assignmentRules: false, duplicateRules: 'respect' };
const QUEUE = '00G000000000001AAA';

let subject: Awaited<ReturnType<typeof salesforceSubject>>;
let destination: SalesforceDestination;

beforeAll(async () => {
  subject = await salesforceSubject();
  destination = salesforceTarget(subject.server).destination;
  await destination.connect();
});
afterAll(() => subject.close());
beforeEach(() => {
  const { server } = subject;
  server.faults.clear();
  server.journal.clear();
  for (const { id } of subject.stored()) server.org.purge('Score__c', id);
  server.org.keys.forget();
});

async function batch(rows: readonly RowToSend[], columns: readonly string[], more: Partial<RowBatch> = {}): Promise<RowBatch> {
  const object = await destination.describe('score__C', ['Key__c', ...columns]);
  if (object === null) throw new Error('no object');
  return { object, operation: 'upsert', key: object.fields.get('Key__c') ?? null, rows, options: RULES, ...more };
}
const row = (key: string, values: RowToSend['values']): RowToSend => ({ id: null, key, values });
const sent = async (rows: readonly RowToSend[], columns: readonly string[], more: Partial<RowBatch> = {}) =>
  destination.send(await batch(rows, columns, more));
const failure = async (work: Promise<unknown>): Promise<HighwaterError> =>
  work.then(
    () => Promise.reject(new Error('no failure')),
    (error: HighwaterError) => error,
  );

describe('rules', () => {
  test('active assignment rules run only if the export says so', async () => {
    const { assignment } = subject.server.org.rules;
    assignment.set('Score__c', { id: '01Q000000000001AAA', ownerId: QUEUE });
    await sent([row('a', {})], []);
    await sent([row('b', {})], [], { options: { ...RULES, assignmentRules: true } });
    assignment.clear();
    expect(subject.stored().map((r) => r.values.OwnerId === QUEUE)).toEqual([false, true]);
  });

  test('a duplicate rule refuses a row, and with duplicate_rules: allow one that allows it does not', async () => {
    const { duplicates } = subject.server.org.rules;
    duplicates.push({ object: 'Score__c', allow: true, matches: (a, b) => a.Text__c === b.Text__c });
    await sent([row('a', { Text__c: 'same' })], ['Text__c']);
    const again = [row('b', { Text__c: 'same' })];
    expect(await sent(again, ['Text__c'])).toMatchObject([{ status: 'refused', code: 'DUPLICATES_DETECTED' }]);
    expect(await sent(again, ['Text__c'], { options: { ...RULES, duplicateRules: 'allow' } })).toMatchObject([
      { status: 'accepted' },
    ]);
    duplicates.length = 0;
  });

  test('Bulk, which has no header for them, is not taken where rules are to run or to be allowed', () => {
    expect(destination.bulk(RULES)).not.toBeNull();
    expect(destination.bulk({ ...RULES, assignmentRules: true })).toBeNull();
    expect(destination.bulk({ ...RULES, duplicateRules: 'allow' })).toBeNull();
  });
});

describe('rows of a call', () => {
  test.each([
    ['a text that is too long', { Text__c: 'x'.repeat(100_001) }, 'STRING_TOO_LONG'],
    ['a value of no picklist', { Segment__c: 'C' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['a number of too many digits', { Exact__c: '12345678901234567.00' }, 'NUMBER_OUTSIDE_VALID_RANGE'],
    ['a parent that is not there', { 'Parent__r.Key__c': 'nobody' }, 'INVALID_FIELD'],
    ['a date that is none', { Day__c: '2026-02-31' }, 'JSON_PARSER_ERROR'],
    ['a checkbox that is cleared', { Flag__c: null }, 'JSON_PARSER_ERROR'],
  ])('%s is refused alone, by its code', async (_, values, code) => {
    const rows = [...Array(9).keys()].map((i) => row(`k${i}`, i === 4 ? values : { Text__c: 'good' }));
    const outcomes = await sent(rows, ['Text__c', ...Object.keys(values)]);
    expect(outcomes.map((o) => o.status)).toEqual(rows.map((_row, i) => (i === 4 ? 'refused' : 'accepted')));
    expect(outcomes[4]).toMatchObject({ code });
    expect(subject.stored()).toHaveLength(8);
  });

  test("a trigger's lock is a lock", async () => {
    subject.server.faults.add(
      { method: 'PATCH' },
      {
        reply: {
          status: 200,
          type: 'application/json',
          body: JSON.stringify([
            {
              success: false,
              errors: [
                {
                  statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
                  message:
                    'ScoreTrigger: execution of BeforeInsert caused by: System.DmlException: Update failed. First exception on row 0; first error: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access',
                  fields: [],
                },
              ],
            },
          ]),
        },
      },
    );
    expect(await sent([row('a', {})], [])).toMatchObject([{ status: 'locked', code: 'UNABLE_TO_LOCK_ROW' }]);
  });

  test('a field that is gone since the describe stops the call and names no value', async () => {
    const ready = await batch([row('secret-key', { Text__c: 'secret-value' })], ['Text__c']);
    subject.server.org.hide('Score__c.Text__c');
    const error = await failure(destination.send(ready));
    subject.server.org.show('Score__c.Text__c');
    expect(error).toMatchObject({ code: 'EXPORT_FIELD_NOT_WRITABLE' });
    expect(`${error.message} ${error.hint}`).not.toMatch(/secret/);
  });

  test.each([
    ['REQUEST_LIMIT_EXCEEDED', 403, 'EXPORT_QUOTA'],
    ['API_DISABLED_FOR_ORG', 403, 'EXPORT_FIELD_NOT_WRITABLE'],
    ['SERVER_UNAVAILABLE', 503, 'SOURCE_FAILED'],
  ])('%s is told as it is', async (code, status, expected) => {
    subject.server.faults.add({ method: 'PATCH', times: 10 }, failing(status, code, 'value "secret"'));
    expect(await failure(sent([row('a', {})], []))).toMatchObject({
      code: expected,
      message: expect.not.stringContaining('secret'),
    });
    expect(subject.stored()).toEqual([]);
  });

  test('a session that is refused again and again is an error, not a loop', async () => {
    subject.server.faults.add({ method: 'PATCH', times: 100 }, failing(401, 'INVALID_SESSION_ID', 'expired'));
    expect(await failure(sent([row('a', {})], []))).toMatchObject({ code: 'SESSION_REFUSED' });
  });
});

describe('what may be sent', () => {
  test('a client that a source makes refuses every write before it leaves, even with the writing app', async () => {
    const { server } = subject;
    const { signed, context } = await readingParts(server.url);
    const reading = new Client(signed, context, QUICK);
    for (const [method, path] of WRITES)
      await expect(
        reading.attempt({ method, path, body: {}, meter: { requests: 0 }, signal: context.signal }),
        path,
      ).rejects.toThrow(/not on this client's list/);
    expect(server.journal.writes).toEqual([]);
    reading.close();
  });

  test('an export sends no single record, no query job, no Apex', async () => {
    const { signed, context } = await readingParts(subject.server.url);
    const writing = writingClient(signed, context, QUICK);
    for (const [method, path] of [
      ['PATCH', '/services/data/v64.0/sobjects/Score__c/Key__c/a'],
      ['POST', '/services/data/v64.0/sobjects/Score__c'],
      ['POST', '/services/data/v64.0/jobs/query'],
      ['DELETE', '/services/data/v64.0/jobs/ingest/750'],
      ['POST', '/services/apexrest/thing'],
    ] as const)
      await expect(
        writing.attempt({ method, path, body: {}, meter: { requests: 0 }, signal: context.signal }),
        path,
      ).rejects.toThrow(/not on this client's list/);
    writing.close();
  });
});

describe('jobs', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ingest-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  const request = async (): Promise<IngestRequest> => {
    const { rows: _, ...rest } = await batch([], ['Text__c']);
    return { ...rest, columns: ['Key__c', 'Text__c'] };
  };
  const watch = () => ({
    directory,
    replaced: async () => undefined,
    progress: () => undefined,
    signal: new AbortController().signal,
  });

  test('a file that the service refuses as a whole: the job failed, its reason names no value, and all rows are unprocessed', async () => {
    const bulk = destination.bulk(RULES);
    const file = join(directory, 'wrong.csv');
    await writeFile(file, '"Key__c","Twice__c"\n"secret","1"\n');
    const result = await bulk?.run(await bulk.create(await request()), file, watch());
    expect(result).toMatchObject({
      end: 'failed',
      reason: 'InvalidBatch',
      files: { successful: [], failed: [], unprocessed: [expect.any(String)] },
    });
  });

  test("the day's batches are used up: EXPORT_QUOTA, and nothing is sent", async () => {
    const { server } = subject;
    server.options.ingestBatchLimit = server.ingest.batchesUsed;
    expect(await failure(Promise.resolve(destination.bulk(RULES)?.create(await request())))).toMatchObject({
      code: 'EXPORT_QUOTA',
    });
    server.options.ingestBatchLimit = 15_000;
  });

  test('a job of an earlier API version is read with that version', async () => {
    const bulk = destination.bulk(RULES);
    const job = await bulk?.create(await request());
    const next = salesforceTarget(subject.server, { api_version: '61.0' }).destination;
    await next.connect();
    expect(await next.bulk(RULES)?.resume(job ?? (undefined as never), watch())).toMatchObject({ end: 'not sent' });
  });

  const jobOfAnother = (): string => {
    const user = { ...writingUser('other@example.com'), id: makeId('005', 99) };
    const body = JSON.stringify({ object: 'Score__c', operation: 'upsert', externalIdFieldName: 'Key__c' });
    const asked = { method: 'POST', body, headers: {} } as never;
    const { body: answer } = subject.server.ingest.answer(user, asked, '64.0', '/jobs/ingest');
    return (JSON.parse(String(answer)) as { id: string }).id;
  };

  test('jobs of another user are neither asked for results nor aborted', async () => {
    const bulk = destination.bulk(RULES);
    const own = await bulk?.create(await request());
    const other = jobOfAnother();
    const { object } = await request();
    expect(await bulk?.unknownJobs(object, '2000-01-01T00:00:00Z', [])).not.toContainEqual(
      expect.objectContaining({ id: other }),
    );
    const states = new Map(subject.server.ingest.jobs.map(({ id, state }) => [id, state]));
    expect([states.get(own?.id ?? ''), states.get(other)]).toEqual(['Aborted', 'Open']);
  });

  test('every job that a lost answer may have left behind is aborted, and no other one', async () => {
    const { server } = subject;
    jobOfAnother();
    await destination.bulk(RULES)?.create(await request());
    server.faults.add({ method: 'POST', url: /jobs\/ingest$/, times: 2 }, lostAfter);
    const before = server.ingest.jobs.length - 2;
    await destination.bulk(RULES)?.create(await request());
    expect(server.ingest.jobs.slice(before).map((j) => j.state)).toEqual(['Open', 'Open', 'Aborted', 'Aborted', 'Open']);
  });
});
