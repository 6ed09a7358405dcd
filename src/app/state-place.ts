import { join, resolve } from 'node:path';
import type { Secret } from '../model/secret.ts';
import { directoryStore } from '../state/directory/directory-store.ts';
import { directoryVault } from '../state/directory/directory-vault.ts';
import { passphraseEncryption } from '../state/seal/encryption.ts';
import { type Vaults, vaultsOf } from '../state/seal/token-vault.ts';
import type { StateStore } from '../state/store.ts';

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
