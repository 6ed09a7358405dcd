import { describe, expect, test } from 'vitest';
import { decideMode, readEvent } from '../../src/action/event.ts';

describe('mode: auto', () => {
  test.each([
    ['0 2 * * *', '0 2 * * *', 'full'],
    ['0 2 * * *', '0  2 *  * * ', 'full'],
    ['0 */2 * * *', '0 2 * * *', 'incremental'],
    ['0 2 * * *', null, 'incremental'],
    [undefined, '0 2 * * *', 'incremental'],
  ] as const)('cron %j with full_sync_schedule %j is %s', (schedule, full, mode) => {
    expect(decideMode('auto', schedule, full).mode).toBe(mode);
  });

  test('a named mode wins over the schedule', () => {
    expect(decideMode('incremental', '0 2 * * *', '0 2 * * *').mode).toBe('incremental');
    expect(decideMode('full', undefined, null).mode).toBe('full');
  });

  test('says why', () => {
    expect(decideMode('auto', '0 */2 * * *', '0 2 * * *').why).toBe(
      'the cron that fired (0 */2 * * *) is not run.full_sync_schedule (0 2 * * *)',
    );
  });
});

describe('the event file', () => {
  test.each([
    [undefined, undefined, ''],
    ['not json', undefined, ''],
    ['null', undefined, ''],
    ['{"schedule":"0 2 * * *","repository":{"default_branch":"trunk"}}', '0 2 * * *', 'trunk'],
    ['{"schedule":null,"repository":null}', undefined, ''],
  ])('%j', (json, schedule, defaultBranch) => {
    expect(readEvent(json)).toMatchObject({ schedule, defaultBranch });
  });
});
