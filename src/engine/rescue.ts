import type { Saved, StateStore } from '../state/store.ts';
import { openLeftWorkspace } from '../state/workspace/workspace.ts';
import { Warehouse } from '../warehouse/warehouse.ts';

export interface RescueDeps {
  readonly workDirectory: string;
  readonly store: StateStore;
  now(): Date;
}

/** The run that was cut, and what was saved of it. */
export interface Rescued {
  readonly runId: string;
  readonly saved: Saved;
}

/**
 * Saves what a run that was cut (by the runner, or because saving failed) had committed, for the next run to continue from. Null where
 * nothing was left, or where a newer state was saved meanwhile. Throws as `StateStore.save` does.
 */
export async function rescue({ workDirectory, store, now }: RescueDeps): Promise<Rescued | null> {
  const workspace = await openLeftWorkspace({
    directory: workDirectory,
    store,
    runId: `post-${now().toISOString()}`,
    pid: process.pid,
    clock: now,
  });
  if (workspace === null) return null;
  try {
    // Opening replays the write-ahead log, closing writes it into the file.
    const warehouse = await Warehouse.open(workspace.file, {
      directory: workDirectory,
      now: now().toISOString(),
    });
    await warehouse.close();
    return { runId: workspace.recovered?.runId ?? '', saved: await workspace.save() };
  } finally {
    await workspace.close();
  }
}
