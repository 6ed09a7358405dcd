import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  failureOf,
  require_picocolors,
  wantsColors
} from "./config-explain-explain.js";
import {
  harmless,
  stageWords
} from "./views-facts-format.js";
import {
  ConfigError
} from "./model-errors.js";
import {
  __toESM
} from "./shared.js";

// src/app/terminal/failure.ts
var import_picocolors = __toESM(require_picocolors(), 1);
var EXIT = { succeeded: 0, failed: 1, wrong: 2, interrupted: 130 };
function printFailure(thrown, { json, redact = (text) => text, interrupted = false }) {
  const { error, problems, stack } = failureOf(thrown, redact);
  if (stack !== null) process.stderr.write(`${harmless(stack)}
`);
  if (json) process.stdout.write(`${JSON.stringify({ error: problems[0], problems }, null, 2)}
`);
  process.stderr.write(`${problems.flatMap(describe).join("\n")}
`);
  if (error.family === "interrupted" || interrupted) return EXIT.interrupted;
  return error instanceof ConfigError ? EXIT.wrong : EXIT.failed;
}
function describe(error) {
  const { code, message, hint, location } = error;
  const colors = import_picocolors.default.createColors(wantsColors(process.stderr, process.env));
  const place = location === void 0 ? "" : `${location.file}:${location.line}:${location.column} `;
  const text = harmless(message).split("\n");
  const advice = hint === "" ? [] : harmless(hint).split("\n");
  return [
    `${colors.red("✗")} ${place}${colors.bold(code)}${stageWords(error)}`,
    ...text.map((line) => `  ${line}`),
    ...advice.map((line, i) => `  ${i === 0 ? "→" : " "} ${line}`)
  ];
}

export {
  EXIT,
  printFailure
};
