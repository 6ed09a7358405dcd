import type { CannotContinue, Opener, Resume } from '../../../model/contract.ts';
import type { TablePlan } from '../../../model/plan.ts';
import type { Meter } from '../connect/client.ts';
import { explain } from '../connect/error-advice.ts';
import { recordCounts } from '../connect/organisation.ts';
import { isSchemaError } from '../connect/service-errors.ts';
import { dependenceOf } from '../describe/dependence.ts';
import type { Counting } from '../read/counted-parts.ts';
import { refusedCursor, type SalesforceImport } from '../read/table-import.ts';
import { type CountPlan, countPlanOf, firstCountQuery } from './count-queries.ts';
import { openTable, type SourceParts, selectTable } from './import-planner.ts';
import { QueryBatch } from './query-batch.ts';
import { firstQueries } from './table-query.ts';
import { beganAt } from './watermark.ts';

// Deleted rows leave the recycle bin after 15 days.
const RECYCLE_BIN_MS = 14 * 86_400_000;
const TRUST_TOO_LARGE_MS = 30 * 86_400_000;
const MISSED_DELETES = 'the last import began more than 14 days ago, and what was deleted since may have left the recycle bin';

/** The imports of one run's tables; several small ones are answered by one call. Everything fetched ahead is kept by the plan itself. */
export class SalesforceOpener implements Opener {
  readonly #shared: SourceParts;
  readonly #forget: (plan: TablePlan) => void;
  readonly #batch: QueryBatch;
  readonly #guesses = new Map<TablePlan, number>();
  readonly #counting = new Map<TablePlan, CountPlan | null>();
  /** Counts are asked for when the changes of the first table of a group are read. */
  readonly #countBatch: QueryBatch;

  private constructor(shared: SourceParts, forget: (plan: TablePlan) => void) {
    this.#shared = shared;
    this.#forget = forget;
    this.#batch = new QueryBatch(shared.client, shared.context.signal);
    this.#countBatch = new QueryBatch(shared.client, shared.context.signal);
  }

  /** `forget`: a describe has proved wrong. */
  static async open(
    shared: SourceParts,
    plans: readonly TablePlan[],
    meter: Meter,
    forget: (plan: TablePlan) => void,
  ): Promise<SalesforceOpener> {
    const opener = new SalesforceOpener(shared, forget);
    await opener.#count(plans, meter);
    for (const plan of plans) {
      if ((opener.#guesses.get(plan) ?? 0) <= shared.tuning.restRows) opener.#batch.add(plan, firstQueries(plan));
      const counts = countPlanOf(plan, shared.client.clock);
      opener.#counting.set(plan, counts);
      // The others would wait for what comes too late.
      if (counts !== null && !opener.#isTooLarge(plan)) opener.#countBatch.add(plan, [firstCountQuery(counts)]);
    }
    return opener;
  }

  async begin(plan: TablePlan, resume: Resume | null): Promise<SalesforceImport | CannotContinue> {
    if (this.#missesDeletes(plan)) return { cannotContinue: MISSED_DELETES };
    const forget = (): void => this.#forget(plan);
    const ahead = { batch: this.#batch, expected: this.#guesses.get(plan) ?? null, counting: this.#countingOf(plan) };
    try {
      if (plan.mode === 'full') await this.#shared.permissions.confirm(plan);
      const opened = await openTable(this.#shared, ahead, plan, resume, forget);
      if (plan.mode === 'full' || opened.partitions.every((p) => p.pass !== 'sweep')) return opened;
      await this.#shared.permissions.confirm(plan).catch(async (error: unknown) => {
        await opened.close();
        throw error;
      });
      return opened;
    } catch (error) {
      this.#shared.context.signal.throwIfAborted();
      const refused = refusedCursor(error, plan, this.#shared.memory);
      if (refused !== null) throw refused;
      if (isSchemaError(error)) forget();
      throw explain(error, plan.ref.name);
    }
  }

  async select(plan: TablePlan): Promise<SalesforceImport> {
    const forget = (): void => this.#forget(plan);
    await this.#shared.permissions.confirm(plan).catch((error: unknown) => {
      this.#shared.context.signal.throwIfAborted();
      throw explain(error, plan.ref.name);
    });
    return selectTable(this.#shared, { batch: this.#batch, expected: null, counting: null }, plan, forget);
  }

  #missesDeletes({ mode, since, schema, options }: TablePlan): boolean {
    if (mode === 'full' || since === null || schema.deletedFlag === undefined || options.deletes === 'ignore') return false;
    return this.#shared.client.clock - beganAt(since) >= RECYCLE_BIN_MS;
  }

  #countingOf(plan: TablePlan): Counting | null {
    const known = this.#counting.get(plan);
    const counts = known === undefined ? countPlanOf(plan, this.#shared.client.clock) : known;
    if (counts === null) return null;
    return {
      counts,
      batch: this.#countBatch,
      confirm: async () => this.#shared.permissions.confirm(plan),
      isTooLarge: () => this.#isTooLarge(plan),
      setTooLarge: () => this.#shared.memory.setTooLargeToCount(plan.ref.name, this.#shared.client.clock),
    };
  }

  /** Counting all at once is tried again after some days: the service may have been busy. */
  #isTooLarge({ ref }: TablePlan): boolean {
    const { memory, client } = this.#shared;
    const at = memory.tooLargeToCount(ref.name);
    return at !== null && client.clock - at < TRUST_TOO_LARGE_MS;
  }

  close(): void {
    this.#batch.clear();
    this.#countBatch.clear();
    this.#guesses.clear();
  }

  /** Rows of whole tables, as the service guesses them. */
  async #count(plans: readonly TablePlan[], meter: Meter): Promise<void> {
    const guessed = plans.filter((p) => p.mode === 'full' && p.options.where === undefined && dependenceOf(p.options) === null);
    const { client, context } = this.#shared;
    const names = guessed.map((p) => p.ref.name);
    const counts = await recordCounts(client, names, meter, context.signal);
    for (const plan of guessed) {
      const count = counts.get(plan.ref.name);
      if (count !== undefined) this.#guesses.set(plan, count);
    }
  }
}
