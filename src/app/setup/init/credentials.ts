import { readFile } from 'node:fs/promises';
import type { Environment } from '../../../config/load/interpolate.ts';
import type { ConfigError } from '../../../model/errors.ts';
import type { Credential } from '../../../model/source-setup.ts';
import { list } from '../../../views/facts/format.ts';
import type { Asker } from '../ask.ts';
import type { Setup } from '../setup.ts';
import { wrong } from '../wrong.ts';

/** Values by variable, for this run only: they are never written to a file. Empty: there is none, and that is right. */
export type Values = Readonly<Record<string, string>>;

/**
 * The values of the credentials: those that are known already, from the environment, or from the person at the terminal. An optional one that
 * has none is empty. Throws INPUT_INVALID with all that are missing where there is no terminal.
 */
export async function collectValues(credentials: readonly Credential[], setup: Setup, known: Values = {}): Promise<Values> {
  const { env, asker, redactor } = setup;
  const values: Record<string, string> = {};
  const missing: Credential[] = [];
  for (const credential of credentials) {
    const { variable, secret } = credential;
    const value = known[variable] ?? (env[variable] || (await ask(credential, asker)));
    if (value === undefined) missing.push(credential);
    else values[variable] = value;
    if (secret && value) redactor.add(value);
  }
  if (missing.length > 0) throw notSet(missing);
  return values;
}

/** Undefined where nobody can be asked. */
async function ask({ variable, label, secret, file, optional }: Credential, asker: Asker): Promise<string | undefined> {
  if (!asker.canAsk) return optional ? '' : undefined;
  const question = { instead: `the environment variable ${variable}` };
  const or = optional ? ' (Enter for none)' : '';
  const objection = (answer: string): string | null => (answer === '' && !optional ? `${variable} is needed to sign in.` : null);
  if (file) return readGiven(await asker.text({ ...question, message: `File that holds ${label}${or}`, objection }));
  if (secret)
    return asker.hidden({ ...question, message: `${variable}: ${label}${or}, used now and not written anywhere`, objection });
  return asker.text({ ...question, message: `${variable}: ${label}${or}`, objection });
}

async function readGiven(path: string): Promise<string> {
  if (path === '') return '';
  try {
    return await readFile(path.replace(/^~(?=[\\/])/, process.env.HOME ?? '~'), 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw wrong(`The file ${path} can't be read (${reason}).`, 'Give the path of the file as seen from this directory.');
  }
}

function notSet(missing: readonly Credential[]): ConfigError {
  const names = list(missing.map((c) => c.variable));
  const message = `${names} ${missing.length === 1 ? 'is' : 'are'} not set, and there is no terminal to ask on.`;
  const hint =
    'Set them in the environment for this command: they are used to look at the source and never written. Or give --no-connect to write the file without looking.';
  return wrong(message, hint);
}

/** The environment with the values given here, and with something harmless for every variable that has none. */
export function completed(env: Environment, values: Values, variables: readonly string[]): Environment {
  const blanks = Object.fromEntries(variables.map((name) => [name, 'not-set']));
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  return { ...blanks, ...set, ...values };
}
