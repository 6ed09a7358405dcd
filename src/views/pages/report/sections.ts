import type { RunRecord, SourceRecord, TableRecord } from '../../../model/record.ts';
import { EXPORT_COLUMNS, exportCells, isExportRun, readBackWords } from '../../facts/export-facts.ts';
import { failuresOf, fullSyncWords, runSeconds, tableName } from '../../facts/facts.ts';
import { count, counted, duration, percent, secondsBetween, size } from '../../facts/format.ts';
import { stateIsLost, stateWords } from '../../facts/state-words.ts';
import { type TimeSpan, track } from './charts.ts';
import { code, facts, failure, html, icon, type Markup, note, status } from './markup.ts';

/** What failed, first of all, with what to do. */
export function failures(record: RunRecord, troubleshootingUrl: string | null): Markup | null {
  const all = failuresOf(record);
  if (all.length === 0) return null;
  const items = all.map(
    ({ subject, error, also }) =>
      html`<li>${status('failed')}<div><h3>${subject}${also.length > 0 && html` <span class="muted">and ${also.slice(0, 12).join(', ')}${also.length > 12 && ` and ${also.length - 12} more`}</span>`}</h3>${failure(error, troubleshootingUrl)}</div></li>`,
  );
  return html`<section class="failures" aria-labelledby="failed"><h2 id="failed">What failed</h2><ul>${items}</ul></section>`;
}

export function notices(record: RunRecord): Markup | null {
  const items = [
    ...record.notices.map((message) => note(message)),
    ...record.sources.flatMap((s) => s.notices.map((message) => note(message, html`<span class="kind">${s.name}</span>`))),
  ];
  if (items.length === 0) return null;
  return html`<section aria-labelledby="notices"><h2 id="notices">Notices</h2><ul class="notes">${items}</ul></section>`;
}

export function sources(record: RunRecord): Markup | null {
  if (record.sources.length === 0) return null;
  const [title, identity] = isExportRun(record) ? ['Destinations', 'Written as'] : ['Sources', 'Read as'];
  return html`<section aria-labelledby="sources"><h2 id="sources">${title}</h2><div class="cards">${record.sources.map((s) => source(s, identity))}</div></section>`;
}

function source(s: SourceRecord, identity: string): Markup {
  return html`<article><h3>${status(s.error === null ? 'succeeded' : 'failed')}${s.name} <span class="muted">${s.type}</span></h3>
${facts([
  [identity, s.identity ?? 'signing in failed'],
  ['Server', s.server],
  ['Calls', count(s.requests)],
  ...s.quotas.map((q) => [q.name, quota(q)] as const),
])}</article>`;
}

function quota({ name, used, limit }: SourceRecord['quotas'][number]): Markup {
  const left = Math.max(0, limit - used);
  const share = limit > 0 ? left / limit : 0;
  return html`<svg class="gauge${share < 0.1 && ' low'}" viewBox="0 0 100 6" preserveAspectRatio="none" role="img" aria-label="${name}: ${percent(share)} left"><rect class="all" width="100" height="6"/><rect class="left" width="${Math.round(share * 100)}" height="6"/></svg>
${count(left)} of ${count(limit)} left (${percent(share)})`;
}

/** What became of the state, and where the artifact is. */
export function stateAndOutput(record: RunRecord): Markup {
  const words = stateWords(record);
  const { output } = record;
  const key = (text: string | null) => (text === null ? null : html` <code class="hash">${text}</code>`);
  return html`<section aria-labelledby="state"><h2 id="state">State and output</h2><div class="halves">
${
  record.combined === true
    ? null
    : html`<div><h3>State</h3>${facts([
        ['Restored', html`${words.restored}${key(words.restoredKey)}`],
        ['Saved', html`${stateIsLost(record) && status('failed')} ${words.saved}${key(words.savedKey)}`],
        ['What would evict it', words.eviction],
        ['Read in full', fullSyncWords(record)],
      ])}</div>`
}
<div><h3>Output</h3>${
    output === null
      ? html`<p>Nothing was published.</p>`
      : facts([
          ['Directory', code(output.directory)],
          ['DuckDB', output.database && html`${code(output.database.path)} ${size(output.database.bytes)}`],
          [
            'Parquet',
            output.parquet &&
              html`${code(output.parquet.path)} ${counted(output.parquet.files, 'file')}, ${size(output.parquet.bytes)}`,
          ],
          ['This run, for machines', code('manifest.json')],
        ])
  }</div></div></section>`;
}

/** Counted twice, applied once: the three counts of every table, and its file's checksum. */
export function proof(record: RunRecord): Markup | null {
  const read = record.tables.filter((t) => t.startedAt !== null);
  if (read.length === 0) return null;
  const unequal = read.filter((t) => t.counts.source !== t.counts.staged);
  const verdict =
    unequal.length === 0
      ? html`${icon('succeeded')} ${read.length === 1 ? 'In the one table that was read' : `In all ${count(read.length)} tables that were read`}, DuckDB read as many rows as the source said it sent.`
      : html`${icon('failed')} In ${counted(unequal.length, 'table')} DuckDB read another number of rows than the source said it sent; nothing of them was applied.`;
  const head = ['Table', 'Source said', 'DuckDB read', '', 'Applied', 'In the table', 'SHA-256 of its Parquet file'].map(
    (word) => (word === '' ? html`<td></td>` : html`<th scope="col">${word}</th>`),
  );
  return html`<section aria-labelledby="proof"><h2 id="proof">Proof</h2><p class="verdict ${unequal.length === 0 ? 'succeeded' : 'failed'}">${verdict}</p>
<details class="figures"><summary>Counts and checksums of ${counted(read.length, 'table')}</summary><div class="scroll"><table class="numbers"><caption class="sr">Rows that the source said it sent, that DuckDB read, and that were applied</caption>
<thead><tr>${head}</tr></thead><tbody>${read.map(row)}</tbody></table></div></details></section>`;
}

