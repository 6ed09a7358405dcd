import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  PATIENCE,
  post
} from "./notify-post-message-2.js";
import "./runtime-http.js";
import "./builtins-node-stream-promises.js";
import "./builtins-node-http.js";
import "./runtime-proxy.js";
import "./builtins-node-https.js";
import "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./shared.js";
export {
  PATIENCE,
  post
};
