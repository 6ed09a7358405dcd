import type { RowHashes, TableImport } from '../../model/contract.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { Partition, TablePlan } from '../../model/plan.ts';
import type { PartitionRecord } from '../../model/record.ts';
import type { Column } from '../../model/table.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { ContentCheck } from '../../warehouse/verify/content-check.ts';
import type { Reading } from '../../warehouse/verify/reading.ts';
import type { LoadRequest } from '../../warehouse/warehouse.ts';
import type { ExtractContext } from '../extract/import-table.ts';
import { readPartitions, readTogether } from '../extract/read-partitions.ts';
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

/** One table's comparison: what is read of it is counted. */
export class TableComparison {
  readonly context: ExtractContext;
  readonly plan: TablePlan;
  readonly request: LoadRequest;
  readonly check: ContentCheck;
  requests = 0;
  bytes = 0;

  constructor(context: ExtractContext, planned: PlannedTable<StoredTable>, request: LoadRequest, check: ContentCheck) {
    this.context = context;
    this.request = request;
    this.check = check;
    this.plan = { ...planned.plan, mode: 'full', since: null, why: 'verify' };
  }

  /** `share`: of the slices, from 0 to 1; null: all of the table. */
  async compare(sample: SampleSize): Promise<Compared> {
    const { hashes } = this.context.opener;
    return hashes === undefined ? this.#byKeys(sample) : this.#byHashes(sample);
  }

  /** Reads rows by their keys. Null where the source can't. */
  async fetch(keys: readonly (readonly string[])[], work: (read: Reading) => Promise<void>): Promise<boolean> {
    const columns = this.plan.schema.columns;
    return this.#open(this.plan, async (opened) => {
      const partitions = keys.length === 0 ? [] : (opened.fetch?.(keys) ?? null);
      if (partitions === null) return false;
      await this.#read(opened, columns, partitions, work);
      return true;
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
    const isRead = (c: Column) => key.includes(c.name) || c.name === cursor?.column;
    const read = all ? columns : columns.filter((c) => isRead(c) && c.derived === undefined);
    const schema = { ...plan.schema, columns: read };
    const sizes = await this.#open({ ...plan, schema }, async (opened) => {
      const counts = { there: 0, here: 0 };
      await this.#read(opened, read, null, async (reading) => {
        Object.assign(counts, await check.compareKeys(reading));
        if (all) await check.compareValues(reading, columns);
      });
      return counts;
    });
    const compared = all ? 'all' : await this.#sample(sample);
    await this.#confirm();
    const how = compared === 'all' ? 'all keys and values' : `all keys, and the values of ${compared} rows`;
    return { ...sizes, whole: compared === 'all', how };
  }

  /** Returns how many rows were compared. */
  async #sample(sample: number): Promise<number> {
    const keys = await this.check.sample(sample);
    const done = await this.fetch(keys, async (read) => this.check.compareValues(read, this.plan.schema.columns));
    return done ? keys.length : 0;
  }

  /** The service has no snapshot: what differs is read again before it counts. */
  async #confirm(): Promise<void> {
    const keys = await this.check.keys(['missing', 'extra', 'altered'], MOST_BY_KEY);
    if (keys.length === 0) return;
    await this.fetch(keys, async (read) => this.check.confirm(read, this.plan.schema.columns));
  }

  async #open<T>(plan: TablePlan, work: (opened: TableImport) => Promise<T>): Promise<T> {
    const opened = await this.context.opener.begin(plan, null);
    if ('cannotContinue' in opened) throw new Error(`a full plan of ${plan.ref.name} needs nothing to continue from`);
    try {
      return await work(opened);
    } finally {
      this.requests += opened.requests;
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
    const reading = await exclusive(async () => warehouse.reading(this.request, columns, key));
    const onDone = ({ requests, bytes }: PartitionRecord) => {
      this.requests += requests;
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

function withoutKey({ source, ref }: TablePlan): HighwaterError {
  return new HighwaterError(
    'VERIFY_NOT_POSSIBLE',
    `${source}.${ref.name} has no key, so its rows can't be compared with those of the source.`,
    'It is read whole in every run. To verify it, name the columns that identify a row (`key:` of the table).',
  );
}
