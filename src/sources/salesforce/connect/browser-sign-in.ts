import { setTimeout as wait } from 'node:timers/promises';
import { HighwaterError } from '../../../model/errors.ts';
import { Secret } from '../../../model/secret.ts';
import type { SignedIn, SignInContext } from '../../../model/source-setup.ts';
import { authorize, deviceCodeExpired, deviceWords } from '../../../runtime/browser-sign-in/authorize.ts';
import { ConnectionFailure, HttpClient } from '../../../runtime/http.ts';
import { signInFailed } from './sign-in-errors.ts';

/** An app (External Client App, or Connected App) through which a user signs in. */
export interface SalesforceApp {
  /** `https://…`, without a path: the org's My Domain, or login.salesforce.com. */
  readonly login: string;
  readonly clientId: string;
  readonly clientSecret: Secret | null;
}

/** Salesforce takes a callback address only as it stands in the app, port and path included; this is also that of its own command line. */
const CALLBACK_PATH = '/OauthRedirect';

const TOKEN_PATH = '/services/oauth2/token';
// Without "api" the token may read nothing; without "refresh_token" there is none.
const SCOPE = 'api refresh_token';
const DEVICE_LIFE_MS = 600_000;

type Answer = Readonly<Record<string, unknown>>;

/** Web server flow with PKCE. https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm */
export async function signInByBrowser(app: SalesforceApp, context: SignInContext): Promise<SignedIn> {
  const grant = await authorize(
    {
      path: CALLBACK_PATH,
      url: async ({ redirectUri, state, challenge }) => {
        context.say(`The app's Callback URL must be exactly ${redirectUri}`);
        const query = new URLSearchParams({
          response_type: 'code',
          client_id: app.clientId,
          redirect_uri: redirectUri,
          scope: SCOPE,
          state,
          code_challenge: challenge,
          code_challenge_method: 'S256',
        });
        return `${app.login}/services/oauth2/authorize?${query.toString().replaceAll('+', '%20')}`;
      },
      refused: (error, description) => signInFailed(app.login, error, description),
    },
    context,
  );
  const { code, verifier, redirectUri } = grant;
  const form = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri, ...clientOf(app) };
  return withTokenEndpoint(app, context, async (ask) => signedIn(app, context, await ask(form)));
}

/** Device flow. https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_device_flow.htm */
export async function signInByDevice(app: SalesforceApp, context: SignInContext): Promise<SignedIn> {
  return withTokenEndpoint(app, context, async (ask) => {
    const begun = await ask({ response_type: 'device_code', client_id: app.clientId, scope: SCOPE });
    if (typeof begun.device_code !== 'string') throw failureOf(app, begun);
    context.mask(begun.device_code);
    context.say(deviceWords(String(begun.verification_uri), String(begun.user_code)));
    const form = { grant_type: 'device', code: begun.device_code, ...clientOf(app) };
    const until = Date.now() + Math.min(DEVICE_LIFE_MS, context.timeoutMs);
    let interval = Number(begun.interval ?? 5) * 1000;
    while (Date.now() < until) {
      await wait(interval, undefined, { signal: context.signal });
      const answer = await ask(form);
      if (hasExpired(answer)) break;
      if (answer.error === 'slow_down') interval += context.slowDownMs;
      else if (answer.error !== 'authorization_pending') return signedIn(app, context, answer);
    }
    throw deviceCodeExpired();
  });
}

/** RFC 8628 has a word of its own for it; Salesforce describes it. */
function hasExpired({ error, error_description }: Answer): boolean {
  return error === 'expired_token' || (error === 'invalid_grant' && /expired device code/i.test(String(error_description)));
}

function clientOf({ clientId, clientSecret }: SalesforceApp): Record<string, string> {
  return { client_id: clientId, ...(clientSecret === null ? {} : { client_secret: clientSecret.reveal() }) };
}

function signedIn(app: SalesforceApp, context: SignInContext, answer: Answer): SignedIn {
  if (typeof answer.access_token !== 'string') throw failureOf(app, answer);
  context.mask(answer.access_token);
  if (typeof answer.refresh_token !== 'string')
    throw new HighwaterError(
      'SIGN_IN_REFUSED',
      `Salesforce (${new URL(app.login).host}) let you in but gave no refresh token.`,
      'Add the OAuth scope "Perform requests at any time (refresh_token, offline_access)" to the app (Settings > OAuth Settings), wait some minutes and sign in again.',
    );
  context.mask(answer.refresh_token);
  return { refreshToken: new Secret(answer.refresh_token), at: String(answer.instance_url ?? app.login) };
}

function failureOf(app: SalesforceApp, answer: Answer): HighwaterError {
  return signInFailed(app.login, String(answer.error ?? 'no token came back'), String(answer.error_description ?? ''));
}

type Ask = (form: Readonly<Record<string, string>>) => Promise<Answer>;

async function withTokenEndpoint<T>(app: SalesforceApp, { signal }: SignInContext, work: (ask: Ask) => Promise<T>): Promise<T> {
  const { origin, host } = new URL(app.login);
  const allow = [{ method: 'POST', path: /^\/services\/oauth2\/token$/ }];
  const http = new HttpClient({ origins: [origin], allow, answerTimeoutMs: 30_000, stallTimeoutMs: 30_000 });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const ask: Ask = async (form) => {
    const body = new URLSearchParams(form).toString();
    const answer = await http.send({ method: 'POST', url: `${origin}${TOKEN_PATH}`, headers, body, signal });
    const text = (await answer.bytes()).toString();
    const parsed = parse(text);
    if (parsed === null) throw new ConnectionFailure(`the sign-in was answered with status ${answer.status} and no token`);
    return parsed;
  };
  try {
    return await work(ask);
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error;
    throw new HighwaterError(
      'SOURCE_UNREACHABLE',
      `Salesforce could not be reached at ${host}: ${error.message}.`,
      'Compare the address with the "Current My Domain URL" that Setup > My Domain shows, and look whether this machine reaches it (network, proxy).',
      { cause: error },
    );
  } finally {
    http.close();
  }
}

function parse(text: string): Answer | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Answer) : null;
  } catch {
    return null;
  }
}
