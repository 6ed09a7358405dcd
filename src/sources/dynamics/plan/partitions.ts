import type { RowSpan } from '../../../model/counts.ts';
import type { Partition } from '../../../model/plan.ts';
import type { TableSchema } from '../../../model/table.ts';
import { between, instant, keyConditions, type QueryParts, rangeId, shown, since, type TableQueries } from './odata-query.ts';
import { equalSpans, gaps, type Span } from './time-ranges.ts';

/** What a partition's `detail` holds. Times are whole seconds since 1970. */
export type PartitionDetail =
  | {
      readonly kind: 'range';
      /** Where its rows are thought to begin; the query has no lower edge where `open`. */
      readonly low: number;
      readonly high: number;
      readonly open: boolean;
      /** Carved out of another one. */
      readonly taken: boolean;
    }
  | { readonly kind: 'tail'; readonly low: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'calculated' }
  /** The rows of a few keys. */
  | { readonly kind: 'by key'; readonly condition: string }
  /** Keys of all rows that were changed since `low`: those that are not read again no longer match the table's `where`. */
  | { readonly kind: 'changed keys'; readonly low: number }
  | { readonly kind: 'changes' }
  | { readonly kind: 'token' };

export type RangeDetail = Extract<PartitionDetail, { kind: 'range' }>;

export interface PlanningContext {
  readonly set: string;
  readonly queries: TableQueries;
  readonly pageRows: number;
}

/** The query of a detail; null for those that follow links of change tracking. */
export function partsOf(detail: PartitionDetail, queries: TableQueries): QueryParts | null {
  if (detail.kind === 'range') return queries.rows(between(queries.cursor, detail.open ? null : detail.low, detail.high));
  if (detail.kind === 'tail') return queries.rows(since(queries.cursor, detail.low));
  if (detail.kind === 'all') return queries.all();
  if (detail.kind === 'changed keys') return queries.anyKeys(since(queries.cursor, detail.low));
  if (detail.kind === 'by key') return queries.byKey(detail.condition);
  if (detail.kind === 'calculated') return queries.calculated();
  return detail.kind === 'keys' ? queries.keys() : null;
}

export function rangePartition(context: PlanningContext, detail: RangeDetail, expectedRows: number | null): Partition {
  const { cursor } = context.queries;
  return partition(context, rangeId(cursor, detail.open ? null : detail.low, detail.high), 'body', detail, expectedRows);
}

function partition(
  { set, queries, pageRows }: PlanningContext,
  id: string,
  pass: Partition['pass'],
  detail: PartitionDetail,
  expectedRows: number | null = null,
): Partition {
  const parts = partsOf(detail, queries);
  const query = parts === null ? `${set}?$select=${queries.keySelect.join(',')} (change tracking)` : shown(set, parts);
  const expectedRequests = expectedRows === null ? null : Math.max(1, Math.ceil(expectedRows / pageRows));
  return { id, pass, query, expectedRows, expectedRequests, detail };
}

export interface FullWindow {
  /** Seconds of the oldest and the newest row; null where there is none. */
  readonly oldest: number | null;
  readonly newest: number | null;
  /** The import's start on the service's clock. */
  readonly start: number;
  /** Where the tail begins: at the start, or earlier by what transactions take to commit. */
  readonly tail: number;
  /** Approximate; null if unknown. */
  readonly expectedRows: number | null;
  readonly parallel: number;
  /** Spans that an interrupted import has read already. */
  readonly done: readonly Span[];
  /** Id of the partition that requests the first change-tracking token; null: no token is needed. */
  readonly tokenId: string | null;
}

