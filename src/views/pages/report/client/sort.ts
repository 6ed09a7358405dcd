import { nameOf, rows } from './data.ts';

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
