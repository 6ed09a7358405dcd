import type { HistoryEntry } from '../../model/record.ts';

type Turn = Pick<HistoryEntry, 'source' | 'table' | 'status' | 'startedAt'>;

/**
 * The order in which tables are read: whose last turn is longest ago comes first, else as planned. So where runs are cut short
 * (run.timeout), every table has its turn in one of them, and one that never fits into a run does not keep the others from theirs.
 */
export function inTurn<P extends { readonly plan: { readonly source: string; readonly ref: { readonly name: string } } }>(
  planned: readonly P[],
  history: readonly Turn[],
): P[] {
  const last = new Map<string, string>();
  for (const { source, table, status, startedAt } of history) {
    const name = JSON.stringify([source, table]);
    if (status !== 'skipped' && startedAt > (last.get(name) ?? '')) last.set(name, startedAt);
  }
  const turn = ({ plan }: P): string => last.get(JSON.stringify([plan.source, plan.ref.name])) ?? '';
  return [...planned].sort((a, b) => (turn(a) < turn(b) ? -1 : turn(a) > turn(b) ? 1 : 0));
}
