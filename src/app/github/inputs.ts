import { distance } from 'fastest-levenshtein';
import type { LoadedConfig } from '../../config/config.ts';
import { parseDuration } from '../../config/declare/units.ts';
import { parseTableGlobs } from '../../config/select/glob.ts';
import { ConfigError, type ErrorReport } from '../../model/errors.ts';
import { Secret } from '../../model/secret.ts';
import { weakStateKey } from '../../state/visibility.ts';
import { exportLimit, exportNames } from '../export.ts';
import { jobCount } from '../job-count.ts';
import type { AppSession } from '../session.ts';
import { sampleSize } from '../verify.ts';
import type { SyncMode, WorkflowEvent } from './event.ts';

export const MODES = [
  'auto',
  'incremental',
  'full',
  'validate',
  'check',
  'plan',
  'verify',
  'freshness',
  'combine',
  'export',
  'export-plan',
] as const;
const LOOKS = ['validate', 'check', 'plan'] as const;

/** A mode that finds out and changes nothing. */
export type Look = (typeof LOOKS)[number];

export function isLook(mode: string): mode is Look {
  return LOOKS.some((look) => look === mode);
}

/** A mode that writes back, or shows what it would write. */
export function isExportMode(mode: string): mode is 'export' | 'export-plan' {
  return mode === 'export' || mode === 'export-plan';
}

const UNREADABLE = ['fail', 'full'] as const;
const FAIL_ON = ['any', 'all'] as const;
const YES_NO = ['false', 'true'] as const;

/** The action's inputs, checked; each is described in action.yml. */
export interface ActionInputs {
  readonly config: string;
  readonly mode: (typeof MODES)[number];
  /** `source.table` globs; empty: all tables. */
  readonly tables: readonly string[];
  /** Undefined: what the configuration says. */
  readonly output: string | undefined;
  /** `cache`, a directory, or an address in a cloud. Undefined: what the configuration says. */
  readonly state: string | undefined;
  readonly stateName: string;
  readonly stateKey: Secret | undefined;
  readonly onUnreadableState: (typeof UNREADABLE)[number];
  readonly failOn: (typeof FAIL_ON)[number];
  /** This run may delete more than `max_delete_fraction` of a table; an export may do what its `gone` says. */
  readonly allowDeletes: boolean;
  /** Names of exports; empty: all. */
  readonly exports: readonly string[];
  /** The most rows that each export sends; null: all. */
  readonly limit: number | null;
  readonly first: boolean;
  readonly retryParked: boolean;
  /** For `verify`: rows of each Salesforce or Dynamics table to compare value by value. */
  readonly sample: number | 'all';
  /** For `verify`: reads the rows that differ again, and publishes. */
  readonly repair: boolean;
  /** For `freshness`: the limit of all tables; null: their own. */
  readonly maxAgeSeconds: number | null;
  /** For `plan`: into how many jobs the matrix divides the work; null: as many as fit. */
  readonly jobs: number | null;
  /** For `combine`: the outputs of the jobs; one that ends in `/*` is every directory below. */
  readonly directories: readonly string[];
}

/**
 * Reads the inputs through `core.getInput`. An empty one counts as not given: that is what `${{ inputs.mode }}` becomes in a run
 * that was not started by hand. Throws ConfigError (INPUT_INVALID) with all mistakes at once.
 */
export function readInputs(getInput: (name: string) => string): ActionInputs {
  const problems: ErrorReport[] = [];
  const text = (name: string, otherwise: string): string => getInput(name).trim() || otherwise;
  const oneOf = <T extends string>(name: string, allowed: readonly [T, ...T[]]): T => {
    const given = text(name, allowed[0]);
    const match = allowed.find((value) => value === given);
    if (match === undefined) problems.push(unknownValue(name, given, allowed));
    return match ?? allowed[0];
  };
  // `gh secret set < file` keeps the file's last line break, the web page doesn't: they must give one key.
  const key = text('state-encryption-key', '');
  const weak = key === '' ? null : weakStateKey(key, 'state-encryption-key');
  if (weak !== null) problems.push(weak);
  const tables = parseTableGlobs(text('tables', ''), 'tables');
  problems.push(...tables.problems);
  const limit = text('limit', '');
  if (limit !== '' && exportLimit(limit) === undefined)
    problems.push({
      code: 'INPUT_INVALID',
      message: `Input \`limit\` is ${limit.slice(0, 60)}, which is no number of rows.`,
      hint: 'Write a number from 1, or leave it out.',
    });
  const sample = text('sample', '1000');
  if (sampleSize(sample) === undefined)
    problems.push({
      code: 'INPUT_INVALID',
      message: `Input \`sample\` is ${sample.slice(0, 60)}; expected a number of rows, or all.`,
      hint: 'It is how many rows of a Salesforce or Dynamics table are compared value by value: 1000 if you leave it out.',
    });
  const maxAge = text('max-age', '');
  if (maxAge !== '' && parseDuration(maxAge) === null)
    problems.push({
      code: 'INPUT_INVALID',
      message: `Input \`max-age\` is ${maxAge.slice(0, 60)}, which is no duration.`,
      hint: 'Write a number with its unit: 90m, 6h, 1d.',
    });
  const inputs: ActionInputs = {
    config: text('config', 'highwater.yml'),
    mode: oneOf('mode', MODES),
    tables: tables.globs,
    output: text('output', '') || undefined,
    state: text('state', '') || undefined,
    stateName: text('state-name', 'default'),
    stateKey: key === '' ? undefined : new Secret(key),
    onUnreadableState: oneOf('on-unreadable-state', UNREADABLE),
    failOn: oneOf('fail-on', FAIL_ON),
    allowDeletes: oneOf('allow-deletes', YES_NO) === 'true',
    exports: exportNames(text('exports', '')),
    limit: limit === '' ? null : (exportLimit(limit) ?? null),
    first: oneOf('first', YES_NO) === 'true',
    retryParked: oneOf('retry-parked', YES_NO) === 'true',
    sample: sampleSize(sample) ?? 0,
    repair: oneOf('repair', YES_NO) === 'true',
    maxAgeSeconds: maxAge === '' ? null : parseDuration(maxAge),
    jobs: text('jobs', '') === '' ? null : jobCount(text('jobs', ''), 'Input `jobs`'),
    directories: text('directories', 'highwater-jobs/*')
      .split(/[\n,]/)
      .map((directory) => directory.trim())
      .filter((directory) => directory !== ''),
  };
  if (problems.length > 0) throw new ConfigError(problems, 'INPUT_INVALID');
  return inputs;
}

function unknownValue(name: string, given: string, allowed: readonly string[]): ErrorReport {
  const nearest = [...allowed].sort((a, b) => distance(a, given.toLowerCase()) - distance(b, given.toLowerCase()))[0] ?? '';
  const guess = distance(nearest, given.toLowerCase()) <= 2 ? `Did you mean ${nearest}? ` : '';
  return {
    code: 'INPUT_INVALID',
    message: `Input \`${name}\` is ${given.slice(0, 60)}; expected one of ${allowed.join(', ')}.`,
    hint: `${guess}Correct it under \`with:\` of this step in the workflow file.`,
  };
}

/** All that a step needs to know, once its inputs and its configuration have been read. */
export interface Step {
  readonly inputs: ActionInputs;
  readonly config: LoadedConfig;
  readonly event: WorkflowEvent;
  readonly sync: SyncMode;
  readonly session: AppSession;
  /** What the user should read of how the run was started. */
  readonly notices: readonly string[];
}
