import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExportRecord } from '../../src/model/export-record.ts';
import type { RunRecord } from '../../src/model/record.ts';
import { field, MemoryService, memoryDefinition } from './memory-destination.ts';
import { World } from './world.ts';

const FIELDS = [
  field('Key__c', { externalId: true, unique: true }),
  field('Loose__c', { externalId: true }),
  field('Score__c', { kind: 'decimal', nativeType: 'currency', precision: 10, scale: 2, length: null }),
  field('Segment__c', {
    kind: 'picklist',
    nativeType: 'picklist',
    restricted: true,
    values: [
      { value: 'A', label: 'A', active: true },
      { value: 'B', label: 'B', active: true },
    ],
  }),
  field('Seen__c', { kind: 'datetime', nativeType: 'datetime', length: null }),
  field('Formula__c', { createable: false, updateable: false }),
  field('Active__c', { kind: 'boolean', nativeType: 'boolean', nillable: false, length: null }),
];

let service: MemoryService;
let world: World;
beforeEach(async () => {
  service = new MemoryService(FIELDS);
  world = await World.make([memoryDefinition(service, { bulk: true, sendLimit: 3 })]);
});
afterEach(() => world.remove());

const scores = (options = '', query = 'SELECT id AS Key__c, score AS Score__c FROM db.scores'): string => `scores:
  to: crm_write
  object: Account
  key: Key__c
  query: ${query}
${options
  .split('\n')
  .filter((l) => l !== '')
  .map((l) => `  ${l}`)
  .join('\n')}`;

const OPEN = 'max_fraction: 1';
const rows = (n: number, score = 'i * 1.5'): string =>
  `SELECT 'k' || i AS id, CAST(${score} AS DECIMAL(10,2)) AS score FROM range(1, ${n + 1}) t(i)`;
const only = (record: RunRecord): ExportRecord => record.exports?.[0] as ExportRecord;
const held = (name: string): (string | null | undefined)[] => [...service.records.values()].map((r) => r[name]);

