import { setTimeout as sleep } from 'node:timers/promises';
import type { Source } from '../../model/contract.ts';
import { HighwaterError, InterruptedError, toHighwaterError } from '../../model/errors.ts';
import type { TableRecord } from '../../model/record.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import { widensExactly } from '../../warehouse/duckdb/types.ts';
import { schemaOf } from '../describe.ts';
import { insteadFull, type PlannedTable, planTable } from '../plan/table-plan.ts';
import { failedRecord, newProgress, type Progress } from './import-progress.ts';
import { type ExtractContext, importOnce, showProgress } from './import-table.ts';
import { FullSyncNeeded } from './missing-rows.ts';
import { ALONE, type ReadingPlace } from './places.ts';

// A snapshot that the server cancelled (standby conflict, restart) is worth these waits, in milliseconds.
const RESTART_DELAYS = [1000, 5000];

/**
 * Imports one table, from its start on the source's clock to its commit, and leaves its place as soon as it is read and only waits for others. Never
 * throws: its record has the error.
 */
export async function importTable(
  context: ExtractContext,
  planned: PlannedTable<StoredTable>,
  place = ALONE,
): Promise<TableRecord> {
  const progress = newProgress(planned);
  try {
    const record = await withRestarts(context, progress, place);
    showProgress(context, progress, 'done', record);
    return record;
  } catch (error) {
    const failure = context.signal.aborted ? interrupted(context.signal) : toHighwaterError(error);
    if (mayLeaveOut(failure, progress.planned)) return leaveOut(context, progress, failure);
    const record = failedRecord(progress, failure);
    showProgress(context, progress, 'failed', record);
    return record;
  }
}

/** Only a glob chose it, and no run has read it yet: nobody waits for its rows. */
export function mayLeaveOut(
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
  showProgress(context, progress, 'skipped', record);
  return record;
}

async function withRestarts(context: ExtractContext, progress: Progress, place: ReadingPlace): Promise<TableRecord> {
  for (let attempt = 0; ; attempt++) {
    try {
      await place.enter();
      return await attemptImport(context, progress, place);
    } catch (error) {
      const delay = RESTART_DELAYS[attempt];
      const failure = toHighwaterError(error);
      if (context.signal.aborted || delay === undefined) throw error;
      const replans = needsNewPlan(failure, context.source, progress.planned);
      if (!replans && failure.family !== 'restart') throw error;
      const { name } = progress.planned.plan.ref;
      context.notice(
        `${failure.message.includes(name) ? '' : `${name}: `}${failure.message} Reading the table again (attempt ${attempt + 2} of ${RESTART_DELAYS.length + 1}).`,
      );
      if (replans) progress.planned = await planAgain(context.source, progress.planned);
      else await sleep(delay, undefined, { signal: context.signal });
    }
  }
}

/** An import that finds that it needs the whole table is repeated once, as a full sync. */
async function attemptImport(context: ExtractContext, progress: Progress, place: ReadingPlace): Promise<TableRecord> {
  try {
    return await importOnce(context, progress, place);
  } catch (error) {
    if (!(error instanceof FullSyncNeeded)) throw error;
    const why = `${error.message}, so the table is read in full`;
    context.notice(`${progress.planned.plan.ref.name}: ${why}.`);
    progress.planned = insteadFull(progress.planned, why);
    return importOnce(context, progress, place);
  }
}

function interrupted(signal: AbortSignal): HighwaterError {
  return signal.reason instanceof HighwaterError ? signal.reason : new InterruptedError('it was told to stop');
}

/**
 * Whether a failed import needs a new plan before the next attempt: the source's description was out of date (a field vanished or was
 * hidden since), or values need wider columns than it promised.
 */
function needsNewPlan(failure: HighwaterError, source: Source, { plan }: PlannedTable<StoredTable>): boolean {
  if (failure.family === 'replan') return true;
  return failure.family === 'widen' && (source.widen?.(plan.ref, failure.columns) ?? false);
}

/** Describes and plans one table again. */
export async function planAgain(source: Source, planned: PlannedTable<StoredTable>): Promise<PlannedTable<StoredTable>> {
  const { plan, stored, fingerprint } = planned;
  const chosen = { ref: plan.ref, options: plan.options };
  const [described] = await source.describe([chosen]);
  if (described === undefined) throw new Error(`${source.name} did not describe ${plan.ref.name}`);
  const schema = schemaOf(described);
  const again = planTable({
    source: plan.source,
    address: source.address,
    system: fingerprint.system,
    chosen,
    schema,
    known: stored,
    requested: plan.mode,
    why: plan.why,
    widens: widensExactly,
  });
  const readsCalculated = plan.readsCalculated === true && again.plan.mode === 'incremental';
  const clock = plan.clock === undefined ? {} : { clock: plan.clock };
  return { ...again, plan: { ...again.plan, ...clock, readsCalculated } };
}
