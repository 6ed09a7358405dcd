import type { RowHashes, TableImport } from '../../model/contract.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { Partition, TablePlan } from '../../model/plan.ts';
import type { PartitionRecord } from '../../model/record.ts';
import type { Column } from '../../model/table.ts';
import type { Watermark } from '../../model/watermark.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { ContentCheck } from '../../warehouse/verify/content-check.ts';
import type { Reading } from '../../warehouse/verify/reading.ts';
import type { LoadRequest } from '../../warehouse/warehouse.ts';
import type { ExtractContext } from '../extract/import-table.ts';
import { readPartitions, readTogether } from '../extract/read-partitions.ts';
import { callsLeft } from '../plan/calls-left.ts';
import type { PlannedTable } from '../plan/table-plan.ts';

/** How many rows are compared value by value where the service computes no hashes. */
export type SampleSize = number | 'all';

/** What a comparison has seen; the differences themselves are in the check. */
export interface Compared {
  readonly there: number;
  readonly here: number;
  /** All keys and all values. */
  readonly whole: boolean;
  readonly how: string;
  /** Rows of a table without a key differ, which no key can name. */
  readonly nameless?: true;
}

interface ComparisonParts {
  readonly request: LoadRequest;
  readonly check: ContentCheck;
  readonly apiBudget: number;
}

/** One table's comparison: what is read of it is counted. */
export class TableComparison {
  readonly context: ExtractContext;
  readonly plan: TablePlan;
  readonly request: LoadRequest;
  readonly check: ContentCheck;
  /** Share of the source's calls that this run may use. */
  readonly #apiBudget: number;
  /** The next run reads the calculated columns of all rows. */
  readonly #calculatedDue: boolean;
  /** What was moved. */
  bytes = 0;

  constructor(context: ExtractContext, planned: PlannedTable<StoredTable>, parts: ComparisonParts) {
    this.context = context;
    this.request = parts.request;
    this.check = parts.check;
    this.#apiBudget = parts.apiBudget;
    this.#calculatedDue = planned.plan.readsCalculated === true;
    const { schema } = planned.plan;
    // Nothing continues from here, so that no change token is needed: a first one costs reading all keys.
    const cursor = schema.cursor?.kind === 'token' ? { ...schema.cursor, kind: 'timestamp' as const } : schema.cursor;
    this.plan = {
      ...planned.plan,
      schema: { ...schema, cursor },
      mode: 'full',
      since: null,
      readsCalculated: false,
      why: 'verify',
    };
  }

  async compare(sample: SampleSize): Promise<Compared> {
    const { hashes } = this.context.opener;
    return hashes === undefined ? this.#byKeys(sample) : this.#byHashes(sample);
  }

