import type { TablePlan } from '../../../model/plan.ts';
import type { Staging } from '../../../model/staging.ts';
import { isRestriction, isTimeout } from '../connect/service-errors.ts';
import type { PartitionDetail, RemovalCheck } from '../plan/partition-detail.ts';
import { type TableQuery, type Stream, selectRows, type Window } from '../plan/soql.ts';
import { type Page, recordsOf } from './records.ts';
import { collect, firstPage, type Read, type Reader, type RestQuery, writeGone } from './rest-pages.ts';
import { SliceReader, type ReadContext } from './slice-reader.ts';

type KeyRecord = Readonly<Record<string, string>>;

/** The fields that make up a row's key, as queries write them. */
export function keyFields(plan: TablePlan): string[] {
  return plan.schema.columns.flatMap((c) => (plan.schema.key.includes(c.name) && c.load !== null ? [c.load.wire] : []));
}

/**
 * Asks for the keys of rows that may have left: `deleted` ones (a full sync's tail reads rows without the recycle bin), or all that were
 * changed (`unmatched`: those of them that the filtered query does not give no longer meet the condition).
 */
export function removalQuery(reading: TableQuery, plan: TablePlan, stream: Stream, window: Window, left: RemovalCheck): RestQuery | null {
  if (left === 'none' || left === 'present') return null;
  const all: Stream = left === 'unmatched' ? { id: stream.id, condition: null } : stream;
  const deleted = left === 'deleted' ? [`${reading.prefix}IsDeleted = true`] : [];
  return {
    operation: reading.showsDeleted ? 'queryAll' : 'query',
    soql: selectRows(reading, all, window, keyFields(plan), deleted),
  };
}

/** Keys that may have left, until the rows were seen. */
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
 * Finds keys that may have left, before the rows are read: a row that leaves in between has a cursor that the next run reads. Few of them
 * are kept until the rows were seen. Many are handed over at once: the warehouse keeps those whose rows are handed over after them.
 */
export async function findRemovals(
  context: ReadContext,
  reader: Reader,
  staging: Staging,
  detail: PartitionDetail,
  plan: TablePlan,
  answered: Page | null,
): Promise<{ readonly keys: RemovalCandidates | null; readonly read: Read }> {
  const none = { rows: 0, bytes: 0 };
  const query = removalQuery(context.reading, plan, detail.stream, detail.window, detail.left);
  if (query === null) return { keys: null, read: none };
  let first: Page | null;
  try {
    first = answered ?? (await firstPage(reader, query));
  } catch (error) {
    // An object that is answered under its filter only: what leaves while a full sync reads, the next run's sweep finds.
    if (isRestriction(error) && plan.mode === 'full') return { keys: null, read: none };
    if (!isTimeout(error)) throw error;
    first = null;
  }
  if (detail.left === 'unmatched' && (first === null || first.total > context.tuning.restRows)) {
    return { keys: null, read: await handOverAll(context, reader, staging, detail, plan) };
  }
  const keys = new RemovalCandidates(detail.left, keyFields(plan));
  if (first === null) return { keys: null, read: none };
  try {
    const found = await collect(reader, query, first, (page) => recordsOf(page, keyFields(plan)));
    for (const record of found) keys.add(record);
    return { keys, read: none };
  } catch (error) {
    if (detail.left !== 'unmatched' || !isTimeout(error)) throw error;
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
  const reading: TableQuery = { ...context.reading, fields: keyFields(plan), liveOnly: false };
  const gone: Staging = { create: async (_, format) => staging.create('gone', format) };
  const columns = plan.schema.columns.filter((c) => plan.schema.key.includes(c.name));
  const stream: Stream = { id: '', condition: null };
  const operation = reading.showsDeleted ? 'queryAll' : 'query';
  return new SliceReader({ ...context, reading, columns }, reader, gone).read({ stream, window, operation, how: 'bulk' });
}

/** Hands over the keys whose rows were not seen. */
export async function writeRemovals(
  left: RemovalCandidates | null,
  unseen: number,
  staging: Staging,
  { note, table }: ReadContext,
): Promise<Read> {
  const gone = left?.after(unseen) ?? [];
  if (left !== null && left.after(unseen) === null)
    note(`${table}: rows that no longer meet the condition leave with the next full sync`);
  return writeGone(staging, gone);
}
