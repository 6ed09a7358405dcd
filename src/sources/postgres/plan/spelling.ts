import type { Column } from '../../../model/table.ts';
import type { NativeType } from '../describe/types.ts';

/** One text for one value, written by both engines: SQL for PostgreSQL, and SQL for DuckDB over the warehouse's column. NULL is NULL, or empty. */
export interface Spelling {
  readonly source: string;
  readonly warehouse: string;
  /** The same in pieces, which a concatenation takes one by one: the text of a NULL may then differ from that of no value, and is still its own. */
  readonly pieces?: { readonly source: readonly (string | Sql)[]; readonly warehouse: readonly string[] };
}

/** A value; a piece that is a string alone is the text itself. */
interface Sql {
  readonly sql: string;
}

export interface SpelledColumn {
  readonly column: Column;
  /** Its type in the warehouse. */
  readonly duckdbType: string;
  /** The column in PostgreSQL, quoted, and its type. */
  readonly raw: string;
  readonly type: NativeType;
  /** The database's texts are UTF-8, as DuckDB's are: their bytes need no conversion. */
  readonly utf8: boolean;
}

// A function takes 100 arguments at most.
const MOST_ARGUMENTS = 90;
// Digits of md5 that fit a BIGINT without a sign.
const DIGITS = 15;

/** The hash of a row, from the spellings of its values: BIGINT in both engines. */
export function rowHash(spellings: readonly Spelling[], utf8: boolean): Spelling {
  const source = joined(spellings.flatMap((s) => ['|', ...(s.pieces?.source ?? [{ sql: s.source }])]));
  const warehouse = `concat(${["''", ...spellings.flatMap((s) => ["'|'", ...(s.pieces?.warehouse ?? [s.warehouse])])].join(', ')})`;
  return {
    source: `('x' || left(md5(${bytes(source, utf8)}), ${DIGITS}))::bit(60)::bigint`,
    warehouse: `CAST('0x' || left(md5(${warehouse}), ${DIGITS}) AS BIGINT)`,
  };
}

/** Of a text, for a function that looks at its bytes. */
function bytes(sql: string, utf8: boolean): string {
  return utf8 ? sql : `convert_to(${sql}, 'UTF8')`;
}

/** `format` writes each value as `concat` does, and has the texts between them in one argument: a quarter less time. */
function joined(pieces: readonly (string | Sql)[]): string {
  const groups: { text: string; values: string[] }[] = [{ text: '', values: [] }];
  for (const piece of pieces) {
    const last = groups.at(-1) as (typeof groups)[number];
    if (typeof piece === 'string') last.text += piece;
    else if (last.values.length < MOST_ARGUMENTS) {
      last.text += '%s';
      last.values.push(piece.sql);
    } else groups.push({ text: '%s', values: [piece.sql] });
  }
  return groups.map(({ text, values }) => `format(${[`'${text}'`, ...values].join(', ')})`).join(' || ');
}

/** Null where the two have no common spelling. */
export function spellingOf({ column, duckdbType, raw, type, utf8 }: SpelledColumn): Spelling | null {
  const select = column.select ?? raw;
  const warehouse = `"${column.name.replaceAll('"', '""')}"`;
  if (duckdbType.endsWith('[]')) return listSpelling(raw, warehouse, { type, duckdbType, utf8 });
  const exact = duckdbType === column.duckdbType && column.adaptive !== true && type.name !== 'money';
  return scalarSpelling({ select, raw, warehouse, duckdbType, type, utf8, exact, number: column.adaptive === true });
}

interface Scalar {
  readonly select: string;
  readonly raw: string;
  readonly warehouse: string;
  readonly duckdbType: string;
  readonly type: NativeType;
  readonly utf8: boolean;
  /** A DECIMAL has the scale that PostgreSQL writes. */
  readonly exact: boolean;
  /** Decimal text, perhaps in a VARCHAR. */
  readonly number: boolean;
}

const INTEGER = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;