describe('an export', () => {
  test('sends what is new, then nothing, then what changed', async () => {
    await world.sync({ 'db.scores': rows(7) });
    const first = await world.run(scores(OPEN));
    expect(only(first)).toMatchObject({
      status: 'succeeded',
      error: null,
      considered: 7,
      new: 7,
      sent: 7,
      created: 7,
      updated: 0,
      pending: 0,
    });
    expect(held('Score__c')).toEqual(['1.5', '3', '4.5', '6', '7.5', '9', '10.5']);
    const writes = service.writes;
    const second = await world.run(scores(OPEN));
    expect(only(second)).toMatchObject({ status: 'succeeded', considered: 7, unchanged: 7, new: 0, sent: 0 });
    expect(second.state.saved).toBeNull();
    expect(service.writes).toBe(writes);
    await world.sync({ 'db.scores': rows(8, 'CASE WHEN i = 2 THEN 100 ELSE i * 1.5 END') });
    expect(only(await world.run(scores(OPEN)))).toMatchObject({
      unchanged: 6,
      new: 1,
      changed: 1,
      sent: 2,
      created: 1,
      updated: 1,
    });
    expect(service.records.size).toBe(8);
    expect(service.find('Key__c', 'k2')[0]?.Score__c).toBe('100');
  });

  test('goes by jobs above bulk_above, in pieces', async () => {
    await world.sync({ 'db.scores': rows(2500) });
    const record = only(await world.run(scores(`${OPEN}\nmax_rows: 5000\nbulk_above: 10`)));
    expect(record).toMatchObject({ status: 'succeeded', sent: 2500, created: 2500, pending: 0 });
    expect(record.jobs.map((j) => j.end)).toEqual(['completed', 'completed', 'completed']);
    expect(service.records.size).toBe(2500);
    expect(only(await world.run(scores(`${OPEN}\nmax_rows: 5000\nbulk_above: 10`)))).toMatchObject({ unchanged: 2500, sent: 0 });
  });

  test('a dry run writes nothing and shows before and after', async () => {
    await world.sync({ 'db.scores': rows(2) });
    const record = await world.run(scores(OPEN), { dryRun: true });
    expect([record.mode, service.writes]).toEqual(['export-plan', 0]);
    expect(await world.file('scores', 'plan.csv')).toBe(
      'Key__c,action,Score__c.before,Score__c.after\nk1,create,,1.5\nk2,create,,3\n',
    );
    expect(only(await world.run(scores(OPEN)))).toMatchObject({ new: 2, sent: 2 });
  });

  test('first runs need --first, --limit sends a few, and limits send nothing', async () => {
    await world.sync({ 'db.scores': rows(20) });
    expect(only(await world.run(scores()))).toMatchObject({
      status: 'failed',
      sent: 0,
      error: { code: 'EXPORT_LIMIT', hint: expect.stringContaining('--first') },
    });
    expect(only(await world.run(scores(), { limit: 2 }))).toMatchObject({ status: 'succeeded', sent: 2, new: 20 });
    expect(only(await world.run(scores('max_rows: 10'), { first: true }))).toMatchObject({
      error: { code: 'EXPORT_LIMIT' },
      sent: 0,
    });
    expect(only(await world.run(scores(), { first: true }))).toMatchObject({ status: 'succeeded', sent: 18 });
    await world.sync({ 'db.scores': rows(20, 'i') });
    expect(only(await world.run(scores(), { first: true }))).toMatchObject({ error: { code: 'EXPORT_LIMIT' } });
  });

  test('refused rows are parked until their values change or --retry-parked', async () => {
    await world.sync({ 'db.scores': rows(5) });
    service.rule = (row) => (row.Score__c === '3' ? 'Score 3 is forbidden' : null);
    const record = await world.run(scores(OPEN));
    expect(only(record)).toMatchObject({ status: 'failed', sent: 4, refused: 1, error: { code: 'EXPORT_ROWS_REFUSED' } });
    expect(JSON.stringify(record)).not.toMatch(/forbidden|k2/);
    expect(await world.file('scores', 'failed.csv')).toBe(
      'Key__c,code,message,Score__c\nk2,FIELD_CUSTOM_VALIDATION_EXCEPTION,Score 3 is forbidden,3\n',
    );
    const again = only(await world.run(scores(OPEN)));
    expect(again).toMatchObject({ status: 'succeeded', unchanged: 4, parked: 1, sent: 0, refused: 0 });
    service.rule = () => null;
    expect(only(await world.run(scores(OPEN), { retryParked: true }))).toMatchObject({ sent: 1, parked: 0 });
    expect(only(await world.run(scores(OPEN)))).toMatchObject({ unchanged: 5, parked: 0 });
  });

  test('values that a field can not hold park their rows', async () => {
    await world.sync({
      'db.scores': `SELECT 'k' || i AS id, i AS score, CASE i WHEN 2 THEN 'C' ELSE 'A' END AS seg FROM range(1, 4) t(i)`,
    });
    const record = only(
      await world.run(scores(OPEN, 'SELECT id AS Key__c, score AS Score__c, seg AS Segment__c FROM db.scores')),
    );
    expect(record).toMatchObject({
      sent: 2,
      refused: 1,
      parked: 1,
      error: { code: 'EXPORT_VALUE_NOT_POSSIBLE', message: expect.stringContaining('Segment__c is not among the values') },
    });
    expect(await world.file('scores', 'failed.csv')).toContain('k2,EXPORT_VALUE_NOT_POSSIBLE');
    expect(
      only(await world.run(scores(OPEN, 'SELECT id AS Key__c, score AS Score__c, seg AS Segment__c FROM db.scores'))),
    ).toMatchObject({ status: 'succeeded', parked: 1, refused: 0 });
  });

  test('locked rows are tried again in smaller batches and never parked', async () => {
    await world.sync({ 'db.scores': rows(4) });
    service.mishaps.lockOnce.add('k2').add('k3');
    expect(only(await world.run(scores(OPEN)))).toMatchObject({ status: 'succeeded', sent: 4 });
  });

  test('a lost answer leaves rows pending; the next run sends them again and makes no second record', async () => {
    await world.sync({ 'db.scores': rows(7) });
    service.mishaps.loseAnswers = 1;
    expect(only(await world.run(scores(OPEN)))).toMatchObject({
      status: 'failed',
      sent: 0,
      pending: 7,
      error: { code: 'SOURCE_UNREACHABLE' },
    });
    expect(service.records.size).toBe(3);
    expect(only(await world.run(scores(OPEN)))).toMatchObject({ status: 'succeeded', sent: 7 });
    expect(service.records.size).toBe(7);
  });

  test('asks for the results of a job that the last run lost before it sends anything', async () => {
    await world.sync({ 'db.scores': rows(9) });
    service.mishaps.loseJob = true;
    const options = `${OPEN}\nbulk_above: 2`;
    expect(only(await world.run(scores(options)))).toMatchObject({ status: 'failed', sent: 0, pending: 9 });
    const [writes, written] = [service.writes, service.writtenRows];
    expect(only(await world.run(scores(options)))).toMatchObject({
      status: 'succeeded',
      unchanged: 9,
      sent: 0,
      jobs: [{ end: 'completed' }],
    });
    expect([service.writes, service.writtenRows]).toEqual([writes, written]);
  });

  test('a job that fails part of the way has all its outcomes; the rest goes next time', async () => {
    await world.sync({ 'db.scores': rows(9) });
    service.mishaps.failJobAfter = 4;
    const options = `${OPEN}\nbulk_above: 2`;
    expect(only(await world.run(scores(options)))).toMatchObject({
      status: 'failed',
      sent: 4,
      pending: 5,
      error: { code: 'EXPORT_JOB_FAILED' },
    });
    expect((await world.file('scores', 'unsent.csv')).trim().split('\n')).toHaveLength(6);
    expect(only(await world.run(scores(options)))).toMatchObject({ status: 'succeeded', unchanged: 4, sent: 5 });
  });

  test('the quota of the service keeps what was accepted', async () => {
    await world.sync({ 'db.scores': rows(7) });
    service.mishaps.quota = 1;
    expect(only(await world.run(scores(OPEN)))).toMatchObject({ sent: 3, pending: 4, error: { code: 'EXPORT_QUOTA' } });
    service.mishaps.quota = null;
    expect(only(await world.run(scores(OPEN)))).toMatchObject({ unchanged: 3, sent: 4 });
  });
});

