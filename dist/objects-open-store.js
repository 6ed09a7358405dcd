import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openObjectStore
} from "./objects-directory-driver.js";
import "./objects-object-store.js";
import "./runtime-lease.js";
import "./objects-store-address.js";
import "./model-errors.js";
import "./lib-p-retry.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-crypto.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-fs.js";
import "./builtins-node-path.js";
import "./builtins-node-fs-promises.js";
import "./shared.js";
export {
  openObjectStore
};
