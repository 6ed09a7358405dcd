import { OLDEST_UNCHANGED_MS } from '../../model/later-sync.ts';
import type { TableRecord } from '../../model/record.ts';
import { substanceOf } from '../../warehouse/catalog/substance.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';
import type { RunPlan } from '../plan/run-plan.ts';
import type { RestoredState } from '../restore/restore.ts';
import type { Run, Stop } from '../run-context.ts';
import { goesByTime, leaveNote } from '../synced-note.ts';

/** What the run started from, to be compared with what it leaves. */
export interface Baseline {
  readonly substance: string;
  /** Tables whose last import failed, as `source.table`. */
  readonly failing: ReadonlySet<string>;
  /** False where calculated columns are read in this run and not in the next: it must know. */
  readonly repeatable: boolean;
}

export async function baselineOf(warehouse: Warehouse): Promise<Omit<Baseline, 'repeatable'>> {
  const substance = await warehouse.database.use(substanceOf);
  const last = new Map((await warehouse.history()).map((run) => [`${run.source}.${run.table}`, run.status]));
  return { substance, failing: new Set([...last].filter(([, status]) => status === 'failed').map(([name]) => name)) };
}

/** Whether the next run would do the same without what this one did for calculated columns. */
export function isRepeatable({ sources }: RunPlan): boolean {
  return sources.every(({ planned }) =>
    planned.every(({ plan }) => plan.readsCalculated !== true || plan.options.calculatedEverySeconds === 0),
  );
}

/**
 * Whether the saved state that this run began from is still true and young, so that nothing need be saved. A failure is always saved: who was told
 * of it must be told when it is over.
 */
export async function isUnchanged(
  run: Run,
  state: RestoredState,
  outcome: {
    readonly tables: readonly TableRecord[];
    readonly baseline?: Baseline | undefined;
    readonly stop: Stop;
    readonly finishedAt: string;
  },
): Promise<boolean> {
  const { tables, baseline, stop, finishedAt } = outcome;
  const { restored, recovered } = state.record;
  if (baseline === undefined || !baseline.repeatable || restored === null || recovered || state.warehouse.isUpgraded)
    return false;
  if (run.request.mode === 'full' || stop.signal.aborted) return false;
  const age = run.deps.now().getTime() - Date.parse(restored.savedAt);
  if (!(age >= 0 && age < OLDEST_UNCHANGED_MS)) return false;
  const settled = tables.every(
    (t) => t.status === 'skipped' || (t.status === 'succeeded' && !baseline.failing.has(`${t.source}.${t.table}`)),
  );
  if (!settled || baseline.substance !== (await state.warehouse.database.use(substanceOf))) return false;
  if (!goesByTime(run, state.memories, await state.warehouse.tables())) return true;
  return leaveNote(run, { warehouse: state.warehouse, base: restored }, { tables, finishedAt });
}
