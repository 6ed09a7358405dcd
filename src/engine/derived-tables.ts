import type { TableRecord } from '../model/record.ts';
import { counted } from '../views/facts/format.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Run } from './run-context.ts';
import { deriveAll } from './derive.ts';
import type { RunPlan } from './plan/run-plan.ts';

/** Takes tables out of the warehouse that the configuration no longer names, and says so. */
export async function dropTables(run: Run, warehouse: Warehouse, tables: readonly StoredTable[]): Promise<void> {
  for (const table of tables) {
    await warehouse.drop(table);
    run.notice(
      `${table.table} is no longer in the configuration: it was removed from the warehouse, with ${counted(table.rows, 'row')}.`,
      table.source,
    );
  }
}

/** Computes the tables that follow from others, and drops those that no option asks for any more. */
export async function deriveTables(
  run: Run,
  warehouse: Warehouse,
  plan: RunPlan,
  records: readonly TableRecord[],
): Promise<TableRecord[]> {
  const results: TableRecord[] = [];
  for (const { open, planned } of plan.sources) {
    if (open.error !== null) continue;
    const wanted = new Set((open.source.derive?.(planned.map((p) => p.plan)) ?? []).map((t) => t.name));
    const stored = await warehouse.tables();
    const left = plan.settled.some((t) => t.source === open.source.name);
    // With tables left out of this run or failed, what they would have asked for is not known.
    if (!left)
      await dropTables(
        run,
        warehouse,
        stored.filter((t) => t.source === open.source.name && t.derived === true && !wanted.has(t.table)),
      );
    results.push(...(await deriveAll(warehouse, open.source, planned, records)));
  }
  return results;
}
