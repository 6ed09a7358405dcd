import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
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
  prepareNative
} from "./runtime-native-install.js";
import "./state-pieces-pieces-store.js";
import {
  dependencies
} from "./lib-yaml.js";
import "./model-table-check.js";
import "./objects-in-parallel.js";
import "./objects-directory-driver.js";
import "./objects-object-store.js";
import "./objects-store-address.js";
import {
  redactWords
} from "./engine-run-record.js";
import "./lib-picomatch.js";
import {
  count,
  counted,
  duration
} from "./views-facts-format.js";
import "./state-state-errors.js";
import "./runtime-lease.js";
import "./model-state-format.js";
import "./sources-postgres-options.js";
import "./lib-fastest-levenshtein.js";
import "./lib-p-limit.js";
import "./sources-dynamics-options.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./model-column-mask.js";
import "./model-loopback.js";
import "./lib-p-retry.js";
import "./model-secret.js";
import {
  ConfigError
} from "./model-errors.js";
import "./shared.js";

// src/model/verification.ts
function agrees({ tables }) {
  return tables.every((t) => t.status !== "drift" && t.status !== "failed");
}

// src/views/terminal/text-verify.ts
var MARKS = {
  same: "same",
  explained: "same but for changes that the next run reads",
  drift: "DIFFERS",
  repaired: "repaired",
  failed: "FAILED",
  skipped: "skipped"
};
function renderVerification({ tables }) {
  return tables.flatMap((t) => [
    `${t.source}.${t.table}  ${MARKS[t.status]}  ${count(t.here)} rows here, ${count(t.there)} there  (${duration(t.seconds)})`,
    `  ${t.how}`,
    ...differences(t) === "" ? [] : [`  ${differences(t)}`],
    ...t.file === null ? [] : [`  keys: ${t.file}`],
    ...t.error === null ? [] : [`  ${t.error.code}: ${t.error.message}`, `  ${t.error.hint}`]
  ]);
}
function differences({ missing, extra, altered, doubled, explained }) {
  const parts = [
    [missing, "missing"],
    [extra, "not at the source"],
    [altered, "altered"],
    [doubled, "doubled"]
  ];
  const found = parts.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${what}`);
  if (found.length === 0) return "";
  return `${found.join(", ")}${explained > 0 ? `; of these the next run brings ${counted(explained, "row")}` : ""}`;
}

// src/app/verify.ts
async function runVerify(session, request, place, observe) {
  await prepareNative({ env: session.env, log: session.log });
  const { verify } = await import("./engine-verify-verify-run.js");
  return verify(request, { ...dependencies(session, place, observe), store: place.store, encrypted: place.encrypted });
}

// src/app/terminal/verify.ts
function verifyCommand(flags) {
  return withConfig(flags, async (session) => {
    const sample = sampleOf(flags.sample);
    const request = {
      config: session.config,
      ...syncRequest({ ...flags, full: false }),
      auto: false,
      why: "verify",
      output: flags.output ?? null,
      onUnreadableState: flags.onUnreadableState,
      allowDeletes: flags.allowDeletes ?? false,
      sample,
      repair: flags.repair ?? false
    };
    const tell = (message) => process.stderr.write(`${session.redactor.redact(message)}
`);
    const { result, record } = await runVerify(
      session,
      request,
      await statePlaceOf(flags, session.config, process.env),
      (event) => {
        if (event.type === "notice" && flags.quiet !== true) tell(event.message);
      }
    );
    const shown = redactWords(result, session.redactor.redact);
    if (flags.json) process.stdout.write(`${JSON.stringify(shown, null, 2)}
`);
    else process.stdout.write(`${renderVerification(shown).join("\n")}
`);
    if (session.signal.aborted) return EXIT.interrupted;
    return agrees(result) && (record === null || record.status === "succeeded") ? EXIT.succeeded : EXIT.failed;
  });
}
function sampleOf(written) {
  if (written === "all") return "all";
  if (/^\d{1,7}$/.test(written)) return Number(written);
  const message = `--sample ${written}: expected a number of rows, or all.`;
  const hint = "It is how many rows of a Salesforce or Dynamics table are compared value by value: 1000 if you leave it out.";
  throw new ConfigError([{ code: "INPUT_INVALID", message, hint }], "INPUT_INVALID");
}
export {
  sampleOf,
  verifyCommand
};
