import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ExportRecord } from '../../src/model/export-record.ts';
import type { RunRequest } from './histories/ground.ts';
import { FIELDS, memoryCrm } from './histories/memory-crm.ts';
import { OpenEngine } from './histories/open-engine.ts';
import { MemoryService } from './memory-destination.ts';
import { OPEN, rows, scores } from './scores.ts';

// Rows whose answer was lost: what may be said of them, and what may not. The engine's state stays open, as in the histories.

let service: MemoryService;
let engine: OpenEngine;
beforeEach(async () => {
  service = new MemoryService(FIELDS);
  const { ground } = await OpenEngine.make((now) => {
    service.now = now;
    return memoryCrm(now, true, service);
  });
  engine = ground;
});
afterEach(async () => engine.close());

async function run(text: string, more: Partial<RunRequest> = {}): Promise<ExportRecord> {
  const request = { text, options: {}, kill: null, losesWork: false, failsToSave: false, ...more };
  const { records, thrown } = await engine.run(request);
  if (thrown !== null) throw thrown;
  return records[0] as ExportRecord;
}
const deleting = { options: { allowDeletes: true } };
const held = (): (string | null | undefined)[] => [...service.records.values()].map((r) => r.Score__c);

/** What a sync of the service would bring. */
const account = (): string => {
  const records = [...service.records.values()].map((r) => `('${r.Id}', '${r.Key__c}', ${r.Score__c ?? 'NULL'})`);
  return `SELECT id AS "Id", k AS "Key__c", CAST(s AS DECIMAL(10,2)) AS "Score__c" FROM (VALUES ${[...records, "('', '', 0)"].join(', ')}) t(id, k, s) WHERE id <> ''`;
};

describe('a value whose answer was lost', () => {
  const text = scores(`${OPEN}\ncompare_with: crm.Account\nconflict: fail`);

  /** The service holds 1 by an export and by a sync; then 2 is sent, and its answer is lost. */
  async function loseTwo(): Promise<void> {
    await engine.sync({ 'db.scores': rows(1, '1'), 'crm.Account': account() }, text);
    await run(text);
    await engine.sync({ 'db.scores': rows(1, '2'), 'crm.Account': account() }, text);
    service.mishaps.loseAnswers = 1;
    expect(await run(text)).toMatchObject({ sent: 0, pending: 1 });
    expect(held()).toEqual(['2']);
  }

  test('is not taken for what an older sync saw', async () => {
    await loseTwo();
    await engine.sync({ 'db.scores': rows(1, '1') }, text);
    expect(await run(text)).toMatchObject({ status: 'succeeded', sent: 1 });
    expect(held()).toEqual(['1']);
  });

  test('is nobody’s edit once a sync sees it', async () => {
    await loseTwo();
    await engine.sync({ 'db.scores': rows(1, '3'), 'crm.Account': account() }, text);
    expect(await run(text)).toMatchObject({ status: 'succeeded', conflicts: 0, sent: 1 });
  });

  test('is still unknown after a run that could not send the row again', async () => {
    await loseTwo();
    service.mishaps.quota = 0;
    await engine.sync({ 'db.scores': `${rows(1, '5')} UNION ALL SELECT 'a' || i, i FROM range(3) t(i)` }, text);
    expect(await run(text)).toMatchObject({ sent: 0, pending: 4, error: { code: 'EXPORT_QUOTA' } });
    service.mishaps.quota = null;
    await engine.sync({ 'db.scores': rows(1, '1') }, text);
    expect(await run(text)).toMatchObject({ status: 'succeeded', sent: 1 });
    expect(held()).toEqual(['1']);
  });
});

