import { readFile } from 'node:fs/promises';
import type { Environment } from '../../../config/load/interpolate.ts';
import type { ConfigError } from '../../../model/errors.ts';
import type { BrowserSignIn, Credential, SetupAnswers, SignInFlow, TableDraft } from '../../../model/source-setup.ts';
import { list } from '../../../views/facts/format.ts';
import { type Asker, wrong } from '../ask.ts';
import { openBrowser, type Setup } from '../setup.ts';

/** One source of the file that is being written. */
export interface SourceDraft extends SetupAnswers {
  readonly name: string;
  readonly type: string;
  readonly flow: SignInFlow;
  /** Those that the file names; without the optional ones that have no value. */
  readonly credentials: readonly Credential[];
  readonly tables: readonly TableDraft[];
}

/** Everything that the file takes from the environment, once each, in its order. */
export function variablesOf(sources: readonly SourceDraft[]): Credential[] {
  const all = sources.flatMap(credentialsOf);
  return [...new Map(all.map((credential) => [credential.variable, credential])).values()];
}

export function credentialsOf({ credentials, groups }: SourceDraft): Credential[] {
  return [...credentials, ...groups.flatMap((group) => group.credentials)];
}

/** The draft with each credential changed; those that become null are left out. */
export function withCredentials(draft: SourceDraft, change: (credential: Credential) => Credential | null): SourceDraft {
  const changed = (all: readonly Credential[]) => all.map(change).filter((c) => c !== null);
  const groups = draft.groups.map((group) => ({ ...group, credentials: changed(group.credentials) }));
  return { ...draft, credentials: changed(draft.credentials), groups };
}

/**
 * The draft with variables that no other source has. The first source of a type has the usual names (`PGUSER`), the next ones their own name
 * before it (`BILLING_PGUSER`).
 */
export function withOwnVariables(draft: SourceDraft, taken: ReadonlySet<string>): SourceDraft {
  if (!credentialsOf(draft).some((c) => taken.has(c.variable))) return draft;
  const prefix = draft.name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
  return withCredentials(draft, (c) => ({ ...c, variable: `${prefix}_${c.variable}` }));
}

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
    throw wrong(`The file ${path} can't be read (${reason}).`, 'Give a path relative to this directory.');
  }
}

function notSet(missing: readonly Credential[]): ConfigError {
  const names = list(missing.map((c) => c.variable));
  const message = `${names} ${missing.length === 1 ? 'is' : 'are'} not set, and there is no terminal to ask for ${missing.length === 1 ? 'it' : 'them'}.`;
  const hint =
    'Set them in the environment of this command. They are used to look at the source, and never written. Or use --no-connect to write the file without looking.';
  return wrong(message, hint);
}

/** The environment with the values given here, and with something harmless for every variable that has none. */
export function completed(env: Environment, values: Values, variables: readonly string[]): Environment {
  const blanks = Object.fromEntries(variables.map((name) => [name, 'not-set']));
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  return { ...blanks, ...set, ...values };
}

/**
 * For a flow with a refresh token, on a terminal: signs the person in with the browser where there is no token yet. Empty where there is
 * nothing to do, or where the token is to be pasted.
 */
export async function obtainRefreshToken(draft: SourceDraft, signIn: BrowserSignIn | undefined, setup: Setup): Promise<Values> {
  const { asker, env, redactor, signal } = setup;
  const wanted = draft.credentials.find((c) => c.key === 'refresh_token');
  if (wanted === undefined || signIn === undefined || !asker.canAsk || env[wanted.variable]) return {};
  const how = await asker.choose({
    message: `${wanted.variable} is not set yet. How do you want to get it?`,
    instead: `the environment variable ${wanted.variable}`,
    choices: [
      { value: 'browser', label: 'Sign in with the browser now' },
      { value: 'device', label: 'Sign in on another device', hint: 'with a code' },
      { value: 'paste', label: 'I have a refresh token' },
    ],
  });
  if (how === 'paste') return {};
  const others = draft.credentials.filter((c) => c !== wanted);
  const values = await collectValues(others, setup);
  const byKey = Object.fromEntries(others.map((c) => [c.key, values[c.variable]]));
  const { refreshToken } = await signIn.signIn(
    how,
    { url: String(draft.connection.url), auth: { ...draft.auth, ...byKey } },
    {
      signal,
      mask: (secret) => redactor.add(secret),
      say: (words) => asker.say(words),
      open: openBrowser,
      port: signIn.port,
      timeoutMs: 600_000,
      slowDownMs: 5000,
    },
  );
  redactor.add(refreshToken.reveal());
  return { ...values, [wanted.variable]: refreshToken.reveal() };
}
