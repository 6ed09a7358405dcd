import { createPrivateKey, sign } from 'node:crypto';
import type { SourceContext } from '../../../model/contract.ts';
import { HighwaterError } from '../../../model/errors.ts';
import { isLoopback } from '../../../model/loopback.ts';
import type { Secret } from '../../../model/secret.ts';
import { ConnectionFailure, type HttpAnswer, HttpClient } from '../../../runtime/http.ts';
import { retry } from '../../../runtime/retry.ts';
import { RefreshToken, SharedSignIn, type SignInResult } from '../../shared/sign-in.ts';
import type { SalesforceOptions } from '../options.ts';
import { type OAuthRefusal, signInRefused } from './sign-in-errors.ts';
import type { Tuning } from './tuning.ts';

type Auth = SalesforceOptions['auth'];

/** An open session: good until the service says otherwise; there is no expiry date. */
export interface SalesforceSession {
  readonly accessToken: string;
  /** `https://…`, without a path. */
  readonly instanceUrl: string;
  readonly userId: string;
  readonly orgId: string;
  readonly scopes: string;
  /** The service's clock at the sign-in, milliseconds since 1970; null: it did not say. */
  readonly signedInAt: number | null;
}

interface TokenAnswer {
  readonly access_token: string;
  readonly instance_url: string;
  readonly id: string;
  readonly scope?: string;
  readonly refresh_token?: string;
}

const TOKEN_PATH = '/services/oauth2/token';
const JWT_LIFE_SECONDS = 240;
// No refusal but a disturbance: `unknown_error` comes with the words "retry your request".
const PASSING = /^(unknown_error|server_error|temporarily_unavailable)$/;

/**
 * Signs in and, when the service ends the session, signs in again: once for all workers that noticed.
 * https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flows.htm
 */
export class SalesforceSignIn {
  readonly #auth: Auth;
  readonly #login: URL;
  readonly #http: HttpClient;
  readonly #context: SourceContext;
  readonly #tuning: Tuning;
  readonly #shared = new SharedSignIn<SalesforceSession>(async () => this.#signIn());
  readonly #refreshToken: RefreshToken | null;
  /** The service's clock minus this machine's, once known. */
  #clockSkewMs: number | null = null;

