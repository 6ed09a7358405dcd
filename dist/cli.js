#!/usr/bin/env node
import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  runsOnThisNode
} from "./runtime-node-version.js";
import "./shared.js";

// src/main/cli.ts
import nodeModule from "node:module";
if (runsOnThisNode(process)) {
  if (nodeModule.enableCompileCache !== void 0) nodeModule.enableCompileCache();
  void import("./app-terminal-program.js").then(({ startCli }) => startCli());
}
