import type { ExportConfig } from '../../config/config.ts';
import type { TargetField } from '../../model/destination.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { Connection } from '../../warehouse/duckdb/database.ts';
import { RESULTS } from '../../warehouse/duckdb/sealed-queries.ts';
import { qualified } from '../../warehouse/duckdb/sql.ts';
import type { ExportColumn, NumberedFault } from '../export-column.ts';
import { keyDoubled, keyIsNull, keyMissing, queryFailed, typeNotPossible } from '../export-errors.ts';
import type { CheckedFields } from './check-fields.ts';
import { castAdvice, fieldSql, isFractional, keySql, partsSql, type ValueFault } from './field-values.ts';
import type { ReadQuery, Sealed } from './read-query.ts';

/** How an export's rows are evaluated: the columns, what may be wrong with a row, and the SELECT that finds both. */
export interface Evaluation {
  readonly key: ExportColumn;
  readonly columns: readonly ExportColumn[];
  readonly faults: readonly NumberedFault[];
  readonly select: string;
}

/** Builds the SELECT that gives each row as `k` (its key as the field compares it), `v0`… (values as the service reads them) and `fault`. */
export function evaluation(config: ExportConfig, { query, columns }: ReadQuery, { key, fields }: CheckedFields): Evaluation {
  const keys = keyColumns(config, columns, { key, fields });
  const others = columns.filter((column) => !keys.includes(column));
  const faults: NumberedFault[] = [];
  const cases: string[] = [];
  const values: string[] = [];
  const convert = ({ name, type }: QueryColumn, raw: string, value: string, mayBeEmpty: boolean): ExportColumn => {
    const field = fields.get(name) as TargetField;
    const sql = fieldSql(field, type, raw, value);
    if (sql === null) throw typeNotPossible(config, field.name, field.nativeType, type, castAdvice(field));
    const isKey = keys.some((k) => k.name === name) || field.parent !== undefined;
    if (isKey && field.kind === 'text' && isFractional(type))
      throw typeNotPossible(config, field.name, field.nativeType, type, 'As a key, 1 would be 1.0: CAST it AS BIGINT.');
    values.push(`${sql.value} AS ${value}`);
    const empty = mayBeEmpty ? [] : emptyFault(config, field, value);
    for (const fault of [...sql.faults, ...empty]) {
      faults.push({ field: field.name, why: fault.why });
      cases.push(`WHEN ${fault.when} THEN ${faults.length}`);
    }
    return { name, field, type, value };
  };
  const ofKey = keys.map((column, i) => convert(column, `k${i}`, key.parts === undefined ? 'v0' : `part${i}`, true));
  const made = others.map((column, i) => convert(column, `r${i + 1}`, `v${i + 1}`, false));
  const [first] = ofKey;
  if (key.parts !== undefined) values.push(`${partsSql(ofKey.map(({ value }) => value))} AS v0`);
  const whole =
    key.parts === undefined && first !== undefined ? first : { name: config.key, field: key, type: 'VARCHAR', value: 'v0' };
  const raw = [...keys.map((_, i) => `k${i}`), ...others.map((_, i) => `r${i + 1}`)].join(', ');
  const chosen = [...keys, ...others].map(({ name }) => qualified(name)).join(', ');
  const fault = cases.length === 0 ? 'NULL::SMALLINT' : `CAST(CASE ${cases.join(' ')} END AS SMALLINT)`;
  const inner = `SELECT ${raw}, ${values.join(', ')} FROM (SELECT ${chosen} FROM (${query.sql})) AS q(${raw})`;
  const select = `SELECT ${keySql(key, 'v0')} AS k, ${['v0', ...made.map((c) => c.value)].join(', ')}, ${fault} AS fault FROM (${inner})`;
  return { key: whole, columns: made, faults, select };
}

type QueryColumn = ReadQuery['columns'][number];

/** The columns of the query that make up the key, in the order of its parts. */
function keyColumns(
  config: ExportConfig,
  columns: readonly QueryColumn[],
  { key, fields }: Pick<CheckedFields, 'key' | 'fields'>,
): QueryColumn[] {
  return (key.parts ?? [key]).map(({ name }) => {
    const found = columns.find((column) => fields.get(column.name)?.name === name);
    if (found === undefined) throw keyMissing(config, key.parts === undefined ? config.key : name);
    return found;
  });
}

function emptyFault({ nulls }: ExportConfig, field: TargetField, value: string): ValueFault[] {
  return nulls === 'clear' && !field.nillable ? [{ when: `${value} IS NULL`, why: "can't be empty" }] : [];
}

/** Evaluates the rows where the user's SQL can do nothing but read. */
export async function evaluate(sealed: Sealed, config: ExportConfig, { select }: Evaluation): Promise<void> {
  try {
    await sealed.keep(config.name, select);
  } catch (error) {
    const kind = error instanceof HighwaterError && error.family === 'database' ? DATA_ERROR.exec(error.message)?.[1] : undefined;
    if (kind === undefined) throw error;
    throw queryFailed(config, kind);
  }
}

// Those that depend on the rows; DuckDB's others (memory, disk) say nothing of them.
const DATA_ERROR = /^DuckDB: (Conversion Error|Out of Range Error|Invalid Input Error|Constraint Error)/;

/** Counts the evaluated rows and refuses keys that are missing or stand in several rows. */
export async function checkKeys(c: Connection, config: ExportConfig, key: TargetField): Promise<number> {
  const rows = qualified(RESULTS, 'main', config.name);
  const { n, empty } = await c.row<{ n: number; empty: number }>(
    `SELECT count(*) AS n, count(*) FILTER (WHERE k IS NULL) AS empty FROM ${rows}`,
  );
  if (empty > 0) throw keyIsNull(config, empty);
  const doubled = await c.count(`(SELECT k FROM ${rows} GROUP BY k HAVING count(*) > 1)`);
  if (doubled > 0) throw keyDoubled(config, doubled, !key.caseSensitive);
  return n;
}
