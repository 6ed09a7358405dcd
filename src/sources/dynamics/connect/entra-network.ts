import { setTimeout as wait } from 'node:timers/promises';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { SignInContext } from '../../../model/source-setup.ts';
import { ConnectionFailure, HttpClient } from '../../../runtime/http.ts';

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
