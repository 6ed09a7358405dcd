import type { DatabaseSession } from '../connect/session.ts';
import type { RelationName } from './names.ts';
import type { TypeRow } from './types.ts';

/** pg_class.relkind of what can be read. */
export const KINDS = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
} as const;

export type Kind = keyof typeof KINDS;

export interface RelationRow extends RelationName {
  readonly oid: string;
  readonly kind: Kind;
  readonly comment: string | null;
  /** True for a partition of another table. */
  readonly partition: boolean;
  /** It, or its schema, belongs to an extension (pg_stat_statements, PostGIS' spatial_ref_sys, TimescaleDB's chunks). */
  readonly ofExtension: boolean;
  /** The user may enter the schema. */
  readonly usage: boolean;
  /** The user may read the whole relation. */
  readonly selectable: boolean;
  /** The user may read at least one column of it. */
  readonly readable: boolean;
  /** As of the last ANALYZE; -1 where there was none. */
  readonly estimatedRows: number;
  /** PostgreSQL allows tables without any. */
  readonly hasColumns: boolean;
  /** False for a materialised view that was never filled. */
  readonly populated: boolean;
  /** Row-level security hides rows from this user. */
  readonly rowSecurity: boolean;
}

const OF_EXTENSION = `EXISTS (SELECT FROM pg_depend d WHERE d.deptype = 'e' AND d.refclassid = 'pg_extension'::regclass
    AND ((d.classid = 'pg_class'::regclass AND d.objid = c.oid) OR (d.classid = 'pg_namespace'::regclass AND d.objid = n.oid)))`;

const RELATION = `
  SELECT c.oid::text AS oid, n.nspname AS schema, c.relname AS table, c.relkind AS kind, c.relispartition AS partition,
    obj_description(c.oid, 'pg_class') AS comment, has_schema_privilege(n.oid, 'USAGE') AS usage,
    has_table_privilege(c.oid, 'SELECT') AS selectable, has_any_column_privilege(c.oid, 'SELECT') AS readable,
    c.reltuples::float8 AS "estimatedRows", c.relispopulated AS populated,
    EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS "hasColumns", row_security_active(c.oid) AS "rowSecurity",
    ${OF_EXTENSION} AS "ofExtension"
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')`;

/** Every relation outside of PostgreSQL's own schemas and of sessions' temporary ones. */
export async function allRelations(session: DatabaseSession): Promise<RelationRow[]> {
  return session.query<RelationRow>(
    `${RELATION} AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)' ORDER BY n.nspname <> 'public', n.nspname, c.relname`,
  );
}

export async function findRelation(session: DatabaseSession, name: RelationName): Promise<RelationRow | null> {
  const rows = await session.query<RelationRow>(`${RELATION} AND n.nspname = $1 AND c.relname = $2`, [name.schema, name.table]);
  return rows[0] ?? null;
}

export interface ColumnRow {
  /** Its number in the table, for life. */
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly typmod: number;
  /** As PostgreSQL writes it: `numeric(10,2)`, `character varying(20)`. */
  readonly nativeType: string;
  readonly dimensions: number;
  readonly notNull: boolean;
  readonly comment: string | null;
  readonly readable: boolean;
  /** Position in the primary key, from 1; null outside of it. */
  readonly keyPosition: number | null;
  /** The table that a foreign key of this column alone points at. */
  readonly references: RelationName | null;
}

/** Columns in their order; dropped ones are left out. Virtual and stored generated columns are columns like any other. */
export async function columnsOf(session: DatabaseSession, oid: string): Promise<ColumnRow[]> {
  return session.query<ColumnRow>(
    `SELECT a.attnum AS number, a.attname AS name, a.atttypid::text AS type, a.atttypmod AS typmod, format_type(a.atttypid, a.atttypmod) AS "nativeType",
       a.attndims::int AS dimensions, a.attnotnull AS "notNull", col_description(a.attrelid, a.attnum) AS comment,
       has_column_privilege(a.attrelid, a.attnum, 'SELECT') AS readable,
       (SELECT array_position(i.indkey::int2[], a.attnum) + 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary) AS "keyPosition",
       (SELECT json_build_object('schema', n.nspname, 'table', r.relname) FROM pg_constraint f
          JOIN pg_class r ON r.oid = f.confrelid JOIN pg_namespace n ON n.oid = r.relnamespace
        WHERE f.conrelid = a.attrelid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum] LIMIT 1) AS references
     FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [oid],
  );
}

/** The types of a relation's columns and all that they are made of. */
export async function typesOf(session: DatabaseSession, oid: string): Promise<Map<string, TypeRow>> {
  const rows = await session.query<TypeRow>(
    `WITH RECURSIVE used(oid) AS (
       SELECT a.atttypid FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
       UNION SELECT u.oid FROM used p JOIN pg_type t ON t.oid = p.oid
         CROSS JOIN LATERAL (VALUES (t.typbasetype), (t.typelem)) AS u(oid) WHERE u.oid <> 0)
     SELECT t.oid::text AS oid, t.typname, t.typtype, t.typcategory, t.typlen, t.typelem::text AS typelem,
       t.typbasetype::text AS typbasetype, t.typtypmod, t.typndims,
       (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) AS labels
     FROM pg_type t JOIN used ON used.oid = t.oid`,
    [oid],
  );
  return new Map(rows.map((row) => [row.oid, row]));
}

/** Column lists of unique indexes that would do as a key: whole-table, valid, over columns alone. */
export async function uniqueKeys(session: DatabaseSession, oid: string): Promise<string[][]> {
  const rows = await session.query<{ columns: string[] }>(
    `SELECT json_agg(a.attname ORDER BY k.n) AS columns
     FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
     WHERE i.indrelid = $1::oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND k.n <= i.indnkeyatts
     GROUP BY i.indexrelid HAVING bool_and(a.attnotnull) ORDER BY count(*), i.indexrelid`,
    [oid],
  );
  return rows.map((r) => r.columns);
}

/** A leaf of a partitioned table, or a table that inherits from a plain one. */
export interface Member {
  readonly oid: string;
  /** pg_class.relkind. */
  readonly kind: string;
  /** The number of its file, which TRUNCATE and every rewriting change; null for a foreign table. */
  readonly file: string | null;
}

/** pg_class.relkind of each of them. */
export async function memberKinds(session: DatabaseSession, oid: string): Promise<string[]> {
  return (await membersOf(session, oid)).map((r) => r.kind);
}

export async function membersOf(session: DatabaseSession, oid: string): Promise<Member[]> {
  return session.query(
    `WITH RECURSIVE tree(oid) AS (SELECT inhrelid FROM pg_inherits WHERE inhparent = $1::oid
       UNION SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid)
     SELECT tree.oid::text AS oid, c.relkind AS kind, pg_relation_filenode(c.oid)::text AS file FROM tree JOIN pg_class c ON c.oid = tree.oid ORDER BY tree.oid`,
    [oid],
  );
}
