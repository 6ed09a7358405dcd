import { parseTableGlobs } from '../../config/select/glob.ts';
import { ConfigError } from '../../model/errors.ts';
import { Secret } from '../../model/secret.ts';
import { weakStateKey } from '../../state/visibility.ts';
import { directoryPlace, type StatePlace } from '../state-place.ts';

/** As commander hands them over. */
export interface CommonFlags {
  readonly config: string;
  readonly json?: boolean;
}

export interface CheckFlags extends CommonFlags {
  readonly state: string;
}

export interface DiscoverFlags extends CheckFlags {
  readonly source?: string;
  readonly tables?: string;
  readonly verbose?: boolean;
}

export interface PlanFlags extends CommonFlags {
  readonly full?: boolean;
  readonly tables?: string;
  readonly state: string;
  readonly verbose?: boolean;
}

export interface FreshnessFlags {
  readonly state: string;
  readonly output: string;
  readonly maxAge?: string;
  readonly json?: boolean;
}

export interface SyncFlags extends PlanFlags {
  readonly output?: string;
  readonly onUnreadableState: 'fail' | 'full';
  readonly allowDeletes?: boolean;
  readonly quiet?: boolean;
}

/** The globs of `--tables`. Throws ConfigError. */
export function chosenTables({ tables = '' }: Pick<PlanFlags, 'tables'>): readonly string[] {
  const { globs, problems } = parseTableGlobs(tables, '--tables');
  if (problems.length > 0) throw new ConfigError(problems, 'INPUT_INVALID');
  return globs;
}

/** What `sync` and `plan` have in common. Throws ConfigError. */
export function syncRequest(flags: PlanFlags): {
  mode: 'full' | 'incremental';
  auto: boolean;
  why: string;
  tables: readonly string[];
} {
  const tables = chosenTables(flags);
  return {
    mode: flags.full ? 'full' : 'incremental',
    auto: flags.full !== true,
    why: flags.full ? '--full was given' : 'what changed since the last successful import',
    tables,
  };
}

/** The state that `--state` names. Throws ConfigError where the key in the environment is too easy to guess. */
export function statePlaceOf(directory: string, env: Readonly<Record<string, string | undefined>>): StatePlace {
  const key = env.HIGHWATER_STATE_ENCRYPTION_KEY?.trim();
  const weak = key ? weakStateKey(key, 'HIGHWATER_STATE_ENCRYPTION_KEY') : null;
  if (weak !== null) throw new ConfigError([weak], 'INPUT_INVALID');
  return directoryPlace(directory, key ? new Secret(key) : undefined);
}
