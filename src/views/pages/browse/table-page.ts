import { toHighwaterError } from '../../../model/errors.ts';
import type { BrowsedColumn, BrowsedTable } from '../../../warehouse/browse/catalog.ts';
import type { OpenedArtifact } from '../../../warehouse/browse/opened-artifact.ts';
import { countQuery, type Filter, OPERATORS, pageQuery, type RowPage } from '../../../warehouse/browse/queries.ts';
import type { Cell, TextRows } from '../../../warehouse/browse/reader.ts';
import { clip, count, counted, instant } from '../../facts/format.ts';
import { html, type Markup } from '../report/markup.ts';
import { cell, type PageAnswer, problem, recordLink, sqlLink, tableLink, targetsOf } from './layout.ts';

/** Characters of a value in a list; the record's own page has all of it. */
const CELL = 160;

/** One table's records: searched, filtered, sorted, page by page. */
export async function tablePage(artifact: OpenedArtifact, table: BrowsedTable, search: URLSearchParams): Promise<PageAnswer> {
  const request = tableRequest(table, search);
  const title = `${table.schema}.${table.name}`;
  const found = await Promise.all([
    artifact.reader.select(pageQuery(table, request), PAGE_ROWS),
    artifact.reader.select(countQuery(table, request), 1),
  ]).catch((error: unknown) => toHighwaterError(error));
  const results =
    found instanceof Error
      ? problem(found.message, found.hint)
      : records(artifact, table, request, found[0], Number(found[1].rows[0]?.[0] ?? 0));
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
    t.course.lastFullSyncAt === null ? '' : `read in full ${instant(t.course.lastFullSyncAt)} UTC`,
    t.course.countedAt === null ? '' : `counted ${instant(t.course.countedAt)} UTC`,
    t.course.provenAt === null ? '' : `proven ${instant(t.course.provenAt)} UTC`,
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

function records(artifact: OpenedArtifact, table: BrowsedTable, r: TableRequest, found: TextRows, total: number): Markup {
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
  const rows = found.rows.map((row) => record(artifact, table, columns, row));
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

function record(artifact: OpenedArtifact, table: BrowsedTable, columns: readonly BrowsedColumn[], row: readonly Cell[]): Markup {
  const key = table.key.map((name) => row[columns.findIndex((c) => c.name === name)] ?? null);
  const href = key.length === 0 || key.includes(null) ? null : recordLink(table, key as string[]);
  return html`<tr>${columns.map((c, i) => {
    const value = row[i] ?? null;
    const text = value === null ? null : clip(value, CELL);
    if (i === 0)
      return html`<th scope="row">${href === null ? cell(value, text) : html`<a href="${href}">${value === null || value === '' ? 'no name' : text}</a>`}</th>`;
    const [target] = value === null ? [] : targetsOf(artifact, table, c);
    const only = targetsOf(artifact, table, c).length === 1 && target !== undefined && value !== null;
    return html`<td${numeric(c) && html` class="number"`}>${only ? html`<a href="${recordLink(target, [value])}">${text}</a>` : cell(value, text)}</td>`;
  })}</tr>`;
}

function numeric(c: BrowsedColumn): boolean {
  return /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|DECIMAL[^\]]*|DOUBLE|FLOAT)$/.test(c.duckdbType);
}

export const PAGE_ROWS = 50;
/** Columns of a list unless all are asked for. */
export const FIRST_COLUMNS = 12;

export interface TableRequest extends RowPage {
  readonly all: boolean;
}

/** What a table's address asks for; what makes no sense there is left out. */
export function tableRequest(table: BrowsedTable, search: URLSearchParams): TableRequest {
  const has = (name: string | null): name is string => table.columns.some((c) => c.name === name);
  const all = search.get('all') === '1';
  const sort = search.get('sort');
  const offset = Math.trunc(Number(search.get('offset') ?? 0));
  return {
    search: (search.get('q') ?? '').trim(),
    filters: filters(search).filter((f) => has(f.column)),
    columns: listColumns(table, all),
    sort: has(sort) ? sort : null,
    descending: search.get('descending') === '1',
    offset: Number.isSafeInteger(offset) && offset > 0 ? offset : 0,
    all,
  };
}

function filters(search: URLSearchParams): Filter[] {
  const operators = search.getAll('operator');
  const values = search.getAll('value');
  return search.getAll('column').flatMap((column, i) => {
    const operator = OPERATORS.find((o) => o === operators[i]);
    const value = values[i] ?? '';
    const complete = operator !== undefined && (operator.endsWith('empty') || value !== '');
    return column === '' || !complete ? [] : [{ column, operator, value }];
  });
}

/** The name first, then the key, then the others in their order. */
function listColumns(table: BrowsedTable, all: boolean): string[] {
  const names = table.columns.map((c) => c.name);
  const leading = [table.nameColumn, ...table.key].filter((name) => name !== null && names.includes(name)) as string[];
  const ordered = [...new Set([...leading, ...names])];
  return all ? ordered : ordered.slice(0, FIRST_COLUMNS);
}
