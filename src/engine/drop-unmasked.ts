import type { Warehouse } from '../warehouse/warehouse.ts';
import type { RunPlan } from './plan/run-plan.ts';
import type { Run } from './run-context.ts';

/**
 * Takes rows out of the state that hold values which the configuration masks now, before anything is read: they must not stay where reading
 * fails, nor in a table that was computed from them. The file is rewritten at once, since DuckDB keeps the bytes of what was dropped until it needs their place.
 */
export async function dropUnmasked(run: Run, warehouse: Warehouse, { sources }: RunPlan): Promise<void> {
  let dropped = false;
  for (const { plan, fingerprint, known, revealing, stored } of sources.flatMap(({ planned }) => planned)) {
    if (revealing !== undefined) {
      await warehouse.drop(revealing);
      for (const computed of (await warehouse.tables()).filter((t) => t.source === plan.source && t.derived === true))
        await warehouse.drop(computed);
      run.notice(
        `${plan.ref.name}: ${plan.why}. Its rows were removed, because they hold values that are masked now.`,
        plan.source,
      );
      dropped = true;
    } else if (stored === null && plan.schema.columns.some((c) => c.mask !== undefined)) {
      const nothing = () => undefined;
      const resumable = await warehouse.findResume({ plan, fingerprint, stored: known, onRead: nothing, onLoaded: nothing });
      if (resumable === null) dropped = (await warehouse.dropUnfinished(plan.source, plan.ref.name)) || dropped;
    }
  }
  if (dropped) await warehouse.compact(true);
}
