import type { Partition } from '../../model/plan.ts';
import type { StagingContent } from '../../staging/staging.ts';
import type { Extent } from './extent.ts';

/** What one kind of reading asks for: full rows, or keys alone. */
export interface Reading {
  readonly content: StagingContent;
  readonly pass: Partition['pass'];
  /** Part of the partitions' ids: `rows`, `null-cursor`, `gone`, `present`. */
  readonly label: string;
  /** SQL expressions to select, in the order of the schema's columns. */
  readonly columns: readonly string[];
  /** SQL conditions, all of which must hold. */
  readonly conditions: readonly string[];
  /** False where an index finds the few rows: then the table is not divided. */
  readonly divided: boolean;
  readonly expectedRows: number | null;
}

export interface PartitionDetail {
  readonly content: StagingContent;
}

// Each partition ends in half-filled row groups in DuckDB: fewer, larger ones load faster.
const SMALLEST_BYTES = 128 * 1024 * 1024;
const PARTITIONS_PER_WORKER = 4;
const EXTENTS_PER_PARTITION = 100;

/** A page range of one extent; `to` null: open-ended, since the file may have grown since it was measured. */
interface Range {
  readonly extent: Extent;
  readonly from: number;
  readonly to: number | null;
  readonly bytes: number;
}

/**
 * Divides a reading into COPY statements of about equal bytes, at most four a worker: page ranges of big tables, and several
 * small members of a partitioned table together. `workers` 1: one statement for all there is. `smallestBytes`: what a
 * partition should hold at least.
 */
export function partitionsOf(
  reading: Reading,
  extents: readonly Extent[],
  workers: number,
  smallestBytes = SMALLEST_BYTES,
): Partition[] {
  const total = extents.reduce((sum, e) => sum + e.bytes, 0);
  const most = workers === 1 ? 1 : workers * PARTITIONS_PER_WORKER;
  const wanted = reading.divided ? Math.min(most, Math.max(1, Math.floor(total / smallestBytes))) : 1;
  const share = Math.max(1, total / wanted);
  const groups = grouped(
    extents.flatMap((e) => ranges(e, share)),
    share,
  );
  return groups.map((group) => partition(reading, group, total));
}

function ranges(extent: Extent, share: number): Range[] {
  const count = Math.min(Math.max(1, extent.pages), Math.max(1, Math.round(extent.bytes / share)));
  const step = Math.ceil(extent.pages / count);
  const starts = Array.from({ length: count }, (_, i) => i * step).filter((start) => start === 0 || start < extent.pages);
  return starts.map((from, i) => ({ extent, from, to: starts[i + 1] ?? null, bytes: extent.bytes / starts.length }));
}

function grouped(all: readonly Range[], share: number): Range[][] {
  const groups: Range[][] = [];
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

function partition(reading: Reading, group: readonly Range[], total: number): Partition {
  const bytes = group.reduce((sum, r) => sum + r.bytes, 0);
  const rows = reading.expectedRows;
  const detail: PartitionDetail = { content: reading.content };
  return {
    id: `${reading.label}:${group.map(idOf).join('+')}`,
    pass: reading.pass,
    query: `COPY (${group.map((r) => select(reading, r)).join('\nUNION ALL\n')}) TO STDOUT (FORMAT csv)`,
    expectedRows: rows === null ? null : Math.round(total > 0 ? (rows * bytes) / total : rows),
    expectedRequests: 1,
    detail,
  };
}

function idOf({ extent, from, to }: Range): string {
  return from === 0 && to === null ? extent.oid : `${extent.oid}(${from}-${to ?? ''})`;
}

function select(reading: Reading, { extent, from, to }: Range): string {
  const conditions = [
    ...(from > 0 ? [`ctid >= '(${from},0)'`] : []),
    ...(to === null ? [] : [`ctid < '(${to},0)'`]),
    ...reading.conditions,
  ];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return `SELECT ${reading.columns.join(', ')} FROM ${extent.from}${where}`;
}
