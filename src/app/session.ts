import type { LoadedConfig } from '../config/config.ts';
import { loadConfig } from '../config/load/load.ts';
import { DESTINATIONS } from '../destinations/registry.ts';
import type { Deps } from '../engine/run-context.ts';
import { ConfigError, type ErrorReport, type HighwaterError, toHighwaterError } from '../model/errors.ts';
import type { Observer } from '../model/record.ts';
import { VERSION } from '../model/version.ts';
import { stopOnSignals } from '../runtime/exit.ts';
import { createRedactor, type Redactor } from '../runtime/masking.ts';
import { SOURCES } from '../sources/registry.ts';
import type { StatePlace } from './state-place.ts';

/** What the terminal and GitHub do each in their own way. */
interface Face {
  readonly env: NodeJS.ProcessEnv;
  /** Prints a line about what takes long before there is a display. */
  log(line: string): void;
  /** Shows what did not work and does not change the command's result. */
  warn(report: ErrorReport): void;
  /** Also hides this text in what other programs print. */
  mask?(form: string): void;
  /** Called at the first signal; what is committed is kept. */
  onStop(signal: string): void;
  /** Called at each further signal. */
  onStopAgain(): void;
  /** Gets a token that proves who the workflow is. */
  readonly idToken?: (audience: string) => Promise<string>;
  /** Of the repository that the workflow runs in. */
  readonly githubToken?: string;
}

/** One command while it runs. */
export interface AppSession extends Face {
  readonly redactor: Redactor;
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Gives the signals back to Node.js. */
  release(): void;
}

export function openSession(face: Face): AppSession {
  const redactor = createRedactor(face.mask);
  const { signal, release } = stopOnSignals(process, face.onStop, face.onStopAgain);
  return { ...face, redactor, signal, release, log: (line) => face.log(redactor.redact(line)) };
}

/** Which variables a command needs besides those of the sources. */
export interface NeededVariables {
  readonly destinations?: boolean;
  readonly notify?: boolean;
}

/** Loads the configuration and hides its secrets from then on. Throws ConfigError. */
export async function loadConfiguration(
  { env, redactor }: AppSession,
  file: string,
  { destinations = false, notify = false }: NeededVariables = {},
): Promise<LoadedConfig> {
  const config = await loadConfig(file, env, SOURCES, { definitions: DESTINATIONS, required: destinations }, { notify });
  for (const secret of config.secrets) redactor.add(secret.reveal());
  return config;
}

/** What every command gets. `place` is null where a command needs no state. */
export function dependencies(
  { redactor, signal, idToken }: AppSession,
  place: Pick<StatePlace, 'workDirectory' | 'vaults'> | null,
  observe: Observer = () => undefined,
): Deps {
  return {
    workDirectory: place?.workDirectory ?? '',
    vaults: place?.vaults ?? null,
    signal,
    observe,
    mask: (secret) => redactor.add(secret),
    redact: redactor.redact,
    now: () => new Date(),
    version: VERSION,
    ...(idToken === undefined ? {} : { idToken }),
  };
}

/** What was thrown, ready to show. */
interface AppFailure {
  readonly error: HighwaterError;
  /** Without secrets. */
  readonly problems: readonly ErrorReport[];
  /** Of a bug in Highwater; null for all other errors. */
  readonly stack: string | null;
}

export function failureOf(thrown: unknown, redact: (text: string) => string): AppFailure {
  const error = toHighwaterError(thrown);
  const problems = (error instanceof ConfigError ? error.problems : [error.report()]).map((problem) => ({
    ...problem,
    message: redact(problem.message),
    hint: redact(problem.hint),
  }));
  const isBug = error.family === 'bug' && error.cause instanceof Error;
  return { error, problems, stack: isBug ? redact((error.cause as Error).stack ?? '') : null };
}
