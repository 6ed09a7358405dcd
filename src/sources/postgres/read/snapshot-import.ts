import type { HeldBack, TableImport } from '../../../model/contract.ts';
import { type Comparison, type HeldRows, NOTHING_COUNTED } from '../../../model/counts.ts';
import { HighwaterError } from '../../../model/errors.ts';
import type { Partition, Receipt, TablePlan } from '../../../model/plan.ts';
import type { Staging } from '../../../model/staging.ts';
import type { Note } from '../../../model/table.ts';
import type { Watermark } from '../../../model/watermark.ts';
import type { Connections } from '../connect/connections.ts';
import { retryOf } from '../connect/retry.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { codeOf } from '../connect/sign-in-errors.ts';
import { qualified } from '../describe/names.ts';
import type { PartitionDetail } from '../plan/partition.ts';
import { compareKeys } from './compare-keys.ts';
import { copyToStaging } from './copy-to-staging.ts';
import type { Snapshot } from './snapshot.ts';

export interface ImportOptions {
  readonly table: string;
  readonly watermark: Watermark | null;
  readonly heldBack?: HeldBack;
  readonly partitions: readonly Partition[];
  readonly resumed: boolean;
  readonly notes: readonly Note[];
  byKey(keys: readonly (readonly string[])[]): readonly Partition[] | null;
  readonly plan: TablePlan;
  /** Round trips made to open it. */
  readonly requests: number;
  /** Translates what node-postgres throws. */
  explain(error: unknown, signal?: AbortSignal): unknown;
  notice(message: string): void;
  /** Seconds that another session may wait for the table; null: as long as it takes. */
  readonly giveWaySeconds: number | null;
}

/**
 * One table's import: the session that took the snapshot and, while partitions are read side by side, others that join it.
 * Where no other can join (no connection left, a lock is queued, a pooler), the reading goes on with those there are.
 */
export class SnapshotImport implements TableImport {
  readonly watermark: Watermark | null;
  readonly heldBack?: HeldBack;
  readonly partitions: readonly Partition[];
  readonly snapshot = true;
  readonly notes: readonly Note[];
  readonly requests: number;
  readonly resumed: boolean;
  readonly #connections: Connections;
  readonly #snapshot: Snapshot;
  readonly #options: ImportOptions;
  readonly #sessions: DatabaseSession[];
  readonly #free: DatabaseSession[];
  readonly #waiting: ((session: DatabaseSession) => void)[] = [];
  #mayGrow: boolean;
  readonly #giveWay: GiveWay | null;

