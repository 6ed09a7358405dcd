import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  prepareNative
} from "./runtime-native-install.js";

// src/app/combine.ts
import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
async function combineOutputs(session, request) {
  await prepareNative({ env: session.env, log: session.log });
  const { combine } = await import("./combine-combine.js");
  const directories = (await Promise.all(request.directories.map(expanded))).flat();
  return combine({ directories, output: request.output, threads: availableParallelism(), now: () => /* @__PURE__ */ new Date() });
}
async function expanded(written) {
  if (!written.endsWith("/*")) return [written];
  const parent = written.slice(0, -2);
  const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
  const found = entries.filter((entry) => entry.isDirectory()).map((entry) => join(parent, entry.name));
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
