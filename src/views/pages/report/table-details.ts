import { count, counted, duration, instant, lagSeconds, secondsBetween, size } from '../../facts/format.ts';
import { limitWords } from '../../facts/table-freshness.ts';
import { axis, bars, courseAxis, line, overlap, peak, columns as plainBars, runTitle, type TimeSpan, track } from './charts.ts';
import { tableChecks } from './checks-section.ts';
import type { TableRun } from './earlier-runs.ts';
import { code, facts, failure, html, icon, type Markup, note, time } from './markup.ts';
import { type PackedTable, type RunFacts, type SharedTexts, type ShownColumn, unpackColumns, unpackRuns } from './table-data.ts';

/** All there is to know of one table. Drawn when it is opened: by the page's own script, from the JSON in the page. */
export function tableDetails(id: string, table: PackedTable, words: SharedTexts, run: RunFacts): Markup {
  const columns = unpackColumns(table, words);
  const title = `${table.source}.${table.table}`;
  return html`<div class="details">
${table.error !== null && failure(table.error, run.troubleshootingUrl)}
<div class="halves"><div>${about(table, run)}</div><div>${proof(table)}</div></div>
${notes(table)}
${tableChecks(table.checks ?? [], table.failingKeys)}
${courses(table, title)}
${partitions(table, title)}
${schema(id, table, columns, title)}
</div>`;
}

function about(table: PackedTable, run: RunFacts): Markup {
  const { watermark } = table;
  return html`<h3>How it was synced</h3>${facts([
    ['Mode', `${table.mode}: ${table.why}`],
    ['Watermark', html`${time(watermark.before)} → ${time(watermark.after)}`],
    ['Age of its data', lagSeconds(table, run.finishedAt) === null ? null : duration(lagSeconds(table, run.finishedAt) ?? 0)],
    ['Limits', table.freshness ? limitWords({ freshness: table.freshness }) : null],
    ['Last full sync', fullSync(table)],
    ['Calculated columns read', table.calculatedAt ? `${instant(table.calculatedAt)} UTC` : null],
    ['Rows counted', table.countedAt === null || table.countedAt === undefined ? null : `${instant(table.countedAt)} UTC`],
    ['Proven by verify', table.provenAt ? `${instant(table.provenAt)} UTC` : null],
    ['Cursor', table.cursor === null ? 'none: read in full each run' : code(table.cursor)],
    ['Key', table.key.length === 0 ? 'none' : code(table.key.join(', '))],
    ['Filter', table.where === null ? null : code(table.where)],
    ['In DuckDB', code(`${table.schema}.${table.name}`)],
    ['Category', table.category],
    ['Calls', count(table.requests)],
    ['Time', table.startedAt === null ? 'not started' : duration(table.seconds)],
  ])}`;
}

function fullSync({ lastFullSyncAt, fullSyncEverySeconds, derived }: PackedTable): string | null {
  if (derived === true) return null;
  const every = fullSyncEverySeconds === null ? 'never by itself' : `every ${duration(fullSyncEverySeconds)}`;
  return `${lastFullSyncAt === null ? 'none so far' : `${instant(lastFullSyncAt)} UTC`} (${every})`;
}

/** The three counts of the promise "counted twice, applied once", and the file's checksum. */
function proof(table: PackedTable): Markup {
  const { source, staged, applied } = table.counts;
  const equal = source === staged;
  const twice = staged - applied;
  const verdict = equal
    ? html`<span class="status succeeded">${icon('succeeded')}</span> equal`
    : html`<span class="status failed">${icon('failed')}</span> ${counted(Math.abs(source - staged), 'row')} apart`;
  return html`<h3>Proof</h3>${facts([
    ['The source said', counted(source, 'row')],
    ['DuckDB read', html`${counted(staged, 'row')} ${verdict}`],
    [
      'Applied',
      html`${counted(applied, 'row')}${twice > 0 && table.status === 'succeeded' && html` <span class="muted">(${counted(twice, 'reading')} of rows met twice)</span>`}`,
    ],
    ['In the table', counted(table.rows, 'row')],
    ['Parquet', table.parquet === null ? null : html`${code(table.parquet.path)} ${size(table.parquet.bytes)}`],
    ['SHA-256', table.parquet === null ? null : html`<code class="hash">${table.parquet.sha256}</code>`],
  ])}`;
}

const KINDS = { schema: 'Schema', data: 'Data', access: 'Access', plan: 'Plan' } as const;

function notes(table: PackedTable): Markup | null {
  if (table.notes.length === 0) return null;
  const items = table.notes.map((n) =>
    note(n.message, html`<span class="kind">${KINDS[n.kind]}</span>${n.column !== undefined && html` ${code(n.column)}`}`),
  );
  return html`<h3>Notes</h3><ul class="notes">${items}</ul>`;
}

