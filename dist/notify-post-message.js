import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  PATIENCE,
  post
} from "./notify-post-message-2.js";
import "./runtime-http.js";
import "./runtime-proxy.js";
import "./lib-p-retry.js";
import "./shared.js";
export {
  PATIENCE,
  post
};