function row(t: TableRecord): Markup {
  const equal = t.counts.source === t.counts.staged;
  return html`<tr><th scope="row">${tableName(t)}</th><td>${count(t.counts.source)}</td><td>${count(t.counts.staged)}</td>
<td class="sign">${icon(equal ? 'succeeded' : 'failed')}<span class="sr">${equal ? 'equal' : 'not equal'}</span></td><td>${count(t.counts.applied)}</td><td>${count(t.rows)}</td>
<td class="sum">${t.parquet === null ? '–' : html`<code class="hash">${t.parquet.sha256}</code>`}</td></tr>`;
}

/** Tables that the timeline shows; the others have their own in their details. */
const TRACKS = 40;
/** Spans of one track: more could not be distinguished. */
const SPANS = 60;

/** Where the time went: the stages one after the other, and below, on the same scale, every table's partitions. */
export function whereTheTimeWent(record: RunRecord): Markup | null {
  if (record.stages.length === 0) return null;
  const total = Math.max(runSeconds(record), 0.001);
  const stages = record.stages.map(
    (s): TimeSpan => ({
      start: secondsBetween(record.startedAt, s.startedAt),
      seconds: s.seconds,
      kind: `stage ${s.name}`,
      title: `${s.name}: ${duration(s.seconds)}`,
    }),
  );
  const spoken = record.stages.map((s) => `${s.name} ${duration(s.seconds)}`).join(', ');
  const items = record.stages.map(
    (s) =>
      html`<li><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="span stage ${s.name}" width="10" height="10" rx="2"/></svg>${s.name} <span class="muted">${duration(s.seconds)} · ${percent(s.seconds / total)}</span></li>`,
  );
  return html`<section aria-labelledby="time"><h2 id="time">Where the time went</h2>
<div class="timeline"><div class="row stages"><span class="name">Stages</span>${track(stages, total, `Stages of the run: ${spoken}`)}</div>
${tracks(record, total)}
<div class="row"><span class="name"></span>${ticks(total)}</div></div>
<ul class="legend">${items}</ul></section>`;
}

function tracks(record: RunRecord, total: number): Markup {
  const timed = record.tables.filter((t) => t.startedAt !== null);
  const shown = [...timed].sort((a, b) => b.seconds - a.seconds).slice(0, TRACKS);
  shown.sort((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? '') || tableName(a).localeCompare(tableName(b)));
  const rest = timed.length - shown.length;
  return html`${shown.map(
    (t) =>
      html`<div class="row"><span class="name" title="${tableName(t)}">${t.status !== 'succeeded' && status(t.status)}${tableName(t)}</span>${track(spans(t, record.startedAt), total, spoken(t, record.startedAt))}</div>`,
  )}${rest > 0 && html`<p class="muted">The ${shown.length} longest tables; ${counted(rest, 'shorter one')} left out here.</p>`}`;
}

/** The whole table as a pale span, its partitions upon it; neighbours are joined where there are too many to see. */
function spans(t: TableRecord, runStart: string): TimeSpan[] {
  const start = secondsBetween(runStart, t.startedAt ?? runStart);
  const whole: TimeSpan = {
    start,
    seconds: t.seconds,
    kind: `table ${t.status}`,
    title: `${tableName(t)}: ${duration(t.seconds)}`,
  };
  if (t.partitions.length > SPANS) return [whole];
  const parts = t.partitions.map(
    (p): TimeSpan => ({
      start: secondsBetween(runStart, p.startedAt),
      seconds: p.seconds,
      kind: p.pass,
      title: `${tableName(t)} ${p.id}: ${counted(p.rows, 'row')}, ${duration(p.seconds)}`,
    }),
  );
  return [whole, ...parts];
}

function spoken(t: TableRecord, runStart: string): string {
  const start = duration(secondsBetween(runStart, t.startedAt ?? runStart));
  return `${tableName(t)}: began after ${start}, took ${duration(t.seconds)}, ${counted(t.partitions.length, 'partition')}`;
}

function ticks(total: number): Markup {
  const marks = [0, 0.25, 0.5, 0.75, 1].map((share) => html`<span>${share === 0 ? '0 s' : duration(total * share)}</span>`);
  return html`<div class="axis">${marks}</div>`;
}

/** What was written back, or what a sync read back of it: counts and names, no values. */
export function exportsSection(record: RunRecord): Markup | null {
  const { exports = [] } = record;
  if (exports.length === 0) return null;
  if (!isExportRun(record))
    return html`<section id="exports"><h2>Exports, read back</h2><ul>${exports.map((e) => html`<li>${readBackWords(e)}</li>`)}</ul></section>`;
  const rows = exports.map((e) => {
    const [name = '', ...cells] = exportCells(e);
    return html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
  });
  const notes = exports.flatMap((e) => e.notes.map((note) => html`<li>${e.name}: ${note}</li>`));
  return html`<section id="exports"><h2>Exports</h2><div class="scroll"><table class="numbers"><caption class="sr">Exports of this run</caption><thead><tr>${EXPORT_COLUMNS.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>${notes.length > 0 && html`<ul>${notes}</ul>`}<p class="muted">The rows of each export are in the folder of its name, beside this page: plan.csv, success.csv, failed.csv and unsent.csv.</p></section>`;
}
