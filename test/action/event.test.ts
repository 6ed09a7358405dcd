import { describe, expect, test } from 'vitest';
import { cronsOf, decideMode, readEvent, scheduleProblem } from '../../src/app/github/event.ts';

describe('mode: auto', () => {
  test.each([
    ['0 2 * * *', '0 2 * * *', 'full'],
    ['0 2 * * *', '0  2 *  * * ', 'full'],
    ['00 02 * * *', '0 2 * * *', 'full'],
    ['0 2 * * *', '0 02 * * *', 'full'],
    ['0 2 1,15 jan mon-fri', '0 2 01,15 1 1-5', 'full'],
    ['0 20 * * *', '0 2 * * *', 'incremental'],
    ['0 */2 * * *', '0 2 * * *', 'incremental'],
    ['0 2 * * *', null, 'incremental'],
    [undefined, '0 2 * * *', 'incremental'],
  ] as const)('cron %j with full_sync_schedule %j is %s', (schedule, full, mode) => {
    expect(decideMode('auto', schedule, full).mode).toBe(mode);
  });

  test('a run that is no full sync by its cron decides itself which tables are read in full; a named mode does not', () => {
    expect(decideMode('auto', undefined, null).auto).toBe(true);
    expect(decideMode('auto', '17 */2 * * *', '0 2 * * *').auto).toBe(true);
    expect(decideMode('plan', undefined, null).auto).toBe(true);
    expect(decideMode('incremental', undefined, null).auto).toBe(false);
    expect(decideMode('full', undefined, null).auto).toBe(false);
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

describe('the schedule of full syncs', () => {
  test.each([
    ['is the cron that fired', '0 2 * * *', '0 2 * * *', null, null],
    ['is another cron of the workflow', '17 */2 * * *', '0 2 * * *', ['17 */2 * * *', '0  02 * * *'], null],
    [
      'is none of the workflow',
      '17 */2 * * *',
      '0 2 * * *',
      ['17 */2 * * *', '30 2 * * *'],
      /has no such cron. It has "17 \*\/2 .*", "30 2 \* \* \*"/,
    ],
    [
      'is not known to be one of the workflow',
      '17 */2 * * *',
      '0 2 * * *',
      null,
      /started this run is "17 .*full_sync_schedule is "0 2/,
    ],
    ['is not set', '17 */2 * * *', null, ['17 */2 * * *'], null],
    ['does not matter to a run by hand', undefined, '0 2 * * *', [], null],
  ])('%s', (_, fired, full, crons, words) => {
    const problem = scheduleProblem(fired, full, crons);
    if (words === null) expect(problem).toBeNull();
    else expect(problem).toMatch(words);
  });

  test.each([
    [
      'on:\n  schedule:\n    - cron: "17 */2 * * *"\n    - { cron: 0 2 * * *, timezone: Europe/Paris }\n',
      ['17 */2 * * *', '0 2 * * *'],
    ],
    ['on: [push]\n', []],
    ['on: push', []],
    [': [', null],
  ])('the crons of %j', (workflow, crons) => {
    expect(cronsOf(workflow)).toEqual(crons);
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
