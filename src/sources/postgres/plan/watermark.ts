import type { HeldBack } from '../../../model/contract.ts';
import type { TablePlan } from '../../../model/plan.ts';
import type { Note, TableSchema } from '../../../model/table.ts';
import { heldBackTo, later, toMicros, type Watermark } from '../../../model/watermark.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { nextTransaction } from '../describe/access.ts';
import type { RelationRow } from '../describe/catalog.ts';
import type { CursorFacts, CursorType } from '../describe/cursor.ts';
import {
  type ClusterIdentity,
  identityReason,
  newMembersReason,
  parseIdentity,
  type TableIdentity,
  tableIdentity,
} from '../describe/identity.ts';
import { id, qualified } from '../describe/names.ts';
import type { Snapshot } from '../read/snapshot.ts';
import { type Clock, hiddenTransactionsNote } from './database-clock.ts';
import { conditionsOf } from './key-ranges.ts';
import { selection } from './row-queries.ts';
import {
  marksOf,
  type Overlap,
  sinceCondition,
  type Window,
  type WindowMarks,
  windowOf,
  xminReason,
  ZONE_SECONDS,
} from './window.ts';

export interface WatermarkFacts {
  readonly clock: Clock;
  readonly cursor: CursorFacts;
  readonly snapshot: Snapshot;
  readonly identity: TableIdentity;
  /** Rows have versions, and this user may see them. */
  readonly versioned: boolean;
  readonly overlap: Overlap | null;
  readonly server: { readonly standby: boolean; readonly seesTransactions: boolean; readonly user: string };
}

export interface End {
  readonly watermark: Watermark;
  readonly heldBack?: HeldBack;
  readonly notes: readonly Note[];
}

/** From where the next incremental run must read, and what of that the report should say. Under the snapshot. */
export async function timestampWatermark(session: DatabaseSession, plan: TablePlan, seen: WatermarkFacts): Promise<End> {
  const { clock, cursor, snapshot, identity, overlap } = seen;
  const column = plan.schema.cursor?.column ?? '';
  const { marks, notes } = marksAfter(plan, seen);
  const token = JSON.stringify({ ...identity, window: overlap === null ? marks : { ...marks, overlap } });
  const watermark: Watermark = { kind: 'timestamp', value: marks.clock, token };
  const heldBack = heldBackOf(column, cursor.type, clock.now);
  if (holdsCursor(plan.schema)) return { watermark, heldBack, notes };
  const newest = await newestAtSource(session, snapshot, column, cursor.type, heldBack, conditionsOf(plan.options));
  return { watermark: heldBackTo(watermark, newest, heldBack.slackSeconds), notes: [...notes, ...heldBack.describe(newest)] };
}

function marksAfter(
  plan: TablePlan,
  { clock, snapshot, versioned, server }: WatermarkFacts,
): { marks: WindowMarks; notes: Note[] } {
  const plain: WindowMarks = { clock: clock.safe, ...(versioned ? { xmin: snapshot.xmin } : {}) };
  const { unseen } = clock;
  const known = [...clock.notes, ...(server.standby || server.seesTransactions ? [] : [hiddenTransactionsNote(server.user)])];
  const notes = (message: string): Note[] => [...known, { kind: 'plan', message }];
  if (unseen === null) return { marks: plain, notes: known };
  if (versioned) {
    return {
      marks: { ...plain, unseen: true },
      notes: notes(`${unseen}; so that nothing they commit is lost, the next run checks the versions of all rows`),
    };
  }
  if (server.standby) {
    const covered = `the lookback of ${plan.options.lookbackSeconds} s covers those shorter than that, and a full sync all`;
    return { marks: plain, notes: notes(`${unseen}: ${covered}`) };
  }
  // What is open now had not ended at the last import either, or began since: it is not before that one's clock.
  const last = marksOf(plan.since);
  const before = last?.unseen === true ? clock.earliest : (last?.clock ?? plan.since?.value ?? clock.earliest);
  const held = toMicros(before) < toMicros(clock.safe) ? before : clock.safe;
  return { marks: { clock: held }, notes: notes(`${unseen}; until a run sees none of them, each run reads from ${held} on`) };
}

const DUCKDB: Readonly<Record<CursorType, string>> = { timestamptz: 'TIMESTAMPTZ', timestamp: 'TIMESTAMP', date: 'DATE' };

