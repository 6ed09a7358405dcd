import { join } from 'node:path';
import type { Comparison } from '../../model/counts.ts';
import { HighwaterError, toHighwaterError } from '../../model/errors.ts';
import { fileName } from '../../model/path-name.ts';
import type { PartitionRecord, TableRecord } from '../../model/record.ts';
import type { TableVerification } from '../../model/verification.ts';
import { earlier, type Watermark } from '../../model/watermark.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { Swept } from '../../warehouse/table/parts.ts';
import type { DriftCounts } from '../../warehouse/verify/reading.ts';
import type { LoadRequest } from '../../warehouse/warehouse.ts';
import { insteadFull, type PlannedTable } from '../plan/table-plan.ts';
import { compareCounts } from '../read/compare-counts.ts';
import { importTable, planAgain } from '../read/import-attempts.ts';
import { failedRecord, newProgress, succeededRecord } from '../read/import-progress.ts';
import { type BegunImport, type ExtractContext, watermarkAfter } from '../read/import-table.ts';
import { FullSyncNeeded, readMissingRows } from '../read/missing-rows.ts';
import { readPartitions, readTogether } from '../read/read-partitions.ts';
import { MOST_BY_KEY, TableComparison } from './compare-table.ts';
import type { Compared, NextPortion, VerifyExtent } from './extent.ts';

export interface VerifyOptions {
  readonly extent: VerifyExtent;
  readonly repair: boolean;
  /** Share (0 to 1) of the source's daily call limit that this run may use. */
  readonly apiBudget: number;
  /** Where the files of differing keys go. */
  readonly output: string;
  /** ISO 8601. */
  now(): string;
}

export interface VerifiedTable {
  readonly verification: TableVerification;
  /** What a repair changed; null: nothing. */
  readonly record: TableRecord | null;
  /** The state says now that it was proven. */
  readonly proven: boolean;
  /** Where a share was compared: where the next run goes on. */
  readonly next?: NextPortion;
}

/** Compares one table with its source, and mends it where that is asked for. Never throws: what it returns has the error. */
export async function verifyTable(
  context: ExtractContext,
  planned: PlannedTable<StoredTable>,
  options: VerifyOptions,
): Promise<VerifiedTable> {
  const started = Date.now();
  const before = context.source.usage().requests;
  const { plan } = planned;
  // The tables of a source are compared one after the other: what it was asked meanwhile, it was asked for this one.
  const cost = () => ({ seconds: (Date.now() - started) / 1000, requests: context.source.usage().requests - before });
  const base = { source: plan.source, table: plan.ref.name, ...NOTHING_COMPARED };
  if (planned.known === null)
    return { verification: { ...base, status: 'skipped', how: `not compared: ${plan.why}` }, ...NOTHING_KEPT };
  try {
    const found = await attempt(context, planned, options);
    return { ...found, verification: { ...base, ...found.verification, ...cost() } };
  } catch (error) {
    const failure = context.signal.aborted ? toHighwaterError(context.signal.reason) : toHighwaterError(error);
    const verification = { ...base, status: 'failed' as const, how: 'not compared', error: failure.report(), ...cost() };
    return { verification, ...NOTHING_KEPT };
  }
}

/** What the source said of the table may be out of date: then it is described and compared once more. */
async function attempt(context: ExtractContext, planned: PlannedTable<StoredTable>, options: VerifyOptions): Promise<Found> {
  try {
    return await compareOnce(context, planned, options);
  } catch (error) {
    const { family, message } = toHighwaterError(error);
    if (context.signal.aborted || (family !== 'replan' && family !== 'restart')) throw error;
    context.notice(`${message} Comparing the table again.`);
    const again = family === 'replan' ? await planAgain(context.source, planned) : planned;
    if (again.known === null) throw error;
    return compareOnce(context, again, options);
  }
}

async function compareOnce(context: ExtractContext, planned: PlannedTable<StoredTable>, options: VerifyOptions): Promise<Found> {
  const { known: stored } = planned;
  const request: LoadRequest = { ...planned, stored, onRead: () => undefined, onLoaded: () => undefined };
  const check = await context.warehouse.exclusive(async () => context.warehouse.check(request));
  try {
    const comparison = new TableComparison(context, planned, { request, check, apiBudget: options.apiBudget });
    const found = await verify(comparison, planned, options);
    return { ...found, verification: { ...found.verification, bytes: comparison.bytes } };
  } finally {
    await check.end().catch(() => undefined);
  }
}

