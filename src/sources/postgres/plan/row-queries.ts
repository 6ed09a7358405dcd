import type { Partition, TablePlan } from '../../../model/plan.ts';
import type { Column, Note } from '../../../model/table.ts';
import type { DatabaseSession } from '../connect/session.ts';
import type { RelationRow } from '../describe/catalog.ts';
import type { CursorFacts } from '../describe/cursor.ts';
import { goneReason, type TableIdentity, wasRewritten } from '../describe/identity.ts';
import { id, qualified, type RelationName, text } from '../describe/names.ts';
import { copyOf } from './copy.ts';
import { conditionsOf, isHashable, rangeCondition } from './key-ranges.ts';
import type { PartitionDetail, RowQuery } from './partition.ts';
import { sinceCondition, type Window, windowCondition, xminCondition } from './window.ts';

interface RowQueryFacts {
  /** Null with `xmin`, and without a cursor. */
  readonly cursor: CursorFacts | null;
  /** Null with `xmin`, without a cursor, and in a full sync. */
  readonly window: Window | null;
  /** Oids of partitions that were attached since the last import. */
  readonly newMembers: readonly string[];
  /** All keys are compared in this run, whatever `deletes_by` says. */
  readonly sweep: boolean;
}

/** All that one import of a table asks for. Pure. */
export function rowQueriesOf(plan: TablePlan, facts: RowQueryFacts): RowQuery[] {
  const rows = rowsOf(plan);
  if (plan.mode === 'full' || plan.since === null) return [rows];
  return [...changes(plan, facts, rows), ...deletedKeysQuery(plan, facts, rows), ...sweep(plan, facts, rows)];
}

/** All rows under the table's filter, of the part that this run is about. */
export function rowsOf(plan: TablePlan): RowQuery {
  const conditions = conditionsOf(plan.options);
  const columns = selection(plan);
  return { content: 'rows', pass: 'body', label: 'rows', columns, conditions, divided: true, expectedRows: null };
}

/** The rows to read again, and, where an index finds them, those without a cursor on their own. */
function changes(plan: TablePlan, facts: RowQueryFacts, rows: RowQuery): RowQuery[] {
  const column = plan.schema.cursor?.column ?? '';
  const { cursor } = facts;
  const apart = usesIndex(facts);
  const estimated = [...estimateOf(plan, facts), ...rows.conditions];
  const since = { ...rows, divided: !apart, conditions: [changed(plan, facts, !apart), ...rows.conditions], estimated };
  if (!apart || cursor?.notNull === true) return [since];
  return [since, { ...rows, divided: false, label: 'null-cursor', conditions: [`${id(column)} IS NULL`, ...rows.conditions] }];
}

/** An index finds the rows: not where they may be of any age. */
function usesIndex({ cursor, window, newMembers }: RowQueryFacts): boolean {
  return cursor?.indexed === true && window?.low !== null && newMembers.length === 0;
}

/** The planner knows nothing of ages: what it can judge of the window. */
function estimateOf({ schema, options }: TablePlan, { cursor, window }: RowQueryFacts): string[] {
  if (cursor === null || window === null) return [];
  const from = window.xmin === null ? window.low : window.clock;
  return [sinceCondition(schema.cursor?.column ?? '', cursor.type, from, options.lookbackSeconds)];
}

function changed(plan: TablePlan, facts: RowQueryFacts, withNulls: boolean): string {
  const { since, options, schema } = plan;
  const column = schema.cursor?.column ?? '';
  const { cursor, window, newMembers } = facts;
  const any = [
    cursor === null || window === null
      ? xminCondition(since?.value ?? '')
      : windowCondition(column, cursor.type, window, options.lookbackSeconds),
  ];
  if (withNulls && cursor?.notNull === false) any.push(`${id(column)} IS NULL`);
  if (newMembers.length > 0) any.push(`tableoid = ANY('{${newMembers.join()}}'::oid[])`);
  return any.length === 1 ? (any[0] ?? '') : `(${any.join(' OR ')})`;
}

/** Keys of changed rows that the filter no longer lets through: they leave the warehouse. A sweep finds them anyway. */
function deletedKeysQuery(plan: TablePlan, facts: RowQueryFacts, rows: RowQuery): RowQuery[] {
  const { where, range, deletes, deletesBy } = plan.options;
  if (where === undefined || deletes === 'ignore' || deletesBy === 'keys' || facts.sweep) return [];
  const conditions = [
    changed(plan, facts, true),
    `(${where}\n) IS NOT TRUE`,
    ...(range === undefined ? [] : [rangeCondition(range)]),
  ];
  return [{ ...rows, content: 'deleted', label: 'deleted', columns: keys(plan), conditions, divided: !usesIndex(facts) }];
}

