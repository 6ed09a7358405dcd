import { counted } from '../../facts/format.ts';
import { html, type Markup } from './markup.ts';
import type { ShownColumn } from './table-data.ts';

/** Values of a picklist that are shown before the rest is folded away. */
const VALUES_SHOWN = 6;

/** Whether a column is meant by what someone typed: every word must be in its names, types, references or picklist. */
export function matches(column: ShownColumn, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { name, label, nativeType, semanticType, duckdbType, references, picklist } = column;
  const text = [name, label, nativeType, semanticType, duckdbType, ...references, ...picklist.flatMap((v) => [v.value, v.label])]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

export function words(query: string): string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** A table's columns; `key` and `cursor` are marked. */
export function schemaTable(
  columns: readonly ShownColumn[],
  of: { readonly title: string; readonly key: readonly string[]; readonly cursor: string | null },
): Markup {
  const rows = columns.map(
    (column, i) => html`<tr data-column="${i}"${column.removed && html` class="removed"`}>
<th scope="row"><span class="name">${column.name}</span>${marks(column, of)}${column.label !== column.name && html`<span class="label">${column.label}</span>`}</th>
<td>${column.nativeType}</td><td>${column.semanticType === '' ? html`<span class="muted">–</span>` : html`<span class="type">${column.semanticType}</span>`}</td>
<td>${column.duckdbType}</td><td class="values">${references(column)}${values(column)}</td></tr>`,
  );
  return html`<div class="scroll"><table class="schema"><caption class="sr">Columns of ${of.title}</caption>
<thead><tr><th scope="col">Column</th><th scope="col">Native type</th><th scope="col">Meaning</th><th scope="col">DuckDB</th><th scope="col">Values</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function marks(
  column: ShownColumn,
  { key, cursor }: { readonly key: readonly string[]; readonly cursor: string | null },
): Markup[] {
  const found = [
    key.includes(column.name) ? 'key' : '',
    column.name === cursor ? 'cursor' : '',
    column.removed ? 'gone from the source' : '',
  ];
  return found.filter((mark) => mark !== '').map((mark) => html` <span class="mark">${mark}</span>`);
}

function references(column: ShownColumn): Markup | null {
  return column.references.length === 0 ? null : html`<span class="points">→ ${column.references.join(', ')}</span>`;
}

function values({ picklist }: ShownColumn): Markup | null {
  if (picklist.length === 0) return null;
  const item = ({ value, label, active }: ShownColumn['picklist'][number]) =>
    html`<li${!active && html` class="inactive"`}>${value}${label !== value && html` <span class="muted">“${label}”</span>`}${!active && html` <span class="muted">(inactive)</span>`}</li>`;
  const first = html`<ul class="picklist">${picklist.slice(0, VALUES_SHOWN).map(item)}</ul>`;
  if (picklist.length <= VALUES_SHOWN) return first;
  return html`${first}<details><summary>${counted(picklist.length - VALUES_SHOWN, 'more value')}</summary><ul class="picklist">${picklist.slice(VALUES_SHOWN).map(item)}</ul></details>`;
}
