/** A relation of the database. */
export interface RelationName {
  readonly schema: string;
  readonly table: string;
}

/** An identifier, quoted for SQL. */
export function id(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text, quoted for SQL (under standard_conforming_strings = on). */
export function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

export function qualified({ schema, table }: RelationName): string {
  return `${id(schema)}.${id(table)}`;
}

/**
 * How the configuration writes a relation: `deals` in schema public, `audit.events` elsewhere. Every part is taken as it
 * stands, upper and lower case alike; a part that itself holds a dot or a double quote is written as SQL writes it, in
 * double quotes, with a double quote doubled: `"v1.2"`, `audit."a.b"`.
 */
export function writtenName({ schema, table }: RelationName): string {
  return schema === 'public' ? writtenPart(table) : `${writtenPart(schema)}.${writtenPart(table)}`;
}

function writtenPart(part: string): string {
  return /[."]/.test(part) ? id(part) : part;
}

/** The inverse of `writtenName`; `public.deals` is `deals`. Null for what is no name. */
export function parseName(written: string): RelationName | null {
  const part = '("(?:[^"]|"")+"|[^."]+)';
  const match = new RegExp(`^(?:${part}\\.)?${part}$`, 's').exec(written);
  if (match?.[2] === undefined) return null;
  return { schema: match[1] === undefined ? 'public' : plainPart(match[1]), table: plainPart(match[2]) };
}

function plainPart(part: string): string {
  return part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part;
}

/** The table's name in DuckDB: of schema public the table's own, else `<schema>_<table>`. */
export function targetName({ schema, table }: RelationName): string {
  return schema === 'public' ? table : `${schema}_${table}`;
}

// What can't stand as a schema without quotes; after the dot any word can: https://www.postgresql.org/docs/current/sql-keywords-appendix.html
const RESERVED = new Set(
  [
    'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently',
    'constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default',
    'deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner',
    'intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order',
    'outer overlaps placing primary references returning right select session_user similar some symmetric system_user table tablesample then',
    'to trailing true union unique user using variadic verbose when where window with',
  ].flatMap((words) => words.split(' ')),
);
const PLAIN = /^[a-z_][a-z0-9_]*$/;

/** As `qualified`, with quotes only where they are needed: what people read, and what reports join to one statement for several tables. */
export function grantName(relation: RelationName): string {
  const { schema, table } = relation;
  const plain = PLAIN.test(schema) && PLAIN.test(table) && !RESERVED.has(schema);
  return plain ? `${schema}.${table}` : qualified(relation);
}
