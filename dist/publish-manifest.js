import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  maskWords
} from "./model-table.js";

// src/publish/manifest.ts
function renderManifest(run) {
  return written({
    version: 1,
    run: runEntry(run),
    tables: run.tables.map(entry),
    exports: (run.exports ?? []).map(exportEntry)
  });
}
function renderExportManifest(run, left) {
  const exportRun = runEntry(run);
  const { run: synced, tables } = syncedManifest(left) ?? { run: exportRun, tables: [] };
  return written({ version: 1, run: synced, exportRun, tables, exports: (run.exports ?? []).map(exportEntry) });
}
function written(manifest) {
  return `${JSON.stringify(manifest, null, 2)}
`;
}
function syncedManifest(content) {
  try {
    const found = JSON.parse(content ?? "null");
    if (found?.version !== 1 || !Array.isArray(found.tables)) return null;
    return found.run.mode === "export" || found.run.mode === "export-plan" ? null : found;
  } catch {
    return null;
  }
}
function runEntry(run) {
  const { id, mode, startedAt, finishedAt, status } = run;
  return { id, mode, startedAt, finishedAt, status, error: errorOf(run.error), notices: notices(run) };
}
function notices(run) {
  const own = run.notices.map((message) => ({ source: null, message }));
  const ofSources = run.sources.flatMap((s) => s.notices.map((message) => ({ source: s.name, message })));
  return [...own, ...ofSources];
}
function entry(t) {
  const { source, table, schema, name, status, mode, read, inserted, updated, deleted, rows, parquet, seconds, requests } = t;
  return {
    source,
    table,
    schema,
    name,
    status,
    mode,
    why: t.why,
    read,
    inserted,
    updated,
    deleted,
    rows,
    watermark: { before: t.watermark.before?.value ?? null, after: t.watermark.after?.value ?? null },
    columns: t.columns.map((c) => ({
      name: c.name,
      nativeType: c.nativeType,
      semanticType: c.semanticType,
      duckdbType: c.duckdbType,
      calculated: c.calculated ?? false,
      mask: c.mask === void 0 ? null : maskWords(c.mask)
    })),
    parquet,
    error: errorOf(t.error),
    notes: t.notes.map(({ kind, column = null, message }) => ({ kind, column, message })),
    checks: [...t.checks ?? []],
    checkError: errorOf(t.checkError ?? null),
    failingKeys: t.failingKeys ?? null,
    seconds,
    requests,
    leftOut: t.leftOut ?? false,
    part: t.part ?? null,
    syncedAt: t.syncedAt,
    freshness: t.freshness ?? null,
    lastFullSyncAt: t.lastFullSyncAt,
    calculatedAt: t.calculatedAt ?? null,
    countedAt: t.countedAt ?? null,
    lastProvenAt: t.provenAt ?? null
  };
}
function exportEntry({ differingFields: _, error, jobs, notes, ...counts }) {
  return {
    ...counts,
    jobs: [...jobs],
    notes: [...notes],
    error: errorOf(error)
  };
}
function errorOf(error) {
  if (error === null) return null;
  const { code, message, hint, stage } = error;
  return { code, message, hint, ...stage === void 0 ? {} : { stage } };
}

export {
  renderManifest,
  renderExportManifest
};
