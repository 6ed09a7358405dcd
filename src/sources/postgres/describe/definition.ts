import { createHash } from 'node:crypto';
import type { DatabaseSession } from '../connect/session.ts';

/** A mark for each name; a hash of all of it where that is too long for a token. */
export type Fingerprints = Readonly<Record<string, string>> | string;

// A token may have 64 KiB.
const LONGEST = 16_384;

/**
 * What can change in all rows of a relation without a single row being written, so that no cursor shows it, not even xmin:
 * part of what a watermark speaks for.
 */
export interface RelationDefinition {
  /**
   * By a column's name: its number in the table, and a hash of what computes it (virtual generated columns), of the attributes
   * of its composite types, or of the length or precision that PostgreSQL pads or rounds values to when the type is altered. A column that was dropped and made again, or took another's name, has another number.
   */
  readonly columns?: Fingerprints;
  /** By a column's name: its type. Another one may show the same values otherwise (`inet` as text, a shorter `varchar`, a rounded `numeric`). */
  readonly types?: Fingerprints;
  /** By an enum label's oid: a hash of the label, which `ALTER TYPE … RENAME VALUE` changes. */
  readonly labels?: Fingerprints;
  /** Of a view or materialised view: a hash of its definition, and of those of all views it is built on. */
  readonly definition?: string;
  /** Where policies hide rows: a hash of them, and of the user whom they are about. */
  readonly policies?: string;
}

const ROUNDED = ['bpchar', 'bit', 'timestamp', 'timestamptz', 'time', 'timetz', 'interval'];

const COLUMNS = `SELECT a.attnum, a.attname, a.atttypid,
    CASE WHEN a.attgenerated = 'v' THEN (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END AS computed,
    CASE WHEN a.atttypid = ANY ('{${ROUNDED.join()}}'::regtype[]) THEN format_type(a.atttypid, a.atttypmod) END AS rounded
  FROM pg_attribute a WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped`;

// Domains, arrays, composites and ranges, down to what they are made of.
const USED = `SELECT c.attnum, c.atttypid FROM columns c
  UNION SELECT u.attnum, x.oid FROM used u JOIN pg_type t ON t.oid = u.oid CROSS JOIN LATERAL (
    SELECT t.typbasetype UNION ALL SELECT t.typelem
    UNION ALL SELECT p.atttypid FROM pg_attribute p WHERE t.typrelid <> 0 AND p.attrelid = t.typrelid AND p.attnum > 0 AND NOT p.attisdropped
    UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE r.rngtypid = t.oid) AS x(oid) WHERE x.oid <> 0`;

const VIEWS = `SELECT $1::oid UNION SELECT d.refobjid FROM views v JOIN pg_rewrite r ON r.ev_class = v.oid
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass`;

const ATTRIBUTES = `SELECT string_agg(concat_ws(':', u.oid, p.attnum, p.atttypid), ',' ORDER BY u.oid, p.attnum)
  FROM used u JOIN pg_type t ON t.oid = u.oid JOIN pg_attribute p ON p.attrelid = t.typrelid
  WHERE u.attnum = c.attnum AND t.typtype = 'c' AND p.attnum > 0 AND NOT p.attisdropped`;

const DEFINITION = `
  WITH RECURSIVE columns AS (${COLUMNS}), used(attnum, oid) AS (${USED}), views(oid) AS (${VIEWS})
  SELECT
    (SELECT json_object_agg(c.attname, c.attnum || coalesce(':' || left(md5(nullif(concat(c.computed, c.rounded, (${ATTRIBUTES})), '')), 8), '')) FROM columns c) AS columns,
    (SELECT json_object_agg(a.attname, CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace THEN format_type(t.oid, a.atttypmod) ELSE t.oid::text END)
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped) AS types,
    (SELECT json_object_agg(e.oid, left(md5(e.enumlabel), 8)) FROM pg_enum e WHERE e.enumtypid IN (SELECT oid FROM used)) AS labels,
    (SELECT md5(string_agg(pg_get_viewdef(c.oid), '' ORDER BY c.oid)) FROM views v JOIN pg_class c ON c.oid = v.oid WHERE c.relkind IN ('v', 'm')) AS definition,
    CASE WHEN row_security_active($1::oid) THEN (SELECT md5(concat(current_user, string_agg(concat_ws(':', p.oid, p.polcmd, p.polpermissive, p.polroles,
      pg_get_expr(p.polqual, p.polrelid)), ',' ORDER BY p.oid))) FROM pg_policy p WHERE p.polrelid = $1::oid) END AS policies`;

