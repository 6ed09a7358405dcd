import { HighwaterError } from '../../../model/errors.ts';
import type { Session } from '../connect/session.ts';
import type { RelationRow } from './catalog.ts';
import { id, qualified, type RelationName } from './names.ts';

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
export async function checkBeneath(session: Session, table: string, relation: RelationRow): Promise<void> {
  if (relation.kind !== 'v') return;
  const found = await session.query<RelationName & { role: string }>(FORBIDDEN, [relation.oid]);
  if (found.length === 0) return;
  const names = found.map((f) => `${f.role} may not read ${f.schema}.${f.table}`);
  const grants = found.map((f) => `GRANT SELECT ON ${qualified(f)} TO ${id(f.role)};`);
  throw new HighwaterError(
    'TABLE_NOT_READABLE',
    `${table}: the view can't be read, since ${names.join(' and ')}.`,
    `A view reads as its owner, or WITH (security_invoker) as the user. The owner of what it reads can allow it:\n${grants.join('\n')}`,
  );
}
