import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { cacheStore } from '../state/cache-store.ts';
import { directoryStore } from '../state/directory-store.ts';
import { passphraseEncryption } from '../state/encryption.ts';
import type { StateStore } from '../state/store.ts';
import type { ActionInputs } from './inputs.ts';

/** The name under which the main step tells the post step where the working copy of the state lies. */
export const WORK_DIRECTORY = 'work-directory';

/** Where the state is kept, and where its working copy lies. */
export interface StatePlace {
  readonly store: StateStore;
  /** The same in the main and the post step, and for a later run that may go on from what this one leaves. */
  readonly workDirectory: string;
}

export async function statePlace(inputs: ActionInputs, env: NodeJS.ProcessEnv): Promise<StatePlace> {
  const encryption = inputs.stateKey === undefined ? null : passphraseEncryption(inputs.stateKey);
  const clock = (): Date => new Date();
  const temporaryDirectory = env.RUNNER_TEMP ?? resolve('.');
  if (inputs.state !== 'cache') {
    const directory = resolve(inputs.state);
    return { store: directoryStore({ directory, encryption, clock, pid: process.pid }), workDirectory: join(directory, 'work') };
  }
  // Two configurations of one repository never share a state, even where `state-name` was forgotten.
  const configScope = posix.normalize(inputs.config.replaceAll('\\', '/'));
  const scope = createHash('sha256').update(`${inputs.stateName}\n${configScope}`).digest('hex').slice(0, 12);
  const store = cacheStore({
    stateName: inputs.stateName,
    configScope,
    encryption,
    clock,
    runId: env.GITHUB_RUN_ID ?? '0',
    attempt: env.GITHUB_RUN_ATTEMPT ?? '1',
    // Large, and not needed where the state is a directory.
    cache: await import('@actions/cache'),
    environment: env,
    streams: process,
    workingDirectory: withoutBlanks([process.cwd(), temporaryDirectory, tmpdir()]),
    temporaryDirectory,
    node: process.execPath,
  });
  return { store, workDirectory: join(temporaryDirectory, `highwater-${scope}`) };
}

/** @actions/cache 6.3 hands tar its arguments in one string: a blank in the path parts them. The cached paths are relative, so any folder will do. */
function withoutBlanks(directories: readonly [string, ...string[]]): string {
  return directories.find((directory) => !/\s/.test(directory)) ?? directories[0];
}
