import { setTimeout as sleep } from 'node:timers/promises';
import type { Opener, Source } from '../../model/contract.ts';
import { HighwaterError, InterruptedError, toHighwaterError } from '../../model/errors.ts';
import type { Partition } from '../../model/plan.ts';
import type { Observer, PartitionRecord, TableRecord } from '../../model/record.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { LoadRequest, Warehouse } from '../../warehouse/warehouse.ts';
import { insteadFull, type PlannedTable } from '../plan/table-plan.ts';
import { type BegunImport, beginImport, watermarkAfter } from './begin-import.ts';
import { expectedOf, failedRecord, newAttempt, newProgress, type Progress, succeededRecord } from './import-progress.ts';
import { readLacking, WholeTableNeeded } from './missing-rows.ts';
import { readPartitions, readTogether, type Slots } from './read-partitions.ts';
import { needsNewPlan, planAnew } from './replan.ts';

export interface ExtractContext {
  readonly warehouse: Warehouse;
  readonly source: Source;
  readonly opener: Opener;
  readonly slots: Slots;
  readonly parallel: number;
  readonly signal: AbortSignal;
  readonly observe: Observer;
  /** One at a time: merges and table definitions of different tables must not meet in DuckDB. */
  readonly exclusive: Slots;
  notice(message: string): void;
}

// A snapshot that the server cancelled (standby conflict, restart) is worth these waits, in milliseconds.
const RESTART_DELAYS = [1000, 5000];

/** Imports one table, from its start on the source's clock to its commit. Never throws: the record tells. */
export async function importTable(context: ExtractContext, planned: PlannedTable<StoredTable>): Promise<TableRecord> {
  const progress = newProgress(planned);
  try {
    const record = await withRestarts(context, progress);
    emit(context, progress, 'done', record);
    return record;
  } catch (error) {
    const failure = context.signal.aborted ? interrupted(context.signal) : toHighwaterError(error);
    if (isUnmeant(failure, progress.planned)) return leaveOut(context, progress, failure);
    const record = failedRecord(progress, failure);
    emit(context, progress, 'failed', record);
    return record;
  }
}

/** A glob took it, and no run has read it yet: nobody waits for its rows. */
export function isUnmeant(
  failure: HighwaterError,
  { plan, stored }: { readonly plan: PlannedTable<StoredTable>['plan']; readonly stored: unknown },
): boolean {
  return failure.family === 'withheld' && plan.options.byGlob === true && stored === null;
}

export function leftOutNotice(name: string, { message }: HighwaterError): string {
  return `${name} was left out, though a glob takes it. ${message} To keep it out for good: exclude: [${name}] on the source.`;
}

function leaveOut(context: ExtractContext, progress: Progress, failure: HighwaterError): TableRecord {
  context.notice(leftOutNotice(progress.planned.plan.ref.name, failure));
  const why = 'the source does not give it out as a whole, and only a glob takes it';
  const record: TableRecord = { ...failedRecord(progress, failure), status: 'skipped', why, error: null };
  emit(context, progress, 'skipped', record);
  return record;
}

async function withRestarts(context: ExtractContext, progress: Progress): Promise<TableRecord> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptImport(context, progress);
    } catch (error) {
      const delay = RESTART_DELAYS[attempt];
      const failure = toHighwaterError(error);
      if (context.signal.aborted || delay === undefined) throw error;
      const anew = needsNewPlan(failure, context.source, progress.planned);
      if (!anew && failure.family !== 'restart') throw error;
      const { name } = progress.planned.plan.ref;
      context.notice(
        `${failure.message.includes(name) ? '' : `${name}: `}${failure.message} Reading the table again (attempt ${attempt + 2} of ${RESTART_DELAYS.length + 1}).`,
      );
      if (anew) progress.planned = await planAnew(context.source, progress.planned);
      else await sleep(delay, undefined, { signal: context.signal });
    }
  }
}

/** An import that finds out while it reads that it needs the whole table is done again as a full sync, once. */
async function attemptImport(context: ExtractContext, progress: Progress): Promise<TableRecord> {
  try {
    return await importOnce(context, progress);
  } catch (error) {
    if (!(error instanceof WholeTableNeeded)) throw error;
    const why = `${error.message}, so the table is read in full`;
    context.notice(`${progress.planned.plan.ref.name}: ${why}.`);
    progress.planned = insteadFull(progress.planned, why);
    return importOnce(context, progress);
  }
}

async function importOnce(context: ExtractContext, progress: Progress): Promise<TableRecord> {
  const { opener, warehouse } = context;
  Object.assign(progress, newAttempt());
  const requestFor = ({ plan, fingerprint, known }: PlannedTable<StoredTable>): LoadRequest => ({
    plan,
    fingerprint,
    stored: known,
    onRead: (rows) => {
      progress.rowsRead += rows;
      emit(context, progress, 'extract');
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
  try {
    return await load(context, progress, requestFor(progress.planned), begun);
  } finally {
    // The import is committed or failed by now; how its connection ends changes neither.
    await begun.opened.close().catch(() => undefined);
  }
}

async function load(context: ExtractContext, progress: Progress, request: LoadRequest, begun: BegunImport): Promise<TableRecord> {
  const { opened } = begun;
  const start = begun.resume ?? { watermark: opened.watermark, partitions: opened.partitions, done: [] };
  const done = new Set(start.done);
  progress.expected = expectedOf(opened.partitions, done);
  const tableLoad = await context.exclusive(async () => context.warehouse.begin(request, start));
  try {
    emit(context, progress, 'extract');
    const onDone = (record: PartitionRecord) => {
      progress.partitions.push(record);
      emit(context, progress, 'extract');
    };
    const { slots, parallel, signal } = context;
    const reading = { import: opened, load: tableLoad, slots, workers: parallel, signal, onDone };
    await readPartitions(reading, done);
    await tableLoad.loaded();
    const title = `${request.plan.source}.${request.plan.ref.name}`;
    const read = async (partitions: readonly Partition[]) => readTogether(reading, partitions);
    // A full sync under one snapshot proves in its merge that every key has its row, and is read from its start where one has not.
    const proved = opened.snapshot && request.plan.mode === 'full';
    const fetched = proved ? [] : await readLacking({ title, import: opened, load: tableLoad, read });
    emit(context, progress, 'merge');
    const swept = opened.partitions.some((p) => p.pass === 'sweep');
    const merged = await context.exclusive(async () => {
      context.signal.throwIfAborted();
      const { heldBack, snapshot, serviceCount } = opened;
      return tableLoad.merge({ watermark: watermarkAfter(begun), heldBack, snapshot, swept, serviceCount });
    });
    return succeededRecord(progress, opened, { ...merged, notes: [...fetched, ...merged.notes] });
  } catch (error) {
    // The error that stopped the import is the one to tell, whatever tidying up meets.
    await tableLoad.abandon(error instanceof WholeTableNeeded).catch(() => undefined);
    throw error;
  } finally {
    progress.requests = opened.requests;
  }
}

function interrupted(signal: AbortSignal): HighwaterError {
  return signal.reason instanceof HighwaterError ? signal.reason : new InterruptedError('it was asked to stop');
}

function emit(
  context: ExtractContext,
  progress: Progress,
  stage: 'extract' | 'merge' | 'done' | 'failed' | 'skipped',
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
