import { describe, expect, test } from 'vitest';
import { OPEN, only, rows, scores, useScores } from './scores.ts';

const on = useScores();

describe('operation and nulls', () => {
  test('update never creates; keys without a record are missing', async () => {
    on.service.write('upsert', 'Key__c', { id: null, key: 'K1', values: {} });
    await on.world.sync({ 'db.scores': rows(3) });
    const text = scores(`${OPEN}\noperation: update`);
    expect(only(await on.world.run(text))).toMatchObject({ considered: 3, missing: 2, sent: 1, created: 0, updated: 1 });
    expect(on.service.records.size).toBe(1);
    expect(on.held('Score__c')).toEqual(['1.5']);
    expect((await on.world.file('scores', 'plan.csv')).split('\n')[1]).toBe('k1,update,,1.5');
  });

  test('nulls are kept, or clear', async () => {
    await on.world.sync({ 'db.scores': rows(2) });
    await on.world.run(scores(OPEN));
    await on.world.sync({ 'db.scores': "SELECT 'k1' AS id, NULL::DECIMAL(10,2) AS score UNION ALL SELECT 'k2', 3" });
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({ unchanged: 2, sent: 0 });
    expect(only(await on.world.run(scores(`${OPEN}\nnulls: clear`)))).toMatchObject({ changed: 1, sent: 1 });
    expect(on.held('Score__c')).toEqual([null, '3']);
    expect(only(await on.world.run(scores(`${OPEN}\nnulls: clear`)))).toMatchObject({ unchanged: 2 });
  });

  test.each([
    ['calls', ''],
    ['jobs', '\nbulk_above: 1'],
  ])('what people have written stays where the query gives NULL, by %s', async (_, more) => {
    for (const key of ['k1', 'k2']) on.service.create({ Key__c: key, Segment__c: 'A' });
    await on.world.sync({ 'db.scores': rows(2) });
    const query = 'SELECT id AS Key__c, score AS Score__c, NULL::VARCHAR AS Segment__c FROM db.scores';
    expect(only(await on.world.run(scores(OPEN + more, query)))).toMatchObject({ sent: 2, updated: 2 });
    expect(on.held('Segment__c')).toEqual(['A', 'A']);
    expect(only(await on.world.run(scores(`${OPEN + more}\nnulls: clear`, query)))).toMatchObject({ sent: 0 });
  });

  test('a record that has another key by now is not the one of its old key', async () => {
    const text = (more: string): string => scores(`${OPEN}\n${more}`);
    await on.world.sync({ 'db.scores': rows(3) });
    await on.world.run(text('gone: delete'));
    // Customer k1 is k9 now, here and there.
    on.service.edit('Key__c', 'k1', { Key__c: 'k9' });
    await on.world.sync({ 'db.scores': `SELECT CASE id WHEN 'k1' THEN 'k9' ELSE id END AS id, score FROM (${rows(3)})` });
    const record = only(await on.world.run(text('gone: delete'), { allowDeletes: true }));
    expect(record).toMatchObject({ status: 'succeeded', gone: 0, deleted: 0, unchanged: 2, sent: 1 });
    expect(on.service.find('Key__c', 'k9')).toMatchObject([{ Score__c: '1.5' }]);
    await on.world.sync({ 'db.scores': rows(3, 'i * 2') });
    expect(only(await on.world.run(text('operation: update')))).toMatchObject({ missing: 1, sent: 2 });
    expect(on.service.find('Key__c', 'k9')).toMatchObject([{ Score__c: '1.5' }]);
  });

  test.each([
    ['{ clear: [Score__c] }', { gone: 1, cleared: 1 }, [null, '3', '4.5']],
    ['delete', { gone: 1, deleted: 1 }, ['3', '4.5']],
  ])('gone: %s: what is gone is touched only where deletes are allowed', async (gone, expected, left) => {
    const text = scores(`${OPEN}\ngone: ${gone}`, "SELECT id AS Key__c, score AS Score__c, 'A' AS Segment__c FROM db.scores");
    await on.world.sync({ 'db.scores': rows(3) });
    await on.world.run(text);
    await on.world.sync({ 'db.scores': `SELECT * FROM (${rows(3)}) WHERE id <> 'k1'` });
    expect(only(await on.world.run(text))).toMatchObject({
      status: 'failed',
      gone: 1,
      cleared: 0,
      deleted: 0,
      error: { code: 'EXPORT_NOT_ALLOWED' },
    });
    expect(on.held('Score__c')).toEqual(['1.5', '3', '4.5']);
    expect(only(await on.world.run(text, { allowDeletes: true }))).toMatchObject({ status: 'succeeded', ...expected });
    expect(on.held('Score__c')).toEqual(left);
    expect(on.held('Segment__c')).toEqual(left.map(() => 'A'));
    expect(only(await on.world.run(text, { allowDeletes: true }))).toMatchObject({ status: 'succeeded', gone: 0 });
  });

  test('exports wait for those that they name, and are skipped where these fail', async () => {
    await on.world.sync({ 'db.scores': rows(2) });
    on.service.rule = () => 'no';
    const child = scores(`${OPEN}\nafter: [parents]`).replace('scores:', 'children:');
    const both = `${child}\n${scores(OPEN).replace('scores:', 'parents:')}`;
    const record = await on.world.run(both);
    expect(record.exports).toMatchObject([
      { name: 'parents', status: 'failed' },
      { name: 'children', status: 'skipped', sent: 0 },
    ]);
    on.service.rule = () => null;
    expect((await on.world.run(both, { retryParked: true })).exports).toMatchObject([
      { status: 'succeeded', sent: 2 },
      { status: 'succeeded' },
    ]);
  });
});
