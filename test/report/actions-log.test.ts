import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunEvent } from '../../src/model/record.ts';
import { type ActionsCore, createActionsLog, noCommand } from '../../src/views/terminal/actions-log.ts';
import { hostileRun, hugeRun } from './extreme-fixtures.ts';
import { failureMix } from './fixtures.ts';

function fakeCore() {
  const calls: [string, string, unknown?][] = [];
  const note =
    (name: string) =>
    (message: string, properties?: unknown): void =>
      void calls.push(properties === undefined ? [name, message] : [name, message, properties]);
  const core: ActionsCore = {
    info: note('info'),
    startGroup: note('group'),
    endGroup: () => void calls.push(['end', '']),
    notice: note('notice'),
    warning: note('warning'),
    error: note('error'),
  };
  return { core, calls, of: (name: string) => calls.filter(([n]) => n === name) };
}

const extract = (rows: number): RunEvent => ({
  type: 'table',
  source: 'db',
  table: 'deals',
  stage: 'read',
  mode: 'full',
  rows,
  expectedRows: 100,
  partitions: { done: 0, total: 1 },
});

describe('the log of an action', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is a group for each stage, with a plain line every few seconds in it', () => {
    const { core, calls } = fakeCore();
    const log = createActionsLog(core);
    log.observe({ type: 'stage', stage: 'restore', detail: 'cache' });
    log.observe({ type: 'stage', stage: 'read', detail: '' });
    log.observe(extract(10));
    vi.advanceTimersByTime(10_000);
    log.close();
    expect(calls).toEqual([
      ['group', 'restore: cache'],
      ['end', ''],
      ['group', 'read'],
      ['info', '0 of 1 table done · db.deals read 10 rows (10%, 1 min 30 s left) · 10 s'],
      ['end', ''],
    ]);
  });

  it('stops its clock when it is closed', () => {
    const { core, calls } = fakeCore();
    const log = createActionsLog(core);
    log.observe(extract(1));
    log.close();
    vi.advanceTimersByTime(60_000);
    expect(calls).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('annotates each failure, on the line of the configuration where that is known', () => {
    const { core, of } = fakeCore();
    createActionsLog(core).finish(failureMix().record);
    expect(of('error')).toHaveLength(4);
    expect(of('error')[3]).toEqual([
      'error',
      expect.stringContaining('this sync would delete 1,980,112 of 2,310,442 rows'),
      { title: 'db.deals: TOO_MANY_DELETES', file: 'highwater.yml', startLine: 41, startColumn: 7 },
    ]);
    expect(of('error')[1]?.[2]).toEqual({ title: 'source erp and 3 more: SIGN_IN_REFUSED' });
  });

  it('puts more failures than GitHub shows into the last annotation', () => {
    const { core, of } = fakeCore();
    createActionsLog(core).finish(hugeRun({ tables: 300, columns: 1, messages: 100 }).record);
    expect(of('error')).toHaveLength(10);
    expect(of('error')[9]?.[2]).toEqual({ title: '291 further failures; see the step summary' });
  });

  it('makes annotations of the first ten notices and lines of the others', () => {
    const { core, of } = fakeCore();
    const log = createActionsLog(core);
    for (let i = 0; i < 14; i += 1) log.observe({ type: 'notice', source: 'crm', message: `fallback ${i}` });
    log.close();
    expect(of('notice')).toHaveLength(10);
    expect(of('info').map(([, message]) => message)).toEqual([10, 11, 12, 13].map((i) => `notice: crm: fallback ${i}`));
  });

  it('makes an annotation of a warning however many notices there were', () => {
    const { core, of } = fakeCore();
    const log = createActionsLog(core);
    for (let i = 0; i < 14; i += 1) log.observe({ type: 'notice', source: 'crm', message: `fallback ${i}` });
    log.observe({ type: 'notice', message: 'the state is gone', warning: true });
    log.close();
    expect(of('warning')).toEqual([['warning', 'the state is gone']]);
  });

  it.each([
    ['::set-output name=a::b', ':\u200B:set-output name=a::b'],
    ['  ::error::x', '  :\u200B:error::x'],
    ['a\n::error::x', 'a\n:\u200B:error::x'],
    ['\r::error::x', ':\u200B:error::x'],
    ['x ##[error]y', 'x ##\u200B[error]y'],
    ['crm::Account', 'crm::Account'],
  ])('takes the command out of %j', (text, expected) => {
    expect(noCommand(text)).toBe(expected);
  });

  it('never lets a text of a source give the runner a command', () => {
    const { core, calls } = fakeCore();
    const log = createActionsLog(core, { verbose: true });
    const evil = '::stop-commands::x';
    log.observe({ type: 'stage', stage: evil as 'read', detail: '' });
    log.observe({ type: 'notice', message: `a\n${evil}` });
    log.observe({ type: 'tables', tables: [{ source: evil, table: '##[group]x' }] });
    const { record } = hostileRun();
    log.finish({
      ...record,
      tables: record.tables.map((t) => ({ ...t, source: evil, error: { code: 'INTERNAL', message: evil, hint: `\n ${evil}` } })),
    });
    for (const [, message] of calls) expect(message).not.toMatch(/^\s*::|##\[/m);
  });
});
