import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { OPEN, only, rows, scores, useScores } from './scores.ts';

const on = useScores();

describe('with compare_with', () => {
  const compared = (options = ''): string => scores(`${OPEN}\ncompare_with: crm.Account\n${options}`);
  /** What a sync of the service would bring. */
  const account = (): string => {
    const records = [...on.service.records.values()].map((r) => `('${r.Id}', '${r.Key__c}', ${r.Score__c ?? 'NULL'})`);
    return `SELECT id AS "Id", k AS "Key__c", CAST(s AS DECIMAL(10,2)) AS "Score__c" FROM (VALUES ${[...records, "('', '', 0)"].join(', ')}) t(id, k, s) WHERE id <> ''`;
  };

  test('rows that the service holds already are not sent, even where the ledger is lost', async () => {
    await on.world.sync({ 'db.scores': rows(5) });
    on.service.write('upsert', 'Key__c', { id: null, key: 'k2', values: { Score__c: '3' } });
    await on.world.sync({ 'crm.Account': account() });
    expect(only(await on.world.run(compared()))).toMatchObject({ unchanged: 1, new: 4, sent: 4 });
    expect((await on.world.file('scores', 'plan.csv')).split('\n')[1]).toBe('k1,create,,1.5');
    await rm(join(on.world.directory, 'state'), { recursive: true });
    await on.world.sync({ 'db.scores': rows(5), 'crm.Account': account() });
    const writes = on.service.writes;
    expect(only(await on.world.run(compared()))).toMatchObject({ unchanged: 5, sent: 0 });
    expect(on.service.writes).toBe(writes);
  });

  test('the next sync verifies what was sent', async () => {
    await on.world.sync({ 'db.scores': rows(5), 'crm.Account': account() });
    await on.world.run(compared());
    // No sync has seen these rows yet: its copy of the service says nothing against them.
    expect(only(await on.world.run(compared()))).toMatchObject({ unchanged: 5, conflicts: 0, sent: 0 });
    expect(await on.world.sync({ 'crm.Account': account() }, compared())).toMatchObject([{ verified: 5, differing: 0 }]);
    expect(await on.world.sync({ 'crm.Account': account() }, compared())).toEqual([]);
  });

  test('a flow that changes what was written is noticed by the next sync, and is no reason to send again', async () => {
    on.service.flow = (r) => {
      if (r.Score__c === '3') r.Score__c = '99';
    };
    await on.world.sync({ 'db.scores': rows(5), 'crm.Account': account() });
    await on.world.run(compared());
    expect(await on.world.sync({ 'crm.Account': account() }, compared())).toMatchObject([
      { verified: 4, differing: 1, differingFields: ['Score__c'] },
    ]);
    expect(only(await on.world.run(compared()))).toMatchObject({ unchanged: 5, conflicts: 0, sent: 0 });
    await on.world.sync({ 'db.scores': rows(5, 'CASE WHEN i = 2 THEN 4 ELSE i * 1.5 END') });
    expect(only(await on.world.run(compared()))).toMatchObject({ changed: 1, conflicts: 0, sent: 1 });
    // A person's edit afterwards is a conflict again.
    await on.world.sync({ 'crm.Account': account() }, compared());
    on.service.edit('Key__c', 'k2', { Score__c: '7' });
    await on.world.sync({ 'crm.Account': account() }, compared());
    expect(only(await on.world.run(compared()))).toMatchObject({ changed: 1, conflicts: 1, sent: 1 });
  });

  test.each([
    ['overwrite', { conflicts: 1, changed: 1, sent: 1 }, '3'],
    ['keep', { conflicts: 1, changed: 0, sent: 0 }, '50'],
    ['fail', { conflicts: 1, sent: 0, error: { code: 'EXPORT_CONFLICT' } }, '50'],
  ])('conflict: %s %j', async (conflict, expected, left) => {
    const text = compared(`conflict: ${conflict}`);
    await on.world.sync({ 'db.scores': rows(3), 'crm.Account': account() });
    await on.world.run(text);
    await on.world.sync({ 'crm.Account': account() }, text);
    on.service.edit('Key__c', 'k2', { Score__c: '50' });
    await on.world.sync({ 'crm.Account': account() }, text);
    expect(only(await on.world.run(text))).toMatchObject(expected);
    expect(on.service.find('Key__c', 'k2')[0]?.Score__c).toBe(left);
  });

  test('an edit between sync and export is found right before sending', async () => {
    const text = compared('conflict: keep');
    await on.world.sync({ 'db.scores': rows(3), 'crm.Account': account() });
    await on.world.run(text);
    await on.world.sync({ 'crm.Account': account() }, text);
    await on.world.sync({ 'db.scores': rows(3, 'i') });
    on.service.edit('Key__c', 'k2', { Score__c: '50' });
    expect(only(await on.world.run(text))).toMatchObject({ conflicts: 1, changed: 2, sent: 2 });
    expect(on.service.find('Key__c', 'k2')[0]?.Score__c).toBe('50');
  });

  test('an edit of a field that was empty until then is found too', async () => {
    const text = compared('conflict: keep\nnulls: clear');
    const empty = rows(3, 'CASE WHEN i <> 2 THEN i END');
    await on.world.sync({ 'db.scores': empty, 'crm.Account': account() });
    await on.world.run(text);
    await on.world.sync({ 'crm.Account': account() }, text);
    await on.world.sync({ 'db.scores': rows(3, 'i * 2') });
    on.service.edit('Key__c', 'k2', { Score__c: '50' });
    expect(only(await on.world.run(text))).toMatchObject({ conflicts: 1, changed: 2, sent: 2 });
    expect(on.service.find('Key__c', 'k2')[0]?.Score__c).toBe('50');
  });

  test.each([
    ['overwrite', { new: 1, conflicts: 1, sent: 1, created: 1 }, 3],
    ['keep', { conflicts: 1, sent: 0, unchanged: 2 }, 2],
    ['fail', { conflicts: 1, sent: 0, error: { code: 'EXPORT_CONFLICT' } }, 2],
  ])('a record that somebody has deleted is a conflict, too: %s %j', async (conflict, expected, left) => {
    const text = compared(`conflict: ${conflict}`);
    await on.world.sync({ 'db.scores': rows(3), 'crm.Account': account() });
    await on.world.run(text);
    await on.world.sync({ 'crm.Account': account() }, text);
    for (const { Id } of on.service.find('Key__c', 'k2')) on.service.records.delete(Id);
    await on.world.sync({ 'crm.Account': account() }, text);
    expect(only(await on.world.run(text))).toMatchObject(expected);
    expect(on.service.records.size).toBe(left);
  });

  test('a record that the synced table never shows is not sent again and again', async () => {
    const visible = (): string => `SELECT * FROM (${account()}) WHERE "Key__c" <> 'k2'`;
    await on.world.sync({ 'db.scores': rows(3), 'crm.Account': visible() });
    await on.world.run(compared());
    await on.world.sync({ 'crm.Account': visible() }, compared());
    expect(only(await on.world.run(compared()))).toMatchObject({ unchanged: 3, conflicts: 0, sent: 0 });
  });

  test('update finds a deleted record missing', async () => {
    const text = compared('operation: update');
    for (const key of ['k1', 'k2', 'k3']) on.service.create({ Key__c: key });
    await on.world.sync({ 'db.scores': rows(3), 'crm.Account': account() });
    await on.world.run(text);
    await on.world.sync({ 'crm.Account': account() }, text);
    for (const { Id } of on.service.find('Key__c', 'k2')) on.service.records.delete(Id);
    await on.world.sync({ 'crm.Account': account() }, text);
    expect(only(await on.world.run(text))).toMatchObject({ missing: 1, unchanged: 2, sent: 0 });
  });
});