  /**
   * Reads rows that differ again, where the service has no snapshot: some of them were changed while the table was compared. `low`: what the next run
   * reads from. One lot with real differences is enough: the others can't make them go away.
   */
  async confirm(low: Watermark | null): Promise<void> {
    if (this.context.opener.hashes !== undefined) return;
    const rules = { low, calculatedDue: this.#calculatedDue };
    for (;;) {
      const keys = await this.check.toReadAgain(MOST_BY_KEY);
      if (keys.length === 0) return;
      const left = { rows: 0 };
      await this.#readByKey(keys, async (read) => {
        left.rows = await this.check.compareAgain(read, this.plan.schema.columns, rules);
      });
      if (left.rows > 0) return;
    }
  }

  /** Reads rows by their keys, as many as the calls allow; where the source can't, all rows. */
  async #readByKey(
    keys: readonly (readonly string[])[],
    work: (read: Reading) => Promise<void>,
    calls = Infinity,
  ): Promise<void> {
    const columns = this.plan.schema.columns;
    await this.#open(this.plan, async (opened) => {
      const partitions = opened.fetch?.(keys) ?? null;
      await this.#read(opened, columns, partitions === null ? null : partitions.slice(0, calls), work);
    });
  }

  async #byHashes(sample: SampleSize): Promise<Compared> {
    const { check, plan } = this;
    const bounds = await check.divide();
    const { hashes } = this.context.opener;
    if (hashes === undefined) return this.#byKeys(sample);
    const found = await this.context.opener.hashes?.(plan, { types: check.types, bounds, only: null });
    if (found === undefined) return this.#byKeys(sample);
    try {
      const compared = await this.#hashed(found, async (read) => check.compareSlices(read, found.expression, null));
      const { differing, there, here } = compared;
      const keyless = plan.schema.key.length === 0;
      if (differing.length > 0 && !keyless) await this.#narrow(found, differing);
      const left = found.leftOut.length === 0 ? '' : `, without ${found.leftOut.join(', ')}`;
      return {
        there,
        here,
        whole: found.leftOut.length === 0,
        how: `all rows by their hashes, computed on both sides${left}`,
        ...(keyless && differing.length > 0 ? { nameless: true as const } : {}),
      };
    } finally {
      await found.import.close().catch(() => undefined);
    }
  }

  async #hashed<T>(found: RowHashes, work: (read: Reading) => Promise<T>): Promise<T> {
    const result: { value?: T } = {};
    await this.#read(
      found.import,
      found.slices,
      null,
      async (read) => {
        result.value = await work(read);
      },
      false,
    );
    return result.value as T;
  }

  async #narrow(found: RowHashes, slices: readonly number[]): Promise<void> {
    await this.#read(found.import, found.keyed, found.rowsOf(slices), async (read) =>
      this.check.compareRows(read, found.expression, slices),
    );
  }

  async #byKeys(sample: SampleSize): Promise<Compared> {
    const { check, plan } = this;
    const { key, columns, cursor } = plan.schema;
    if (key.length === 0) throw withoutKey(plan);
    const all = sample === 'all';
    await this.#announce(sample);
    const isRead = (c: Column) => key.includes(c.name) || c.name === cursor?.column;
    const read = all ? columns : columns.filter((c) => isRead(c) && c.derived === undefined);
    const schema = { ...plan.schema, columns: read };
    const sizes = await this.#open({ ...plan, schema }, async (opened) => {
      const counts = { there: 0, here: 0 };
      await this.#read(opened, read, null, async (reading) => {
        Object.assign(counts, await check.compareKeys(reading));
        if (all) await check.compareValues(reading, columns, { calculatedDue: this.#calculatedDue });
      });
      return counts;
    });
    const how = all ? 'all keys and values' : `all keys, ${await this.#sample(sample)}`;
    return { ...sizes, whole: all, how };
  }

  /** States what the comparison may cost, before it makes a call. Throws where the budget does not allow it. */
  async #announce(sample: SampleSize): Promise<void> {
    const { plan, context } = this;
    const name = `${plan.source}.${plan.ref.name}`;
    const keys = Math.ceil((await this.check.rows()) / ROWS_A_CALL);
    const calls = keys + (sample === 'all' ? 0 : Math.ceil(sample / SAMPLED_A_CALL)) + FURTHER_CALLS;
    const left = callsLeft(context.source.usage(), this.#apiBudget);
    if (left < keys + FURTHER_CALLS) throw tooCostly(name, keys + FURTHER_CALLS, left);
    const budget = Number.isFinite(left) ? ` of the ${Math.floor(left)} that run.api_budget leaves` : '';
    context.notice(`verifying ${name} takes at most ${calls} calls${budget}`);
  }

  /** Compares the values of rows picked at random. Says of how many. */
  async #sample(sample: number): Promise<string> {
    const left = callsLeft(this.context.source.usage(), this.#apiBudget) - FURTHER_CALLS;
    const calls = Math.min(Math.ceil(sample / SAMPLED_A_CALL), Math.max(0, left));
    const keys = sample === 0 || calls === 0 ? [] : await this.check.sample(sample);
    const compared = { rows: 0 };
    if (keys.length > 0)
      await this.#readByKey(
        keys,
        async (read) => {
          compared.rows = await this.check.compareValues(read, this.plan.schema.columns, { calculatedDue: this.#calculatedDue });
        },
        calls,
      );
    const cut = calls < Math.ceil(sample / SAMPLED_A_CALL) ? ` (run.api_budget left no calls for ${sample})` : '';
    return `and the values of ${compared.rows} rows${cut}`;
  }

  async #open<T>(plan: TablePlan, work: (opened: TableImport) => Promise<T>): Promise<T> {
    const opened = await this.context.opener.begin(plan, null);
    if ('cannotContinue' in opened) throw new Error(`a full plan of ${plan.ref.name} needs nothing to continue from`);
    try {
      return await work(opened);
    } finally {
      await opened.close().catch(() => undefined);
    }
  }

  async #read(
    opened: TableImport,
    columns: readonly Column[],
    partitions: readonly Partition[] | null,
    work: (read: Reading) => Promise<void>,
    key = true,
  ): Promise<void> {
    const { warehouse, exclusive, slots, parallel, signal } = this.context;
    const kind = { key, snapshot: !key || opened.snapshot };
    const reading = await exclusive(async () => warehouse.reading(this.request, columns, kind));
    const onDone = ({ bytes }: PartitionRecord) => {
      this.bytes += bytes;
    };
    try {
      const context = { import: opened, load: reading, slots, workers: parallel, signal, onDone };
      await (partitions === null ? readPartitions(context, new Set()) : readTogether(context, partitions));
      await reading.loaded();
      await work(reading);
    } finally {
      await reading.drop();
    }
  }
}

/** More keys than these are no work for queries by key. */
export const MOST_BY_KEY = 10_000;
// What one call gives of keys, and of rows by their keys, with each of the services at least.
const ROWS_A_CALL = 2000;
const SAMPLED_A_CALL = 100;
// To begin with, for the tail, and for what differs.
const FURTHER_CALLS = 20;

function withoutKey({ source, ref }: TablePlan): HighwaterError {
  return new HighwaterError(
    'VERIFY_NOT_POSSIBLE',
    `${source}.${ref.name} has no key, so its rows can't be compared with those of the source.`,
    'It is read whole in every run. To verify it, name the columns that identify a row (`key:` of the table).',
  );
}

function tooCostly(name: string, calls: number, left: number): HighwaterError {
  return new HighwaterError(
    'API_BUDGET_REACHED',
    `Verifying ${name} takes up to ${calls} calls, and this run may make ${Math.max(0, Math.floor(left))} more (run.api_budget).`,
    'Nothing of it was read. Raise run.api_budget, verify fewer tables at once (-t), or verify it on another day.',
  );
}
