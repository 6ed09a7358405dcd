import { toHighwaterError } from '../../../model/errors.ts';
import type { BrowsedColumn, BrowsedTable } from '../../../warehouse/browse/catalog.ts';
import { countQuery, OPERATORS, pageQuery } from '../../../warehouse/browse/queries.ts';
import type { Cell, TextRows } from '../../../warehouse/browse/reader.ts';
import { clip, count, counted, instant } from '../../facts/format.ts';
import { html, type Markup } from '../report/markup.ts';
import { type PageAnswer, cell, problem } from './layout.ts';
import { recordLink, sqlLink, tableLink } from './links.ts';
import { FIRST_COLUMNS, PAGE_ROWS, type TableRequest, tableRequest } from './params.ts';
import { type Shelf, targetsOf } from './shelf.ts';

/** Characters of a value in a list; the record's own page has all of it. */
const CELL = 160;

/** One table's records: searched, filtered, sorted, page by page. */
export async function tablePage(shelf: Shelf, table: BrowsedTable, search: URLSearchParams): Promise<PageAnswer> {
  const request = tableRequest(table, search);
  const title = `${table.schema}.${table.name}`;
  const found = await Promise.all([
    shelf.reader.select(pageQuery(table, request), PAGE_ROWS),
    shelf.reader.select(countQuery(table, request), 1),
  ]).catch((error: unknown) => toHighwaterError(error));
  const results =
    found instanceof Error
      ? problem(found.message, found.hint)
      : records(shelf, table, request, found[0], Number(found[1].rows[0]?.[0] ?? 0));
  const body = html`<h1>${table.name}${table.label !== table.name && html` <span class="muted">${table.label}</span>`}</h1>${about(table)}${tools(table, request)}${results}`;
  return { status: 200, title, body, crumbs: crumbs(table, null) };
}

export function crumbs(table: BrowsedTable, record: string | null): NonNullable<PageAnswer['crumbs']> {
  const category = table.category === table.schema || table.category === '' ? [] : [[table.category, null] as const];
  return [
    ['Directory', '/'],
    [table.schema, `/?q=${encodeURIComponent(table.schema)}`],
    ...category,
    [table.name, record === null ? null : tableLink(table)],
    ...(record === null ? [] : [[record, null] as const]),
  ];
}

function about(t: BrowsedTable): Markup {
  const parts = [
    t.key.length > 0 ? `key ${t.key.join(', ')}` : 'no key',
    t.cursor === null ? '' : `cursor ${t.cursor}`,
    t.watermark === null ? '' : `watermark ${t.watermark.includes('T') ? instant(t.watermark) : t.watermark}`,
    t.syncedAt === null ? '' : `synced ${instant(t.syncedAt)} UTC`,
    t.filter === null ? '' : `filter ${t.filter}`,
  ].filter((part) => part !== '');
  return html`<p class="muted about">${parts.join(' · ')} · <a href="${sqlLink(`SELECT * FROM "${t.schema.replaceAll('"', '""')}"."${t.name.replaceAll('"', '""')}" LIMIT 100`)}">SQL</a></p>`;
}

function tools(table: BrowsedTable, r: TableRequest): Markup {
  const hidden = (name: string, value: string) => html`<input type="hidden" name="${name}" value="${value}">`;
  const kept = html`${r.all && hidden('all', '1')}${r.sort !== null && hidden('sort', r.sort)}${r.descending && hidden('descending', '1')}${r.filters.map((f) => html`${hidden('column', f.column)}${hidden('operator', f.operator)}${hidden('value', f.value)}`)}`;
  const options = table.columns.map(
    (c) => html`<option value="${c.name}">${c.label === c.name ? c.name : `${c.label} (${c.name})`}</option>`,
  );
  const chips = r.filters.map((f, i) => {
    const label = `${f.column} ${f.operator}${f.operator.endsWith('empty') ? '' : ` ${f.value}`}`;
    const without = r.filters.filter((_, j) => j !== i);
    return html`<li>${label} <a href="${tableLink(table, params(r, { offset: 0 }), without)}"><span aria-hidden="true">×</span><span class="sr">Remove the filter ${label}</span></a></li>`;
  });
  return html`<form class="tools" method="get" action="${tableLink(table)}" role="search">${kept}
<label class="find"><span class="sr">Search all columns</span><input type="search" name="q" value="${r.search}" placeholder="Search all columns"></label>
<fieldset><legend class="sr">Add a filter</legend><select name="column" aria-label="Column"><option value="">Filter by…</option>${options}</select>
<select name="operator" aria-label="Comparison">${OPERATORS.map((o) => html`<option>${o}</option>`)}</select>
<input type="text" name="value" aria-label="Value" placeholder="value"></fieldset><button>Show</button></form>
${chips.length > 0 && html`<ul class="chips" aria-label="Filters">${chips}</ul>`}`;
}

