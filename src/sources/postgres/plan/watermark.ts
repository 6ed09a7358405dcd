import type { HeldBack } from '../../../model/contract.ts';
import type { TablePlan } from '../../../model/plan.ts';
import type { Note } from '../../../model/table.ts';
import { heldBackTo, toMicros, type Watermark } from '../../../model/watermark.ts';
import type { Session } from '../connect/session.ts';
import type { TableIdentity } from '../describe/identity.ts';
import type { Snapshot } from '../read/snapshot.ts';
import { blindNote, type Clock } from './database-clock.ts';
import { heldBackOf, holdsCursor, newestAtSource } from './held-back.ts';
import type { CursorFacts } from './row-queries.ts';
import { marksOf, type Overlap, type WindowMarks } from './window.ts';

export interface Seen {
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
export async function timestampWatermark(session: Session, plan: TablePlan, seen: Seen): Promise<End> {
  const { clock, cursor, snapshot, identity, overlap } = seen;
  const column = plan.schema.cursor?.column ?? '';
  const { marks, notes } = marksAfter(plan, seen);
  const token = JSON.stringify({ ...identity, window: overlap === null ? marks : { ...marks, overlap } });
  const watermark: Watermark = { kind: 'timestamp', value: marks.clock, token };
  const heldBack = heldBackOf(column, cursor.type, clock.now);
  if (holdsCursor(plan.schema)) return { watermark, heldBack, notes };
  const newest = await newestAtSource(session, snapshot, column, cursor.type, heldBack, plan.options.where);
  return { watermark: heldBackTo(watermark, newest, heldBack.slackSeconds), notes: [...notes, ...heldBack.describe(newest)] };
}

function marksAfter(plan: TablePlan, { clock, snapshot, versioned, server }: Seen): { marks: WindowMarks; notes: Note[] } {
  const plain: WindowMarks = { clock: clock.safe, ...(versioned ? { xmin: snapshot.xmin } : {}) };
  const { unseen } = clock;
  const known = [...clock.notes, ...(server.standby || server.seesTransactions ? [] : [blindNote(server.user)])];
  const notes = (message: string): Note[] => [...known, { kind: 'plan', message }];
  if (unseen === null) return { marks: plain, notes: known };
  if (versioned) {
    return {
      marks: { ...plain, unseen: true },
      notes: notes(`${unseen}: the next run looks at the versions of all rows, so that nothing is lost that they commit`),
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
  return { marks: { clock: held }, notes: notes(`${unseen}: until a run sees none of them, each reads from ${held} on`) };
}
