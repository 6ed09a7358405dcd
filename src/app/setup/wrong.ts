import { ConfigError } from '../../model/errors.ts';

/** A mistake on the command line, or in what was answered: exit code 2. */
export function wrong(message: string, hint: string): ConfigError {
  return new ConfigError([{ code: 'INPUT_INVALID', message, hint }], 'INPUT_INVALID');
}
