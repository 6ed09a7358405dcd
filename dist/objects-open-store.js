import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openObjectStore
} from "./objects-directory-driver.js";
import "./objects-object-store.js";
import "./runtime-lease.js";
import "./objects-store-address.js";
import "./model-errors.js";
import "./lib-p-retry.js";
import "./shared.js";
export {
  openObjectStore
};