/** Asked in a transaction. */
export async function definitionOf(session: DatabaseSession, oid: string): Promise<RelationDefinition> {
  const [row] = await session.query<Record<keyof RelationDefinition, Fingerprints | null>>(DEFINITION, [oid]);
  const known = Object.entries(row ?? {}).filter(([, value]) => value !== null);
  return Object.fromEntries(known.map(([part, value]) => [part, value === null ? '' : compact(value)]));
}

function compact(marks: Fingerprints): Fingerprints {
  const text = JSON.stringify(marks);
  return text.length > LONGEST ? createHash('sha256').update(text).digest('base64') : marks;
}

/** What is not as it was; null where all is. What the older one does not know of is not compared, but for policies. */
export function definitionChange(before: RelationDefinition, now: RelationDefinition): string | null {
  const column = differing(before.columns, now.columns);
  if (column !== null) return `${column} is another one than at the last import: made again, renamed or computed otherwise`;
  const retyped = differing(before.types, now.types, keepsValues);
  if (retyped !== null) return `${retyped} is of another type than at the last import`;
  if (differing(before.labels, now.labels) !== null) return 'values of an enum were renamed since the last import';
  if (before.definition !== now.definition) return "the view's definition changed since the last import";
  return before.policies === now.policies ? null : 'the policies that hide rows, or their user, changed since the last import';
}

/** A name that stands for something else now; what came or went is no matter of the rows that were read. */
function differing(
  before: Fingerprints | undefined,
  now: Fingerprints = {},
  same = (a: string, b: string) => a === b,
): string | null {
  if (before === undefined) return null;
  if (typeof before === 'string' || typeof now === 'string') return before === now ? null : 'one of the columns';
  const name = Object.entries(before).find(([key, mark]) => now[key] !== undefined && !same(mark, now[key]))?.[0];
  return name === undefined ? null : `the column ${name}`;
}

/** What values a type has room for; of a family alone they are the same ones, in the same words. */
const FAMILIES: readonly (readonly [family: string, type: RegExp, room: (length: number, scale: number) => readonly number[]])[] =
  [
    ['text', /^(?:text|character varying)(?:\((\d+)\))?$/, (length) => [length]],
    ['whole', /^smallint$/, () => [2]],
    ['whole', /^integer$/, () => [4]],
    ['whole', /^bigint$/, () => [8]],
    ['float', /^real$/, () => [4]],
    ['float', /^double precision$/, () => [8]],
    ['numeric', /^numeric(?:\((\d+),(-?\d+)\))?$/, (length, scale) => [length - scale, scale]],
  ];

function familyOf(type: string): { readonly family: string; readonly room: readonly number[] } {
  for (const [family, pattern, room] of FAMILIES) {
    const [found, length, scale] = pattern.exec(type) ?? [];
    if (found === undefined) continue;
    const unlimited = length === undefined;
    return {
      family,
      room: unlimited && family === 'numeric' ? [Infinity, Infinity] : room(Number(length ?? Infinity), Number(scale ?? 0)),
    };
  }
  return { family: type, room: [] };
}

/** Whether altering a column from one type to the other leaves every value as it was, also in words. */
export function keepsValues(from: string, to: string): boolean {
  const [old, now] = [familyOf(from), familyOf(to)];
  return old.family === now.family && old.room.every((room, i) => room <= (now.room[i] ?? 0));
}
