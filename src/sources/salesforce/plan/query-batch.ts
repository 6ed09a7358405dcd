import type { TablePlan } from '../../../model/plan.ts';
import type { Client, Meter } from '../connect/client.ts';
import { composite, QUERIES_A_CALL, type SubAnswer } from '../connect/composite.ts';
import { ServiceFailure } from '../connect/service-errors.ts';
import { queryPath, type RestQuery } from './soql.ts';

// In a composite this is a reference to another part's answer; in a condition's text it is text.
const REFERENCE = /@\{/;

/** What a group's call answered for one plan. */
export interface BatchAnswers {
  /** The service's clock when the call was sent, or shortly before. */
  readonly askedAt: number;
  /** In the order of the plan's queries. */
  readonly answers: readonly BatchAnswer[];
}

export interface BatchAnswer {
  /** The question; an answer is of use for this very one. */
  readonly query: RestQuery;
  readonly answer: SubAnswer;
}

interface Group {
  readonly plans: Map<TablePlan, readonly RestQuery[]>;
  queries: number;
  answer: Promise<Map<TablePlan, BatchAnswers> | null> | null;
}

/**
 * Several small tables answered by one call. Groups are made beforehand and asked when the first of their plans begins, so that few
 * answers wait in memory at a time. The plan object is the only way to its answers: a changed plan has none.
 */
export class QueryBatch {
  readonly #client: Client;
  readonly #signal: AbortSignal;
  #groups: Group[] = [];

  constructor(client: Client, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
  }

  add(plan: TablePlan, queries: readonly RestQuery[]): void {
    if (queries.length === 0 || queries.length > QUERIES_A_CALL || queries.some((q) => REFERENCE.test(q.soql))) return;
    let group = this.#groups.find((g) => g.answer === null && g.queries + queries.length <= QUERIES_A_CALL);
    if (group === undefined) {
      group = { plans: new Map(), queries: 0, answer: null };
      this.#groups.push(group);
    }
    group.plans.set(plan, queries);
    group.queries += queries.length;
  }

  /** A plan's answers, once; null where it has none (any more), so that it has to ask for itself. */
  async take(plan: TablePlan, meter: Meter): Promise<BatchAnswers | null> {
    const group = this.#groups.find((g) => g.plans.has(plan));
    if (group === undefined) return null;
    group.answer ??= this.#ask(group, meter);
    const answers = await group.answer;
    group.plans.delete(plan);
    const prepared = answers?.get(plan) ?? null;
    answers?.delete(plan);
    return prepared;
  }

  /** Drops what nobody took. */
  clear(): void {
    this.#groups = [];
  }

  async #ask(group: Group, meter: Meter): Promise<Map<TablePlan, BatchAnswers> | null> {
    const plans = [...group.plans];
    // One query alone goes by itself, as a GET.
    if (group.queries === 1) return null;
    const askedAt = this.#client.clock;
    const parts = plans.flatMap(([, queries]) =>
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
    return new Map(plans.map(([plan, queries]) => [plan, { askedAt, answers: paired(queries, rest.splice(0, queries.length)) }]));
  }
}

function paired(queries: readonly RestQuery[], answers: readonly SubAnswer[]): BatchAnswer[] {
  return answers.flatMap((answer, i) => {
    const query = queries[i];
    return query === undefined ? [] : [{ query, answer }];
  });
}
