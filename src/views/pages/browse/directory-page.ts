import type { BrowsedTable } from '../../../warehouse/browse/catalog.ts';
import { count, counted, instant } from '../../facts/format.ts';
import { html, type Markup } from '../report/markup.ts';
import { type OpenedArtifact, type PageAnswer, tableLink } from './layout.ts';

const INTERNAL = '_highwater';

/** Everything there is: sources → categories (Standard Objects, Custom Objects) → tables. */
export function directoryPage(artifact: OpenedArtifact, search: URLSearchParams): PageAnswer {
  const query = (search.get('q') ?? '').trim();
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const shown = artifact.tables.filter((t) => meant(t, words));
  const own = shown.filter((t) => t.schema !== INTERNAL);
  const total = own.reduce((sum, t) => sum + (t.rows ?? 0), 0);
  const body = html`<div class="head"><h1>${counted(own.length, 'table')}${total > 0 && html`<span class="muted">, ${counted(total, 'row')}</span>`}</h1>
<form class="tools" method="get" action="/" role="search"><label class="find"><span class="sr">Find tables</span><input type="search" name="q" value="${query}" placeholder="Find a table, label or column"></label><button>Find</button></form></div>
${shown.length === 0 && html`<p class="muted">No table matches. <a href="/">Show all</a></p>`}
${groups(shown, (t) => t.schema).map(([schema, tables]) => source(schema, tables, words))}`;
  return { status: 200, title: 'Directory', body };
}

function meant(t: BrowsedTable, words: readonly string[]): boolean {
  const names = [t.schema, t.name, t.table, t.label, ...t.columns.flatMap((c) => [c.name, c.label])].join('\n').toLowerCase();
  return words.every((word) => names.includes(word));
}

function source(schema: string, tables: readonly BrowsedTable[], words: readonly string[]): Markup {
  const title = schema === INTERNAL ? 'About this artifact' : schema;
  const categories = groups(tables, (t) => t.category).sort(
    ([a], [b]) => Number(/^standard/i.test(b)) - Number(/^standard/i.test(a)),
  );
  return html`<section aria-label="${title}"><h2>${title} <span class="muted">${counted(tables.length, 'table')}</span></h2>
${categories.map(([category, members]) => html`${categories.length > 1 || category !== schema ? html`<h3>${category === schema ? 'Other' : category}</h3>` : null}${list(title, category, members, words)}`)}</section>`;
}

function list(schema: string, category: string, tables: readonly BrowsedTable[], words: readonly string[]): Markup {
  const rows = tables.map(
    (
      t,
    ) => html`<tr><th scope="row"><a href="${tableLink(t)}">${t.name}</a></th><td>${t.label !== t.name && t.label}${hits(t, words)}</td>
<td class="number">${t.rows === null ? '' : count(t.rows)}</td><td class="number">${count(t.columns.length)}</td><td class="wide">${t.syncedAt === null ? '' : instant(t.syncedAt)}</td></tr>`,
  );
  return html`<table class="list directory"><caption class="sr">${schema}, ${category}</caption><thead><tr><th scope="col">Table</th><th scope="col">Label</th><th scope="col" class="number">Rows</th><th scope="col" class="number">Columns</th><th scope="col" class="wide">Synced (UTC)</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** The columns by which a table was found, where it was not its name. */
function hits(t: BrowsedTable, words: readonly string[]): Markup | null {
  const found = t.columns
    .filter((c) => words.some((word) => `${c.name}\n${c.label}`.toLowerCase().includes(word)))
    .map((c) => c.name);
  if (words.length === 0 || found.length === 0) return null;
  return html`<span class="label">columns ${found.slice(0, 4).join(', ')}${found.length > 4 && ` and ${found.length - 4} more`}</span>`;
}

function groups(tables: readonly BrowsedTable[], by: (t: BrowsedTable) => string): [string, BrowsedTable[]][] {
  const found = new Map<string, BrowsedTable[]>();
  for (const t of tables) found.set(by(t), [...(found.get(by(t)) ?? []), t]);
  return [...found].sort(([a], [b]) => Number(a === INTERNAL) - Number(b === INTERNAL));
}
