import { columnReference } from '../model/table-check.ts';
import type { BrowsedCheck, BrowsedTable } from '../warehouse/browse/catalog.ts';
import { id } from '../warehouse/duckdb/sql.ts';
import { DELETED_AT } from '../warehouse/table/layout.ts';
import { literal } from './dbt-names.ts';

/** One data test as dbt's YAML writes it. https://docs.getdbt.com/reference/resource-properties/data-tests */
export type DbtTest = string | Readonly<Record<string, object>>;

export interface DescribedTests {
  readonly columns: ReadonlyMap<string, readonly DbtTest[]>;
  /** Tests of several columns at once. */
  readonly table: readonly DbtTest[];
  /** Checks that dbt has no test for, in words. */
  readonly leftOut: readonly string[];
}

/** A table's key and its checks as dbt's own four tests: `unique`, `not_null`, `accepted_values` and `relationships`. */
export function testsOf(
  table: BrowsedTable,
  checks: readonly BrowsedCheck[],
  names: ReadonlyMap<BrowsedTable, string>,
): DescribedTests {
  const columns = new Map<string, DbtTest[]>();
  const leftOut: string[] = [];
  const add = (column: string, test: DbtTest) => columns.set(column, [...(columns.get(column) ?? []), test]);
  const own = checks.filter((c) => c.source === table.source && c.table === table.table);
  for (const check of own) {
    const test = testOf(check, table, names);
    if (test === null || check.column === null) leftOut.push(checkWords(check));
    else add(check.column, test);
  }
  const checked = (column: string, what: string) => own.some((c) => c.check === what && c.column === column);
  for (const column of table.key) {
    if (table.key.length === 1 && !checked(column, 'unique')) add(column, 'unique');
    if (!checked(column, 'not_null')) add(column, 'not_null');
  }
  const together = `row(${table.key.map(id).join(', ')})`;
  const unique: DbtTest = { unique: { arguments: { column_name: literal(together) } } };
  return { columns, table: table.key.length > 1 ? [unique] : [], leftOut };
}

/** Null: dbt has no such test. */
function testOf(check: BrowsedCheck, table: BrowsedTable, names: ReadonlyMap<BrowsedTable, string>): DbtTest | null {
  const args = argumentsOf(check, table, names);
  if (args === null) return null;
  const config = {
    ...(check.severity === 'warn' ? { severity: 'warn' } : {}),
    // Highwater looks at no row that the source has deleted either.
    ...(table.columns.some((c) => c.name === DELETED_AT) ? { where: `${id(DELETED_AT)} IS NULL` } : {}),
  };
  const parts = {
    ...(Object.keys(args).length === 0 ? {} : { arguments: args }),
    ...(Object.keys(config).length === 0 ? {} : { config }),
  };
  return Object.keys(parts).length === 0 ? check.check : { [check.check]: parts };
}

function argumentsOf(check: BrowsedCheck, table: BrowsedTable, names: ReadonlyMap<BrowsedTable, string>): object | null {
  switch (check.check) {
    case 'not_null':
    case 'unique':
      return {};
    case 'accepted_values': {
      // dbt compares the whole list, not its values.
      const isList = table.columns.find((c) => c.name === check.column)?.duckdbType.endsWith('[]') ?? false;
      const values = acceptedValues(check.detail);
      return isList || values === null ? null : { values: values.map(literal) };
    }
    case 'relationships': {
      const { source, table: name, column } = columnReference(check.detail);
      const parent = [...names.keys()].find((t) => t.source === source && t.table === name);
      if (parent === undefined) return null;
      const to = `source(${JSON.stringify(parent.schema)}, ${JSON.stringify(names.get(parent))})`;
      return { to, field: literal(id(column)) };
    }
    default:
      return null;
  }
}

/** Null: an older version wrote the check in words. */
function acceptedValues(detail: string): string[] | null {
  try {
    const values: unknown = JSON.parse(detail);
    return Array.isArray(values) ? values.map(String) : null;
  } catch {
    return null;
  }
}

function checkWords({ check, column, detail }: BrowsedCheck): string {
  return column === null ? `${check}: ${detail}` : `${check}(${column})`;
}
