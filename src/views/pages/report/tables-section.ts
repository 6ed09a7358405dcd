import type { RunRecord, TableRecord } from '../../../model/record.ts';
import { isRead } from '../../../model/table-age.ts';
import { changes, tableName } from '../../facts/facts.ts';
import { count, counted, duration, instant, lagSeconds, secondsBetween, short } from '../../facts/format.ts';
import { ageOf, isDue, limitWords, tablesByNeed } from '../../facts/table-freshness.ts';
import { ageBar, bars, line } from './charts.ts';
import { nameOf, type TableRun } from './earlier-runs.ts';
import { changed, html, icon, type Markup, status } from './markup.ts';

/** Columns of the table of tables: title, the value by which a click on it sorts, and a class that lets narrow screens drop it. */
const HEAD = [
  ['Table', 'name', 'text'],
  ['Rows', 'rows', 'number roomy'],
  ['Changes', 'changes', 'number'],
  ['Age', 'lag', 'number'],
  ['Read in full', 'full', 'number wide'],
  ['Proven', 'proven', 'number wide'],
  ['Calls', 'calls', 'number wide'],
  ['Time', 'seconds', 'number wide'],
] as const;

/** The table of tables: a row each, with the courses of its last runs; everything else opens below it. */
export function tablesSection(record: RunRecord, runs: ReadonlyMap<string, readonly TableRun[]>): Markup {
  const sorted = tablesByNeed(record);
  const head = HEAD.map(
    ([title, key, kind]) =>
      html`<th scope="col" class="${kind}" aria-sort="none"><button type="button" data-sort="${key}">${title}</button></th>`,
  );
  return html`<section aria-labelledby="tables"><div class="section-head"><h2 id="tables">Tables</h2>${filters(record)}</div>
<p class="none muted" hidden>No table matches.</p>
<table class="tables"><caption class="sr">Tables of this run: rows, changes, age of the data, last full sync, last proof, calls and time. Each name opens the table’s details.</caption>
<thead><tr>${head}</tr></thead><tbody>${sorted.map((t, i) => row(`t${i}`, t, runs.get(nameOf(t)) ?? [], record))}</tbody></table></section>`;
}

function filters(record: RunRecord): Markup {
  const { tables } = record;
  const choices = [
    ['all', 'All', tables.length],
    ['changed', 'Changed', tables.filter((t) => changes(t) > 0).length],
    ['trouble', 'Failed or late', tables.filter((t) => isTrouble(t, record)).length],
    ['notes', 'With notes', tables.filter((t) => t.notes.length > 0).length],
  ] as const;
  const buttons = choices.map(
    ([key, title, n]) =>
      html`<button type="button" data-filter="${key}" aria-pressed="${key === 'all' ? 'true' : 'false'}"${n === 0 && html` disabled`}>${title} <span class="n">${count(n)}</span></button>`,
  );
  return html`<div class="tools" role="search" aria-label="Tables and columns"><label class="find"><span class="sr">Find tables and columns</span><input type="search" id="find" placeholder="Find a table or column" autocomplete="off" spellcheck="false" aria-describedby="found"></label>
<div class="filters" role="group" aria-label="Show">${buttons}</div><span id="found" class="sr" role="status"></span></div>`;
}

function row(id: string, t: TableRecord, runs: readonly TableRun[], record: RunRecord): Markup {
  const seconds = t.startedAt === null ? 0 : t.seconds;
  const late = lagSeconds(t, record.finishedAt);
  const traits = [
    ...(changes(t) > 0 ? ['changed'] : []),
    ...(isTrouble(t, record) ? ['trouble'] : []),
    ...(t.notes.length > 0 ? ['notes'] : []),
  ];
  return html`<tr class="table-row ${t.status}" id="${id}" data-traits="${traits.join(' ')}" data-rows="${t.rows}" data-changes="${changes(t)}" data-lag="${late ?? -1}" data-full="${ago(t.lastFullSyncAt, record)}" data-proven="${ago(t.provenAt ?? null, record)}" data-calls="${t.requests}" data-seconds="${seconds}">
<th scope="row"><button type="button" class="toggle" aria-expanded="false" aria-controls="${id}-details">${icon('chevron')}${status(t.status)}<span class="name">${tableName(t)}</span></button>${subtitle(t, record)}</th>
<td class="number roomy"><span class="value">${count(t.rows)}</span>${course(t, runs)}</td>
<td class="number"><span class="value">${changed(t, short)}</span>${movement(t, runs)}</td>
<td class="number">${age(t, record)}</td>
<td class="number wide">${fullSync(t, record)}</td><td class="number wide">${proof(t, record)}</td>
<td class="number wide">${count(t.requests)}</td><td class="number wide">${t.startedAt === null ? '–' : duration(t.seconds)}</td></tr>
<tr class="details-row" id="${id}-details" hidden><td colspan="${HEAD.length}"></td></tr>`;
}

