import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  openLeftWorkspace
} from "./state-workspace-workspace.js";
import {
  Warehouse
} from "./warehouse-table-full-load.js";
import "./lib-duckdb-node-api.js";
import "./runtime-lease.js";
import "./warehouse-duckdb-types.js";
import "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./model-watermark.js";
import "./lib-p-limit.js";
import "./model-column-mask.js";
import "./model-errors.js";
import "./shared.js";

// src/engine/rescue.ts
async function rescue({ workDirectory, store, now }) {
  const workspace = await openLeftWorkspace({
    directory: workDirectory,
    store,
    runId: `post-${now().toISOString()}`,
    pid: process.pid,
    clock: now
  });
  if (workspace === null) return null;
  try {
    const warehouse = await Warehouse.open(workspace.file, {
      directory: workDirectory,
      now: now().toISOString()
    });
    await warehouse.close();
    return { runId: workspace.recovered?.runId ?? "", saved: await workspace.save() };
  } finally {
    await workspace.close();
  }
}
export {
  rescue
};
