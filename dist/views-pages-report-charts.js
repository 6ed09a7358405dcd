import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  count,
  harmless,
  stageWords
} from "./views-facts-format.js";

// src/views/pages/report/markup.ts
var Markup = class {
  text;
  constructor(text) {
    this.text = text;
  }
};
function html(strings, ...values) {
  let text = strings[0] ?? "";
  values.forEach((value, i) => {
    text += render(value) + (strings[i + 1] ?? "");
  });
  return new Markup(text);
}
function render(value) {
  if (value instanceof Markup) return value.text;
  if (value === null || value === void 0 || value === false) return "";
  if (typeof value === "object") return value.map(render).join("");
  return escapeHtml(String(value));
}
var ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
function escapeHtml(text) {
  return harmless(text).replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);
}
function json(value) {
  return new Markup(JSON.stringify(value).replaceAll("<", "\\u003c"));
}
var PATHS = {
  succeeded: "M3.5 8.5l3 3 6-7",
  failed: "M4 4l8 8M12 4l-8 8",
  skipped: "M3.5 8h9",
  interrupted: "M5.5 3.5v9M10.5 3.5v9",
  note: "M8 2L14.7 13.7H1.3zM8 6.6v3.1M8 11.7v.1",
  chevron: "M6 3.5L10.5 8 6 12.5"
};
function icon(name) {
  return html`<svg class="icon ${name}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"/></svg>`;
}
function status(name) {
  return html`<span class="status ${name}">${icon(name)}<span class="sr">${name}</span></span>`;
}
function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== void 0 && value !== "" && value !== false);
  return html`<dl class="facts">${shown.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}
function code(text) {
  return html`<code>${text}</code>`;
}
function failure(error, troubleshootingUrl) {
  const name = troubleshootingUrl === null ? code(error.code) : html`<a href="${`${troubleshootingUrl}#${error.code.toLowerCase()}`}" rel="noreferrer">${code(error.code)}</a>`;
  const { location } = error;
  return html`<div class="failure"><p class="what">${name}${stageWords(error)}${location && html` <span class="muted">${location.file}:${location.line}:${location.column}</span>`}</p>
<p class="message">${error.message}</p>${error.hint !== "" && html`<p class="hint"><strong>What to do</strong> ${error.hint}</p>`}</div>`;
}
function note(message, subject = null) {
  return html`<li class="note">${icon("note")}<span>${subject}${subject !== null && " "}${message}</span></li>`;
}
function changed(table, show) {
  const parts = [
    ["inserted", "+", table.inserted],
    ["updated", "~", table.updated],
    ["deleted", "−", table.deleted]
  ];
  const some = parts.filter(([, , value]) => value > 0);
  if (some.length === 0)
    return html`<span class="muted"><span aria-hidden="true">·</span><span class="sr">no change</span></span>`;
  return html`${some.map(([kind, sign, value], i) => html`${i > 0 && " "}<span class="delta ${kind}"><span aria-hidden="true">${sign}</span>${show(value)}<span class="sr"> ${kind}</span></span>`)}`;
}

// src/views/pages/report/charts.ts
var n = (value) => String(Math.round(value * 10) / 10);
var sum = (run) => run.inserted + run.updated + run.deleted;
var LEAST_SLOTS = 12;
function line(values, label, size) {
  const [width, height] = size === "small" ? [80, 20] : [600, 96];
  const low = Math.min(...values);
  const high = Math.max(...values);
  const floor = high - low < high * 1e-3 ? low - 1 : low - (high - low) * 0.15;
  const y = (value) => height - 2 - (value - floor) / Math.max(1e-9, high - floor) * (height - 4);
  const empty = Math.max(0, 1 - values.length / LEAST_SLOTS) * width;
  const x = (i) => values.length === 1 ? width : empty + i / (values.length - 1) * (width - empty);
  const points = values.length === 1 ? `0,${n(y(values[0] ?? 0))} ${width},${n(y(values[0] ?? 0))}` : values.map((v, i) => `${n(x(i))},${n(y(v))}`).join(" ");
  return html`<svg class="chart line ${size}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">
