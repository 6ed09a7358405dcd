import type { Partition } from '../../../model/plan.ts';
import type { StagingContent, StagingFormat } from '../../../model/staging.ts';
import type { DatabaseSession } from '../connect/session.ts';
import type { RelationRow } from '../describe/catalog.ts';
import type { TableIdentity } from '../describe/identity.ts';
import { id, qualified, type RelationName } from '../describe/names.ts';
import { copyOf } from './copy.ts';

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
  /** Makes the whole query of one that selects `columns`; absent: it is that one. */
  readonly wrap?: (query: string) => string;
}

/** A page range of one extent; `to` null: open-ended, since the file may have grown since it was measured. Plain JSON. */
interface PageRange {
  readonly oid: string;
  readonly from: number;
  readonly to: number | null;
  readonly bytes: number;
}

/** The snapshot under which a full sync began to read, and what must be unchanged for a later run to resume it. Plain JSON. */
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
  /** In the first partition of a full sync that a later run can resume. */
  readonly origin?: SnapshotOrigin;
}

// Some of them together fill a batch of the warehouse's, which is loaded while others are read: the smaller they are, the sooner.
const SMALLEST_BYTES = 64 * 1024 * 1024;
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
  const query = group.map((r) => select(reading, r, froms.get(r.oid) ?? '')).join('\nUNION ALL\n');
  const copy = copyOf(reading.wrap?.(query) ?? query, reading.columns);
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

/** One thing to read from, with its physical size as the snapshot's transaction sees it. */
export interface Extent {
  /** Stable over runs: the relation's oid. */
  readonly oid: string;
  /** SQL after FROM. */
  readonly from: string;
  /** Pages of the longest file; 0 where it has no pages to divide (a view, a foreign table). */
  readonly pages: number;
  /** With what is stored out of line; what reading costs. */
  readonly bytes: number;
  /** As of the last ANALYZE; -1 where there was none. */
  readonly estimatedRows: number;
  /**
   * The files that hold its rows, by their numbers: as long as these are the same, a row's version keeps its place. Empty where rows
   * have no versions that could be told apart (a view, a foreign table, a storage of another kind), or none of them are here.
   */
  readonly files: readonly string[];
}

interface TreeRow extends RelationName {
  readonly oid: string;
  readonly kind: string;
  readonly heap: boolean;
  readonly selectable: boolean;
  readonly pages: number;
  readonly bytes: number;
  readonly estimatedRows: number;
  readonly file: string | null;
}

// Sizes are of now, not relpages: those are 0 before the first ANALYZE and for a partitioned parent.
const TREE = `
  WITH RECURSIVE tree(oid) AS (SELECT $1::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
  SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS table, c.relkind AS kind, c.reltuples::float8 AS "estimatedRows",
    coalesce(am.amname = 'heap', false) AS heap, has_table_privilege(c.oid, 'SELECT') AS selectable,
    CASE WHEN c.relkind IN ('r', 'm') THEN ceil(pg_relation_size(c.oid) / current_setting('block_size')::float8) ELSE 0 END AS pages,
    CASE WHEN c.relkind IN ('r', 'm') THEN pg_table_size(c.oid)::float8 ELSE 0 END AS bytes,
    pg_relation_filenode(c.oid)::text AS file
  FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_am am ON am.oid = c.relam
  WHERE c.relkind <> 'p' ORDER BY c.oid`;

// TimescaleDB keeps compressed chunks elsewhere: their rows have no ctid, and no page range would find them.
const COMPRESSED = /^_timescaledb/;

/**
 * What a relation is read from. A partitioned table: its leaves, each directly, where the user may read each, no policy of
 * the parent hides rows and the condition does not name the parent's schema; else, and for a table that others inherit from, the relation as a whole, whose page ranges then mean the
 * same pages of every member. A view, a foreign table, or a storage without pages: one piece.
 */
export async function extentsOf(session: DatabaseSession, relation: RelationRow, where = ''): Promise<Extent[]> {
  const members = await session.query<TreeRow>(TREE, [relation.oid]);
  const tables = members.every((m) => (m.kind === 'r' || m.kind === 'm') && m.heap && !COMPRESSED.test(m.schema));
  // `public.deals.stage` has no meaning where a leaf stands for `deals`.
  const named = where.toLowerCase().includes(relation.schema.toLowerCase());
  const versioned = tables && members.some((m) => m.pages > 0);
  const direct = tables && !relation.rowSecurity && !named && members.every((m) => m.selectable);
  if (relation.kind === 'p' && direct && members.length > 0) return members.map((m) => leaf(m, relation, versioned));
  return [
    {
      oid: relation.oid,
      from: qualified(relation),
      pages: tables ? Math.max(0, ...members.map((m) => m.pages)) : 0,
      bytes: members.reduce((sum, m) => sum + m.bytes, 0),
      estimatedRows: members.some((m) => m.estimatedRows < 0) ? -1 : members.reduce((sum, m) => sum + m.estimatedRows, 0),
      files: versioned ? members.map(fileOf) : [],
    },
  ];
}

/** Under the parent's name, so that a condition may name it. */
function leaf(member: TreeRow, parent: RelationRow, versioned: boolean): Extent {
  const { oid, pages, bytes, estimatedRows } = member;
  return {
    oid,
    from: `ONLY ${qualified(member)} AS ${id(parent.table)}`,
    pages,
    bytes,
    estimatedRows,
    files: versioned ? [fileOf(member)] : [],
  };
}

function fileOf({ oid, file }: TreeRow): string {
  return `${oid}:${file ?? ''}`;
}
