import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openTerminal,
  renderJson,
  syncCommand,
  whenNotBegun
} from "./lib-slice-ansi.js";
import "./app-sync.js";
import "./views-terminal-final-lines.js";
import "./app-shared-stores.js";
import "./runtime-native-install.js";
import "./app-terminal-flags.js";
import "./app-terminal-terminal-session.js";
import "./app-terminal-failure.js";
import "./state-segments-segment-store.js";
import "./config-explain-explain.js";
import "./config-load-syntax.js";
import "./publish-manifest.js";
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
import "./model-errors.js";
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
export {
  openTerminal,
  renderJson,
  syncCommand,
  whenNotBegun
};
