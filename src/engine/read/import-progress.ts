import type { TableImport } from '../../model/contract.ts';
import type { HighwaterError } from '../../model/errors.ts';
import type { Partition } from '../../model/plan.ts';
import type { ColumnRecord, PartitionRecord, TableRecord } from '../../model/record.ts';
import type { Note, TableSchema } from '../../model/table.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { MergeResult } from '../../warehouse/table/table-load.ts';
import type { PlannedTable } from '../plan/table-plan.ts';
import { tableRecord } from '../table-record.ts';

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

/** The record of an import that failed: the table keeps its rows and watermark. */
export function failedRecord(progress: Progress, error: HighwaterError): TableRecord {
  const { plan, stored } = progress.planned;
  return recordOf(progress, {
    status: 'failed',
    counts: { source: sum(progress, 'rows'), staged: progress.rowsLoaded, applied: 0 },
    read: progress.rowsRead,
    columns: stored?.columns ?? planColumns(plan.schema),
    error: error.report(),
    requests: progress.requests + sum(progress, 'requests'),
    notes: plan.schema.notes,
  });
}

export function succeededRecord(progress: Progress, opened: TableImport, merged: MergeResult): TableRecord {
  const { plan, known } = progress.planned;
  const { applied, inserted, updated, deleted, rows, columns, watermark } = merged;
  return recordOf(progress, {
    status: 'succeeded',
    syncedAt: progress.startedAt.toISOString(),
    counts: { source: sum(progress, 'rows'), staged: progress.rowsLoaded, applied },
    read: sum(progress, 'rows'),
    inserted,
    updated,
    deleted,
    rows,
    watermark: { before: known?.watermark ?? null, after: watermark },
    columns,
    error: null,
    requests: opened.requests + sum(progress, 'requests'),
    notes: [...plan.schema.notes, ...opened.notes, ...removedNotes(merged), ...merged.notes],
  });
}

/** `outcome`: what only a success, or only a failure, has. When it was last read in full, the state says at the end of the run. */
function recordOf(progress: Progress, outcome: Pick<TableRecord, 'status' | 'error'> & Partial<TableRecord>): TableRecord {
  const { plan, stored } = progress.planned;
  const { source, ref, schema, options } = plan;
  return tableRecord(
    { source, table: ref.name, label: ref.label, stored },
    {
      schema: plan.target.schema,
      name: plan.target.name,
      category: ref.category ?? source,
      mode: plan.mode,
      why: plan.why,
      key: schema.key,
      cursor: schema.cursor?.column ?? null,
      where: options.where ?? null,
      deletes: options.deletes,
      startedAt: progress.startedAt.toISOString(),
      seconds: (Date.now() - progress.startedAt.getTime()) / 1000,
      partitions: progress.partitions,
      fullSyncEverySeconds: options.fullSyncEverySeconds,
      ...outcome,
    },
  );
}

function removedNotes(merged: MergeResult): Note[] {
  return merged.columns
    .filter((c) => c.removed)
    .map((c) => ({ kind: 'schema', column: c.name, message: `${c.name} is no longer in the source; its old values are kept` }));
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
