#!/usr/bin/env node
import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  runsOnThisNode
} from "./runtime-node-version.js";
import {
  require_node_module
} from "./builtins-node-module.js";
import {
  __toESM
} from "./shared.js";

// src/main/cli.ts
var import_node_module = __toESM(require_node_module(), 1);
if (runsOnThisNode(process)) {
  if (import_node_module.default.enableCompileCache !== void 0) import_node_module.default.enableCompileCache();
  void import("./app-terminal-program.js").then(({ startCli }) => startCli());
}
