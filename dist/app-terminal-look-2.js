import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  renderOutcome,
  succeeded,
  validate
} from "./views-terminal-text.js";
import {
  withConfig
} from "./app-terminal-terminal-session.js";
import {
  EXIT
} from "./app-terminal-failure.js";
import {
  require_picocolors,
  wantsColors
} from "./config-explain-explain.js";
import {
  __toESM
} from "./shared.js";

// src/app/terminal/look.ts
var import_picocolors = __toESM(require_picocolors(), 1);
var validateCommand = (flags) => look(flags, (session) => validate(session.config), { notify: true });
function look(flags, find, needed = {}) {
  return withConfig(
    flags,
    async (session) => {
      const outcome = await find(session);
      print(outcome, flags, session.redactor.redact);
      return succeeded(outcome) ? EXIT.succeeded : EXIT.failed;
    },
    needed
  );
}
function print(outcome, { json, verbose = false }, redact) {
  const text = json ? JSON.stringify(outcome, null, 2) : redact(readable(outcome, verbose));
  process.stdout.write(`${text}
`);
}
function readable(outcome, verbose) {
  const colors = import_picocolors.default.createColors(wantsColors(process.stdout, process.env));
  const columns = process.stdout.columns ?? 120;
  return renderOutcome(outcome, { columns, colors, verbose, now: (/* @__PURE__ */ new Date()).toISOString() }).join("\n");
}

export {
  validateCommand,
  look,
  print
};
