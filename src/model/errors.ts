import type { StageName } from './stages.ts';
import { VERSION } from './version.ts';

/**
 * Everything that can go wrong for a user has a code here and an entry of the same name in
 * docs/troubleshooting.md (a test compares the two lists). Keep the list sorted by area.
 */
export const ERROR_CODES = [
  // configuration and command line: exit code 2
  'CONFIG_INVALID',
  'CONFIG_NOT_FOUND',
  'INPUT_INVALID',
  // setting up: `init` and `auth`
  'GITHUB_CLI_FAILED',
  'SIGN_IN_UNFINISHED',
  // any source
  'API_BUDGET_REACHED',
  'API_LIMIT_REACHED',
  'CHANGE_TRACKING_EXPIRED',
  'CHANGE_TRACKING_OFF',
  'CERTIFICATE_NOT_TRUSTED',
  'CHECK_FAILED',
  'COLUMN_NOT_FOUND',
  'COUNT_MISMATCH',
  'CURSOR_NOT_POSSIBLE',
  'DATABASE_NOT_FOUND',
  'DATA_UNREADABLE',
  'ENCRYPTION_NOT_POSSIBLE',
  'KEY_IS_NULL',
  'KEY_NOT_UNIQUE',
  'KEY_REQUIRED',
  'MASK_NOT_POSSIBLE',
  'QUERY_REFUSED',
  'READ_CANCELLED',
  'ROWS_DIFFER',
  'ROWS_HIDDEN',
  'SAME_NAME',
  'SCHEMA_CHANGED',
  'SESSION_REFUSED',
  'SIGN_IN_REFUSED',
  'SNAPSHOT_LOST',
  'SOURCE_FAILED',
  'SOURCE_UNREACHABLE',
  'TABLE_LOCKED',
  'TABLE_NOT_DIVISIBLE',
  'TABLE_NOT_FOUND',
  'TABLE_NOT_READABLE',
  'TABLE_STALE',
  'TOO_MANY_CONNECTIONS',
  'TOO_MANY_DELETES',
  'TYPE_NOT_POSSIBLE',
  'VALUE_NOT_EXACT',
  'VERIFY_NOT_POSSIBLE',
  // exports
  'EXPORT_CONFLICT',
  'EXPORT_FIELD_NOT_WRITABLE',
  'EXPORT_FIELD_UNKNOWN',
  'EXPORT_INPUT_STALE',
  'EXPORT_JOB_FAILED',
  'EXPORT_KEY_NOT_EXTERNAL_ID',
  'EXPORT_KEY_NOT_UNIQUE',
  'EXPORT_KEY_NULL',
  'EXPORT_LIMIT',
  'EXPORT_NOT_ALLOWED',
  'EXPORT_QUOTA',
  'EXPORT_RESULT_MISMATCH',
  'EXPORT_ROWS_REFUSED',
  'EXPORT_VALUE_NOT_POSSIBLE',
  // the run
  'ARTIFACT_NOT_FOUND',
  'COMBINE_INCOMPLETE',
  'DISK_FULL',
  'INTERNAL',
  'INTERRUPTED',
  'NATIVE_INSTALL_FAILED',
  'NOTIFY_FAILED',
  'OUTPUT_NOT_WRITABLE',
  'PUBLISH_FAILED',
  'PORT_IN_USE',
  'QUERY_FAILED',
  'QUERY_TOO_LONG',
  'RUN_IN_PROGRESS',
  'TIMEOUT_REACHED',
  'STATE_KEY_REQUIRED',
  'STATE_MOVED',
  'STATE_NEWER_FORMAT',
  'STATE_SAVE_FAILED',
  'STATE_STORE_UNSAFE',
  'STATE_UNREACHABLE',
  'STATE_UNREADABLE',
  'STATE_WRONG_KEY',
  'WAREHOUSE',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * What the program does about an error:
 * - `restart`: import the table again, with a fresh snapshot.
 * - `replan`: describe and plan the table again, then import it. The source's description was out of date.
 * - `widen`: the same, if the source can give `columns` wider types.
 * - `withheld`: leave the table out if only a glob chose it. The source gives it to nobody, or to this user only in part.
 * - `source unusable`: ask this source nothing more; every further request would fail as well.
 * - `state unusable`: read every table in full, if the user chose `on-unreadable-state: full`.
 * - `superseded`: another run saved the state first. Publish nothing.
 * - `command line`: a mistake of whoever called the program; nobody else has to know.
 * - `configuration`: a mistake in the user's file. Exit code 2.
 * - `stale`: nothing is known to be fresh.
 * - `database`: DuckDB's own error. Whoever knows what DuckDB was doing decides.
 * - `interrupted`: stop, and keep what is committed.
 * - `bug`: show where it was thrown.
 * - `fatal`: fail the table, or the run where there is none. The user has to act, or to run again.
 */
export type ErrorFamily =
  | 'restart'
  | 'replan'
  | 'widen'
  | 'withheld'
  | 'source unusable'
  | 'state unusable'
  | 'superseded'
  | 'command line'
  | 'configuration'
  | 'stale'
  | 'database'
  | 'interrupted'
  | 'bug'
  | 'fatal';

/** The family of a code, unless the error says otherwise. All others are `fatal`. */
const FAMILIES: Partial<Readonly<Record<ErrorCode, ErrorFamily>>> = {
  CONFIG_INVALID: 'configuration',
  CONFIG_NOT_FOUND: 'configuration',
  INPUT_INVALID: 'command line',
  TABLE_STALE: 'stale',
  SCHEMA_CHANGED: 'replan',
  VALUE_NOT_EXACT: 'widen',
  API_BUDGET_REACHED: 'source unusable',
  SESSION_REFUSED: 'source unusable',
  SIGN_IN_REFUSED: 'source unusable',
  STATE_MOVED: 'superseded',
  STATE_NEWER_FORMAT: 'state unusable',
  STATE_UNREACHABLE: 'state unusable',
  STATE_UNREADABLE: 'state unusable',
  STATE_WRONG_KEY: 'state unusable',
  WAREHOUSE: 'database',
  INTERRUPTED: 'interrupted',
  INTERNAL: 'bug',
};

/** Of an error that is known by its report only. */
export function familyOf(code: ErrorCode): ErrorFamily {
  return FAMILIES[code] ?? 'fatal';
}

/** Where in the user's own file a mistake stands; lines and columns count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The YAML path, e.g. `sources.crm.tables.Account.where`. */
  readonly path: string;
}

