import { createHash, randomBytes } from 'node:crypto';
import { EntraError } from './assertion.ts';

/** How app registrations are set up for sign-ins by people, and what the person at the browser does. */
export interface PersonOptions {
  /** Of the platform "Mobile and desktop applications"; for http://localhost any port is the same. */
  redirectUris: string[];
  /** "Allow public client flows". */
  publicClient: boolean;
  person: 'accepts' | 'declines' | 'does nothing' | 'must be consented for';
  username: string;
  /** Seconds between two questions after a device code. */
  interval: number;
}

interface Code {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly expires: number;
}

interface Device {
  readonly clientId: string;
  readonly expires: number;
  askedAt: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The page on which Entra itself says what is wrong: it never sends the browser to an address that it does not trust. */
const page = (number: number, words: string): Answer => ({
  status: 400,
  headers: { 'Content-Type': 'text/html' },
  body: `<html><body>AADSTS${number}: ${words}</body></html>`,
});

const DENIED: Readonly<Record<string, readonly [string, string]>> = {
  declines: ['access_denied', 'AADSTS65004: User declined to consent to access the app. Trace ID: 0'],
  'must be consented for': ['consent_required', 'AADSTS90094: An administrator must grant consent. Trace ID: 0'],
};

/** Sign-ins by people: authorisation codes with PKCE, and device codes. */
export class PersonSignIn {
  readonly options: PersonOptions = {
    redirectUris: ['http://localhost'],
    publicClient: true,
    person: 'accepts',
    username: 'maria@acme.example',
    interval: 5,
  };
  /** Faults on command: the next answers to a device's question. */
  readonly deviceAnswers: ('authorization_pending' | 'slow_down' | 'expired_token' | 'authorization_declined')[] = [];
  readonly #codes = new Map<string, Code>();
  readonly #devices = new Map<string, Device>();

  /** GET …/authorize, and the person's answer at once. */
  authorize(query: URLSearchParams, clientIds: readonly string[]): Answer {
    const { person } = this.options;
    const [clientId, redirectUri] = [query.get('client_id') ?? '', query.get('redirect_uri') ?? ''];
    if (!clientIds.includes(clientId)) return page(700016, `Application with identifier '${clientId}' was not found.`);
    if (!this.#knows(redirectUri))
      return page(
        50011,
        `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured.`,
      );
    const back = (answer: Record<string, string>): Answer => {
      const state = query.get('state');
      const parameters = new URLSearchParams({ ...answer, ...(state === null ? {} : { state }) });
      return { status: 302, headers: { Location: `${redirectUri}?${parameters}` }, body: '' };
    };
    if (query.get('response_type') !== 'code')
      return back({ error: 'unsupported_response_type', error_description: 'AADSTS70005: response_type is not supported.' });
    const challenge = query.get('code_challenge') ?? '';
    if (!/^[\w-]{43}$/.test(challenge) || query.get('code_challenge_method') !== 'S256')
      return back({ error: 'invalid_request', error_description: 'AADSTS9002325: Proof Key for Code Exchange is required.' });
    if (person === 'does nothing') return { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>Sign in</html>' };
    const denied = DENIED[person];
    if (denied !== undefined) return back({ error: denied[0], error_description: denied[1] });
    const code = `1.${randomBytes(60).toString('base64url')}`;
    this.#codes.set(code, { clientId, redirectUri, challenge, expires: Date.now() + 600_000 });
    return back({ code, session_state: 'a session' });
  }

  beginDevice(clientId: string): unknown {
    const deviceCode = randomBytes(60).toString('base64url');
    const userCode = randomBytes(5).toString('hex').slice(0, 9).toUpperCase();
    this.#devices.set(deviceCode, { clientId, expires: Date.now() + 900_000, askedAt: Date.now() });
    const uri = 'https://microsoft.com/devicelogin';
    const { interval } = this.options;
    const message = `To sign in, use a web browser to open the page ${uri} and enter the code ${userCode} to authenticate.`;
    return { user_code: userCode, device_code: deviceCode, verification_uri: uri, expires_in: 900, interval, message };
  }

  /** Whether the token endpoint's form is for us. msal-node sends the older name of the device code's grant. */
  handles(grant: string | null): boolean {
    return ['authorization_code', 'device_code', 'urn:ietf:params:oauth:grant-type:device_code'].includes(grant ?? '');
  }

  /** Throws EntraError unless the code is good. `hasSecret`: the app has shown a right secret. */
  check(form: URLSearchParams, clientId: string, hasSecret: boolean): void {
    if (!this.options.publicClient && !hasSecret)
      throw new EntraError(
        7000218,
        'invalid_client',
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      );
    if (form.get('grant_type') === 'authorization_code') this.#redeem(form, clientId);
    else this.#poll(form, clientId);
  }

  /** What msal reads of who signed in; it does not check the signature of a token that came by TLS. */
  identity(clientId: string, tenant: string): Record<string, string> {
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { username } = this.options;
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      aud: clientId,
      tid: tenant,
      oid: 'a-person',
      preferred_username: username,
      iat: now,
      exp: now + 3600,
      ver: '2.0',
    };
    return {
      id_token: `${encode({ typ: 'JWT', alg: 'RS256' })}.${encode(claims)}.sig`,
      client_info: encode({ uid: 'a-person', utid: tenant }),
    };
  }

  #knows(redirectUri: string): boolean {
    const plain = (text: string): string => text.replace(/^http:\/\/localhost(:\d+)?/, 'http://localhost').replace(/\/$/, '');
    return this.options.redirectUris.some((known) => plain(known) === plain(redirectUri));
  }

  #redeem(form: URLSearchParams, clientId: string): void {
    const code = this.#codes.get(form.get('code') ?? '');
    this.#codes.delete(form.get('code') ?? '');
    if (code === undefined || code.clientId !== clientId || code.expires < Date.now())
      throw new EntraError(
        54005,
        'invalid_grant',
        'OAuth2 Authorization code was already redeemed, please retry with a new valid code.',
        400,
      );
    if (form.get('redirect_uri') !== code.redirectUri)
      throw new EntraError(
        500112,
        'invalid_grant',
        'The reply address does not match the one of the authorization request.',
        400,
      );
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (challenge !== code.challenge)
      throw new EntraError(50148, 'invalid_grant', 'The code_verifier does not match the code_challenge.', 400);
  }

  #poll(form: URLSearchParams, clientId: string): void {
    const device = this.#devices.get(form.get('device_code') ?? '');
    if (device === undefined || device.clientId !== clientId)
      throw new EntraError(70018, 'bad_verification_code', 'The device code is invalid.', 400);
    const isEarly = Date.now() - device.askedAt < this.options.interval * 1000 - 20;
    const isFirst = device.askedAt === device.expires - 900_000;
    device.askedAt = Date.now();
    const answer = this.deviceAnswers.shift() ?? (isEarly && !isFirst ? 'slow_down' : this.#deviceAnswer());
    const numbers = { authorization_pending: 70016, slow_down: 50196, expired_token: 70020, authorization_declined: 70017 };
    if (answer !== null) throw new EntraError(numbers[answer], answer, `The device code answers ${answer}.`, 400);
    this.#devices.delete(form.get('device_code') ?? '');
  }

  #deviceAnswer(): 'authorization_pending' | 'authorization_declined' | null {
    const { person } = this.options;
    if (person === 'does nothing') return 'authorization_pending';
    return person === 'accepts' ? null : 'authorization_declined';
  }
}
