import { ConfigError, type ErrorReport, type HighwaterError, toHighwaterError } from '../model/errors.ts';

/** What was thrown, ready to show. */
export interface AppFailure {
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
