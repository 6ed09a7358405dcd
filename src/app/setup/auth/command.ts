import type { Secret } from '../../../model/secret.ts';
import type { SourceDefinition } from '../../../model/source-definition.ts';
import type { BrowserSignIn, Credential, SignInApp, SignInContext, SourceSetup } from '../../../model/source-setup.ts';
import { EXIT } from '../../terminal/failure.ts';
import { wrong } from '../ask.ts';
import { openBrowser, type Setup, withSetup } from '../setup.ts';
import { openSecretStore, type SecretStore } from './github-secret.ts';
import { readSettings, type Settings } from './settings.ts';

/** As commander hands them over. */
export interface AuthFlags {
  readonly config: string;
  readonly source?: string;
  readonly url?: string;
  readonly clientId?: string;
  /** The name of the GitHub secret. */
  readonly secret?: string;
  /** `OWNER/NAME`. */
  readonly repo?: string;
  readonly port?: string;
  readonly device?: boolean;
  readonly print?: boolean;
  /** False: only the address is shown. */
  readonly browser: boolean;
  /** Those that a source's sign-in declares. */
  readonly [option: string]: string | boolean | undefined;
}

const TEN_MINUTES = 600_000;

/** `highwater auth <type>`, for a source with a sign-in by browser. Resolves to the exit code. */
export function authCommand({ type, setup: source }: SourceDefinition, signIn: BrowserSignIn, flags: AuthFlags): Promise<number> {
  return withSetup([], async (setup) => {
    const { asker, env, redactor } = setup;
    const settings = await readSettings(flags.config, type, flags.source ?? null, env);
    const credentials = credentialsOf(source);
    const token = credentials.find((c) => c.key === 'refresh_token');
    const secretName = flags.secret ?? settings.variables.refresh_token ?? token?.variable ?? 'REFRESH_TOKEN';
    const app = await appOf(signIn, credentials, { flags, settings, setup });
    // Asked before anybody signs in for nothing.
    const store = flags.print ? null : await openSecretStore(flags.repo ?? null);
    if (store !== null) asker.say(`The refresh token will be stored as the secret ${secretName} of ${store.repository}.`);

    const how = flags.device ? 'device' : 'browser';
    const { refreshToken, at } = await signIn.signIn(how, app, contextOf(signIn, flags, setup));
    redactor.add(refreshToken.reveal());
    asker.say(`Signed in at ${at}.`);
    if (store === null) printOnce(refreshToken, secretName, setup);
    else await storeIn(store, secretName, refreshToken, setup);
    return EXIT.succeeded;
  });
}

/** Those of the flow that signs in with a refresh token. */
function credentialsOf({ flows }: SourceSetup): readonly Credential[] {
  return flows.find((f) => f.credentials.some((c) => c.key === 'refresh_token'))?.credentials ?? [];
}

interface Given {
  readonly flags: AuthFlags;
  readonly settings: Settings;
  readonly setup: Setup;
}

/** Everything that is needed for the sign-in, from flags, configuration, environment and, last, the person. */
async function appOf(signIn: BrowserSignIn, credentials: readonly Credential[], given: Given): Promise<SignInApp> {
  const { flags, settings, setup } = given;
  const auth: Record<string, string | undefined> = { ...settings.auth };
  for (const { name } of signIn.options) {
    const key = name.replaceAll('-', '_');
    auth[key] = flagOf(flags, key) ?? auth[key];
  }
  const url = await addressOf(signIn, given);
  for (const credential of credentials) {
    const { key, secret } = credential;
    if (key === 'refresh_token') continue;
    auth[key] = secret ? secretOf(credential, given) : await settingOf(credential, auth[key], given);
    if (secret && auth[key]) setup.redactor.add(auth[key]);
  }
  return { url, auth };
}

/** A secret is never on the command line. */
function secretOf({ key, variable }: Credential, { settings, setup }: Given): string | undefined {
  return setup.env[settings.variables[key] ?? variable];
}

async function settingOf({ key, variable, label }: Credential, known: string | undefined, given: Given): Promise<string> {
  const { flags, settings, setup } = given;
  const name = settings.variables[key] ?? variable;
  const value = flagOf(flags, key) ?? known ?? setup.env[name];
  if (value !== undefined && value !== '') return value;
  const objection = (answer: string): string | null => (answer === '' ? 'This is required.' : null);
  const instead = `--${key.replaceAll('_', '-')}, or the environment variable ${name}`;
  return setup.asker.text({ message: label, instead, objection });
}

/** As commander names it: `client_id` is `clientId`. */
function flagOf(flags: AuthFlags, key: string): string | undefined {
  const value = flags[key.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
  return typeof value === 'string' ? value : undefined;
}

async function addressOf({ address }: BrowserSignIn, { flags, settings, setup }: Given): Promise<string> {
  const { message, example } = address;
  const objection = (answer: string): string | null => (address.parse(answer) === null ? `An address such as ${example}.` : null);
  const given =
    flags.url ?? settings.url ?? (await setup.asker.text({ message, instead: `--url ${example}`, example, objection }));
  const parsed = address.parse(given);
  if (parsed === null) throw wrong(`${given} is not an address to sign in at.`, `Give --url, such as ${example}.`);
  return parsed;
}

function contextOf(signIn: BrowserSignIn, flags: AuthFlags, { asker, redactor, signal }: Setup): SignInContext {
  const port = flags.port ?? String(signIn.port);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw wrong(`--port ${port}: expected a number up to 65535.`, 'Leave it out.');
  return {
    signal,
    mask: (secret) => redactor.add(secret),
    say: (words) => asker.say(words),
    open: flags.browser ? openBrowser : () => undefined,
    port: Number(port),
    timeoutMs: TEN_MINUTES,
    slowDownMs: 5000,
  };
}

async function storeIn(store: SecretStore, name: string, token: Secret, { asker }: Setup): Promise<void> {
  await store.set(name, token.reveal());
  asker.say(
    `Stored as the secret ${name} of ${store.repository}. In the workflow, pass it on with \`${name}: \${{ secrets.${name} }}\`.`,
  );
}

/** The only place where a secret is shown, since that was asked for: alone on stdout, so that it can be piped. */
function printOnce(token: Secret, name: string, { asker }: Setup): void {
  asker.warn(
    `Here is the refresh token. It is shown only once. Treat it like a password, and store it with \`gh secret set ${name}\`.`,
  );
  process.stdout.write(`${token.reveal()}\n`);
}
