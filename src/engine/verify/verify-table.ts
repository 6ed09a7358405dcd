import { join } from 'node:path';
import { toHighwaterError } from '../../model/errors.ts';
import { fileName } from '../../model/path-name.ts';
import type { TableRecord } from '../../model/record.ts';
import type { TableVerification } from '../../model/verification.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import type { Swept } from '../../warehouse/load/stage.ts';
import type { LoadRequest } from '../../warehouse/warehouse.ts';
import { compareCounts } from '../extract/compare-counts.ts';
import { importTable } from '../extract/import-attempts.ts';
import { newProgress, succeededRecord } from '../extract/import-progress.ts';
import { type BegunImport, beginImport, type ExtractContext, watermarkAfter } from '../extract/import-table.ts';
import { readMissingRows } from '../extract/missing-rows.ts';
import { readPartitions, readTogether } from '../extract/read-partitions.ts';
import { insteadFull, type PlannedTable } from '../plan/table-plan.ts';
import { type Compared, MOST_BY_KEY, type SampleSize, TableComparison } from './compare-table.ts';

export interface VerifyOptions {
  readonly sample: SampleSize;
  readonly repair: boolean;
  /** Where the files of differing keys go. */
  readonly output: string;
  /** ISO 8601. */
  now(): string;
}

export interface VerifiedTable {
  readonly verification: TableVerification;
  /** What a repair changed; null: nothing. */
  readonly record: TableRecord | null;
}

