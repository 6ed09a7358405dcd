import type { Login } from './pg-client.ts';
import { DatabaseSession, type ServerFacts } from './session.ts';

// Ending what was cut off must not hold up the end of a run.
const TERMINATE_TIMEOUT = 5000;

/**
 * The connections of one source: made when one is needed, kept for the next table, ended together. Nothing limits their
 * number here; the engine reads `run.parallel` partitions at once.
 */
export class Connections {
  readonly #login: Login;
  readonly #signal: AbortSignal;
  readonly #idle: DatabaseSession[] = [];
  readonly #busy = new Set<DatabaseSession>();
  readonly #ending = new Set<Promise<void>>();
  #facts: ServerFacts = { version: 0, watchesClient: false };
  /** True behind a pooler, whose process ids mean nothing to the server. */
  pooled = false;
  requests = 0;

  constructor(login: Login, signal: AbortSignal) {
    this.#login = login;
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  get facts(): ServerFacts {
    return this.#facts;
  }

  set facts(facts: ServerFacts) {
    this.#facts = facts;
    for (const session of [...this.#idle, ...this.#busy]) session.facts = facts;
  }

  readonly #onAbort = () => {
    this.cut([...this.#busy]);
  };

  /** A connection of one's own until `release`. Throws what the login throws. */
  async acquire(): Promise<DatabaseSession> {
    this.#signal.throwIfAborted();
    const kept = this.#idle.pop();
    if (kept !== undefined && !kept.broken) return this.#lend(kept);
    if (kept !== undefined) return this.acquire();
    const session = new DatabaseSession(await this.#login.connect(), this.#facts, () => {
      this.requests += 1;
    });
    if (this.#signal.aborted) {
      await session.close();
      this.#signal.throwIfAborted();
    }
    return this.#lend(session);
  }

  #lend(session: DatabaseSession): DatabaseSession {
    this.#busy.add(session);
    return session;
  }

  /** Gives a connection back; its transaction is ended first, and a broken one is forgotten. */
  async release(session: DatabaseSession): Promise<void> {
    if (!this.#busy.has(session)) return;
    await session.end().catch(() => session.kill());
    this.#busy.delete(session);
    if (!session.broken) this.#idle.push(session);
  }

  /** Runs work on a connection in a read-only transaction. */
  async within<T>(work: (session: DatabaseSession) => Promise<T>): Promise<T> {
    const session = await this.acquire();
    try {
      return await session.transaction(async () => work(session));
    } finally {
      await this.release(session);
    }
  }

  /**
   * Cuts connections in the middle of whatever they do. A server process that is sending notices at its next byte; one that
   * computes or waits for a lock does not, so each is cancelled over another connection.
   */
  cut(sessions: readonly DatabaseSession[]): void {
    const pids: number[] = [];
    for (const session of sessions) {
      this.#busy.delete(session);
      if (!session.broken && session.announcedPid !== null) pids.push(session.announcedPid);
      session.kill();
    }
    if (pids.length === 0 || this.pooled) return;
    const ending = this.#terminate(pids).catch(() => undefined);
    this.#ending.add(ending);
    void ending.then(() => this.#ending.delete(ending));
  }

  async #terminate(pids: readonly number[]): Promise<void> {
    const client = await this.#login.connect();
    try {
      // The server may have given the number to someone else meanwhile: only our own user's, and only Highwater's.
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE pid = ANY($1::int[]) AND usename = current_user AND application_name = 'highwater'`,
        [pids],
      );
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.cut([...this.#busy]);
    const open = this.#idle.splice(0).map(async (session) => session.close());
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, TERMINATE_TIMEOUT);
    });
    await Promise.race([Promise.allSettled([...open, ...this.#ending]), timeout]);
    clearTimeout(timer);
    this.#login.close();
  }
}
