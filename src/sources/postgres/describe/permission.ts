import { HighwaterError } from '../../../model/errors.ts';
import type { Note } from '../../../model/table.ts';
import type { DatabaseSession } from '../connect/session.ts';
import { type ColumnRow, findRelation, KINDS, type RelationRow } from './catalog.ts';
import { grantName, id, parseName, qualified, type RelationName } from './names.ts';

/**
 * The relations that a view reads, down to the last, which the role may not read as whom PostgreSQL looks: the view's owner, or, WITH
 * (security_invoker), the user himself, wherever the view stands. https://www.postgresql.org/docs/current/sql-createview.html
 */
const FORBIDDEN = `
  WITH RECURSIVE me(oid) AS (SELECT oid FROM pg_roles WHERE rolname = current_user),
  reads(oid, reader) AS (
    SELECT $1::oid, me.oid FROM me
    UNION SELECT d.refobjid, CASE WHEN coalesce((SELECT option_value::boolean FROM pg_options_to_table(v.reloptions) WHERE option_name = 'security_invoker'), false)
      THEN (SELECT oid FROM me) ELSE v.relowner END
    FROM reads r JOIN pg_class v ON v.oid = r.oid AND v.relkind = 'v' JOIN pg_rewrite w ON w.ev_class = v.oid
      JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> v.oid)
  SELECT DISTINCT n.nspname AS schema, c.relname AS table, pg_get_userbyid(r.reader)::text AS role
  FROM reads r JOIN pg_class c ON c.oid = r.oid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT has_any_column_privilege(r.reader, c.oid, 'SELECT') ORDER BY 1, 2`;

/** Refuses a view that PostgreSQL would refuse only once it is read, and then without the schema and the role of the GRANT. */
export async function checkViewRights(session: DatabaseSession, table: string, relation: RelationRow): Promise<void> {
  if (relation.kind !== 'v') return;
  const found = await session.query<RelationName & { role: string }>(FORBIDDEN, [relation.oid]);
  if (found.length === 0) return;
  const names = found.map((f) => `${f.role} may not read ${f.schema}.${f.table}`);
  const grants = found.map((f) => `GRANT SELECT ON ${qualified(f)} TO ${id(f.role)};`);
  throw new HighwaterError(
    'TABLE_NOT_READABLE',
    `${table}: the view can't be read, because ${names.join(' and ')}.`,
    `A view reads as its owner, or as the user if it is WITH (security_invoker). The owner of what it reads can allow it:\n${grants.join('\n')}`,
  );
}

/** The relation, or the error that says what is missing: the table, the schema, or the privilege (with its GRANT). */
export async function readableRelation(session: DatabaseSession, written: string, user: string): Promise<RelationRow> {
  const name = parseName(written);
  const relation = name === null ? null : await findRelation(session, name);
  if (relation === null) {
    throw new HighwaterError(
      'TABLE_NOT_FOUND',
      `${written}: the database has no such table or view.`,
      'Names are case-sensitive, as PostgreSQL stores them. For schemas other than public, write schema.table. `highwater discover` lists all tables.',
    );
  }
  if (relation.usage && relation.readable) {
    if (!relation.populated) throw notPopulated(written, relation);
    if (!relation.hasColumns) throw withoutColumns(written, relation);
    return relation;
  }
  const grants = [
    ...(relation.usage ? [] : [`GRANT USAGE ON SCHEMA ${id(relation.schema)} TO ${id(user)};`]),
    ...(relation.readable ? [] : [`GRANT SELECT ON ${grantName(relation)} TO ${id(user)};`]),
  ];
  throw new HighwaterError(
    'TABLE_NOT_READABLE',
    `${written}: the user ${user} is not allowed to read this ${KINDS[relation.kind]}.`,
    `Its owner can allow it:\n${grants.join('\n')}`,
  );
}

function notPopulated(written: string, relation: RelationRow): HighwaterError {
  return new HighwaterError(
    'TABLE_NOT_READABLE',
    `${written}: the materialized view was never filled (WITH NO DATA).`,
    `Its owner can fill it:\nREFRESH MATERIALIZED VIEW ${qualified(relation)};`,
  );
}

function withoutColumns(written: string, relation: RelationRow): HighwaterError {
  return new HighwaterError(
    'TABLE_NOT_READABLE',
    `${written}: the ${KINDS[relation.kind]} has no columns.`,
    'There is nothing to read. Leave it out until it has columns.',
  );
}

export function hiddenNote(relation: RelationRow, rows: readonly ColumnRow[], user: string): Note[] {
  const hidden = rows.filter((c) => !c.readable).map((c) => c.name);
  if (hidden.length === 0) return [];
  const grant = `GRANT SELECT (${hidden.map(id).join(', ')}) ON ${qualified(relation)} TO ${id(user)};`;
  return [{ kind: 'access', message: `left out, because ${user} can't read them: ${hidden.join(', ')} (${grant})` }];
}

export function securityNote(relation: RelationRow, user: string): Note[] {
  if (!relation.rowSecurity) return [];
  return [
    {
      kind: 'access',
      message: `row-level security is on: only the rows that its policies show to ${user} are synced; all others count as deleted`,
    },
  ];
}
