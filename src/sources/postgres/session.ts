import type pg from 'pg';
import type { CopyOut } from './copy-out.ts';
import { announcedPid, wireOf } from './pg-client.ts';

/** What is known of the server once signed in; decides which settings a transaction asks for. */
export interface ServerFacts {
  /** server_version_num: 160004 is 16.4. */
  readonly version: number;
  /** The server notices a client that has gone while a query runs (PostgreSQL 14, on most systems). */
  readonly watchesClient: boolean;
}

/**
 * Settings of every transaction. They are LOCAL, and nothing is ever set outside of a transaction: behind a pooler the
 * next user of the server's connection would inherit it.
 */
const SETTINGS: readonly (readonly [name: string, value: string, since?: number])[] = [
  ['client_encoding', 'UTF8'],
  ['standard_conforming_strings', 'on'],
  ['TimeZone', 'UTC'],
  ['DateStyle', 'ISO, YMD'],
  ['IntervalStyle', 'postgres'],
  // Shortest exact text since PostgreSQL 12 (any value above 0), all digits before.
  ['extra_float_digits', '3'],
  ['bytea_output', 'hex'],
  ['xmloption', 'content'],
  ['statement_timeout', '0'],
  ['idle_in_transaction_session_timeout', '0'],
  ['transaction_timeout', '0', 170000],
];

export interface Begin {
  readonly isolation: 'READ COMMITTED' | 'REPEATABLE READ';
  /** Another transaction's exported snapshot, to read exactly what that one reads. */
  readonly snapshot?: string;
  /** Seconds to wait for a lock. */
  readonly lockSeconds?: number;
  /** Further statements, sent in the same round trip. */
  readonly statements?: readonly string[];
}

/** A connection, with one transaction at a time, always READ ONLY. Throws what node-postgres throws. */
export class Session {
  /** Round trips so far. */
  requests = 0;
  readonly #client: pg.Client;
  readonly #onRequest: () => void;
  #facts: ServerFacts;
  #broken = false;
  #inTransaction = false;

  constructor(client: pg.Client, facts: ServerFacts, onRequest: () => void) {
    this.#client = client;
    this.#facts = facts;
    this.#onRequest = () => {
      this.requests += 1;
      onRequest();
    };
    client.on('error', () => {
      this.#broken = true;
    });
    client.on('end', () => {
      this.#broken = true;
    });
  }

  get broken(): boolean {
    return this.#broken;
  }

  get announcedPid(): number | null {
    return announcedPid(this.#client);
  }

  /** `TLSv1.3`, or null where the connection is not encrypted. */
  get encryption(): string | null {
    return wireOf(this.#client).stream.getProtocol?.() ?? null;
  }

  set facts(facts: ServerFacts) {
    this.#facts = facts;
  }

  /** One statement; values go as parameters. */
  async query<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
    this.#onRequest();
    const result = await this.#client.query<Row>(sql, [...values]);
    return result.rows;
  }

  /** Several statements in one round trip; the rows of each that gives some. */
  async script<Row extends object>(statements: readonly string[]): Promise<Row[][]> {
    this.#onRequest();
    const results: unknown = await this.#client.query(statements.join(';\n'));
    const all = (Array.isArray(results) ? results : [results]) as pg.QueryResult<Row>[];
    return all.filter((r) => r.fields.length > 0).map((r) => r.rows);
  }

  /** Begins the transaction; the rows of what the further statements ask for. */
  async begin<Row extends object>(options: Begin): Promise<Row[][]> {
    this.#inTransaction = true;
    const { version, watchesClient } = this.#facts;
    const settings = SETTINGS.filter(([, , since = 0]) => version >= since).map(
      ([name, value]) => `SET LOCAL ${name} = '${value}'`,
    );
    return this.script<Row>([
      `BEGIN ISOLATION LEVEL ${options.isolation} READ ONLY`,
      // Must come before anything that reads.
      ...(options.snapshot === undefined ? [] : [`SET TRANSACTION SNAPSHOT '${options.snapshot}'`]),
      ...settings,
      `SET LOCAL lock_timeout = '${options.lockSeconds ?? 30}s'`,
      ...(watchesClient ? ["SET LOCAL client_connection_check_interval = '5s'"] : []),
      ...(options.statements ?? []),
    ]);
  }

  /** Ends the transaction, whatever state it is in. There is nothing to commit. */
  async end(): Promise<void> {
    if (!this.#inTransaction || this.#broken) return;
    this.#inTransaction = false;
    await this.script(['ROLLBACK']);
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.begin({ isolation: 'READ COMMITTED' });
    try {
      return await work();
    } finally {
      await this.end();
    }
  }

  /** Submits a COPY … TO STDOUT; read it to its end, or `kill` the session. */
  copy(copy: CopyOut): void {
    this.#onRequest();
    this.#client.query(copy);
  }

  /** Cuts the connection at once; what runs on it fails. The server's process is ended by Connections. */
  kill(): void {
    this.#broken = true;
    wireOf(this.#client).stream.destroy();
  }

  async close(): Promise<void> {
    if (this.#broken) return;
    this.#broken = true;
    await this.#client.end();
  }
}
