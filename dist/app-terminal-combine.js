import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  combineOutputs,
  combinedWords
} from "./app-combine.js";
import {
  renderJson
} from "./lib-slice-ansi.js";
import "./app-sync.js";
import "./views-terminal-final-lines.js";
import "./app-shared-stores.js";
import "./runtime-native-install.js";
import "./app-terminal-flags.js";
import "./state-pieces-pieces-store.js";
import {
  openTerminalSession,
  shown
} from "./app-terminal-terminal-session.js";
import {
  EXIT
} from "./app-terminal-failure.js";
import "./lib-ajv.js";
import "./config-load-tree.js";
import "./lib-yaml.js";
import "./lib-picomatch.js";
import "./state-state-errors.js";
import "./publish-manifest.js";
import "./views-facts-state-words.js";
import "./model-state-format.js";
import {
  failuresOf
} from "./views-facts-facts.js";
import "./views-facts-format.js";
import "./model-table-check.js";
import "./model-table-age.js";
import "./model-secret.js";
import "./sources-postgres-options.js";
import "./lib-fastest-levenshtein.js";
import "./objects-directory-driver.js";
import "./objects-object-store.js";
import "./runtime-lease.js";
import "./sources-dynamics-options.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./model-column-mask.js";
import "./objects-in-parallel.js";
import "./lib-p-limit.js";
import "./objects-store-address.js";
import "./model-loopback.js";
import "./model-errors.js";
import "./lib-p-retry.js";
import "./shared.js";

// src/app/terminal/combine.ts
async function combineCommand(directories, flags) {
  const session = openTerminalSession();
  return shown(session, flags.json, async () => {
    const record = await combineOutputs(session, { directories, output: flags.output });
    if (flags.json) process.stdout.write(renderJson(record));
    for (const { error } of failuresOf(record)) process.stderr.write(`${error.code}: ${error.message}
  ${error.hint}
`);
    if (flags.quiet !== true) process.stderr.write(`${combinedWords(record)}
`);
    return record.status === "succeeded" ? EXIT.succeeded : EXIT.failed;
  });
}
export {
  combineCommand
};
