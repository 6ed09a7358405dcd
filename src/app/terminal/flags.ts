import type { LoadedConfig } from '../../config/config.ts';
import { parseTableGlobs } from '../../config/select/glob.ts';
import { ConfigError } from '../../model/errors.ts';
import { Secret } from '../../model/secret.ts';
import { weakStateKey } from '../../state/visibility.ts';
import { DEFAULT_NAME, placeOf, type StatePlace } from '../state-place.ts';

/** As commander hands them over. */
export interface CommonFlags {
  readonly config: string;
  readonly json?: boolean;
}

export interface CheckFlags extends CommonFlags {
  readonly state?: string;
  readonly stateName?: string;
}

export interface DiscoverFlags extends CheckFlags {
  readonly source?: string;
  readonly tables?: string;
  readonly verbose?: boolean;
}

export interface PlanFlags extends CheckFlags {
  readonly full?: boolean;
  readonly tables?: string;
  readonly verbose?: boolean;
  readonly matrix?: boolean;
  readonly jobs?: string;
}

export interface FreshnessFlags {
  readonly state?: string;
  readonly stateName?: string;
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

/** The state that `--state` names, or the configuration. Throws ConfigError where the key in the environment is too easy to guess. */
export async function statePlaceOf(
  flags: Pick<CheckFlags, 'state' | 'stateName'>,
  config: Pick<LoadedConfig, 'state'>,
  env: Readonly<Record<string, string | undefined>>,
): Promise<StatePlace> {
  const key = env.HIGHWATER_STATE_ENCRYPTION_KEY?.trim();
  const weak = key ? weakStateKey(key, 'HIGHWATER_STATE_ENCRYPTION_KEY') : null;
  if (weak !== null) throw new ConfigError([weak], 'INPUT_INVALID');
  // The Actions cache is for the action: on a terminal its place is the default directory.
  const written = config.state === 'cache' ? null : config.state;
  return placeOf({
    state: flags.state ?? written ?? STATE_DIRECTORY,
    name: flags.stateName ?? DEFAULT_NAME,
    key: key ? new Secret(key) : undefined,
    env,
    workParent: STATE_DIRECTORY,
  });
}

export const STATE_DIRECTORY = '.highwater';
