import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  require_node_module
} from "./builtins-node-module.js";
import {
  HighwaterError
} from "./model-errors.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_url
} from "./builtins-node-url.js";
import {
  require_node_child_process
} from "./builtins-node-child_process.js";
import {
  require_node_os
} from "./builtins-node-os.js";
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

// src/runtime/native.ts
var import_node_fs2 = __toESM(require_node_fs(), 1);
var import_promises2 = __toESM(require_promises(), 1);
var import_node_module = __toESM(require_node_module(), 1);
var import_node_os2 = __toESM(require_node_os(), 1);
var import_node_path2 = __toESM(require_node_path(), 1);
var import_node_url = __toESM(require_node_url(), 1);

// src/runtime/native-install.ts
var import_node_child_process = __toESM(require_node_child_process(), 1);
var import_node_fs = __toESM(require_node_fs(), 1);
var import_promises = __toESM(require_promises(), 1);
var import_node_os = __toESM(require_node_os(), 1);
var import_node_path = __toESM(require_node_path(), 1);

// src/runtime/native-package.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var PREFIX = "node_modules/@duckdb/node-bindings-";
function packageOf(lock, platform) {
  const entry = lock.packages[`${PREFIX}${platform}`];
  if (entry === void 0) {
    const known = Object.keys(lock.packages).filter((k) => k.startsWith(PREFIX));
    throw nativeFailure(
      `DuckDB has no native library for ${platform}.`,
      `Run on one of: ${known.map((k) => k.slice(PREFIX.length)).join(", ")}.`
    );
  }
  const digest = (0, import_node_crypto.createHash)("sha256").update(entry.integrity).digest("hex").slice(0, 12);
  return {
    name: `@duckdb/node-bindings-${platform}`,
    version: entry.version,
    integrity: entry.integrity,
    directory: `${platform}-${digest}`
  };
}
function npmProject(wanted) {
  const root = { name: "highwater-duckdb", version: "1.0.0", dependencies: { [wanted.name]: wanted.version } };
  const entry = { version: wanted.version, integrity: wanted.integrity };
  const packages = { "": root, [`node_modules/${wanted.name}`]: entry };
  return {
    "package.json": JSON.stringify({ ...root, private: true }, null, 2),
    "package-lock.json": JSON.stringify(
      { name: root.name, version: root.version, lockfileVersion: 3, requires: true, packages },
      null,
      2
    )
  };
}
function nativeFailure(message, hint, cause) {
  return new HighwaterError("NATIVE_INSTALL_FAILED", message, hint, { cause });
}

