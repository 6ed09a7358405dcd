import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  directoryPlace,
  readPlanState
} from "./state-seal-sealed-file.js";
import "./warehouse-table-full-load.js";
import "./lib-duckdb-node-api.js";
import "./model-column-mask.js";
import "./model-watermark.js";
import "./lib-p-limit.js";
import "./model-errors.js";
import "./shared.js";
export {
  directoryPlace,
  readPlanState
};
