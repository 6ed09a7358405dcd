import type { RowSpan } from '../../../model/counts.ts';
import type { Partition, TablePlan } from '../../../model/plan.ts';
import type { Staging } from '../../../model/staging.ts';
import { isRestriction, isTimeout } from '../connect/service-errors.ts';
import { dependenceOf } from '../describe/dependence.ts';
import { type PartitionDetail, partitionOf, type RemovalCheck } from '../plan/partition.ts';
import { EVERYTHING, isNested, type Stream, selectRows, type TableQuery } from '../plan/soql.ts';
import { calculatedFields, keyFields, removalQuery, shownRows } from '../plan/table-query.ts';
import { type Page, recordsOf } from './records.ts';
import { collect, firstPage, type Read, type Reader, writeDeletedKeys } from './rest-pages.ts';
import { type ReadContext, SliceReader } from './slice-reader.ts';

type KeyRecord = Readonly<Record<string, string>>;

/** Keys of rows that may have been removed, until the rows themselves were seen. */
export class RemovalCandidates {
  readonly kind: RemovalCheck;
  readonly #keys = new Map<string, KeyRecord>();
  readonly #fields: readonly string[];

  constructor(kind: RemovalCheck, fields: readonly string[]) {
    this.kind = kind;
    this.#fields = fields;
  }

  add(record: KeyRecord): void {
    this.#keys.set(this.#id(record), record);
  }