describe.each(['{ clear: [Score__c] }', 'delete'])('gone: %s', (how) => {
  const text = scores(`${OPEN}\ngone: ${how}`);
  const without = `SELECT * FROM (${rows(3)}) WHERE id <> 'k1'`;
  const isDelete = how === 'delete';

  test('a record that was written although the answer was lost is gone, too', async () => {
    await engine.sync({ 'db.scores': rows(3) }, text);
    service.mishaps.loseAnswers = 1;
    expect(await run(text)).toMatchObject({ sent: 0, pending: 3 });
    await engine.sync({ 'db.scores': without }, text);
    expect(await run(text, { options: { dryRun: true } })).toMatchObject({ gone: 1 });
    const before = isDelete ? 'k1,delete,1.5,' : 'k1,clear,1.5,';
    expect((await engine.file('scores', 'plan.csv')).split('\n')[1]).toBe(before);
    expect(await run(text)).toMatchObject({ gone: 1, sent: 2, error: { code: 'EXPORT_NOT_ALLOWED' } });
    service.mishaps.quota = 0;
    expect(await run(text, deleting)).toMatchObject({ gone: 1, error: { code: 'EXPORT_QUOTA' } });
    service.mishaps.quota = null;
    expect(await run(text, deleting)).toMatchObject({ status: 'succeeded', gone: 1, [isDelete ? 'deleted' : 'cleared']: 1 });
    expect(held()).toEqual(isDelete ? ['3', '4.5'] : [null, '3', '4.5']);
    expect(await run(text, deleting)).toMatchObject({ status: 'succeeded', gone: 0, unchanged: 2 });
  });

  test('a record that the lost call may never have reached stays', async () => {
    await engine.sync({ 'db.scores': rows(3) }, text);
    service.mishaps.loseAnswers = 1;
    await run(text);
    service.edit('Key__c', 'k1', { Score__c: '7' });
    await engine.sync({ 'db.scores': without }, text);
    expect(await run(text, deleting)).toMatchObject({ status: 'succeeded', gone: 0, sent: 2 });
    expect(held()).toEqual(['7', '3', '4.5']);
  });

  test('a row that was only refused leaves the record alone', async () => {
    service.create({ Key__c: 'k1', Score__c: '7' });
    service.rule = ({ Score__c }) => (Score__c === '1.5' ? 'no' : null);
    await engine.sync({ 'db.scores': rows(3) }, text);
    expect(await run(text)).toMatchObject({ sent: 2, refused: 1 });
    await engine.sync({ 'db.scores': without }, text);
    expect(await run(text, deleting)).toMatchObject({ status: 'succeeded', gone: 0 });
    expect(held()).toEqual(['7', '3', '4.5']);
  });

  test('a record that was touched before, and was written again by a call whose answer was lost', async () => {
    await engine.sync({ 'db.scores': rows(3) }, text);
    await run(text);
    await engine.sync({ 'db.scores': without }, text);
    expect(await run(text, deleting)).toMatchObject({ gone: 1 });
    await engine.sync({ 'db.scores': rows(3) }, text);
    service.mishaps.loseAnswers = 1;
    expect(await run(text)).toMatchObject({ pending: 1 });
    await engine.sync({ 'db.scores': without }, text);
    expect(await run(text, deleting)).toMatchObject({ status: 'succeeded', [isDelete ? 'deleted' : 'cleared']: 1 });
    expect(held().sort()).toEqual(isDelete ? ['3', '4.5'] : ['3', '4.5', null]);
  });
});

describe('jobs', () => {
  const text = scores(`${OPEN}\nbulk_above: 2`);

  test('a job that takes the place of another is in the saved state before its file is sent', async () => {
    await engine.sync({ 'db.scores': rows(9) }, text);
    service.mishaps.replaceJob = true;
    await run(text, { kill: { write: 0 }, losesWork: true });
    const written = service.writtenRows;
    expect(await run(text)).toMatchObject({ unchanged: 9, sent: 0, jobs: [{ id: '7501', end: 'completed' }] });
    expect(service.writtenRows).toBe(written);
  });

  test('a job that the ledger does not name is found by the clock of the service, whatever our own says', async () => {
    const now = service.now;
    service.now = () => new Date(now().getTime() - 3_600_000);
    await engine.sync({ 'db.scores': rows(2) }, text.replace('bulk_above: 2', 'bulk_above: 1'));
    Object.assign(service.mishaps, { loseJob: true, failJobAfter: 0 });
    await run(text.replace('bulk_above: 2', 'bulk_above: 1'));
    const accepted = ['1.5', '3'].map((Score__c, i) => ({ sf__Id: '001', sf__Created: 'true', Key__c: `k${i + 1}`, Score__c }));
    const common = { object: 'Account', operation: 'upsert', key: 'Key__c' } as const;
    const job = { ...common, id: 'of a lost state', createdAt: service.now().toISOString() };
    service.jobs.set(job.id, {
      job,
      columns: [],
      rows: [],
      end: 'completed',
      results: { accepted, failed: [], unprocessed: [] },
    });
    expect(await run(text)).toMatchObject({ unchanged: 2, sent: 0 });
  });
});
