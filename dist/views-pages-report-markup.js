import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  duration,
  harmless,
  lagSeconds,
  watermark
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
  return html`<div class="failure"><p class="what">${name}${location && html` <span class="muted">${location.file}:${location.line}:${location.column}</span>`}</p>
<p class="message">${error.message}</p>${error.hint !== "" && html`<p class="hint"><strong>What to do</strong> ${error.hint}</p>`}</div>`;
}
function note(message, subject = null) {
  return html`<li class="note">${icon("note")}<span>${subject}${subject !== null && " "}${message}</span></li>`;
}
function lag(table, now) {
  const seconds = lagSeconds(table, now);
  return seconds === null ? "" : `${duration(seconds)} behind`;
}
function time(mark) {
  if (mark === null || mark.kind === "xmin") return html`${watermark(mark)}`;
  return html`<time datetime="${mark.value}">${watermark(mark)}</time>`;
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
  lag,
  time,
  changed
};
