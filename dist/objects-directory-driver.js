import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  ObjectStoreError
} from "./objects-object-store.js";
import {
  isLease,
  takeLease
} from "./runtime-lease.js";
import {
  DriverFailure,
  connectionFailure,
  parseStoreAddress
} from "./objects-store-address.js";
import {
  HighwaterError
} from "./model-errors.js";
import {
  retry
} from "./lib-p-retry.js";
import {
  require_promises as require_promises2
} from "./builtins-node-timers-promises.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_fs
} from "./builtins-node-fs.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/objects/directory-driver.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var import_node_fs = __toESM(require_node_fs(), 1);
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);
var import_promises2 = __toESM(require_promises2(), 1);
var OWN = ".highwater-objects";
var LEFT_AFTER_MS = 24 * 36e5;
var LOCK_WAIT_MS = 6e4;
function directoryDriver(root) {
  const path = (key) => (0, import_node_path.join)(root, ...key.split("/"));
  let swept;
  const write = async (key, { condition }, fill) => {
    swept ??= sweep(root);
    await swept;
    const part = (0, import_node_path.join)(root, OWN, (0, import_node_crypto.randomUUID)());
    await (0, import_promises.mkdir)((0, import_node_path.dirname)(part), { recursive: true });
    await (0, import_promises.mkdir)((0, import_node_path.dirname)(path(key)), { recursive: true });
    try {
      await fill(part);
      return "tag" in condition ? await replace(root, part, path(key), condition.tag) : await place(part, path(key));
    } finally {
      await (0, import_promises.rm)(part, { force: true });
    }
  };
  const driver = {
    address: root,
    largestWrite: 1024 * 1024,
    read: async (key, range) => readWhole(path(key), range),
    async look(key) {
      const found = await readWhole(path(key), null);
      if (found === null) return null;
      const { mtime } = await (0, import_promises.stat)(path(key));
      return { key, bytes: found.body.length, tag: found.tag, modified: mtime, mark: "" };
    },
    list: async (prefix) => ({ objects: await listFiles(root, prefix), next: null }),
    write: async (key, body, options) => write(key, options, async (part) => (0, import_promises.writeFile)(part, body, { flush: true })),
    writeFile: async (key, file, options) => write(key, options, async (part) => copy(file, part)),
    remove: async (key) => (0, import_promises.rm)(path(key), { force: true }),
    close: () => void 0
  };
  return translated(driver);
}
async function copy(file, part) {
  await (0, import_promises.copyFile)(file, part, import_node_fs.constants.COPYFILE_EXCL | import_node_fs.constants.COPYFILE_FICLONE);
  await flush(part, "r+");
}
async function place(part, target) {
  const tag = await tagOf(part);
  try {
    await (0, import_promises.link)(part, target);
  } catch (error) {
    if (codeOf(error) === "EEXIST") return "not met";
    throw error;
  }
  await flushFolder((0, import_node_path.dirname)(target));
  return { tag };
}
async function replace(root, part, target, expected) {
  const release = await lock((0, import_node_path.join)(root, OWN, `${(0, import_node_crypto.createHash)("sha256").update(target).digest("hex").slice(0, 16)}.lock`));
  try {
    const current = await tagOf(target).catch((error) => {
      if (codeOf(error) === "ENOENT") return null;
      throw error;
    });
    if (current !== expected) return "not met";
    const tag = await tagOf(part);
    await (0, import_promises.rename)(part, target);
    await flushFolder((0, import_node_path.dirname)(target));
    return { tag };
  } finally {
    await release();
  }
}
async function lock(path) {
  const deadline = Date.now() + LOCK_WAIT_MS;
  for (; ; ) {
    const lease = await takeLease(path, { pid: process.pid, runId: "", since: (/* @__PURE__ */ new Date()).toISOString() });
    if (isLease(lease)) return lease.release;
    if (Date.now() > deadline)
      throw new DriverFailure(`process ${lease.pid} has been writing there since ${lease.since}`, {
        problem: "busy",
        transient: false
      });
    await (0, import_promises2.setTimeout)(10 + Math.random() * 20);
  }
}
async function tagOf(file) {
  const handle = await (0, import_promises.open)(file, "r");
  try {
    const hash = (0, import_node_crypto.createHash)("sha256");
    for await (const chunk of handle.createReadStream({ highWaterMark: 1024 * 1024, autoClose: false }))
      hash.update(chunk);
    return hash.digest("hex");
  } finally {
    await handle.close();
  }
}
async function readWhole(file, range) {
  let handle;
  try {
    handle = await (0, import_promises.open)(file, "r");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(String(codeOf(error)))) return null;
    throw error;
  }
  try {
    const all = await handle.readFile();
    const tag = (0, import_node_crypto.createHash)("sha256").update(all).digest("hex");
    return { body: range === null ? all : all.subarray(range.start, range.end), tag };
  } finally {
    await handle.close();
  }
}
async function listFiles(root, prefix) {
  const folder = (0, import_node_path.join)(root, ...prefix.split("/").slice(0, -1));
  const found = await (0, import_promises.readdir)(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (["ENOENT", "ENOTDIR"].includes(String(codeOf(error)))) return [];
    throw error;
  });
  const objects = [];
  for (const entry of found) {
    const file = (0, import_node_path.join)(entry.parentPath, entry.name);
    const key = (0, import_node_path.relative)(root, file).split(import_node_path.sep).join("/");
    if (!entry.isFile() || key.startsWith(`${OWN}/`) || !key.startsWith(prefix)) continue;
    const facts = await (0, import_promises.stat)(file).catch(() => null);
    if (facts !== null) objects.push({ key, bytes: facts.size, modified: facts.mtime });
  }
  return objects;
}
async function sweep(root) {
  const folder = (0, import_node_path.join)(root, OWN);
  for (const name of await (0, import_promises.readdir)(folder).catch(() => [])) {
    const facts = await (0, import_promises.stat)((0, import_node_path.join)(folder, name)).catch(() => null);
    if (facts !== null && Date.now() - facts.mtimeMs > LEFT_AFTER_MS) await (0, import_promises.rm)((0, import_node_path.join)(folder, name), { force: true });
  }
}
async function flush(file, flags) {
  const handle = await (0, import_promises.open)(file, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
async function flushFolder(folder) {
  if (process.platform !== "win32") await flush(folder, "r");
}
function codeOf(thrown) {
  return thrown?.code;
}
function translated(driver) {
  const guard = (method) => async (...args) => method(...args).catch((error) => {
    if (error instanceof DriverFailure) throw error;
    throw localFailure(error);
  });
  const { read, look, list, write, writeFile: writeLarge, remove } = driver;
  return {
    ...driver,
    read: guard(read),
    look: guard(look),
    list: guard(list),
    write: guard(write),
    writeFile: guard(writeLarge),
    remove: guard(remove)
  };
}
function localFailure(error) {
  const code = String(codeOf(error));
  const { message, problem } = connectionFailure(error);
  if (["EACCES", "EPERM", "EROFS"].includes(code))
    return new DriverFailure(message, {
      problem: "refused",
      transient: false,
      cause: error,
      hint: "Check that this user may write to the directory, and that its file system has hard links."
    });
  return new DriverFailure(message, {
    problem: problem === "full" ? "full" : "other",
    transient: false,
    cause: error,
    hint: "Check the directory and its permissions."
  });
}

// src/objects/reliable-store.ts
var import_node_crypto3 = __toESM(require_node_crypto(), 1);
var import_promises3 = __toESM(require_promises(), 1);

// src/objects/try-store.ts
var import_node_crypto2 = __toESM(require_node_crypto(), 1);
async function tryStore(driver, again, signal) {
  const key = `highwater-try-${(0, import_node_crypto2.randomUUID)()}`;
  const write = async (condition, text) => again(async () => driver.write(key, Buffer.from(text), { condition, mark: (0, import_node_crypto2.randomUUID)(), signal }));
  try {
    await write({ absent: true }, `first ${key}`);
    if (await write({ absent: true }, `second ${key}`) !== "not met")
      throw unsafe(driver.address, "create only (If-None-Match: *)");
    const before = await again(async () => driver.look(key, signal));
    if (before === null) throw unsafe(driver.address, "an object that was just written can be read");
    if (await write({ tag: before.tag }, `third ${key}`) === "not met") {
      const now = await again(async () => driver.look(key, signal));
      if (now === null || now.tag === before.tag) throw unsafe(driver.address, "replace the version that was read (If-Match)");
    }
    if (await write({ tag: before.tag }, `fourth ${key}`) !== "not met")
      throw unsafe(driver.address, "replace only the version that was read (If-Match)");
  } finally {
    await again(async () => driver.remove(key, signal)).catch(() => void 0);
  }
}
function unsafe(address, condition) {
  return new HighwaterError(
    "STATE_STORE_UNSAFE",
    `${address} ignores a condition of writing: ${condition}. Two runs could overwrite each other there.`,
    "Use a store that keeps conditional writes: AWS S3, Cloudflare R2, MinIO, Google Cloud Storage, Azure Blob Storage, or a newer version of this one."
  );
}

// src/objects/reliable-store.ts
var RETRIES = { attempts: 8, firstDelayMs: 200, longestDelayMs: 2e4, longestRetryAfterMs: 6e4 };
function reliableStore({
  driver,
  signal = new AbortController().signal,
  retryPolicy = RETRIES
}) {
  const again = async (work) => retry(work, { policy: retryPolicy, signal, worthRetrying }).catch((error) => {
    throw error instanceof DriverFailure ? finalError(error) : error;
  });
  let tried;
  const write = async (key, condition, source) => {
    tried ??= tryStore(driver, again, signal);
    await tried;
    const options = { condition, mark: (0, import_node_crypto3.randomUUID)(), signal };
    return again(async () => {
      const answer = await sent(driver, key, source, options);
      if (answer !== "not met") return answer;
      const found = await driver.look(key, signal);
      if (found !== null && found.mark !== "" && found.mark === options.mark) return { tag: found.tag };
      if (found === null && "absent" in condition)
        throw new DriverFailure("the object came and went", { problem: "busy", transient: true });
      return "not met";
    });
  };
  const create = async (key, source) => {
    const answer = await write(checked(key), { absent: true }, source);
    return answer === "not met" ? { outcome: "exists" } : { outcome: "created", tag: answer.tag };
  };
  return {
    address: driver.address,
    get: async (key, range) => again(async () => driver.read(checked(key), range ?? null, signal)),
    head: async (key) => again(async () => driver.look(checked(key), signal)),
    list: (prefix) => listed(async (from) => again(async () => driver.list(prefix, from, signal))),
    create,
    async replace(key, body, tag) {
      const answer = await write(checked(key), { tag }, body);
      return answer === "not met" ? { outcome: "moved" } : { outcome: "replaced", tag: answer.tag };
    },
    async createFromFile(key, file) {
      const { size } = await (0, import_promises3.stat)(file);
      return create(key, size > driver.largestWrite ? { file } : await (0, import_promises3.readFile)(file));
    },
    remove: async (key) => again(async () => driver.remove(checked(key), signal)),
    close: () => driver.close()
  };
}
async function sent(driver, key, source, options) {
  return Buffer.isBuffer(source) ? driver.write(key, source, options) : driver.writeFile(key, source.file, options);
}
async function* listed(page) {
  let from = null;
  do {
    const { objects, next } = await page(from);
    for (const object of objects) if (isKey(object.key)) yield object;
    from = next;
  } while (from !== null);
}
function worthRetrying(error) {
  if (!(error instanceof DriverFailure) || !error.transient) return null;
  return error.afterMs === void 0 ? {} : { afterMs: error.afterMs };
}
var HINTS = {
  busy: "Run again later; if it stays so, check that this machine reaches the store, and the status page of its provider.",
  refused: "Check that the job signs in to this store, and that its role may read, write, list and delete objects under the prefix.",
  absent: "Create the bucket (or container) first, or correct its name.",
  full: "Free space in the store, or raise its quota.",
  other: "Check the address, the endpoint and the region of the store."
};
function finalError(failure) {
  return new ObjectStoreError(failure.problem, failure.message, failure.hint ?? HINTS[failure.problem], failure);
}
function checked(key) {
  if (!isKey(key)) throw new Error(`no key of an object: ${key}`);
  return key;
}
function isKey(key) {
  return key.length <= 900 && key.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

// src/objects/open-store.ts
async function openObjectStore(address, options) {
  const parsed = typeof address === "string" ? parseStoreAddress(address, options.setting) : address;
  const driver = await driverOf(parsed, options);
  const { signal, retryPolicy } = options;
  return reliableStore({
    driver,
    ...signal === void 0 ? {} : { signal },
    ...retryPolicy === void 0 ? {} : { retryPolicy }
  });
}
async function driverOf(address, { env }) {
  switch (address.kind) {
    case "directory":
      return directoryDriver(address.path);
    case "s3":
      return (await import("./objects-s3-driver.js")).s3Driver(address, env);
    case "az":
      return (await import("./objects-azure-driver.js")).azureDriver(address, env);
    case "gs":
      return (await import("./objects-gcs-driver.js")).gcsDriver(address, env);
  }
}

export {
  openObjectStore
};
