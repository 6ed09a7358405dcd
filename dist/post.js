import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  runsOnThisNode
} from "./runtime-node-version.js";
import "./shared.js";

// src/main/post.ts
if (runsOnThisNode(process)) void import("./app-github-post-step.js").then(({ startPost }) => startPost());
