import type { Usage } from '../../model/contract.ts';

/** Calls that this run may still make of a source: its share of each limit (`run.api_budget`), and no more than what others have left of it. */
export function callsLeft({ requests, quotas, refills }: Usage, apiBudget: number): number {
  if (refills) return Number.POSITIVE_INFINITY;
  return Math.min(...quotas.map((q) => Math.min(q.limit * apiBudget - requests, q.limit - q.used)));
}
