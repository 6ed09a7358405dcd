import type { Source } from '../../model/contract.ts';
import type { HighwaterError } from '../../model/errors.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import { widensExactly } from '../../warehouse/duckdb/types.ts';
import { schemaOf } from '../describe.ts';
import { type PlannedTable, planTable } from '../plan/table-plan.ts';

/**
 * Whether a failed import has to be planned anew before it is tried again: the source's description was wrong (a field that vanished
 * or was hidden since), or values need wider columns than it promised.
 */
export function needsNewPlan(failure: HighwaterError, source: Source, { plan }: PlannedTable<StoredTable>): boolean {
  if (failure.family === 'replan') return true;
  return failure.family === 'widen' && (source.widen?.(plan.ref, failure.columns) ?? false);
}

/** Describes and plans one table again. */
export async function planAnew(source: Source, planned: PlannedTable<StoredTable>): Promise<PlannedTable<StoredTable>> {
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
  return plan.clock === undefined ? again : { ...again, plan: { ...again.plan, clock: plan.clock } };
}
