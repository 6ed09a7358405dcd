import type { LaterSyncs } from '../model/later-sync.ts';
import type { TableRecord } from '../model/record.ts';
import { FRESHNESS_MEMORY, isRead } from '../model/table-age.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import { laterSyncs, takeLaterSyncs } from '../warehouse/catalog/later-sync.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { Run } from './run-context.ts';
import type { Memories } from './sources.ts';

/** Whether anybody goes by when tables were last read: limits of freshness, exports, histories. */
export function goesByTime({ config }: Run, memories: Memories, tables: readonly StoredTable[]): boolean {
  const limits = JSON.parse(memories.get(FRESHNESS_MEMORY)?.get('limits') ?? '{}') as Record<string, unknown>;
  return (
    config.exports.length > 0 || tables.some((t) => t.history !== undefined) || Object.values(limits).some((l) => l !== null)
  );
}

/** False where it can't be left: then the state is saved after all. */
export async function leaveNote(
  run: Run,
  { warehouse, base }: { readonly warehouse: Warehouse; readonly base: LaterSyncs['state'] },
  { tables, finishedAt }: { readonly tables: readonly TableRecord[]; readonly finishedAt: string },
): Promise<boolean> {
  const { notes } = run.deps.store;
  if (notes === undefined) return false;
  const { generation, savedAt } = base;
  const own = { runId: run.id, startedAt: run.startedAt.toISOString(), finishedAt };
  const read = tables
    .filter((t) => t.status === 'succeeded' && isRead(t))
    .map(({ source, table }) => ({ source, table, ...own }));
  const earlier = await warehouse.database.use(async (c) => laterSyncs(c, savedAt));
  const others = earlier.filter((e) => !read.some((r) => r.source === e.source && r.table === e.table));
  return notes.write({ state: { generation, savedAt }, tables: [...read, ...others] }).then(
    () => true,
    () => false,
  );
}

/** Puts into the restored state when runs that saved nothing have read its tables. */
export async function takeNote(
  run: Run,
  state: { readonly warehouse: Warehouse; readonly memories: Memories },
  base: LaterSyncs['state'],
): Promise<void> {
  const { notes } = run.deps.store;
  if (notes === undefined || !goesByTime(run, state.memories, await state.warehouse.tables())) return;
  const later = await notes.read(base);
  if (later !== null) await state.warehouse.database.use(async (c) => takeLaterSyncs(c, later.tables));
}
