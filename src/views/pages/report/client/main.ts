import { duration } from '../../../facts/format.ts';
import { matches, tableDetails, words } from '../table-details.ts';
import { columnsOf, rows, shared, startSearch, startSorting, tableData } from './search.ts';

function openDetails(): void {
  for (const row of rows) {
    const button = row.querySelector<HTMLButtonElement>('button.toggle');
    button?.addEventListener('click', () => toggle(row, button));
    // The whole row opens, but for a selection of its text and for whatever else in it can be clicked.
    row.addEventListener('click', (event) => {
      if ((event.target as Element).closest('a, button') === null && getSelection()?.isCollapsed !== false && button)
        toggle(row, button);
    });
  }
  const wanted = document.getElementById(location.hash.slice(1));
  const row = rows.find((r) => r === wanted);
  if (row) row.querySelector<HTMLButtonElement>('button.toggle')?.click();
}

function toggle(row: HTMLTableRowElement, button: HTMLButtonElement): void {
  const open = button.getAttribute('aria-expanded') !== 'true';
  button.setAttribute('aria-expanded', String(open));
  const panel = document.getElementById(`${row.id}-details`) as HTMLTableRowElement;
  const cell = panel.cells[0];
  panel.hidden = !open;
  if (!open || !cell || cell.childElementCount > 0) return;
  cell.innerHTML = tableDetails(row.id, tableData(row.id), shared.words, shared.run).text;
  const input = cell.querySelector<HTMLInputElement>('input.find-column');
  const overall = document.querySelector<HTMLInputElement>('#find')?.value ?? '';
  input?.addEventListener('input', () => findColumns(row.id, cell, input.value));
  // Opened from a search that met some of its columns: show those.
  if (input && overall !== '' && columnsOf(row.id).some((c) => matches(c, words(overall)))) {
    input.value = overall;
    findColumns(row.id, cell, overall);
  }
}

function findColumns(id: string, cell: Element, query: string): void {
  const wanted = words(query);
  let found = 0;
  columnsOf(id).forEach((column, i) => {
    const line = cell.querySelector<HTMLElement>(`tr[data-column="${i}"]`);
    const shown = matches(column, wanted);
    if (line) line.hidden = !shown;
    if (shown) found += 1;
  });
  const status = cell.querySelector('.found');
  if (status) status.textContent = wanted.length === 0 ? '' : `${found} of ${columnsOf(id).length}`;
}

/** Ages on the page are of the run's end: who opens it later is told so. */
function tellAgeOfPage(): void {
  const seconds = (Date.now() - Date.parse(shared.run.finishedAt)) / 1000;
  const place = document.getElementById('page-age');
  if (place && seconds > 600) place.textContent = `, ${duration(seconds)} ago; ages on this page are of then`;
}

/** The report's own script: opens details, finds, filters, sorts. Bundled into assets.generated.ts by scripts/pages.ts. */
openDetails();
tellAgeOfPage();
startSearch();
startSorting();
