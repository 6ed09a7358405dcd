import type { ErrorCode } from '../../src/model/errors.ts';

/** Codes that another test provokes, for it takes a runner, a full disk, or a wait: the file and the title of the test. */
export const ELSEWHERE: Readonly<Partial<Record<ErrorCode, readonly [file: string, title: string]>>> = {
  CHANGE_TRACKING_EXPIRED: [
    'test/sources/dynamics/deletes.test.ts',
    'a token that ends in mid-run makes the run begin again, whole',
  ],
  CHECK_FAILED: ['test/e2e/checks.test.ts', 'a failed check fails the run and keeps the new rows'],
  COMBINE_INCOMPLETE: [
    'test/combine/combine.test.ts',
    'what is not whole keeps its last version, and is reported; rows are never there twice',
  ],
  NOTIFY_FAILED: ['test/notify/github-issue.test.ts', 'no token and no repository is a warning'],
  TABLE_NOT_DIVISIBLE: ['test/sources/postgres/parts.test.ts', 'a table with $what can’t be divided'],
  SNAPSHOT_LOST: ['test/sources/postgres/run-snapshot.test.ts', 'a table that %s fails and keeps its rows'],
  DISK_FULL: ['test/e2e/state.test.ts', 'under %s, of %i MB, %s: the run says so, and with more room the next is right'],
  MASK_NOT_POSSIBLE: ['test/masking/mask-columns.test.ts', '%s with %j is refused'],
  EXPORT_FIELD_NOT_WRITABLE: [
    'test/destinations/salesforce/salesforce-destination.test.ts',
    'a field that is gone since the describe stops the call and names no value',
  ],
  EXPORT_QUOTA: [
    'test/destinations/salesforce/salesforce-destination.test.ts',
    "the day's batches are used up: EXPORT_QUOTA, and nothing is sent",
  ],
  EXPORT_CONFLICT: [
    'test/exports/export-compared.test.ts',
    "['fail', { conflicts: 1, sent: 0, error: { code: 'EXPORT_CONFLICT' } }, '50']",
  ],
  EXPORT_FIELD_UNKNOWN: ['test/exports/export-refusals.test.ts', 'a field is unknown'],
  EXPORT_INPUT_STALE: ['test/exports/export-refusals.test.ts', 'an input is too old or was never synced'],
  EXPORT_JOB_FAILED: [
    'test/exports/export-run.test.ts',
    'a job that fails part of the way has all its outcomes; the rest goes next time',
  ],
  EXPORT_KEY_NOT_EXTERNAL_ID: ['test/exports/export-refusals.test.ts', 'the External ID need not be unique'],
  EXPORT_KEY_NOT_UNIQUE: ['test/exports/export-refusals.test.ts', 'keys differ in case alone'],
  EXPORT_KEY_NULL: ['test/exports/export-refusals.test.ts', 'a key is NULL'],
  EXPORT_LIMIT: ['test/exports/export-run.test.ts', 'first runs need --first, --limit sends a few, and limits send nothing'],
  EXPORT_NOT_ALLOWED: ['test/exports/export-operations.test.ts', 'what is gone is touched only where deletes are allowed'],
  EXPORT_RESULT_MISMATCH: [
    'test/exports/export-compared.test.ts',
    'a flow that changes what was written is noticed by the next sync, and is no reason to send again',
  ],
  EXPORT_ROWS_REFUSED: ['test/exports/export-run.test.ts', 'refused rows are parked until their values change or --retry-parked'],
  EXPORT_VALUE_NOT_POSSIBLE: ['test/exports/export-run.test.ts', 'values that a field can not hold park their rows'],
  QUERY_TOO_LONG: ['test/browse/reader.test.ts', 'is stopped when it takes too long, and the next one runs'],
  ROWS_DIFFER: ['test/verify/runs.test.ts', 'is reported by its code, without keys'],
  ROWS_HIDDEN: [
    'test/read/visibility.test.ts',
    '%s that lacks rows under a lower depth than before is stopped, for they may be hidden and not deleted',
  ],
  RUN_IN_PROGRESS: [
    'test/e2e/moving.test.ts',
    'two runs on one state: the second is refused, harms nothing and is told whom to wait for',
  ],
  SIGN_IN_UNFINISHED: [
    'test/cli/sign-in.test.ts',
    'a Callback URL that the app does not have: the browser stays at Salesforce, and the waiting ends with what to look at',
  ],
  PUBLISH_FAILED: ['test/lake/publish-lake.test.ts', 'what broke off is completed by the next run'],
  STATE_MOVED: ['test/state/segment-store.test.ts', 'the second writer gets STATE_MOVED and changes nothing'],
  STATE_STORE_UNSAFE: ['test/conformance/objects/suite.ts', 'refuses a store that overwrites in spite of the condition, by name'],
  STATE_KEY_REQUIRED: [
    'test/action/main.test.ts',
    'in a public repository an unencrypted state is refused before anything is read',
  ],
  STATE_SAVE_FAILED: [
    'test/action/main.test.ts',
    'a state that cannot be saved fails the step though the artifacts are there, and the post step saves it after all',
  ],
  TABLE_STALE: ['test/e2e/checks.test.ts', 'a failed check fails the run and keeps the new rows'],
};

/** Codes that nothing can be made to tell on purpose, and why they are there all the same. */
export const UNFORESEEN: Readonly<Partial<Record<ErrorCode, string>>> = {
  INTERNAL: 'what nobody foresaw; whatever provokes it is a defect, to be given a code of its own',
  WAREHOUSE: 'what DuckDB says and nobody foresaw: its own words, with where to report them',
};
