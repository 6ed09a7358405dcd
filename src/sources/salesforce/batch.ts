import type { Client, Meter } from './client.ts';
import { composite, QUERIES_A_CALL, type SubAnswer } from './composite.ts';
import { ServiceFailure } from './errors.ts';
import type { RestQuery } from './rest.ts';
import { queryPath } from './soql.ts';

// In a composite this is a reference to another part's answer; in a condition's text it is text.
const REFERENCE = /@\{/;

/** What a group's call answered for one table. */
export interface Prepared {
  /** The service's clock when the call was sent, or shortly before. */
  readonly askedAt: number;
  /** In the order of the table's queries. */
  readonly answers: readonly SubAnswer[];
}

interface Group {
  readonly tables: Map<string, readonly RestQuery[]>;
  queries: number;
  answer: Promise<Map<string, Prepared> | null> | null;
}

/**
 * Several small tables answered by one call. Groups are made beforehand and asked when the first of their tables is opened, so that few
 * answers wait in memory at a time.
 */
export class Batch {
  readonly #client: Client;
  readonly #signal: AbortSignal;
  readonly #groups: Group[] = [];

  constructor(client: Client, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  add(table: string, queries: readonly RestQuery[]): void {
    if (queries.length === 0 || queries.length > QUERIES_A_CALL || queries.some((q) => REFERENCE.test(q.soql))) return;
    let group = this.#groups.find((g) => g.answer === null && g.queries + queries.length <= QUERIES_A_CALL);
    if (group === undefined) {
      group = { tables: new Map(), queries: 0, answer: null };
      this.#groups.push(group);
    }
    group.tables.set(table, queries);
    group.queries += queries.length;
  }

  /** A table's answers, once; null where it has none (any more), so that it has to ask for itself. */
  async take(table: string, meter: Meter): Promise<Prepared | null> {
    const group = this.#groups.find((g) => g.tables.has(table));
    if (group === undefined) return null;
    group.answer ??= this.#ask(group, meter);
    const answers = await group.answer;
    group.tables.delete(table);
    const prepared = answers?.get(table) ?? null;
    answers?.delete(table);
    return prepared;
  }

  async #ask(group: Group, meter: Meter): Promise<Map<string, Prepared> | null> {
    const tables = [...group.tables];
    // One query alone goes by itself, as a GET.
    if (group.queries === 1) return null;
    const askedAt = this.#client.clock;
    const parts = tables.flatMap(([, queries]) =>
      queries.map((q) => ({ path: queryPath(this.#client.base, q.operation, q.soql) })),
    );
    let answers: SubAnswer[];
    try {
      answers = await composite(this.#client, parts, meter, this.#signal);
    } catch (error) {
      // An organisation may not take this form: its tables then ask one by one. Limits and sign-in errors end all of them.
      if (error instanceof ServiceFailure && error.status >= 400 && error.status < 500 && error.status !== 403) return null;
      throw error;
    }
    const rest = [...answers];
    return new Map(tables.map(([table, queries]) => [table, { askedAt, answers: rest.splice(0, queries.length) }]));
  }
}