function courses(table: PackedTable, title: string): Markup | null {
  const runs = unpackRuns(table);
  const first = runs[0];
  const last = runs.at(-1);
  if (first === undefined || last === undefined || runs.length < 2) return null;
  const rows = runs.map((run) => run.rows);
  const most = Math.max(...runs.map((run) => run.inserted + run.updated + run.deleted));
  const span = courseAxis(instant(first.startedAt), runs.length);
  const head = ['Run (UTC)', 'Mode', 'Rows', 'Inserted', 'Updated', 'Deleted', 'Calls', 'Time'].map(
    (word) => html`<th scope="col">${word}</th>`,
  );
  const body = [...runs].reverse().map(
    (
      run,
    ) => html`<tr><th scope="row">${instant(run.startedAt)}</th><td>${run.full ? 'full' : 'incremental'}${run.status !== 'succeeded' && `, ${run.status}`}</td>
<td>${count(run.rows)}</td><td>${count(run.inserted)}</td><td>${count(run.updated)}</td><td>${count(run.deleted)}</td><td>${count(run.requests)}</td><td>${duration(run.seconds)}</td></tr>`,
  );
  return html`<h3>The last ${runs.length} runs</h3><div class="halves">
<figure>${axis('Rows', `${count(Math.min(...rows))} to ${count(Math.max(...rows))}`)}${line(rows, `Rows of ${title} over ${counted(runs.length, 'run')}: from ${count(first.rows)} to ${count(last.rows)}`, 'large')}${span}</figure>
<figure>${axis('Changes', peak(runs))}${bars(runs, `Changes of ${title} in ${counted(runs.length, 'run')}, at most ${count(most)} in one`, 'large', (i) => (runs[i] ? runTitle(runs[i]) : ''))}${span}</figure>
${efforts(runs, title, span)}</div>
<details class="figures"><summary>These runs as figures</summary><div class="scroll"><table class="numbers"><caption class="sr">The last runs of ${title}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div></details>`;
}

/** What the table cost in each run: time, and calls where the source counts any. */
function efforts(runs: readonly TableRun[], title: string, span: Markup): Markup {
  const seconds = runs.map((run) => run.seconds);
  const calls = runs.map((run) => run.requests);
  const most = (values: readonly number[]) => Math.max(0, ...values);
  const tell = (i: number) => (runs[i] ? runTitle(runs[i]) : '');
  const time = html`<figure>${axis('Time', `up to ${duration(most(seconds))}`)}${plainBars(seconds, `Time that ${title} took in ${counted(runs.length, 'run')}, at most ${duration(most(seconds))}`, tell)}${span}</figure>`;
  if (most(calls) === 0) return time;
  return html`${time}<figure>${axis('Calls', `up to ${count(most(calls))}`)}${plainBars(calls, `Calls for ${title} in ${counted(runs.length, 'run')}, at most ${count(most(calls))}`, tell)}${span}</figure>`;
}

function partitions(table: PackedTable, title: string): Markup | null {
  const { startedAt } = table;
  if (startedAt === null || table.partitions.length === 0) return null;
  const spans = table.partitions.map((p): TimeSpan => {
    const start = secondsBetween(startedAt, p.startedAt);
    return {
      start,
      seconds: p.seconds,
      kind: p.pass,
      title: `${p.id}: ${counted(p.rows, 'row')}, ${size(p.bytes)}, ${counted(p.requests, 'call')}, ${duration(p.seconds)}`,
    };
  });
  const total = Math.max(table.seconds, ...spans.map((s) => s.start + s.seconds));
  const lanes = Math.min(8, Math.max(1, overlap(spans)));
  const body = table.partitions.map(
    (p) =>
      html`<tr><th scope="row">${p.id}</th><td>${p.pass}</td><td>${count(p.rows)}</td><td>${size(p.bytes)}</td><td>${count(p.requests)}</td><td>${duration(p.seconds)}</td></tr>`,
  );
  const head = ['Partition', 'Pass', 'Rows', 'Bytes', 'Calls', 'Time'].map((word) => html`<th scope="col">${word}</th>`);
  const more =
    table.left.partitions > 0 &&
    html`<p class="muted">${counted(table.left.partitions, 'further partition')} left out of this page.</p>`;
  return html`<h3>Partitions</h3><figure class="lanes lanes-${lanes}">${track(spans, total, `When the ${counted(spans.length, 'partition')} of ${title} were read, over ${duration(total)}`, lanes)}${axis('0 s', duration(total))}</figure>
${legend(
  [
    ['body', 'body'],
    ['tail', 'tail: changed while reading'],
    ['sweep', 'sweep: keys, for deletes'],
  ].filter(([kind]) => spans.some((s) => s.kind === kind)),
)}
<details class="figures"><summary>${counted(table.partitions.length, 'partition')} as figures</summary><div class="scroll"><table class="numbers"><caption class="sr">Partitions of ${title}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div></details>${more}`;
}