function sweep(plan: TablePlan, facts: RowQueryFacts, rows: RowQuery): RowQuery[] {
  const { deletes } = plan.options;
  return (!sweepsKeys(plan) && !facts.sweep) || deletes === 'ignore' ? [] : [allKeysQuery(plan, rows)];
}

/** Whether each run compares the keys of all rows: as configured, or because the key can't be counted and hashed. */
export function sweepsKeys(plan: TablePlan): boolean {
  const { deletesBy } = plan.options;
  return deletesBy === 'keys' || (deletesBy === 'counts' && !isHashable(plan));
}

/** The keys of rows within some ranges of the key's first column, or of all rows. */
export function keysWithin(plan: TablePlan, ranges: readonly string[]): RowQuery {
  const rows = rowsOf(plan);
  const within = ranges.length === 0 ? [] : [`(${ranges.join(' OR ')})`];
  return { ...allKeysQuery(plan, rows), divided: false, conditions: [...within, ...rows.conditions] };
}

/** The keys of all rows of a reading. */
export function allKeysQuery(plan: TablePlan, rows: RowQuery): RowQuery {
  return { ...rows, content: 'present', pass: 'sweep', label: 'present', columns: keys(plan) };
}

/** The key's columns in the order of the schema, which is the order in which the warehouse reads them. */
function keys(plan: TablePlan): string[] {
  return loaded(plan.schema.columns)
    .filter((c) => plan.schema.key.includes(c.name))
    .map(selected);
}

function loaded(columns: readonly Column[]): Column[] {
  return columns.filter((c) => c.load !== null);
}

/** What is asked of a row. */
export function selection(plan: TablePlan): string[] {
  return loaded(plan.schema.columns).map(selected);
}

export function selected(column: Column): string {
  return column.select ?? id(column.name);
}

/** Whether an incremental import compares all keys, since rows may be gone that no cursor shows; and what its owner should know of it. */
interface SweepDecision {
  readonly sweep: boolean;
  readonly notes: readonly Note[];
}

/** `loose`: key columns that take two spellings for one value. */
export function decideSweep(
  plan: TablePlan,
  relation: RelationRow,
  before: TableIdentity | null,
  now: TableIdentity,
  loose: readonly string[],
): SweepDecision {
  const { deletes } = plan.options;
  if (plan.mode !== 'incremental') return { sweep: false, notes: [] };
  const gone = goneReason(before, now);
  const notes: Note[] = [];
  const ignored = deletes === 'ignore';
  if (gone !== null) {
    const done = ignored ? 'its rows are kept, as `deletes: ignore` says' : 'all keys were compared';
    const read = wasRewritten(before, now) ? ', and what was written since was read, whatever its cursor' : '';
    notes.push({ kind: 'plan', message: `${gone} since the last import: ${done}${read}` });
  }
  for (const column of loose) {
    const done = ignored ? 'under `deletes: ignore` the old spelling stays as a separate row' : 'every run compares all keys';
    notes.push({
      kind: 'plan',
      column,
      message: `the key column ${column} treats several spellings as one value, while DuckDB treats each as its own: ${done}`,
    });
  }
  // REFRESH MATERIALIZED VIEW CONCURRENTLY deletes rows one by one.
  const sweep = gone !== null || loose.length > 0 || relation.kind === 'm';
  return { sweep: sweep && !sweepsKeys(plan) && !ignored, notes };
}

const LOOSE = `
  SELECT a.attname AS name FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
    LEFT JOIN pg_collation c ON c.oid = a.attcollation
  WHERE a.attrelid = $1::oid AND a.attnum = ANY ($2::int2[]) AND (coalesce(b.typname, t.typname) = 'citext' OR NOT c.collisdeterministic)
  ORDER BY a.attnum`;

/** Columns of the key that are equal to PostgreSQL in several spellings: citext, and collations that are not deterministic. */
export async function looseKeys(session: DatabaseSession, relation: RelationRow, { schema }: TablePlan): Promise<string[]> {
  const numbers = schema.columns
    .filter((c) => schema.key.includes(c.name))
    .flatMap((c) => (c.load === null ? [] : [c.load.wire.slice(1)]));
  if (numbers.length === 0) return [];
  return (await session.query<{ name: string }>(LOOSE, [relation.oid, numbers])).map((r) => r.name);
}

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
