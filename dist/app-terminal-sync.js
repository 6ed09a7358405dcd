import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openTerminal,
  renderJson,
  syncCommand
} from "./lib-slice-ansi.js";
import "./app-sync.js";
import "./views-terminal-final-lines.js";
import "./app-shared-stores.js";
import "./runtime-native-install.js";
import "./app-terminal-flags.js";
import "./state-pieces-pieces-store.js";
import "./app-terminal-terminal-session.js";
import "./app-terminal-failure.js";
import "./lib-yaml.js";
import "./objects-in-parallel.js";
import "./objects-directory-driver.js";
import "./objects-store-address.js";
import "./publish-manifest.js";
import "./views-facts-state-words.js";
import "./views-facts-facts.js";
import "./lib-picomatch.js";
import "./views-facts-format.js";
import "./objects-object-store.js";
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
import "./model-errors.js";
import "./shared.js";
export {
  openTerminal,
  renderJson,
  syncCommand
};
