import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  makeDirectory
} from "./runtime-make-directory.js";
import {
  STATE_FORMAT
} from "./model-state-format.js";
import {
  HighwaterError,
  toHighwaterError
} from "./model-errors.js";
import {
  require_node_crypto
} from "./builtins-node-crypto.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  require_promises
} from "./builtins-node-fs-promises.js";
import {
  __toESM
} from "./shared.js";

// src/state/state-errors.ts
var START_AFRESH = "To replace it with a full sync, set `on-unreadable-state: full` for one run (on the command line: `--on-unreadable-state full`).";
var SET_KEY = "Set `state-encryption-key` (on the command line: HIGHWATER_STATE_ENCRYPTION_KEY) to the secret it was saved with.";
function unreachable(where, why, hint, cause, otherwise = START_AFRESH) {
  const message = `The state in ${where} can't be reached: ${why}.`;
  return new HighwaterError("STATE_UNREACHABLE", message, `${hint} ${otherwise}`.trim(), { cause });
}
function unreadable(where, why, cause) {
  return new HighwaterError("STATE_UNREADABLE", `The state in ${where} can't be read: ${why}.`, START_AFRESH, { cause });
}
function wrongKey(where, why) {
  const [message, hint] = {
    "other key": ["it was encrypted with another key", `${SET_KEY} If you have lost it, nobody can read this state.`],
    "no key given": ["it is encrypted, but no key was given", SET_KEY],
    "not encrypted": [
      "it isn't encrypted although a key was given, so nothing proves that Highwater saved it",
      "If you have just added the key, this happens once. Delete the old, unencrypted states too (Actions > Caches)."
    ]
  }[why];
  return new HighwaterError("STATE_WRONG_KEY", `The state in ${where} can't be read: ${message}.`, `${hint} ${START_AFRESH}`);
}
function newerFormat(where, found) {
  return new HighwaterError(
    "STATE_NEWER_FORMAT",
    `The state in ${where} was saved by a newer version of Highwater (${found}).`,
    `Use that version again, or a newer one. ${START_AFRESH}`
  );
}
function saveFailed(where, why, hint, cause) {
  return new HighwaterError(
    "STATE_SAVE_FAILED",
    `The state could not be saved in ${where}: ${why}.`,
    `${hint} The previous state is intact. The next run reads again what this one read, so no row is lost.`,
    { cause }
  );
}
function moved(where, found) {
  return new HighwaterError(
    "STATE_MOVED",
    `Another run saved the state in ${where} while this one worked (${found}). Nothing of it was overwritten, and nothing of this run was saved or published.`,
    "Run again: the next run continues from the other. Let runs follow one another (in GitHub Actions: `concurrency`), or give each its own `state-name`."
  );
}
var DISK_FULL = /* @__PURE__ */ new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
function errorCode(thrown) {
  const code = thrown?.code;
  return typeof code === "string" ? code : "";
}
function translate(thrown, otherwise) {
  if (thrown instanceof HighwaterError) return thrown;
  const code = errorCode(thrown);
  if (code === "ENOSPC") return toHighwaterError(thrown);
  if (DISK_FULL.has(code)) return toHighwaterError(Object.assign(new Error(String(thrown)), { code: "ENOSPC" }));
  return otherwise(thrown instanceof Error ? thrown.message : String(thrown));
}

// src/state/directory/directory-files.ts
var import_promises = __toESM(require_promises(), 1);
var import_node_path = __toESM(require_node_path(), 1);

