import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/runtime/lease.ts
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
var SIGHTINGS = 3;
var ATTEMPTS = 200;
async function takeLease(path, who) {
  const content = JSON.stringify({ ...who, ...await identify(who.pid) });
  const sightings = /* @__PURE__ */ new Map();
  for (let attempt = 1; ; attempt++) {
    const own = `${path}.${randomUUID()}`;
    await writeFile(`${own}.part`, content, { mode: 384, flag: "wx" });
    await rename(`${own}.part`, own);
    const other = await findLiving(path, own);
    if (other === null) return lease(own);
    await rm(own, { force: true });
    const seen = (sightings.get(other.file) ?? 0) + 1;
    if (seen >= SIGHTINGS || attempt >= ATTEMPTS) return other.holder;
    sightings.set(other.file, seen);
    await wait(5 + Math.random() * 20);
  }
}
function isLease(result) {
  return "release" in result;
}
function lease(own) {
  return {
    held: () => stat(own).then(
      () => true,
      () => false
    ),
    release: () => rm(own, { force: true })
  };
}
async function findLiving(path, own) {
  const directory = dirname(path);
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(directory)) {
    const file = join(directory, name);
    if (!name.startsWith(prefix) || name.endsWith(".part") || file === own) continue;
    const holder = await readHolder(file);
    if (holder !== null && await isAlive(holder)) return { file, holder };
    await rm(file, { force: true });
  }
  return null;
}
async function readHolder(file) {
  try {
    const holder = JSON.parse(await readFile(file, "utf8"));
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
      return (await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)])).stdout.trim();
    }
  } catch {
  }
  return "";
}
async function startOnLinux(pid) {
  const stat2 = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat2.slice(stat2.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return DEAD;
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8");
  return `${boot.trim()}/${fields[19]}`;
}
function codeOf(thrown) {
  return thrown?.code;
}

export {
  takeLease,
  isLease
};
