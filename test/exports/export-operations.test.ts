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
    ['{ clear: [Score__c] }', { gone: 1, cleared: 1 }, [null, '3', '4.5']],
    ['delete', { gone: 1, deleted: 1 }, ['3', '4.5']],
  ])('gone: %s: what is gone is touched only where deletes are allowed', async (gone, expected, left) => {
    const text = scores(`${OPEN}\ngone: ${gone}`);
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