describe('an export is refused before anything is sent where', () => {
  test.each([
    ['a key is NULL', "SELECT NULL::VARCHAR AS Key__c, 1 AS Score__c UNION ALL SELECT 'a', 2", '', 'EXPORT_KEY_NULL'],
    ['keys differ in case alone', "SELECT unnest(['a', 'A']) AS Key__c, 1 AS Score__c", '', 'EXPORT_KEY_NOT_UNIQUE'],
    ['a field is unknown', "SELECT 'a' AS Key__c, 1 AS Scor__c", '', 'EXPORT_FIELD_UNKNOWN'],
    ['a field is a formula', "SELECT 'a' AS Key__c, 'x' AS Formula__c", '', 'EXPORT_FIELD_NOT_WRITABLE'],
    ['a datetime has no zone', "SELECT 'a' AS Key__c, TIMESTAMP '2026-01-01' AS Seen__c", '', 'EXPORT_VALUE_NOT_POSSIBLE'],
    ['the External ID need not be unique', "SELECT 'a' AS Loose__c, 1 AS Score__c", 'Loose__c', 'EXPORT_KEY_NOT_EXTERNAL_ID'],
    ['the key is no External ID', "SELECT 'a' AS Key__c, 1 AS Score__c", 'Score__c', 'EXPORT_KEY_NOT_EXTERNAL_ID'],
    ['a file is read', "SELECT 'a' AS Key__c, column0 AS Score__c FROM read_csv('/etc/passwd')", '', 'CONFIG_INVALID'],
    ['the query is no SELECT', 'DROP TABLE db.scores', '', 'CONFIG_INVALID'],
    ['the key is not in the query', 'SELECT 1 AS Score__c', '', 'CONFIG_INVALID'],
    [
      'a value fails to convert',
      "SELECT 'a' AS Key__c, CAST('secret' AS INTEGER) + score AS Score__c FROM db.scores",
      '',
      'EXPORT_VALUE_NOT_POSSIBLE',
    ],
  ])('%s', async (_, query, key, code) => {
    await world.sync({ 'db.scores': rows(1) });
    const text = scores(OPEN, JSON.stringify(query));
    const record = await world.run(key === '' ? text : text.replace('key: Key__c', `key: ${key}`));
    expect(only(record)).toMatchObject({ status: 'failed', sent: 0, error: { code } });
    expect(JSON.stringify(record)).not.toContain('secret');
    expect([service.writes, service.records.size]).toEqual([0, 0]);
  });

  test('an input is too old or was never synced', async () => {
    await world.sync({ 'db.scores': rows(1) });
    world.later(4 * 3600);
    expect(only(await world.run(scores(OPEN)))).toMatchObject({
      error: { code: 'EXPORT_INPUT_STALE', message: expect.stringContaining('last synced 4h ago') },
    });
    expect(only(await world.run(scores(OPEN, 'SELECT Id AS Key__c FROM crm.Account')))).toMatchObject({
      error: { code: 'EXPORT_INPUT_STALE', message: expect.stringContaining('never been synced') },
    });
  });
});

