import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_promises as require_promises2
} from "./builtins-node-timers-promises.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_child_process
} from "./builtins-node-child_process.js";
import {
  require_node_util
} from "./builtins-node-util.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/runtime/lease.ts
var import_node_child_process = __toESM(require_node_child_process(), 1);
var import_node_crypto = __toESM(require_node_crypto(), 1);
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
var import_promises2 = __toESM(require_promises2(), 1);
var import_node_util = __toESM(require_node_util(), 1);
var SIGHTINGS = 3;
var ATTEMPTS = 200;
async function takeLease(path, who) {
  const content = JSON.stringify({ ...who, ...await identify(who.pid) });
  const sightings = /* @__PURE__ */ new Map();
  for (let attempt = 1; ; attempt++) {
    const own = `${path}.${(0, import_node_crypto.randomUUID)()}`;
    await (0, import_promises.writeFile)(`${own}.part`, content, { mode: 384, flag: "wx" });
    await (0, import_promises.rename)(`${own}.part`, own);
    const other = await findLiving(path, own);
    if (other === null) return lease(own);
    await (0, import_promises.rm)(own, { force: true });
    const seen = (sightings.get(other.file) ?? 0) + 1;
    if (seen >= SIGHTINGS || attempt >= ATTEMPTS) return other.holder;
    sightings.set(other.file, seen);
    await (0, import_promises2.setTimeout)(5 + Math.random() * 20);
  }
}
function isLease(result) {
  return "release" in result;
}
function lease(own) {
  return {
    held: () => (0, import_promises.stat)(own).then(
      () => true,
      () => false
    ),
    release: () => (0, import_promises.rm)(own, { force: true })
  };
}
async function findLiving(path, own) {
  const directory = (0, import_node_path.dirname)(path);
  const prefix = `${(0, import_node_path.basename)(path)}.`;
  for (const name of await (0, import_promises.readdir)(directory)) {
    const file = (0, import_node_path.join)(directory, name);
    if (!name.startsWith(prefix) || name.endsWith(".part") || file === own) continue;
    const holder = await readHolder(file);
    if (holder !== null && await isAlive(holder)) return { file, holder };
    await (0, import_promises.rm)(file, { force: true });
  }
  return null;
}
async function readHolder(file) {
  try {
    const holder = JSON.parse(await (0, import_promises.readFile)(file, "utf8"));
    return Number.isInteger(holder?.pid) && typeof holder?.started === "string" ? holder : null;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || error instanceof SyntaxError) return null;
    throw error;
  }
}
async function identify(pid) {
  return { pid, started: await startOf(pid) };
}
async function isAlive(identity) {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if (codeOf(error) !== "EPERM") return false;
  }
  const started = await startOf(identity.pid);
  if (started === DEAD) return false;
  return started === "" || identity.started === "" || started === identity.started;
}
var DEAD = "dead";
async function startOf(pid) {
  try {
    if (process.platform === "linux") return await startOnLinux(pid);
    if (process.platform === "darwin") {
      return (await (0, import_node_util.promisify)(import_node_child_process.execFile)("ps", ["-o", "lstart=", "-p", String(pid)])).stdout.trim();
    }
  } catch {
  }
  return "";
}
async function startOnLinux(pid) {
  const stat2 = await (0, import_promises.readFile)(`/proc/${pid}/stat`, "utf8");
  const fields = stat2.slice(stat2.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return DEAD;
  const boot = await (0, import_promises.readFile)("/proc/sys/kernel/random/boot_id", "utf8");
  return `${boot.trim()}/${fields[19]}`;
}
function codeOf(thrown) {
  return thrown?.code;
}

export {
  takeLease,
  isLease
};
