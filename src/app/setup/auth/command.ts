import { Secret } from '../../../model/secret.ts';
import { organisationOrigin } from '../../../sources/dynamics/options.ts';
import { EXIT } from '../../terminal/failure.ts';
import { serviceAddress } from '../init/addresses.ts';
import { type Setup, withSetup } from '../setup.ts';
import { wrong } from '../wrong.ts';
import { openBrowser } from './browser.ts';
import type { AuthFlags } from './flags.ts';
import { openSecretStore, type SecretStore } from './github-secret.ts';
import { CALLBACK } from '../../../sources/salesforce/connect/browser-sign-in.ts';
import { readSettings, type Settings } from './settings.ts';
import type { SignedIn, SignInContext } from '../../../runtime/browser-sign-in/authorize.ts';

export type Service = 'salesforce' | 'dynamics';

const DEFAULT_SECRETS = {
  salesforce: { refresh_token: 'SF_REFRESH_TOKEN', client_id: 'SF_CLIENT_ID', client_secret: 'SF_CLIENT_SECRET', tenant_id: '' },
  dynamics: {
    refresh_token: 'AZURE_REFRESH_TOKEN',
    client_id: 'AZURE_CLIENT_ID',
    client_secret: 'AZURE_CLIENT_SECRET',
    tenant_id: 'AZURE_TENANT_ID',
  },
} as const;

const TEN_MINUTES = 600_000;

/** `highwater auth salesforce` and `highwater auth dynamics`. Resolves to the exit code. */
export function authCommand(service: Service, flags: AuthFlags): Promise<number> {
  return withSetup(async (setup) => {
    const { asker, env, redactor } = setup;
    const settings = await readSettings(flags.config, service, flags.source ?? null, env);
    const secretName = flags.secret ?? settings.variables.refresh_token ?? DEFAULT_SECRETS[service].refresh_token;
    const signIn = await prepared(service, flags, settings, setup);
    // Asked before anybody signs in for nothing.
    const store = flags.print ? null : await openSecretStore(flags.repo ?? null);
    if (store !== null) asker.say(`The refresh token will be stored as the secret ${secretName} of ${store.repository}.`);

    const { refreshToken, at } = await signIn(contextOf(service, flags, setup));
    redactor.add(refreshToken.reveal());
    asker.say(`Signed in at ${at}.`);
    if (store === null) printOnce(refreshToken, secretName, setup);
    else await storeIn(store, secretName, refreshToken, setup);
    return EXIT.succeeded;
  });
}

type SignIn = (context: SignInContext) => Promise<SignedIn>;

/** Everything that is needed for the sign-in, from flags, configuration, environment and, last, the person. */
async function prepared(service: Service, flags: AuthFlags, settings: Settings, setup: Setup): Promise<SignIn> {
  const value = valueFinder(service, flags, settings, setup);
  const url = await addressOf(service, flags, settings, setup);
  const clientId = await value('client_id', flags.clientId, '--client-id');
  const secretVariable = settings.variables.client_secret ?? DEFAULT_SECRETS[service].client_secret;
  const given = setup.env[secretVariable] ?? '';
  if (given !== '') setup.redactor.add(given);
  const clientSecret = given === '' ? null : new Secret(given);
  if (service === 'salesforce') {
    const { signInByBrowser, signInByDevice } = await import('../../../sources/salesforce/connect/browser-sign-in.ts');
    const app = { login: settings.auth.login_url ?? url, clientId, clientSecret };
    return (context) => (flags.device ? signInByDevice : signInByBrowser)(app, context);
  }
  const tenant = await value('tenant_id', flags.tenantId, '--tenant-id');
  const authority = flags.authority ?? settings.auth.authority ?? 'https://login.microsoftonline.com';
  const { signInByBrowser, signInByDevice } = await import('../../../sources/dynamics/connect/browser-sign-in.ts');
  const app = { resource: organisationOrigin(url), authority, tenant, clientId, clientSecret };
  return (context) => (flags.device ? signInByDevice : signInByBrowser)(app, context);
}

const LABELS = {
  salesforce: { client_id: "the app's Consumer Key", tenant_id: '' },
  dynamics: { client_id: 'Application (client) ID', tenant_id: 'Directory (tenant) ID' },
} as const;

function valueFinder(service: Service, _flags: AuthFlags, settings: Settings, { env, asker }: Setup) {
  return async (key: 'client_id' | 'tenant_id', given: string | undefined, flag: string): Promise<string> => {
    const variable = settings.variables[key] ?? DEFAULT_SECRETS[service][key];
    const known = given ?? settings.auth[key] ?? env[variable];
    if (known !== undefined && known !== '') return known;
    const objection = (answer: string): string | null => (answer === '' ? 'This is needed.' : null);
    return asker.text({ message: LABELS[service][key], instead: `${flag}, or the environment variable ${variable}`, objection });
  };
}

async function addressOf(service: Service, flags: AuthFlags, settings: Settings, { asker }: Setup): Promise<string> {
  const example = service === 'salesforce' ? 'https://mycompany.my.salesforce.com' : 'https://org123.crm12.dynamics.com';
  const message = service === 'salesforce' ? "The org's address (Current My Domain URL)" : "The environment's address";
  const objection = (answer: string): string | null =>
    serviceAddress(service, answer) === null ? `An address such as ${example}.` : null;
  const given = flags.url ?? settings.url ?? (await asker.text({ message, instead: `--url ${example}`, example, objection }));
  const address = serviceAddress(service, given);
  if (address === null) throw wrong(`${given} is no address to sign in at.`, `Give --url, such as ${example}.`);
  return address;
}

function contextOf(service: Service, flags: AuthFlags, { asker, redactor, signal }: Setup): SignInContext {
  const port = flags.port ?? (service === 'salesforce' ? String(CALLBACK.port) : '0');
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
    `Stored as the secret ${name} of ${store.repository}. The workflow hands it on with \`${name}: \${{ secrets.${name} }}\`.`,
  );
}

/** The only place where a secret is shown, since that was asked for: alone on stdout, so that it can be piped. */
function printOnce(token: Secret, name: string, { asker }: Setup): void {
  asker.warn(`The refresh token follows, once. Treat it like a password: \`gh secret set ${name}\` takes it.`);
  process.stdout.write(`${token.reveal()}\n`);
}
