import type { RunRecord } from '../../../model/record.ts';
import { EXPORT_COLUMNS, exportCells, isExportRun, readBackWords } from '../../facts/export-facts.ts';
import { html, type Markup } from './markup.ts';

/** What was written back, or what a sync read back of it: counts and names, no values. */
export function exportsSection(record: RunRecord): Markup | null {
  const { exports = [] } = record;
  if (exports.length === 0) return null;
  if (!isExportRun(record))
    return html`<section id="exports"><h2>Exports, read back</h2><ul>${exports.map((e) => html`<li>${readBackWords(e)}</li>`)}</ul></section>`;
  const rows = exports.map((e) => {
    const [name = '', ...cells] = exportCells(e);
    return html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  });
  const notes = exports.flatMap((e) => e.notes.map((note) => html`<li>${e.name}: ${note}</li>`));
  return html`<section id="exports"><h2>Exports</h2><div class="scroll"><table class="numbers"><caption class="sr">Exports of this run</caption><thead><tr>${EXPORT_COLUMNS.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>${notes.length > 0 && html`<ul>${notes}</ul>`}<p class="muted">The rows of each export are in the folder of its name, beside this page: plan.csv, success.csv, failed.csv and unsent.csv.</p></section>`;
}
