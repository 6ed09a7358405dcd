import type { BrowsedTable } from '../../../warehouse/browse/catalog.ts';
import type { Filter } from '../../../warehouse/browse/queries.ts';

/** Addresses of the pages. */

export function tableLink(
  table: BrowsedTable,
  params: Readonly<Record<string, string | number | null>> = {},
  filters: readonly Filter[] = [],
): string {
  return `/table/${encodeURIComponent(table.schema)}/${encodeURIComponent(table.name)}${query(params, filters)}`;
}

export function recordLink(table: BrowsedTable, key: readonly string[]): string {
  const params = key.map((value) => `key=${encodeURIComponent(value)}`).join('&');
  return `/record/${encodeURIComponent(table.schema)}/${encodeURIComponent(table.name)}?${params}`;
}

export function sqlLink(sql: string): string {
  return `/sql?q=${encodeURIComponent(sql)}`;
}

function query(params: Readonly<Record<string, string | number | null>>, filters: readonly Filter[]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    if (value !== null && value !== '' && value !== 0) search.append(name, String(value));
  for (const { column, operator, value } of filters) {
    search.append('column', column);
    search.append('operator', operator);
    search.append('value', value);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
