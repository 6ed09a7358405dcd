import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  rescue,
  restore
} from "./engine-restore-restore-2.js";
import "./state-workspace-workspace.js";
import "./state-seal-header.js";
import "./runtime-make-directory.js";
import "./model-table-age.js";
import "./warehouse-load-stage.js";
import "./warehouse-duckdb-database.js";
import "./warehouse-table-layout.js";
import "./warehouse-duckdb-types.js";
import "./lib-duckdb-node-api.js";
import "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./runtime-lease.js";
import "./model-watermark.js";
import "./model-table.js";
import "./builtins-node-stream-promises.js";
import "./lib-p-limit.js";
import "./model-errors.js";
import "./builtins-node-timers-promises.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-child_process.js";
import "./builtins-node-util.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import "./builtins-node-path.js";
import "./builtins-node-fs-promises.js";
import "./shared.js";
export {
  rescue,
  restore
};
