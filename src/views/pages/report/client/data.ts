import type { PackedTable, RunFacts, SharedTexts, ShownColumn } from '../table-data.ts';
import { unpackColumns } from '../table-data.ts';

function read<T>(id: string): T {
  return JSON.parse(document.getElementById(id)?.textContent ?? 'null') as T;
}

export const shared = read<{ words: SharedTexts; run: RunFacts }>('shared-data');

const columns = new Map<string, ShownColumn[]>();

/** Parsed when asked for: hundreds of tables with hundreds of columns take a moment, one takes none. */
export function tableData(id: string): PackedTable {
  return read<PackedTable>(`${id}-data`);
}

/** A table's columns, kept once parsed, for the search over all of them. */
export function columnsOf(id: string): ShownColumn[] {
  const known = columns.get(id) ?? unpackColumns(tableData(id), shared.words);
  columns.set(id, known);
  return known;
}

export const rows = [...document.querySelectorAll<HTMLTableRowElement>('tr.table-row')];

export function nameOf(row: Element): string {
  return row.querySelector('.name')?.textContent ?? '';
}
