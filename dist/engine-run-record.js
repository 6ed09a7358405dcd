import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;

// src/engine/run-record.ts
function recordOf(run, parts) {
  const { request, deps } = run;
  const tables = parts.tables.map((t) => ({ ...t, parquet: parts.parquet.get(`${t.source}.${t.table}`) ?? null }));
  const record = {
    id: run.id,
    mode: modeOf(tables, request.mode),
    requestedMode: request.mode,
    why: whyOf(tables, request),
    startedAt: run.startedAt.toISOString(),
    finishedAt: parts.finishedAt,
    status: statusOf(parts),
    configFile: run.config.file,
    version: deps.version,
    sources: parts.sources.map(sourceRecord),
    tables: inOrder(tables, run),
    ...parts.exports === void 0 || parts.exports.length === 0 ? {} : { exports: parts.exports },
    state: parts.state,
    output: parts.output,
    stages: run.stages,
    notices: run.notices,
    error: parts.error
  };
  return redactWords(record, deps.redact);
}
function statusOf({ tables, error, interrupted, sources }) {
  if (interrupted) return "interrupted";
  const failed = error !== null || sources.some((s) => s.error !== null) || tables.some((t) => t.status === "failed" || t.checkError !== void 0);
  return failed ? "failed" : "succeeded";
}
function modeOf(tables, requested) {
  const modes = new Set(tables.filter((t) => t.startedAt !== null).map((t) => t.mode));
  if (modes.size === 2) return "mixed";
  return [...modes][0] ?? requested;
}
function whyOf(tables, { mode, why }) {
  const begun = tables.filter((t) => t.startedAt !== null);
  const others = begun.filter((t) => t.mode !== mode);
  const unusual = others.filter((t) => t.cursor !== null);
  const allDiffer = others.length > 0 && others.length === begun.length;
  if (unusual.length === 0 && !allDiffer) return why;
  const [reason = "", ...further] = new Set((unusual.length === 0 ? others : unusual).map((t) => t.why));
  const own = further.length === 0 ? reason : "each for its own reason";
  return allDiffer ? own : `${why}; ${unusual.length} of ${begun.length} tables in full: ${own}`;
}
function sourceRecord(open) {
  const { requests, quotas } = open.source.usage();
  const { access, type, notices, error } = open;
  return {
    name: open.source.name,
    type,
    identity: access?.identity ?? null,
    server: access?.server ?? null,
    requests,
    quotas,
    notices,
    error
  };
}
function inOrder(tables, run) {
  const order = new Map(run.config.sources.map((s, i) => [s.name, i]));
  return [...tables].sort((a, b) => (order.get(a.source) ?? 0) - (order.get(b.source) ?? 0));
}
function redactWords(result, redact) {
  const walk = (value, worded) => {
    if (typeof value === "string") return worded ? redact(value) : value;
    if (Array.isArray(value)) return value.map((item) => walk(item, worded));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, WORDS.has(key))]));
  };
  return walk(result, false);
}
var WORDS = /* @__PURE__ */ new Set(["message", "hint", "notices"]);

export {
  recordOf,
  redactWords
};
