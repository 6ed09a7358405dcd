import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  harmless,
  oneLine
} from "./views-facts-format.js";

// src/views/summary/markdown.ts
var SPECIAL = /[&<>`*_~|\\[\]$]|:(?=\S)/g;
function inline(text) {
  return breakReferences(entities(oneLine(text)));
}
function lines(text) {
  const kept = harmless(text).split("\n").map((line) => line.trimEnd()).join("\n").replace(/\n{3,}/g, "\n\n").trim();
  return kept.split("\n").map((line) => breakReferences(entities(line))).join("<br>");
}
function code(text) {
  return `<code>${entities(oneLine(text)) || " "}</code>`;
}
function entities(text) {
  return text.replace(SPECIAL, (c) => `&#${c.codePointAt(0)};`).replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`);
}
function breakReferences(text) {
  return text.replace(/@(?=[a-z\d])/gi, "@<!-- -->").replace(/#(?=\d)/g, (hash, at, all) => all[at - 1] === "&" ? hash : `${hash}<!-- -->`);
}
function table(head, rows) {
  const row = (cells) => `| ${cells.join(" | ")} |`;
  return [
    row(head.map(([title]) => title)),
    row(head.map(([, align]) => align === "right" ? "---:" : "---")),
    ...rows.map(row)
  ].join("\n");
}
function details(summary, body) {
  return `<details><summary>${summary}</summary>

${body}

</details>`;
}

export {
  inline,
  lines,
  code,
  table,
  details
};
