import { agesOf } from '../../../model/table-age.ts';
import type { BrowsedTable } from '../../../warehouse/browse/catalog.ts';
import type { OpenedArtifact } from '../../../warehouse/browse/opened-artifact.ts';
import { checkCountWords } from '../../facts/facts.ts';
import { count, counted, duration, instant, secondsBetween, short } from '../../facts/format.ts';
import { freshnessAnswers, limitWords } from '../../facts/table-freshness.ts';
import { ageBar, answerFigures, bars, line } from '../report/charts.ts';
import { changed, html, type Markup } from '../report/markup.ts';
import { type PageAnswer, tableLink } from './layout.ts';

const INTERNAL = '_highwater';

/** Everything there is: sources → categories (Standard Objects, Custom Objects) → tables. */
export function directoryPage(artifact: OpenedArtifact, search: URLSearchParams, now: string): PageAnswer {
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
${words.length === 0 && answers(own, now)}
${shown.length === 0 && html`<p class="muted">No table matches. <a href="/">Show all</a></p>`}
${groups(shown, (t) => t.schema).map(([schema, tables]) => source(schema, tables, words, now))}`;
  return { status: 200, title: 'Directory', body };
}

function meant(t: BrowsedTable, words: readonly string[]): boolean {
  const names = [t.schema, t.name, t.table, t.label, ...t.columns.flatMap((c) => [c.name, c.label])].join('\n').toLowerCase();
  return words.every((word) => names.includes(word));
}

function source(schema: string, tables: readonly BrowsedTable[], words: readonly string[], now: string): Markup {
  const title = schema === INTERNAL ? 'About this artifact' : schema;
  const categories = groups(tables, (t) => t.category).sort(
    ([a], [b]) => Number(/^standard/i.test(b)) - Number(/^standard/i.test(a)),
  );
  return html`<section aria-label="${title}"><h2>${title} <span class="muted">${counted(tables.length, 'table')}</span></h2>
${categories.map(([category, members]) => html`${categories.length > 1 || category !== schema ? html`<h3>${category === schema ? 'Other' : category}</h3>` : null}${list(title, category, members, words, now)}`)}</section>`;
}

function list(schema: string, category: string, tables: readonly BrowsedTable[], words: readonly string[], now: string): Markup {
  const rows = tables.map(
    (
      t,
    ) => html`<tr><th scope="row"><a href="${tableLink(t)}">${t.name}</a>${t.label !== t.name && html`<span class="label">${t.label}</span>`}${checkWords(t)}${hits(t, words)}</th>
<td class="number"><span class="value">${t.rows === null ? '' : count(t.rows)}</span>${rowsCourse(t)}</td>
<td class="number wide">${lastChanges(t)}</td><td class="number">${age(t, now)}</td><td class="number wide">${ago(t.course.lastFullSyncAt, now)}</td><td class="number wide">${ago(t.course.provenAt, now)}</td></tr>`,
  );
  const heads = [
    ['Table', ''],
    ['Rows', 'number'],
    ['Changes', 'number wide'],
    ['Age', 'number'],
    ['Read in full', 'number wide'],
    ['Proven', 'number wide'],
  ] as const;
  return html`<table class="list directory"><caption class="sr">${schema}, ${category}</caption><thead><tr>${heads.map(([title, kind]) => html`<th scope="col" class="${kind}">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

function rowsCourse({ schema, name, course: { runs } }: BrowsedTable): Markup | null {
  if (runs.length < 2) return null;
  return line(
    runs.map((run) => run.rows),
    `Rows of ${schema}.${name} over ${counted(runs.length, 'run')}`,
    'small',
  );
}

function lastChanges({ schema, name, course: { runs } }: BrowsedTable): Markup | null {
  const last = runs.at(-1);
  if (last === undefined) return null;
  const most = Math.max(...runs.map((run) => run.inserted + run.updated + run.deleted));
  const picture =
    runs.length < 2
      ? null
      : bars(runs, `Changes of ${schema}.${name} in ${counted(runs.length, 'run')}, at most ${count(most)}`, 'small', () => '');
  const words =
    last.status === 'succeeded' ? changed(last, short) : html`<span class="age-error"><strong>${last.status}</strong></span>`;
  return html`<span class="value">${words}</span>${picture}`;
}

const LATE_WORDS = { fresh: '', warn: 'late', error: 'too old' } as const;

/** How old its data are now, against its limits. */
function age(t: BrowsedTable, now: string): Markup | null {
  if (t.syncedAt === null || t.course.computed) return null;
  const [found] = agesOf([{ ...t, freshness: t.course.freshness }], new Date(now));
  if (found === undefined) return null;
  const { ageSeconds, freshness, status } = found;
  const words = duration(ageSeconds ?? 0);
  const limits = { warn: freshness?.warnAfterSeconds ?? null, error: freshness?.errorAfterSeconds ?? null };
  return html`<span class="value age-${status}"><time datetime="${t.syncedAt}" title="${instant(t.syncedAt)} UTC">${words}</time>${status !== 'fresh' && html` <strong>${LATE_WORDS[status]}</strong>`}</span>${ageBar(ageSeconds ?? 0, limits, status, `Age of ${t.schema}.${t.name}: ${words}; ${limitWords({ freshness })}`)}`;
}

function ago(at: string | null, now: string): Markup | null {
  if (at === null) return null;
  return html`<time datetime="${at}" title="${instant(at)} UTC">${duration(secondsBetween(at, now))} ago</time>`;
}

function checkWords({ course: { checks } }: BrowsedTable): Markup | null {
  const bad = checks.fail + checks.error + checks.warn;
  if (bad === 0) return null;
  return html`<span class="label age-${checks.fail + checks.error > 0 ? 'error' : 'warn'}"><strong>${checkCountWords(checks)}</strong></span>`;
}

/** Whether anything is late, and how old the oldest answers are, now. */
function answers(tables: readonly BrowsedTable[], now: string): Markup | null {
  const read = tables.filter((t) => t.source !== '' && t.syncedAt !== null && !t.course.computed);
  const dated = read.map((t) => ({ source: t.source, table: t.table, syncedAt: t.syncedAt, ...t.course }));
  const found = freshnessAnswers(dated, now);
  if (found.length === 0) return null;
  return html`<section class="glance" aria-label="How fresh the tables are">${answerFigures(found)}</section>`;
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
