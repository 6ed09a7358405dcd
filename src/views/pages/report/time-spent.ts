import type { RunRecord, TableRecord } from '../../../model/record.ts';
import { tableName } from '../../facts/facts.ts';
import { counted, duration, percent, secondsBetween } from '../../facts/format.ts';
import { type TimeSpan, track } from './charts.ts';
import { html, type Markup, status } from './markup.ts';

/** Tables that the timeline shows; the others have their own in their details. */
const TRACKS = 40;
/** Spans of one track: more could not be told apart. */
const SPANS = 60;

/** Where the time went: the stages one after the other, and below, on the same scale, every table's partitions. */
export function whereTheTimeWent(record: RunRecord): Markup | null {
  if (record.stages.length === 0) return null;
  const total = Math.max(secondsBetween(record.startedAt, record.finishedAt), 0.001);
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
