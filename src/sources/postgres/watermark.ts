import type { Note } from '../../model/table.ts';
import { toMicros } from '../../model/watermark.ts';
import type { Session } from './session.ts';

const ISO = (instant: string) => `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

// Of other sessions a user without pg_read_all_stats sees neither the transaction's start nor its state, and nobody sees them of a
// session whose track_activities is off; but that there is one: every transaction holds its virtual id in pg_locks. Highwater's
// own are read-only and stamp nothing.
const RUNNING = `
  SELECT ${ISO('now()')} AS now, ${ISO('min(a.xact_start)')} AS oldest,
    count(*) FILTER (WHERE a.xact_start IS NULL AND l.pid IS NOT NULL AND a.query = '<insufficient privilege>')::int AS hidden,
    count(*) FILTER (WHERE a.xact_start IS NULL AND l.pid IS NOT NULL AND a.state = 'disabled')::int AS untracked
  FROM pg_stat_activity a LEFT JOIN pg_locks l ON l.pid = a.pid AND l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock'
  WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
    AND coalesce(a.backend_type, '') NOT IN ('autovacuum worker', 'walsender', 'parallel worker')
    AND NOT (a.application_name = 'highwater' AND a.usename IS NOT DISTINCT FROM current_user)`;

const PREPARED = `SELECT ${ISO('min(prepared)')} AS prepared FROM pg_prepared_xacts WHERE database = current_database()`;

// A standby does not know what runs on the primary, and may be behind it: its state is as old as the last commit that it has
// replayed. Before the first since its start that is not known: then the next run reads everything.
const REPLAYED = `SELECT ${ISO('now()')} AS now, ${ISO('coalesce(pg_last_xact_replay_timestamp(), to_timestamp(0))')} AS replayed`;

interface Clock {
  readonly now?: string;
  readonly oldest?: string | null;
  readonly hidden?: number;
  readonly untracked?: number;
  readonly prepared?: string | null;
  readonly replayed?: string | null;
}

export interface TimestampWatermark {
  /** UTC with microseconds. */
  readonly value: string;
  readonly notes: readonly Note[];
}

/**
 * The instant from which the next incremental run must read: the database's clock, lowered to the start of the oldest
 * transaction that had not ended, whose rows carry that start and appear at its commit. To be asked *before* the
 * snapshot is taken, sessions before prepared transactions: one that ends in between is then either seen here or in the snapshot.
 * Leaves a transaction open, which the next one ends.
 */
export async function timestampWatermark(
  session: Session,
  standby: boolean,
  lookbackSeconds: number,
): Promise<TimestampWatermark> {
  const asked = standby ? [REPLAYED] : [RUNNING, PREPARED];
  const answers = await session.begin<Clock>({ isolation: 'READ COMMITTED', statements: asked });
  const clock: Clock = Object.assign({}, ...answers.flat());
  const now = clock.now ?? '';
  const candidates = [now, clock.oldest, clock.prepared, clock.replayed].filter((t): t is string => typeof t === 'string');
  const value = candidates.reduce((a, b) => (toMicros(b) < toMicros(a) ? b : a));
  return { value, notes: notesOn(clock, now, value, standby, lookbackSeconds) };
}

const HOUR = 3_600_000_000n;

function notesOn(clock: Clock, now: string, value: string, standby: boolean, lookbackSeconds: number): Note[] {
  const notes: string[] = [];
  const covered = `the lookback of ${lookbackSeconds} s covers those shorter than that; \`cursor: xmin\` covers all`;
  if (standby) notes.push(`read from a standby, which does not show the transactions that run on the primary: ${covered}`);
  if ((clock.hidden ?? 0) > 0) {
    notes.push(
      `${clock.hidden} transaction(s) of other users were running, and this user may not see since when: ${covered}, and so does GRANT pg_read_all_stats`,
    );
  }
  if ((clock.untracked ?? 0) > 0) {
    notes.push(
      `${clock.untracked} transaction(s) were running of sessions with track_activities = off, of which nobody sees since when: ${covered}`,
    );
  }
  if (clock.prepared !== null && clock.prepared !== undefined) {
    notes.push(`a prepared transaction waits since ${clock.prepared}; when it began is not known: ${covered}`);
  }
  if (toMicros(now) - toMicros(value) > HOUR && !standby) {
    notes.push(`a transaction is open since ${value}: until it ends, each incremental run reads from there`);
  }
  return notes.map((message) => ({ kind: 'plan', message }));
}
