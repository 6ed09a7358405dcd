import { createHash } from 'node:crypto';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { cacheStore } from '../../state/cache/cache-store.ts';
import { cacheVault } from '../../state/cache/cache-vault.ts';
import { hasBlanks } from '../../state/cache/toolkit-cache.ts';
import { directoryStore } from '../../state/directory/directory-store.ts';
import { directoryVault } from '../../state/directory/directory-vault.ts';
import { passphraseEncryption } from '../../state/seal/encryption.ts';
import { type Vaults, vaultsOf } from '../../state/seal/token-vault.ts';
import type { StateStore } from '../../state/store.ts';
import type { ActionInputs } from './inputs.ts';

/** The name under which the main step tells the post step where the working copy of the state lies. */
export const WORK_DIRECTORY = 'work-directory';

/** Where the state is kept, and where its working copy lies. */
export interface StatePlace {
  readonly store: StateStore;
  /** The same in the main and the post step, and for a later run that may go on from what this one leaves. */
  readonly workDirectory: string;
  /** Where sources keep secrets for the next run; null where there is no key to seal them with. */
  readonly vaults: Vaults | null;
}

/** `step`: the post step's tries to save must not meet the keys that the main step's may have left reserved. */
export async function statePlace(
  inputs: Pick<ActionInputs, 'state' | 'stateName' | 'stateKey' | 'config'>,
  env: NodeJS.ProcessEnv,
  step: 'main' | 'post' = 'main',
): Promise<StatePlace> {
  const encryption = inputs.stateKey === undefined ? null : passphraseEncryption(inputs.stateKey);
  const clock = (): Date => new Date();
  const temporaryDirectory = env.RUNNER_TEMP ?? resolve('.');
  if (inputs.state !== 'cache') {
    const directory = resolve(inputs.state);
    const storage = directoryVault(directory, process.pid);
    return {
      store: directoryStore({ directory, encryption, clock, pid: process.pid }),
      workDirectory: join(directory, 'work'),
      vaults: encryption === null ? null : vaultsOf({ storage, encryption, branch: null }),
    };
  }
  // Two configurations of one repository never share a state, even where `state-name` was forgotten.
  const configScope = posix.normalize(inputs.config.replaceAll('\\', '/'));
  const scope = createHash('sha256').update(`${inputs.stateName}\n${configScope}`).digest('hex').slice(0, 12);
  const cache = {
    stateName: inputs.stateName,
    configScope,
    runId: env.GITHUB_RUN_ID ?? '0',
    attempt: `${env.GITHUB_RUN_ATTEMPT ?? '1'}${step === 'post' ? '.post' : ''}`,
    // Large, and not needed where the state is a directory.
    cache: await import('@actions/cache'),
    environment: env,
    streams: process,
    workingDirectory: await usable([process.cwd(), temporaryDirectory, tmpdir()]),
    temporaryDirectory,
    node: process.execPath,
  };
  return {
    store: cacheStore({ ...cache, encryption, clock }),
    workDirectory: join(temporaryDirectory, `highwater-${scope}`),
    vaults: encryption === null ? null : vaultsOf({ storage: cacheVault(cache), encryption, branch: env.GITHUB_REF ?? null }),
  };
}

/** The cached paths are relative, so any folder will do: the first that can be written to and that tar can be told of. */
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