describe('with compare_with', () => {
  const compared = (options = ''): string => scores(`${OPEN}\ncompare_with: crm.Account\n${options}`);
  /** What a sync of the service would bring. */
  const account = (): string => {
    const records = [...service.records.values()].map((r) => `('${r.Id}', '${r.Key__c}', ${r.Score__c ?? 'NULL'})`);
    return `SELECT id AS "Id", k AS "Key__c", CAST(s AS DECIMAL(10,2)) AS "Score__c" FROM (VALUES ${[...records, "('', '', 0)"].join(', ')}) t(id, k, s) WHERE id <> ''`;
  };

  test('rows that the service holds already are not sent, even where the ledger is lost', async () => {
    await world.sync({ 'db.scores': rows(5) });
    service.write('upsert', 'Key__c', { id: null, key: 'k2', values: { Score__c: '3' } });
    await world.sync({ 'crm.Account': account() });
    expect(only(await world.run(compared()))).toMatchObject({ unchanged: 1, new: 4, sent: 4 });
    await rm(join(world.directory, 'state'), { recursive: true });
    await world.sync({ 'db.scores': rows(5), 'crm.Account': account() });
    const writes = service.writes;
    expect(only(await world.run(compared()))).toMatchObject({ unchanged: 5, sent: 0 });
    expect(service.writes).toBe(writes);
  });

  test('the next sync verifies what was sent', async () => {
    await world.sync({ 'db.scores': rows(5), 'crm.Account': account() });
    await world.run(compared());
    // No sync has seen these rows yet: its copy of the service says nothing against them.
    expect(only(await world.run(compared()))).toMatchObject({ unchanged: 5, conflicts: 0, sent: 0 });
    expect(await world.sync({ 'crm.Account': account() }, compared())).toMatchObject([{ verified: 5, differing: 0 }]);
    expect(await world.sync({ 'crm.Account': account() }, compared())).toEqual([]);
  });

  test('a flow that changes what was written is noticed by the next sync, and is no reason to send again', async () => {
    service.flow = (r) => {
      if (r.Score__c === '3') r.Score__c = '99';
    };
    await world.sync({ 'db.scores': rows(5), 'crm.Account': account() });
    await world.run(compared());
    expect(await world.sync({ 'crm.Account': account() }, compared())).toMatchObject([
      { verified: 4, differing: 1, differingFields: ['Score__c'] },
    ]);
    expect(only(await world.run(compared()))).toMatchObject({ unchanged: 5, conflicts: 0, sent: 0 });
    await world.sync({ 'db.scores': rows(5, 'CASE WHEN i = 2 THEN 4 ELSE i * 1.5 END') });
    expect(only(await world.run(compared()))).toMatchObject({ changed: 1, conflicts: 0, sent: 1 });
    // A person's edit afterwards is a conflict again.
    await world.sync({ 'crm.Account': account() }, compared());
    service.edit('Key__c', 'k2', { Score__c: '7' });
    await world.sync({ 'crm.Account': account() }, compared());
    expect(only(await world.run(compared()))).toMatchObject({ changed: 1, conflicts: 1, sent: 1 });
  });

  test.each([
    ['overwrite', { conflicts: 1, changed: 1, sent: 1 }, '3'],
    ['keep', { conflicts: 1, changed: 0, sent: 0 }, '50'],
    ['fail', { conflicts: 1, sent: 0, error: { code: 'EXPORT_CONFLICT' } }, '50'],
  ])('conflict: %s %j', async (conflict, expected, left) => {
    const text = compared(`conflict: ${conflict}`);
    await world.sync({ 'db.scores': rows(3), 'crm.Account': account() });
    await world.run(text);
    await world.sync({ 'crm.Account': account() }, text);
    service.edit('Key__c', 'k2', { Score__c: '50' });
    await world.sync({ 'crm.Account': account() }, text);
    expect(only(await world.run(text))).toMatchObject(expected);
    expect(service.find('Key__c', 'k2')[0]?.Score__c).toBe(left);
  });

  test('an edit between sync and export is found right before sending', async () => {
    const text = compared('conflict: keep');
    await world.sync({ 'db.scores': rows(3), 'crm.Account': account() });
    await world.run(text);
    await world.sync({ 'crm.Account': account() }, text);
    await world.sync({ 'db.scores': rows(3, 'i') });
    service.edit('Key__c', 'k2', { Score__c: '50' });
    expect(only(await world.run(text))).toMatchObject({ conflicts: 1, changed: 2, sent: 2 });
    expect(service.find('Key__c', 'k2')[0]?.Score__c).toBe('50');
  });
});

