import type { TargetField } from '../../model/destination.ts';
import type { ValueKind } from '../../model/value-kind.ts';
import { text } from '../../warehouse/duckdb/sql.ts';
import { wholeId } from './whole-id.ts';

/** A reason for which a field can't hold a value: SQL that is true for such rows. */
export interface ValueFault {
  readonly when: string;
  /** Finishes the sentence "Score__c …": "is longer than 80 characters". Holds no value. */
  readonly why: string;
}

/** How the values of a DuckDB column become those of a field: SQL over `raw`; `faults` over `raw` and the `value` that it gave. */
export interface FieldSql {
  readonly value: string;
  readonly faults: readonly ValueFault[];
}

const INTEGERS = [
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'HUGEINT',
  'UTINYINT',
  'USMALLINT',
  'UINTEGER',
  'UBIGINT',
  'UHUGEINT',
];
const FLOATS = ['DOUBLE', 'FLOAT'];
const ISO_SECONDS = '%Y-%m-%dT%H:%M:%S';

/** What of DuckDB's types is written as which kind; a type that is missing here is refused for the whole column. */
const TAKES: Readonly<Record<ValueKind, (type: string) => boolean>> = {
  text: isPlain,
  picklist: isPlain,
  id: (type) => type === 'VARCHAR' || type === 'UUID',
  integer: isNumber,
  decimal: isNumber,
  double: isNumber,
  boolean: (type) => type === 'BOOLEAN',
  date: (type) => type === 'DATE',
  datetime: (type) => type === 'TIMESTAMP WITH TIME ZONE',
  'local datetime': (type) => /^TIMESTAMP(_[A-Z]+)?$/.test(type),
  time: (type) => type === 'TIME',
  multipicklist: (type) => type === 'VARCHAR' || /^(VARCHAR|ENUM\(.*\)|[A-Z]*INT[A-Z]*)\[\]$/.test(type),
  other: () => false,
};

/** What to write instead, for a type that a kind does not take. */
const CASTS: Readonly<Partial<Record<ValueKind, string>>> = {
  integer: 'a number: CAST it AS BIGINT',
  decimal: 'a number: CAST it AS DECIMAL',
  double: 'a number: CAST it AS DOUBLE',
  boolean: 'true or false: CAST it AS BOOLEAN',
  date: 'a DATE: CAST it AS DATE',
  datetime: 'a TIMESTAMPTZ: a TIMESTAMP has no zone; say which it is with `AT TIME ZONE`',
  'local datetime': 'a TIMESTAMP without a zone',
  time: 'a TIME',
  multipicklist: 'a list of texts',
  id: 'a text or UUID',
};

/** Null where this field can't take this type at all; `castAdvice` says what to do. */
export function fieldSql(field: TargetField, type: string, raw: string, value: string): FieldSql | null {
  if (!TAKES[field.kind](type)) return null;
  const expression = valueSql(field, type, raw);
  return { value: expression, faults: faultsOf(field, type, raw, value) };
}

export function castAdvice(field: TargetField): string {
  return `It takes ${CASTS[field.kind] ?? 'a plain value'}.`;
}

function isNumber(type: string): boolean {
  return INTEGERS.includes(type) || FLOATS.includes(type) || type.startsWith('DECIMAL');
}

/** Numbers whose text may have a point, though they are whole. */
export function isFractional(type: string): boolean {
  return FLOATS.includes(type) || (type.startsWith('DECIMAL') && !type.endsWith(',0)'));
}

function isPlain(type: string): boolean {
  return isNumber(type) || /^(VARCHAR|UUID|BOOLEAN|DATE|TIME|TIMESTAMP.*|ENUM\(.*\))$/.test(type);
}

function valueSql(field: TargetField, type: string, raw: string): string {
  switch (field.kind) {
    case 'integer':
    case 'decimal':
    case 'double':
      return numberSql(field, type, raw);
    case 'datetime':
      return `strftime(${raw}, '${ISO_SECONDS}Z')`;
    case 'local datetime':
      return `strftime(${raw}, '${ISO_SECONDS}')`;
    case 'time':
      return `strftime(DATE '2000-01-01' + ${raw}, '%H:%M:%S.%g')`;
    case 'multipicklist':
      return listSql(field, type === 'VARCHAR' ? splitSql(field, raw) : `CAST(${raw} AS VARCHAR[])`);
    case 'id':
      return idSql(field, `CAST(${raw} AS VARCHAR)`);
    default:
      return type === 'VARCHAR' ? labelSql(field, textSql(field, raw)) : labelSql(field, `CAST(${raw} AS VARCHAR)`);
  }
}

function idSql({ caseSensitive, hasCaseSuffix }: TargetField, raw: string): string {
  const whole = hasCaseSuffix === true ? wholeId(raw) : caseSensitive ? raw : `lower(${raw})`;
  return `nullif(${whole}, '')`;
}

