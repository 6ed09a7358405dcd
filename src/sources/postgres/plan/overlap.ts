import type { TablePlan } from '../../../model/plan.ts';
import type { Session } from '../connect/session.ts';
import { sinceCondition } from '../describe/cursor.ts';
import { qualified } from '../describe/names.ts';
import type { Snapshot } from '../read/snapshot.ts';
import { type CursorFacts, selection } from './row-queries.ts';
import type { Overlap, Window } from './window.ts';

// Fewer are read in less time than they are hashed in.
const MANY_ROWS = 10_000;

export interface OverlapFound {
  /** What was read before is there as it was. */
  readonly same: boolean;
  /** For the next run, should the newest cursor value stay what it is. */
  readonly next: Overlap | null;
}

/**
 * Where rows have no versions (views, foreign tables, single columns), those from the newest cursor value on up to the clock of the last run would
 * be read in each run, however many they are. Many are compared at the source first: their count, and a sum over hashes of all that
 * would be read of each. Under the snapshot.
 */
export async function compareOverlap(
  session: Session,
  snapshot: Snapshot,
  plan: TablePlan,
  cursor: CursorFacts,
  window: Window,
  clock: string,
): Promise<OverlapFound> {
  const { options, schema } = plan;
  const since = (at: string | null) => sinceCondition(schema.cursor?.column ?? '', cursor.type, at, options.lookbackSeconds);
  const [from, to, next] = [since(window.low), since(window.clock), since(clock)];
  const nothing = { same: false, next: null };
  if (window.low === null || from === to) return nothing;
  const conditions = [from, ...(options.where === undefined ? [] : [`(${options.where}\n)`])].join(' AND ');
  const rows = `FROM ${qualified(snapshot.relation)} WHERE ${conditions}`;
  const [guess] = await session.query<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
    `EXPLAIN (FORMAT JSON) SELECT 1 ${rows} AND NOT ${to}`,
  );
  if ((guess?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0) < MANY_ROWS) return nothing;
  const hash = `hashtextextended(ROW(${selection(plan).join(', ')})::text, 0)`;
  const upTo = (edge: string) => `concat(count(*) FILTER (WHERE NOT ${edge}), ':', sum(${hash}) FILTER (WHERE NOT ${edge}))`;
  const [found] = await session.query<{ now: string; next: string }>(`SELECT ${upTo(to)} AS now, ${upTo(next)} AS next ${rows}`);
  if (found === undefined) return nothing;
  const { overlap } = window;
  const same = overlap !== null && overlap.from === from && overlap.to === to && overlap.hash === found.now;
  return { same, next: { from, to: next, hash: found.next } };
}
