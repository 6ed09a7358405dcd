import type { BrowsedTable } from '../../../warehouse/browse/catalog.ts';
import { type Filter, OPERATORS, type RowPage } from '../../../warehouse/browse/queries.ts';

export const PAGE_ROWS = 50;
/** Columns of a list unless all are asked for. */
export const FIRST_COLUMNS = 12;

export interface TableRequest extends RowPage {
  readonly all: boolean;
}

/** What a table's address asks for; what makes no sense there is left out. */
export function tableRequest(table: BrowsedTable, search: URLSearchParams): TableRequest {
  const has = (name: string | null): name is string => table.columns.some((c) => c.name === name);
  const all = search.get('all') === '1';
  const sort = search.get('sort');
  const offset = Math.trunc(Number(search.get('offset') ?? 0));
  return {
    search: (search.get('q') ?? '').trim(),
    filters: filters(search).filter((f) => has(f.column)),
    columns: listColumns(table, all),
    sort: has(sort) ? sort : null,
    descending: search.get('descending') === '1',
    offset: Number.isSafeInteger(offset) && offset > 0 ? offset : 0,
    all,
  };
}

function filters(search: URLSearchParams): Filter[] {
  const operators = search.getAll('operator');
  const values = search.getAll('value');
  return search.getAll('column').flatMap((column, i) => {
    const operator = OPERATORS.find((o) => o === operators[i]);
    const value = values[i] ?? '';
    const complete = operator !== undefined && (operator.endsWith('empty') || value !== '');
    return column === '' || !complete ? [] : [{ column, operator, value }];
  });
}

/** The name first, then the key, then the others in their order. */
function listColumns(table: BrowsedTable, all: boolean): string[] {
  const names = table.columns.map((c) => c.name);
  const leading = [table.nameColumn, ...table.key].filter((name) => name !== null && names.includes(name)) as string[];
  const ordered = [...new Set([...leading, ...names])];
  return all ? ordered : ordered.slice(0, FIRST_COLUMNS);
}
