import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  whenNotBegun
} from "./lib-slice-ansi.js";
import {
  renderVerification
} from "./views-terminal-text-verify.js";
import "./app-sync.js";
import {
  agrees
} from "./model-verification.js";
import {
  runVerify,
  sampleSize
} from "./app-verify.js";
import "./views-terminal-final-lines.js";
import "./app-shared-stores.js";
import "./runtime-native-install.js";
import {
  statePlaceOf,
  syncRequest
} from "./app-terminal-flags.js";
import {
  withConfig
} from "./app-terminal-terminal-session.js";
import {
  EXIT
} from "./app-terminal-failure.js";
import {
  DEFAULT_NAME
} from "./state-segments-segment-store.js";
import "./config-explain-explain.js";
import "./config-load-syntax.js";
import "./publish-manifest.js";
import {
  redactWords
} from "./engine-run-record.js";
import "./views-facts-state-words.js";
import "./lib-picomatch.js";
import "./runtime-read-through.js";
import "./config-explain-nearest.js";
import "./views-facts-facts.js";
import "./views-facts-format.js";
import "./model-table-check.js";
import "./state-seal-header.js";
import "./runtime-make-directory.js";
import "./model-table-age.js";
import "./sources-salesforce-options.js";
import "./model-state-format.js";
import "./model-secret.js";
import "./sources-postgres-options.js";
import "./lib-fastest-levenshtein.js";
import "./objects-directory-driver.js";
import "./objects-object-store.js";
import "./runtime-lease.js";
import "./config-load-tree.js";
import "./lib-yaml.js";
import "./config-declare-units.js";
import "./sources-dynamics-options.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-module.js";
import "./objects-in-parallel.js";
import "./lib-p-limit.js";
import "./objects-store-address.js";
import "./model-loopback.js";
import {
  ConfigError
} from "./model-errors.js";
import "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-url.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-process.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import "./builtins-node-path.js";
import "./builtins-node-fs-promises.js";
import "./shared.js";

// src/app/terminal/verify.ts
function verifyCommand(flags) {
  return withConfig(flags, async (session) => verifyAndShow(session, flags), { onFailure: whenNotBegun("verify", flags) });
}
async function verifyAndShow(session, flags) {
  const request = {
    config: session.config,
    ...syncRequest({ ...flags, full: false }),
    auto: false,
    why: "verify",
    output: flags.output ?? null,
    onUnreadableState: flags.onUnreadableState,
    allowDeletes: flags.allowDeletes ?? false,
    notices: session.config.warnings,
    sample: sampleOf(flags.sample),
    repair: flags.repair ?? false
  };
  const place = await statePlaceOf(flags, session.config, process.env);
  const observe = (event) => {
    if (event.type === "notice" && flags.quiet !== true) process.stderr.write(`${session.redactor.redact(event.message)}
`);
  };
  const { result, record } = await runVerify(session, { request, place, stateName: flags.stateName ?? DEFAULT_NAME, observe });
  const shown = redactWords(result, session.redactor.redact);
  if (flags.json) process.stdout.write(`${JSON.stringify(shown, null, 2)}
`);
  else process.stdout.write(`${renderVerification(shown).join("\n")}
`);
  if (session.signal.aborted) return EXIT.interrupted;
  return agrees(result) && (record === null || record.status === "succeeded") ? EXIT.succeeded : EXIT.failed;
}
function sampleOf(written) {
  const size = sampleSize(written);
  if (size !== void 0) return size;
  const message = `--sample ${written}: expected a number of rows, or all.`;
  const hint = "It is how many rows of a Salesforce or Dynamics table are compared value by value: 1000 if you leave it out.";
  throw new ConfigError([{ code: "INPUT_INVALID", message, hint }], "INPUT_INVALID");
}
export {
  verifyCommand
};
