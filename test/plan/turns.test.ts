import { expect, test } from 'vitest';
import { inTurn } from '../../src/engine/plan/run-plan.ts';

const planned = (...names: string[]) => names.map((name) => ({ plan: { source: 'db', ref: { name } } }));
const turn = (table: string, day: number, status: 'succeeded' | 'failed' | 'skipped' = 'succeeded', source = 'db') => ({
  source,
  table,
  status,
  startedAt: `2026-01-0${day}T00:00:00.000Z`,
});

test.each([
  ['without a history they are read as planned', [], 'a b c d'],
  ['after a complete run too', ['a', 'b', 'c', 'd'].map((t) => turn(t, 1)), 'a b c d'],
  [
    'a run that was cut goes on with what it did not reach',
    [turn('a', 1), turn('b', 1, 'failed'), turn('c', 1, 'skipped')],
    'c d a b',
  ],
  ['the last turn counts', [turn('a', 1), turn('a', 3), turn('b', 2), turn('c', 2), turn('d', 1)], 'd b c a'],
  [
    'what never fits into a run waits like the others',
    [turn('a', 2, 'failed'), turn('b', 1), turn('c', 1), turn('d', 1)],
    'b c d a',
  ],
  ['another source’s table of that name is another', [turn('a', 1, 'succeeded', 'crm')], 'a b c d'],
])('%s', (_name, history, expected) => {
  const order = inTurn(planned('a', 'b', 'c', 'd'), history).map((p) => p.plan.ref.name);
  expect(order.join(' ')).toBe(expected);
});
