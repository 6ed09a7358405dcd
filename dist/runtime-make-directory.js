import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/runtime/make-directory.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
async function makeDirectory(directory, mode = 511) {
  try {
    return await (0, import_promises.mkdir)(directory, { recursive: true, mode });
  } catch (error) {
    if (error.code === "ENOENT") await (0, import_promises.mkdir)(await firstMissing(directory), { mode });
    throw error;
  }
}
async function firstMissing(directory) {
  const parent = (0, import_node_path.dirname)(directory);
  const isThere = parent === directory || await (0, import_promises.stat)(parent).catch(() => null) !== null;
  return isThere ? directory : firstMissing(parent);
}

export {
  makeDirectory
};
