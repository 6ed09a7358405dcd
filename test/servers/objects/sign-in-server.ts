import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Certified } from '../../support/certificates.ts';
import { type StoreAnswer, type StoreServer, startStoreServer } from './store-server.ts';

export const TENANT = '11111111-2222-3333-4444-555555555555';
export const CLIENT = '66666666-7777-8888-9999-000000000000';
export const GOOGLE_AUDIENCE = '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/github/providers/acme';

export interface SignInServer extends StoreServer {
  /** What a job with `permissions: id-token: write` finds in its environment. */
  readonly job: Readonly<Record<string, string>>;
  /** What both clouds give for a job's token. */
  readonly accessToken: string;
  /** Entra's and Google's refusal in place of a token. */
  refusal: { readonly entra: string; readonly google: string } | null;
}

/** GitHub's, Entra's and Google's token endpoints on this machine: each gives a token for the right proof only. */
export async function startSignIn(tls?: Certified): Promise<SignInServer> {
  const accessToken = `access-${randomUUID()}`;
  const request = { bearer: `request-${randomUUID()}`, given: new Map<string, string>() };
  const answer = (message: IncomingMessage, url: URL, body: Buffer): StoreAnswer => {
    const form = new URLSearchParams(body.toString());
    if (url.pathname === '/github') return gitHub(message, url, request);
    if (url.pathname === `/${TENANT}/v2.0/.well-known/openid-configuration`) return json(openId(server.url));
    if (url.pathname === `/${TENANT}/oauth2/v2.0/token`) {
      const proven = form.get('client_id') === CLIENT && form.get('scope')?.includes('https://storage.azure.com/.default');
      const audience = request.given.get(form.get('client_assertion') ?? '');
      if (own.refusal !== null || !proven || audience !== 'api://AzureADTokenExchange')
        return json({ error: 'invalid_client', error_description: own.refusal?.entra ?? 'AADSTS700027: No.' }, 401);
      return json({ token_type: 'Bearer', expires_in: 3600, access_token: accessToken });
    }
    if (url.pathname === '/google') {
      const proven = form.get('audience') === GOOGLE_AUDIENCE && form.get('scope')?.includes('devstorage.read_write');
      const audience = request.given.get(form.get('subject_token') ?? '');
      if (own.refusal !== null || !proven || audience !== 'google')
        return json({ error: own.refusal?.google ?? 'invalid_grant' }, 400);
      return json({ access_token: accessToken, expires_in: 3600, token_type: 'Bearer', issued_token_type: 'x' });
    }
    return json({}, 404);
  };
  const server = await startStoreServer({ answer, keyOf: ({ pathname }) => pathname, refuse: () => json({}, 503) }, tls);
  const job = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/github?api-version=2`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: request.bearer,
  };
  const own: SignInServer = Object.assign(server, { accessToken, job, refusal: null });
  return own;
}

function gitHub(
  { headers, method }: IncomingMessage,
  { searchParams }: URL,
  { bearer, given }: { readonly bearer: string; readonly given: Map<string, string> },
): StoreAnswer {
  if (method !== 'GET' || headers.authorization !== `Bearer ${bearer}` || !searchParams.has('api-version')) return json({}, 401);
  const value = `job-${randomUUID()}`;
  given.set(value, searchParams.get('audience') ?? '');
  return json({ value });
}

function openId(url: string): object {
  const base = `${url}/${TENANT}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/keys`,
  };
}

function json(content: object, status = 200): StoreAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(content)) };
}
