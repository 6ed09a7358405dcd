import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type RetryPolicy, retry } from '../../runtime/retry.ts';
import {
  type Failure,
  type LogStreams,
  type LookupOutcome,
  readingLog,
  readLookup,
  readSave,
  type ToolkitOutcome,
} from './cache-outcome.ts';
import { pathWithZstd, requireGnuTar } from './runner-programs.ts';

/** The slice of @actions/cache 6.3 that is used. */
export interface ToolkitCache {
  restoreCache(
    paths: string[],
    primaryKey: string,
    restoreKeys?: string[],
    options?: { lookupOnly?: boolean },
    enableCrossOsArchive?: boolean,
  ): Promise<string | undefined>;
  saveCache(paths: string[], key: string, options?: undefined, enableCrossOsArchive?: boolean): Promise<number>;
  isFeatureAvailable(): boolean;
}

/** What @actions/cache needs around it; all of it comes from the entry. */
export interface ToolkitSurroundings {
  readonly cache: ToolkitCache;
  /** The live environment (process.env): @actions/cache reads it, and PATH and GITHUB_WORKSPACE are changed while it works. */
  readonly environment: Record<string, string | undefined>;
  readonly streams: LogStreams;
  /** The files pass through a folder in it while they are packed or unpacked; the process works there meanwhile. Without blanks, and writable. */
  readonly workingDirectory: string;
  /** RUNNER_TEMP */
  readonly temporaryDirectory: string;
  /** process.execPath */
  readonly node: string;
  /** After a broken connection, which @actions/cache doesn't repeat by itself; by default three attempts in some ten seconds. */
  readonly retryPolicy?: RetryPolicy;
  /** @actions/cache sets no limit of its own to most of its requests. By default 3 minutes for a look-up, an hour for a transfer. */
  readonly limitsMs?: { readonly lookup: number; readonly transfer: number };
}

/**
 * The one cached path. It is hashed into every entry's version, so another spelling finds nothing; relative, because the absolute
 * one differs between runners. @actions/cache resolves it against the working directory but packs and unpacks it in GITHUB_WORKSPACE: so
 * that variable is pointed at the working directory meanwhile, and the state never lands elsewhere.
 */
export const TRANSFER = '.highwater-cache-transfer';
/** One version on Windows and elsewhere; nothing in a state depends on the system. */
const CROSS_OS = true;

export interface Toolkit {
  /** The newest entry whose key is one of these (up to ten) or begins with it. Connection failures have been retried. */
  lookup(...keys: readonly string[]): Promise<LookupOutcome>;
  /** Unpacks the entry of exactly this key into TRANSFER. Not retried. */
  restore(key: string): Promise<LookupOutcome>;
  /**
   * Packs TRANSFER under this key; null where it is saved. Not retried. `consume`: where tar is GNU's, each file is removed as soon as it is packed,
   * so that the disk doesn't hold the archive and all the files at once; TRANSFER itself may be gone afterwards, whether it was saved or not.
   */
  save(key: string, options?: { readonly consume?: boolean }): Promise<Failure | null>;
}

export function toolkit(surroundings: ToolkitSurroundings): Toolkit {
  const { cache, limitsMs = { lookup: 180_000, transfer: 3_600_000 } } = surroundings;
  const call = caller(surroundings);
  return {
    lookup: (...keys) =>
      retrying(surroundings, async () => {
        const outcome = await call(limitsMs.lookup, () =>
          cache.restoreCache(
            [TRANSFER],
            keys[0] ?? '',
            keys.length > 1 ? keys.slice(1) : [...keys],
            { lookupOnly: true },
            CROSS_OS,
          ),
        );
        const read = readLookup(outcome);
        return { result: read, again: read.kind === 'failed' && read.failure.transient };
      }),
    restore: (key) => call(limitsMs.transfer, () => cache.restoreCache([TRANSFER], key, [], {}, CROSS_OS)).then(readLookup),
    save: (key, { consume = false } = {}) => {
      const run = async () => cache.saveCache([TRANSFER], key, undefined, CROSS_OS);
      return call(limitsMs.transfer, run, consume ? removingFiles(surroundings.environment) : {}).then(readSave);
    },
  };
}

/**
 * GNU tar takes options from this variable too: https://www.gnu.org/software/tar/manual/html_node/tar-invocation.html. Elsewhere than on Linux the
 * client may find another tar.
 */
