import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  Warehouse,
  takeLaterSyncs
} from "./warehouse-load-stage.js";
import "./warehouse-duckdb-database.js";
import "./warehouse-table-layout.js";
import "./warehouse-duckdb-types.js";
import "./lib-duckdb-node-api.js";
import "./warehouse-duckdb-sql.js";
import "./model-state-format.js";
import "./model-watermark.js";
import "./model-table.js";
import "./builtins-node-stream-promises.js";
import "./lib-p-limit.js";
import "./model-errors.js";
import "./builtins-node-stream.js";
import "./builtins-node-crypto.js";
import "./builtins-node-util.js";
import "./builtins-node-os.js";
import "./builtins-node-fs.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/app/plan-state.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
async function readPlanState(deps) {
  await (0, import_promises.mkdir)(deps.workDirectory, { recursive: true, mode: 448 });
  const directory = await (0, import_promises.mkdtemp)((0, import_node_path.join)(deps.workDirectory, "plan-"));
  try {
    const file = (0, import_node_path.join)(directory, "state.duckdb");
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
    await (0, import_promises.rm)(directory, { recursive: true, force: true });
  }
}
export {
  readPlanState
};
