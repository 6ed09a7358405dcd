import type { DatabaseSession } from '../connect/session.ts';
import type { RelationRow } from '../describe/catalog.ts';
import { id, qualified, type RelationName } from '../describe/names.ts';

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
