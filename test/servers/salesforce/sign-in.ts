import { createHash, randomBytes } from 'node:crypto';
import { type ApiRequest, json, type Reply } from './http.ts';

/** How the app is set up for sign-ins by people, and what the person at the browser does. */
export interface SignInOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Compared as whole texts, as Salesforce does. */
  callbackUrls: string[];
  /** "Require Secret for Web Server Flow". */
  requiresSecret: boolean;
  deviceFlow: boolean;
  /** What the app's scopes allow. */
  scopes: string[];
  person: 'allows' | 'denies' | 'does nothing';
  /** Seconds between two questions after a device code. */
  interval: number;
}

export const SIGN_IN_DEFAULTS = {
  callbackUrls: ['http://localhost:1717/OauthRedirect'],
  requiresSecret: false,
  deviceFlow: true,
  scopes: ['api', 'refresh_token'],
  person: 'allows',
  interval: 5,
} as const;

interface Code {
  readonly redirectUri: string;
  readonly challenge: string;
  readonly scopes: readonly string[];
  readonly expires: number;
}

interface Device {
  readonly userCode: string;
  readonly scopes: readonly string[];
  readonly expires: number;
  askedAt: number;
}

const refuse = (error: string, error_description: string): Reply => json({ error, error_description }, 400);

/** The page on which Salesforce itself says what is wrong: it never sends the browser to an address that it does not trust. */
const page = (error: string, description: string): Reply => ({
  status: 400,
  type: 'text/html;charset=UTF-8',
  body: `<html><body>error=${error}&error_description=${description}</body></html>`,
});

/** Sign-ins by people: the web server flow with PKCE, and the device flow. */
export class SignIn {
  readonly options: SignInOptions;
  readonly #now: () => number;
  readonly #codes = new Map<string, Code>();
  readonly #devices = new Map<string, Device>();
  /** Faults on command: the next answers to a device's question. */
  readonly deviceAnswers: ('authorization_pending' | 'slow_down' | 'access_denied' | 'expired_token')[] = [];

  constructor(options: SignInOptions, now: () => number) {
    this.options = options;
    this.#now = now;
  }

  /** GET /services/oauth2/authorize, and the person's answer at once. */
  authorize({ method, query }: ApiRequest): Reply {
    const { clientId, callbackUrls, scopes, person } = this.options;
    if (method !== 'GET') return page('invalid_request', 'must use HTTP GET');
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== clientId) return page('invalid_client_id', 'client identifier invalid');
    if (!callbackUrls.includes(redirectUri)) return page('redirect_uri_mismatch', 'redirect_uri must match configuration');
    const back = (answer: Record<string, string>): Reply => {
      const state = query.get('state');
      const parameters = new URLSearchParams({ ...answer, ...(state === null ? {} : { state }) });
      return { status: 302, headers: { Location: `${redirectUri}?${parameters}` } };
    };
    if (query.get('response_type') !== 'code')
      return back({ error: 'unsupported_response_type', error_description: 'response type not supported' });
    const challenge = query.get('code_challenge') ?? '';
    if (!/^[\w-]{43}$/.test(challenge) || query.get('code_challenge_method') !== 'S256')
      return back({ error: 'invalid_request', error_description: 'missing required code challenge' });
    const wanted = (query.get('scope') ?? '').split(' ').filter((s) => s !== '');
    if (wanted.some((s) => !scopes.includes(s)))
      return back({ error: 'invalid_scope', error_description: 'the requested scope is not allowed' });
    if (person === 'denies') return back({ error: 'access_denied', error_description: 'end-user denied authorization' });
    if (person === 'does nothing')
      return { status: 200, type: 'text/html;charset=UTF-8', body: '<html><body>Allow access?</body></html>' };
    const code = `aPrx${randomBytes(30).toString('base64')}==`;
    this.#codes.set(code, { redirectUri, challenge, scopes: wanted, expires: this.#now() + 900_000 });
    return back({ code });
  }

  /** Whether the token endpoint's form is for us. */
  handles(form: URLSearchParams): boolean {
    const grant = form.get('grant_type');
    return form.get('response_type') === 'device_code' || grant === 'authorization_code' || grant === 'device';
  }

  /** The token endpoint. `grant` makes the tokens, for these scopes. */
  token(form: URLSearchParams, grant: (scopes: readonly string[]) => Reply): Reply {
    const { clientId } = this.options;
    if (form.get('client_id') !== clientId) return refuse('invalid_client_id', 'client identifier invalid');
    if (form.get('response_type') === 'device_code') return this.#beginDevice(form);
    return form.get('grant_type') === 'device' ? this.#pollDevice(form, grant) : this.#redeem(form, grant);
  }

  #redeem(form: URLSearchParams, grant: (scopes: readonly string[]) => Reply): Reply {
    const { clientSecret, requiresSecret } = this.options;
    const secret = form.get('client_secret');
    if ((requiresSecret || secret !== null) && secret !== clientSecret)
      return refuse('invalid_client', 'invalid client credentials');
    const code = this.#codes.get(form.get('code') ?? '');
    this.#codes.delete(form.get('code') ?? '');
    if (code === undefined || code.expires < this.#now()) return refuse('invalid_grant', 'expired authorization code');
    if (form.get('redirect_uri') !== code.redirectUri)
      return refuse('redirect_uri_mismatch', 'redirect_uri must match configuration');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== code.challenge) return refuse('invalid_grant', 'invalid code verifier');
    return grant(code.scopes);
  }

  #beginDevice(form: URLSearchParams): Reply {
    const { deviceFlow, scopes, interval } = this.options;
    if (!deviceFlow) return refuse('invalid_request', 'device flow not enabled');
    const wanted = (form.get('scope') ?? '').split(' ').filter((s) => s !== '');
    if (wanted.some((s) => !scopes.includes(s))) return refuse('invalid_scope', 'the requested scope is not allowed');
    const deviceCode = randomBytes(60).toString('base64');
    const userCode = randomBytes(4).toString('hex').toUpperCase();
    this.#devices.set(deviceCode, { userCode, scopes: wanted, expires: this.#now() + 600_000, askedAt: this.#now() });
    return json({
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: 'https://login.salesforce.com/setup/connect',
      interval,
    });
  }

  #pollDevice(form: URLSearchParams, grant: (scopes: readonly string[]) => Reply): Reply {
    const device = this.#devices.get(form.get('code') ?? '');
    if (device === undefined || device.expires < this.#now()) return refuse('invalid_grant', 'invalid or expired device code');
    const isEarly = this.#now() - device.askedAt < this.options.interval * 1000 - 20;
    device.askedAt = this.#now();
    const answer = this.deviceAnswers.shift();
    if (answer !== undefined) return refuse(answer, answer === 'access_denied' ? 'end-user denied authorization' : answer);
    if (isEarly) return refuse('slow_down', 'polling too quickly');
    if (this.options.person === 'denies') return refuse('access_denied', 'end-user denied authorization');
    if (this.options.person === 'does nothing') return refuse('authorization_pending', 'authorization pending');
    this.#devices.delete(form.get('code') ?? '');
    return grant(device.scopes);
  }
}
