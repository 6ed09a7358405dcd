import { HighwaterError } from '../../model/errors.ts';
import type { SampleSize } from './extent.ts';

// What one call gives of keys, and of rows by their keys, with each of the services at least.
const ROWS_A_CALL = 2000;
const SAMPLED_A_CALL = 100;
// Pages of wide rows are short; of more rows than these, jobs give long ones.
const WIDE_ROWS_A_CALL = 200;
const MOST_BY_PAGES = 20_000;
// To begin with, for the tail, and for what differs.
const FURTHER_CALLS = 20;

/** What a comparison may cost, for people. Throws where `left` (calls that this run may still make) is less than its keys take. */
export function statedCost(name: string, of: { rows: number; sample: SampleSize; left: number }): string {
  const { rows, sample, left } = of;
  const wide = sample === 'all' ? Math.ceil(Math.min(rows, MOST_BY_PAGES) / WIDE_ROWS_A_CALL) : 0;
  const keys = Math.ceil(rows / ROWS_A_CALL) + wide + FURTHER_CALLS;
  if (left < keys) throw tooCostly(name, keys, left);
  const calls = keys + (sample === 'all' ? 0 : Math.ceil(sample / SAMPLED_A_CALL));
  const budget = Number.isFinite(left) ? ` of the ${Math.floor(left)} that run.api_budget leaves` : '';
  return `comparing ${name} with its source takes at most ${calls} calls${budget}`;
}

/** Calls that a sample may take. */
export function sampleCalls(left: number): number {
  return Math.max(0, Math.floor(left) - FURTHER_CALLS);
}

function tooCostly(name: string, calls: number, left: number): HighwaterError {
  return new HighwaterError(
    'API_BUDGET_REACHED',
    `Verifying ${name} takes up to ${calls} calls, and this run may make ${Math.max(0, Math.floor(left))} more (run.api_budget).`,
    'Nothing of it was read. Raise run.api_budget, verify fewer tables at once (-t), or verify it on another day.',
  );
}
