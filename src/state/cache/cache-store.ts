import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HighwaterError, toHighwaterError } from '../../model/errors.ts';
import { STATE_FORMAT } from '../../model/state-format.ts';
import type { Encryption } from '../seal/encryption.ts';
import { HEADER_FILE, readHeader, type StateHeader, writeHeader } from '../seal/header.ts';
import { openSealedFile, sealFile } from '../seal/sealed-file.ts';
import { errorCode, newerFormat, saveFailed, translate, unreachable, unreadable } from '../state-errors.ts';
import type { Restored, Saved, StateId, StateStore } from '../store.ts';
import { type CacheScope, generationOf, keyPrefix, stateKey } from './cache-key.ts';
import { type Failure, unreachableBy } from './cache-outcome.ts';
import { emptied, inTransfer, retrying, type Toolkit, type ToolkitSurroundings, toolkit } from './toolkit-cache.ts';

export interface CacheStoreOptions extends CacheScope, ToolkitSurroundings {
  readonly encryption: Encryption | null;
  /** GITHUB_RUN_ID and GITHUB_RUN_ATTEMPT. */
  readonly runId: string;
  readonly attempt: string;
  readonly clock: () => Date;
  /** The newest format that is read, and the one that is saved; for tests. */
  readonly format?: number;
  /** Of an encrypted state's volumes; for tests. */
  readonly volumeBytes?: number;
}

const WHERE = 'the Actions cache';

/** Keeps the state as one immutable entry of the Actions cache per run; the newest created one is the state. */
export function cacheStore(options: CacheStoreOptions): StateStore {
  const context: Context = { ...options, prefix: keyPrefix(options, options.format), toolkit: toolkit(options) };
  return {
    newest: () => findNewest(context),
    async restore(into) {
      const found = await findNewest(context);
      return found === null ? null : inTransfer(options, (directory) => bring(context, found, directory, into));
    },
    async save(file, generation) {
      try {
        return await inTransfer(options, (directory) => send(context, directory, file, generation));
      } catch (error) {
        throw translate(error, (message) => saveFailed(WHERE, message, 'Run the job again.', error));
      }
    },
    identity: context.prefix,
    describe: () => 'cache',
  };
}

type Context = CacheStoreOptions & { readonly prefix: string; readonly toolkit: Toolkit };

async function findNewest(context: Context): Promise<StateId | null> {
  const missing = missingService(context);
  if (missing !== null) throw unreachable(WHERE, missing.why, missing.hint);
  const outcome = await context.toolkit.lookup(context.prefix);
  if (outcome.kind === 'failed') throw unreachableBy(WHERE, outcome.failure);
  if (outcome.kind === 'none') return inOtherFormats(context);
  return identified(context.prefix, outcome.key);
}

function identified(prefix: string, key: string): StateId {
  const generation = generationOf(prefix, key);
  if (generation === null) throw unreadable(WHERE, `its newest entry has the key ${key}, which Highwater doesn't write`);
  return { generation, key };
}

// As many as one look-up takes: https://github.com/actions/toolkit/tree/main/packages/cache
const FORMATS_AHEAD = 10;

/**
 * The format is part of the key, so a state of another format looks like none. One of an older format is read (and saved in this one); one of a
 * newer format is refused.
 */
async function inOtherFormats(context: Context): Promise<StateId | null> {
  const { format = STATE_FORMAT } = context;
  const newer = Array.from({ length: FORMATS_AHEAD }, (_, i) => keyPrefix(context, format + 1 + i));
  const ahead = await lookedUp(context, newer);
  if (ahead !== null) throw newerFormat(WHERE, ahead);
  for (let older = format - 1; older >= 1; older--) {
    const prefix = keyPrefix(context, older);
    const found = await lookedUp(context, [prefix]);
    if (found !== null) return identified(prefix, found);
  }
  return null;
}

async function lookedUp(context: Context, keys: readonly string[]): Promise<string | null> {
  const outcome = await context.toolkit.lookup(...keys);
  if (outcome.kind === 'failed') throw unreachableBy(WHERE, outcome.failure);
  return outcome.kind === 'found' ? outcome.key : null;
}

function missingService({ cache, environment }: Context): { why: string; hint: string } | null {
  if (cache.isFeatureAvailable() && environment.ACTIONS_RUNTIME_TOKEN) return null;
  return {
    why: "this step has no access to the Actions cache (ACTIONS_RESULTS_URL or ACTIONS_RUNTIME_TOKEN isn't set)",
    hint: 'Run Highwater in a `uses:` step, not in a `run:` line, or set `state` to a directory.',
  };
}