/** A whole table: equal ranges up to the start, open below, then the tail. */
export function fullPartitions(context: PlanningContext, window: FullWindow): Partition[] {
  const { start, expectedRows, tokenId } = window;
  const oldest = Math.min(window.oldest ?? start - 1, start - 1);
  const newest = Math.min(window.newest ?? start - 1, start - 1);
  const isLarge = expectedRows !== null && expectedRows > 2 * context.pageRows;
  const spans = gaps({ low: Number.NEGATIVE_INFINITY, high: start }, window.done);
  const details = spans.flatMap((span) => {
    const isOpen = span.low === Number.NEGATIVE_INFINITY;
    const low = Math.max(Math.min(oldest, span.high - 1), span.low);
    // Equal parts of the time that has rows; the last one reaches to the span's end.
    const high = Math.min(span.high, Math.max(newest + 1, low + 1));
    const parts = equalSpans({ low, high }, isLarge ? window.parallel : 1);
    return parts.map(
      (part, i): RangeDetail => ({
        kind: 'range',
        low: part.low,
        high: i === parts.length - 1 ? span.high : part.high,
        open: isOpen && i === 0,
        taken: false,
      }),
    );
  });
  const each = expectedRows === null ? null : Math.round(expectedRows / Math.max(1, details.length));
  return [
    ...(tokenId === null ? [] : [partition(context, tokenId, 'body', { kind: 'token' })]),
    ...details.map((d) => rangePartition(context, d, each)),
    tailPartition(context, window.tail),
    // What the interrupted import had read may have been deleted since.
    ...(window.done.length > 0 ? [keysPartition(context)] : []),
  ];
}

/** What changed since the last import's start, less the lookback, and what was written since this one's. */
export function incrementalPartitions(
  context: PlanningContext,
  window: {
    readonly low: number;
    readonly start: number;
    readonly deletes: 'changes' | 'keys' | null;
    /** Rows that no longer match the table's `where` are deleted. */
    readonly findsUnmatched: boolean;
    /** The calculated columns of all rows are read. */
    readonly readsCalculated: boolean;
  },
): Partition[] {
  const { low, start, deletes, findsUnmatched, readsCalculated } = window;
  const from = Math.min(low, start);
  const range: RangeDetail = { kind: 'range', low, high: start, open: false, taken: false };
  return [
    // First, and the others wait for them: a row that is deleted and then made again is read after its deletion.
    ...(deletes === 'changes' ? [partition(context, 'deletes since the last import', 'body', { kind: 'changes' })] : []),
    ...(findsUnmatched
      ? [partition(context, `keys changed since ${instant(from)}`, 'body', { kind: 'changed keys', low: from })]
      : []),
    ...(readsCalculated ? [partition(context, 'calculated columns', 'body', { kind: 'calculated' })] : []),
    ...(low < start ? [rangePartition(context, range, null)] : []),
    tailPartition(context, start),
    ...(deletes === 'keys' ? [keysPartition(context)] : []),
  ];
}

export function totalPartitions(context: PlanningContext, expectedRows: number | null): Partition[] {
  return [partition(context, 'all rows', 'body', { kind: 'all' }, expectedRows)];
}

/** Rows by their keys; null where a key can't be written into a filter. */
export function keyPartitions(
  context: PlanningContext,
  schema: TableSchema,
  keys: readonly (readonly string[])[],
): readonly Partition[] | null {
  const conditions = keyConditions(schema, context.queries.keySelect, keys);
  if (conditions === null) return null;
  return conditions.map((condition, i) => partition(context, `rows by key ${i + 1}`, 'sweep', { kind: 'by key', condition }));
}

/** All rows of a span of a column of times; those without a value where it is open below. */
export function spanPartition(context: PlanningContext, property: string, { from, to }: RowSpan): Partition {
  const seconds = (edge: string) => instant(Math.floor(Date.parse(edge) / 1000));
  const edges = [
    ...(from === null ? [] : [`${property} ge ${seconds(from)}`]),
    ...(to === null ? [] : [`${property} lt ${seconds(to)}`]),
  ].join(' and ');
  const condition = from === null && edges !== '' ? `(${edges} or ${property} eq null)` : edges === '' ? '' : `(${edges})`;
  return partition(context, `a range of ${property}`, 'body', condition === '' ? { kind: 'all' } : { kind: 'by key', condition });
}

function tailPartition(context: PlanningContext, low: number): Partition {
  return partition(context, `${context.queries.cursor} from ${instant(low)}, or null`, 'tail', { kind: 'tail', low });
}

function keysPartition(context: PlanningContext): Partition {
  return partition(context, 'all keys', 'sweep', { kind: 'keys' });
}
