import { describe, expect, test } from 'vitest';
import { OPEN, only, rows, scores, useScores } from './scores.ts';

const on = useScores();

describe('an export', () => {
  test('sends what is new, then nothing, then what changed', async () => {
    await on.world.sync({ 'db.scores': rows(7) });
    const first = await on.world.run(scores(OPEN));
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
    expect(on.held('Score__c')).toEqual(['1.5', '3', '4.5', '6', '7.5', '9', '10.5']);
    const writes = on.service.writes;
    const second = await on.world.run(scores(OPEN));
    expect(only(second)).toMatchObject({ status: 'succeeded', considered: 7, unchanged: 7, new: 0, sent: 0 });
    expect(second.state.saved).toBeNull();
    expect(on.service.writes).toBe(writes);
    await on.world.sync({ 'db.scores': rows(8, 'CASE WHEN i = 2 THEN 100 ELSE i * 1.5 END') });
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({
      unchanged: 6,
      new: 1,
      changed: 1,
      sent: 2,
      created: 1,
      updated: 1,
    });
    expect(on.service.records.size).toBe(8);
    expect(on.service.find('Key__c', 'k2')[0]?.Score__c).toBe('100');
  });

  test('goes by jobs above bulk_above, in pieces', async () => {
    await on.world.sync({ 'db.scores': rows(2500) });
    const record = only(await on.world.run(scores(`${OPEN}\nmax_rows: 5000\nbulk_above: 10`)));
    expect(record).toMatchObject({ status: 'succeeded', sent: 2500, created: 2500, pending: 0 });
    expect(record.jobs.map((j) => j.end)).toEqual(['completed', 'completed', 'completed']);
    expect(on.service.records.size).toBe(2500);
    expect(only(await on.world.run(scores(`${OPEN}\nmax_rows: 5000\nbulk_above: 10`)))).toMatchObject({
      unchanged: 2500,
      sent: 0,
    });
  });

  test('a dry run writes nothing and shows before and after', async () => {
    await on.world.sync({ 'db.scores': rows(2) });
    const record = await on.world.run(scores(OPEN), { dryRun: true });
    expect([record.mode, on.service.writes]).toEqual(['export-plan', 0]);
    expect(await on.world.file('scores', 'plan.csv')).toBe(
      'Key__c,action,Score__c.before,Score__c.after\nk1,create or update,,1.5\nk2,create or update,,3\n',
    );
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({ new: 2, sent: 2 });
  });

  test('first runs need --first, --limit sends a few, and limits send nothing', async () => {
    await on.world.sync({ 'db.scores': rows(20) });
    expect(only(await on.world.run(scores()))).toMatchObject({
      status: 'failed',
      sent: 0,
      error: { code: 'EXPORT_LIMIT', hint: expect.stringContaining('--first') },
    });
    expect(only(await on.world.run(scores(), { limit: 2 }))).toMatchObject({ status: 'succeeded', sent: 2, new: 20 });
    expect(only(await on.world.run(scores('max_rows: 10'), { first: true }))).toMatchObject({
      error: { code: 'EXPORT_LIMIT' },
      sent: 0,
    });
    expect(only(await on.world.run(scores(), { first: true }))).toMatchObject({ status: 'succeeded', sent: 18 });
    await on.world.sync({ 'db.scores': rows(20, 'i') });
    expect(only(await on.world.run(scores(), { first: true }))).toMatchObject({ error: { code: 'EXPORT_LIMIT' } });
  });

  test('refused rows are parked until their values change or --retry-parked', async () => {
    await on.world.sync({ 'db.scores': rows(5) });
    on.service.rule = (row) => (row.Score__c === '3' ? 'Score 3 is forbidden' : null);
    const record = await on.world.run(scores(OPEN));
    expect(only(record)).toMatchObject({ status: 'failed', sent: 4, refused: 1, error: { code: 'EXPORT_ROWS_REFUSED' } });
    expect(JSON.stringify(record)).not.toMatch(/forbidden|k2/);
    expect(await on.world.file('scores', 'failed.csv')).toBe(
      'Key__c,code,message,Score__c\nk2,FIELD_CUSTOM_VALIDATION_EXCEPTION,Score 3 is forbidden,3\n',
    );
    const again = only(await on.world.run(scores(OPEN)));
    expect(again).toMatchObject({ status: 'succeeded', unchanged: 4, parked: 1, sent: 0, refused: 0 });
    on.service.rule = () => null;
    expect(only(await on.world.run(scores(OPEN), { retryParked: true }))).toMatchObject({ sent: 1, parked: 0 });
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({ unchanged: 5, parked: 0 });
  });

  test('values that a field can not hold park their rows', async () => {
    await on.world.sync({
      'db.scores': `SELECT 'k' || i AS id, i AS score, CASE i WHEN 2 THEN 'C' ELSE 'A' END AS seg FROM range(1, 4) t(i)`,
    });
    const record = only(
      await on.world.run(scores(OPEN, 'SELECT id AS Key__c, score AS Score__c, seg AS Segment__c FROM db.scores')),
    );
    expect(record).toMatchObject({
      sent: 2,
      refused: 1,
      parked: 1,
      error: { code: 'EXPORT_VALUE_NOT_POSSIBLE', message: expect.stringContaining('Segment__c is not among the values') },
    });
    expect(await on.world.file('scores', 'failed.csv')).toContain('k2,EXPORT_VALUE_NOT_POSSIBLE');
    expect(
      only(await on.world.run(scores(OPEN, 'SELECT id AS Key__c, score AS Score__c, seg AS Segment__c FROM db.scores'))),
    ).toMatchObject({ status: 'succeeded', parked: 1, refused: 0 });
  });

  test('locked rows are tried again in smaller batches and never parked', async () => {
    await on.world.sync({ 'db.scores': rows(4) });
    on.service.mishaps.lockOnce.add('k2').add('k3');
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({ status: 'succeeded', sent: 4 });
  });

  test('a lost answer leaves rows pending; the next run sends them again and makes no second record', async () => {
    await on.world.sync({ 'db.scores': rows(7) });
    on.service.mishaps.loseAnswers = 1;
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({
      status: 'failed',
      sent: 0,
      pending: 7,
      error: { code: 'SOURCE_UNREACHABLE' },
    });
    expect(on.service.records.size).toBe(3);
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({ status: 'succeeded', sent: 7 });
    expect(on.service.records.size).toBe(7);
  });

  test('asks for the results of a job that the last run lost before it sends anything', async () => {
    await on.world.sync({ 'db.scores': rows(9) });
    on.service.mishaps.loseJob = true;
    const options = `${OPEN}\nbulk_above: 2`;
    expect(only(await on.world.run(scores(options)))).toMatchObject({ status: 'failed', sent: 0, pending: 9 });
    const [writes, written] = [on.service.writes, on.service.writtenRows];
    expect(only(await on.world.run(scores(options)))).toMatchObject({
      status: 'succeeded',
      unchanged: 9,
      sent: 0,
      jobs: [{ end: 'completed' }],
    });
    expect([on.service.writes, on.service.writtenRows]).toEqual([writes, written]);
  });

  test('a job that fails part of the way has all its outcomes; the rest goes next time', async () => {
    await on.world.sync({ 'db.scores': rows(9) });
    on.service.mishaps.failJobAfter = 4;
    const options = `${OPEN}\nbulk_above: 2`;
    expect(only(await on.world.run(scores(options)))).toMatchObject({
      status: 'failed',
      sent: 4,
      pending: 5,
      error: { code: 'EXPORT_JOB_FAILED' },
    });
    expect((await on.world.file('scores', 'unsent.csv')).trim().split('\n')).toHaveLength(6);
    expect(only(await on.world.run(scores(options)))).toMatchObject({ status: 'succeeded', unchanged: 4, sent: 5 });
  });

  test('the quota of the service keeps what was accepted', async () => {
    await on.world.sync({ 'db.scores': rows(7) });
    on.service.mishaps.quota = 1;
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({ sent: 3, pending: 4, error: { code: 'EXPORT_QUOTA' } });
    on.service.mishaps.quota = null;
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({ unchanged: 3, sent: 4 });
  });
});
