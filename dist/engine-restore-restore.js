import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  rescue,
  restore
} from "./engine-restore-restore-2.js";
import "./state-workspace-workspace.js";
import "./state-state-errors.js";
import "./warehouse-table-full-load.js";
import "./warehouse-load-stage.js";
import "./warehouse-table-layout.js";
import "./warehouse-duckdb-types.js";
import "./lib-duckdb-node-api.js";
import "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./model-table-age.js";
import "./runtime-lease.js";
import "./model-column-mask.js";
import "./model-watermark.js";
import "./lib-p-limit.js";
import "./model-errors.js";
import "./shared.js";
export {
  rescue,
  restore
};
