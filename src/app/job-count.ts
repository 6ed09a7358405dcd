import { ConfigError } from '../model/errors.ts';

/** How many jobs to divide the work into. `name`: the flag or input, for the error. Throws ConfigError (INPUT_INVALID). */
export function jobCount(written: string, name: string): number {
  const jobs = Number(written);
  if (/^\d{1,3}$/.test(written) && jobs >= 1 && jobs <= 256) return jobs;
  const message = `${name} ${written.slice(0, 60)}: expected a number of jobs.`;
  throw new ConfigError(
    [{ code: 'INPUT_INVALID', message, hint: 'Write a number from 1 to 256: a matrix of GitHub has no more jobs.' }],
    'INPUT_INVALID',
  );
}

/** `--jobs` says nothing to a plan for people. */
export function jobsWithoutMatrix(): ConfigError {
  const problem = { code: 'INPUT_INVALID', message: '--jobs divides the tables of a matrix, and this is none.' } as const;
  return new ConfigError([{ ...problem, hint: 'Add --matrix, or leave --jobs out.' }], 'INPUT_INVALID');
}