/** What is said of a table that was not compared. */
export const NOTHING_COMPARED = {
  there: 0,
  here: 0,
  missing: 0,
  extra: 0,
  altered: 0,
  doubled: 0,
  explained: 0,
  file: null,
  whole: false,
  error: null,
  seconds: 0,
  requests: 0,
  bytes: 0,
} as const;

const NOTHING_KEPT = { record: null, proven: false } as const;

type Found = Pick<VerifiedTable, 'record' | 'proven' | 'next'> & {
  readonly verification: Omit<TableVerification, 'source' | 'table' | 'seconds' | 'requests' | 'bytes'> & {
    readonly bytes?: number;
  };
};

async function verify(comparison: TableComparison, planned: PlannedTable<StoredTable>, options: VerifyOptions): Promise<Found> {
  const compared = await comparison.compare(options.extent);
  const next = compared.next === undefined ? {} : { next: compared.next };
  if (compared.next === 'waits')
    return { ...NOTHING_KEPT, ...next, verification: { ...NOTHING_COMPARED, how: compared.how, status: 'skipped' } };
  return { ...(await judge(comparison, planned, options, compared)), ...next };
}

/** What the differences mean, and what a repair makes of them. */
async function judge(
  comparison: TableComparison,
  planned: PlannedTable<StoredTable>,
  options: VerifyOptions,
  compared: Compared,
): Promise<Found> {
  const { check, context } = comparison;
  const { how, whole, there, here } = compared;
  if (compared.nameless || (planned.plan.schema.key.length === 0 && there !== here))
    return keylessDrift(context, planned, compared, options.repair);
  const drifted = isDrift(await check.counts());
  const next = drifted ? await withNextRun(comparison, planned, options.repair) : NOTHING_NEXT;
  const counts = await check.counts();
  const seen = { ...counts, there, here, how: `${how}${next.whole === null ? '' : `; ${next.whole}`}`, whole, error: null };
  const left = isDrift(counts);
  const proven = !left && whole && 'sample' in options.extent;
  if (proven) await prove(context, planned, options.now());
  if (total(counts) === 0) return { record: null, proven, verification: { ...seen, status: 'same', file: null } };
  const file = join('verify', `${fileName(planned.plan.source)}.${fileName(planned.plan.ref.name)}.csv`);
  await check.writeKeys(join(options.output, file));
  // Too many rows to read one by one, or no way to do so: the table is read whole, as in any full sync.
  const readsAll = options.repair && left && next.record === null;
  const record = readsAll ? await importTable(context, insteadFull(planned, 'verify found differences')) : next.record;
  const mended = record !== null && record.error === null;
  const status = left ? (mended ? 'repaired' : 'drift') : 'explained';
  return { record, proven, verification: { ...seen, status, file: slashes(file), error: record?.error ?? null } };
}

const NOTHING_NEXT = { record: null, whole: null } as const;

function total({ missing, extra, altered, doubled }: DriftCounts): number {
  return missing + extra + altered + doubled;
}

