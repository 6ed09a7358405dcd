import { describe, expect, test } from 'vitest';
import { type Candidate, costOf, dueNow, whyDue } from '../../src/engine/plan/full-syncs-due.ts';

const DAY = 86_400;
const CLOCK = '2026-11-21T02:00:00.000Z';

function ago(days: number): string {
  return new Date(Date.parse(CLOCK) - days * DAY * 1000).toISOString();
}

function candidate(table: string, days: number | null, more: Partial<Candidate> = {}): Candidate {
  const lastFullSyncAt = days === null ? null : ago(days);
  return { source: 'db', table, rows: 1000, lastFullSyncAt, everySeconds: 7 * DAY, clock: CLOCK, ...more };
}

type Past = Parameters<typeof costOf>[1][number];

function past(table: string, days: number, more: Partial<Past> = {}): Past {
  return {
    source: 'db',
    table,
    mode: 'full',
    status: 'succeeded',
    startedAt: ago(days),
    seconds: 60,
    requests: 10,
    rows: 1000,
    ...more,
  };
}

const PLENTY = { seconds: 1e6, requests: Number.POSITIVE_INFINITY };
const tables = (turns: readonly { candidate: Candidate }[]) => turns.map((t) => t.candidate.table);

describe('a full sync is due', () => {
  test.each([
    [6.9, 7 * DAY, false],
    [7.1, 7 * DAY, true],
    [0.001, 1, true],
    [null, 7 * DAY, true],
    [1000, null, false],
    [null, null, false],
  ])('%j days after the last one with an interval of %j s: %j', (days, everySeconds, due) => {
    expect(whyDue(candidate('a', days, { everySeconds })) !== null).toBe(due);
  });

  test('says how old the last one is, and what allows it', () => {
    expect(whyDue(candidate('a', 8))).toBe('its last full sync was 8 d ago (full_sync_every: 7 d)');
  });

  test('where the last one is dated days ahead: a clock that was wrong once keeps no table from its turn', () => {
    expect(whyDue(candidate('a', -400))).toMatch(/in the future/);
    expect(whyDue(candidate('a', -0.01))).toBeNull();
  });
});

describe('what is due at once', () => {
  const due = [candidate('young', 8), candidate('oldest', 30), candidate('older', 20), candidate('fresh', 1)];

  test('goes in this run where it fits, oldest first', () => {
    expect(tables(dueNow(due, [], PLENTY).now)).toEqual(['oldest', 'older', 'young']);
  });

  test.each([
    ['time', { seconds: 130, requests: Number.POSITIVE_INFINITY }],
    ['calls', { seconds: 1e6, requests: 25 }],
  ])('is spread over runs where its %s would not fit', (_, budget) => {
    const history = ['young', 'oldest', 'older'].map((t) => past(t, 40));
    const { now, later } = dueNow(due, history, budget);
    expect([tables(now), tables(later)]).toEqual([['oldest', 'older'], ['young']]);
  });

  test('goes one at a time where nothing fits, and each table has its turn', () => {
    const history = ['young', 'oldest', 'older'].map((t) => past(t, 40, { seconds: 1e9 }));
    let waiting = due;
    const order: string[] = [];
    for (let run = 0; run < 3; run++) {
      const done = tables(dueNow(waiting, history, { seconds: 0, requests: 0 }).now);
      order.push(...done);
      waiting = waiting.map((c) => (done.includes(c.table) ? { ...c, lastFullSyncAt: CLOCK } : c));
    }
    expect(order).toEqual(['oldest', 'older', 'young']);
  });

  test('lets others pass where the oldest fails in each run', () => {
    const history = [past('oldest', 0.1, { status: 'failed' })];
    expect(tables(dueNow(due, history, { seconds: 0, requests: 0 }).now)).toEqual(['older']);
  });
});

describe('what a full sync takes', () => {
  test.each<[string, Past[], number, { seconds: number; requests: number }]>([
    [
      'as the last one did',
      [past('a', 9, { seconds: 5 }), past('a', 8, { seconds: 7, requests: 3 })],
      1000,
      { seconds: 7, requests: 3 },
    ],
    ['more for more rows', [past('a', 8, { seconds: 7, requests: 3 })], 2000, { seconds: 14, requests: 6 }],
    ['not as an incremental one', [past('a', 8, { mode: 'incremental', seconds: 0 })], 10_000, { seconds: 2, requests: 5 }],
    ['not as one that failed', [past('a', 8, { status: 'failed', seconds: 0 })], 10_000, { seconds: 2, requests: 5 }],
    ['a guess where none is known', [], 10_000, { seconds: 2, requests: 5 }],
  ])('%s', (_, history, rows, cost) => {
    expect(costOf({ source: 'db', table: 'a', rows }, history)).toEqual(cost);
  });
});
