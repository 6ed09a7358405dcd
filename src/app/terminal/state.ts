import { join, resolve } from 'node:path';
import { ConfigError } from '../../model/errors.ts';
import { Secret } from '../../model/secret.ts';
import { directoryStore } from '../../state/directory/directory-store.ts';
import { directoryVault } from '../../state/directory/directory-vault.ts';
import { passphraseEncryption } from '../../state/seal/encryption.ts';
import { type Vaults, vaultsOf } from '../../state/seal/token-vault.ts';
import type { StateStore } from '../../state/store.ts';
import { weakStateKey } from '../../state/visibility.ts';

export interface StatePlace {
  readonly store: StateStore;
  readonly encrypted: boolean;
  /** Where sources keep secrets for the next run; null where there is no key to seal them with. */
  readonly vaults: Vaults | null;
  /** Within the state's directory, so that the next run finds what a killed one left. */
  readonly workDirectory: string;
}

export function statePlace(state: string, env: Readonly<Record<string, string | undefined>>): StatePlace {
  const directory = resolve(state);
  const key = env.HIGHWATER_STATE_ENCRYPTION_KEY?.trim();
  const weak = key ? weakStateKey(key, 'HIGHWATER_STATE_ENCRYPTION_KEY') : null;
  if (weak !== null) throw new ConfigError([weak], 'INPUT_INVALID');
  const encryption = key ? passphraseEncryption(new Secret(key)) : null;
  const store = directoryStore({ directory, encryption, clock: () => new Date(), pid: process.pid });
  const storage = directoryVault(directory, process.pid);
  const vaults = encryption === null ? null : vaultsOf({ storage, encryption, branch: null });
  return { store, encrypted: encryption !== null, workDirectory: join(directory, 'work'), vaults };
}
