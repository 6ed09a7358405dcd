import type { Note } from '../../../model/table.ts';
import { NOTHING_HELD, toMicros } from '../../../model/watermark.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { id } from '../describe/names.ts';

const ISO = (instant: string) => `to_char(${instant} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

// Of other sessions a user without pg_read_all_stats sees neither the transaction's start nor its state, and nobody sees them of a
// session whose track_activities is off; but that there is one: every transaction holds its virtual id in pg_locks. Highwater's
// own are read-only and stamp nothing.
const RUNNING = `
  SELECT ${ISO('now()')} AS now, ${ISO('pg_postmaster_start_time()')} AS "serverStart", ${ISO('min(a.xact_start)')} AS oldest,
    coalesce(json_agg(l.virtualtransaction) FILTER (WHERE l.pid IS NOT NULL), '[]') AS open,
    coalesce(json_agg(l.virtualtransaction) FILTER (WHERE a.xact_start IS NULL AND l.pid IS NOT NULL AND a.query = '<insufficient privilege>'), '[]') AS hidden,
    coalesce(json_agg(l.virtualtransaction) FILTER (WHERE a.xact_start IS NULL AND l.pid IS NOT NULL AND a.state = 'disabled'), '[]') AS untracked
  FROM pg_stat_activity a LEFT JOIN pg_locks l ON l.pid = a.pid AND l.locktype = 'virtualxid' AND l.mode = 'ExclusiveLock'
  WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
    AND coalesce(a.backend_type, '') NOT IN ('autovacuum worker', 'walsender', 'parallel worker')
    AND NOT (a.application_name = 'highwater' AND a.usename IS NOT DISTINCT FROM current_user)`;

// When a prepared transaction began is known to nobody.
const PREPARED = `SELECT ${ISO('min(prepared)')} AS prepared, ${ISO('clock_timestamp()')} AS "listedAt"
  FROM pg_prepared_xacts WHERE database = current_database()`;

// A standby does not know what runs on the primary, and may be behind it: its state is as old as the last commit that it has
// replayed. Before the first since its start that is not known: then the next run reads everything.
const REPLAYED = `SELECT ${ISO('now()')} AS now, ${ISO('pg_postmaster_start_time()')} AS "serverStart",
  ${ISO('coalesce(pg_last_xact_replay_timestamp(), to_timestamp(0))')} AS replayed`;

interface Answer {
  readonly now: string;
  readonly serverStart: string;
  readonly oldest?: string | null;
  readonly open?: readonly string[];
  readonly hidden?: readonly string[];
  readonly untracked?: readonly string[];
  readonly prepared?: string | null;
  readonly listedAt?: string;
  readonly replayed?: string;
}

export interface Clock {
  /** The database's clock, UTC with microseconds. */
  readonly now: string;
  /** `now`, lowered to the start of the oldest transaction that had not ended and whose start is known. */
  readonly safe: string;
  /** No transaction that is open began before. */
  readonly earliest: string;
  /** Transactions that had not ended and may have begun at any time before, in words; null where there are none. */
  readonly unseen: string | null;
  readonly notes: readonly Note[];
}

/** Which transactions are open now: the first sample of a run. Within a transaction of the session. */
export async function sampleTransactions(session: DatabaseSession): Promise<TransactionSample> {
  const asked = async () => Promise.all([session.query<Answer>(RUNNING), session.query<Answer>(PREPARED)]);
  return transactionSample(merged(await session.together(asked)));
}

/**
 * The database's clock and what is to be known of the transactions that are open. Their rows carry a time from their start on and appear
 * at their commit. To be asked *before* the snapshot is taken, sessions before prepared transactions: one that ends in between is
 * then either seen here or in the snapshot. Leaves a transaction open, which the next one ends.
 */
export async function databaseClock(session: DatabaseSession, standby: boolean, known: OpenTransactions): Promise<Clock> {
  const asked = standby ? [REPLAYED] : [RUNNING, PREPARED];
  const answer = merged(await session.begin<Answer>({ isolation: 'READ COMMITTED', statements: asked }));
  const { now, serverStart, oldest, replayed } = answer;
  const hidden = (answer.hidden ?? []).map((transaction) => known.startedAfter(transaction, now));
  if (!standby) known.add(transactionSample(answer));
  const candidates = [now, oldest, replayed, ...hidden].filter((t): t is string => typeof t === 'string');
  const safe = candidates.reduce((a, b) => (toMicros(b) < toMicros(a) ? b : a));
  const unseen = unseenOf(answer, standby, hidden.filter((start) => start === null).length);
  // A prepared transaction outlives the server.
  const earliest = typeof answer.prepared === 'string' ? NOTHING_HELD : serverStart;
  return { now, safe, earliest, unseen, notes: standby ? [] : openNote(now, safe) };
}

function merged(answers: readonly (readonly Answer[])[]): Answer {
  return Object.assign({}, ...answers.flat());
}

function transactionSample({ now, listedAt = now, open = [] }: Answer): TransactionSample {
  return { at: now, listedAt, open };
}

function unseenOf({ untracked = [], prepared }: Answer, standby: boolean, hidden: number): string | null {
  if (standby) return 'a standby does not show the transactions that run on its primary';
  const found = [
    ...(hidden > 0 ? [`${hidden} transaction(s) of other users were open, and this user can't see when they began`] : []),
    ...(untracked.length > 0
      ? [`${untracked.length} transaction(s) were open in sessions with track_activities = off, which hides when they began`]
      : []),
    ...(typeof prepared === 'string'
      ? [`a transaction has been prepared since ${prepared}, and PostgreSQL does not show when it began`]
      : []),
  ];
  return found.length === 0 ? null : found.join('; ');
}