  constructor(connections: Connections, coordinator: DatabaseSession, snapshot: Snapshot, options: ImportOptions) {
    this.#connections = connections;
    this.#snapshot = snapshot;
    this.#options = options;
    this.#sessions = [coordinator];
    this.#free = [coordinator];
    this.#mayGrow = snapshot.name !== null;
    this.watermark = options.watermark;
    if (options.heldBack !== undefined) this.heldBack = options.heldBack;
    this.partitions = options.partitions;
    this.resumed = options.resumed;
    this.notes = options.notes;
    this.requests = options.requests;
    const { giveWaySeconds: seconds, table } = options;
    const end = () => connections.cut([...this.#sessions]);
    this.#giveWay = seconds === null ? null : new GiveWay(connections, table, snapshot.relation.oid, seconds, end);
  }

  fetch(keys: readonly (readonly string[])[]): readonly Partition[] | null {
    return this.#options.byKey(keys);
  }

  /** Under the same snapshot as the rows, so that what differs is gone or missing for certain. */
  async compare(held: HeldRows, signal: AbortSignal): Promise<Comparison> {
    const { plan } = this.#options;
    if (plan.options.deletesBy !== 'counts' || plan.options.deletes === 'ignore') return NOTHING_COUNTED;
    const swept = this.partitions.some((p) => p.pass === 'sweep');
    let session: DatabaseSession | null = null;
    const cut = () => {
      if (session !== null) this.#connections.cut([session]);
    };
    try {
      signal.throwIfAborted();
      session = await this.#borrow(signal);
      signal.addEventListener('abort', cut, { once: true });
      return await compareKeys(session, plan, this.#snapshot.relation, held, swept);
    } catch (error) {
      throw this.#giveWay?.error ?? this.#options.explain(error, signal);
    } finally {
      signal.removeEventListener('abort', cut);
      if (session !== null) this.#giveBack(session);
    }
  }

  async read(partition: Partition, staging: Staging, signal: AbortSignal): Promise<Receipt> {
    let session: DatabaseSession | null = null;
    const cut = () => {
      if (session !== null) this.#connections.cut([session]);
    };
    try {
      signal.throwIfAborted();
      session = await this.#borrow(signal);
      signal.throwIfAborted();
      signal.addEventListener('abort', cut, { once: true });
      return await copyToStaging(session, partition.query, partition.detail as PartitionDetail, staging, cut);
    } catch (error) {
      throw this.#giveWay?.error ?? this.#options.explain(error, signal);
    } finally {
      signal.removeEventListener('abort', cut);
      if (session !== null) this.#giveBack(session);
    }
  }

  async #borrow(signal: AbortSignal): Promise<DatabaseSession> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    return (await this.#join()) ?? (await this.#wait(signal));
  }

  #giveBack(session: DatabaseSession): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(session);
    else next(session);
  }

  async #wait(signal: AbortSignal): Promise<DatabaseSession> {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(take), 1);
        reject(signal.reason);
      };
      const take = (session: DatabaseSession) => {
        signal.removeEventListener('abort', onAbort);
        resolve(session);
      };
      this.#waiting.push(take);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** One more session under the same snapshot and lock; null where that can't be had. */
  async #join(): Promise<DatabaseSession | null> {
    const { name, relation } = this.#snapshot;
    if (!this.#mayGrow || name === null) return null;
    let session: DatabaseSession | null = null;
    try {
      session = await this.#connections.acquire();
      await session.begin({
        isolation: 'REPEATABLE READ',
        snapshot: name,
        // NOWAIT: whoever waits to alter the table stands before us in the queue, and waits for our own coordinator.
        statements: [`LOCK TABLE ${qualified(relation)} IN ACCESS SHARE MODE NOWAIT`],
      });
      this.#sessions.push(session);
      return session;
    } catch (error) {
      if (session !== null) await this.#connections.release(session);
      const rule = retryOf(codeOf(error), 'joining a snapshot');
      if (rule === null) throw error;
      if (this.#mayGrow) this.#options.notice(`${this.#options.table}: ${rule.meaning}; it is read over fewer connections.`);
      this.#mayGrow = false;
      return null;
    }
  }

  async close(): Promise<void> {
    this.#giveWay?.close();
    await Promise.all(this.#sessions.map(async (session) => this.#connections.release(session)));
  }
}

const LONGEST_PAUSE_SECONDS = 10;

/** Watches whether somebody waits for a table that is being read, and ends the reading when they have waited long enough. */
export class GiveWay {
  readonly #stop = new AbortController();
  /** Why the reading was ended; null as long as it was not. */
  error: HighwaterError | null = null;

  /** `end` cuts what reads. `oid`: the relation; whoever waits for one of its partitions counts too. */
  constructor(connections: Connections, table: string, oid: string, seconds: number, end: () => void) {
    void this.#watch(connections, oid, seconds).then((waited) => {
      if (!waited) return;
      this.error = gaveWay(table, seconds);
      end();
    });
  }

  async #watch(connections: Connections, oid: string, seconds: number): Promise<boolean> {
    const { signal } = this.#stop;
    let since: number | null = null;
    while (!signal.aborted) {
      await pause(Math.min(LONGEST_PAUSE_SECONDS, seconds / 2) * 1000, signal);
      if (signal.aborted) return false;
      // Without a connection to spare nothing is known: as if nobody waited.
      const waits = await connections.within(async (session) => memberLocks(session, oid)).catch(() => false);
      since = waits ? (since ?? Date.now()) : null;
      if (since !== null && Date.now() - since >= seconds * 1000) return !signal.aborted;
    }
    return false;
  }

  close(): void {
    this.#stop.abort();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function gaveWay(table: string, seconds: number): HighwaterError {
  return new HighwaterError(
    'TABLE_LOCKED',
    `${table}: stopped reading, because another session had waited ${seconds} s for the table (ALTER TABLE, TRUNCATE or a migration).`,
    'The table keeps its previous rows, and is read again when the other session is done. The source option `give_way_after` sets how long others wait.',
    { family: 'restart' },
  );
}

/** Whether another session waits for a lock on the relation or one of its members. */
async function memberLocks(session: DatabaseSession, oid: string): Promise<boolean> {
  const [row] = await session.query<{ waits: boolean }>(
    `WITH RECURSIVE tree(oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
     SELECT EXISTS (SELECT FROM pg_locks l JOIN tree ON l.relation = tree.oid JOIN pg_database d ON d.oid = l.database
       WHERE NOT l.granted AND d.datname = current_database()) AS waits`,
    [oid],
  );
  return row?.waits === true;
}
