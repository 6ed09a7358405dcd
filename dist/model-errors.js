import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/model/version.ts
var VERSION = "0.1.0";

// src/model/errors.ts
var FAMILIES = {
  CONFIG_INVALID: "configuration",
  CONFIG_NOT_FOUND: "configuration",
  INPUT_INVALID: "command line",
  TABLE_STALE: "stale",
  SCHEMA_CHANGED: "replan",
  VALUE_NOT_EXACT: "widen",
  API_BUDGET_REACHED: "source unusable",
  SESSION_REFUSED: "source unusable",
  SIGN_IN_REFUSED: "source unusable",
  STATE_MOVED: "superseded",
  STATE_NEWER_FORMAT: "state unusable",
  STATE_UNREACHABLE: "state unusable",
  STATE_UNREADABLE: "state unusable",
  STATE_WRONG_KEY: "state unusable",
  WAREHOUSE: "database",
  INTERRUPTED: "interrupted",
  INTERNAL: "bug"
};
function familyOf(code) {
  return FAMILIES[code] ?? "fatal";
}
var stageOf = () => null;
function findStagesBy(find) {
  stageOf = find;
}
var HighwaterError = class extends Error {
  code;
  hint;
  location;
  /** What the program does about it. Decisions go by this, never by the code or the words. */
  family;
  columns;
  path;
  constructor(code, message, hint, options = {}) {
    super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
    this.name = "HighwaterError";
    this.code = code;
    this.hint = hint;
    this.location = options.location;
    this.family = options.family ?? familyOf(code);
    this.columns = options.columns ?? [];
    this.path = options.path;
  }
  /** `locate` finds the line of `path` in the user's file, where there is one. */
  report(locate) {
    const { code, message, hint } = this;
    const location = this.location ?? (this.path === void 0 ? void 0 : locate?.(this.path));
    const stage = stageOf(this);
    return { code, message, hint, ...stage === null ? {} : { stage }, ...location === void 0 ? {} : { location } };
  }
};
var ConfigError = class extends HighwaterError {
  problems;
  constructor(problems, code = "CONFIG_INVALID") {
    const first = problems[0];
    super(
      code,
      problems.map((p) => p.location ? `${p.location.file}:${p.location.line}:${p.location.column} ${p.message}` : p.message).join("\n"),
      first?.hint ?? "",
      first?.location === void 0 ? {} : { location: first.location }
    );
    this.name = "ConfigError";
    this.problems = problems;
  }
};
var InterruptedError = class extends HighwaterError {
  constructor(reason) {
    super("INTERRUPTED", `The run was stopped: ${reason}.`, "Committed work is kept. The next run continues from there.");
    this.name = "InterruptedError";
  }
};
function diskFull(file, cause) {
  return new HighwaterError(
    "DISK_FULL",
    file === void 0 ? "The disk is full." : `The disk is full: there is no room for ${file}.`,
    "Free space, choose fewer tables or columns, or use a larger runner. Nothing that was committed is lost.",
    { cause }
  );
}
function toHighwaterError(thrown) {
  if (thrown instanceof HighwaterError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown?.code;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") {
    const { path, dest } = thrown;
    return diskFull(
      [dest, path].find((file) => typeof file === "string"),
      thrown
    );
  }
  return new HighwaterError(
    "INTERNAL",
    `${message}${placeOf(thrown)}`,
    "This is probably a bug in Highwater. Please report it with this message.",
    {
      cause: thrown
    }
  );
}
var FRAMES_SHOWN = 3;
function placeOf(thrown) {
  const stack = thrown instanceof Error ? thrown.stack ?? "" : "";
  const frames = stack.split("\n").filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  const places = frames.slice(0, FRAMES_SHOWN).map((line) => {
    const [, caller, inside, alone] = /^at (?:(.*?) \((.*)\)|(.*))$/.exec(line.trim()) ?? [];
    const file = (inside ?? alone ?? "").split(/[\\/]/).at(-1);
    return caller === void 0 ? file : `${caller} ${file}`;
  });
  return places.length === 0 ? "" : ` (at ${places.join(", from ")}; Highwater ${VERSION})`;
}

export {
  VERSION,
  familyOf,
  findStagesBy,
  HighwaterError,
  ConfigError,
  InterruptedError,
  diskFull,
  toHighwaterError
};