const BLANKS = "E' \\t\\n\\r\\f\\v'";

/** As the service stores it. Few texts have blanks at their ends, and to look is much cheaper than to trim. */
function textSql({ trims }: TargetField, raw: string): string {
  if (trims !== true) return `nullif(${raw}, '')`;
  return `CASE WHEN ${raw} < '!' OR ${raw}[-1] < '!' THEN nullif(trim(${raw}, ${BLANKS}), '') ELSE ${raw} END`;
}

/** Decimals that a field keeps; null: all. */
function decimalsOf({ kind, scale }: TargetField): number | null {
  return kind === 'integer' ? 0 : scale;
}

/** A DOUBLE is rounded to the field's decimals; of a DECIMAL no digit may be lost (see `faultsOf`). */
function numberSql(field: TargetField, type: string, raw: string): string {
  const scale = decimalsOf(field);
  if (INTEGERS.includes(type)) return `CAST(${raw} AS VARCHAR)`;
  if (type.startsWith('DECIMAL')) return type.endsWith(',0)') ? `CAST(${raw} AS VARCHAR)` : decimalSql(raw);
  if (scale === null) return `CAST(CAST(${raw} AS DOUBLE) AS VARCHAR)`;
  const rounded = `TRY_CAST(${raw} AS DECIMAL(38,${scale}))`;
  return scale === 0 ? `CAST(${rounded} AS VARCHAR)` : withoutZeros(`CAST(${rounded} AS VARCHAR)`);
}

/** A DECIMAL with decimals, without zeros at its end: half the work of trimming its text twice. */
function decimalSql(raw: string): string {
  return `CASE WHEN ${raw} % 1 = 0 THEN CAST(CAST(${raw} AS HUGEINT) AS VARCHAR) ELSE rtrim(CAST(${raw} AS VARCHAR), '0') END`;
}

/** Of a text with a decimal point. */
function withoutZeros(number: string): string {
  return `rtrim(rtrim(${number}, '0'), '.')`;
}

function splitSql({ separator = ';' }: TargetField, raw: string): string {
  return `list_transform(string_split(${raw}, ${text(separator)}), lambda part: trim(part))`;
}

/** Sorted: the service keeps the values in an order of its own. */
function listSql(field: TargetField, list: string): string {
  const mapped = field.acceptsLabels ? `list_transform(${list}, lambda item: ${labelSql(field, 'item')})` : list;
  const parts = `list_filter(${mapped}, lambda part: part <> '')`;
  return `nullif(array_to_string(list_sort(list_distinct(${parts})), ${text(field.separator ?? ';')}), '')`;
}

/** A label in place of a value, where the field takes that. A text that is a value is never taken for a label. */
function labelSql({ acceptsLabels, values = [] }: TargetField, value: string): string {
  if (!acceptsLabels || values.length === 0) return value;
  const own = new Set(values.map((v) => v.value));
  const labels = values.filter((v) => !own.has(v.label));
  if (labels.length === 0) return value;
  const cases = labels.map((v) => `WHEN ${text(v.label)} THEN ${text(v.value)}`).join(' ');
  return `CASE ${value} ${cases} ELSE ${value} END`;
}

function faultsOf(field: TargetField, type: string, raw: string, value: string): ValueFault[] {
  const faults: ValueFault[] = [];
  if (isNumberKind(field.kind)) faults.push(...numberFaults(field, type, raw, value));
  if (/DATE|TIMESTAMP/.test(type))
    faults.push({
      when: `NOT isfinite(${raw}) OR ${raw} < '0001-01-01' OR ${raw} > '9999-12-31'`,
      why: 'is not in the years 1 to 9999',
    });
  if (field.range !== undefined && !isNumberKind(field.kind)) {
    const { least, greatest } = field.range;
    faults.push({
      when: `${value} < ${text(least)} OR ${value} > ${text(greatest)}`,
      why: `is not between ${least} and ${greatest}`,
    });
  }
  if (field.length !== null && !isNumberKind(field.kind) && field.kind !== 'boolean')
    faults.push({ when: `length(${value}) > ${field.length}`, why: `is longer than ${field.length} characters` });
  if (field.restricted === true) faults.push(restriction(field, value));
  for (const { pattern, why } of field.unsendable ?? []) faults.push({ when: matches(value, pattern), why });
  return faults;
}

function isNumberKind(kind: ValueKind): boolean {
  return kind === 'integer' || kind === 'decimal' || kind === 'double';
}