describe('operation and nulls', () => {
  test('update never creates; keys without a record are missing', async () => {
    service.write('upsert', 'Key__c', { id: null, key: 'K1', values: {} });
    await world.sync({ 'db.scores': rows(3) });
    const text = scores(`${OPEN}\noperation: update`);
    expect(only(await world.run(text))).toMatchObject({ considered: 3, missing: 2, sent: 1, created: 0, updated: 1 });
    expect(service.records.size).toBe(1);
    expect(held('Score__c')).toEqual(['1.5']);
  });

  test('nulls are kept, or clear', async () => {
    await world.sync({ 'db.scores': rows(2) });
    await world.run(scores(OPEN));
    await world.sync({ 'db.scores': "SELECT 'k1' AS id, NULL::DECIMAL(10,2) AS score UNION ALL SELECT 'k2', 3" });
    expect(only(await world.run(scores(OPEN)))).toMatchObject({ unchanged: 2, sent: 0 });
    expect(only(await world.run(scores(`${OPEN}\nnulls: clear`)))).toMatchObject({ changed: 1, sent: 1 });
    expect(held('Score__c')).toEqual([null, '3']);
    expect(only(await world.run(scores(`${OPEN}\nnulls: clear`)))).toMatchObject({ unchanged: 2 });
  });

  test.each([
    ['{ clear: [Score__c] }', { gone: 1, cleared: 1 }, [null, '3', '4.5']],
    ['delete', { gone: 1, deleted: 1 }, ['3', '4.5']],
  ])('gone: %s: what is gone is touched only where deletes are allowed', async (gone, expected, left) => {
    const text = scores(`${OPEN}\ngone: ${gone}`);
    await world.sync({ 'db.scores': rows(3) });
    await world.run(text);
    await world.sync({ 'db.scores': `SELECT * FROM (${rows(3)}) WHERE id <> 'k1'` });
    expect(only(await world.run(text))).toMatchObject({
      status: 'failed',
      gone: 1,
      cleared: 0,
      deleted: 0,
      error: { code: 'EXPORT_NOT_ALLOWED' },
    });
    expect(held('Score__c')).toEqual(['1.5', '3', '4.5']);
    expect(only(await world.run(text, { allowDeletes: true }))).toMatchObject({ status: 'succeeded', ...expected });
    expect(held('Score__c')).toEqual(left);
    expect(only(await world.run(text, { allowDeletes: true }))).toMatchObject({ status: 'succeeded', gone: 0 });
  });

  test('exports wait for those that they name, and are skipped where these fail', async () => {
    await world.sync({ 'db.scores': rows(2) });
    service.rule = () => 'no';
    const child = scores(`${OPEN}\nafter: [parents]`).replace('scores:', 'children:');
    const both = `${child}\n${scores(OPEN).replace('scores:', 'parents:')}`;
    const record = await world.run(both);
    expect(record.exports).toMatchObject([
      { name: 'parents', status: 'failed' },
      { name: 'children', status: 'skipped', sent: 0 },
    ]);
    service.rule = () => null;
    expect((await world.run(both, { retryParked: true })).exports).toMatchObject([
      { status: 'succeeded', sent: 2 },
      { status: 'succeeded' },
    ]);
  });
});
