import type { Partition } from '../../../model/plan.ts';
import type { StagingContent, StagingFormat } from '../../../model/staging.ts';
import type { TableIdentity } from '../describe/identity.ts';
import { copyOf } from './copy.ts';
import type { Extent } from './extent.ts';

/** What one kind of reading asks for: full rows, or keys alone. */
export interface RowQuery {
  readonly content: StagingContent;
  readonly pass: Partition['pass'];
  /** Part of the partitions' ids: `rows`, `null-cursor`, `gone`, `present`. */
  readonly label: string;
  /** SQL expressions to select, in the order of the schema's columns. */
  readonly columns: readonly string[];
  /** SQL conditions, all of which must hold. */
  readonly conditions: readonly string[];
  /** Those of the conditions by which the planner can guess how many rows there are; absent: all. */
  readonly estimated?: readonly string[];
  /** False where an index finds the few rows: then the table is not divided. */
  readonly divided: boolean;
  readonly expectedRows: number | null;
}

/** A page range of one extent; `to` null: open-ended, since the file may have grown since it was measured. Plain JSON. */
export interface PageRange {
  readonly oid: string;
  readonly from: number;
  readonly to: number | null;
  readonly bytes: number;
}

/** The snapshot under which a full sync began to read, and what must still be as it was for a later run to go on. Plain JSON. */
export interface SnapshotOrigin {
  /** 64 bits, decimal: every version of a row that the snapshot does not show was written by this transaction or a later one. */
  readonly xmin: string;
  readonly xmax: string;
  readonly identity: TableIdentity;
  /** A hash of the files of all members: see Extent. */
  readonly files: string;
}

export interface PartitionDetail {
  readonly content: StagingContent;
  readonly format: StagingFormat;
  readonly ranges: readonly PageRange[];
  /** In the first partition of a full sync that a later run can go on with. */
  readonly origin?: SnapshotOrigin;
}

// Each partition ends in half-filled row groups in DuckDB: fewer, larger ones load faster.
const SMALLEST_BYTES = 128 * 1024 * 1024;
// What an interrupted full sync had in hand is read again.
const LARGEST_BYTES = 2 * 1024 * 1024 * 1024;
const PARTITIONS_PER_WORKER = 4;
const EXTENTS_PER_PARTITION = 100;

/**
 * Divides a reading into COPY statements of about equal bytes, four a worker at most, unless they would be very large: page ranges of
 * big tables, and several small members of a partitioned table together. `smallestBytes`: what a partition should hold at least.
 */
export function partitionsOf(
  reading: RowQuery,
  extents: readonly Extent[],
  workers: number,
  smallestBytes = SMALLEST_BYTES,
): Partition[] {
  const total = extents.reduce((sum, e) => sum + e.bytes, 0);
  const most = workers === 1 ? 1 : workers * PARTITIONS_PER_WORKER;
  const few = Math.min(most, Math.max(1, Math.floor(total / smallestBytes)));
  const wanted = reading.divided ? Math.max(few, Math.ceil(total / LARGEST_BYTES)) : 1;
  const share = Math.max(1, total / wanted);
  const groups = grouped(
    extents.flatMap((e) => ranges(e, share)),
    share,
  );
  return groups.map((group) => partitionOf(reading, group, extents));
}

function ranges(extent: Extent, share: number): PageRange[] {
  const count = Math.min(Math.max(1, extent.pages), Math.max(1, Math.round(extent.bytes / share)));
  const step = Math.ceil(extent.pages / count);
  const starts = Array.from({ length: count }, (_, i) => i * step).filter((start) => start === 0 || start < extent.pages);
  return starts.map((from, i) => ({ oid: extent.oid, from, to: starts[i + 1] ?? null, bytes: extent.bytes / starts.length }));
}

function grouped(all: readonly PageRange[], share: number): PageRange[][] {
  const groups: PageRange[][] = [];
  let bytes = 0;
  for (const range of all) {
    const last = groups.at(-1);
    // A little over the share is no reason for one more partition.
    if (last !== undefined && last.length < EXTENTS_PER_PARTITION && bytes + range.bytes <= share * 1.01) {
      last.push(range);
      bytes += range.bytes;
    } else {
      groups.push([range]);
      bytes = range.bytes;
    }
  }
  return groups;
}

/** One COPY over these ranges of these extents, all of which must be among them. */
export function partitionOf(reading: RowQuery, group: readonly PageRange[], extents: readonly Extent[]): Partition {
  const total = extents.reduce((sum, e) => sum + e.bytes, 0);
  const bytes = group.reduce((sum, r) => sum + r.bytes, 0);
  const rows = reading.expectedRows;
  const froms = new Map(extents.map((e) => [e.oid, e.from]));
  const copy = copyOf(group.map((r) => select(reading, r, froms.get(r.oid) ?? '')).join('\nUNION ALL\n'), reading.columns);
  const detail: PartitionDetail = { content: reading.content, format: copy.format, ranges: group };
  return {
    id: `${reading.label}:${group.map(idOf).join('+')}`,
    pass: reading.pass,
    query: copy.query,
    expectedRows: rows === null ? null : Math.round(total > 0 ? (rows * bytes) / total : rows),
    expectedRequests: 1,
    detail,
  };
}

function idOf({ oid, from, to }: PageRange): string {
  return from === 0 && to === null ? oid : `${oid}(${from}-${to ?? ''})`;
}

function select(reading: RowQuery, { from, to }: PageRange, relation: string): string {
  const conditions = [
    ...(from > 0 ? [`ctid >= '(${from},0)'`] : []),
    ...(to === null ? [] : [`ctid < '(${to},0)'`]),
    ...reading.conditions,
  ];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `SELECT ${reading.columns.join(', ')} FROM ${relation}${where}`;
}
