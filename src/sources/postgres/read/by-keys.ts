import type { Partition, TablePlan } from '../../../model/plan.ts';
import type { Column } from '../../../model/table.ts';
import { qualified, type RelationName, text } from '../describe/names.ts';
import { copyOf } from '../plan/copy.ts';
import type { PartitionDetail } from '../plan/partition.ts';
import { rowsOf, selected } from '../plan/row-queries.ts';

// An index finds each of them; the statement stays far below what a message may hold.
const KEYS_PER_QUERY = 1000;

// Types whose text in DuckDB is what PostgreSQL reads as the same value. BLOB, INTERVAL, floats and lists are none.
const AS_TEXT = /^(SMALLINT|INTEGER|BIGINT|UINTEGER|UBIGINT|BOOLEAN|UUID|VARCHAR|DATE|TIMESTAMP|TIMESTAMPTZ|DECIMAL\(.*\))$/;

/** COPY statements that read rows by their keys under the table's filter; null where a key can't be written as the source would. */
export function keyPartitions(
  plan: TablePlan,
  relation: RelationName,
  keys: readonly (readonly string[])[],
): readonly Partition[] | null {
  const columns = plan.schema.key.flatMap((name) => plan.schema.columns.find((c) => c.name === name) ?? []);
  if (columns.length !== plan.schema.key.length || !columns.every(isAsText)) return null;
  // DuckDB writes years before Christ in its own way.
  if (keys.some((key) => key.some((value, i) => columns[i]?.semanticType === 'date' && value.includes('(BC)')))) return null;
  const chunks = Array.from({ length: Math.ceil(keys.length / KEYS_PER_QUERY) }, (_, i) =>
    keys.slice(i * KEYS_PER_QUERY, (i + 1) * KEYS_PER_QUERY),
  );
  return chunks.map((chunk, i) => partition(plan, relation, columns, chunk, i + 1));
}

/** Money's text depends on the locale. */
function isAsText(column: Column): boolean {
  return AS_TEXT.test(column.duckdbType) && column.nativeType !== 'money' && comparedType(column) !== null;
}

/** The type as which the selected expression is compared; null for an expression of another kind. */
function comparedType(column: Column): string | null {
  const expression = selected(column);
  if (expression.endsWith('::text')) return 'text';
  return /^"(?:[^"]|"")+"$/.test(expression) ? column.nativeType : null;
}

function partition(
  plan: TablePlan,
  relation: RelationName,
  columns: readonly Column[],
  keys: readonly (readonly string[])[],
  number: number,
): Partition {
  const rows = rowsOf(plan);
  const conditions = [condition(columns, keys), ...rows.conditions].join(' AND ');
  const copy = copyOf(`SELECT ${rows.columns.join(', ')} FROM ${qualified(relation)} WHERE ${conditions}`, rows.columns);
  const detail: PartitionDetail = { content: 'rows', format: copy.format, ranges: [] };
  return {
    id: `rows by key ${number}`,
    pass: 'sweep',
    query: copy.query,
    expectedRows: keys.length,
    expectedRequests: 1,
    detail,
  };
}

/** Compared as the column's own type, so that its index is of use. */
function condition(columns: readonly Column[], keys: readonly (readonly string[])[]): string {
  const arrays = columns.map((c, i) => `${arrayOf(keys.map((key) => key[i] ?? ''))}::${comparedType(c) ?? 'text'}[]`);
  const [first] = columns;
  if (columns.length === 1 && first !== undefined) return `${selected(first)} = ANY (${arrays.join()})`;
  return `(${columns.map(selected).join(', ')}) IN (SELECT * FROM unnest(${arrays.join(', ')}))`;
}

function arrayOf(values: readonly string[]): string {
  return text(`{${values.map((value) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`);
}
