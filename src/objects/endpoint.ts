import { ConfigError } from '../model/errors.ts';
import { isLoopback } from '../model/loopback.ts';

/** The address of a service that the environment names. Plain http is for this very machine only. Throws ConfigError (INPUT_INVALID). */
export function safeEndpoint(text: string, variable: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refused(variable, 'is no URL');
  }
  const permitted = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  if (!permitted) throw refused(variable, 'must begin with https:// (http:// is for this very machine only)');
  if (url.username !== '' || url.password !== '') throw refused(variable, 'must not hold a user or password');
  return url;
}

function refused(variable: string, why: string): ConfigError {
  const hint = 'Correct it in the environment of this step.';
  return new ConfigError([{ code: 'INPUT_INVALID', message: `The variable ${variable} ${why}.`, hint }], 'INPUT_INVALID');
}
