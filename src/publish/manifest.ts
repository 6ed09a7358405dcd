import type { ErrorReport } from '../model/errors.ts';
import type { ExportRecord } from '../model/export-record.ts';
import type { RunRecord, TableRecord } from '../model/record.ts';
import { maskWords } from '../model/table.ts';
import type { Manifest } from './manifest-schema.ts';

/** The machine-readable record of a run: schemas/manifest.schema.json. */
export function renderManifest(run: RunRecord): string {
  return written({
    version: 1,
    run: runEntry(run),
    tables: run.tables.map(entry),
    exports: (run.exports ?? []).map(exportEntry),
  });
}

/** What an export did, beside what the last sync left in the directory: `left` is the content of the manifest there, null where there is none. */
export function renderExportManifest(run: RunRecord, left: string | null): string {
  const exportRun = runEntry(run);
  const { run: synced, tables } = syncedManifest(left) ?? { run: exportRun, tables: [] };
  return written({ version: 1, run: synced, exportRun, tables, exports: (run.exports ?? []).map(exportEntry) });
}

function written(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Null where it is no manifest of a sync. */
function syncedManifest(content: string | null): Manifest | null {
  try {
    const found = JSON.parse(content ?? 'null') as Manifest | null;
    if (found?.version !== 1 || !Array.isArray(found.tables)) return null;
    return found.run.mode === 'export' || found.run.mode === 'export-plan' ? null : found;
  } catch {
    return null; // No JSON: cut off, or nothing of ours.
  }
}

function runEntry(run: RunRecord): Manifest['run'] {
  const { id, mode, startedAt, finishedAt, status } = run;
  return { id, mode, startedAt, finishedAt, status, error: errorOf(run.error), notices: notices(run) };
}

function notices(run: RunRecord): Manifest['run']['notices'] {
  const own = run.notices.map((message) => ({ source: null, message }));
  const ofSources = run.sources.flatMap((s) => s.notices.map((message) => ({ source: s.name, message })));
  return [...own, ...ofSources];
}

function entry(t: TableRecord): Manifest['tables'][number] {
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
      mask: c.mask === undefined ? null : maskWords(c.mask),
    })),
    parquet,
    error: errorOf(t.error),
    notes: t.notes.map(({ kind, column = null, message }) => ({ kind, column, message })),
    checks: [...(t.checks ?? [])],
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
    lastProvenAt: t.provenAt ?? null,
  };
}

function exportEntry({ differingFields: _, error, jobs, notes, ...counts }: ExportRecord): Manifest['exports'][number] {
  return {
    ...counts,
    jobs: [...jobs],
    notes: [...notes],
    error: errorOf(error),
  };
}

function errorOf(error: ErrorReport | null): Manifest['run']['error'] {
  if (error === null) return null;
  const { code, message, hint, stage } = error;
  return { code, message, hint, ...(stage === undefined ? {} : { stage }) };
}
