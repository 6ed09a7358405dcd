import { createHash } from 'node:crypto';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import type { LoadedConfig } from '../../config/config.ts';
import type { CacheScope } from '../../state/cache/cache-key.ts';
import { cacheStore } from '../../state/cache/cache-store.ts';
import { tracedStore } from '../../state/cache/cache-trace.ts';
import { cacheVault } from '../../state/cache/cache-vault.ts';
import { hasBlanks } from '../../state/cache/toolkit-cache.ts';
import { passphraseEncryption } from '../../state/seal/encryption.ts';
import { vaultsOf } from '../../state/seal/token-vault.ts';
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
  const temporaryDirectory = env.RUNNER_TEMP ?? resolve('.');
  const { state, stateName: name, stateKey: key } = inputs;
  if (state !== 'cache') return placeOf({ state, name, key, env, workParent: temporaryDirectory });
  const encryption = key === undefined ? null : passphraseEncryption(key);
  const cacheScope = cacheScopeOf(inputs);
  const scope = createHash('sha256').update(`${cacheScope.stateName}\n${cacheScope.configScope}`).digest('hex').slice(0, 12);
  const clock = () => new Date();
  const cache = {
    ...cacheScope,
    runId: env.GITHUB_RUN_ID ?? '0',
    attempt: `${env.GITHUB_RUN_ATTEMPT ?? '1'}${step === 'post' ? '.post' : ''}`,
    // Large, and not needed where the state is a directory.
    cache: await import('@actions/cache'),
    environment: env,
    streams: process,
    workingDirectory: await usable([temporaryDirectory, process.cwd(), tmpdir()]),
    temporaryDirectory,
    node: process.execPath,
  };
  return {
    store: tracedStore(cacheStore({ ...cache, encryption, clock }), { ...cache, clock }),
    encrypted: encryption !== null,
    name,
    shared: null,
    workDirectory: join(temporaryDirectory, `highwater-${scope}`),
    vaults: encryption === null ? null : vaultsOf({ storage: cacheVault(cache), encryption, branch: env.GITHUB_REF ?? null }),
  };
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