<polygon class="area" points="${n(x(0))},${height} ${points} ${width},${height}"/><polyline class="course" points="${points}"/></svg>`;
}
var KINDS = ["inserted", "updated", "deleted"];
function ageBar(seconds, limits, status2, label) {
  const end = limits.error ?? limits.warn;
  if (end === null || end <= 0) return null;
  const share = Math.min(1, seconds / end);
  const stroke = limits.error !== null && limits.warn !== null && html`<path class="limit" d="M${n(limits.warn / end * 80)} 0V6"/>`;
  return html`<svg class="chart age ${status2}" viewBox="0 0 80 6" preserveAspectRatio="none" role="img" aria-label="${label}"><rect class="all" width="80" height="6"/><rect class="reached" width="${n(Math.max(1, share * 80))}" height="6"/>${stroke}</svg>`;
}
function bars(runs, label, size, title) {
  const [step, gap, height] = size === "small" ? [4, 1, 20] : [20, 3, 96];
  const slots = Math.max(runs.length, LEAST_SLOTS);
  const width = slots * step - gap;
  const at = (i) => (i + slots - runs.length) * step;
  const { top: most, cut } = scaleOf(runs);
  const stacks = stack(runs, height, size === "small" ? 1 : 1.5, most);
  const shapes = KINDS.map((kind, k) => {
    const d = stacks.map((parts, i) => parts[k] ? `M${at(i)} ${n(parts[k].top)}h${step - gap}v${n(parts[k].tall)}h-${step - gap}z` : "").join("");
    return d !== "" && html`<path class="${kind}" d="${d}"/>`;
  });
  const breaks = runs.map((run, i) => cut && sum(run) > most ? `M${at(i)} ${n(height * 0.22)}l${step - gap} -${n(height * 0.06)}` : "").join("");
  const hits = size === "large" && runs.map(
    (_, i) => html`<rect class="hit" x="${at(i)}" y="0" width="${step}" height="${height}"><title>${title(i)}</title></rect>`
  );
  return html`<svg class="chart bars ${size}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">
<path class="base" d="M0 ${height}H${width}"/>${shapes}${breaks !== "" && html`<path class="cut" d="${breaks}"/>`}${hits}</svg>`;
}
function scaleOf(runs) {
  const values = runs.map(sum).sort((a, b) => a - b);
  const most = Math.max(1, values.at(-1) ?? 1);
  const ordinary = values[Math.floor((values.length - 1) * 0.75)] ?? 0;
  if (values.length < 2 || ordinary === 0 || most <= ordinary * 10) return { top: most, cut: false };
  return { top: Math.max(...values.filter((value) => value <= ordinary * 10)) * 1.4, cut: true };
}
function stack(runs, height, least, most) {
  return runs.map((run) => {
    let top = height;
    return KINDS.map((kind) => {
      if (run[kind] === 0) return null;
      const tall = Math.min(top, Math.max(least, run[kind] / most * (height - 2)));
      top -= tall;
      return tall > 0 ? { top, tall } : null;
    });
  });
}
function track(spans, total, label, lanes = 1) {
  const scale = 1e3 / Math.max(total, 1e-9);
  const tall = 10;
  const rects = lanesOf(spans, lanes).map(
    ([lane, span]) => html`<rect class="span ${span.kind}" x="${n(Math.min(999, span.start * scale))}" y="${lane * tall + 1}" width="${n(Math.max(1.5, span.seconds * scale))}" height="${tall - 2}"><title>${span.title}</title></rect>`
  );
  return html`<svg class="chart track" viewBox="0 0 1000 ${tall * lanes}" preserveAspectRatio="none" role="img" aria-label="${label}">${rects}</svg>`;
}
function lanesOf(spans, lanes) {
  const free = Array.from({ length: lanes }, () => 0);
  return [...spans].sort((a, b) => a.start - b.start).map((span) => {
    const open = free.findIndex((until) => until <= span.start + 1e-6);
    const lane = open >= 0 ? open : free.indexOf(Math.min(...free));
    free[lane] = Math.max(free[lane] ?? 0, span.start + span.seconds);
    return [lane, span];
  });
}
function peak(runs) {
  const most = Math.max(0, ...runs.map(sum));
  return scaleOf(runs).cut ? `tallest cut off at the stroke: ${count(most)}` : `up to ${count(most)} a run`;
}
function courseAxis(first, runs) {
  return runs >= LEAST_SLOTS ? axis(first, "this run") : axis("", `${first} to this run`);
}
function axis(low, high) {
  return html`<div class="axis"><span>${low}</span><span>${high}</span></div>`;
}
function answerFigures(answers) {
  return html`<dl class="figures-row answers">${answers.map((a) => html`<div><dt>${a.question}</dt><dd class="figure">${a.status !== null && status(a.status)}${a.figure}</dd><dd class="more">${a.more}</dd></div>`)}</dl>`;
}

export {
  Markup,
  html,
  json,
  icon,
  status,
  facts,
  code,
  failure,
  note,
  changed,
  LEAST_SLOTS,
  line,
  ageBar,
  bars,
  track,
  peak,
  courseAxis,
  answerFigures
};
