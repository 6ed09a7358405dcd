import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  ConfigError
} from "./model-errors.js";
import {
  require_node_path
} from "./builtins-node-path.js";
import {
  __toESM
} from "./shared.js";

// src/objects/object-driver.ts
var DriverFailure = class extends Error {
  problem;
  transient;
  hint;
  afterMs;
  constructor(message, options) {
    super(message, { cause: options.cause });
    this.name = "DriverFailure";
    this.problem = options.problem;
    this.transient = options.transient;
    this.hint = options.hint;
    this.afterMs = options.afterMs;
  }
};
function failureOfStatus(status, said, cause, afterMs) {
  const transient = status === 408 || status === 409 || status === 429 || status >= 500;
  const refused2 = status === 401 || status === 403;
  const problem = transient ? "busy" : refused2 ? "refused" : "other";
  return new DriverFailure(`${said} (${status})`, { problem, transient, cause, ...afterMs === void 0 ? {} : { afterMs } });
}
function connectionFailure(thrown) {
  const error = thrown;
  const code = typeof error?.code === "string" ? error.code : "";
  const local = ["ENOSPC", "EDQUOT", "EFBIG"].includes(code);
  const message = String(error?.message || code || thrown).split("\n")[0] ?? "";
  return new DriverFailure(message, { problem: local ? "full" : "busy", transient: !local, cause: thrown });
}

// src/objects/store-address.ts
var import_node_path = __toESM(require_node_path(), 1);
var FORMS = "s3://bucket/prefix, az://account/container/prefix, gs://bucket/prefix, or a directory";
function hasScheme(text) {
  return /^[a-z][a-z0-9+.-]+:/i.test(text);
}
function parseStoreAddress(text, setting) {
  if (!hasScheme(text)) return { kind: "directory", path: (0, import_node_path.isAbsolute)(text) ? text : (0, import_node_path.resolve)(text) };
  const [, scheme = "", rest = ""] = /^([a-z0-9+.-]+):\/\/(.*)$/i.exec(text) ?? [];
  if (scheme !== "s3" && scheme !== "az" && scheme !== "gs") throw refused(setting, `${text} has a scheme that isn't known`);
  const parts = rest.split("/").filter((part) => part !== "");
  if (parts.some((part) => part === "." || part === "..") || /[?#@\\]/.test(rest))
    throw refused(setting, `${text} holds characters that an address can't have`);
  const account = scheme === "az" ? parts.shift() ?? "" : "";
  const container = parts.shift() ?? "";
  if (container === "" || scheme === "az" && account === "")
    throw refused(setting, `${text} names no ${scheme === "az" ? "container" : "bucket"}`);
  return { kind: scheme, account, container, prefix: parts.join("/") };
}
function showAddress(address) {
  if (address.kind === "directory") return address.path;
  const { kind, account, container, prefix } = address;
  return `${kind}://${[account, container, prefix].filter((part) => part !== "").join("/")}`;
}
function addressWithin(address, ...parts) {
  if (address.kind === "directory") return { ...address, path: (0, import_node_path.resolve)(address.path, ...parts) };
  return { ...address, prefix: [address.prefix, ...parts].filter((part) => part !== "").join("/") };
}
function refused(setting, why) {
  return new ConfigError(
    [{ code: "INPUT_INVALID", message: `\`${setting}\`: ${why}.`, hint: `Write ${FORMS}.` }],
    "INPUT_INVALID"
  );
}

export {
  DriverFailure,
  failureOfStatus,
  connectionFailure,
  hasScheme,
  parseStoreAddress,
  showAddress,
  addressWithin
};
