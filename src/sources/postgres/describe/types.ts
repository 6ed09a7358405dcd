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
function precisionAndScale(typmod: number): { precision: number; scale: number } | null {
  if (typmod < 4) return null;
  const packed = typmod - 4;
  return { precision: (packed >> 16) & 0xffff, scale: ((packed & 0x7ff) ^ 1024) - 1024 };
}

/** How a native type crosses over: what is asked of PostgreSQL, how DuckDB's CSV reader takes it, and how that becomes the value. */
interface TypeForm {
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
function direct(duckdbType: string, allowedTypes: readonly SemanticType[]): TypeForm {
  return { duckdbType, semanticType: allowedTypes[0] ?? '', allowedTypes, read: duckdbType, expression: '$', select: AS_IS };
}

function converted(duckdbType: string, allowedTypes: readonly SemanticType[], expression: string, select = AS_IS): TypeForm {
  return { ...direct(duckdbType, allowedTypes), read: 'VARCHAR', expression, select };
}

/** As `converted`, where PostgreSQL's text of a value never holds a backslash or a control character. */
function convertedPlain(...form: Parameters<typeof converted>): TypeForm {
  return { ...converted(...form), plain: true };
}

/*
 * Rules: read as its own type only what the reader takes exactly or refuses; everything else is read as VARCHAR and
 * cast by an expression that fails rather than bends. Each line is compared with PostgreSQL itself by test/sources/postgres/types.test.ts.
 *
 * - char(n) keeps its padding, as PostgreSQL shows it.
 * - date, timestamp, timestamptz: infinities and years BC are kept; past the year 294247 DuckDB has no timestamp.
 * - interval: as months, days and microseconds, so that no sign or unit is guessed; DuckDB has no infinite one.
 * - numeric(p, s) with p ≤ 38: DECIMAL, which has no NaN. Any other numeric: the narrowest exact type (`adaptive`).
 * - money: by cast to numeric at the source, under the database's own lc_monetary; at most two decimals.
 * - json: DuckDB's JSON, which has no lone surrogates as PostgreSQL's json has; `types: { column: string }` keeps the text as it is.
 * - A value that its column's type can't hold fails the load; `widen` is called, and the source describes the column by
 *   `widerForm` from then on.
 * - ranges, composites, geometric types, tsvector, hstore, xml, inet, … : PostgreSQL's own text.
 */

const AS_TEXT: readonly SemanticType[] = ['string', 'picklist', 'multipicklist', 'user'];
const AS_NUMBER: readonly SemanticType[] = ['number', 'amount', 'percentage'];

// DuckDB writes "0044-03-15 (BC) 12:00:00"; PostgreSQL "0044-03-15 12:00:00 BC", which DuckDB reads as AD, as NULL or not at all.
const instant = (type: string) =>
  `CASE WHEN suffix($, ' BC') THEN CAST(replace(replace($, ' BC', ''), ' ', ' (BC) ') AS ${type}) ELSE CAST($ AS ${type}) END`;

const interval = (column: string) =>
  `CASE WHEN isfinite(${column}) THEN format('%s months %s days %s microseconds', ` +
  `extract(year from ${column}) * 12 + extract(month from ${column}), extract(day from ${column}), ` +
  `extract(hour from ${column})::numeric * 3600000000 + extract(minute from ${column})::numeric * 60000000 + ` +
  `extract(microseconds from ${column})::numeric) ELSE ${column}::text END`;

// DuckDB rounds to the scale in silence; the locale may have three decimals.
const money = `CASE WHEN regexp_full_match($, '-?[0-9]+([.][0-9]{0,2}0*)?') THEN CAST($ AS DECIMAL(19,2)) ELSE CAST($ || ' is not exact' AS DECIMAL(19,2)) END`;

const MONEY = convertedPlain('DECIMAL(19,2)', ['amount'], money, (c) => `${c}::numeric`);

const BUILTIN: Readonly<Record<string, TypeForm>> = {
  int2: direct('SMALLINT', [...AS_NUMBER, 'user']),
  int4: direct('INTEGER', [...AS_NUMBER, 'user']),
  int8: direct('BIGINT', [...AS_NUMBER, 'user']),
  float4: direct('FLOAT', AS_NUMBER),
  float8: direct('DOUBLE', AS_NUMBER),
  money: MONEY,
  bool: direct('BOOLEAN', ['bool']),
  text: direct('VARCHAR', AS_TEXT),
  varchar: direct('VARCHAR', AS_TEXT),
  bpchar: direct('VARCHAR', AS_TEXT),
  citext: direct('VARCHAR', AS_TEXT),
  name: direct('VARCHAR', ['string']),
  char: direct('VARCHAR', ['string']),
  bit: direct('VARCHAR', ['string']),
  varbit: direct('VARCHAR', ['string']),
  inet: direct('VARCHAR', ['string']),
  cidr: direct('VARCHAR', ['string']),
  macaddr: direct('VARCHAR', ['string']),
  macaddr8: direct('VARCHAR', ['string']),
  xml: direct('VARCHAR', ['string']),
  uuid: direct('UUID', ['string', 'object', 'user']),
  date: convertedPlain(
    'DATE',
    ['date'],
    `CASE WHEN suffix($, ' BC') THEN CAST(replace($, ' BC', ' (BC)') AS DATE) ELSE CAST($ AS DATE) END`,
  ),
  timestamp: convertedPlain('TIMESTAMP', ['date'], instant('TIMESTAMP')),
  timestamptz: convertedPlain('TIMESTAMPTZ', ['date'], instant('TIMESTAMPTZ')),
  time: direct('TIME', []),
  timetz: direct('VARCHAR', []),
  interval: { ...convertedPlain('INTERVAL', [], 'CAST($ AS INTERVAL)', interval), parquetType: 'VARCHAR' },
  bytea: converted('BLOB', [], 'unhex(substr($, 3))'),
  json: converted('JSON', [], 'CAST($ AS JSON)'),
  jsonb: converted('JSON', [], 'CAST($ AS JSON)'),
  oid: direct('UINTEGER', []),
  xid: direct('UINTEGER', []),
  cid: direct('UINTEGER', []),
  xid8: direct('UBIGINT', []),
};

const ENUM = direct('VARCHAR', AS_TEXT);
const OTHER = direct('VARCHAR', []);
const MAX_DIGITS = 38;

/** `asked`: the semantic type that the configuration chose; `string` turns json and arrays into their own text. */
export function typeForm(type: NativeType, asked?: string): TypeForm {
  if (type.kind === 'array') {
    const form = arrayForm(type, type.element === undefined ? OTHER : scalarForm(type.element));
    return asked === 'string' ? { ...keptAsText(form), select: (c) => `${c}::text` } : form;
  }
  if (type.name !== 'json' && type.name !== 'jsonb') return scalarForm(type);
  const form = { ...scalarForm(type), allowedTypes: ['string'] as const };
  return asked === 'string' ? keptAsText(form) : form;
}

/** For a column whose values its usual type has refused: still exact, as decimal digits or as PostgreSQL's own text. */
export function widerForm(type: NativeType): TypeForm {
  if (type.kind === 'base' && type.name === 'numeric') return numericForm(-1);
  // Under a locale whose currency has three decimals.
  if (type.kind === 'base' && type.name === 'money') {
    const { select, semanticType, allowedTypes } = MONEY;
    return { ...numericForm(-1), select, semanticType, allowedTypes };
  }
  const form = typeForm(type);
  return { ...keptAsText(form), select: (c) => `${c}::text` };
}

function keptAsText(form: TypeForm): TypeForm {
  return { ...direct('VARCHAR', form.allowedTypes), semanticType: form.semanticType };
}

function scalarForm(type: NativeType): TypeForm {
  if (type.kind === 'enum') return ENUM;
  if (type.kind !== 'base') return OTHER;
  return type.name === 'numeric' ? numericForm(type.typmod) : (BUILTIN[type.name] ?? OTHER);
}

function numericForm(typmod: number): TypeForm {
  const declared = precisionAndScale(typmod);
  if (declared !== null) {
    const scale = Math.max(0, declared.scale);
    // numeric(3, 5) holds up to 0.00999, numeric(2, -3) up to 99000.
    const precision = Math.max(scale, declared.precision - Math.min(0, declared.scale));
    if (precision <= MAX_DIGITS) return direct(`DECIMAL(${precision},${scale})`, AS_NUMBER);
  }
  return { ...direct('VARCHAR', AS_NUMBER), adaptive: true, plain: true };
}

// A cast to text would cut the padding of bpchar, and show inet with a length that it does not show alone.
const TEXT_LIKE = new Set(['text', 'varchar', 'bpchar', 'citext', 'name', 'inet']);

/**
 * An array as a DuckDB LIST of its elements' type, as deep as it is declared. PostgreSQL does not enforce the declared
 * dimensions and lets an array begin at any subscript; a LIST can hold neither, so such a value is sent as PostgreSQL's own
 * text, which is no JSON: it fails instead of losing its shape. (`types: { column: string }` keeps that text for all rows.)
 */
function arrayForm(type: NativeType, element: TypeForm): TypeForm {
  const depth = type.dimensions ?? 1;
  const inner = plainElement(type.name, element);
  const allowedTypes: SemanticType[] = inner.duckdbType === 'VARCHAR' ? ['multipicklist', 'string'] : ['string'];
  return {
    duckdbType: `${inner.duckdbType}${'[]'.repeat(depth)}`,
    semanticType: '',
    allowedTypes,
    read: 'VARCHAR',
    expression: fromJson(inner, depth),
    select: (column) => select(column, type, depth),
  };
}

/** What has no exact list element (an interval's triple, a decimal whose digits are not known) stays text. */
function plainElement(name: string, element: TypeForm): TypeForm {
  if (element.adaptive !== true && name !== 'interval') return element;
  return { ...element, duckdbType: 'VARCHAR', read: 'VARCHAR', expression: '$' };
}

/** Every element travels as text inside JSON, so that no JSON number is ever parsed as a double. */
function select(column: string, type: NativeType, depth: number): string {
  const bounds = Array.from({ length: depth }, (_, i) => `array_lower(${column}, ${i + 1}) = 1`).join(' AND ');
  // A user's own type may be called as one of PostgreSQL's.
  const builtin = type.element?.kind === 'base' ? type.name : '';
  const asText = builtin === 'money' ? `${column}::numeric[]::text[]` : `${column}::text[]`;
  const elements = TEXT_LIKE.has(builtin) || type.element?.kind === 'enum' ? column : asText;
  return `CASE WHEN cardinality(${column}) = 0 OR (array_ndims(${column}) = ${depth} AND ${bounds}) THEN to_json(${elements})::text ELSE ${column}::text END`;
}

function fromJson(element: TypeForm, depth: number): string {
  const structure = `${'['.repeat(depth)}"VARCHAR"${']'.repeat(depth)}`;
  const list = `from_json_strict($, '${structure}')`;
  if (element.duckdbType === 'VARCHAR') return list;
  if (element.expression === '$' && element.duckdbType !== 'JSON')
    return `CAST(${list} AS ${element.duckdbType}${'[]'.repeat(depth)})`;
  return transformed(list, element, depth);
}

function transformed(list: string, element: TypeForm, depth: number): string {
  const variable = `e${depth}`;
  const cast = element.duckdbType === 'JSON' ? `CAST(${variable} AS JSON)` : element.expression.replaceAll('$', () => variable);
  const body = depth === 1 ? cast : transformed(variable, element, depth - 1);
  return `list_transform(${list}, lambda ${variable}: ${body})`;
}
