import type { Opener, Resume, Source, TableImport } from '../../model/contract.ts';
import { inStage } from '../../model/in-stage.ts';
import type { Partition } from '../../model/plan.ts';
import type { Observer, PartitionRecord, TableRecord, TableStage } from '../../model/record.ts';
import type { Watermark } from '../../model/watermark.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { LoadRequest, Warehouse } from '../../warehouse/warehouse.ts';
import { insteadFull, type KnownTable, type PlannedTable } from '../plan/table-plan.ts';
import { compareCounts } from './compare-counts.ts';
import { expectedOf, newAttempt, type Progress, succeededRecord } from './import-progress.ts';
import { FullSyncNeeded, readMissingRows } from './missing-rows.ts';
import type { ReadingPlace } from './places.ts';
import { readPartitions, readTogether, type Slots } from './read-partitions.ts';

export interface BegunImport {
  readonly opened: TableImport;
  /** What `opened` continues; null where it starts from the beginning. */
  readonly resume: Resume | null;
}

interface BeginHooks<Known extends KnownTable> {
  findResume(planned: PlannedTable<Known>): Promise<Resume | null>;
  /** The source can't continue from the planned watermark, so that this full sync begins instead. */
  onFullSync(planned: PlannedTable<Known>, why: string): void;
}

/** Begins an import. Where the source can't continue from the watermark, begins a full sync instead. */
export async function beginImport<Known extends KnownTable>(
  opener: Opener,
  planned: PlannedTable<Known>,
  { findResume, onFullSync }: BeginHooks<Known>,
): Promise<BegunImport> {
  const found = await findResume(planned);
  const opened = await opener.begin(planned.plan, found);
  if (!('cannotContinue' in opened)) return { opened, resume: opened.resumed ? found : null };
  const { ref, mode } = planned.plan;
  if (mode === 'full') throw new Error(`a full sync of ${ref.name} needs nothing to continue from`);
  const full = insteadFull(planned, opened.cannotContinue);
  onFullSync(full, opened.cannotContinue);
  return beginImport(opener, full, { findResume, onFullSync });
}

/**
 * Rows that a resumed import read before it was interrupted may have changed since, so it keeps the watermark of the import that began
 * it. A change token is another matter: it counts from when it was given, whichever import asked for it.
 */
export function watermarkAfter({ opened, resume }: BegunImport): Watermark | null {
  if (resume?.watermark?.kind !== 'token') return resume === null ? opened.watermark : resume.watermark;
  const { kind, value } = resume.watermark;
  const token = opened.watermark?.token;
  return { kind, value, ...(token === undefined ? {} : { token }) };
}

export interface ExtractContext {
  readonly warehouse: Warehouse;
  readonly source: Source;
  readonly opener: Opener;
  readonly slots: Slots;
  readonly parallel: number;
  readonly signal: AbortSignal;
  readonly observe: Observer;
  notice(message: string): void;
}

/** One attempt. Throws FullSyncNeeded, or whatever the source or the merge throws. */
export async function importOnce(context: ExtractContext, progress: Progress, place: ReadingPlace): Promise<TableRecord> {
  const { opener, warehouse } = context;
  Object.assign(progress, newAttempt());
  const requestFor = ({ plan, fingerprint, known }: PlannedTable<StoredTable>): LoadRequest => ({
    plan,
    fingerprint,
    stored: known,
    stop: context.signal,
    onRead: (rows) => {
      progress.rowsRead += rows;
      showProgress(context, progress, 'read');
    },
    onLoaded: (rows) => {
      progress.rowsLoaded += rows;
    },
  });
  const begun = await beginImport(opener, progress.planned, {
    findResume: async (planned) => warehouse.findResume(requestFor(planned)),
    onFullSync: (planned, why) => {
      progress.planned = planned;
      context.notice(`${planned.plan.ref.name} is read in full instead of by its changes: ${why}.`);
    },
  });
  let closing: Promise<void> | null = null;
  // All is read or failed by then; how the connection ends changes neither.
  const closeOnce = async () => (closing ??= begun.opened.close().catch(() => undefined));
  try {
    const leave = async () => {
      await closeOnce();
      place.leave();
    };
    return await load(context, progress, requestFor(progress.planned), begun, leave);
  } finally {
    await closeOnce();
  }
}

/** `leave`: the source is not needed any more, and the merge waits for other tables. */
async function load(
  context: ExtractContext,
  progress: Progress,
  request: LoadRequest,
  begun: BegunImport,
  leave: () => Promise<void>,
): Promise<TableRecord> {
  const { opened } = begun;
  const start = begun.resume ?? { watermark: opened.watermark, partitions: opened.partitions, done: [] };
  const done = new Set(start.done);
  progress.expected = expectedOf(opened.partitions, done);
  const tableLoad = await context.warehouse.exclusive(async () =>
    inStage('load', async () => context.warehouse.begin(request, start)),
  );
  try {
    showProgress(context, progress, 'read');
    const onDone = (record: PartitionRecord) => {
      progress.partitions.push(record);
      showProgress(context, progress, 'read');
    };
    const { slots, parallel, signal } = context;
    const reading = { import: opened, load: tableLoad, slots, workers: parallel, signal, onDone };
    await readPartitions(reading, done);
    await inStage('load', async () => tableLoad.loaded());
    const title = `${request.plan.source}.${request.plan.ref.name}`;
    const read = async (partitions: readonly Partition[]) => readTogether(reading, partitions);
    // A full sync under one snapshot proves in its merge that every key has its row, and is read from its start where one has not.
    const proved = opened.snapshot && request.plan.mode === 'full';
    const compared = await compareCounts({ import: opened, load: tableLoad, read, signal });
    const fetched = proved ? [] : await readMissingRows({ title, import: opened, load: tableLoad, read });
    showProgress(context, progress, 'load');
    const swept = opened.partitions.some((p) => p.pass === 'sweep');
    const { heldBack, snapshot, serviceCount } = opened;
    const { parts: sweptParts, countedAt, windows: countedWindows } = compared;
    const counted = { sweptParts, countedAt, countedWindows };
    const end = { watermark: watermarkAfter(begun), heldBack, snapshot, swept, ...counted, serviceCount };
    const merge = async () => {
      context.signal.throwIfAborted();
      return inStage('load', async () => tableLoad.merge(end));
    };
    if (tableLoad.sharesMerge) await leave();
    const merged = await (tableLoad.sharesMerge ? merge() : context.warehouse.exclusive(merge));
    return succeededRecord(progress, opened, { ...merged, notes: [...compared.notes, ...fetched, ...merged.notes] });
  } catch (error) {
    // Report the error that stopped the import, whatever happens while tidying up.
    await tableLoad.abandon(error instanceof FullSyncNeeded).catch(() => undefined);
    throw error;
  } finally {
    progress.requests = opened.requests;
  }
}

/** Reports where the import is. `record`: with the last stage. */
export function showProgress(
  context: ExtractContext,
  progress: Progress,
  stage: Exclude<TableStage, 'waiting'>,
  record?: TableRecord,
): void {
  const { plan } = progress.planned;
  const done = progress.partitions.length;
  context.observe({
    type: 'table',
    source: plan.source,
    table: plan.ref.name,
    stage,
    mode: plan.mode,
    rows: progress.rowsRead,
    expectedRows: progress.expected.rows,
    partitions: { done, total: Math.max(done, progress.expected.partitions) },
    ...(record === undefined ? {} : { record }),
  });
}
