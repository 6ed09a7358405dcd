import { describe, expect, it } from 'vitest';
import { identityReason, newMembers, type TableIdentity } from '../../../src/sources/postgres/describe/identity.ts';
import { sinceCondition, xminCondition, xminReason } from '../../../src/sources/postgres/plan/window.ts';

const SINCE = '2026-03-01T05:00:00.000001Z';

describe('the low edge of a window', () => {
  it.each([
    { type: 'timestamptz' as const, lookback: 600, condition: `"at" >= '2026-03-01T04:50:00.000001Z'::timestamptz` },
    { type: 'timestamp' as const, lookback: 600, condition: `"at" >= '2026-02-28T16:50:00.000001'::timestamp` },
    { type: 'date' as const, lookback: 600, condition: `"at" >= '2026-02-28'::date` },
    { type: 'timestamptz' as const, lookback: 0, condition: `"at" >= '2026-03-01T05:00:00.000001Z'::timestamptz` },
  ])('$type less $lookback s', ({ type, lookback, condition }) => {
    expect(sinceCondition('at', type, SINCE, lookback)).toBe(condition);
  });
});

describe('transaction ids', () => {
  it('are 64 bits in the watermark and 32 in the column', () => {
    expect(xminCondition('12884901893')).toBe("age(xmin) <= age('5'::xid)");
  });

  it.each([
    { since: '1000', next: '1000', reason: null },
    { since: '1000', next: '2000000000', reason: null },
    { since: '1000', next: '2147484648', reason: 'repeat' },
    { since: '4294967290', next: '4294967300', reason: null },
    { since: '1000', next: '999', reason: 'behind' },
  ])('from $since to $next', ({ since, next, reason }) => {
    if (reason === null) expect(xminReason(since, next)).toBeNull();
    else expect(xminReason(since, next)).toContain(reason);
  });
});

describe('what a watermark speaks for', () => {
  const own: TableIdentity = {
    cluster: { system: '1', timeline: 1, next: '1000' },
    database: '5',
    relation: '100',
    members: ['1', '2'],
  };

  it.each([
    { now: own, reason: null },
    { now: { ...own, cluster: { system: '2', timeline: 1 } }, reason: 'another one' },
    { now: { ...own, cluster: { system: '1', timeline: 2 } }, reason: 'timeline 1, now 2' },
    { now: { ...own, cluster: null }, reason: null },
    { now: { ...own, cluster: { system: '1', timeline: 1, next: '999' } }, reason: 'restored to an earlier state' },
    { now: { ...own, cluster: { system: '1', timeline: 1, next: '1000' } }, reason: null },
    { now: { ...own, cluster: { system: '1', timeline: 1, next: null } }, reason: null },
    { now: { ...own, database: '6' }, reason: 'database' },
    { now: { ...own, relation: '101' }, reason: 'replaced' },
    { now: { ...own, definition: 'x' }, reason: 'definition' },
    { now: { ...own, members: ['1', '2', '3'] }, reason: null },
    { now: { ...own, members: 'hash' }, reason: 'partitions' },
  ] as { now: TableIdentity; reason: string | null }[])('$reason', ({ now, reason }) => {
    if (reason === null) expect(identityReason(own, now)).toBeNull();
    else expect(identityReason(own, now)).toContain(reason);
  });

  it('new members are those that were not there', () => {
    expect(newMembers(own, { ...own, members: ['2', '3', '4'] })).toEqual(['3', '4']);
    expect(newMembers(null, own)).toEqual([]);
  });
});