/** True where more differs than what the next run brings. */
function isDrift(counts: DriftCounts): boolean {
  return total(counts) > counts.explained;
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

/** Rows without a key can't be named, nor read one by one: a repair reads the table whole. */
async function keylessDrift(
  context: ExtractContext,
  planned: PlannedTable<StoredTable>,
  { there, here, how }: Compared,
  repair: boolean,
): Promise<Found> {
  const record = repair ? await importTable(context, insteadFull(planned, 'verify found differences')) : null;
  const counts = { missing: Math.max(0, there - here), extra: Math.max(0, here - there), altered: 0, doubled: 0, explained: 0 };
  const status = record === null || record.error !== null ? 'drift' : 'repaired';
  const why = `${how}; they differ, and without a key no row can be named`;
  return {
    record,
    proven: false,
    verification: { ...counts, there, here, how: why, whole: true, status, file: null, error: record?.error ?? null },
  };
}

async function prove({ warehouse }: ExtractContext, { plan }: PlannedTable, now: string): Promise<void> {
  await warehouse.exclusive(async () => {
    const stored = (await warehouse.tables()).find((t) => t.source === plan.source && t.table === plan.ref.name);
    if (stored !== undefined) await warehouse.keep({ ...stored, provenAt: now });
  });
}

/** Reads what the next run would read, to tell what it explains. With `repair` the rows that differ are read as well, and all of it is merged. */
async function withNextRun(
  comparison: TableComparison,
  planned: PlannedTable<StoredTable>,
  repair: boolean,
): Promise<{ record: TableRecord | null; whole: string | null }> {
  const { plan } = planned;
  const { check, context } = comparison;
  const everyRun = plan.schema.cursor === null || plan.options.sync === 'full' || plan.schema.key.length === 0;
  if (plan.mode === 'full' && everyRun) {
    await comparison.confirm(null);
    return NOTHING_NEXT;
  }
  const opened = plan.mode === 'full' ? { cannotContinue: plan.why } : await context.opener.begin(plan, null);
  if ('cannotContinue' in opened) {
    await check.explainAll();
    return { record: null, whole: `the next run reads the whole table: ${opened.cannotContinue}` };
  }
  return { record: await explainOrMend(comparison, { opened, resume: null }, planned, repair), whole: null };
}

async function explainOrMend(
  comparison: TableComparison,
  begun: BegunImport,
  planned: PlannedTable<StoredTable>,
  repair: boolean,
): Promise<TableRecord | null> {
  const { context, check, request } = comparison;
  const { warehouse, slots, parallel, signal } = context;
  const { opened } = begun;
  const { plan } = planned;
  const progress = newProgress(planned);
  const load = await warehouse.exclusive(async () => warehouse.beginChanges(request));
  let mending = false;
  try {
    const onDone = (p: PartitionRecord) => void progress.partitions.push(p);
    const reading = { import: opened, load, slots, workers: parallel, signal, onDone };
    const read: Mending['read'] = async (partitions) => readTogether(reading, partitions);
    await readPartitions(reading, new Set());
    await load.loaded();
    await check.explainChanged(load, opened.snapshot ? null : plan.since);
    const compared = await compareCounts({ import: opened, load, read, signal });
    const swept = { swept: opened.partitions.some((p) => p.pass === 'sweep'), sweptParts: compared.parts };
    await check.explainGone(load, swept);
    await comparison.confirm(windowStart(plan));
    const keys = repair ? await check.keys(MOST_BY_KEY + 1) : [];
    const partitions = keys.length === 0 || keys.length > MOST_BY_KEY ? null : (opened.fetch?.(keys) ?? null);
    if (partitions !== null) {
      mending = true;
      const title = `${plan.source}.${plan.ref.name}`;
      const fetched = await readMissingRows({ title, import: opened, load, read });
      const notes = [...compared.notes, ...fetched];
      return await mend(comparison, begun, { progress, load, partitions, read, swept, compared, notes });
    }
    await load.abandon();
    return null;
  } catch (error) {
    await load.abandon().catch(() => undefined);
    if (error instanceof FullSyncNeeded) return null;
    // Known to differ, and left as it was.
    if (mending && error instanceof HighwaterError && !signal.aborted) return failedRecord(progress, error);
    throw error;
  } finally {
    comparison.bytes += progress.partitions.reduce((sum, p) => sum + p.bytes, 0);
    await opened.close().catch(() => undefined);
  }
}

/** Where the next run's window begins; null: no time says. */
function windowStart({ since, options }: PlannedTable['plan']): Watermark | null {
  return since === null || since.kind === 'xmin' ? null : { ...since, value: earlier(since.value, options.lookbackSeconds) };
}

interface Mending {
  readonly progress: ReturnType<typeof newProgress>;
  readonly load: Awaited<ReturnType<ExtractContext['warehouse']['beginChanges']>>;
  readonly partitions: Parameters<typeof readTogether>[1];
  readonly read: (partitions: Parameters<typeof readTogether>[1]) => Promise<void>;
  readonly swept: Swept;
  readonly compared: Comparison;
  readonly notes: Awaited<ReturnType<typeof readMissingRows>>;
}

async function mend({ context, check }: TableComparison, begun: BegunImport, mending: Mending): Promise<TableRecord> {
  const { load, partitions, read, progress, swept, compared, notes } = mending;
  await read(partitions);
  await load.loaded();
  await load.forget(check.differing(load.stage.table('rows')));
  const { heldBack, serviceCount } = begun.opened;
  const merged = await context.warehouse.exclusive(async () => {
    await check.undouble();
    const { countedAt, windows: countedWindows } = compared;
    const counted = { ...swept, countedAt, countedWindows };
    return load.merge({ watermark: watermarkAfter(begun), heldBack, snapshot: false, ...counted, serviceCount });
  });
  return succeededRecord(progress, begun.opened, { ...merged, notes: [...notes, ...merged.notes] });
}
