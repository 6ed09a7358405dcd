import pg from 'pg';
import type { CopyOut } from '../read/copy-out.ts';
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

/** Statements that wait to be sent together with others. */
interface Gathered {
  readonly statements: readonly string[];
  answer(rows: Row[][]): void;
  fail(error: unknown): void;
}

type Row = Record<string, unknown>;

/** A connection, with one transaction at a time, always READ ONLY. Throws what node-postgres throws. */
export class DatabaseSession {
  /** Round trips so far. */
  requests = 0;
  readonly #client: pg.Client;
  readonly #onRequest: () => void;
  #facts: ServerFacts;
  #broken = false;
  #inTransaction = false;
  #gathered: Gathered[] | null = null;

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
    if (this.#gathered !== null) return (await this.script<Row>([withLiterals(sql, values)]))[0] ?? [];
    this.#onRequest();
    const result = await this.#client.query<Row>(sql, [...values]);
    return result.rows;
  }

  /** Several statements in one round trip; the rows of each that gives some. */
  async script<Row extends object>(statements: readonly string[]): Promise<Row[][]> {
    const gathered = this.#gathered;
    if (gathered !== null)
      return new Promise((answer, fail) => gathered.push({ statements, answer: answer as Gathered['answer'], fail }));
    return rowsOf<Row>(await this.#send(statements));
  }

  async #send(statements: readonly string[]): Promise<readonly pg.QueryResult[]> {
    this.#onRequest();
    const results: unknown = await this.#client.query(statements.join(';\n'));
    return (Array.isArray(results) ? results : [results]) as pg.QueryResult[];
  }

  /**
   * One round trip for all that `ask` asks before it waits for anything: the beginning of a transaction, then several questions, say. They
   * are sent in that order, and where one fails all do.
   */
  async together<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#gathered !== null) return ask();
    const gathered: Gathered[] = [];
    this.#gathered = gathered;
    const asked = ask();
    this.#gathered = null;
    // What it does with an answer is waited for below.
    asked.catch(() => undefined);
    try {
      const results = gathered.length === 0 ? [] : [...(await this.#send(gathered.flatMap((g) => g.statements)))];
      for (const { statements, answer } of gathered) answer(rowsOf<Row>(results.splice(0, statements.length)));
    } catch (error) {
      for (const { fail } of gathered) fail(error);
    }
    return asked;
  }

  /** Begins the transaction, after the end of one that is open; the rows of what the further statements ask for. */
  async begin<Row extends object>(options: Begin): Promise<Row[][]> {
    const before = this.#inTransaction ? ['ROLLBACK'] : [];
    this.#inTransaction = true;
    const { version, watchesClient } = this.#facts;
    const settings = SETTINGS.filter(([, , since = 0]) => version >= since).map(
      ([name, value]) => `SET LOCAL ${name} = '${value}'`,
    );
    return this.script<Row>([
      ...before,
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
    let result: T;
    try {
      result = await this.together(async () => {
        const begun = this.begin({ isolation: 'READ COMMITTED' });
        return (await Promise.all([work(), begun]))[0];
      });
    } catch (error) {
      // The first error tells the cause; that the connection is gone too would hide it.
      await this.end().catch(() => this.kill());
      throw error;
    }
    await this.end();
    return result;
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

function rowsOf<Row extends object>(results: readonly pg.QueryResult[]): Row[][] {
  return results.filter((r) => r.fields.length > 0).map((r) => r.rows as Row[]);
}

/** A statement with its values as literals, which a script needs. Values are texts, numbers, or lists of oids. */
function withLiterals(sql: string, values: readonly unknown[]): string {
  const literal = (value: unknown) => pg.escapeLiteral(Array.isArray(value) ? `{${value.join()}}` : String(value));
  return sql.replace(/\$(\d+)/g, (_, n: string) => literal(values[Number(n) - 1]));
}
