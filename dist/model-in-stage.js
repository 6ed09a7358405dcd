import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  findStagesBy
} from "./model-errors.js";
import {
  __commonJS,
  __require,
  __toESM
} from "./shared.js";

// builtins:node:async_hooks
var require_node_async_hooks = __commonJS({
  "builtins:node:async_hooks"(exports, module) {
    module.exports = __require("node:async_hooks");
  }
});

// src/model/in-stage.ts
var import_node_async_hooks = __toESM(require_node_async_hooks(), 1);
var entered = new import_node_async_hooks.AsyncLocalStorage();
var failedIn = /* @__PURE__ */ new WeakMap();
async function inStage(stage, work) {
  try {
    return await entered.run(stage, work);
  } catch (error) {
    if (typeof error === "object" && error !== null && stageFailed(error) === null) failedIn.set(error, stage);
    throw error;
  }
}
findStagesBy((error) => stageFailed(error) ?? entered.getStore() ?? null);
function stageFailed(error) {
  for (let one = error; typeof one === "object" && one !== null; one = one.cause) {
    const stage = failedIn.get(one);
    if (stage !== void 0) return stage;
  }
  return null;
}

// src/model/path-name.ts
function safeName(name) {
  return encoded(name, /[^A-Za-z0-9_.-]/gu);
}
function fileName(name) {
  return encoded(name, /[%/\\:*?"<>|\p{Cc}]/gu);
}
function encoded(name, signs) {
  const safe = name.replaceAll(signs, (sign) => [...Buffer.from(sign)].map(percent).join(""));
  return /^\.+$/.test(safe) ? safe.replaceAll(".", "%2E") : safe;
}
function percent(byte) {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

export {
  inStage,
  safeName,
  fileName
};