function scalarSpelling(value: Scalar): Spelling | null {
  const { select, raw, warehouse: w, duckdbType, exact, number } = value;
  const written = `CAST(${w} AS VARCHAR)`;
  if (number || (duckdbType.startsWith('DECIMAL') && !exact)) return trimmed(select, w);
  if (INTEGER.test(duckdbType)) return { source: select, warehouse: w };
  if (duckdbType.startsWith('DECIMAL'))
    return { source: select, warehouse: lacksDigit(duckdbType) ? withDigit(written) : written };
  switch (duckdbType) {
    case 'VARCHAR':
    case 'JSON':
      return measured(value);
    case 'BOOLEAN':
      return { source: select, warehouse: `CASE WHEN ${w} THEN 't' WHEN NOT ${w} THEN 'f' END` };
    case 'DOUBLE':
    case 'FLOAT':
      // To be exact in both engines: the bits. DuckDB may store either zero for the other.
      return {
        source: `CASE WHEN ${raw} = 'NaN' THEN 'NaN' WHEN ${raw} = 0 THEN '0' ELSE concat(float${duckdbType === 'DOUBLE' ? 8 : 4}send(${raw})) END`,
        warehouse: `CASE WHEN isnan(${w}) THEN 'NaN' WHEN ${w} = 0 THEN '0' ELSE '\\x' || lower(hex(CAST(CAST(${w} AS BIT) AS BLOB))) END`,
      };
    case 'UUID':
    case 'TIME':
      return { source: select, warehouse: written };
    case 'DATE':
    case 'TIMESTAMP':
      return {
        source: select,
        warehouse: `CASE WHEN ${w} < ${duckdbType} '0001-01-01' THEN ${withEra(written)} ELSE ${written} END`,
      };
    case 'TIMESTAMPTZ':
      // DuckDB's own text of such a value is wrong in the last years that it has.
      return { source: select, warehouse: instantHere(w, written), pieces: instantPieces(select, w, written) };
    case 'BLOB':
      return { source: select, warehouse: `'\\x' || lower(hex(${w}))` };
    case 'INTERVAL':
      return interval(raw, w);
    default:
      return null;
  }
}

const TEXTS = new Set(['text', 'varchar', 'bpchar']);

/** Text with its length, so that it can't be taken for what stands around it. */
function measured({ select, raw, warehouse, type, utf8 }: Scalar): Spelling {
  const here = `strlen(${warehouse}) || ':' || ${warehouse}`;
  // `concat` writes a value as COPY does; `||` and a cast would cut the padding of char(n). A composite of NULLs is NULL only to `IS NULL`.
  const there = `CASE WHEN num_nulls(${select}) = 0 THEN octet_length(${bytes(`concat(${select})`, utf8)}) || ':' || concat(${select}) END`;
  // So would `convert_to`.
  const padded = type.name === 'bpchar' && !utf8;
  if (select !== raw || type.kind !== 'base' || !TEXTS.has(type.name) || padded) return { source: there, warehouse: here };
  // A colon alone is NULL.
  const pieces = {
    source: [{ sql: `octet_length(${bytes(raw, utf8)})` }, ':', { sql: raw }],
    warehouse: [`strlen(${warehouse})`, "':'", warehouse],
  };
  return {
    source: type.name === 'bpchar' ? there : `octet_length(${bytes(raw, utf8)}) || ':' || ${raw}`,
    warehouse: here,
    pieces,
  };
}

/** Most times are of this era: that is told by the number, and not by its text. */
function instantHere(w: string, written: string): string {
  const text = `CAST(make_timestamp(epoch_us(${w})) AS VARCHAR)`;
  return `CASE WHEN NOT isfinite(${w}) THEN ${written} WHEN epoch_us(${w}) >= ${FIRST_YEAR_US} THEN ${text} || '+00' ELSE ${withEra(text, '+00')} END`;
}

/** The zone in a piece of its own: one text less to be made for each value. */
function instantPieces(select: string, w: string, written: string): Required<Spelling>['pieces'] {
  const text = `CAST(make_timestamp(epoch_us(${w})) AS VARCHAR)`;
  const finite = (plain: string, other: string) =>
    `CASE WHEN NOT isfinite(${w}) THEN ${other} WHEN epoch_us(${w}) >= ${FIRST_YEAR_US} THEN ${plain}`;
  return {
    source: [{ sql: select }],
    warehouse: [`${finite(text, written)} ELSE ${withEra(text, '+00')} END`, `${finite("'+00'", "''")} END`],
  };
}

// The beginning of the year 1, in microseconds from 1970.
const FIRST_YEAR_US = Date.parse('0001-01-01T00:00:00Z') * 1000;

/** DECIMAL(3,3): DuckDB writes no digit before the point. */
function lacksDigit(type: string): boolean {
  const [, width, scale] = /\((\d+),\s*(\d+)\)/.exec(type) ?? [];
  return width === scale;
}