// src/state/seal/header.ts
var import_node_crypto = __toESM(require_node_crypto(), 1);
var HEADER_FILE = "state.json";
var PRODUCT = "highwater-state";
var MOST_VOLUMES = 1e5;
var EMPTY_HEADER = {
  generation: 0,
  savedAt: "1970-01-01T00:00:00.000Z",
  file: null,
  bytes: 0,
  stored: { bytes: 0, sha256: "" },
  compression: "none",
  encryption: null,
  volumes: null
};
function canonical(header) {
  const { generation, savedAt, file, bytes, stored, compression, encryption, volumes = null } = header;
  const { scheme, salt, check } = encryption ?? { scheme: "", salt: "", check: "" };
  return {
    generation,
    savedAt,
    file,
    bytes,
    stored: { bytes: stored.bytes, sha256: stored.sha256 },
    compression,
    encryption: encryption === null ? null : { scheme, salt, check },
    volumes
  };
}
function written(header, format) {
  const { volumes, ...before } = canonical(header);
  return format < 3 ? before : { ...before, volumes };
}
function checksum(header, format) {
  return (0, import_node_crypto.createHash)("sha256").update(JSON.stringify(written(header, format))).digest("hex");
}
function writeHeader(header) {
  const content = {
    product: PRODUCT,
    format: STATE_FORMAT,
    ...written(header, STATE_FORMAT),
    checksum: checksum(header, STATE_FORMAT)
  };
  return `${JSON.stringify(content, null, 2)}
`;
}
var isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
var isText = (value) => typeof value === "string";
function isStateHeader(value) {
  const stored = value.stored;
  const encryption = value.encryption;
  return isCount(value.generation) && isCount(value.bytes) && isText(value.savedAt) && (value.file === null || isText(value.file) && /^state[\w-]*(\.\w+)+$/.test(String(value.file))) && (value.compression === "none" || value.compression === "zstd") && typeof stored === "object" && stored !== null && isCount(stored.bytes) && isText(stored.sha256) && (value.volumes === void 0 || value.volumes === null || isCount(value.volumes) && Number(value.volumes) <= MOST_VOLUMES) && (encryption === null || typeof encryption === "object" && ["scheme", "salt", "check"].every((key) => isText(encryption[key])));
}
function readHeader(text, where) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(where, `its ${HEADER_FILE} is damaged (it isn't JSON)`, error);
  }
  if (value?.product !== PRODUCT) throw unreadable(where, `its ${HEADER_FILE} isn't Highwater's`);
  const format = value.format;
  if (typeof format === "number" && format > STATE_FORMAT) {
    throw newerFormat(where, `format ${format}; this version reads up to ${STATE_FORMAT}`);
  }
  if (typeof format !== "number" || format < 1 || !isStateHeader(value)) throw unreadable(where, `its ${HEADER_FILE} is damaged`);
  const header = canonical(value);
  if (value.checksum !== checksum(header, format))
    throw unreadable(where, `its ${HEADER_FILE} is damaged (its checksum is wrong)`);
  return header;
}

// src/state/directory/directory-files.ts
var STATE_FILE = /^state-\d+\.duckdb(\.enc)?(\.part)?$/;
async function readHeaderText(directory) {
  try {
    return await (0, import_promises.readFile)((0, import_node_path.join)(directory, HEADER_FILE), "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw notReachable(directory, error);
  }
}
async function stateFiles(directory) {
  try {
    return (await (0, import_promises.readdir)(directory)).filter((name) => STATE_FILE.test(name));
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw notReachable(directory, error);
  }
}
function stateFileName(generation, encrypted) {
  return `state-${generation}.duckdb${encrypted ? ".enc" : ""}`;
}
async function replaceHeader(directory, header) {
  const path = (0, import_node_path.join)(directory, HEADER_FILE);
  await (0, import_promises.writeFile)(`${path}.part`, writeHeader(header), { mode: 384, flush: true });
  await (0, import_promises.rename)(`${path}.part`, path);
  await flushDirectory(directory);
}
async function removeStateFiles(directory, keep) {
  for (const name of await stateFiles(directory)) if (name !== keep) await (0, import_promises.rm)((0, import_node_path.join)(directory, name), { force: true });
}
function notReachable(directory, error) {
  const why = error instanceof Error ? error.message : String(error);
  return unreachable(directory, why, "Check that `state` is a directory that this user can read and write.", error);
}
async function flushDirectory(directory) {
  if (process.platform === "win32") return;
  const handle = await (0, import_promises.open)(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
async function createPrivateDirectory(directory) {
  const created = await makeDirectory(directory, 448);
  if (created !== void 0) await (0, import_promises.writeFile)((0, import_node_path.join)(directory, ".gitignore"), "*\n");
}

export {
  START_AFRESH,
  unreachable,
  unreadable,
  wrongKey,
  newerFormat,
  saveFailed,
  moved,
  errorCode,
  translate,
  HEADER_FILE,
  EMPTY_HEADER,
  writeHeader,
  readHeader,
  readHeaderText,
  stateFiles,
  stateFileName,
  replaceHeader,
  removeStateFiles,
  flushDirectory,
  createPrivateDirectory
};
