import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  look,
  print,
  validateCommand
} from "./app-terminal-look-2.js";
import "./views-terminal-text.js";
import "./app-terminal-terminal-session.js";
import "./app-terminal-failure.js";
import "./config-explain-explain.js";
import "./config-load-syntax.js";
import "./lib-picomatch.js";
import "./config-explain-nearest.js";
import "./views-facts-table-freshness.js";
import "./views-facts-facts.js";
import "./views-facts-format.js";
import "./model-table-check.js";
import "./model-table-age.js";
import "./sources-salesforce-options.js";
import "./model-secret.js";
import "./sources-postgres-options.js";
import "./lib-fastest-levenshtein.js";
import "./config-load-tree.js";
import "./lib-yaml.js";
import "./config-declare-units.js";
import "./sources-dynamics-options.js";
import "./config-declare-options.js";
import "./config-declare-fields.js";
import "./lib-typebox.js";
import "./model-table.js";
import "./model-loopback.js";
import "./model-errors.js";
import "./builtins-node-crypto.js";
import "./builtins-node-util.js";
import "./builtins-node-path.js";
import "./builtins-node-fs-promises.js";
import "./shared.js";
export {
  look,
  print,
  validateCommand
};