function legend(entries: readonly (readonly string[])[]): Markup {
  return html`<ul class="legend">${entries.map(([kind, text]) => html`<li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="span ${kind}" width="10" height="10" rx="2"/></svg>${text}</li>`)}</ul>`;
}

function schema(id: string, table: PackedTable, columns: readonly ShownColumn[], title: string): Markup | null {
  if (columns.length === 0) return null;
  const left = [
    ...(table.left.columns > 0 ? [`${counted(table.left.columns, 'further column')}`] : []),
    ...(table.left.picklists ? ['part of the picklist values'] : []),
  ];
  return html`<div class="schema-head"><h3 id="${id}-schema">Schema <span class="muted">${counted(columns.length + table.left.columns, 'column')}</span></h3>
<label class="find"><span class="sr">Find columns of ${title}</span><input type="search" class="find-column" placeholder="Find a column, type or value" autocomplete="off" spellcheck="false"></label>
<span class="found muted" role="status"></span></div>
${schemaTable(columns, { title, key: table.key, cursor: table.cursor })}
${left.length > 0 && html`<p class="muted">Left out of this page: ${left.join(' and ')}; all of it is in ${code('_highwater.columns')} of the database.</p>`}`;
}

/** Values of a picklist that are shown before the rest is folded away. */
const VALUES_SHOWN = 6;

/** Whether a column is meant by what someone typed: every word must be in its names, types, references or picklist. */
export function matches(column: ShownColumn, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { name, label, nativeType, semanticType, duckdbType, references, picklist } = column;
  const text = [name, label, nativeType, semanticType, duckdbType, ...references, ...picklist.flatMap((v) => [v.value, v.label])]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

export function words(query: string): string[] {
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

/** A table's columns; `key` and `cursor` are marked. */
function schemaTable(
  columns: readonly ShownColumn[],
  of: { readonly title: string; readonly key: readonly string[]; readonly cursor: string | null },
): Markup {
  const rows = columns.map(
    (column, i) => html`<tr data-column="${i}"${column.removed && html` class="removed"`}>
<th scope="row"><span class="name">${column.name}</span>${marks(column, of)}${column.label !== column.name && html`<span class="label">${column.label}</span>`}</th>
<td>${column.nativeType}</td><td>${column.semanticType === '' ? html`<span class="muted">–</span>` : html`<span class="type">${column.semanticType}</span>`}</td>
<td>${column.duckdbType}</td><td class="values">${references(column)}${values(column)}</td></tr>`,
  );
  return html`<div class="scroll"><table class="schema"><caption class="sr">Columns of ${of.title}</caption>
<thead><tr><th scope="col">Column</th><th scope="col">Native type</th><th scope="col">Meaning</th><th scope="col">DuckDB</th><th scope="col">Values</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function marks(
  column: ShownColumn,
  { key, cursor }: { readonly key: readonly string[]; readonly cursor: string | null },
): Markup[] {
  const found = [
    key.includes(column.name) ? 'key' : '',
    column.name === cursor ? 'cursor' : '',
    column.calculated ? 'calculated' : '',
    column.masked === null ? '' : `masked: ${column.masked}`,
    column.removed ? 'gone from the source' : '',
  ];
  return found.filter((mark) => mark !== '').map((mark) => html` <span class="mark">${mark}</span>`);
}

function references(column: ShownColumn): Markup | null {
  return column.references.length === 0 ? null : html`<span class="points">→ ${column.references.join(', ')}</span>`;
}

function values({ picklist }: ShownColumn): Markup | null {
  if (picklist.length === 0) return null;
  const item = ({ value, label, active }: ShownColumn['picklist'][number]) =>
    html`<li${!active && html` class="inactive"`}>${value}${label !== value && html` <span class="muted">“${label}”</span>`}${!active && html` <span class="muted">(inactive)</span>`}</li>`;
  const first = html`<ul class="picklist">${picklist.slice(0, VALUES_SHOWN).map(item)}</ul>`;
  if (picklist.length <= VALUES_SHOWN) return first;
  return html`${first}<details><summary>${counted(picklist.length - VALUES_SHOWN, 'more value')}</summary><ul class="picklist">${picklist.slice(VALUES_SHOWN).map(item)}</ul></details>`;
}
