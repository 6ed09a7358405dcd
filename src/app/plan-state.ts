import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Memories } from '../engine/sources.ts';
import type { LaterSyncs } from '../model/later-sync.ts';
import type { HistoryEntry } from '../model/record.ts';
import type { PlanResult } from '../model/results.ts';
import type { StateStore } from '../state/store.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import { takeLaterSyncs } from '../warehouse/catalog/later-sync.ts';
import { Warehouse } from '../warehouse/warehouse.ts';

/** What the state knows, for `plan`. */
export interface PlanState {
  readonly restored: PlanResult['state'];
  readonly tables: readonly StoredTable[];
  readonly memories: Memories;
  readonly history: readonly HistoryEntry[];
  /** Syncs after it that saved nothing; their times are in `tables`. */
  readonly later: LaterSyncs | null;
}

/** Looks into a copy of the saved state, so that `plan` neither changes anything nor waits for a sync that is going on. */
export async function readPlanState(deps: {
  readonly workDirectory: string;
  readonly store: StateStore;
  now(): Date;
}): Promise<PlanState> {
  await mkdir(deps.workDirectory, { recursive: true, mode: 0o700 });
  const directory = await mkdtemp(join(deps.workDirectory, 'plan-'));
  try {
    const file = join(directory, 'state.duckdb');
    const restored = await deps.store.restore(file);
    if (restored === null) return { restored: null, tables: [], memories: new Map(), history: [], later: null };
    const warehouse = await Warehouse.open(file, {
      directory,
      now: deps.now().toISOString(),
    });
    const later = (await deps.store.notes?.read(restored)) ?? null;
    if (later !== null) await warehouse.database.use(async (c) => takeLaterSyncs(c, later.tables));
    const [tables, memories, history] = [await warehouse.tables(), await warehouse.memory(), await warehouse.history()];
    const found = { restored, tables, memories, history, later };
    await warehouse.close();
    return found;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
