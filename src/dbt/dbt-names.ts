import type { BrowsedTable } from '../warehouse/browse/catalog.ts';

/** A text that dbt would otherwise take for a Jinja template. */
export function literal(value: string): string {
  return value.replaceAll(/\{(?=[{%#])/g, '{{ "{" }}');
}

/** A name that dbt puts into double quotes as it is. */
export function quotable(name: string): string {
  return literal(name.replaceAll('"', '""'));
}

/** What each table is called in dbt, which refuses spaces and quotation marks: such a table gets a name of letters, and keeps its own as `identifier`. */
export function dbtNames(tables: readonly BrowsedTable[]): ReadonlyMap<BrowsedTable, string> {
  const names = new Map<BrowsedTable, string>();
  const taken = new Set(tables.filter(isPlain).map(({ schema, name }) => `${schema}.${name}`));
  for (const table of tables) {
    const plain = isPlain(table) ? table.name : table.name.replaceAll(/\W+/gu, '_');
    let name = plain;
    for (let n = 2; !isPlain(table) && taken.has(`${table.schema}.${name}`); n++) name = `${plain}_${n}`;
    taken.add(`${table.schema}.${name}`);
    names.set(table, name);
  }
  return names;
}

function isPlain({ name }: BrowsedTable): boolean {
  return /^\w+$/.test(name);
}
