import{createRequire as __hwCreateRequire}from"node:module";const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;
import {
  maskWords
} from "./model-column-mask.js";

// src/publish/manifest.ts
function renderManifest(run) {
  const { id, mode, startedAt, finishedAt, status } = run;
  const manifest = {
    version: 1,
    run: { id, mode, startedAt, finishedAt, status, notices: notices(run) },
    tables: run.tables.map(entry),
    exports: (run.exports ?? []).map(exportEntry)
  };
  return `${JSON.stringify(manifest, null, 2)}
`;
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
    error: t.error === null ? null : { code: t.error.code, message: t.error.message, hint: t.error.hint },
    notes: t.notes.map(({ kind, column = null, message }) => ({ kind, column, message })),
    checks: [...t.checks ?? []],
    seconds,
    requests,
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
    error: error === null ? null : { code: error.code, message: error.message, hint: error.hint }
  };
}

export {
  renderManifest
};
