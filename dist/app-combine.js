import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  prepareNative
} from "./runtime-native-install.js";
import {
  require_node_os
} from "./builtins-node-os.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/app/combine.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_os = __toESM(require_node_os(), 1);
var import_node_path = __toESM(require_node_path(), 1);
async function combineOutputs(session, request) {
  await prepareNative({ env: session.env, log: session.log });
  const { combine } = await import("./combine-combine.js");
  const directories = (await Promise.all(request.directories.map(expanded))).flat();
  if (request.quiet !== true) session.log(`combine: ${directories.join(", ")}`);
  return combine({ directories, output: request.output, threads: (0, import_node_os.availableParallelism)(), now: () => /* @__PURE__ */ new Date() });
}
async function expanded(written) {
  if (!written.endsWith("/*")) return [written];
  const parent = written.slice(0, -2);
  const entries = await (0, import_promises.readdir)(parent, { withFileTypes: true }).catch(() => []);
  const found = entries.filter((entry) => entry.isDirectory()).map((entry) => (0, import_node_path.join)(parent, entry.name));
  return found.length === 0 ? [written] : found.sort();
}
function combinedWords({ tables, output, status }) {
  const rows = tables.reduce((sum, t) => sum + t.rows, 0).toLocaleString("en-US");
  const failed = tables.filter((t) => t.status === "failed").length;
  const end = status === "succeeded" ? "" : failed > 0 ? `; ${failed} failed` : "; failed";
  return `Combined ${tables.length === 1 ? "1 table" : `${tables.length} tables`} with ${rows} rows in ${output?.directory ?? ""}${end}.`;
}

export {
  combineOutputs,
  combinedWords
};
