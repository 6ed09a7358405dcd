import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import { HighwaterError } from '../../../model/errors.ts';
import { Secret } from '../../../model/secret.ts';
import type { SignedIn, SignInContext } from '../../../model/source-setup.ts';
import { authorize, deviceCodeExpired, deviceWords } from '../../../runtime/browser-sign-in/authorize.ts';
import { ConnectionFailure } from '../../../runtime/http.ts';
import { entraRefused } from './browser-sign-in-advice.ts';
import { EntraNetwork } from './entra-network.ts';

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
    'Microsoft Entra let you in but gave no refresh token.',
    'Sign in again and accept "Maintain access to data you have given it access to"; a Conditional Access policy on sign-in frequency can forbid it, which an administrator sees in the sign-in logs.',
  );
}
