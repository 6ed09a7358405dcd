import { optionsOf } from '../config/select/choose.ts';
import type { TableRecord } from '../model/record.ts';
import type { TableMask } from '../model/table.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { maskOf } from './plan/mask-columns.ts';
import type { RunPlan } from './plan/run-plan.ts';
import type { Run } from './run-context.ts';

const WHY = 'Its rows were removed, because they hold values that are masked now.';

/**
 * Takes rows out of the state that hold values which the configuration masks now, before anything is read: they must not stay where reading
 * fails, nor in a table that was computed from them. The file is rewritten at once, since DuckDB keeps the bytes of what was dropped until it needs
 * their place. Returns the settled records, in which tables that can't even be described have lost their rows.
 */
export async function dropUnmasked(run: Run, warehouse: Warehouse, plan: RunPlan): Promise<TableRecord[]> {
  let dropped = false;
  for (const { plan: table, fingerprint, known, revealing, stored } of plan.sources.flatMap(({ planned }) => planned)) {
    if (revealing !== undefined) {
      await dropWithComputed(warehouse, revealing);
      run.notice(`${table.ref.name}: ${table.why}. ${WHY}`, table.source);
      dropped = true;
    } else if (stored === null && table.schema.columns.some((c) => c.mask !== undefined)) {
      const nothing = () => undefined;
      const resumable = await warehouse.findResume({
        plan: table,
        fingerprint,
        stored: known,
        onRead: nothing,
        onLoaded: nothing,
      });
      if (resumable === null) dropped = (await warehouse.dropUnfinished(table.source, table.ref.name)) || dropped;
    }
  }
  const settled: TableRecord[] = [];
  for (const record of plan.settled) {
    const revealing = record.status === 'failed' ? await revealingRows(run, warehouse, record) : null;
    if (revealing === null) {
      settled.push(record);
      continue;
    }
    await dropWithComputed(warehouse, revealing);
    run.notice(`${record.table}: ${WHY}`, record.source);
    settled.push({
      ...record,
      rows: 0,
      columns: [],
      watermark: { ...record.watermark, after: null },
      syncedAt: null,
      lastFullSyncAt: null,
    });
    dropped = true;
  }
  if (dropped) await warehouse.compact(true);
  return settled;
}

/** With its own history and with what was computed of the source's tables. The histories of other tables stay: no source has their versions again. */
async function dropWithComputed(warehouse: Warehouse, table: StoredTable): Promise<void> {
  await warehouse.drop(table);
  const computed = (t: StoredTable) => t.source === table.source && t.derived === true && t.history === undefined;
  for (const other of (await warehouse.tables()).filter(computed)) await warehouse.drop(other);
}

/** The saved table of a record whose source says nothing of it, if one of its columns is masked now and was not, or differently. */
async function revealingRows({ config }: Run, warehouse: Warehouse, { source, table }: TableRecord): Promise<StoredTable | null> {
  const own = config.sources.find((s) => s.name === source);
  const stored = (await warehouse.tables()).find((t) => t.source === source && t.table === table);
  const mask = own === undefined ? undefined : optionsOf(own, table).mask;
  return stored !== undefined && mask !== undefined && reveals(stored, mask) ? stored : null;
}

/** Only the source knows how its columns are spelt: a name in another case is taken for the same, and at worst the rows are read again. */
function reveals({ columns }: StoredTable, mask: TableMask): boolean {
  return columns.some((column) => {
    const now = maskOf({ ...mask, anyCase: true }, column.name);
    return now !== null && JSON.stringify(now) !== JSON.stringify(column.mask);
  });
}
