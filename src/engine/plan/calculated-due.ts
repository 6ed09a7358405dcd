import type { PlannedTable } from './table-plan.ts';

interface KnownRefresh {
  readonly calculatedAt?: string;
  readonly fullSyncAt: string;
}

/**
 * Whether an incremental run reads the calculated columns of all rows: the last time is longer ago than `calculated` allows. `clock`: the
 * service's, ISO 8601. A time that is still to come says nothing.
 */
export function calculatedDue(
  { plan, stored }: Pick<PlannedTable, 'plan'> & { readonly stored: KnownRefresh | null },
  clock: string,
): boolean {
  const { calculatedEverySeconds: every } = plan.options;
  if (plan.mode === 'full' || every === null || !plan.schema.columns.some((c) => c.calculated)) return false;
  const age = Date.parse(clock) - Date.parse(stored?.calculatedAt ?? stored?.fullSyncAt ?? '');
  return Number.isNaN(age) || age < 0 || age >= every * 1000;
}