const DAY = 86_400_000_000n;

/** How the watermark is held back at the newest cursor value. Values that no clock can show yet (`infinity`) say nothing of where rows arrive. */
export function heldBackOf(column: string, type: CursorType, now: string): HeldBack {
  const zoned = type === 'timestamptz';
  return {
    type: DUCKDB[type],
    until: zoned ? now : later(now, ZONE_SECONDS.later),
    slackSeconds: zoned ? 0 : ZONE_SECONDS.earlier,
    describe: (newest) => farBehind(column, newest, now),
  };
}

function farBehind(column: string, newest: string | null, now: string): Note[] {
  if (newest === null || toMicros(now) - toMicros(newest) <= DAY) return [];
  const days = Number((toMicros(now) - toMicros(newest)) / DAY);
  const message = `the newest ${column} is ${newest}, ${days} day${days === 1 ? '' : 's'} behind the database's clock. Incremental runs look for new rows from there on. One that arrives with an older ${column} is found by the next full sync; \`cursor: xmin\` finds it at once`;
  return [{ kind: 'plan', column, message }];
}

/** True where the warehouse has the cursor's values. */
export function holdsCursor({ columns, cursor }: TableSchema): boolean {
  return columns.some((c) => c.name === cursor?.column);
}

/** The newest cursor value at the source itself, where `columns` leaves it out of the warehouse. Under the snapshot. */
export async function newestAtSource(
  session: DatabaseSession,
  { relation }: Snapshot,
  column: string,
  type: CursorType,
  { until }: HeldBack,
  conditions: readonly string[],
): Promise<string | null> {
  const c = id(column);
  const at = type === 'timestamptz' ? `max(${c}) AT TIME ZONE 'UTC'` : `max(${c})::timestamp`;
  const bounds = [`${c} <= '${until}'::timestamptz::${type}`, `isfinite(${c})`, ...conditions];
  const [row] = await session.query<{ newest: string | null }>(
    `SELECT to_char(greatest(${at}, '1970-01-01'), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS newest FROM ${qualified(relation)} WHERE ${bounds.join(' AND ')} HAVING count(*) > 0`,
  );
  return row?.newest ?? null;
}

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
  session: DatabaseSession,
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
  const conditions = [from, ...conditionsOf(options)].join(' AND ');
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

type WindowFacts = Pick<WatermarkFacts, 'snapshot' | 'versioned'> & {
  readonly clock: Clock | null;
  readonly cursor: CursorFacts | null;
  /** See windowOf. */
  readonly rewritten: boolean;
};

export async function windowToRead(
  session: DatabaseSession,
  plan: TablePlan,
  { clock, cursor, snapshot, versioned, rewritten }: WindowFacts,
): Promise<{ window: Window | null; overlap: Overlap | null }> {
  if (clock === null || cursor === null || plan.since === null) return { window: null, overlap: null };
  const window = windowOf(plan.since, versioned, rewritten);
  if (window.xmin !== null) return { window, overlap: null };
  const { same, next } = await compareOverlap(session, snapshot, plan, cursor, window, clock.safe);
  return { window: same ? { ...window, low: window.clock } : window, overlap: next };
}

/**
 * Why an incremental plan can't continue at its watermark, which says nothing about another server, an earlier state of this one, or
 * another table of the same name; null where it can.
 */
export async function whyNotContinue(
  session: DatabaseSession,
  { since }: TablePlan,
  relation: RelationRow,
  server: { readonly cluster: ClusterIdentity | null; readonly standby: boolean },
): Promise<string | null> {
  const before = parseIdentity(since?.token);
  const [now, next] = await session.together(async () =>
    Promise.all([tableIdentity(session, relation, server.cluster), nextTransaction(session)]),
  );
  const reason = before === null ? null : (identityReason(before, now) ?? newMembersReason(before, now, relation));
  if (reason !== null || since === null) return reason;
  if (since.kind === 'xmin') return xminReason(since.value, next);
  const xmin = marksOf(since)?.xmin;
  // Of standbys behind one name, some may be behind the others at any time.
  return xmin === undefined || (server.standby && BigInt(next) < BigInt(xmin)) ? null : xminReason(xmin, next);
}
