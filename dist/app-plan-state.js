import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  Warehouse,
  takeLaterSyncs
} from "./warehouse-table-full-load.js";
import "./warehouse-load-stage.js";
import "./warehouse-table-layout.js";
import "./warehouse-duckdb-types.js";
import "./lib-duckdb-node-api.js";
import "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./model-column-mask.js";
import "./model-watermark.js";
import "./lib-p-limit.js";
import "./model-errors.js";
import "./shared.js";

// src/app/plan-state.ts
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
async function readPlanState(deps) {
  await mkdir(deps.workDirectory, { recursive: true, mode: 448 });
  const directory = await mkdtemp(join(deps.workDirectory, "plan-"));
  try {
    const file = join(directory, "state.duckdb");
    const restored = await deps.store.restore(file);
    if (restored === null) return { restored: null, tables: [], memories: /* @__PURE__ */ new Map(), history: [], later: null };
    const warehouse = await Warehouse.open(file, {
      directory,
      now: deps.now().toISOString()
    });
    const later = await deps.store.notes?.read(restored) ?? null;
    if (later !== null) await warehouse.database.use(async (c) => takeLaterSyncs(c, later.tables));
    const [tables, memories, history] = [await warehouse.tables(), await warehouse.memory(), await warehouse.history()];
    const found = { restored, tables, memories, history, later };
    await warehouse.close();
    return found;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
export {
  readPlanState
};