function numberFaults(field: TargetField, type: string, raw: string, value: string): ValueFault[] {
  const { precision, range } = field;
  const decimals = decimalsOf(field);
  const faults: ValueFault[] = [];
  if (FLOATS.includes(type))
    faults.push({ when: `${raw} IS NOT NULL AND (${value} IS NULL OR NOT isfinite(${raw}))`, why: 'is no such number' });
  if (type.startsWith('DECIMAL') && decimals !== null && Number(/,(\d+)\)/.exec(type)?.[1] ?? 0) > decimals)
    faults.push({ when: `${raw} <> round(${raw}, ${decimals})`, why: `has more than ${decimals} decimals` });
  if (precision !== null && decimals !== null) {
    const whole = precision - decimals;
    if (!FLOATS.includes(type) && wholeDigits(type) > whole)
      faults.push({
        when: `length(ltrim(split_part(${value}, '.', 1), '-0')) > ${whole}`,
        why: `has more than ${whole} digits before the point`,
      });
    if (FLOATS.includes(type))
      faults.push({ when: `abs(${raw}) >= 1e${whole}`, why: `has more than ${whole} digits before the point` });
  }
  if (range !== undefined) {
    const number = `CAST(${raw} AS DOUBLE)`;
    faults.push({
      when: `${number} < ${range.least} OR ${number} > ${range.greatest}`,
      why: `is not between ${range.least} and ${range.greatest}`,
    });
  }
  return faults;
}

const DIGITS: Readonly<Record<string, number>> = {
  TINYINT: 3,
  UTINYINT: 3,
  SMALLINT: 5,
  USMALLINT: 5,
  INTEGER: 10,
  UINTEGER: 10,
  BIGINT: 19,
  UBIGINT: 20,
};

function wholeDigits(type: string): number {
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)/.exec(type) ?? [];
  return precision === undefined ? (DIGITS[type] ?? 39) : Number(precision) - Number(scale);
}

function restriction({ values = [], kind, separator = ';' }: TargetField, value: string): ValueFault {
  const why = 'is not among the values of its picklist';
  const allowed = values.filter((v) => v.active).map((v) => text(v.value));
  if (allowed.length === 0) return { when: `${value} IS NOT NULL`, why };
  if (kind !== 'multipicklist') return { when: `${value} NOT IN (${allowed.join(', ')})`, why };
  return { when: `NOT list_has_all([${allowed.join(', ')}], string_split(${value}, ${text(separator)}))`, why };
}

/** Most patterns are plain texts: to compare is much cheaper than to match. */
function matches(value: string, pattern: string): string {
  const plain = /^[^\\^$.|?*+()[\]{}]+$/.test(pattern);
  return plain ? `${value} = ${text(pattern)}` : `regexp_matches(${value}, ${text(pattern)})`;
}

/** A value as the service writes it, in the form in which `fieldSql` gives those of the query. */
export function serviceValueSql(field: TargetField, value: string): string {
  switch (field.kind) {
    case 'integer':
    case 'decimal':
    case 'double': {
      const scale = decimalsOf(field);
      if (scale === null) return `CAST(TRY_CAST(${value} AS DOUBLE) AS VARCHAR)`;
      const decimal = `CAST(TRY_CAST(${value} AS DECIMAL(38,${scale})) AS VARCHAR)`;
      return scale === 0 ? decimal : withoutZeros(decimal);
    }
    case 'datetime':
      return `strftime(TRY_CAST(${value} AS TIMESTAMPTZ), '${ISO_SECONDS}Z')`;
    case 'local datetime':
      return `strftime(TRY_CAST(rtrim(${value}, 'Z') AS TIMESTAMP), '${ISO_SECONDS}')`;
    case 'date':
      return `substr(${value}, 1, 10)`;
    case 'time':
      return `strftime(DATE '2000-01-01' + TRY_CAST(rtrim(${value}, 'Z') AS TIME), '%H:%M:%S.%g')`;
    case 'boolean':
      return `lower(${value})`;
    case 'multipicklist':
      return listSql({ ...field, acceptsLabels: false }, splitSql(field, value));
    case 'id':
      return idSql(field, value);
    default:
      return textSql(field, value);
  }
}

/** The value of a key of several fields; NULL where one of them is. */
export function partsSql(values: readonly string[]): string {
  const whole = values.map((value) => `${value} IS NOT NULL`).join(' AND ');
  return `CASE WHEN ${whole} THEN CAST(to_json([${values.join(', ')}]) AS VARCHAR) END`;
}

/** A key in the form in which the field compares it. */
export function keySql({ caseSensitive, collation, kind }: TargetField, value: string): string {
  if (caseSensitive || isNumberKind(kind)) return value;
  if (collation === undefined) return `lower(${value})`;
  return `rtrim(lower(${collation.accents ? value : `strip_accents(${value})`}))`;
}

/** The same, of a key as the service writes it. The parts of a key of several fields are in the engine's form already. */
export function foundKeySql(field: TargetField, value: string): string {
  return keySql(field, field.parts === undefined ? serviceValueSql(field, value) : value);
}
