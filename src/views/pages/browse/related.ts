import { HighwaterError } from '../../../model/errors.ts';
import type { BrowsedTable } from '../../../warehouse/browse/catalog.ts';
import type { Filter } from '../../../warehouse/browse/queries.ts';
import { countQuery, pageQuery } from '../../../warehouse/browse/queries.ts';
import type { Cell } from '../../../warehouse/browse/reader.ts';
import { clip, count } from '../../facts/format.ts';
import { html, type Markup } from '../report/markup.ts';
import { recordLink, tableLink } from './links.ts';
import { type Pointer, pointersTo, type Shelf } from './shelf.ts';

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
export async function related(shelf: Shelf, table: BrowsedTable, key: string): Promise<Markup | null> {
  const pointers = pointersTo(shelf, table);
  if (pointers.length === 0) return null;
  const looked = pointers.slice(0, MOST);
  const found = (await Promise.all(looked.map((pointer) => look(shelf, pointer, key)))).filter((f) => f.total !== 0);
  const rest = pointers.length - looked.length;
  return html`<section class="related" aria-labelledby="related"><h2 id="related">Related records</h2>
${found.length === 0 && html`<p class="muted">Nothing here points at this record.</p>`}${found.map((f) => group(f, key))}
${rest > 0 && html`<p class="muted">${count(rest)} further columns that could point here were not looked through.</p>`}</section>`;
}

async function look(shelf: Shelf, pointer: Pointer, key: string): Promise<Found> {
  const { table } = pointer;
  const selection = { search: '', filters: [filterOf(pointer, key)] };
  try {
    const total = Number((await shelf.reader.select(countQuery(table, selection), 1, SECONDS)).rows[0]?.[0] ?? 0);
    if (total === 0 || table.key.length !== 1) return { pointer, total, rows: [] };
    const name =
      table.nameColumn !== null && table.columns.some((c) => c.name === table.nameColumn)
        ? table.nameColumn
        : (table.key[0] ?? '');
    const page = { ...selection, columns: [...new Set([table.key[0] ?? '', name])], sort: null, descending: false, offset: 0 };
    const { rows } = await shelf.reader.select(pageQuery(table, page), FIRST, SECONDS);
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
