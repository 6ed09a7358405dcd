import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Secret } from '../model/secret.ts';
import type { SideFile, SideFileName } from '../model/side-file.ts';
import { openObjectStore } from '../objects/open-store.ts';
import { addressWithin, parseStoreAddress, type StoreAddress } from '../objects/store-address.ts';
import { directorySideFile } from '../state/directory/directory-side-file.ts';
import { directoryStore } from '../state/directory/directory-store.ts';
import { passphraseEncryption } from '../state/seal/encryption.ts';
import { type Vaults, vaultsOf } from '../state/seal/token-vault.ts';
import { objectSideFile } from '../state/segments/object-side-file.ts';
import { segmentStore } from '../state/segments/segment-store.ts';
import type { StateStore } from '../state/store.ts';
import { syncedNotes } from '../state/synced-note.ts';

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
  /** Where it is kept what people were told of: what one place can't give, another may. */
  incidents(): Promise<readonly SideFile[]>;
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
  const sideFile = (file: SideFileName) => directorySideFile(directory, file, process.pid);
  return {
    store: {
      ...directoryStore({ directory, encryption, clock: () => new Date(), pid: process.pid }),
      notes: syncedNotes(sideFile('synced.json'), encryption),
    },
    encrypted: encryption !== null,
    vaults: encryption === null ? null : vaultsOf({ storage: sideFile('tokens.enc'), encryption, branch: null }),
    incidents: async () => [sideFile('incidents.json')],
    workDirectory: join(directory, 'work'),
  };
}

async function cloudPlace(address: StoreAddress, { state, name, key, env, workParent }: PlaceOptions): Promise<StatePlace> {
  const encryption = key === undefined ? null : passphraseEncryption(key);
  // A stopped run saves what it has: no signal ends its requests.
  const objects = await openObjectStore(addressWithin(address, encodeURIComponent(name)), { setting: 'state', env });
  const sideFile = (file: SideFileName) => objectSideFile(objects, file);
  const scope = createHash('sha256').update(objects.address).digest('hex').slice(0, 12);
  const workDirectory = join(resolve(workParent), `highwater-${scope}`);
  return {
    store: {
      ...segmentStore({ objects, encryption, clock: () => new Date() }),
      notes: syncedNotes(sideFile('synced.json'), encryption),
    },
    name,
    encrypted: encryption !== null,
    shared: encryption === null ? state : null,
    vaults: encryption === null ? null : vaultsOf({ storage: sideFile('tokens.enc'), encryption, branch: null }),
    // The command line runs on one machine, so that its disk knows where the store can't be reached.
    incidents: async () => [sideFile('incidents.json'), directorySideFile(workDirectory, 'incidents.json', process.pid)],
    workDirectory,
  };
}
