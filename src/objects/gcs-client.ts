import { Readable } from 'node:stream';
import { type AuthClient, GoogleAuth } from 'google-auth-library';
import { ConnectionFailure, HttpClient } from '../runtime/http.ts';
import { retryAfterMs } from '../runtime/retry.ts';
import { safeEndpoint } from './endpoint.ts';
import { gcsRefusal, signInFailure } from './gcs-errors.ts';
import { connectionFailure } from './object-driver.ts';
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
