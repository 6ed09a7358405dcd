import type { Partition } from '../../../model/plan.ts';
import { STAGING_FILE_BYTES } from '../../../model/staging.ts';
import type { Column } from '../../../model/table.ts';
import type { FieldInfo } from '../describe/object-info.ts';
import { type Stream, selectRows, type TableQuery, type Window } from './soql.ts';

/** How many rows were changed in a span of time; milliseconds since 1970, `to` exclusive. */
export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

export interface PlannedWindow {
  readonly window: Window;
  /** As the histogram has it. */
  readonly rows: number;
}

const SECOND = 1000;

export function iso(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19)}Z`;
}

/** The rows that one partition aims at: enough of them for all workers, but no smaller or larger than is worth a job. */
export function targetRows(total: number, parallel: number, [least, most]: readonly [number, number]): number {
  return Math.min(most, Math.max(least, Math.ceil(total / parallel)));
}

/**
 * Cuts `[low, high)` into windows of about equal work. The edges are the buckets' own; a bucket that is too large by itself is cut
 * evenly, down to whole seconds (a spike within one second stays whole). Together they cover the window, whatever the buckets say.
 */
export function cut(
  buckets: readonly Bucket[],
  { low, high }: { readonly low: string | null; readonly high: string },
  target: number,
): PlannedWindow[] {
  const [from, to] = [low === null ? Number.NEGATIVE_INFINITY : Date.parse(low), Date.parse(high)];
  const fine = buckets.filter((b) => b.rows > 0).flatMap((b) => evenly(b, target));
  const edges: { low: string | null; rows: number }[] = [{ low, rows: 0 }];
  for (const { from: begin, rows } of fine.sort((a, b) => a.from - b.from)) {
    const open = edges.at(-1) ?? { low, rows: 0 };
    // Cut where the window comes nearest to the target.
    const full = open.rows > 0 && open.rows + rows / 2 > target;
    if (full && begin > from && begin < to) edges.push({ low: iso(begin), rows });
    else open.rows += rows;
  }
  const [before, last] = edges.slice(-2);
  if (before !== undefined && last !== undefined && last.rows < target / 4) {
    // The rest is not worth a job of its own.
    before.rows += last.rows;
    edges.pop();
  }
  return edges.map((edge, i) => ({
    window: { low: edge.low, high: edges[i + 1]?.low ?? high, nulls: i === 0 },
    rows: edge.rows,
  }));
}

function evenly(bucket: Bucket, target: number): Bucket[] {
  const seconds = Math.floor((bucket.to - bucket.from) / SECOND);
  const parts = Math.max(1, Math.min(seconds, Math.round(bucket.rows / target)));
  return Array.from({ length: parts }, (_, i) => {
    const edge = (n: number): number => bucket.from + Math.floor((n * seconds) / parts) * SECOND;
    return { from: edge(i), to: i === parts - 1 ? bucket.to : edge(i + 1), rows: Math.round(bucket.rows / parts) };
  });
}

/**
 * The two halves of a window by time, or null where it is a second or less. An open edge is taken to be at `earliest` or `latest`
 * (milliseconds); it stays open, so nothing is lost where that is a bad guess.
 */
export function halves(window: Window, earliest: number, latest: number): [Window, Window] | null {
  const from = window.low === null ? earliest : Date.parse(window.low);
  const to = window.high === null ? latest : Date.parse(window.high);
  const seconds = Math.floor((to - from) / SECOND);
  if (!(seconds >= 2)) return null;
  const middle = iso(from + Math.floor(seconds / 2) * SECOND);
  return [
    { low: window.low, high: middle, nulls: window.nulls },
    { low: middle, high: window.high, nulls: false },
  ];
}

/** Which rows besides those of the query may have been removed from the table; see read/deletes.ts. */
export type RemovalCheck = 'none' | 'deleted' | 'unmatched' | 'present' | 'calculated';

/** What a partition knows of itself: plain JSON. */
export interface PartitionDetail {
  readonly stream: Stream;
  readonly window: Window;
  readonly operation: 'query' | 'queryAll';
  readonly how: 'rest' | 'bulk';
  readonly removals: RemovalCheck;
}

export const sliceOf = ({ stream, window, operation, how }: PartitionDetail): Slice => ({ stream, window, operation, how });

export interface PartitionInput extends PartitionDetail {
  readonly pass: Partition['pass'];
  readonly expectedRows: number | null;
  readonly expectedRequests: number | null;
}

/** A partition's id is its stream and window: the same in a later run that resumes an interrupted full sync. */
export function partitionOf(
  tableQuery: TableQuery,
  { pass, expectedRows, expectedRequests, ...detail }: PartitionInput,
): Partition {
  const { stream, window } = detail;
  const edges = stream.outsideWindow || tableQuery.cursor === null ? 'all' : `${window.low ?? ''}..${window.high ?? ''}`;
  return {
    id: `${stream.id === '' ? '' : `${stream.id}: `}${edges}`,
    pass,
    query: selectRows(tableQuery, stream, window),
    expectedRows,
    expectedRequests,
    detail,
  };
}

/** A part of a table's rows that is read in one go. */
export interface Slice {
  readonly stream: Stream;
  readonly window: Window;
  readonly operation: 'query' | 'queryAll';
  readonly how: 'rest' | 'bulk';
}

const WIDTHS: Readonly<Record<string, number>> = { BOOLEAN: 8, DATE: 13, TIMESTAMPTZ: 27, INTEGER: 8 };

/** Rows of these columns that fill a staging file, by a guess at their width. */
export function pageRows(columns: readonly Column[], [least, most]: readonly [number, number]): number {
  const width = columns.reduce(
    (sum, c) => sum + (c.load === null ? 0 : (WIDTHS[c.duckdbType] ?? (c.nativeType.startsWith('textarea') ? 200 : 20))),
    0,
  );
  return Math.max(least, Math.min(most, Math.round(STAGING_FILE_BYTES / Math.max(1, width) / 1000) * 1000));
}

// Numbers, dates, times and booleans, whatever their digits.
const PLAIN: ReadonlySet<string> = new Set([
  'boolean',
  'int',
  'long',
  'double',
  'currency',
  'percent',
  'date',
  'datetime',
  'time',
]);
const PLAIN_BYTES = 400;
// Names, addresses and Ids of related records.
const RELATED_CHARACTERS = 1000;
// A character has four bytes at most; a doubled quote has two. What is declared may have been shortened since: room for as much again.
const BYTES_PER_CHARACTER = 2 * 4;

/** Bytes that no line of these fields exceeds, by the lengths that the describe declares; null where one is missing. */
export function lineLimit(fields: readonly string[], described: readonly FieldInfo[]): number | null {
  const known = new Map(described.map((f) => [f.name, f]));
  let bytes = 0;
  for (const name of fields) {
    const field = known.get(name);
    if (field !== undefined && PLAIN.has(field.type)) bytes += PLAIN_BYTES;
    else if (name.includes('.')) bytes += RELATED_CHARACTERS * BYTES_PER_CHARACTER;
    else if (field?.length === undefined) return null;
    else bytes += field.length * BYTES_PER_CHARACTER + 3;
  }
  return bytes;
}
