import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Secret } from '../model/secret.ts';
import { openObjectStore } from '../objects/open-store.ts';
import { addressWithin, parseStoreAddress, type StoreAddress } from '../objects/store-address.ts';
import { directoryStore } from '../state/directory/directory-store.ts';
import { directoryVault } from '../state/directory/directory-vault.ts';
import { piecesStore } from '../state/pieces/pieces-store.ts';
import { piecesVault } from '../state/pieces/pieces-vault.ts';
import { passphraseEncryption } from '../state/seal/encryption.ts';
import { type Vaults, vaultsOf } from '../state/seal/token-vault.ts';
import type { StateStore } from '../state/store.ts';

/** Where the state is kept, and where its working copy lies. */
export interface StatePlace {
  readonly store: StateStore;
  /** What tells it from other states in one place. */
  readonly name: string;
  readonly encrypted: boolean;
  /** Where sources keep secrets for the next run; null where there is no key to seal them with. */
  readonly vaults: Vaults | null;
  /** Where all states lie that only their names tell apart; null where there is no such place, or nothing may be written there in the open. */
  readonly shared: string | null;
  /** The same in each run and in the action's post step: they continue what a killed run left. */
  readonly workDirectory: string;
}

export interface PlaceOptions {
  /** `cache` is for the action alone; else a directory, or an address in a cloud. */
  readonly state: string;
  /** The last part of the path. */
  readonly name: string;
  /** Of the encryption; undefined for none. */
  readonly key: Secret | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where working copies of states lie that are in no directory. */
  readonly workParent: string;
}

/** The state in a directory or in a cloud. Throws ConfigError (INPUT_INVALID) for an address that can't be meant. */
export async function placeOf(options: PlaceOptions): Promise<StatePlace> {
  const { state, name, key } = options;
  const address = parseStoreAddress(state, 'state');
  if (address.kind !== 'directory') return cloudPlace(address, options);
  const directory = name === DEFAULT_NAME ? address.path : join(address.path, encodeURIComponent(name));
  return { ...directoryPlace(directory, key), name, shared: key === undefined ? address.path : null };
}

export const DEFAULT_NAME = 'default';

/** The state in a directory; its working copy lies within. */
function directoryPlace(directory: string, key: Secret | undefined): Omit<StatePlace, 'shared' | 'name'> {
  const encryption = key === undefined ? null : passphraseEncryption(key);
  return {
    store: directoryStore({ directory, encryption, clock: () => new Date(), pid: process.pid }),
    encrypted: encryption !== null,
    vaults: encryption === null ? null : vaultsOf({ storage: directoryVault(directory, process.pid), encryption, branch: null }),
    workDirectory: join(directory, 'work'),
  };
}

async function cloudPlace(address: StoreAddress, { state, name, key, env, workParent }: PlaceOptions): Promise<StatePlace> {
  const encryption = key === undefined ? null : passphraseEncryption(key);
  // A stopped run saves what it has: no signal ends its requests.
  const objects = await openObjectStore(addressWithin(address, encodeURIComponent(name)), { setting: 'state', env });
  const scope = createHash('sha256').update(objects.address).digest('hex').slice(0, 12);
  return {
    store: piecesStore({ objects, encryption, clock: () => new Date() }),
    name,
    encrypted: encryption !== null,
    shared: encryption === null ? state : null,
    vaults: encryption === null ? null : vaultsOf({ storage: piecesVault(objects), encryption, branch: null }),
    workDirectory: join(resolve(workParent), `highwater-${scope}`),
  };
}
