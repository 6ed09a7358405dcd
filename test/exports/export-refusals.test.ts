import { describe, expect, test } from 'vitest';
import { OPEN, only, rows, scores, useScores } from './scores.ts';

const on = useScores();

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
    await on.world.sync({ 'db.scores': rows(1) });
    const text = scores(OPEN, JSON.stringify(query));
    const record = await on.world.run(key === '' ? text : text.replace('key: Key__c', `key: ${key}`));
    expect(only(record)).toMatchObject({ status: 'failed', sent: 0, error: { code } });
    expect(JSON.stringify(record)).not.toContain('secret');
    expect([on.service.writes, on.service.records.size]).toEqual([0, 0]);
  });

  test('an input is too old or was never synced', async () => {
    await on.world.sync({ 'db.scores': rows(1) });
    on.world.later(4 * 3600);
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({
      error: { code: 'EXPORT_INPUT_STALE', message: expect.stringContaining('last synced 4h ago') },
    });
    expect(only(await on.world.run(scores(OPEN, 'SELECT Id AS Key__c FROM crm.Account')))).toMatchObject({
      error: { code: 'EXPORT_INPUT_STALE', message: expect.stringContaining('never been synced') },
    });
  });

  test('the last sync of an input failed, or the table to compare with is too old', async () => {
    await on.world.sync({ 'crm.Account': 'SELECT NULL::VARCHAR AS "Id", NULL::VARCHAR AS "Key__c" WHERE false' });
    on.world.later(4 * 3600);
    await on.world.sync({ 'db.scores': rows(1) });
    expect(only(await on.world.run(scores(`${OPEN}\ncompare_with: crm.Account`)))).toMatchObject({
      error: { code: 'EXPORT_INPUT_STALE', message: expect.stringContaining('crm.Account was last synced 4h ago') },
    });
    await on.world.state(async (c) =>
      c.run(
        `INSERT INTO _highwater.runs BY NAME SELECT 'r' AS run_id, now() AS started_at, 'failed' AS status, 'db' AS source, 'scores' AS "table"`,
      ),
    );
    expect(only(await on.world.run(scores(OPEN)))).toMatchObject({
      error: { code: 'EXPORT_INPUT_STALE', message: expect.stringContaining('db.scores failed in its last sync') },
    });
    expect(on.service.writes).toBe(0);
  });
});