/** Compares one table with its source, and mends it where that is asked for. Never throws: what it returns has the error. */
export async function verifyTable(
  context: ExtractContext,
  planned: PlannedTable<StoredTable>,
  options: VerifyOptions,
): Promise<VerifiedTable> {
  const started = Date.now();
  const { plan, known } = planned;
  const base = { source: plan.source, table: plan.ref.name, ...NOTHING_COMPARED };
  if (known === null) return { verification: { ...base, status: 'skipped', how: `not compared: ${plan.why}` }, record: null };
  const seconds = () => (Date.now() - started) / 1000;
  try {
    const request: LoadRequest = { ...planned, stored: known, onRead: () => undefined, onLoaded: () => undefined };
    const check = await context.exclusive(async () => context.warehouse.check(request));
    try {
      const comparison = new TableComparison(context, planned, request, check);
      const found = await verify(comparison, planned, options);
      return { ...found, verification: { ...base, ...found.verification, seconds: seconds(), requests: comparison.requests } };
    } finally {
      await check.end().catch(() => undefined);
    }
  } catch (error) {
    const failure = context.signal.aborted ? toHighwaterError(context.signal.reason) : toHighwaterError(error);
    const verification = { ...base, status: 'failed' as const, how: 'not compared', error: failure.report(), seconds: seconds() };
    return { verification, record: null };
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
} as const;

type Found = Pick<VerifiedTable, 'record'> & {
  readonly verification: Omit<TableVerification, 'source' | 'table' | 'seconds' | 'requests' | 'error'>;
};

async function verify(comparison: TableComparison, planned: PlannedTable<StoredTable>, options: VerifyOptions): Promise<Found> {
  const { check, context } = comparison;
  const { plan } = planned;
  const compared = await comparison.compare(options.sample);
  const { how, whole, there, here } = compared;
  // A row that was deleted at the source and is to stay is no difference.
  const counted = async () => withIgnored(await check.counts(), plan.options.deletes === 'ignore');
  const first = await counted();
  if (compared.nameless || (plan.schema.key.length === 0 && there !== here))
    return keylessDrift(context, planned, compared, options.repair);
  if (first.missing + first.extra + first.altered + first.doubled === 0) {
    if (whole) await prove(context, planned, options.now());
    return { record: null, verification: { ...first, there, here, how, whole, status: 'same', file: null } };
  }
  let record = plan.mode === 'incremental' ? await withNextRun(comparison, planned, options.repair) : null;
  const counts = await counted();
  const total = counts.missing + counts.extra + counts.altered + counts.doubled;
  const file = join('verify', `${fileName(plan.source)}.${fileName(plan.ref.name)}.csv`);
  await check.writeKeys(join(options.output, file));
  const explained = total === counts.explained;
  // Too many rows to read one by one, or no way to do so: the table is read whole, as in any full sync.
  if (options.repair && !explained && record === null)
    record = await importTable(context, insteadFull(planned, 'verify found differences'));
  if (record?.error)
    return { record, verification: { ...counts, there, here, how, whole, status: 'drift', file: slashes(file) } };
  const status = explained ? 'explained' : record !== null ? 'repaired' : 'drift';
  return { record, verification: { ...counts, there, here, how, whole, status, file: slashes(file) } };
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

function withIgnored<C extends { extra: number }>(counts: C, ignored: boolean): C {
  return ignored ? { ...counts, extra: 0 } : counts;
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
  return { record, verification: { ...counts, there, here, how: why, whole: true, status, file: null } };
}

async function prove({ warehouse, exclusive }: ExtractContext, { plan }: PlannedTable, now: string): Promise<void> {
  await exclusive(async () => {
    const stored = (await warehouse.tables()).find((t) => t.source === plan.source && t.table === plan.ref.name);
    if (stored !== undefined) await warehouse.keep({ ...stored, provenAt: now });
  });
}

/** Reads what the next run would read, to tell what it explains. With `repair` the rows that differ are read as well, and all of it is merged. */
async function withNextRun(
  comparison: TableComparison,
  planned: PlannedTable<StoredTable>,
  repair: boolean,
): Promise<TableRecord | null> {
  const { context, check, request } = comparison;
  const { opener, warehouse, exclusive, slots, parallel, signal } = context;
  const begun = await beginImport(opener, planned, {
    findResume: async () => null,
    onFullSync: ({ plan }, why) => {
      throw new Error(`${plan.ref.name} has to be read in full: ${why}`);
    },
  });
  const { opened } = begun;
  const progress = newProgress(planned);
  const load = await exclusive(async () => warehouse.beginChanges(request));
  try {
    const reading = {
      import: opened,
      load,
      slots,
      workers: parallel,
      signal,
      onDone: (p: TableRecord['partitions'][number]) => void progress.partitions.push(p),
    };
    await readPartitions(reading, new Set());
    await load.loaded();
    const title = `${planned.plan.source}.${planned.plan.ref.name}`;
    const read = async (partitions: Parameters<typeof readTogether>[1]) => readTogether(reading, partitions);
    const compared = await compareCounts({ import: opened, load, read, signal });
    const fetched = await readMissingRows({ title, import: opened, load, read });
    const swept = { swept: opened.partitions.some((p) => p.pass === 'sweep'), sweptParts: compared.parts };
    await check.explain(load, swept);
    const keys = repair ? await check.keys(null, MOST_BY_KEY + 1) : [];
    if (keys.length === 0 || keys.length > MOST_BY_KEY) {
      await load.abandon();
      return null;
    }
    const partitions = opened.fetch?.(keys) ?? null;
    if (partitions === null) {
      await load.abandon();
      return null;
    }
    const notes = [...compared.notes, ...fetched];
    return await mend(comparison, begun, { progress, load, partitions, read, swept, countedAt: compared.countedAt, notes });
  } catch (error) {
    await load.abandon().catch(() => undefined);
    throw error;
  } finally {
    comparison.requests += opened.requests + progress.partitions.reduce((sum, p) => sum + p.requests, 0);
    await opened.close().catch(() => undefined);
  }
}

interface Mending {
  readonly progress: ReturnType<typeof newProgress>;
  readonly load: Awaited<ReturnType<ExtractContext['warehouse']['beginChanges']>>;
  readonly partitions: Parameters<typeof readTogether>[1];
  readonly read: (partitions: Parameters<typeof readTogether>[1]) => Promise<void>;
  readonly swept: Swept;
  readonly countedAt: string | null;
  readonly notes: Awaited<ReturnType<typeof readMissingRows>>;
}

async function mend({ context, check }: TableComparison, begun: BegunImport, mending: Mending): Promise<TableRecord> {
  const { load, partitions, read, progress, swept, countedAt, notes } = mending;
  await read(partitions);
  await load.loaded();
  await load.forget(check.differing(load.stage.table('rows')));
  const { heldBack, serviceCount } = begun.opened;
  const merged = await context.exclusive(async () => {
    await check.undouble();
    return load.merge({ watermark: watermarkAfter(begun), heldBack, snapshot: false, ...swept, countedAt, serviceCount });
  });
  return succeededRecord(progress, begun.opened, { ...merged, notes: [...notes, ...merged.notes] });
}
