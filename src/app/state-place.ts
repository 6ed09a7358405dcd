import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Memories } from '../engine/sources.ts';
import type { HistoryEntry } from '../model/record.ts';
import type { PlanResult } from '../model/results.ts';
import type { Secret } from '../model/secret.ts';
import { directoryStore } from '../state/directory/directory-store.ts';
import { directoryVault } from '../state/directory/directory-vault.ts';
import { passphraseEncryption } from '../state/seal/encryption.ts';
import { type Vaults, vaultsOf } from '../state/seal/token-vault.ts';
import type { StateStore } from '../state/store.ts';
import type { StoredTable } from '../warehouse/catalog/catalog.ts';
import { Warehouse } from '../warehouse/warehouse.ts';

/** Where the state is kept, and where its working copy lies. */
export interface StatePlace {
  readonly store: StateStore;
  readonly encrypted: boolean;
  /** Where sources keep secrets for the next run; null where there is no key to seal them with. */
  readonly vaults: Vaults | null;
  /** The same in each run and in the action's post step: they continue what a killed run left. */
  readonly workDirectory: string;
}

/** The state in a directory; its working copy lies within. `key`: of the encryption; undefined for none. */
export function directoryPlace(path: string, key: Secret | undefined): StatePlace {
  const directory = resolve(path);
  const encryption = key === undefined ? null : passphraseEncryption(key);
  return {
    store: directoryStore({ directory, encryption, clock: () => new Date(), pid: process.pid }),
    encrypted: encryption !== null,
    vaults: encryption === null ? null : vaultsOf({ storage: directoryVault(directory, process.pid), encryption, branch: null }),
    workDirectory: join(directory, 'work'),
  };
}

/** What the state knows, for `plan`. */
export interface PlanState {
  readonly restored: PlanResult['state'];
  readonly tables: readonly StoredTable[];
  readonly memories: Memories;
  readonly history: readonly HistoryEntry[];
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
    if (restored === null) return { restored: null, tables: [], memories: new Map(), history: [] };
    const warehouse = await Warehouse.open(file, {
      directory,
      now: deps.now().toISOString(),
    });
    const [tables, memories, history] = [await warehouse.tables(), await warehouse.memory(), await warehouse.history()];
    const found = { restored, tables, memories, history };
    await warehouse.close();
    return found;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
