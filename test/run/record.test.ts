import { expect, test } from 'vitest';
import { whyOf } from '../../src/engine/run-record.ts';
import type { TableRecord } from '../../src/model/record.ts';

const ORDERED = { mode: 'incremental', why: 'not started by a schedule' } as const;
const table = (
  mode: 'full' | 'incremental',
  why: string,
  startedAt: string | null = '2026-11-01T00:00:00Z',
  cursor: string | null = 'stamp',
): TableRecord => ({ mode, why, startedAt, cursor }) as TableRecord;
const changes = table('incremental', 'changes since the last successful import');
const first = table('full', 'first sync');

test.each([
  ['as ordered', [changes], 'not started by a schedule'],
  ['a first run says so, whatever was ordered', [first, first], 'first sync'],
  ['some tables in full', [changes, first], 'not started by a schedule; 1 of 2 tables in full: first sync'],
  [
    'several reasons',
    [first, table('full', 'the filter changed, so the table is read from the start')],
    'each for its own reason',
  ],
  [
    'a table without a cursor is read in full each time',
    [changes, table('full', 'the table has no cursor', undefined, null)],
    'not started by a schedule',
  ],
  ['tables that were not begun count for nothing', [changes, table('full', 'first sync', null)], 'not started by a schedule'],
  ['nothing was begun', [], 'not started by a schedule'],
] as const)('the run says why it did what it did: %s', (_, tables, why) => {
  expect(whyOf(tables, ORDERED)).toBe(why);
});
