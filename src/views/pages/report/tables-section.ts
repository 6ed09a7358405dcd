import type { RunRecord, TableRecord } from '../../../model/record.ts';
import { changes, tableName, tablesByImportance } from '../../facts/facts.ts';
import { count, counted, duration, lagSeconds, short } from '../../facts/format.ts';
import { bars, line } from './charts.ts';
import { nameOf, type TableRun } from './earlier-runs.ts';
import { changed, html, icon, lag, type Markup, status, time } from './markup.ts';

/** Columns of the table of tables: title, the value by which a click on it sorts, and a class that lets narrow screens drop it. */
const HEAD = [
  ['Table', 'name', 'text'],
  ['Rows', 'rows', 'number'],
  ['Changes', 'changes', 'number'],
  ['Watermark (UTC)', 'lag', 'wide'],
  ['Calls', 'calls', 'number wide'],
  ['Time', 'seconds', 'number wide'],
] as const;

/** The table of tables: a row each, with the courses of its last runs; everything else opens below it. */
export function tablesSection(record: RunRecord, runs: ReadonlyMap<string, readonly TableRun[]>): Markup {
  const sorted = tablesByImportance(record.tables);
  const head = HEAD.map(
    ([title, key, kind]) =>
      html`<th scope="col" class="${kind}" aria-sort="none"><button type="button" data-sort="${key}">${title}</button></th>`,
  );
  return html`<section aria-labelledby="tables"><div class="section-head"><h2 id="tables">Tables</h2>${filters(record)}</div>
<p class="none muted" hidden>No table matches.</p>
<table class="tables"><caption class="sr">Tables of this run: rows, changes, watermark, calls and time. Each name opens the table’s details.</caption>
<thead><tr>${head}</tr></thead><tbody>${sorted.map((t, i) => row(`t${i}`, t, runs.get(nameOf(t)) ?? [], record))}</tbody></table></section>`;
}

function filters(record: RunRecord): Markup {
  const { tables } = record;
  const choices = [
    ['all', 'All', tables.length],
    ['changed', 'Changed', tables.filter((t) => changes(t) > 0).length],
    ['trouble', 'Failed or skipped', tables.filter((t) => t.status !== 'succeeded').length],
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
    ...(t.status === 'succeeded' ? [] : ['trouble']),
    ...(t.notes.length > 0 ? ['notes'] : []),
  ];
  return html`<tr class="table-row ${t.status}" id="${id}" data-traits="${traits.join(' ')}" data-rows="${t.rows}" data-changes="${changes(t)}" data-lag="${late ?? -1}" data-calls="${t.requests}" data-seconds="${seconds}">
<th scope="row"><button type="button" class="toggle" aria-expanded="false" aria-controls="${id}-details">${icon('chevron')}${status(t.status)}<span class="name">${tableName(t)}</span></button>${subtitle(t, record)}</th>
<td class="number"><span class="value">${count(t.rows)}</span>${course(t, runs)}</td>
<td class="number"><span class="value">${changed(t, short)}</span>${movement(t, runs)}</td>
<td class="wide">${time(t.watermark.after)}<span class="label">${lag(t, record.finishedAt)}</span></td>
<td class="number wide">${count(t.requests)}</td><td class="number wide">${t.startedAt === null ? '–' : duration(t.seconds)}</td></tr>
<tr class="details-row" id="${id}-details" hidden><td colspan="${HEAD.length}"></td></tr>`;
}

function subtitle(t: TableRecord, { tables }: RunRecord): Markup {
  const usual = tables.filter((other) => other.mode === 'full').length * 2 > tables.length ? 'full' : 'incremental';
  const parts = [
    ...(t.label !== t.table && t.label !== '' ? [t.label] : []),
    ...(t.mode !== usual ? [t.mode] : []),
    ...(t.status === 'succeeded' ? [] : [t.error === null ? t.status : `${t.status}: ${t.error.code}`]),
    ...(t.notes.length > 0 ? [counted(t.notes.length, 'note')] : []),
  ];
  return html`<span class="label">${parts.join(' · ')}</span><span class="hits label" hidden></span>`;
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
