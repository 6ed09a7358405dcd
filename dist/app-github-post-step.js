import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  STATE,
  WORK_DIRECTORY,
  readInputs,
  reportFailure,
  statePlaceOf,
  writeSummary
} from "./state-cache-cache-store.js";
import "./app-job-count.js";
import "./app-export.js";
import "./app-verify.js";
import "./views-terminal-final-lines.js";
import "./app-shared-stores.js";
import {
  prepareNative
} from "./runtime-native-install.js";
import "./state-segments-segment-store.js";
import {
  createRedactor,
  endProcess
} from "./config-explain-explain.js";
import "./config-load-syntax.js";
import {
  inline
} from "./views-summary-markdown.js";
import {
  getInput,
  getState,
  info,
  notice,
  setSecret
} from "./lib-undici.js";
import "./views-facts-state-words.js";
import "./lib-picomatch.js";
import "./runtime-read-through.js";
import "./config-explain-nearest.js";
import "./views-facts-table-freshness.js";
import "./views-facts-facts.js";
import {
  size
} from "./views-facts-format.js";
import "./model-table-check.js";
import {
  readWork
} from "./state-workspace-workspace.js";
import "./state-seal-header.js";
import "./runtime-make-directory.js";
import "./model-table-age.js";
import "./builtins-https.js";
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
import "./builtins-events.js";
import "./builtins-crypto.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-module.js";
import "./objects-in-parallel.js";
import "./lib-p-limit.js";
import "./objects-store-address.js";
import "./model-loopback.js";
import "./model-errors.js";
import "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-url.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import "./builtins-node-path.js";
import "./builtins-node-fs-promises.js";
import "./shared.js";

// src/app/github/post-step.ts
async function startPost() {
  endProcess(process, await postStep());
}
async function postStep() {
  const redactor = createRedactor((form) => setSecret(form));
  try {
    const expected = getState(WORK_DIRECTORY);
    if (expected === "" || await readWork(expected) === null) return 0;
    const inputs = readInputs((name) => getInput(name));
    if (inputs.stateKey !== void 0) redactor.add(inputs.stateKey.reveal());
    const { store, workDirectory } = await statePlaceOf(
      { ...inputs, state: getState(STATE) || "cache" },
      process.env,
      "post"
    );
    await prepareNative({ env: process.env, log: info });
    const { rescue } = await import("./engine-restore-restore.js");
    const rescued = await rescue({ workDirectory, store, now: () => /* @__PURE__ */ new Date() });
    if (rescued === null) return 0;
    const { generation, bytes } = rescued.saved;
    const what = `The run ended before it could save. Its committed work is saved now (generation ${generation}, ${size(bytes)}); the next run continues from there.`;
    notice(what);
    await writeSummary(`⏸️ ${inline(what)}
`);
    return 0;
  } catch (error) {
    await reportFailure(error, redactor, "What the cut run had committed could not be saved");
    return 1;
  }
}
export {
  startPost
};