async function bring(context: Context, found: StateId, directory: string, into: string): Promise<Restored> {
  const outcome = await retrying(context, async () => {
    const result = await context.toolkit.restore(found.key);
    // A damaged archive may have been damaged on the way.
    const again = result.kind === 'failed' && (result.failure.transient || result.failure.damaged);
    return { result, again };
  });
  if (outcome.kind === 'none') throw unreachable(WHERE, `${found.key} was deleted just now`, 'Run the job again.');
  if (outcome.kind === 'failed') throw restoreError(outcome.failure);
  const header = await transferredHeader(directory);
  if (outcome.key !== found.key || header.generation !== found.generation || header.file === null) {
    throw unreadable(WHERE, `${found.key} holds another state (generation ${header.generation})`);
  }
  await openSealedFile({ directory, where: WHERE, take: true }, header, into, context.encryption);
  return { ...found, savedAt: header.savedAt, bytes: header.bytes };
}

function restoreError(failure: Failure): HighwaterError {
  if (failure.diskFull) return diskFull();
  return failure.damaged ? unreadable(WHERE, failure.why) : unreachableBy(WHERE, failure);
}

async function transferredHeader(directory: string): Promise<StateHeader> {
  try {
    return readHeader(await readFile(join(directory, HEADER_FILE), 'utf8'), WHERE);
  } catch (error) {
    throw errorCode(error) === 'ENOENT' ? unreadable(WHERE, `the entry holds no ${HEADER_FILE}`, error) : error;
  }
}

async function send(context: Context, directory: string, file: string, generation: number): Promise<Saved> {
  const missing = missingService(context);
  if (missing !== null) throw saveFailed(WHERE, missing.why, missing.hint);
  // What is encrypted is a copy, of which the packing leaves nothing; what isn't is the working copy itself under a second name.
  const consume = context.encryption !== null;
  const failures: Failure[] = [];
  let key = '';
  let header = await seal(context, directory, file, generation);
  const failure = await retrying(context, async () => {
    key = stateKey(context.prefix, generation, context.runId, context.attempt, failures.length + 1);
    if (consume && failures.length > 0) header = await seal(context, directory, file, generation);
    const result = await context.toolkit.save(key, { consume });
    if (result !== null) failures.push(result);
    return { result, again: result?.transient === true };
  });
  // The first one says what broke; what a later try met follows from it.
  const [first] = failures;
  if (failure !== null && first !== undefined) throw first.diskFull ? diskFull() : saveFailed(WHERE, first.why, first.hint);
  const { stored, bytes } = header;
  await refuseEvicted(context, key, stored.bytes);
  return { generation, key, bytes };
}

/** Fills the folder with what an entry holds. */
async function seal(context: Context, directory: string, file: string, generation: number): Promise<StateHeader> {
  const { encryption, volumeBytes } = context;
  const name = `state.duckdb${encryption === null ? '' : '.enc'}`;
  const facts = { generation, savedAt: context.clock().toISOString(), file: name };
  await emptied(directory);
  const header = await sealFile(file, join(directory, name), facts, encryption, { inVolumes: true, volumeBytes });
  await writeFile(join(directory, HEADER_FILE), writeHeader(header), { mode: 0o600 });
  return header;
}

/**
 * GitHub takes an entry that is larger than the repository's whole quota, and evicts it at once: each run would then read everything again, and
 * say nothing of it. What can't be looked up for another reason counts as saved.
 */
async function refuseEvicted(context: Context, key: string, bytes: number): Promise<void> {
  const outcome = await retrying(context, async () => {
    const result = await context.toolkit.lookup(key);
    return { result, again: result.kind === 'none' };
  });
  if (outcome.kind !== 'none') return;
  throw saveFailed(
    WHERE,
    `GitHub accepted the entry (${size(bytes)}) and deleted it at once, which happens if it does not fit into the repository's cache storage (10 GB by default)`,
    'Raise the limit under Settings > Actions > General, read fewer tables or columns, or set `state` to a directory of a self-hosted runner.',
  );
}

/** `12.3 GB` */
function size(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function diskFull(): HighwaterError {
  return toHighwaterError(Object.assign(new Error('No space left on device'), { code: 'ENOSPC' }));
}
