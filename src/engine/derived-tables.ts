import type { DerivedTable, Source } from '../model/contract.ts';
import { toHighwaterError } from '../model/errors.ts';
import type { TableRecord } from '../model/record.ts';
import { counted } from '../views/facts/format.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { RunPlan } from './plan/run-plan.ts';
import type { PlannedTable } from './plan/table-plan.ts';
import type { Run } from './run-context.ts';
import { tableRecord } from './table-record.ts';

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
        stored.filter((t) => t.source === open.source.name && isComputed(t) && !wanted.has(t.table)),
      );
    results.push(...(await deriveAll(warehouse, open.source, planned, records)));
  }
  return results;
}

/** A history is kept as long as its table is. */
function isComputed({ derived, history }: StoredTable): boolean {
  return derived === true && history === undefined;
}

/** Computes the tables that follow from others of the same source (Salesforce's `documents`), where one of those changed. */
export async function deriveAll(
  warehouse: Warehouse,
  source: Source,
  planned: readonly PlannedTable<StoredTable>[],
  records: readonly TableRecord[],
): Promise<TableRecord[]> {
  const derived = source.derive?.(planned.map((p) => p.plan)) ?? [];
  const stored = await warehouse.tables();
  const there = new Set(stored.filter((t) => t.source === source.name).map((t) => t.name));
  const changed = new Set(
    records.filter((r) => r.source === source.name && r.inserted + r.updated + r.deleted > 0).map((r) => r.name),
  );
  const results: TableRecord[] = [];
  for (const table of derived) {
    // A table that it reads has never been synced (its first sync failed): there is nothing to compute from.
    if (table.from.some((name) => !there.has(name))) continue;
    const before = stored.find((t) => t.source === source.name && t.table === table.name && t.derived === true) ?? null;
    if (before !== null && before.fingerprint.sql === table.sql && !table.from.some((name) => changed.has(name)))
      results.push(derivedRecord(source, table, before, before, null));
    else results.push(await compute(warehouse, source, table, before));
  }
  return results;
}

async function compute(
  warehouse: Warehouse,
  source: Source,
  table: DerivedTable,
  before: StoredTable | null,
): Promise<TableRecord> {
  try {
    return derivedRecord(source, table, before, await warehouse.derive(source.name, table), null);
  } catch (error) {
    return derivedRecord(source, table, before, before, toHighwaterError(error).report());
  }
}

function derivedRecord(
  source: Source,
  table: DerivedTable,
  before: StoredTable | null,
  after: StoredTable | null,
  error: TableRecord['error'],
): TableRecord {
  const facts = { why: `computed from ${table.from.join(', ')}`, error, fullSyncEverySeconds: null };
  const recorded = { source: source.name, table: table.name, label: table.name, stored: after };
  if (error !== null || after === null) return tableRecord(recorded, { ...facts, status: 'failed' });
  return tableRecord(recorded, {
    ...facts,
    status: 'succeeded',
    mode: 'full',
    inserted: before === null ? after.rows : 0,
    updated: before === null || before === after ? 0 : after.rows,
  });
}
