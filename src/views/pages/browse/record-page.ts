import { HighwaterError } from '../../../model/errors.ts';
import type { BrowsedColumn, BrowsedTable } from '../../../warehouse/browse/catalog.ts';
import { namesQuery, recordQuery } from '../../../warehouse/browse/queries.ts';
import type { Cell } from '../../../warehouse/browse/reader.ts';
import { clip, counted } from '../../facts/format.ts';
import { html, type Markup, type MarkupValue } from '../report/markup.ts';
import { type PageAnswer, cell, problem } from './layout.ts';
import { recordLink } from './links.ts';
import { related } from './related.ts';
import { type Shelf, targetsOf } from './shelf.ts';
import { crumbs } from './table-page.ts';

/** One record: all of its values, what it points at, and what points at it. */
export async function recordPage(shelf: Shelf, table: BrowsedTable, search: URLSearchParams): Promise<PageAnswer> {
  const key = search.getAll('key');
  const { rows } =
    key.length === table.key.length && key.length > 0 ? await shelf.reader.select(recordQuery(table, key), 1) : { rows: [] };
  const row = rows[0];
  const named = key.join(', ');
  if (row === undefined) {
    return {
      status: 404,
      title: named,
      body: html`<h1>${named}</h1>${problem(`${table.name} has no such record.`, '')}`,
      crumbs: crumbs(table, named),
    };
  }
  const name = valueIn(table, row, table.nameColumn) ?? named;
  const [values, pointing] = await Promise.all([
    fields(shelf, table, row),
    key.length === 1 ? related(shelf, table, key[0] ?? '') : null,
  ]);
  const title = clip(name === '' ? named : name, 120);
  const body = html`<h1>${title} <span class="muted">${table.label}</span></h1><div class="record"><section aria-label="Values">${values}</section>${pointing}</div>`;
  return { status: 200, title, body, crumbs: crumbs(table, title) };
}

function valueIn(table: BrowsedTable, row: readonly Cell[], column: string | null): Cell {
  return row[table.columns.findIndex((c) => c.name === column)] ?? null;
}

async function fields(shelf: Shelf, table: BrowsedTable, row: readonly Cell[]): Promise<Markup> {
  const shown = await Promise.all(
    table.columns.map(async (column, i) => ({
      column,
      value: row[i] ?? null,
      text: await shownValue(shelf, table, column, row, row[i] ?? null),
    })),
  );
  const line = ({ column, value, text }: (typeof shown)[number]) =>
    html`<tr><th scope="row">${column.label}${column.label !== column.name && html`<span class="label"><code>${column.name}</code></span>`}</th><td class="value">${cell(value, text)}</td><td class="wide muted">${column.nativeType || column.duckdbType}${column.semanticType !== '' && column.semanticType !== column.nativeType && html` · ${column.semanticType}`}${column.removed && ' · gone from the source'}</td></tr>`;
  const filled = shown.filter(({ value }) => value !== null);
  const empty = shown.filter(({ value }) => value === null);
  const list = (of: typeof shown, caption: string) =>
    html`<table class="list fields"><caption class="sr">${caption}</caption><thead class="sr"><tr><th scope="col">Column</th><th scope="col">MarkupValue</th><th scope="col">Type</th></tr></thead><tbody>${of.map(line)}</tbody></table>`;
  return html`${list(filled, 'Values')}${empty.length > 0 && html`<details><summary>${counted(empty.length, 'column')} without a value</summary>${list(empty, 'Columns without a value')}</details>`}`;
}

async function shownValue(
  shelf: Shelf,
  table: BrowsedTable,
  column: BrowsedColumn,
  row: readonly Cell[],
  value: Cell,
): Promise<MarkupValue> {
  if (value === null) return null;
  const target = await pointedAt(shelf, table, column, row, value);
  if (target !== null)
    return html`<a href="${recordLink(target.table, [value])}">${target.name || value}</a> <span class="muted">${target.table.name}${target.name !== '' && ` ${value}`}</span>`;
  const label = column.picklist.find((p) => p.value === value)?.label;
  return label === undefined || label === value ? value : html`${value} <span class="muted">${label}</span>`;
}

/** The record that a value points at, with its name; where it may be in several tables, the one that has it. */
async function pointedAt(
  shelf: Shelf,
  table: BrowsedTable,
  column: BrowsedColumn,
  row: readonly Cell[],
  value: string,
): Promise<{ table: BrowsedTable; name: string } | null> {
  const all = targetsOf(shelf, table, column);
  const type = valueIn(table, row, `${column.name}_type`);
  const typed = all.filter((t) => t.table === type);
  const targets = (typed.length > 0 ? typed : all).slice(0, 20);
  if (targets.length === 0) return null;
  try {
    const [found] = (await shelf.reader.select(namesQuery(targets, value), 1, 5)).rows;
    const target = targets[Number(found?.[0] ?? -1)];
    return target === undefined ? null : { table: target, name: clip(found?.[1] ?? '', 120) };
  } catch (error) {
    if (error instanceof HighwaterError) return null;
    throw error;
  }
}
