import type { Freshness } from '../model/table-check.ts';
import type { BrowsedCheck, BrowsedColumn, BrowsedTable } from '../warehouse/browse/catalog.ts';
import { PUBLIC_SCHEMA } from '../warehouse/catalog/catalog.ts';
import { text } from '../warehouse/duckdb/sql.ts';
import { dbtNames, literal, quotable } from './dbt-names.ts';
import { type DbtTest, type DescribedTests, testsOf } from './dbt-tests.ts';

/** Pure: dbt's description of a warehouse. https://docs.getdbt.com/reference/source-properties */

/** The name under which the profile attaches the warehouse, read-only. */
export const ATTACHED = 'highwater';

export interface DescribedSources {
  /** The content of the YAML file. */
  readonly file: { readonly version: 2; readonly sources: readonly object[] };
  readonly tables: number;
  readonly tests: number;
  /** Checks that dbt has no test for, in words. */
  readonly leftOut: readonly string[];
}

export function dbtSources(tables: readonly BrowsedTable[], checks: readonly BrowsedCheck[]): DescribedSources {
  const described = tables.filter((t) => t.source !== '');
  const names = dbtNames(described);
  const leftOut: string[] = [];
  let tests = 0;
  const sources = [...new Set(described.map((t) => t.schema))].map((schema) => ({
    name: literal(schema),
    database: ATTACHED,
    schema: literal(schema),
    tables: described
      .filter((t) => t.schema === schema)
      .map((table) => {
        const own = testsOf(table, checks, names);
        leftOut.push(...own.leftOut.map((what) => `${table.schema}.${table.name}: ${what}`));
        tests += own.table.length + [...own.columns.values()].reduce((sum, of) => sum + of.length, 0);
        return describedTable(table, names.get(table) ?? table.name, own);
      }),
  }));
  return { file: { version: 2, sources }, tables: described.length, tests, leftOut };
}

function describedTable(table: BrowsedTable, called: string, tests: DescribedTests): object {
  const { source, table: spelled, schema, name, label, filter } = table;
  // `max`: without a row dbt fails, and a table that was never synced has none.
  const synced = `SELECT max(last_synced_at) FROM ${ATTACHED}.${PUBLIC_SCHEMA}.tables WHERE schema = ${text(schema)} AND name = ${text(name)}`;
  const where = filter === null ? '' : ` Only rows where ${filter}.`;
  return {
    name: called,
    ...(called === name ? {} : { identifier: quotable(name) }),
    description: literal(`${label} (${source}.${spelled}).${where}`),
    config: { loaded_at_query: literal(synced), ...limits(table.course.freshness) },
    ...(tests.table.length === 0 ? {} : { data_tests: tests.table }),
    columns: table.columns.map((column) => describedColumn(column, tests.columns.get(column.name) ?? [])),
  };
}

function describedColumn(column: BrowsedColumn, tests: readonly DbtTest[]): object {
  const { name, label, duckdbType, mask, removed, calculated } = column;
  const facts = [
    label,
    ...(mask === null ? [] : [`Masked: ${mask}.`]),
    ...(calculated ? ['Calculated by the source.'] : []),
    ...(removed ? ['No longer in the source; old values are kept.'] : []),
  ];
  const described = facts.length === 1 ? label : `${label.replace(/[.!?]?$/, '.')} ${facts.slice(1).join(' ')}`;
  return {
    name: quotable(name),
    quote: true,
    data_type: duckdbType,
    ...(described === name || described === '' ? {} : { description: literal(described) }),
    ...(tests.length === 0 ? {} : { data_tests: tests }),
  };
}

function limits(freshness: Freshness | null): object {
  const { warnAfterSeconds = null, errorAfterSeconds = null } = freshness ?? {};
  if (warnAfterSeconds === null && errorAfterSeconds === null) return {};
  return {
    freshness: {
      ...(warnAfterSeconds === null ? {} : { warn_after: period(warnAfterSeconds) }),
      ...(errorAfterSeconds === null ? {} : { error_after: period(errorAfterSeconds) }),
    },
  };
}

/** dbt knows nothing shorter than a minute. */
function period(seconds: number): { count: number; period: 'minute' | 'hour' | 'day' } {
  if (seconds % 86_400 === 0) return { count: seconds / 86_400, period: 'day' };
  if (seconds % 3_600 === 0) return { count: seconds / 3_600, period: 'hour' };
  return { count: Math.ceil(seconds / 60), period: 'minute' };
}
