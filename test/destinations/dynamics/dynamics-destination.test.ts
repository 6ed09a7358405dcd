import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DynamicsDestination } from '../../../src/destinations/dynamics/destination.ts';
import type { RowBatch, RowToSend } from '../../../src/model/destination.ts';
import type { HighwaterError } from '../../../src/model/errors.ts';
import { tooMany } from '../../servers/dataverse/faults.ts';
import { DEMO_USER, WRITING_USER } from '../../servers/dataverse/org.ts';
import { dynamicsSubject, dynamicsTarget } from './target.ts';

// What is particular to Dataverse; the promises that every destination keeps are in conformance.test.ts.

let subject: Awaited<ReturnType<typeof dynamicsSubject>>;
let destination: DynamicsDestination;
const ACCOUNT_ID = '7e57da7a-7777-4000-8000-000000000001';

beforeAll(async () => {
  subject = await dynamicsSubject();
  subject.org.table('account').insert({ accountid: ACCOUNT_ID, name: 'Acme', accountnumber: 'A-1' });
  ({ destination } = dynamicsTarget(subject.local));
  await destination.connect();
});
afterAll(() => subject.close());
beforeEach(() => {
  const { org } = subject;
  org.faults.clear();
  org.journal.clear();
  org.rules.plugins.clear();
  org.rules.duplicates.clear();
  org.users = [DEMO_USER, WRITING_USER];
  for (const { id } of subject.stored()) org.table('new_score').remove(id);
});

const row = (key: string, values: RowToSend['values']): RowToSend => ({ id: null, key, values });
async function sent(rows: readonly RowToSend[], columns: readonly string[], more: Partial<RowBatch> = {}) {
  const object = await destination.describe('New_Score', ['new_key', ...columns]);
  if (object === null) throw new Error('no table');
  const options = { assignmentRules: false, duplicateRules: 'respect' as const };
  return destination.send({ object, operation: 'upsert', key: object.fields.get('new_key') ?? null, rows, options, ...more });
}
const stored = (key: string) => subject.stored().find((r) => r.values.new_key === key)?.values;

describe('describe', () => {
  test('gives each column its kind, limits and choices', async () => {
    const columns = [
      'new_key',
      'new_pending',
      'name',
      'new_exact',
      'new_count',
      'new_seen',
      'new_local',
      'new_day',
      'new_segment',
      'new_tags',
      'new_flag',
      'statecode',
      'new_scoreid',
    ];
    const fields = (await destination.describe('new_score', columns))?.fields;
    expect(fields?.get('name')).toMatchObject({ kind: 'text', length: 100, nativeType: 'String' });
    expect(fields?.get('new_exact')).toMatchObject({ kind: 'decimal', scale: 2, range: { greatest: '922337203685477' } });
    expect(fields?.get('new_count')).toMatchObject({ kind: 'integer', range: { least: '-2147483648', greatest: '2147483647' } });
    expect(['new_seen', 'new_local', 'new_day', 'new_flag'].map((c) => fields?.get(c)?.kind)).toEqual([
      'datetime',
      'local datetime',
      'date',
      'boolean',
    ]);
    expect(fields?.get('new_segment')).toMatchObject({
      kind: 'picklist',
      acceptsLabels: true,
      restricted: true,
      values: [{ value: '1', label: 'Gold' }, { value: '2' }],
    });
    expect(fields?.get('new_tags')).toMatchObject({ kind: 'multipicklist', separator: ',' });
    expect(fields?.get('new_pending')).toMatchObject({
      externalId: false,
      keyProblem: 'its alternate key is not active yet (Pending)',
    });
    expect(fields?.get('new_scoreid')).toMatchObject({ externalId: true, kind: 'id' });
  });

  test('says which characters no key can have', async () => {
    const [rule] = (await destination.describe('new_score', ['new_key']))?.fields.get('new_key')?.unsendable ?? [];
    const bad = new RegExp(rule?.pattern ?? '$^');
    expect(['a/b', 'a<b', 'a%b', 'a&b', 'a:b', 'a\\b', 'a?b', 'a+b', 'a*b'].every((key) => bad.test(key))).toBe(true);
    expect(["it's", 'a b', 'a#b', 'é', 'a=b', 'a,b', 'a(b)'].some((key) => bad.test(key))).toBe(false);
  });

  test('names each target of a polymorphic lookup by its navigation property', async () => {
    const object = await destination.describe('new_score', [
      'new_customerid',
      'new_customerid_account',
      'new_customerid_account.accountnumber',
      'new_customerid_account.name',
    ]);
    expect([...(object?.fields.keys() ?? [])]).toEqual(['new_customerid_account', 'new_customerid_account.accountnumber']);
    expect(object?.names).toContain('new_customerid_contact');
  });

  test('says what the roles of the user do not allow', async () => {
    subject.org.users = [DEMO_USER, { ...WRITING_USER, deniedWrites: ['prvCreatenew_score', 'prvDeletenew_score'] }];
    expect(await destination.describe('new_score', [])).toMatchObject({ createable: false, updateable: true, deletable: false });
  });
});

