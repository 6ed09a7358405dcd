import { type ErrorReport, HighwaterError } from '../model/errors.ts';
import type { RunRecord, TableRecord } from '../model/record.ts';
import { VERSION } from '../model/version.ts';
import type { ParquetFile } from '../publish/parquet.ts';
import type { CombinedTable } from './choose-pieces.ts';
import type { JobOutput, ManifestTable } from './job-output.ts';

/** What was combined, and where it lies. */
export interface CombinedOutput {
  readonly outputs: readonly JobOutput[];
  /** Directories without a manifest. */
  readonly missing: readonly string[];
  readonly tables: readonly (CombinedTable & { readonly rows: number; readonly parquet: ParquetFile | null })[];
  readonly directory: string;
  readonly databaseBytes: number | null;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly stages: RunRecord['stages'];
}

/** The jobs' runs as one. */
export function combinedRecord(combined: CombinedOutput): RunRecord {
  const { outputs, missing, tables, directory, databaseBytes, finishedAt, stages } = combined;
  const runs = outputs.map((o) => o.manifest.run);
  const files = tables.flatMap((t) => t.parquet ?? []);
  const records = tables.map(tableRecord);
  const error = missing.length === 0 ? null : noOutput(missing).report();
  const failed =
    error !== null ||
    runs.some((r) => r.status !== 'succeeded') ||
    records.some((t) => t.status === 'failed' || t.checkError !== undefined);
  const modes = new Set(runs.map((r) => r.mode));
  const jobs = outputs.length === 1 ? '1 job' : `${outputs.length} jobs`;
  return {
    id: `combined-${
      runs
        .map((r) => r.id)
        .sort()
        .at(-1) ?? finishedAt
    }`,
    mode: modes.size === 1 ? (runs[0]?.mode ?? 'mixed') : 'mixed',
    requestedMode: 'incremental',
    why: `the outputs of ${jobs}`,
    startedAt: runs.map((r) => r.startedAt).sort()[0] ?? combined.startedAt,
    finishedAt,
    status: failed ? 'failed' : 'succeeded',
    configFile: '',
    version: VERSION,
    sources: [],
    tables: records,
    state: { store: '', restored: null, recovered: false, saved: null, encrypted: false },
    combined: true,
    output: {
      directory,
      database: databaseBytes === null ? null : { path: 'warehouse.duckdb', bytes: databaseBytes },
      parquet: files.length === 0 ? null : { path: 'parquet', bytes: sum(files, (f) => f.bytes), files: files.length },
    },
    stages,
    notices: outputs
      .flatMap(({ manifest }) => manifest.run.notices)
      .map(({ source, message }) => (source === null ? message : `${source}: ${message}`)),
    error,
  };
}

function tableRecord(combined: CombinedOutput['tables'][number]): TableRecord {
  const { source, table, entries, pieces, problem, rows, parquet } = combined;
  const [entry] = pieces.length > 0 ? pieces.map((p) => p.entry) : entries;
  if (entry === undefined) throw new Error(`${source}.${table} has no entry`);
  const failure = problem === null ? (entries.find((e) => e.error !== null)?.error ?? null) : incomplete(combined).report();
  const failedCheck = entries.find((e) => e.checkError !== null)?.checkError ?? null;
  const watermark = (of: 'before' | 'after') => earliest(entries.map((e) => e.watermark[of]));
  return {
    source,
    table,
    schema: entry.schema,
    name: entry.name,
    label: table,
    category: source,
    status: failure !== null || entries.some((e) => e.status === 'failed') ? 'failed' : statusOf(entries),
    mode: entries.some((e) => e.mode === 'full') ? 'full' : 'incremental',
    why: problem ?? entry.why,
    counts: { source: 0, staged: 0, applied: 0 },
    ...total(problem === null ? entries : []),
    rows,
    watermark: { before: watermark('before'), after: watermark('after') },
    key: [],
    cursor: null,
    where: null,
    columns: entry.columns.map(({ mask: _, ...column }) => ({ ...column, label: column.name })),
    parquet,
    error: failure === null ? null : asReport(failure),
    startedAt: null,
    partitions: [],
    notes: entries
      .flatMap((e) => e.notes)
      .map(({ kind, column, message }) => ({ kind, message, ...(column === null ? {} : { column }) })),
    checks: entries.flatMap((e) => e.checks),
    ...(failedCheck === null ? {} : { checkError: asReport(failedCheck) }),
    syncedAt: earliestText(entries.map((e) => e.syncedAt)),
    lastFullSyncAt: earliestText(entries.map((e) => e.lastFullSyncAt)),
    calculatedAt: earliestText(entries.map((e) => e.calculatedAt)),
    countedAt: earliestText(entries.map((e) => e.countedAt)),
    provenAt: earliestText(entries.map((e) => e.lastProvenAt)),
    freshness: entry.freshness,
    fullSyncEverySeconds: null,
  };
}

/** The code is one of ours: a manifest has it from a run. */
function asReport(error: { readonly code: string; readonly message: string; readonly hint: string }): ErrorReport {
  return { ...error, code: error.code as ErrorReport['code'] };
}

function total(entries: readonly ManifestTable[]) {
  return {
    read: sum(entries, (e) => e.read),
    inserted: sum(entries, (e) => e.inserted),
    updated: sum(entries, (e) => e.updated),
    deleted: sum(entries, (e) => e.deleted),
    seconds: Math.max(0, ...entries.map((e) => e.seconds)),
    requests: sum(entries, (e) => e.requests),
  };
}

function statusOf(entries: readonly ManifestTable[]): TableRecord['status'] {
  return entries.some((e) => e.status === 'succeeded') ? 'succeeded' : 'skipped';
}

/** Of the parts of a table, what is true of all. */
function earliestText(values: readonly (string | null)[]): string | null {
  return values.includes(null) ? null : ([...values].sort()[0] ?? null);
}

function earliest(values: readonly (string | null)[]) {
  const value = earliestText(values);
  return value === null ? null : ({ kind: 'timestamp', value } as const);
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

function incomplete({ source, table, problem, pieces }: CombinedTable): HighwaterError {
  const kept = pieces.length === 0 ? 'The combined output has no rows of it.' : 'It keeps its last version.';
  return new HighwaterError(
    'COMBINE_INCOMPLETE',
    `${source}.${table}: ${problem}. ${kept}`,
    'Look at the jobs of the matrix: did one fail before it wrote its output? Run it again, then combine again.',
  );
}

function noOutput(directories: readonly string[]): HighwaterError {
  const names = directories.join(', ');
  return new HighwaterError(
    'COMBINE_INCOMPLETE',
    `There is no manifest.json in ${names}, so ${directories.length === 1 ? 'it is' : 'they are'} no output of a job.`,
    'Check the names. If a job failed before it wrote its output, run it again, then combine again.',
  );
}
