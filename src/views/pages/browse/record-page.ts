import { HighwaterError } from '../../../model/errors.ts';
import type { BrowsedColumn, BrowsedTable } from '../../../warehouse/browse/catalog.ts';
import type { OpenedArtifact } from '../../../warehouse/browse/opened-artifact.ts';
import { countQuery, type Filter, namesQuery, pageQuery, recordQuery } from '../../../warehouse/browse/queries.ts';
import type { Cell } from '../../../warehouse/browse/reader.ts';
import { clip, count, counted } from '../../facts/format.ts';
import { html, type Markup, type MarkupValue } from '../report/markup.ts';
import { cell, type PageAnswer, type Pointer, pointersTo, problem, recordLink, tableLink, targetsOf } from './layout.ts';
import { crumbs } from './table-page.ts';

/** One record: all of its values, what it points at, and what points at it. */
export async function recordPage(artifact: OpenedArtifact, table: BrowsedTable, search: URLSearchParams): Promise<PageAnswer> {
  const key = search.getAll('key');
  const { rows } =
    key.length === table.key.length && key.length > 0 ? await artifact.reader.select(recordQuery(table, key), 1) : { rows: [] };
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
    fields(artifact, table, row),
    key.length === 1 ? related(artifact, table, key[0] ?? '') : null,
  ]);
  const title = clip(name === '' ? named : name, 120);
  const body = html`<h1>${title} <span class="muted">${table.label}</span></h1><div class="record"><section aria-label="Values">${values}</section>${pointing}</div>`;
  return { status: 200, title, body, crumbs: crumbs(table, title) };
}

function valueIn(table: BrowsedTable, row: readonly Cell[], column: string | null): Cell {
  return row[table.columns.findIndex((c) => c.name === column)] ?? null;
}

async function fields(artifact: OpenedArtifact, table: BrowsedTable, row: readonly Cell[]): Promise<Markup> {
  const shown = await Promise.all(
    table.columns.map(async (column, i) => ({
      column,
      value: row[i] ?? null,
      text: await shownValue(artifact, table, column, row, row[i] ?? null),
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
  artifact: OpenedArtifact,
  table: BrowsedTable,
  column: BrowsedColumn,
  row: readonly Cell[],
  value: Cell,
): Promise<MarkupValue> {
  if (value === null) return null;
  const target = await pointedAt(artifact, table, column, row, value);
  if (target !== null)
    return html`<a href="${recordLink(target.table, [value])}">${target.name || value}</a> <span class="muted">${target.table.name}${target.name !== '' && ` ${value}`}</span>`;
  const label = column.picklist.find((p) => p.value === value)?.label;
  return label === undefined || label === value ? value : html`${value} <span class="muted">${label}</span>`;
}

/** The record that a value points at, with its name; where it may be in several tables, the one that has it. */
async function pointedAt(
  artifact: OpenedArtifact,
  table: BrowsedTable,
  column: BrowsedColumn,
  row: readonly Cell[],
  value: string,
): Promise<{ table: BrowsedTable; name: string } | null> {
  const all = targetsOf(artifact, table, column);
  const type = valueIn(table, row, `${column.name}_type`);
  const typed = all.filter((t) => t.table === type);
  const targets = (typed.length > 0 ? typed : all).slice(0, 20);
  if (targets.length === 0) return null;
  try {
    const [found] = (await artifact.reader.select(namesQuery(targets, value), 1, 5)).rows;
    const target = targets[Number(found?.[0] ?? -1)];
    return target === undefined ? null : { table: target, name: clip(found?.[1] ?? '', 120) };
  } catch (error) {
    if (error instanceof HighwaterError) return null;
    throw error;
  }
}

/** Records of one kind that are shown before "all". */
const FIRST = 5;
/** Columns that are looked through; a User is pointed at by two or three columns of every table. */
const MOST = 80;
/** Seconds that one of them may take. */
const SECONDS = 3;

interface Found {
  readonly pointer: Pointer;
  /** Null where it took too long to count. */
  readonly total: number | null;
  readonly rows: readonly { readonly key: string; readonly name: string }[];
}

/** What points at a record, table by table: how many, the first of them, and the way to all. */
export async function related(artifact: OpenedArtifact, table: BrowsedTable, key: string): Promise<Markup | null> {
  const pointers = pointersTo(artifact, table);
  if (pointers.length === 0) return null;
  const looked = pointers.slice(0, MOST);
  const found = (await Promise.all(looked.map((pointer) => look(artifact, pointer, key)))).filter((f) => f.total !== 0);
  const rest = pointers.length - looked.length;
  return html`<section class="related" aria-labelledby="related"><h2 id="related">Related records</h2>
${found.length === 0 && html`<p class="muted">Nothing here points at this record.</p>`}${found.map((f) => group(f, key))}
${rest > 0 && html`<p class="muted">${count(rest)} further columns that could point here were not looked through.</p>`}</section>`;
}

async function look(artifact: OpenedArtifact, pointer: Pointer, key: string): Promise<Found> {
  const { table } = pointer;
  const selection = { search: '', filters: [filterOf(pointer, key)] };
  try {
    const total = Number((await artifact.reader.select(countQuery(table, selection), 1, SECONDS)).rows[0]?.[0] ?? 0);
    if (total === 0 || table.key.length !== 1) return { pointer, total, rows: [] };
    const name =
      table.nameColumn !== null && table.columns.some((c) => c.name === table.nameColumn)
        ? table.nameColumn
        : (table.key[0] ?? '');
    const page = { ...selection, columns: [...new Set([table.key[0] ?? '', name])], sort: null, descending: false, offset: 0 };
    const { rows } = await artifact.reader.select(pageQuery(table, page), FIRST, SECONDS);
    return { pointer, total, rows: rows.map(named) };
  } catch (error) {
    if (error instanceof HighwaterError) return { pointer, total: null, rows: [] };
    throw error;
  }
}

function named(row: readonly Cell[]): { key: string; name: string } {
  const key = row[0] ?? '';
  return { key, name: clip(row.at(-1) || key, 120) };
}

function filterOf({ column }: Pointer, key: string): Filter {
  return { column: column.name, operator: 'is', value: key };
}

function group({ pointer, total, rows }: Found, key: string): Markup {
  const { table, column } = pointer;
  const all = tableLink(table, {}, [filterOf(pointer, key)]);
  const items = rows.map((row) => html`<li><a href="${recordLink(table, [row.key])}">${row.name}</a></li>`);
  return html`<div class="group"><h3><a href="${all}">${table.label}</a> <span class="muted">by ${column.label} · ${total === null ? 'not counted' : count(total)}</span></h3>
<ul>${items}${(total ?? 0) > rows.length && html`<li><a class="all" href="${all}">All ${count(total ?? 0)}</a></li>`}</ul></div>`;
}