describe('values', () => {
  test.each([
    ['a choice by its number', { new_segment: '2' }, { new_segment: '2' }],
    ['several choices', { new_tags: '1,2' }, { new_tags: '1,2' }],
    ['a time in UTC', { new_seen: '2026-01-31T23:59:59Z' }, { new_seen: '2026-01-31T23:59:59Z' }],
    ['a time without a zone', { new_local: '2026-01-31T23:59:59' }, { new_local: '2026-01-31T23:59:59Z' }],
    ['a day', { new_day: '2026-01-31' }, { new_day: '2026-01-31' }],
    ['a lookup by Id', { new_customerid_account: ACCOUNT_ID }, { new_customerid: ACCOUNT_ID }],
    [
      'a lookup by an alternate key of its parent',
      { 'new_customerid_account.accountnumber': 'A-1' },
      { new_customerid: ACCOUNT_ID },
    ],
  ])('%s arrives', async (_, values, expected) => {
    expect(await sent([row('a', values)], Object.keys(values))).toMatchObject([{ status: 'accepted', created: true }]);
    expect(stored('a')).toMatchObject(expected);
    const cleared = Object.fromEntries(Object.keys(values).map((name) => [name, null]));
    expect(await sent([row('a', cleared)], Object.keys(values))).toMatchObject([{ status: 'accepted', created: false }]);
    expect(Object.values(expected).length > 0 && Object.keys(expected).map((name) => stored('a')?.[name])).toEqual([null]);
  });

  test('are found as they are, a lookup by a key of its parent too', async () => {
    const columns = ['new_customerid_account.accountnumber', 'new_seen', 'new_segment'];
    await sent(
      [
        row('a', { 'new_customerid_account.accountnumber': 'A-1', new_seen: '2026-01-31T23:59:59Z', new_segment: '1' }),
        row('b', {}),
      ],
      columns,
    );
    const object = await destination.describe('new_score', ['new_key', ...columns]);
    const found = object === null ? [] : await destination.find({ object, by: 'new_key', keys: ['a', 'b'], fields: columns });
    expect([...found].sort((a, b) => (a.key < b.key ? -1 : 1)).map((r) => r.values)).toEqual([
      { 'new_customerid_account.accountnumber': 'A-1', new_seen: '2026-01-31T23:59:59Z', new_segment: '1' },
      { 'new_customerid_account.accountnumber': null, new_seen: null, new_segment: null },
    ]);
  });
});

describe('rows', () => {
  test.each([
    ['a text that is too long', { name: 'x'.repeat(101) }, '0x80044331'],
    ['a choice that is none', { new_segment: '7' }, '0x8004431a'],
    ['a parent that is not there', { 'new_customerid_account.accountnumber': 'nobody' }, '0x80060891'],
    ['a column that nobody may set', { new_formula: 'x' }, '0x80060888'],
  ])('%s is refused alone, by its code', async (_, values, code) => {
    const rows = [row('a', { name: 'A' }), row('b', values), row('c', { name: 'C' })];
    expect(await sent(rows, ['name', ...Object.keys(values)])).toMatchObject([
      { status: 'accepted' },
      { status: 'refused', code },
      { status: 'accepted' },
    ]);
    expect(subject.stored()).toHaveLength(2);
  });

  test('duplicate detection runs, unless the export allows duplicates', async () => {
    subject.org.rules.duplicates.set('new_score', (one, other) => one.name === other.name);
    await sent([row('a', { name: 'Same' })], ['name']);
    const again = [row('b', { name: 'Same' })];
    expect(await sent(again, ['name'])).toMatchObject([{ status: 'refused', code: '0x80040333' }]);
    expect(await sent(again, ['name'], { options: { assignmentRules: false, duplicateRules: 'allow' } })).toMatchObject([
      { status: 'accepted' },
    ]);
  });

  test('a hundred rows cost one request', async () => {
    const rows = Array.from({ length: destination.sendLimit }, (_, i) => row(`k${i}`, { name: `n${i}` }));
    const outcomes = await sent(rows, ['name']);
    expect(outcomes.every((o) => o.status === 'accepted')).toBe(true);
    expect(subject.org.journal.requests.filter((e) => e.writes)).toHaveLength(1);
  });

  test('a limit that asks for a longer wait than a run has is EXPORT_QUOTA, and says no value', async () => {
    subject.org.faults.add({ url: /\$batch$/, nth: 4, times: 99 }, tooMany('requests', 3600));
    const error = await sent([row('secret', { name: 'secret' })], ['name']).then(
      () => null,
      (thrown: HighwaterError) => thrown,
    );
    expect(error).toMatchObject({ code: 'EXPORT_QUOTA', message: expect.not.stringContaining('secret') });
    expect(subject.stored()).toEqual([]);
  });
});
