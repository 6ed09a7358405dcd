import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { ConnectionFailure, HttpClient } from '../../../runtime/http.ts';
import { retry, retryAfterMs } from '../../../runtime/retry.ts';
import type { Tuning } from '../tuning.ts';

/** An answer that says "later": worth another attempt. */
class Unavailable extends ConnectionFailure {
  readonly afterMs: number | undefined;

  constructor(message: string, afterMs: number | undefined) {
    super(message);
    this.afterMs = afterMs;
  }
}

/** The address is not a token endpoint of Entra: another attempt would fail too. */
export class NoTokenEndpoint extends Error {}

/**
 * The one address that msal may speak to: the tenant's token endpoint. Retries here, since msal itself, after a 429 or
 * 5xx, refuses further sign-ins without asking.
 */
export class TokenEndpoint implements INetworkModule {
  readonly #url: string;
  readonly #authority: URL;
  readonly #tenant: string;
  readonly #http: HttpClient;
  readonly #signal: AbortSignal;
  readonly #tuning: Tuning;
  readonly #onRefreshToken: (token: string) => void;
  /** Why the last request came to nothing, before msal has made it an error of its own. */
  failure: unknown = null;

  constructor(authority: string, tenant: string, signal: AbortSignal, tuning: Tuning, onRefreshToken: (token: string) => void) {
    this.#authority = new URL(authority);
    this.#tenant = tenant;
    this.#signal = signal;
    this.#tuning = tuning;
    this.#onRefreshToken = onRefreshToken;
    const { origin } = this.#authority;
    this.#url = `${origin}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
    const path = new RegExp(`^${new URL(this.#url).pathname.replaceAll('.', '\\.')}$`);
    const { answerTimeoutMs, stallTimeoutMs } = tuning;
    this.#http = new HttpClient({
      origins: [origin],
      allow: [{ method: 'POST', path }],
      answerTimeoutMs: Math.min(answerTimeoutMs, 60_000),
      stallTimeoutMs,
    });
  }

  get host(): string {
    return this.#authority.host;
  }

  /** What msal must know about the authority. It is complete, so that msal sends no discovery requests; an http authority, which msal refuses, serves tests on this machine. */
  authority(): { authority: string; knownAuthorities: string[]; authorityMetadata: string } {
    const host = this.#authority.protocol === 'https:' ? this.#authority.host : 'entra.invalid';
    const authority = `https://${host}/${this.#tenant}`;
    const base = this.#url.replace(/\/token$/, '');
    const metadata = {
      token_endpoint: this.#url,
      authorization_endpoint: `${base}/authorize`,
      issuer: `${authority}/v2.0`,
      jwks_uri: `${base}/keys`,
    };
    return { authority, knownAuthorities: [host], authorityMetadata: JSON.stringify(metadata) };
  }

  async sendGetRequestAsync<T>(): Promise<NetworkResponse<T>> {
    throw new Error('refused: signing in needs the token endpoint only');
  }

  async sendPostRequestAsync<T>(_url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> {
    this.failure = null;
    try {
      return await retry(async () => this.#post<T>(options), {
        policy: this.#tuning.retries,
        signal: this.#signal,
        worthRetrying: (error) => {
          if (!(error instanceof ConnectionFailure)) return null;
          return error instanceof Unavailable && error.afterMs !== undefined ? { afterMs: error.afterMs } : {};
        },
      });
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  close(): void {
    this.#http.close();
  }

  async #post<T>(options: NetworkRequestOptions | undefined): Promise<NetworkResponse<T>> {
    const body = options?.body ?? '';
    const answer = await this.#http.send({
      method: 'POST',
      url: this.#url,
      headers: { ...options?.headers },
      body,
      signal: this.#signal,
    });
    const { status, headers } = answer;
    const text = (await answer.bytes()).toString();
    const parsed = parse(text);
    // Entra answers every refusal in JSON; a page or a redirection comes from somebody else.
    if (parsed === null && status >= 300 && status < 500 && status !== 408 && status !== 429)
      throw new NoTokenEndpoint(`${this.host} ${wordsOf(status, headers.location)}`);
    if (status === 429 || status >= 500 || parsed === null)
      throw new Unavailable(`the sign-in was answered with status ${status}`, retryAfterMs(headers['retry-after'], headers.date));
    if (typeof parsed.refresh_token === 'string') this.#onRefreshToken(parsed.refresh_token);
    return { status, headers: { ...headers }, body: parsed as T };
  }
}

function wordsOf(status: number, location: string | undefined): string {
  if (status >= 400) return `answered with status ${status}`;
  return `redirects${location !== undefined && URL.canParse(location) ? ` to ${new URL(location).host}` : ''} (status ${status})`;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