/** The part of an error that is shown, saved in the manifest and read by people. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  /** The stage of the run in which it happened; absent outside of a run, and for mistakes in the configuration. */
  readonly stage?: StageName;
  readonly location?: Location;
}

export interface ErrorOptions {
  readonly cause?: unknown;
  readonly location?: Location;
  /** What to do about it, where that is not what its code says. */
  readonly family?: ErrorFamily;
  /** The columns whose values are concerned. */
  readonly columns?: readonly string[];
  /** The YAML path of the setting that is wrong, where only the source could tell: the shell finds its line. */
  readonly path?: readonly (string | number)[];
}

let stageOf: (error: Error) => StageName | null = () => null;

/** For in-stage.ts, which knows in what stage an error was thrown. This file can't ask it: the report's own script is compiled with it, and has no stages. */
export function findStagesBy(find: (error: Error) => StageName | null): void {
  stageOf = find;
}

/**
 * An error written for the person who will read it: `message` says what happened to which table, `hint`
 * says what to do, in the words of the screen on which they will do it. Neither may hold a secret or a row.
 */
export class HighwaterError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly location: Location | undefined;
  /** What the program does about it. Decisions go by this, never by the code or the words. */
  readonly family: ErrorFamily;
  readonly columns: readonly string[];
  readonly path: readonly (string | number)[] | undefined;

  constructor(code: ErrorCode, message: string, hint: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'HighwaterError';
    this.code = code;
    this.hint = hint;
    this.location = options.location;
    this.family = options.family ?? familyOf(code);
    this.columns = options.columns ?? [];
    this.path = options.path;
  }

  /** `locate` finds the line of `path` in the user's file, where there is one. */
  report(locate?: (path: readonly (string | number)[]) => Location): ErrorReport {
    const { code, message, hint } = this;
    const location = this.location ?? (this.path === undefined ? undefined : locate?.(this.path));
    const stage = stageOf(this);
    return { code, message, hint, ...(stage === null ? {} : { stage }), ...(location === undefined ? {} : { location }) };
  }
}

/** Several mistakes in the configuration, reported at once. Exit code 2. */
export class ConfigError extends HighwaterError {
  readonly problems: readonly ErrorReport[];

  constructor(
    problems: readonly ErrorReport[],
    code: 'CONFIG_INVALID' | 'CONFIG_NOT_FOUND' | 'INPUT_INVALID' = 'CONFIG_INVALID',
  ) {
    const first = problems[0];
    super(
      code,
      problems
        .map((p) => (p.location ? `${p.location.file}:${p.location.line}:${p.location.column} ${p.message}` : p.message))
        .join('\n'),
      first?.hint ?? '',
      first?.location === undefined ? {} : { location: first.location },
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** The user or the runner asked the run to stop; everything committed so far is kept. Exit code 130. */
export class InterruptedError extends HighwaterError {
  constructor(reason: string) {
    super('INTERRUPTED', `The run was stopped: ${reason}.`, 'Committed work is kept. The next run continues from there.');
    this.name = 'InterruptedError';
  }
}

/** `file`: what there was no room for, where that is known. */
export function diskFull(file: string | undefined, cause: unknown): HighwaterError {
  return new HighwaterError(
    'DISK_FULL',
    file === undefined ? 'The disk is full.' : `The disk is full: there is no room for ${file}.`,
    'Free space, choose fewer tables or columns, or use a larger runner. Nothing that was committed is lost.',
    { cause },
  );
}

/** Turns anything thrown into a HighwaterError. Unexpected errors become INTERNAL, with their own message. */
export function toHighwaterError(thrown: unknown): HighwaterError {
  if (thrown instanceof HighwaterError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = (thrown as { code?: unknown } | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    const { path, dest } = thrown as { path?: unknown; dest?: unknown };
    return diskFull(
      [dest, path].find((file) => typeof file === 'string'),
      thrown,
    );
  }
  return new HighwaterError(
    'INTERNAL',
    `${message}${placeOf(thrown)}`,
    'This is probably a bug in Highwater. Please report it with this message.',
    {
      cause: thrown,
    },
  );
}

const FRAMES_SHOWN = 3;

/** Where an error was thrown, with its callers: what a developer needs to fix it. File names only, no folders. */
function placeOf(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  const frames = stack.split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  const places = frames.slice(0, FRAMES_SHOWN).map((line) => {
    const [, caller, inside, alone] = /^at (?:(.*?) \((.*)\)|(.*))$/.exec(line.trim()) ?? [];
    const file = (inside ?? alone ?? '').split(/[\\/]/).at(-1);
    return caller === undefined ? file : `${caller} ${file}`;
  });
  return places.length === 0 ? '' : ` (at ${places.join(', from ')}; Highwater ${VERSION})`;
}
