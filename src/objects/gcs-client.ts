import { Readable } from 'node:stream';
import { type AuthClient, GoogleAuth } from 'google-auth-library';
import { ConnectionFailure, HttpClient } from '../runtime/http.ts';
import { retryAfterMs } from '../runtime/retry.ts';
import { safeEndpoint } from './endpoint.ts';
import { connectionFailure, DriverFailure, failureOfStatus } from './object-driver.ts';
import type { CloudAddress } from './store-address.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const SCOPE = 'https://www.googleapis.com/auth/devstorage.read_write';
/** Without an answer, or without a further byte of one. */
const STALL_MS = 60_000;

export interface GcsRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly signal: AbortSignal;
  /** Statuses that the caller understands; any other is a DriverFailure. */
  readonly expected: readonly number[];
}

export type SendToGcs = (request: GcsRequest) => Promise<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}>;

/**
 * Signed requests to one bucket. Sign-in: Google's Application Default Credentials, as google-github-actions/auth leaves them. STORAGE_EMULATOR_HOST
 * names a local server that asks for none; CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE an endpoint of one's own, as for gcloud.
 */
export function gcsClient(
  address: CloudAddress,
  env: Environment,
): { readonly send: SendToGcs; readonly origin: string; close(): void } {
  const emulator = env.STORAGE_EMULATOR_HOST;
  const origin = originOf(env);
  const bearer = emulator ? null : bearerOf(env);
  const bucket = encodeURIComponent(address.container).replaceAll('.', '\\.');
  const path = new RegExp(`^(/upload)?/storage/v1/b/${bucket}/o(/[^/]+)?$`);
  const http = new HttpClient({
    origins: [origin],
    allow: (['GET', 'POST', 'PUT', 'DELETE'] as const).map((method) => ({ method, path })),
    answerTimeoutMs: STALL_MS,
    stallTimeoutMs: STALL_MS,
  });
  const send: SendToGcs = async ({ method, url, headers, body, signal, expected }) => {
    const authorization = bearer === null ? {} : { authorization: `Bearer ${await bearer()}` };
    const upload = body === undefined ? {} : { body: { bytes: body.length, open: () => Readable.from([body]) } };
    try {
      const answer = await http.send({ method, url, headers: { ...headers, ...authorization }, ...upload, signal });
      const content = await answer.bytes();
      if (expected.includes(answer.status)) return { status: answer.status, headers: answer.headers, body: content };
      const after = retryAfterMs(answer.headers['retry-after'], answer.headers.date);
      throw gcsRefusal(answer.status, content, after);
    } catch (error) {
      throw error instanceof ConnectionFailure ? connectionFailure(error) : error;
    }
  };
  return { send, origin, close: () => http.close() };
}

function originOf(env: Environment): string {
  const emulator = env.STORAGE_EMULATOR_HOST;
  if (emulator) return safeEndpoint(emulator.includes('://') ? emulator : `http://${emulator}`, 'STORAGE_EMULATOR_HOST').origin;
  const variable = 'CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE';
  return env[variable] ? safeEndpoint(env[variable], variable).origin : 'https://storage.googleapis.com';
}

/** The library renews the token before it ends. */
function bearerOf({ GOOGLE_APPLICATION_CREDENTIALS: keyFilename }: Environment): () => Promise<string> {
  const auth = new GoogleAuth({ scopes: [SCOPE], ...(keyFilename ? { keyFilename } : {}) });
  let client: Promise<AuthClient> | undefined;
  return async () => {
    try {
      client ??= auth.getClient();
      const { token } = await (await client).getAccessToken();
      if (token) return token;
    } catch (error) {
      client = undefined;
      throw signInFailure(error);
    }
    throw signInFailure(undefined);
  };
}

/** https://cloud.google.com/storage/docs/json_api/v1/status-codes */
interface GcsError {
  readonly message?: string;
  readonly errors?: readonly { readonly reason?: string }[];
}

/** Reasons that come with 403 and pass by themselves. */
const LIMITS = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'backendError']);
const BILLING = new Set(['accountDisabled', 'billingNotEnabled', 'userProjectAccountProblem']);

function gcsRefusal(status: number, body: Buffer, afterMs: number | undefined): DriverFailure {
  const { message = '', errors } = errorOf(body);
  const reason = errors?.[0]?.reason ?? '';
  if (LIMITS.has(reason))
    return new DriverFailure(`${reason} (${status})`, {
      problem: 'busy',
      transient: true,
      ...(afterMs === undefined ? {} : { afterMs }),
    });
  if (status === 401) return refused('the sign-in is not valid, or has expired (401)', SIGN_IN);
  if (BILLING.has(reason)) return refused(`the project does not serve requests: ${reason}`, 'Check its billing account.');
  // "highwater@acme.iam.gserviceaccount.com does not have storage.objects.create access to the …": the permission is worth showing.
  const [permission] = /storage\.\w+\.\w+/.exec(message) ?? [];
  if (status === 403)
    return refused(
      `the identity that signed in lacks ${permission ?? 'a permission'} (${reason || 403})`,
      'Give it the role Storage Object User (roles/storage.objectUser) on the bucket.',
    );
  return failureOfStatus(status, reason || message.split('\n')[0]?.slice(0, 200) || 'the request failed', undefined, afterMs);
}

function errorOf(body: Buffer): GcsError {
  try {
    const { error } = JSON.parse(body.toString()) as { error?: GcsError };
    return error ?? {};
  } catch {
    return {}; // A media request's errors are plain text.
  }
}

const SIGN_IN =
  'Sign in before this step (google-github-actions/auth with workload_identity_provider), or set GOOGLE_APPLICATION_CREDENTIALS.';

/** What google-auth-library threw. Its messages may quote a token, so only their codes are shown. */
function signInFailure(error: unknown): DriverFailure {
  const { status, code, response } = (error ?? {}) as {
    status?: unknown;
    code?: unknown;
    response?: { data?: { error?: unknown } };
  };
  const said = response?.data?.error;
  if (typeof status === 'number' || said !== undefined) {
    const transient = typeof status === 'number' && (status >= 500 || status === 429);
    const words = typeof said === 'string' && /^[\w-]{1,60}$/.test(said) ? said : String(status ?? 'no status');
    const hint =
      'Check the workload identity provider: its attribute condition must let this repository in, and the service account must grant it roles/iam.workloadIdentityUser.';
    return new DriverFailure(`Google refused the sign-in (${words})`, { problem: 'refused', transient, hint, cause: error });
  }
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code) && code !== 'ENOENT') return connectionFailure(error);
  return refused('this step is not signed in to Google Cloud', SIGN_IN, error);
}

function refused(message: string, hint: string, cause?: unknown): DriverFailure {
  return new DriverFailure(message, { problem: 'refused', transient: false, hint, cause });
}
