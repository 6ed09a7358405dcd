import type { RowHashes, TableImport } from '../../model/contract.ts';
import type { RowSpan } from '../../model/counts.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { Partition, TablePlan } from '../../model/plan.ts';
import type { PartitionRecord } from '../../model/record.ts';
import type { Column } from '../../model/table.ts';
import type { Watermark } from '../../model/watermark.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { ContentCheck } from '../../warehouse/verify/content-check.ts';
import type { Reading } from '../../warehouse/verify/reading.ts';
import type { LoadRequest } from '../../warehouse/warehouse.ts';
import { callsLeft } from '../plan/calls-left.ts';
import type { PlannedTable } from '../plan/table-plan.ts';
import type { ExtractContext } from '../read/import-table.ts';
import { readPartitions, readTogether } from '../read/read-partitions.ts';
import { sampleCalls, statedCost } from './call-budget.ts';
import type { Compared, PortionExtent, SampleSize, VerifyExtent } from './extent.ts';

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

  async compare(extent: VerifyExtent): Promise<Compared> {
    if ('share' in extent) return this.#portion(extent);
    const { hashes } = this.context.opener;
    return hashes === undefined ? this.#byKeys(extent.sample) : this.#byHashes(null);
  }

  /** The next rows in turn; where rows can't be divided, all of them when their turn has come. */
  async #portion(extent: PortionExtent): Promise<Compared> {
    const { check, plan } = this;
    const { hashes } = this.context.opener;
    const [key = ''] = plan.schema.key;
    if (hashes !== undefined && check.sortsAlike(key)) {
      const span = await check.choosePortion(key, extent.from, extent.share);
      return { ...(await this.#byHashes(span)), next: { from: span.to } };
    }
    const compared = hashes === undefined ? await this.#byRange(extent) : null;
    if (compared !== null) return compared;
    if (extent.waited < 1)
      return {
        there: 0,
        here: 0,
        whole: false,
        how: 'compared when its turn comes: its rows can only be read as a whole',
        next: 'waits',
      };
    return { ...(await this.compare({ sample: 'all' })), next: { from: null } };
  }

  /** Null where the service can't give the rows of a range. */
  async #byRange({ share, from }: PortionExtent): Promise<Compared | null> {
    const { check, plan } = this;
    const { columns } = plan.schema;
    return this.#select(async (opened) => {
      const { ranges } = opened;
      if (ranges === undefined || !check.types.has(ranges.column)) return null;
      const span = await check.choosePortion(ranges.column, from, share);
      await this.#announce('all');
      const sizes = { there: 0, here: 0 };
      await this.#read(opened, columns, ranges.within(span), async (reading) => {
        Object.assign(sizes, await check.compareKeys(reading));
        await check.compareValues(reading, columns);
      });
      return { ...sizes, whole: true, how: `${sizes.there} rows in their turn`, next: { from: span.to } };
    });
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

  /** Reads rows by their keys, in as many queries as are allowed; where the source can't, all rows. Returns whether some were left out. */
  async #readByKey(
    keys: readonly (readonly string[])[],
    work: (read: Reading) => Promise<void>,
    most = Number.POSITIVE_INFINITY,
  ): Promise<boolean> {
    const columns = this.plan.schema.columns;
    return this.#select(async (opened) => {
      const partitions = opened.fetch?.(keys) ?? null;
      if (partitions === null && this.context.opener.select !== undefined)
        await this.#open(this.plan, async (all) => this.#read(all, columns, null, work));
      else await this.#read(opened, columns, partitions === null ? null : partitions.slice(0, most), work);
      return partitions !== null && partitions.length > most;
    });
  }

  async #byHashes(span: RowSpan | null): Promise<Compared> {
    const { check, plan } = this;
    const { bounds, only } = await check.divide(span);
    const found = await this.context.opener.hashes?.(plan, { types: check.types, bounds, only });
    if (found === undefined) throw new Error(`${plan.source} has no hashes`);
    // At the same time: the source works while the warehouse does, and neither waits for the other.
    const stop = new AbortController();
    const own = check.hashSlices(found.expression, stop.signal);
    // Until it is waited for, the source's own error comes first.
    own.catch(() => undefined);
    try {
      const compared = await this.#hashed(found, async (read) => {
        await own;
        return check.compareSlices(read);
      });
      const { differing, there, here } = compared;
      const keyless = plan.schema.key.length === 0;
      if (differing.length > 0 && !keyless) await this.#narrow(found, differing);
      const left = found.leftOut.length === 0 ? '' : `, without ${found.leftOut.join(', ')}`;
      const which = span === null ? 'all rows' : `${there} rows in their turn`;
      return {
        there,
        here,
        whole: found.leftOut.length === 0,
        how: `${which} by their hashes, computed on both sides${left}`,
        ...(keyless && differing.length > 0 ? { nameless: true as const } : {}),
      };
    } finally {
      stop.abort();
      await own.catch(() => undefined);
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
    context.notice(statedCost(name, { rows: await this.check.rows(), sample, left: this.#callsLeft() }));
  }

  #callsLeft(): number {
    return callsLeft(this.context.source.usage(), this.#apiBudget);
  }

  /** Compares the values of rows picked at random. Says of how many. */
  async #sample(sample: number): Promise<string> {
    const most = sampleCalls(this.#callsLeft());
    const keys = sample === 0 || most === 0 ? [] : await this.check.sample(sample);
    const compared = { rows: 0, cut: sample > 0 && most === 0 };
    if (keys.length > 0)
      compared.cut = await this.#readByKey(
        keys,
        async (read) => {
          compared.rows = await this.check.compareValues(read, this.plan.schema.columns, { calculatedDue: this.#calculatedDue });
        },
        most,
      );
    return `and the values of ${compared.rows} rows${compared.cut ? ` (run.api_budget left no calls for ${sample})` : ''}`;
  }

  /** For rows by their keys or ranges; where the source has nothing of the kind, by its import of all rows. */
  async #select<T>(work: (opened: TableImport) => Promise<T>): Promise<T> {
    const { opener } = this.context;
    if (opener.select === undefined) return this.#open(this.plan, work);
    const opened = await opener.select(this.plan);
    try {
      return await work(opened);
    } finally {
      await opened.close().catch(() => undefined);
    }
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
    const { warehouse, slots, parallel, signal } = this.context;
    const kind = { key, snapshot: !key || opened.snapshot };
    const reading = await warehouse.exclusive(async () => warehouse.reading(this.request, columns, kind));
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
function withoutKey({ source, ref }: TablePlan): HighwaterError {
  return new HighwaterError(
    'VERIFY_NOT_POSSIBLE',
    `${source}.${ref.name} has no key, so its rows can't be compared with those of the source.`,
    'It is read whole in every run. To verify it, name the columns that identify a row (`key:` of the table).',
  );
}
