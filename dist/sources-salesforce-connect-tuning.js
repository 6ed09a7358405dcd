import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  TUNING
} from "./sources-salesforce-connect-tuning-2.js";
import "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./shared.js";
export {
  TUNING
};