const HOUR = 3_600_000_000n;

function openNote(now: string, safe: string): Note[] {
  if (toMicros(now) - toMicros(safe) <= HOUR) return [];
  return [
    { kind: 'plan', message: `a transaction has been open since ${safe}; until it ends, each incremental run reads from there` },
  ];
}

/** What every run says to a user without pg_read_all_stats whose tables have a timestamp as their cursor. */
export function hiddenTransactionsNote(user: string): Note {
  const message = `${user} can't see when other users' transactions began. Nothing that they commit late is lost, but to find it a run may have to scan the whole table. To avoid that, run: GRANT pg_read_all_stats TO ${id(user)};`;
  return { kind: 'access', message };
}

/** Which transactions were open at one moment, by their virtual ids, which everyone may see. */
export interface TransactionSample {
  /** When the asking transaction began, UTC with microseconds. */
  readonly at: string;
  /** When the list was complete. */
  readonly listedAt: string;
  readonly open: readonly string[];
}

// A run samples once a table; the first one and the latest tell all that the others could.
const KEPT = 20;

/**
 * Bounds the start of transactions whose start this user may not see: one that an earlier sample does not show began after that sample.
 * A virtual id belongs to one top-level transaction, from BEGIN to its end, whether it has written yet or not:
 * https://www.postgresql.org/docs/current/transaction-id.html
 */
export class OpenTransactions {
  #samples: TransactionSample[] = [];

  add(sample: TransactionSample): void {
    this.#samples.push(sample);
    if (this.#samples.length > KEPT) this.#samples.splice(1, 1);
  }

  /** Not before this the transaction began; null where no sample shows that. `now`: when the caller's own sample was asked. */
  startedAfter(transaction: string, now: string): string | null {
    // Samples are taken side by side: one that was still being listed says nothing about what ended meanwhile.
    const earlier = this.#samples.filter((s) => s.listedAt <= now && !s.open.includes(transaction)).map((s) => s.at);
    return earlier.length === 0 ? null : earlier.reduce((a, b) => (a > b ? a : b));
  }
}