// src/runtime/native-install.ts
var CLI = (0, import_node_path.join)("node_modules", "npm", "bin", "npm-cli.js");
async function findNpm(env) {
  const windows = process.platform === "win32";
  for (const directory of (env.PATH ?? env.Path ?? "").split(import_node_path.delimiter).filter((d) => d !== "")) {
    if (windows) {
      if (await exists((0, import_node_path.join)(directory, CLI))) return { file: process.execPath, args: [(0, import_node_path.join)(directory, CLI)] };
    } else if (await exists((0, import_node_path.join)(directory, "npm"))) {
      return { file: (0, import_node_path.join)(directory, "npm"), args: [] };
    }
  }
  const home = (0, import_node_path.dirname)(await (0, import_promises.realpath)(process.execPath));
  for (const script of [(0, import_node_path.join)(home, CLI), (0, import_node_path.join)(home, "..", "lib", CLI)]) {
    if (await exists(script)) return { file: process.execPath, args: [script] };
  }
  return null;
}
function exists(file) {
  return (0, import_promises.access)(file).then(
    () => true,
    () => false
  );
}
var NPM_CACHE = ".npm";
var LEFTOVER_MS = 60 * 60 * 1e3;
async function installNative(folders, wanted, context) {
  const npm = await findNpm(context.env);
  if (npm === null) {
    throw nativeFailure(
      "DuckDB's native library is not installed yet, and npm, which would install it, was found neither on the PATH nor beside Node.js.",
      "Add a step with actions/setup-node before this one (in an Alpine container: `apk add npm libstdc++ tar zstd`), or set HIGHWATER_NATIVE_DIR to a directory prepared with `npm ci`."
    );
  }
  const { folder, work } = await firstWritable(folders);
  context.log(
    `Installing DuckDB ${wanted.version} for ${wanted.directory.replace(/-[0-9a-f]+$/, "")} into ${folder} (once per machine)`
  );
  try {
    for (const [name, text] of Object.entries(npmProject(wanted))) await (0, import_promises.writeFile)((0, import_node_path.join)(work, name), text);
    const { code, output } = await npmCi(npm, work, context.env);
    if (code !== 0) throw explain(output, wanted);
    if (!await isThere(work, wanted)) {
      throw nativeFailure(`npm reported success, but ${wanted.name} was not installed.`, `npm said: ${essence(output)}`);
    }
    await (0, import_promises.rm)((0, import_node_path.join)(work, NPM_CACHE), { recursive: true, force: true });
    await publish(work, folder, wanted);
    return folder;
  } finally {
    await (0, import_promises.rm)(work, { recursive: true, force: true });
  }
}
async function firstWritable(folders) {
  let refusal;
  for (const folder of folders) {
    try {
      await (0, import_promises.mkdir)((0, import_node_path.dirname)(folder), { recursive: true });
      await removeLeftovers((0, import_node_path.dirname)(folder));
      return { folder, work: await (0, import_promises.mkdtemp)((0, import_node_path.join)((0, import_node_path.dirname)(folder), ".installing-")) };
    } catch (error) {
      refusal = error;
    }
  }
  throw nativeFailure(
    `DuckDB's native library can't be stored: none of ${folders.join(", ")} can be written to.`,
    "Make one of them writable (RUNNER_TOOL_CACHE is the first), or set HIGHWATER_NATIVE_DIR to a directory prepared with `npm ci`.",
    refusal
  );
}
async function removeLeftovers(directory) {
  for (const name of await (0, import_promises.readdir)(directory)) {
    if (!name.startsWith(".installing-")) continue;
    const path = (0, import_node_path.join)(directory, name);
    const age = await (0, import_promises.stat)(path).then((s) => Date.now() - s.mtimeMs).catch(() => 0);
    if (age > LEFTOVER_MS) await (0, import_promises.rm)(path, { recursive: true, force: true });
  }
}
async function publish(work, folder, wanted) {
  for (const attempt of [1, 2]) {
    try {
      return await (0, import_promises.rename)(work, folder);
    } catch (error) {
      if (await isThere(folder, wanted)) return;
      if (attempt === 2)
        throw nativeFailure(`DuckDB's native library can't be moved to ${folder}.`, "Delete that folder and run again.", error);
      await (0, import_promises.rm)(folder, { recursive: true, force: true });
    }
  }
}
function isThere(folder, wanted) {
  return (0, import_promises.access)((0, import_node_path.join)(folder, "node_modules", wanted.name, "duckdb.node")).then(
    () => true,
    () => false
  );
}
function npmEnvironment(env) {
  const kept = Object.entries(env).filter(([name, value]) => value !== void 0 && !/^(INPUT|ACTIONS)_/i.test(name));
  return Object.fromEntries(kept);
}
function withCache(env, work) {
  const named = Object.keys(env).some((name) => name.toLowerCase() === "npm_config_cache");
  return named || canWrite(env.HOME || (0, import_node_os.homedir)()) ? env : { ...env, npm_config_cache: (0, import_node_path.join)(work, NPM_CACHE) };
}
function canWrite(directory) {
  try {
    (0, import_node_fs.accessSync)(directory, import_node_fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
function npmCi(npm, cwd, env) {
  const args = [...npm.args, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress", "--loglevel=error"];
  return new Promise((resolve) => {
    const child = (0, import_node_child_process.spawn)(npm.file, args, { cwd, env: withCache(npmEnvironment(env), cwd), stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk) => {
      output = (output + chunk.toString()).slice(-1e5);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => resolve({ code: 1, output: `${output}
${error.message}` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
var REASONS = [
  {
    pattern: /EINTEGRITY/,
    message: "the package that the registry sent is not the one whose hash this version of Highwater was released with (integrity mismatch)",
    hint: "Run again. If it happens again, the registry or a proxy alters packages: do not use it, and report this."
  },
  {
    pattern: /ENOSPC/,
    message: "the disk is full",
    hint: "DuckDB needs about 150 MB while it is being installed. Free space on the runner."
  },
  {
    pattern: /E40[13]|ENEEDAUTH/,
    message: "the npm registry requires a sign-in or refuses the package",
    hint: "Give npm its token before this step (a .npmrc in the runner's home, or actions/setup-node with registry-url), or allow @duckdb/* in the registry."
  },
  {
    pattern: /E404|ETARGET|ENOVERSIONS/,
    message: "the npm registry does not have it",
    hint: "Check that the registry that npm uses (`npm config get registry`) mirrors the scope @duckdb."
  },
  {
    pattern: /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/,
    message: "npm does not trust the registry's certificate",
    hint: "Name your proxy's CA in NODE_EXTRA_CA_CERTS, or with `npm config set cafile`, before this step."
  },
  {
    pattern: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|EHOSTUNREACH|network/i,
    message: "npm could not reach its registry",
    hint: "Check the network and npm_config_registry / HTTPS_PROXY of this runner. A runner without a registry needs HIGHWATER_NATIVE_DIR."
  }
];
function explain(output, wanted) {
  const reason = REASONS.find((r) => r.pattern.test(output));
  const said = `npm said: ${essence(output)}`;
  if (reason === void 0) return nativeFailure(`Installing ${wanted.name} ${wanted.version} failed.`, said);
  return nativeFailure(`Installing ${wanted.name} ${wanted.version} failed: ${reason.message}.`, `${reason.hint} ${said}`);
}
function essence(output) {
  const lines = output.split("\n").map((line) => line.replace(/^npm (error|ERR!) ?/i, "").trim()).filter((line) => line !== "" && !/^(at |\}|A complete log|npm warn|errno|syscall)/.test(line));
  const text = lines.slice(0, 3).join("; ").replace(/\/\/[^/@\s]+@/g, "//***@");
  return text === "" ? "(nothing)" : text.slice(0, 600);
}

// src/runtime/native.ts
var BINDING = /* @__PURE__ */ Symbol.for("highwater.duckdb");
async function prepareNative(context) {
  const holder = globalThis;
  if (holder[BINDING] !== void 0) return;
  const file = await locateNative(context);
  try {
    holder[BINDING] = (0, import_node_module.createRequire)(import.meta.url)(file);
  } catch (error) {
    const words = error instanceof Error ? error.message.split("\n")[0] ?? "" : String(error);
    if (/libstdc\+\+/.test(words)) throw withoutLibstdc(file, words, error);
    throw nativeFailure(
      `DuckDB's native library ${file} can't be loaded: ${words}`,
      "Delete its folder and run again. If it says GLIBC: the machine is older than DuckDB supports; use ubuntu-22.04 or newer.",
      error
    );
  }
}
function withoutLibstdc(file, words, cause) {
  return nativeFailure(
    `DuckDB's native library ${file} can't be loaded, since this machine has no libstdc++ (${words}).`,
    "Install it before this step. Alpine: `apk add libstdc++`; Debian: `apt-get install libstdc++6`.",
    cause
  );
}
async function locateNative(context) {
  const platform = context.platform ?? currentPlatform();
  const named = context.env.HIGHWATER_NATIVE_DIR;
  if (named !== void 0 && named !== "") return inNamedDirectory(named, platform);
  const local = context.nodeModules === false ? null : inNodeModules(platform);
  if (local !== null) return local;
  const template = context.template ?? (0, import_node_path2.join)((0, import_node_path2.dirname)((0, import_node_url.fileURLToPath)(import.meta.url)), "native");
  const lockText = (0, import_node_fs2.readFileSync)((0, import_node_path2.join)(template, "package-lock.json"), "utf8");
  const lock = JSON.parse(lockText);
  const wanted = packageOf(lock, platform);
  const folders = cacheDirectories(context.env).map((cache) => (0, import_node_path2.join)(cache, "highwater-duckdb", wanted.version, wanted.directory));
  for (const folder of folders) {
    const file = binding(folder, wanted.name);
    if (await exists2(file)) return file;
  }
  return binding(await installNative(folders, wanted, context), wanted.name);
}
async function inNamedDirectory(directory, platform) {
  const name = `@duckdb/node-bindings-${platform}`;
  for (const file of [binding(directory, name), (0, import_node_path2.join)(directory, "duckdb.node")]) if (await exists2(file)) return file;
  throw new HighwaterError(
    "NATIVE_INSTALL_FAILED",
    `HIGHWATER_NATIVE_DIR names ${directory}, but DuckDB's native library for ${platform} is not there.`,
    `Copy dist/native of this action to that directory and run \`npm ci\` in it on a machine of the same kind: it must then hold node_modules/${name}/duckdb.node.`
  );
}
function inNodeModules(platform) {
  const require2 = (0, import_node_module.createRequire)(import.meta.url);
  try {
    const loader = require2.resolve("@duckdb/node-bindings/package.json");
    return (0, import_node_module.createRequire)(loader).resolve(`@duckdb/node-bindings-${platform}/duckdb.node`);
  } catch {
    return null;
  }
}
function cacheDirectories(env) {
  const user = userCache(env);
  return [env.RUNNER_TOOL_CACHE, user, env.RUNNER_TEMP ?? (0, import_node_os2.tmpdir)()].filter((d) => d !== void 0 && d !== "");
}
function userCache(env) {
  const home = env.HOME || (0, import_node_os2.homedir)();
  if (process.platform === "win32") return env.LOCALAPPDATA ?? (0, import_node_path2.join)(home, "AppData", "Local");
  if (process.platform === "darwin") return (0, import_node_path2.join)(home, "Library", "Caches");
  return env.XDG_CACHE_HOME || (0, import_node_path2.join)(home, ".cache");
}
function currentPlatform() {
  return `${process.platform}-${process.arch}${process.platform === "linux" && isMusl() ? "-musl" : ""}`;
}
function isMusl() {
  if (!(0, import_node_fs2.readdirSync)("/lib").some((name) => name.startsWith("ld-musl-"))) return false;
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport();
  return header.glibcVersionRuntime === void 0;
}
function binding(folder, name) {
  return (0, import_node_path2.join)(folder, "node_modules", name, "duckdb.node");
}
async function exists2(file) {
  return (0, import_promises2.access)(file).then(
    () => true,
    () => false
  );
}

export {
  prepareNative
};
