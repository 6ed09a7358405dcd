import { type PackedTable, type RunFacts, type SharedTexts, type ShownColumn, unpackColumns } from '../table-data.ts';
import { matches, words } from '../table-details.ts';

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

function nameOf(row: Element): string {
  return row.querySelector('.name')?.textContent ?? '';
}

/** Shows the tables that a search or a filter means; a table is meant by its names or by one of its columns. */
export function startSearch(): void {
  const input = document.querySelector<HTMLInputElement>('#find');
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-filter]')];
  let filter = 'all';
  let waiting = 0;
  const apply = () => show(words(input?.value ?? ''), filter);
  input?.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 80);
  });
  for (const button of buttons) {
    button.addEventListener('click', () => {
      filter = button.dataset.filter ?? 'all';
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      apply();
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest('input')) return;
    event.preventDefault();
    input?.focus();
  });
}

function show(wanted: readonly string[], filter: string): void {
  let shown = 0;
  for (const row of rows) {
    const name = `${nameOf(row)} ${row.querySelector('th .label')?.textContent ?? ''}`.toLowerCase();
    const named = wanted.every((word) => name.includes(word));
    const columns = wanted.length > 0 && !named ? columnsOf(row.id).filter((column) => matches(column, wanted)) : [];
    const visible = (named || columns.length > 0) && (filter === 'all' || (row.dataset.traits ?? '').split(' ').includes(filter));
    if (visible) shown += 1;
    reveal(row, visible);
    hits(
      row,
      columns.map((column) => column.name),
    );
  }
  const none = document.querySelector<HTMLElement>('.none');
  if (none) none.hidden = shown > 0;
  const found = document.querySelector('#found');
  if (found) found.textContent = wanted.length === 0 && filter === 'all' ? '' : `${shown} of ${rows.length} tables shown`;
}

function reveal(row: HTMLTableRowElement, visible: boolean): void {
  row.hidden = !visible;
  const panel = document.getElementById(`${row.id}-details`);
  const open = row.querySelector('.toggle')?.getAttribute('aria-expanded') === 'true';
  if (panel) panel.hidden = !visible || !open;
}

function hits(row: HTMLTableRowElement, names: readonly string[]): void {
  const place = row.querySelector<HTMLElement>('.hits');
  if (!place) return;
  place.hidden = names.length === 0;
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  place.textContent = names.length === 0 ? '' : `columns ${names.slice(0, 3).join(', ')}${more}`;
}

/** A click on a head sorts by it: names upwards first, numbers downwards; the next click the other way round. */
export function startSorting(): void {
  const body = document.querySelector('table.tables tbody');
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-sort]')];
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const head = button.closest('th');
      const key = button.dataset.sort ?? 'name';
      const before = head?.getAttribute('aria-sort');
      const up = before === 'none' ? key === 'name' : before === 'descending';
      for (const other of buttons) other.closest('th')?.setAttribute('aria-sort', 'none');
      head?.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const sorted = [...rows].sort((a, b) => (up ? 1 : -1) * compare(a, b, key) || nameOf(a).localeCompare(nameOf(b)));
      for (const row of sorted) body?.append(row, document.getElementById(`${row.id}-details`) ?? '');
    });
  }
}

function compare(a: HTMLElement, b: HTMLElement, key: string): number {
  return key === 'name' ? nameOf(a).localeCompare(nameOf(b)) : Number(a.dataset[key]) - Number(b.dataset[key]);
}