function params(
  r: TableRequest,
  change: Readonly<Record<string, string | number | null>> = {},
): Record<string, string | number | null> {
  return {
    q: r.search,
    all: r.all ? '1' : null,
    sort: r.sort,
    descending: r.descending ? '1' : null,
    offset: r.offset,
    ...change,
  };
}

function records(shelf: Shelf, table: BrowsedTable, r: TableRequest, found: TextRows, total: number): Markup {
  const columns = r.columns.map((name) => table.columns.find((c) => c.name === name)).filter((c) => c !== undefined);
  const last = r.offset + found.rows.length;
  const here =
    total === 0
      ? 'No record'
      : found.rows.length === 0
        ? `Nothing beyond ${count(total)}`
        : `${count(r.offset + 1)}–${count(last)} of ${counted(total, 'record')}`;
  const link = (offset: number, text: string, on: boolean) =>
    on
      ? html`<a href="${tableLink(table, params(r, { offset }), r.filters)}">${text}</a>`
      : html`<span class="muted">${text}</span>`;
  const pager = html`${link(Math.max(0, r.offset - PAGE_ROWS), 'Previous', r.offset > 0)} ${link(last, 'Next', found.more)}`;
  const hidden = table.columns.length - columns.length;
  const more =
    table.columns.length > FIRST_COLUMNS &&
    html`<a href="${tableLink(table, params(r, { all: r.all ? null : '1' }), r.filters)}">${r.all ? `First ${FIRST_COLUMNS} columns` : `All ${table.columns.length} columns (${hidden} more)`}</a>`;
  const rows = found.rows.map((row) => record(shelf, table, columns, row));
  return html`<div class="bar"><p role="status">${here}</p><nav aria-label="Records">${pager}</nav>${more}</div>
<div class="scroll" tabindex="0" role="region" aria-label="Records of ${table.name}"><table class="list records"><caption class="sr">Records of ${table.name}</caption><thead><tr>${columns.map((c) => head(table, r, c))}</tr></thead><tbody>${rows}</tbody></table></div>
<div class="bar"><nav aria-label="Records, again">${pager}</nav></div>`;
}

function head(table: BrowsedTable, r: TableRequest, c: BrowsedColumn): Markup {
  const sorted = r.sort === c.name;
  const descending = sorted && !r.descending ? '1' : null;
  const types = [c.nativeType, c.semanticType, c.duckdbType].filter((t) => t !== '').join(' · ');
  return html`<th scope="col" aria-sort="${sorted ? (r.descending ? 'descending' : 'ascending') : 'none'}"${numeric(c) && html` class="number"`} title="${`${c.name}: ${types}`}"><a href="${tableLink(table, params(r, { sort: c.name, descending, offset: 0 }), r.filters)}">${c.label}${sorted && html`<span aria-hidden="true"> ${r.descending ? '↓' : '↑'}</span>`}</a></th>`;
}

function record(shelf: Shelf, table: BrowsedTable, columns: readonly BrowsedColumn[], row: readonly Cell[]): Markup {
  const key = table.key.map((name) => row[columns.findIndex((c) => c.name === name)] ?? null);
  const href = key.length === 0 || key.includes(null) ? null : recordLink(table, key as string[]);
  return html`<tr>${columns.map((c, i) => {
    const value = row[i] ?? null;
    const text = value === null ? null : clip(value, CELL);
    if (i === 0)
      return html`<th scope="row">${href === null ? cell(value, text) : html`<a href="${href}">${value === null || value === '' ? 'no name' : text}</a>`}</th>`;
    const [target] = value === null ? [] : targetsOf(shelf, table, c);
    const only = targetsOf(shelf, table, c).length === 1 && target !== undefined && value !== null;
    return html`<td${numeric(c) && html` class="number"`}>${only ? html`<a href="${recordLink(target, [value])}">${text}</a>` : cell(value, text)}</td>`;
  })}</tr>`;
}

function numeric(c: BrowsedColumn): boolean {
  return /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|DECIMAL[^\]]*|DOUBLE|FLOAT)$/.test(c.duckdbType);
}