  /** Rows of these keys are still there. */
  see(page: Page): void {
    for (const record of recordsOf(page, this.#fields)) this.#keys.delete(this.#id(record));
  }

  /** `unseen`: rows that came by without being seen here. Null: they may be those of any key, so that nothing can be said. */
  after(unseen: number): KeyRecord[] | null {
    return this.kind === 'unmatched' && unseen > 0 ? null : [...this.#keys.values()];
  }

  #id(record: KeyRecord): string {
    return this.#fields.map((f) => record[f]).join('\u0000');
  }
}

/**
 * Finds keys of rows that may have been removed, before the rows are read: a row removed in between has a cursor that the next run reads. Few of them
 * are kept until the rows were seen. Many are handed over at once: the warehouse keeps those whose rows are handed over after them.
 */
export async function findRemovals(
  context: ReadContext,
  reader: Reader,
  staging: Staging,
  detail: PartitionDetail,
  plan: TablePlan,
  known: Page | null,
): Promise<{ readonly keys: RemovalCandidates | null; readonly read: Read }> {
  const none = { rows: 0, bytes: 0 };
  const query = removalQuery(context.tableQuery, plan, detail.stream, detail.window, detail.removals);
  if (query === null) return { keys: null, read: none };
  let first: Page | null;
  try {
    first = known ?? (await firstPage(reader, query));
  } catch (error) {
    // Salesforce answers for this object only under a filter: rows removed during a full sync are found by the next run's sweep.
    if (isRestriction(error) && plan.mode === 'full') return { keys: null, read: none };
    if (!isTimeout(error)) throw error;
    first = null;
  }
  if (detail.removals === 'unmatched' && (first === null || first.total > context.tuning.restRows)) {
    return { keys: null, read: await handOverAll(context, reader, staging, detail, plan) };
  }
  const keys = new RemovalCandidates(detail.removals, keyFields(plan));
  if (first === null) return { keys: null, read: none };
  try {
    const found = await collect(reader, query, first, (page) => recordsOf(page, keyFields(plan)));
    for (const record of found) keys.add(record);
    return { keys, read: none };
  } catch (error) {
    if (detail.removals !== 'unmatched' || !isTimeout(error)) throw error;
    return { keys: null, read: await handOverAll(context, reader, staging, detail, plan) };
  }
}

async function handOverAll(
  context: ReadContext,
  reader: Reader,
  staging: Staging,
  { window }: PartitionDetail,
  plan: TablePlan,
): Promise<Read> {
  const tableQuery: TableQuery = { ...context.tableQuery, fields: keyFields(plan), liveOnly: false };
  const deletedKeys: Staging = { create: async (_, format) => staging.create('deleted', format) };
  const columns = plan.schema.columns.filter((c) => plan.schema.key.includes(c.name));
  const stream: Stream = { id: '', condition: null };
  const operation = tableQuery.showsDeleted ? 'queryAll' : 'query';
  return new SliceReader({ ...context, tableQuery, columns }, reader, deletedKeys).read({
    stream,
    window,
    operation,
    how: 'bulk',
  });
}

/** Hands over the keys whose rows were not seen. */
export async function writeRemovals(
  candidates: RemovalCandidates | null,
  unseen: number,
  staging: Staging,
  { note, table }: ReadContext,
): Promise<Read> {
  const removed = candidates?.after(unseen) ?? [];
  if (candidates !== null && candidates.after(unseen) === null)
    note(`${table}: rows that no longer meet the condition are removed by the next full sync`);
  return writeDeletedKeys(staging, removed);
}

/*
 * Some objects are given only under a filter (Knowledge__kav under PublishStatus). What changed and no longer meets the table's
 * condition can't be requested there, so the keys of all rows that do meet it tell which rows were removed.
 */

const KEYS_A_QUERY = 400;

/** Reads the keys of all rows that meet the condition, after everything else. */
export function sweepPartition(tableQuery: TableQuery, plan: TablePlan, stream: Stream): Partition {
  const whole = { ...stream, outsideWindow: true } as const;
  const partition = partitionOf(tableQuery, {
    pass: 'sweep',
    stream: whole,
    window: EVERYTHING,
    operation: 'query',
    how: 'rest',
    removals: 'present',
    expectedRows: null,
    expectedRequests: null,
  });
  return { ...partition, id: 'all keys', query: selectRows(tableQuery, whole, EVERYTHING, keyFields(plan)) };
}

/** The keys and the calculated columns of all rows: nothing else changes without a stamp. */
export function calculatedPartition(tableQuery: TableQuery, plan: TablePlan): Partition {
  const { operation, conditions } = shownRows(plan);
  const stream: Stream = {
    id: 'calculated columns',
    condition: conditions.length === 0 ? null : conditions.join(' AND '),
    outsideWindow: true,
  };
  const partition = partitionOf(tableQuery, {
    pass: 'body',
    stream,
    window: EVERYTHING,
    operation,
    how: 'rest',
    removals: 'calculated',
    expectedRows: null,
    expectedRequests: null,
  });
  return { ...partition, query: selectRows(tableQuery, stream, EVERYTHING, calculatedFields(plan)) };
}

export async function readSweep(
  context: ReadContext,
  reader: Reader,
  staging: Staging,
  { stream, operation, how, removals }: PartitionDetail,
  plan: TablePlan,
): Promise<Read> {
  const { key, columns: all } = plan.schema;
  const content = removals === 'calculated' ? 'calculated' : 'present';
  const fields = content === 'calculated' ? calculatedFields(plan) : keyFields(plan);
  const tableQuery: TableQuery = { ...context.tableQuery, fields, liveOnly: false };
  const keys: Staging = { create: async (_, format) => staging.create(content, format) };
  const columns = all.filter((c) => key.includes(c.name) || (content === 'calculated' && c.calculated));
  return new SliceReader({ ...context, tableQuery, columns }, reader, keys).read({
    stream,
    window: EVERYTHING,
    operation,
    how,
  });
}

/** Where rows are read by their keys: which of them belong to the table. */
export type RowsFrom = Pick<PartitionDetail, 'stream' | 'operation'>;

/** Rows by their Ids; null where they have another key. */
export function partitionsByKey(
  tableQuery: TableQuery,
  plan: TablePlan,
  { stream, operation }: RowsFrom,
  keys: readonly (readonly string[])[],
): Partition[] | null {
  if (plan.schema.key.length !== 1 || plan.schema.key[0] !== 'Id') return null;
  const partitions: Partition[] = [];
  for (let at = 0; at < keys.length; at += KEYS_A_QUERY) {
    const ids = keys.slice(at, at + KEYS_A_QUERY).map(([id]) => `'${id}'`);
    const own = stream.condition === null ? '' : `(${stream.condition}) AND `;
    const byKey: Stream = {
      id: `${stream.id === '' ? '' : `${stream.id}: `}rows by key ${at + 1}`,
      condition: `${own}${tableQuery.prefix}Id IN (${ids.join(',')})`,
      outsideWindow: true,
    };
    partitions.push(
      partitionOf(tableQuery, {
        pass: 'sweep',
        stream: byKey,
        window: EVERYTHING,
        operation,
        how: 'rest',
        removals: 'none',
        expectedRows: ids.length,
        expectedRequests: 1,
      }),
    );
  }
  return partitions;
}

/** The rows that the table shows, by their Ids; null where they have another key, or are told by a condition that has no room for Ids. */
export function shownByKey(tableQuery: TableQuery, plan: TablePlan, keys: readonly (readonly string[])[]): Partition[] | null {
  const { operation, conditions } = shownRows(plan);
  if (dependenceOf(plan.options) === null) {
    const stream: Stream = { id: '', condition: conditions.length === 0 ? null : conditions.join(' AND '), outsideWindow: true };
    return partitionsByKey(tableQuery, plan, { stream, operation }, keys);
  }
  const { streams } = tableQuery;
  if (streams.some(({ parent }) => parent !== undefined && isNested(parent))) return null;
  const each = streams.map((stream) => partitionsByKey(tableQuery, plan, { stream, operation: 'query' }, keys));
  return each.includes(null) ? null : each.flatMap((some) => some ?? []);
}

/** The rows that the table shows, of a span of Ids; null where they have another key, or are shown by their parents. */
export function shownWithin(tableQuery: TableQuery, plan: TablePlan, { from, to }: RowSpan): Partition[] | null {
  if (plan.schema.key.length !== 1 || plan.schema.key[0] !== 'Id' || dependenceOf(plan.options) !== null) return null;
  const { operation, conditions } = shownRows(plan);
  const edges = [...(from === null ? [] : [`Id >= '${from}'`]), ...(to === null ? [] : [`Id < '${to}'`])];
  const all = [...conditions, ...edges];
  const stream: Stream = { id: 'a range', condition: all.length === 0 ? null : all.join(' AND '), outsideWindow: true };
  const made = { pass: 'body', stream, window: EVERYTHING, operation, how: 'rest', removals: 'none' } as const;
  return [partitionOf(tableQuery, { ...made, expectedRows: null, expectedRequests: null })];
}
