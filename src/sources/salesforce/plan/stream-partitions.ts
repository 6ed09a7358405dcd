import type { Partition, TablePlan } from '../../../model/plan.ts';
import { recordsOf } from '../read/records.ts';
import { collect, type Reader } from '../read/rest-pages.ts';
import { iso, pageRows, partitionOf, type RemovalCheck } from './partition.ts';
import { type ParentQuery, type Stream, selectParents, type TableQuery, type Window, withIds } from './soql.ts';
import { operationOf } from './table-query.ts';

const REST_PAGE_ROWS = 2000;
// To create a job, wait for it, and delete it.
const JOB_REQUESTS = 4;

export interface PlannedQuery {
  readonly plan: TablePlan;
  readonly tableQuery: TableQuery;
  /** Records on a page of a Bulk job, at least and at most. */
  readonly pageRows: readonly [least: number, most: number];
}

export interface BodyWork {
  readonly window: Window;
  /** Null: not known. */
  readonly rows: number | null;
  readonly how: 'rest' | 'bulk';
  readonly firstPageKnown: boolean;
  readonly removals: RemovalCheck;
}

/** Rows of a stream within a window. */
export function bodyPartition({ plan, tableQuery, pageRows: bounds }: PlannedQuery, stream: Stream, work: BodyWork): Partition {
  const { window, rows, how, firstPageKnown, removals } = work;
  const pages = Math.ceil((rows ?? 0) / (how === 'bulk' ? pageRows(plan.schema.columns, bounds) : REST_PAGE_ROWS));
  const requests = how === 'bulk' ? JOB_REQUESTS + pages : Math.max(0, pages - (firstPageKnown ? 1 : 0));
  return partitionOf(tableQuery, {
    pass: 'body',
    stream,
    window,
    operation: operationOf(plan, tableQuery),
    how,
    removals,
    expectedRows: rows,
    expectedRequests: rows === null ? null : requests,
  });
}

/** What changes in a stream from `start` (milliseconds since 1970) on. `swept`: the keys of all rows are read anyway. */
export function tailPartition({ plan, tableQuery }: PlannedQuery, stream: Stream, start: number, swept: boolean): Partition {
  return partitionOf(tableQuery, {
    pass: 'tail',
    stream,
    window: { low: iso(start), high: null, nulls: false },
    operation: operationOf(plan, tableQuery),
    how: 'rest',
    removals: swept ? 'none' : tailRemovals(plan, tableQuery, stream),
    expectedRows: null,
    expectedRequests: null,
  });
}

function tailRemovals({ options, schema, mode }: TablePlan, { showsDeleted }: TableQuery, stream: Stream): RemovalCheck {
  if (schema.key.length === 0) return 'none';
  if (options.where !== undefined && stream.id === '') return 'unmatched';
  return mode === 'full' && showsDeleted ? 'deleted' : 'none';
}

// As many parents as one query may reasonably name: 21,597 encoded bytes, which go in a request's body instead of its URI.
const IDS_A_QUERY = 800;

/** The children of a stream by their parents' Ids, batch by batch: for what no semi-join can express. */
export async function streamsByIds(reader: Reader, { id, outsideWindow }: Stream, parent: ParentQuery): Promise<Stream[]> {
  const query = { operation: 'query', soql: selectParents(parent) } as const;
  const ids = await collect(reader, query, null, (page) => recordsOf(page, ['Id']).map((r) => r.Id ?? ''));
  const streams: Stream[] = [];
  for (let at = 0; at < ids.length; at += IDS_A_QUERY) {
    const some = ids.slice(at, at + IDS_A_QUERY);
    const stream = { id: `${id} ${at + 1}–${at + some.length}`, condition: withIds(parent, some) };
    streams.push(outsideWindow === undefined ? stream : { ...stream, outsideWindow });
  }
  return streams;
}