/** Failed, or skipped although it was chosen, with failing checks, or older than its limits. */
function isTrouble(t: TableRecord, { finishedAt }: RunRecord): boolean {
  const failed = t.status !== 'succeeded' && t.leftOut !== true;
  return failed || t.checkError !== undefined || (ageOf(t, finishedAt)?.status ?? 'fresh') !== 'fresh';
}

const STATUS_WORDS = { fresh: '', warn: 'late', error: 'too old' } as const;

/** How old its data are against its limits; on narrow screens also what the columns say that are left out there. */
function age(t: TableRecord, record: RunRecord): Markup {
  const found = ageOf(t, record.finishedAt);
  if (found === null) return html`<span class="muted">–</span>`;
  const { ageSeconds, status: state, freshness } = found;
  const words = ageSeconds === null ? 'never' : duration(ageSeconds);
  const limits = { warn: freshness?.warnAfterSeconds ?? null, error: freshness?.errorAfterSeconds ?? null };
  const label = `Age of ${tableName(t)}: ${words}; ${limitWords({ freshness })}`;
  const more = [
    t.lastFullSyncAt === null ? 'no full sync' : `full ${duration(ago(t.lastFullSyncAt, record))}`,
    ...(t.provenAt ? [`proven ${duration(ago(t.provenAt, record))}`] : []),
  ];
  return html`<span class="value age-${state}">${words}${state !== 'fresh' && html` <strong>${STATUS_WORDS[state]}</strong>`}</span>${ageBar(ageSeconds ?? Number.POSITIVE_INFINITY, limits, state, label)}<span class="label narrow">${more.join(' · ')}</span>`;
}

function fullSync(t: TableRecord, record: RunRecord): Markup {
  if (!isRead(t)) return html`<span class="muted">–</span>`;
  if (t.lastFullSyncAt === null) return html`never`;
  const every = t.fullSyncEverySeconds === null ? 'never by itself' : `every ${duration(t.fullSyncEverySeconds)}`;
  return html`<span class="value">${when(t.lastFullSyncAt, record)}</span><span class="label">${isDue(t, record.finishedAt) ? 'due: ' : ''}${every}</span>`;
}

/** By `verify`, all values; by counts, that no row came or went unseen. */
function proof(t: TableRecord, record: RunRecord): Markup {
  if (!isRead(t)) return html`<span class="muted">–</span>`;
  const counted = t.countedAt ? html`<span class="label">counted ${when(t.countedAt, record)}</span>` : null;
  return html`<span class="value">${t.provenAt ? when(t.provenAt, record) : html`<span class="muted">never</span>`}</span>${counted}`;
}

/** `5 d ago`, with the moment itself for machines and on hovering. */
function when(at: string, record: RunRecord): Markup {
  return html`<time datetime="${at}" title="${instant(at)} UTC">${duration(ago(at, record))} ago</time>`;
}

function ago(at: string | null, { finishedAt }: RunRecord): number {
  return at === null ? -1 : Math.round(secondsBetween(at, finishedAt));
}

function subtitle(t: TableRecord, { tables }: RunRecord): Markup {
  const usual = tables.filter((other) => other.mode === 'full').length * 2 > tables.length ? 'full' : 'incremental';
  const parts = [
    ...(t.label !== t.table && t.label !== '' ? [t.label] : []),
    ...(t.mode !== usual ? [t.mode] : []),
    ...(t.status === 'succeeded' ? [] : [statusWords(t)]),
    ...(t.checkError === undefined ? [] : ['checks failed']),
    ...(t.notes.length > 0 ? [counted(t.notes.length, 'note')] : []),
  ];
  return html`<span class="label">${parts.join(' · ')}</span><span class="hits label" hidden></span>`;
}

function statusWords({ status: state, error, leftOut }: TableRecord): string {
  if (leftOut === true) return 'left out';
  return error === null ? state : `${state}: ${error.code}`;
}

function course(t: TableRecord, runs: readonly TableRun[]): Markup | null {
  if (runs.length < 2) return null;
  const first = runs[0]?.rows ?? 0;
  return line(
    runs.map((run) => run.rows),
    `Rows of ${tableName(t)} over ${runs.length} runs: from ${count(first)} to ${count(t.rows)}`,
    'small',
  );
}

function movement(t: TableRecord, runs: readonly TableRun[]): Markup | null {
  if (runs.length < 2) return null;
  const most = Math.max(...runs.map(changes));
  return bars(runs, `Changes of ${tableName(t)} in ${runs.length} runs, at most ${count(most)}`, 'small', () => '');
}
