import type { TableCheck } from '../../model/table-check.ts';
import { id, qualified, text } from '../duckdb/sql.ts';
import { DELETED_AT, SYNCED_AT } from '../table/layout.ts';

/** Where a table stands, and which of its rows count. */
export interface TableUnderCheck {
  readonly schema: string;
  readonly name: string;
  readonly key: readonly string[];
  readonly marksDeletes: boolean;
}

/** Which rows a check has to look at: those of a run alone, where the others passed before. */
export type Scope = { readonly all: true } | { readonly all: false; readonly now: string };

/** The table's rows that count. */
export function liveRows({ schema, name, marksDeletes }: TableUnderCheck): string {
  return `(SELECT * FROM ${qualified(schema, name)}${marksDeletes ? ` WHERE ${DELETED_AT} IS NULL` : ''})`;
}

function scoped(table: TableUnderCheck, scope: Scope): string {
  return scope.all ? liveRows(table) : `(SELECT * FROM ${liveRows(table)} WHERE ${SYNCED_AT} = TIMESTAMPTZ ${text(scope.now)})`;
}

/** A query of the rows that fail a check of rows; null for a check of the whole table. */
export function failingRows(
  check: TableCheck,
  table: TableUnderCheck,
  scope: Scope,
  parent: TableUnderCheck | null,
): string | null {
  const column = check.column === null ? '' : id(check.column);
  const rows = scoped(table, scope);
  switch (check.check) {
    case 'not_null':
      return `SELECT * FROM ${rows} WHERE ${column} IS NULL`;
    case 'accepted_values':
      return `SELECT * FROM ${rows} WHERE ${outside(column, check.accepted ?? [])}`;
    case 'relationships': {
      if (parent === null) throw new Error('relationships need the parent');
      const there = `SELECT ${id(check.parent?.column ?? '')} AS value FROM ${liveRows(parent)}`;
      return `SELECT c.* FROM ${rows} c ANTI JOIN (${there}) p ON CAST(c.${column} AS VARCHAR) = CAST(p.value AS VARCHAR) WHERE c.${column} IS NOT NULL`;
    }
    case 'unique': {
      const candidates = scope.all ? '' : ` WHERE ${column} IN (SELECT ${column} FROM ${rows})`;
      const twice = `SELECT ${column} FROM ${liveRows(table)}${candidates} GROUP BY ${column} HAVING ${column} IS NOT NULL AND count(*) > 1`;
      return `SELECT * FROM ${liveRows(table)} WHERE ${column} IN (${twice})`;
    }
    case 'expression':
      // The line break ends a comment at the condition's end.
      return `SELECT * FROM ${rows} WHERE NOT (${check.expression ?? ''}\n)`;
    case 'row_count':
    case 'freshness':
      return null;
  }
}

/** Of a list every value must be accepted. */
function outside(column: string, accepted: readonly string[]): string {
  const list = `[${accepted.map(text).join(', ')}]`;
  const ofList = `len(list_filter(TRY_CAST(${column} AS VARCHAR[]), lambda v: v IS NOT NULL AND NOT list_contains(${list}, v))) > 0`;
  const plain = `NOT list_contains(${list}, CAST(${column} AS VARCHAR))`;
  return `${column} IS NOT NULL AND CASE WHEN typeof(${column}) LIKE '%[]' THEN ${ofList} ELSE ${plain} END`;
}

/** What counts as one failure: a row, or for `unique` a value. */
export function failureCount(check: TableCheck, failing: string): string {
  const what = check.check === 'unique' && check.column !== null ? `count(DISTINCT ${id(check.column)})` : 'count(*)';
  return `SELECT ${what} AS n FROM (${failing})`;
}

/** The newest value of a date or time column, as seconds before `now`. */
export function newestAge(column: string, table: TableUnderCheck, now: string): string {
  return `SELECT date_diff('second', max(CAST(${id(column)} AS TIMESTAMPTZ)), TIMESTAMPTZ ${text(now)}) AS age FROM ${liveRows(table)}`;
}

// Enough to find the cause; the file is read by people.
const MOST_KEYS = 10_000;

/** The keys of failing rows, for a file: which check, which column, and the key's columns. */
export function failingKeys(check: TableCheck, { key }: TableUnderCheck, failing: string): string {
  const keys = key.map((name) => `CAST(${id(name)} AS VARCHAR) AS ${id(name)}`);
  const named = [`${text(check.check)} AS "check"`, `${text(check.column ?? check.detail)} AS "column"`, ...keys];
  return `(SELECT ${named.join(', ')} FROM (${failing}) LIMIT ${MOST_KEYS})`;
}
