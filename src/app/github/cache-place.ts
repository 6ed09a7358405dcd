import { createHash } from 'node:crypto';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import type { LoadedConfig } from '../../config/config.ts';
import type { SideFile } from '../../model/side-file.ts';
import { parseStoreAddress } from '../../objects/store-address.ts';
import type { CacheScope } from '../../state/cache/cache-key.ts';
import { cacheSideFile } from '../../state/cache/cache-side-file.ts';
import { cacheStore } from '../../state/cache/cache-store.ts';
import { tracedStore } from '../../state/cache/cache-trace.ts';
import { hasBlanks } from '../../state/cache/toolkit-cache.ts';
import { passphraseEncryption } from '../../state/seal/encryption.ts';
import { vaultsOf } from '../../state/seal/token-vault.ts';
import { syncedNotes } from '../../state/synced-note.ts';
import { placeOf, type StatePlace } from '../state-place.ts';
import type { ActionInputs } from './inputs.ts';

/** The name under which the main step tells the post step where the working copy of the state lies. */
export const WORK_DIRECTORY = 'work-directory';
/** And where the state is kept: the post step reads no configuration. */
export const STATE = 'state';

/** Where the state is kept: the input says, or the configuration. */
export function stateOf(inputs: Pick<ActionInputs, 'state'>, config: Pick<LoadedConfig, 'state'>): string {
  return inputs.state ?? config.state ?? 'cache';
}

/** What makes two runs use the same entries. Two configurations of one repository never do, even where `state-name` was forgotten. */
export function cacheScopeOf({ stateName, config }: Pick<ActionInputs, 'stateName' | 'config'>): CacheScope {
  return { stateName, configScope: posix.normalize(config.replaceAll('\\', '/')) };
}

/** Where the inputs say that the state is. `step`: the two steps never use the same cache keys, since a try to save that broke off may leave its key reserved. */
export async function statePlaceOf(
  inputs: Pick<ActionInputs, 'stateName' | 'stateKey' | 'config'> & { readonly state: string },
  env: NodeJS.ProcessEnv,
  step: 'main' | 'post' = 'main',
): Promise<StatePlace> {
  const { state, stateName: name, stateKey: key } = inputs;
  const { temporaryDirectory } = surroundingsOf(env);
  if (state !== 'cache') {
    const place = await placeOf({ state, name, key, env, workParent: temporaryDirectory });
    // A hosted runner forgets its disk, and a store that can't be reached is what people are to be told of.
    const incidents = async () => [...(await incidentsInCache(inputs, env, step)), ...(await place.incidents())];
    return parseStoreAddress(state, 'state').kind === 'directory' ? place : { ...place, incidents };
  }
  const encryption = key === undefined ? null : passphraseEncryption(key);
  const cache = await cacheOptions(inputs, env, step);
  const scope = createHash('sha256').update(`${cache.stateName}\n${cache.configScope}`).digest('hex').slice(0, 12);
  return {
    store: {
      ...tracedStore(cacheStore({ ...cache, encryption }), cache),
      notes: syncedNotes(cacheSideFile(cache, 'synced.json'), encryption),
    },
    encrypted: encryption !== null,
    name,
    shared: null,
    workDirectory: join(temporaryDirectory, `highwater-${scope}`),
    vaults:
      encryption === null
        ? null
        : vaultsOf({ storage: cacheSideFile(cache, 'tokens.enc'), encryption, branch: env.GITHUB_REF ?? null }),
    incidents: async () => [cacheSideFile(cache, 'incidents.json')],
  };
}

/** As `statePlaceOf`, where the input says nothing of the state and the configuration may. */
export async function configuredPlaceOf(
  inputs: ActionInputs,
  config: Pick<LoadedConfig, 'state'>,
  env: NodeJS.ProcessEnv,
): Promise<StatePlace> {
  return statePlaceOf({ ...inputs, state: stateOf(inputs, config) }, env);
}

type OfState = Pick<ActionInputs, 'stateName' | 'config'>;

function surroundingsOf(env: NodeJS.ProcessEnv) {
  return { environment: env, streams: process, temporaryDirectory: env.RUNNER_TEMP ?? resolve('.'), node: process.execPath };
}

async function cacheOptions(inputs: OfState, env: NodeJS.ProcessEnv, step: 'main' | 'post') {
  const surroundings = surroundingsOf(env);
  return {
    ...surroundings,
    ...cacheScopeOf(inputs),
    runId: env.GITHUB_RUN_ID ?? '0',
    attempt: `${env.GITHUB_RUN_ATTEMPT ?? '1'}${step === 'post' ? '.post' : ''}`,
    // Large, and not needed where the state is a directory.
    cache: await import('@actions/cache'),
    workingDirectory: await usable([surroundings.temporaryDirectory, process.cwd(), tmpdir()]),
    clock: () => new Date(),
  };
}

/** Nothing where the server has no cache. */
async function incidentsInCache(inputs: OfState, env: NodeJS.ProcessEnv, step: 'main' | 'post'): Promise<readonly SideFile[]> {
  const options = await cacheOptions(inputs, env, step);
  return options.cache.isFeatureAvailable() ? [cacheSideFile(options, 'incidents.json')] : [];
}

/** The cached paths are relative, so any folder will do: the first that can be written to and whose name tar can take. On the working copy's disk a file that is saved needs no copy. */
async function usable(directories: readonly [string, ...string[]]): Promise<string> {
  const possible = directories.filter((directory) => !hasBlanks(directory));
  for (const directory of possible) {
    const made = await mkdtemp(join(directory, '.highwater-')).catch(() => null);
    if (made === null) continue;
    await rmdir(made);
    return directory;
  }
  return possible[0] ?? directories[0];
}