  constructor(options: SalesforceOptions, context: SourceContext, tuning: Tuning) {
    this.#auth = options.auth;
    this.#login = new URL(
      'login_url' in options.auth && options.auth.login_url !== undefined ? options.auth.login_url : options.url,
    );
    this.#context = context;
    this.#tuning = tuning;
    this.#refreshToken = options.auth.flow === 'refresh_token' ? new RefreshToken(options.auth.refresh_token, context) : null;
    this.#http = new HttpClient({
      origins: [this.#login.origin],
      allow: [{ method: 'POST', path: /^\/services\/oauth2\/token$/ }],
      answerTimeoutMs: tuning.answerTimeoutMs,
      stallTimeoutMs: tuning.stallTimeoutMs,
    });
  }

  /** The open session; opens one where there is none. */
  async signed(): Promise<SalesforceSession> {
    return this.#shared.current();
  }

  /** A session other than the stale one: that which another worker has opened meanwhile, or a new one. */
  async renewed(stale: SalesforceSession): Promise<SalesforceSession> {
    return this.#shared.replaced(stale);
  }

  async close(): Promise<void> {
    await this.#refreshToken?.close();
    this.#http.close();
  }

  async #signIn(): Promise<SalesforceSession> {
    const answer = await this.#grant();
    this.#context.mask(answer.access_token);
    const [userId = '', orgId = ''] = answer.id.split('/').reverse();
    const { origin, protocol, hostname } = new URL(answer.instance_url);
    // The token goes there: in clear text to this very machine only.
    if (protocol !== 'https:' && !isLoopback(hostname)) throw notEncrypted(origin);
    const signedInAt = this.#clockSkewMs === null ? null : Date.now() + this.#clockSkewMs;
    return { accessToken: answer.access_token, instanceUrl: origin, userId, orgId, scopes: answer.scope ?? '', signedInAt };
  }

  async #grant(): Promise<TokenAnswer> {
    const auth = this.#auth;
    if (auth.flow === 'refresh_token') return this.#refresh(auth);
    let answer = await this.#ask(this.#form(auth));
    if ('error' in answer && auth.flow === 'jwt_bearer' && Math.abs(this.#clockSkewMs ?? 0) > 30_000)
      answer = await this.#ask(this.#form(auth));
    return this.#granted(answer);
  }

  async #refresh(auth: Extract<Auth, { flow: 'refresh_token' }>): Promise<TokenAnswer> {
    const signIn = async (token: string): Promise<SignInResult<TokenAnswer>> => {
      const secret = auth.client_secret === undefined ? {} : { client_secret: auth.client_secret.reveal() };
      const form = { grant_type: 'refresh_token', client_id: auth.client_id, ...secret, refresh_token: token };
      // Not to be stopped: an answer that nobody reads may hold the only token that is still good.
      const result = this.#granted(await this.#ask(form, new AbortController().signal));
      return { result, replaced: result.refresh_token };
    };
    this.#context.signal.throwIfAborted();
    return this.#refreshToken === null ? (await signIn(auth.refresh_token.reveal())).result : this.#refreshToken.use(signIn);
  }

  #granted(answer: TokenAnswer | OAuthRefusal): TokenAnswer {
    if ('error' in answer) throw signInRefused(this.#login.host, answer);
    return answer;
  }

  #form(auth: Exclude<Auth, { flow: 'refresh_token' }>): Record<string, string> {
    const client = { client_id: auth.client_id };
    const secret =
      'client_secret' in auth && auth.client_secret !== undefined ? { client_secret: auth.client_secret.reveal() } : {};
    if (auth.flow === 'client_credentials') return { grant_type: 'client_credentials', ...client, ...secret };
    if (auth.flow === 'password') {
      const password = auth.password.reveal() + (auth.security_token?.reveal() ?? '');
      this.#context.mask(password);
      return { grant_type: 'password', ...client, ...secret, username: auth.username, password };
    }
    const audience = auth.audience ?? this.#login.origin;
    const expires = Math.floor((Date.now() + (this.#clockSkewMs ?? 0)) / 1000) + JWT_LIFE_SECONDS;
    return {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: signedAssertion({ iss: auth.client_id, sub: auth.username, aud: audience, exp: expires }, auth.private_key),
    };
  }

  async #ask(form: Record<string, string>, signal = this.#context.signal): Promise<TokenAnswer | OAuthRefusal> {
    try {
      return await retry(async () => this.#askOnce(new URLSearchParams(form).toString(), signal), {
        policy: this.#tuning.retries,
        signal,
        worthRetrying: (error) => (error instanceof ConnectionFailure ? {} : null),
      });
    } catch (error) {
      if (!(error instanceof ConnectionFailure)) throw error;
      throw new HighwaterError(
        'SOURCE_UNREACHABLE',
        `Salesforce could not be reached at ${this.#login.host}: ${error.message}.`,
        'Compare `url` with the "Current My Domain URL" that Setup > My Domain shows, and check that this machine can reach it (network, proxy).',
        { cause: error },
      );
    }
  }

  async #askOnce(body: string, signal: AbortSignal): Promise<TokenAnswer | OAuthRefusal> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const answer = await this.#http.send({
      method: 'POST',
      url: this.#login.origin + TOKEN_PATH,
      headers,
      body,
      signal,
    });
    this.#noteClock(answer);
    const text = (await answer.bytes()).toString();
    const parsed = parse(text);
    if (parsed !== null && typeof parsed === 'object' && ('access_token' in parsed || 'error' in parsed)) {
      if ('error' in parsed && PASSING.test(String(parsed.error))) throw passing(parsed as OAuthRefusal);
      return parsed as TokenAnswer | OAuthRefusal;
    }
    throw new ConnectionFailure(`the token endpoint answered with status ${answer.status} and no token`);
  }

  #noteClock(answer: HttpAnswer): void {
    const date = Date.parse(answer.headers.date ?? '');
    if (!Number.isNaN(date)) this.#clockSkewMs = date - Date.now();
  }
}

function passing({ error, error_description = '' }: OAuthRefusal): ConnectionFailure {
  return new ConnectionFailure(
    `the sign-in was answered with "${error}${error_description === '' ? '' : `: ${error_description}`}"`,
  );
}

function notEncrypted(origin: string): HighwaterError {
  return new HighwaterError(
    'SIGN_IN_REFUSED',
    `Salesforce's sign-in returned the address ${origin}, which is not encrypted.`,
    "Check that `url` and `auth.login_url` are your organisation's: Salesforce never returns such an address.",
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A JSON Web Token signed with RS256. */
function signedAssertion(claims: Record<string, string | number>, privateKey: Secret): string {
  // A secret pasted into one line keeps its line breaks as \n.
  const pem = privateKey.reveal().replaceAll('\\n', '\n');
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  try {
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), createPrivateKey(pem)).toString('base64url')}`;
  } catch (error) {
    throw new HighwaterError(
      'SIGN_IN_REFUSED',
      'The private key for signing in to Salesforce could not be read.',
      'The GitHub secret of `private_key` must hold the whole PEM text, from "-----BEGIN PRIVATE KEY-----" to "-----END PRIVATE KEY-----", without a passphrase.',
      { cause: error },
    );
  }
}