function removingFiles(
  { TAR_OPTIONS = '' }: ToolkitSurroundings['environment'],
  platform: string = process.platform,
): Environment {
  return platform === 'linux' ? { TAR_OPTIONS: `${TAR_OPTIONS} --remove-files`.trim() } : {};
}

type Environment = Record<string, string | undefined>;

const RETRIES: RetryPolicy = { attempts: 3, firstDelayMs: 2_000, longestDelayMs: 5_000, longestRetryAfterMs: 0 };

/** Tries until it is not to be done `again`, or the attempts are used up; then the last result stands. */
export async function retrying<T>(
  { retryPolicy: policy = RETRIES }: Pick<ToolkitSurroundings, 'retryPolicy'>,
  attempt: () => Promise<{ readonly result: T; readonly again: boolean }>,
): Promise<T> {
  let last: { readonly result: T } | undefined;
  const work = async (): Promise<T> => {
    const outcome = await attempt();
    if (!outcome.again) return outcome.result;
    last = outcome;
    throw new Again();
  };
  // A stopped run saves what it has all the same: no signal ends this.
  const { signal } = new AbortController();
  try {
    return await retry(work, { policy, signal, worthRetrying: (error) => (error instanceof Again ? {} : null) });
  } catch (error) {
    if (error instanceof Again && last !== undefined) return last.result;
    throw error;
  }
}

class Again extends Error {}

type Caller = <T>(limitMs: number, run: () => Promise<T>, variables?: Environment) => Promise<ToolkitOutcome<T>>;

function caller(surroundings: ToolkitSurroundings): Caller {
  const { environment, streams, workingDirectory, temporaryDirectory, node } = surroundings;
  let path: Promise<string> | undefined;
  return async (limitMs, run, variables = {}) => {
    const names = ['PATH', 'GITHUB_WORKSPACE', 'RUNNER_TEMP', ...Object.keys(variables)];
    const before = Object.fromEntries(names.map((name) => [name, environment[name]]));
    const directory = process.cwd();
    try {
      path ??= pathWithTools(environment, temporaryDirectory, node);
      setAll(environment, { ...variables, PATH: await path, GITHUB_WORKSPACE: workingDirectory });
      // It finds the path to be cached in the working directory, and names its own archives to tar without quotes.
      if (directory !== workingDirectory) process.chdir(workingDirectory);
      if (hasBlanks(environment.RUNNER_TEMP ?? '')) setAll(environment, { RUNNER_TEMP: workingDirectory });
      return await readingLog(streams, () => within(limitMs, run));
    } catch (thrown) {
      return { thrown, lines: [] };
    } finally {
      setAll(environment, before);
      if (process.cwd() !== directory) process.chdir(directory);
    }
  };
}

async function pathWithTools(
  environment: ToolkitSurroundings['environment'],
  temporaryDirectory: string,
  node: string,
): Promise<string> {
  await requireGnuTar(environment);
  return pathWithZstd(environment, temporaryDirectory, node);
}

/** What @actions/cache 6.3 can't hand on to tar, since it gives it all arguments in one string. */
export function hasBlanks(directory: string): boolean {
  return /[\s"]/.test(directory);
}

function setAll(environment: Record<string, string | undefined>, values: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) delete environment[name];
    else environment[name] = value;
  }
}

async function within<T>(limitMs: number, run: () => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const limit = wait(limitMs, undefined, { signal: stop.signal }).then(() => {
    throw new Error(`no answer within ${Math.round(limitMs / 1000)} seconds`);
  });
  limit.catch(() => undefined);
  try {
    return await Promise.race([run(), limit]);
  } finally {
    stop.abort();
  }
}

let turn: Promise<unknown> = Promise.resolve();

/** The folder is new, only for this user, and gone afterwards: it holds rows. One at a time: its name is part of every entry's version. */
export async function inTransfer<T>(
  { workingDirectory }: Pick<ToolkitSurroundings, 'workingDirectory'>,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  const mine = turn.then(async () => alone(join(workingDirectory, TRANSFER), work));
  turn = mine.catch(() => undefined);
  return mine;
}

async function alone<T>(directory: string, work: (directory: string) => Promise<T>): Promise<T> {
  await emptied(directory);
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** The folder as `inTransfer` gives it: new and for this user alone. */
export async function emptied(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
}
