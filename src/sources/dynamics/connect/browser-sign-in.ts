import { setTimeout as wait } from 'node:timers/promises';
import {
  ConfidentialClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
  PublicClientApplication,
} from '@azure/msal-node';
import { HighwaterError } from '../../../model/errors.ts';
import { Secret } from '../../../model/secret.ts';
import type { SignedIn, SignInContext } from '../../../model/source-setup.ts';
import { authorize, deviceCodeExpired, deviceWords } from '../../../runtime/browser-sign-in/authorize.ts';
import { ConnectionFailure, HttpClient } from '../../../runtime/http.ts';
import { entraRefused } from './sign-in-errors.ts';

/** An app registration through which a user signs in to a Dataverse environment. */
export interface EntraApp {
  /** Of the environment: `https://org123.crm12.dynamics.com`. */
  readonly resource: string;
  readonly authority: string;
  readonly tenant: string;
  readonly clientId: string;
  /** Null for a public client, which a program on a user's machine should be. */
  readonly clientSecret: Secret | null;
}

/** Authorisation code with PKCE. https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow */
export function signInByBrowser(app: EntraApp, context: SignInContext): Promise<SignedIn> {
  return withEntra(app, context, async (network) => {
    const configuration = { auth: { clientId: app.clientId, ...network.authority() }, system: { networkClient: network } };
    const client =
      app.clientSecret === null
        ? new PublicClientApplication(configuration)
        : new ConfidentialClientApplication({
            ...configuration,
            auth: { ...configuration.auth, clientSecret: app.clientSecret.reveal() },
          });
    const scopes = [scopeOf(app)];
    const grant = await authorize(
      {
        // Entra compares the path, but no port, of an http://localhost address.
        path: '/',
        url: ({ redirectUri, state, challenge }) =>
          client.getAuthCodeUrl({
            scopes,
            redirectUri,
            state,
            codeChallenge: challenge,
            codeChallengeMethod: 'S256',
            prompt: 'select_account',
          }),
        refused: entraRefused,
      },
      context,
    );
    const { code, redirectUri, verifier } = grant;
    return client.acquireTokenByCode({ scopes, redirectUri, code, codeVerifier: verifier });
  });
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code */
export function signInByDevice(app: EntraApp, context: SignInContext): Promise<SignedIn> {
  return withEntra(app, context, async (network) => {
    const client = new PublicClientApplication({
      auth: { clientId: app.clientId, ...network.authority() },
      system: { networkClient: network },
    });
    const request = {
      scopes: [scopeOf(app)],
      cancel: false,
      timeout: context.timeoutMs / 1000,
      deviceCodeCallback: ({ verificationUri, userCode }: { verificationUri: string; userCode: string }) =>
        context.say(deviceWords(verificationUri, userCode)),
    };
    context.signal.addEventListener('abort', () => {
      request.cancel = true;
    });
    return client.acquireTokenByDeviceCode(request);
  });
}

/** msal itself adds offline_access, which brings the refresh token. */
function scopeOf({ resource }: EntraApp): string {
  return `${resource}/user_impersonation`;
}

type Result = { readonly account: { readonly username: string } | null } | null;

async function withEntra(
  app: EntraApp,
  context: SignInContext,
  work: (network: EntraNetwork) => Promise<Result>,
): Promise<SignedIn> {
  const network = new EntraNetwork(app.authority, app.tenant, context);
  try {
    const result = await Promise.race([work(network), aborted(context.signal)]);
    if (network.refreshToken === null) throw noRefreshToken();
    const user = result?.account?.username;
    return { refreshToken: new Secret(network.refreshToken), at: user ? `${app.resource} as ${user}` : app.resource };
  } catch (error) {
    throw explained(error, network, context.signal);
  } finally {
    network.close();
  }
}

/** msal's pauses can't be cut short. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function explained(error: unknown, { failure, words, host }: EntraNetwork, signal: AbortSignal): unknown {
  if (error instanceof HighwaterError || signal.aborted) return error;
  if (failure instanceof ConnectionFailure)
    return new HighwaterError(
      'SOURCE_UNREACHABLE',
      `Microsoft Entra could not be reached at ${host}: ${failure.message}.`,
      'Look whether this machine reaches it (network, proxy), and at --authority if the organisation is in another cloud.',
      { cause: failure },
    );
  const code = (error as { errorCode?: unknown } | null)?.errorCode;
  const isLate = code === 'device_code_expired' || code === 'user_timeout_reached';
  if (isLate || words?.error === 'expired_token') return deviceCodeExpired();
  return words === null ? error : entraRefused(words.error, words.description);
}

function noRefreshToken(): HighwaterError {
  return new HighwaterError(
    'SIGN_IN_REFUSED',
    'Microsoft Entra signed you in but returned no refresh token.',
    'Sign in again and accept "Maintain access to data you have given it access to"; a Conditional Access policy on sign-in frequency can forbid it, which an administrator sees in the sign-in logs.',
  );
}

/** What Entra said last, before msal made an error of its own of it. */
export interface EntraWords {
  readonly error: string;
  readonly description: string;
}

/**
 * The addresses that msal may speak to while a person signs in: the tenant's token and device code endpoints. Keeps what msal does not
 * hand out: the refresh token, and Entra's own words.
 */
export class EntraNetwork implements INetworkModule {
  readonly #authority: URL;
  readonly #base: string;
  readonly #tenant: string;
  readonly #context: SignInContext;
  readonly #http: HttpClient;
  #pauseMs = 0;
  refreshToken: string | null = null;
  words: EntraWords | null = null;
  failure: unknown = null;

  /** `authority`: `https://login.microsoftonline.com`. */
  constructor(authority: string, tenant: string, context: SignInContext) {
    this.#authority = new URL(authority);
    this.#tenant = tenant;
    this.#base = `${this.#authority.origin}/${encodeURIComponent(tenant)}/oauth2/v2.0`;
    this.#context = context;
    const paths = ['token', 'devicecode'].map((end) => new URL(`${this.#base}/${end}`).pathname);
    this.#http = new HttpClient({
      origins: [this.#authority.origin],
      allow: paths.map((path) => ({ method: 'POST', path: new RegExp(`^${path.replaceAll('.', '\\.')}$`) })),
      answerTimeoutMs: 30_000,
      stallTimeoutMs: 30_000,
    });
  }

  get host(): string {
    return this.#authority.host;
  }

  /** All that msal must know, so that it asks no directory; an http authority, which msal refuses, serves tests on this machine. */
  authority(): { authority: string; knownAuthorities: string[]; authorityMetadata: string } {
    const host = this.#authority.protocol === 'https:' ? this.#authority.host : 'entra.invalid';
    const authority = `https://${host}/${this.#tenant}`;
    const metadata = {
      token_endpoint: `${this.#base}/token`,
      authorization_endpoint: `${this.#base}/authorize`,
      device_authorization_endpoint: `${this.#base}/devicecode`,
      issuer: `${authority}/v2.0`,
      jwks_uri: `${this.#base}/keys`,
    };
    return { authority, knownAuthorities: [host], authorityMetadata: JSON.stringify(metadata) };
  }

  async sendGetRequestAsync<T>(): Promise<NetworkResponse<T>> {
    throw new Error('refused: signing in needs no GET');
  }

  async sendPostRequestAsync<T>(url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    const answer = await this.#post(url, options);
    const { body } = answer;
    if (typeof body.access_token === 'string') this.#context.mask(body.access_token);
    if (typeof body.refresh_token === 'string') {
      this.#context.mask(body.refresh_token);
      this.refreshToken = body.refresh_token;
    }
    if (typeof body.device_code === 'string') this.#context.mask(body.device_code);
    this.words = typeof body.error === 'string' ? { error: body.error, description: String(body.error_description ?? '') } : null;
    return { ...answer, body: (await this.#paced(body)) as T };
  }

  /** msal gives up at a "slow down": for it this is one more "not yet", and from then on every pause is longer. */
  async #paced(body: Record<string, unknown>): Promise<Record<string, unknown>> {
    const isSlowDown = body.error === 'slow_down';
    if (isSlowDown) this.#pauseMs += this.#context.slowDownMs;
    if (this.#pauseMs > 0 && (isSlowDown || body.error === 'authorization_pending'))
      await wait(this.#pauseMs, undefined, { signal: this.#context.signal });
    return isSlowDown ? { ...body, error: 'authorization_pending' } : body;
  }

  close(): void {
    this.#http.close();
  }

  async #post(url: string, options: NetworkRequestOptions | undefined) {
    // msal puts its own parameters behind the endpoint; they say nothing that Entra needs.
    const plain = url.split('?')[0] ?? url;
    const { signal } = this.#context;
    try {
      const answer = await this.#http.send({
        method: 'POST',
        url: plain,
        headers: { ...options?.headers },
        body: options?.body ?? '',
        signal,
      });
      const text = (await answer.bytes()).toString();
      const body = parse(text);
      if (body === null) throw new ConnectionFailure(`the sign-in was answered with status ${answer.status} and no token`);
      return { status: answer.status, headers: { ...answer.headers }, body };
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
