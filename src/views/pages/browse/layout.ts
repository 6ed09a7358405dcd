import { createHash } from 'node:crypto';
import type { BrowsedColumn, BrowsedTable } from '../../../warehouse/browse/catalog.ts';
import type { OpenedArtifact } from '../../../warehouse/browse/opened-artifact.ts';
import type { Filter } from '../../../warehouse/browse/queries.ts';
import { html, Markup, type MarkupValue } from '../report/markup.ts';
import { styles } from './assets.generated.ts';

export interface PageAnswer {
  readonly status: number;
  readonly title: string;
  readonly body: Markup;
  /** The way here: the directory, a source… The last is this page. */
  readonly crumbs?: readonly (readonly [title: string, href: string | null])[];
}

/** No script at all runs in these pages, and nothing is loaded. */
export const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(styles).digest('base64')}'`,
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 3h14M1 8c2-2.5 4-2.5 6 0s4 2.5 6 0M1 13c2-2.5 4-2.5 6 0s4 2.5 6 0' fill='none' stroke='%230b6b82' stroke-width='2'/%3E%3C/svg%3E";

export function renderPage({ title, body, crumbs = [] }: PageAnswer, opened: OpenedArtifact): string {
  const { artifact } = opened.reader;
  const place = artifact.kind === 'duckdb' ? artifact.file : artifact.directory;
  const way = crumbs.map(
    ([text, href]) =>
      html`<li>${href === null ? html`<span aria-current="page">${text}</span>` : html`<a href="${href}">${text}</a>`}</li>`,
  );
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title} · Highwater</title><link rel="icon" href="${ICON}">${new Markup(`<style>${styles}</style>`)}</head>
<body><a class="skip" href="#main">Skip to the contents</a>
<header class="top"><a class="brand" href="/">${mark()}Highwater</a>
<nav aria-label="Pages"><a href="/">Directory</a><a href="/sql">SQL</a></nav>
<span class="place muted" title="${place}">${place} · read-only</span></header>
${crumbs.length > 0 && html`<nav aria-label="Way here"><ol class="crumbs">${way}</ol></nav>`}
<main id="main" tabindex="-1">${body}</main></body></html>
`.text;
}

function mark(): Markup {
  return html`<svg viewBox="0 0 24 16" aria-hidden="true" focusable="false"><path class="mark-line" d="M1 3.5h22"/><path class="wave" d="M1 9.5c2.2-2.6 4.4-2.6 6.6 0s4.4 2.6 6.6 0 4.4-2.6 6.6 0M1 14c2.2-2.6 4.4-2.6 6.6 0s4.4 2.6 6.6 0 4.4-2.6 6.6 0"/></svg>`;
}

export function problem(message: string, hint: string): Markup {
  return html`<div class="problem" role="alert"><p>${message}</p>${hint !== '' && html`<p class="muted">${hint}</p>`}</div>`;
}

/** A value of a row: NULL is not the same as empty text. */
export function cell(value: string | null, shown: MarkupValue = value): Markup {
  if (value === null) return html`<span class="null"><span aria-hidden="true">–</span><span class="sr">no value</span></span>`;
  return value === '' ? html`<span class="null">empty text</span>` : html`${shown}`;
}

/** Addresses of the pages. */

export function tableLink(
  table: BrowsedTable,
  params: Readonly<Record<string, string | number | null>> = {},
  filters: readonly Filter[] = [],
): string {
  return `/table/${encodeURIComponent(table.schema)}/${encodeURIComponent(table.name)}${query(params, filters)}`;
}

export function recordLink(table: BrowsedTable, key: readonly string[]): string {
  const params = key.map((value) => `key=${encodeURIComponent(value)}`).join('&');
  return `/record/${encodeURIComponent(table.schema)}/${encodeURIComponent(table.name)}?${params}`;
}

export function sqlLink(sql: string): string {
  return `/sql?q=${encodeURIComponent(sql)}`;
}

function query(params: Readonly<Record<string, string | number | null>>, filters: readonly Filter[]): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    if (value !== null && value !== '' && value !== 0) search.append(name, String(value));
  for (const { column, operator, value } of filters) {
    search.append('column', column);
    search.append('operator', operator);
    search.append('value', value);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export function tableAt(artifact: OpenedArtifact, schema: string, name: string): BrowsedTable | undefined {
  return artifact.tables.find((t) => t.schema === schema && t.name === name);
}

/** Tables that a column may point at and that are here and have a key to be found by. */
export function targetsOf(artifact: OpenedArtifact, table: BrowsedTable, column: BrowsedColumn): BrowsedTable[] {
  return column.references
    .map((name) => artifact.tables.find((t) => t.source === table.source && t.table === name))
    .filter((t) => t !== undefined && t.key.length === 1) as BrowsedTable[];
}

export interface Pointer {
  readonly table: BrowsedTable;
  readonly column: BrowsedColumn;
}

/** Columns of all tables that point at this one. */
export function pointersTo(artifact: OpenedArtifact, target: BrowsedTable): Pointer[] {
  if (target.source === '') return [];
  return artifact.tables
    .filter((t) => t.source === target.source)
    .flatMap((table) => table.columns.filter((c) => c.references.includes(target.table)).map((column) => ({ table, column })));
}
