import { count, counted, duration, instant, short } from '../../facts/format.ts';
import type { FreshnessAnswer } from '../../facts/table-freshness.ts';
import type { TableRun } from './earlier-runs.ts';
import { html, type Markup, status } from './markup.ts';

/**
 * Small charts as SVG that stretches to its place: shapes only, every word beside them is HTML, so that nothing is squeezed on a
 * phone. Each is one image with a sentence for screen readers; the figures stand in a table nearby.
 */

/** Numbers with one decimal: enough for a screen, and a third of the bytes. */
const n = (value: number): string => String(Math.round(value * 10) / 10);

interface Changes {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

const sum = (run: Changes): number => run.inserted + run.updated + run.deleted;

/** Charts have room for so many runs at least: two runs are no two walls. They stand at the right, where the present is. */
export const LEAST_SLOTS = 12;

/** The course of a number, oldest first: a line over a tinted area. */
export function line(values: readonly number[], label: string, size: 'small' | 'large'): Markup {
  const [width, height] = size === 'small' ? [80, 20] : [600, 96];
  const low = Math.min(...values);
  const high = Math.max(...values);
  // A number that hardly moved is drawn as one that hardly moved.
  const floor = high - low < high * 0.001 ? low - 1 : low - (high - low) * 0.15;
  const y = (value: number) => height - 2 - ((value - floor) / Math.max(1e-9, high - floor)) * (height - 4);
  const empty = Math.max(0, 1 - values.length / LEAST_SLOTS) * width;
  const x = (i: number) => (values.length === 1 ? width : empty + (i / (values.length - 1)) * (width - empty));
  const points =
    values.length === 1
      ? `0,${n(y(values[0] ?? 0))} ${width},${n(y(values[0] ?? 0))}`
      : values.map((v, i) => `${n(x(i))},${n(y(v))}`).join(' ');
  return html`<svg class="chart line ${size}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">
<polygon class="area" points="${n(x(0))},${height} ${points} ${width},${height}"/><polyline class="course" points="${points}"/></svg>`;
}

const KINDS = ['inserted', 'updated', 'deleted'] as const;

/** One number of each run: its seconds, its calls. The last bar is this run. */
export function columns(values: readonly number[], label: string, title: (i: number) => string): Markup {
  const [step, gap, height] = [20, 3, 96];
  const slots = Math.max(values.length, LEAST_SLOTS);
  const at = (i: number) => (i + slots - values.length) * step;
  const most = Math.max(1e-9, ...values);
  const d = values
    .map((value, i) => {
      const tall = value === 0 ? 0 : Math.max(1.5, (value / most) * (height - 2));
      return tall === 0 ? '' : `M${at(i)} ${n(height - tall)}h${step - gap}v${n(tall)}h-${step - gap}z`;
    })
    .join('');
  const hits = values.map(
    (_, i) => html`<rect class="hit" x="${at(i)}" y="0" width="${step}" height="${height}"><title>${title(i)}</title></rect>`,
  );
  return html`<svg class="chart bars large" viewBox="0 0 ${slots * step - gap} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">
<path class="base" d="M0 ${height}H${slots * step - gap}"/><path class="plain" d="${d}"/>${hits}</svg>`;
}

/** An age against its limits: the width is the last limit, the stroke the first. What is beyond them fills it. */
export function ageBar(
  seconds: number,
  limits: { readonly warn: number | null; readonly error: number | null },
  status: string,
  label: string,
): Markup | null {
  const end = limits.error ?? limits.warn;
  if (end === null || end <= 0) return null;
  const share = Math.min(1, seconds / end);
  const stroke =
    limits.error !== null && limits.warn !== null && html`<path class="limit" d="M${n((limits.warn / end) * 80)} 0V6"/>`;
  return html`<svg class="chart age ${status}" viewBox="0 0 80 6" preserveAspectRatio="none" role="img" aria-label="${label}"><rect class="all" width="80" height="6"/><rect class="reached" width="${n(Math.max(1, share * 80))}" height="6"/>${stroke}</svg>`;
}

/** Changes of each run, stacked: inserted below, then updated, then deleted. The last bar is this run. */
export function bars(runs: readonly Changes[], label: string, size: 'small' | 'large', title: (i: number) => string): Markup {
  const [step, gap, height] = size === 'small' ? [4, 1, 20] : [20, 3, 96];
  const slots = Math.max(runs.length, LEAST_SLOTS);
  const width = slots * step - gap;
  const at = (i: number) => (i + slots - runs.length) * step;
  const { top: most, cut } = scaleOf(runs);
  const stacks = stack(runs, height, size === 'small' ? 1 : 1.5, most);
  // One path for all bars of a kind: hundreds of tables have such a chart.
  const shapes = KINDS.map((kind, k) => {
    const d = stacks
      .map((parts, i) => (parts[k] ? `M${at(i)} ${n(parts[k].top)}h${step - gap}v${n(parts[k].tall)}h-${step - gap}z` : ''))
      .join('');
    return d !== '' && html`<path class="${kind}" d="${d}"/>`;
  });
  const breaks = runs
    .map((run, i) => (cut && sum(run) > most ? `M${at(i)} ${n(height * 0.22)}l${step - gap} -${n(height * 0.06)}` : ''))
    .join('');
  const hits =
    size === 'large' &&
    runs.map(
      (_, i) => html`<rect class="hit" x="${at(i)}" y="0" width="${step}" height="${height}"><title>${title(i)}</title></rect>`,
    );
  return html`<svg class="chart bars ${size}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">
<path class="base" d="M0 ${height}H${width}"/>${shapes}${breaks !== '' && html`<path class="cut" d="${breaks}"/>`}${hits}</svg>`;
}

/**
 * What the full height stands for. A first sync inserts every row there is: beside it, all later runs would be flat. Where a few
 * runs are ten times beyond the ordinary, they are cut off, visibly, and the others have the height.
 */
export function scaleOf(runs: readonly Changes[]): { readonly top: number; readonly cut: boolean } {
  const values = runs.map(sum).sort((a, b) => a - b);
  const most = Math.max(1, values.at(-1) ?? 1);
  const ordinary = values[Math.floor((values.length - 1) * 0.75)] ?? 0;
  if (values.length < 2 || ordinary === 0 || most <= ordinary * 10) return { top: most, cut: false };
  return { top: Math.max(...values.filter((value) => value <= ordinary * 10)) * 1.4, cut: true };
}

/** Each run's parts from below, none smaller than `least` unless it is nothing, all of them within the height. */
function stack(
  runs: readonly Changes[],
  height: number,
  least: number,
  most: number,
): (null | { top: number; tall: number })[][] {
  return runs.map((run) => {
    let top = height;
    return KINDS.map((kind) => {
      if (run[kind] === 0) return null;
      const tall = Math.min(top, Math.max(least, (run[kind] / most) * (height - 2)));
      top -= tall;
      return tall > 0 ? { top, tall } : null;
    });
  });
}

export interface TimeSpan {
  readonly start: number;
  readonly seconds: number;
  readonly kind: string;
  readonly title: string;
}

/** Spans of time on one track, `total` seconds wide. */
export function track(spans: readonly TimeSpan[], total: number, label: string, lanes = 1): Markup {
  const scale = 1000 / Math.max(total, 1e-9);
  const tall = 10;
  const rects = lanesOf(spans, lanes).map(
    ([lane, span]) =>
      html`<rect class="span ${span.kind}" x="${n(Math.min(999, span.start * scale))}" y="${lane * tall + 1}" width="${n(Math.max(1.5, span.seconds * scale))}" height="${tall - 2}"><title>${span.title}</title></rect>`,
  );
  return html`<svg class="chart track" viewBox="0 0 1000 ${tall * lanes}" preserveAspectRatio="none" role="img" aria-label="${label}">${rects}</svg>`;
}

/** Spans that overlap go to different lanes as long as there are any. */
function lanesOf(spans: readonly TimeSpan[], lanes: number): [lane: number, span: TimeSpan][] {
  const free: number[] = Array.from({ length: lanes }, () => 0);
  return [...spans]
    .sort((a, b) => a.start - b.start)
    .map((span) => {
      const open = free.findIndex((until) => until <= span.start + 1e-6);
      const lane = open >= 0 ? open : free.indexOf(Math.min(...free));
      free[lane] = Math.max(free[lane] ?? 0, span.start + span.seconds);
      return [lane, span];
    });
}

/** How many spans overlap at most. */
export function overlap(spans: readonly TimeSpan[]): number {
  const edges = spans
    .flatMap((s) => [[s.start, 1] as const, [s.start + s.seconds - 1e-6, -1] as const])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let now = 0;
  return edges.reduce((most, [, change]) => {
    now += change;
    return Math.max(most, now);
  }, 0);
}

/** `up to 6,612 a run`, and whether a taller one was cut off. */
export function peak(runs: readonly Changes[]): string {
  const most = Math.max(0, ...runs.map(sum));
  return scaleOf(runs).cut ? `tallest cut off at the stroke: ${count(most)}` : `up to ${count(most)} a run`;
}

/** What the width stands for: the first run, where the chart is full of them, and this one. */
export function courseAxis(first: string, runs: number): Markup {
  return runs >= LEAST_SLOTS ? axis(first, 'this run') : axis('', `${first} to this run`);
}

/** Words beside a chart: what its height and its width stand for. */
export function axis(low: string, high: string): Markup {
  return html`<div class="axis"><span>${low}</span><span>${high}</span></div>`;
}

export function runTitle(run: TableRun): string {
  const what = run.status === 'succeeded' ? `+${short(run.inserted)} ~${short(run.updated)} −${short(run.deleted)}` : run.status;
  return `${instant(run.startedAt)} ${run.full ? 'full' : 'incremental'}: ${what}, ${counted(run.rows, 'row')}, ${counted(run.requests, 'call')}, ${duration(run.seconds)}`;
}

/** Answers on freshness as figures in a row. */
export function answerFigures(answers: readonly FreshnessAnswer[]): Markup {
  return html`<dl class="figures-row answers">${answers.map((a) => html`<div><dt>${a.question}</dt><dd class="figure">${a.status !== null && status(a.status)}${a.figure}</dd><dd class="more">${a.more}</dd></div>`)}</dl>`;
}
