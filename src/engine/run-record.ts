import type { ErrorReport } from '../model/errors.ts';
import type { ExportRecord } from '../model/export-record.ts';
import type { OutputRecord, RunRecord, SourceRecord, StateRecord, TableRecord } from '../model/record.ts';
import type { ParquetFile } from '../publish/parquet.ts';
import type { Run } from './run-context.ts';
import type { OpenSource } from './sources.ts';

export interface RecordParts {
  readonly tables: readonly TableRecord[];
  readonly exports?: readonly ExportRecord[];
  readonly sources: readonly OpenSource[];
  readonly state: StateRecord;
  readonly output: OutputRecord | null;
  readonly parquet: ReadonlyMap<string, ParquetFile>;
  readonly error: ErrorReport | null;
  readonly interrupted: boolean;
  readonly finishedAt: string;
}

/** The run as it stands now; made before publishing (for the artifact's own `_highwater.runs`) and again at the end. */
export function recordOf(run: Run, parts: RecordParts): RunRecord {
  const { request, deps } = run;
  const tables = parts.tables.map((t) => ({ ...t, parquet: parts.parquet.get(`${t.source}.${t.table}`) ?? null }));
  const record: RunRecord = {
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
    ...(parts.exports === undefined || parts.exports.length === 0 ? {} : { exports: parts.exports }),
    state: parts.state,
    output: parts.output,
    stages: run.stages,
    notices: run.notices,
    error: parts.error,
  };
  return redactWords(record, deps.redact);
}

function statusOf({ tables, error, interrupted, sources }: RecordParts): RunRecord['status'] {
  if (interrupted) return 'interrupted';
  const failed =
    error !== null ||
    sources.some((s) => s.error !== null) ||
    tables.some((t) => t.status === 'failed' || t.checkError !== undefined);
  return failed ? 'failed' : 'succeeded';
}

function modeOf(tables: readonly TableRecord[], requested: 'full' | 'incremental'): RunRecord['mode'] {
  const modes = new Set(tables.filter((t) => t.startedAt !== null).map((t) => t.mode));
  if (modes.size === 2) return 'mixed';
  return [...modes][0] ?? requested;
}

/**
 * Why the run did what it did: as it was ordered, and where tables went another way (a first sync, a changed filter), their own reason.
 */
export function whyOf(tables: readonly TableRecord[], { mode, why }: { mode: 'full' | 'incremental'; why: string }): string {
  const begun = tables.filter((t) => t.startedAt !== null);
  const others = begun.filter((t) => t.mode !== mode);
  // A table without a cursor is read in full in every run: that explains nothing about this one.
  const unusual = others.filter((t) => t.cursor !== null);
  const allDiffer = others.length > 0 && others.length === begun.length;
  if (unusual.length === 0 && !allDiffer) return why;
  const [reason = '', ...further] = new Set((unusual.length === 0 ? others : unusual).map((t) => t.why));
  const own = further.length === 0 ? reason : 'each for its own reason';
  return allDiffer ? own : `${why}; ${unusual.length} of ${begun.length} tables in full: ${own}`;
}

function sourceRecord(open: OpenSource): SourceRecord {
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
    error,
  };
}

/** Sources in the order of the configuration; within one, the tables in the order in which they were planned. */
function inOrder(tables: readonly TableRecord[], run: Run): TableRecord[] {
  const order = new Map(run.config.sources.map((s, i) => [s.name, i]));
  return [...tables].sort((a, b) => (order.get(a.source) ?? 0) - (order.get(b.source) ?? 0));
}

/**
 * Blackens the secrets that a library or a service may have put into its own words: in every `message`, `hint` and notice of a
 * result, however deep. Nothing else of it is touched: a secret may be an everyday word, and names and numbers must stay true.
 */
export function redactWords<T>(result: T, redact: (text: string) => string): T {
  const walk = (value: unknown, worded: boolean): unknown => {
    if (typeof value === 'string') return worded ? redact(value) : value;
    if (Array.isArray(value)) return value.map((item) => walk(item, worded));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, WORDS.has(key))]));
  };
  return walk(result, false) as T;
}

const WORDS = new Set(['message', 'hint', 'notices']);
