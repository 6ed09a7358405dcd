import type { SemanticType } from '../../../model/table.ts';

/** A column's type as the catalog describes it, domains resolved to what they are made of. */
export interface NativeType {
  /** pg_type.typname of the base type: `int4`, `bpchar`, `citext`; an array's is that of its elements. */
  readonly name: string;
  readonly kind: 'base' | 'enum' | 'composite' | 'range' | 'array';
  /** -1 where the type has none; numeric's holds precision and scale. */
  readonly typmod: number;
  readonly labels?: readonly string[];
  readonly element?: NativeType;
  /** Of an array: as declared; PostgreSQL does not enforce it. */
  readonly dimensions?: number;
}

/** A row of pg_type, as far as resolving needs it. Oids are text. */
export interface TypeRow {
  readonly oid: string;
  readonly typname: string;
  readonly typtype: string;
  readonly typcategory: string;
  readonly typlen: number;
  readonly typelem: string;
  readonly typbasetype: string;
  readonly typtypmod: number;
  /** Of a domain over an array: the dimensions that it declares. */
  readonly typndims: number;
  readonly labels: readonly string[] | null;
}

const KINDS: Readonly<Record<string, NativeType['kind']>> = { e: 'enum', c: 'composite', r: 'range', m: 'range' };

export function resolveType(types: ReadonlyMap<string, TypeRow>, oid: string, typmod: number, dimensions: number): NativeType {
  const row = types.get(oid);
  if (row === undefined) return { name: 'unknown', kind: 'base', typmod: -1 };
  // https://www.postgresql.org/docs/current/catalog-pg-type.html: a domain's own modifier applies to its base type.
  if (row.typtype === 'd') return resolveType(types, row.typbasetype, row.typtypmod, dimensions || row.typndims);
  if (isArray(row)) {
    const element = resolveType(types, row.typelem, typmod, 0);
    return { name: element.name, kind: 'array', typmod, element, dimensions: Math.max(1, dimensions) };
  }
  const kind = KINDS[row.typtype] ?? 'base';
  return { name: row.typname, kind, typmod, ...(row.labels === null ? {} : { labels: row.labels }) };
}

/** They count from 0 and are shown as "1 2 3": arrays in name only. */
const VECTORS = new Set(['int2vector', 'oidvector']);

function isArray(row: TypeRow): boolean {
  return row.typcategory === 'A' && row.typlen === -1 && row.typelem !== '0' && !VECTORS.has(row.typname);
}

/** The precision and scale of numeric(p, s), or null for numeric alone. Since PostgreSQL 15 a scale may be negative or exceed p. */
export function precisionAndScale(typmod: number): { precision: number; scale: number } | null {
  if (typmod < 4) return null;
  const packed = typmod - 4;
  return { precision: (packed >> 16) & 0xffff, scale: ((packed & 0x7ff) ^ 1024) - 1024 };
}

/** How a native type crosses over: what is asked of PostgreSQL, how DuckDB's CSV reader takes it, and how that becomes the value. */
export interface TypeForm {
  readonly duckdbType: string;
  readonly semanticType: SemanticType | '';
  readonly allowedTypes: readonly SemanticType[];
  /** The type with which the CSV reader takes the column. */
  readonly read: string;
  /** DuckDB SQL over `$`. */
  readonly expression: string;
  /** See Load.plain. */
  readonly plain?: true;
  /** PostgreSQL SQL that is asked for, over the quoted column. */
  select(column: string): string;
  readonly adaptive?: boolean;
  readonly parquetType?: string;
}

const AS_IS = (column: string) => column;

/** A type that DuckDB's reader takes as it comes. */
export function direct(duckdbType: string, allowedTypes: readonly SemanticType[]): TypeForm {
  return { duckdbType, semanticType: allowedTypes[0] ?? '', allowedTypes, read: duckdbType, expression: '$', select: AS_IS };
}

export function converted(
  duckdbType: string,
  allowedTypes: readonly SemanticType[],
  expression: string,
  select = AS_IS,
): TypeForm {
  return { ...direct(duckdbType, allowedTypes), read: 'VARCHAR', expression, select };
}

/** As `converted`, where PostgreSQL's text of a value never holds a backslash or a control character. */
export function convertedPlain(...form: Parameters<typeof converted>): TypeForm {
  return { ...converted(...form), plain: true };
}
