import type { TablePlan } from '../../../model/plan.ts';
import type { Column, TableSchema } from '../../../model/table.ts';
import { LOOKUP_ANNOTATION } from '../describe/column-types.ts';
import type { Span } from './time-ranges.ts';

/** Whole seconds since 1970 as OData writes them; cursors have no finer ones. */
export function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export interface QueryParts {
  readonly select: readonly string[];
  readonly conditions: readonly string[];
  readonly order: readonly string[];
}

export interface TableQueries {
  /** Of all columns. */
  readonly select: readonly string[];
  readonly keySelect: readonly string[];
  readonly where: readonly string[];
  readonly cursor: string;
  rows(conditions: readonly string[]): QueryParts;
  /** Rows without a cursor order: tables that are read whole. */
  all(): QueryParts;
  keys(): QueryParts;
  /** Keys and calculated columns of all rows. */
  calculated(): QueryParts;
  byKey(condition: string): QueryParts;
  /** Keys of all rows, whether they meet the table's condition or not. */
  anyKeys(conditions: readonly string[]): QueryParts;
}

/** The queries of one table under its plan. `canOrder`: false for virtual tables, whose providers may not; `single`: orders by one column only (elastic tables). */
export function queriesOf(plan: TablePlan, cursor: string, order: { canOrder: boolean; single: boolean }): TableQueries {
  const { schema, options } = plan;
  const properties = new Map(schema.columns.flatMap((c) => (c.select === undefined ? [] : [[c.name, c.select] as const])));
  const keySelect = schema.key.map((name) => properties.get(name) ?? name);
  const cursors = schema.cursor === null ? [] : [cursor];
  const select = [...new Set([...properties.values(), ...keySelect, ...cursors])];
  const computed = schema.columns.flatMap((c) => (c.calculated && c.select !== undefined ? [c.select] : []));
  // In parentheses, so that an `or` in it can't widen the window beside it.
  const where = options.where === undefined ? [] : [`(${options.where.trim()})`];
  const byKey = order.canOrder ? keySelect.slice(0, order.single ? 1 : undefined).map((k) => `${k} asc`) : [];
  const byTime = [`${cursor} asc`, ...(order.single ? [] : byKey)];
  return {
    select,
    keySelect,
    where,
    cursor,
    rows: (conditions) => ({ select, conditions: [...where, ...conditions], order: byTime }),
    all: () => ({ select, conditions: where, order: byKey }),
    calculated: () => ({ select: [...new Set([...keySelect, ...computed])], conditions: where, order: byKey }),
    keys: () => ({ select: keySelect, conditions: where, order: byKey }),
    byKey: (condition) => ({ select, conditions: [...where, condition], order: byKey }),
    anyKeys: (conditions) => ({ select: [...new Set([...keySelect, cursor])], conditions, order: byTime }),
  };
}

/** `low` null: open below. */
export function between(cursor: string, low: number | null, high: number): string[] {
  return [...(low === null ? [] : [`${cursor} ge ${instant(low)}`]), `${cursor} lt ${instant(high)}`];
}

/** The tail reads what was written since the start, and rows that have no cursor at all. */
export function since(cursor: string, low: number): string[] {
  return [`(${cursor} ge ${instant(low)} or ${cursor} eq null)`];
}

/** For people: as it would be written into a browser, columns counted only. */
export function shown(set: string, parts: QueryParts): string {
  const { select, conditions, order } = parts;
  const options = [
    `$select=${select.length > 3 ? `${select.slice(0, 3).join(',')},… (${select.length})` : select.join(',')}`,
    ...(conditions.length === 0 ? [] : [`$filter=${conditions.join(' and ')}`]),
    ...(order.length === 0 ? [] : [`$orderby=${order.join(',')}`]),
  ];
  return `${set}?${options.join('&')}`;
}

/** The path behind the Web API's address. Without `$select` (all columns) where naming them would make it longer than `longest`. */
export function pathOf(set: string, parts: QueryParts, longest = Number.POSITIVE_INFINITY): string {
  const { select, conditions, order } = parts;
  const options = [
    ...(conditions.length === 0 ? [] : [`$filter=${encodeURIComponent(conditions.join(' and '))}`]),
    ...(order.length === 0 ? [] : [`$orderby=${order.map(encodeURIComponent).join(',')}`]),
  ];
  const whole = `${set}?${[`$select=${select.join(',')}`, ...options].join('&')}`;
  if (whole.length <= longest) return whole;
  return options.length === 0 ? set : `${set}?${options.join('&')}`;
}

/** The `Prefer` header of each page. Annotations, which must be requested, name the table that a lookup points at. */
export function preferOf(pageRows: number, hasAnnotations: boolean): string {
  return `odata.maxpagesize=${pageRows}${hasAnnotations ? `,odata.include-annotations="${LOOKUP_ANNOTATION}"` : ''}`;
}

const ID = /^\w+ \[(?:(\S+))?, (\S+)\)$/;

/** The id of a range's partition; says all of it, so that an interrupted full sync finds what it already has. */
export function rangeId(cursor: string, low: number | null, high: number): string {
  return `${cursor} [${low === null ? '' : instant(low)}, ${instant(high)})`;
}

/** What a range's id covers; an open one from `-Infinity`. Null for other ids. */
export function spanOf(id: string): Span | null {
  const match = ID.exec(id);
  if (match === null) return null;
  const low = match[1] === undefined ? Number.NEGATIVE_INFINITY : Date.parse(match[1]) / 1000;
  return { low, high: Date.parse(match[2] ?? '') / 1000 };
}

// A query may have 500 conditions, and a key several columns: https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/filter-rows
const CONDITIONS_PER_QUERY = 100;

/** OData conditions that hold for the rows with these keys, each for some of them; null where a key's type has no literal that is sure to be equal. */
export function keyConditions(
  schema: TableSchema,
  properties: readonly string[],
  keys: readonly (readonly string[])[],
): readonly string[] | null {
  const columns = schema.key.flatMap((name) => schema.columns.find((c) => c.name === name) ?? []);
  if (columns.length !== schema.key.length || !columns.every((c) => literal(c, '') !== null)) return null;
  const each = Math.max(1, Math.floor(CONDITIONS_PER_QUERY / columns.length));
  const chunks = Array.from({ length: Math.ceil(keys.length / each) }, (_, i) => keys.slice(i * each, (i + 1) * each));
  const one = (key: readonly string[]) => columns.map((c, i) => `${properties[i]} eq ${literal(c, key[i] ?? '')}`).join(' and ');
  return chunks.map((chunk) => `(${chunk.map((key) => (columns.length === 1 ? one(key) : `(${one(key)})`)).join(' or ')})`);
}

/** https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_PrimitiveLiterals */
function literal({ duckdbType }: Column, value: string): string | null {
  if (['UUID', 'INTEGER', 'BIGINT', 'BOOLEAN'].includes(duckdbType)) return value;
  return duckdbType === 'VARCHAR' ? `'${value.replaceAll("'", "''")}'` : null;
}