/** PostgreSQL writes the era last. */
function withEra(written: string, zone = ''): string {
  const plain = zone === '' ? written : `${written} || '${zone}'`;
  return `CASE WHEN contains(${written}, '(BC)') THEN replace(${written}, ' (BC)', '') || '${zone} BC' ELSE ${plain} END`;
}

/** DuckDB writes 0.5 as `.5` where the type has no digit before the point. */
function withDigit(number: string): string {
  return `regexp_replace(${number}, '^(-?)\\.', '\\10.')`;
}

/** A number without the zeros behind its last digit. */
function trimmed(select: string, warehouse: string): Spelling {
  const there = `concat(${select})`;
  const here = withDigit(`CAST(${warehouse} AS VARCHAR)`);
  return {
    source: `CASE WHEN strpos(${there}, '.') > 0 THEN rtrim(rtrim(${there}, '0'), '.') ELSE ${there} END`,
    warehouse: `CASE WHEN contains(${here}, '.') THEN rtrim(rtrim(${here}, '0'), '.') ELSE ${here} END`,
  };
}

/** Months, days and microseconds: what an interval is made of. */
function interval(raw: string, w: string): Spelling {
  const of = (part: string) => `extract(${part} from ${raw})`;
  return {
    source: `CASE WHEN ${raw} IS NOT NULL THEN concat((${of('year')} * 12 + ${of('month')})::bigint, ' ', ${of('day')}::bigint, ' ', ${of('hour')}::bigint * 3600000000 + ${of('minute')}::bigint * 60000000 + ${of('microseconds')}::bigint) END`,
    warehouse: `CASE WHEN ${w} IS NOT NULL THEN concat(year(${w}) * 12 + month(${w}), ' ', day(${w}), ' ', hour(${w}) * 3600000000 + minute(${w}) * 60000000 + microsecond(${w})) END`,
  };
}

/** The lengths of an array's dimensions, then each element: its own spelling, or N. */
function listSpelling(
  raw: string,
  warehouse: string,
  { type, duckdbType, utf8 }: Pick<Scalar, 'type' | 'duckdbType' | 'utf8'>,
): Spelling | null {
  const depth = duckdbType.match(/\[\]/g)?.length ?? 0;
  const elementType = duckdbType.slice(0, -2 * depth);
  const { element } = type;
  if (element === undefined) return null;
  const select = element.name === 'money' ? 'e::numeric' : 'e';
  const exact = element.name !== 'money' && element.name !== 'interval';
  const of = { select, raw: 'e', warehouse: 'e', duckdbType: elementType, type: element, utf8 };
  const own = scalarSpelling({ ...of, exact, number: false });
  if (own === null) return null;
  // An array of composites would be unnested into their columns.
  const elements = element.kind === 'composite' ? `${raw}::text[]` : raw;
  return { source: arraySource(raw, elements, own.source), warehouse: arrayHere(warehouse, own.warehouse, depth) };
}

function arraySource(raw: string, list: string, element: string): string {
  const dimensions = `(SELECT string_agg(array_length(${raw}, d)::text, ',' ORDER BY d) FROM generate_series(1, array_ndims(${raw})) d)`;
  const elements = `(SELECT string_agg(coalesce(nullif(concat(${element}), ''), 'N'), ',' ORDER BY o) FROM unnest(${list}) WITH ORDINALITY u(e, o))`;
  return `CASE WHEN ${raw} IS NOT NULL THEN concat('{', ${dimensions}, ':', ${elements}, '}') END`;
}

function arrayHere(w: string, element: string, depth: number): string {
  const first = (d: number) => (d === 0 ? w : `${w}${'[1]'.repeat(d)}`);
  const lengths = Array.from({ length: depth }, (_, d) => `len(${first(d)})`);
  const flat = Array.from({ length: depth - 1 }).reduce<string>((list) => `flatten(${list})`, w);
  const elements = `array_to_string(list_transform(${flat}, lambda e: coalesce(nullif(concat(${element}), ''), 'N')), ',')`;
  return `CASE WHEN ${w} IS NOT NULL THEN CASE WHEN len(${flat}) = 0 THEN '{:}' ELSE concat('{', concat_ws(',', ${lengths.join(', ')}), ':', ${elements}, '}') END END`;
}
