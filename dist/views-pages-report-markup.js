import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  harmless
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

export {
  Markup,
  html,
  json
};
