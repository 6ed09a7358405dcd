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
