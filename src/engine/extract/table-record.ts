import type { TableImport } from '../../model/contract.ts';
import type { ErrorReport, HighwaterError } from '../../model/errors.ts';
import type { Partition, TablePlan } from '../../model/plan.ts';
import type { ColumnRecord, PartitionRecord, TableRecord } from '../../model/record.ts';
import type { Note, TableSchema } from '../../model/table.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { MergeResult } from '../../warehouse/table/table-load.ts';
import type { PlannedTable } from '../plan/table-plan.ts';

/** What one attempt to import a table has read so far. */
interface Attempt {
  partitions: PartitionRecord[];
  /** Written to staging files by the source. */
  rowsRead: number;
  /** Loaded from staging files. */
  rowsLoaded: number;
  expected: Expected;
}

/** What is to be read. */
interface Expected {
  /** Null where the source can't say. */
  readonly rows: number | null;
  readonly partitions: number;
}

/** What was seen of a table's import so far; goes into its record whether it succeeds or fails. */
export interface Progress extends Attempt {
  readonly startedAt: Date;
  planned: PlannedTable<StoredTable>;
  requests: number;
}

/** Of a table of which nothing was read yet. */
export function newProgress(planned: PlannedTable<StoredTable>): Progress {
  return { startedAt: new Date(), planned, requests: 0, ...newAttempt() };
}

/** What an attempt that failed had read counts no more. */
export function newAttempt(): Attempt {
  return { partitions: [], rowsRead: 0, rowsLoaded: 0, expected: { rows: null, partitions: 0 } };
}

/** What is still to be read. A tail of which nothing is known is small beside the body, and counts as nothing. */
export function expectedOf(partitions: readonly Partition[], done: ReadonlySet<string>): Expected {
  const left = partitions.filter((p) => !done.has(p.id));
  const known = left.every((p) => p.expectedRows !== null || p.pass === 'tail');
  const rows = left.reduce((sum, p) => sum + (p.expectedRows ?? 0), 0);
  return { rows: known && rows > 0 ? rows : null, partitions: left.length };
}

/** The record of a table of which nothing was read: described with an error, or not selected for this run. */
export function untouchedRecord(input: {
  source: string;
  table: string;
  label: string;
  status: 'failed' | 'skipped';
  why: string;
  known: StoredTable | null;
  error: ErrorReport | null;
  /** As the configuration has it for this table. */
  fullSyncEverySeconds: number | null;
}): TableRecord {
  const { source, table, label, status, why, known, error, fullSyncEverySeconds } = input;
  return {
    source,
    table,
    schema: known?.schema ?? source,
    name: known?.name ?? table,
    label,
    category: known?.category ?? source,
    status,
    mode: 'incremental',
    why,
    counts: { source: 0, staged: 0, applied: 0 },
    read: 0,
    inserted: 0,
    updated: 0,
    deleted: 0,
    rows: known?.rows ?? 0,
    watermark: { before: known?.watermark ?? null, after: known?.watermark ?? null },
    key: known?.key ?? [],
    cursor: known?.cursor ?? null,
    where: known?.where ?? null,
    ...keptDeletes(known),
    columns: known?.columns ?? [],
    parquet: null,
    error,
    startedAt: null,
    seconds: 0,
    requests: 0,
    partitions: [],
    notes: [],
    syncedAt: known === null || known.derived === true ? null : known.syncedAt,
    lastFullSyncAt: known === null || known.derived === true ? null : known.fullSyncAt,
    fullSyncEverySeconds,
    ...(known?.derived === true ? { derived: true } : {}),
  };
}

function keptDeletes(known: StoredTable | null): Pick<TableRecord, 'deletes'> {
  const deletes = known?.fingerprint.deletes;
  return deletes === 'remove' || deletes === 'mark' || deletes === 'ignore' ? { deletes } : {};
}

export function failedRecord(progress: Progress, error: HighwaterError): TableRecord {
  const { plan } = progress.planned;
  const { stored } = progress.planned;
  return {
    ...described(plan, progress),
    status: 'failed',
    syncedAt: stored?.syncedAt ?? null,
    counts: { source: sum(progress, 'rows'), staged: progress.rowsLoaded, applied: 0 },
    read: progress.rowsRead,
    inserted: 0,
    updated: 0,
    deleted: 0,
    rows: stored?.rows ?? 0,
    watermark: { before: stored?.watermark ?? null, after: stored?.watermark ?? null },
    columns: stored?.columns ?? planColumns(plan.schema),
    error: error.report(),
    requests: progress.requests + sum(progress, 'requests'),
    notes: plan.schema.notes,
  };
}

export function succeededRecord(progress: Progress, opened: TableImport, merged: MergeResult): TableRecord {
  const { plan, known } = progress.planned;
  return {
    ...described(plan, progress),
    status: 'succeeded',
    syncedAt: progress.startedAt.toISOString(),
    counts: { source: sum(progress, 'rows'), staged: progress.rowsLoaded, applied: merged.applied },
    read: sum(progress, 'rows'),
    inserted: merged.inserted,
    updated: merged.updated,
    deleted: merged.deleted,
    rows: merged.rows,
    watermark: { before: known?.watermark ?? null, after: merged.watermark },
    columns: merged.columns,
    error: null,
    requests: opened.requests + sum(progress, 'requests'),
    notes: [...plan.schema.notes, ...opened.notes, ...removedNotes(merged), ...merged.notes],
  };
}

function removedNotes(merged: MergeResult): Note[] {
  return merged.columns
    .filter((c) => c.removed)
    .map((c) => ({ kind: 'schema', column: c.name, message: `${c.name} is no longer in the source; its old values are kept` }));
}

function described(plan: TablePlan, progress: Progress) {
  return {
    source: plan.source,
    table: plan.ref.name,
    schema: plan.target.schema,
    name: plan.target.name,
    label: plan.ref.label,
    category: plan.ref.category ?? plan.source,
    mode: plan.mode,
    why: plan.why,
    key: plan.schema.key,
    cursor: plan.schema.cursor?.column ?? null,
    where: plan.options.where ?? null,
    deletes: plan.options.deletes,
    parquet: null,
    startedAt: progress.startedAt.toISOString(),
    seconds: (Date.now() - progress.startedAt.getTime()) / 1000,
    partitions: progress.partitions,
    // What a successful import makes of it stands in the state; finish() brings it here.
    lastFullSyncAt: progress.planned.stored?.fullSyncAt ?? null,
    fullSyncEverySeconds: plan.options.fullSyncEverySeconds,
  } as const;
}

function planColumns(schema: TableSchema): ColumnRecord[] {
  return schema.columns.map(({ name, nativeType, semanticType, duckdbType, label }) => ({
    name,
    nativeType,
    semanticType,
    duckdbType,
    label,
  }));
}

function sum(progress: Progress, what: 'rows' | 'requests'): number {
  return progress.partitions.reduce((total, p) => total + p[what], 0);
}
