import { createVerify } from 'node:crypto';
import { type ApiRequest, json, type Reply } from './http.ts';
import type { Org } from './org.ts';
import { SIGN_IN_DEFAULTS, SignIn } from './sign-in.ts';
import { type OrgUser, writingUser } from './write/users.ts';

/** What the connected app and its users look like. */
export interface OAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM; the certificate's public key for the JWT bearer flow. */
  readonly publicKey?: string;
  readonly username: string;
  readonly password: string;
  readonly securityToken: string;
  readonly refreshToken: string;
  /** A refresh token is good once; the answer holds the next one. */
  readonly rotates?: boolean;
  readonly scope?: string;
}

type Refusal = { readonly error: string; readonly error_description: string };

const refuse = (error: string, error_description: string): Reply => json({ error, error_description } satisfies Refusal, 400);

/** The token endpoint and the sessions that it opens. */
export class OAuth {
  readonly #org: Org;
  readonly #sessions = new Map<string, OrgUser>();
  readonly #options: OAuthOptions;
  readonly #writerApp: OAuthOptions;
  /** The user that may write. */
  readonly writer: OrgUser;
  /** Sign-ins by people. */
  readonly signIn: SignIn;
  #count = 0;
  #refusal: Refusal | null = null;
  refreshToken: string;
  base = '';

  constructor(org: Org, options: OAuthOptions, writerApp: OAuthOptions) {
    this.#org = org;
    this.#options = options;
    this.#writerApp = writerApp;
    this.writer = writingUser(writerApp.username);
    this.refreshToken = options.refreshToken;
    const { clientId, clientSecret } = options;
    const defaults = {
      ...SIGN_IN_DEFAULTS,
      callbackUrls: [...SIGN_IN_DEFAULTS.callbackUrls],
      scopes: [...SIGN_IN_DEFAULTS.scopes],
    };
    this.signIn = new SignIn({ ...defaults, clientId, clientSecret }, () => org.clock.now());
  }

  /** All further sign-ins are refused with these words; null lets them through again. */
  refuseWith(error: string | null, description = ''): void {
    this.#refusal = error === null ? null : { error, error_description: description };
  }

  /** Every open session ends; sign-ins go on to work. */
  expireSessions(): void {
    this.#sessions.clear();
  }

  /** Whose session this is; null where there is none. */
  userOf(authorization: string | undefined): OrgUser | null {
    if (authorization === undefined || !/^(Bearer|OAuth) /.test(authorization)) return null;
    return this.#sessions.get(authorization.replace(/^\w+ /, '')) ?? null;
  }

  #userOfApp(app: OAuthOptions): OrgUser {
    if (app === this.#writerApp) return this.writer;
    return { id: this.#org.currentUserId, username: app.username, mayWrite: false, denied: new Set() };
  }

  token(request: ApiRequest): Reply {
    if (request.method !== 'POST') return refuse('invalid_request', 'must use HTTP POST');
    if (this.#refusal !== null) return json(this.#refusal, 400);
    const form = new URLSearchParams(request.body);
    if (this.signIn.handles(form)) return this.signIn.token(form, (scopes) => this.#grantToPerson(scopes));
    const flow = form.get('grant_type');
    if (flow === 'urn:ietf:params:oauth:grant-type:jwt-bearer') return this.#jwt(form.get('assertion') ?? '');
    const app = [this.#options, this.#writerApp].find((a) => a.clientId === form.get('client_id'));
    if (app === undefined) return refuse('invalid_client_id', 'client identifier invalid');
    const needsSecret = flow !== 'refresh_token' || form.has('client_secret');
    if (needsSecret && form.get('client_secret') !== app.clientSecret)
      return refuse('invalid_client', 'invalid client credentials');
    if (flow === 'client_credentials') return this.#grant({}, app);
    if (flow === 'refresh_token') return this.#refresh(form.get('refresh_token') ?? '', app);
    if (flow === 'password') return this.#password(form.get('username') ?? '', form.get('password') ?? '', app);
    return refuse('unsupported_grant_type', 'grant type not supported');
  }

  #grantToPerson(scopes: readonly string[]): Reply {
    const scope = scopes.join(' ');
    if (!scopes.includes('refresh_token')) return this.#grant({ scope });
    this.refreshToken = `5Aep861.${++this.#count}.${Math.random().toString(36).slice(2)}`;
    return this.#grant({ scope, refresh_token: this.refreshToken });
  }

  #refresh(token: string, app: OAuthOptions): Reply {
    if (app === this.#writerApp)
      return token === app.refreshToken ? this.#grant({}, app) : refuse('invalid_grant', 'expired access/refresh token');
    if (token !== this.refreshToken) return refuse('invalid_grant', 'expired access/refresh token');
    if (!this.#options.rotates) return this.#grant();
    this.refreshToken = `${this.#options.refreshToken}.${++this.#count}`;
    return this.#grant({ refresh_token: this.refreshToken });
  }

  #password(username: string, password: string, app: OAuthOptions): Reply {
    const { username: user, password: expected, securityToken } = app;
    return username === user && password === expected + securityToken
      ? this.#grant({}, app)
      : refuse('invalid_grant', 'authentication failure');
  }

  #jwt(assertion: string): Reply {
    const [head = '', payload = '', signature = ''] = assertion.split('.');
    const decode = (part: string): Record<string, unknown> =>
      JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
    const claims = decode(payload);
    const app = claims.iss === this.#writerApp.clientId ? this.#writerApp : this.#options;
    const { publicKey = '' } = app;
    const valid = createVerify('RSA-SHA256').update(`${head}.${payload}`).verify(publicKey, signature, 'base64url');
    if (decode(head).alg !== 'RS256' || !valid) return refuse('invalid_grant', 'invalid assertion');
    if (claims.iss !== app.clientId) return refuse('invalid_client_id', 'client identifier invalid');
    if (claims.aud !== this.base) return refuse('invalid_grant', 'audience is invalid: Audience validation failed');
    if (claims.sub !== app.username) return refuse('invalid_grant', "user hasn't approved this consumer");
    const left = Number(claims.exp) - this.#org.clock.now() / 1000;
    if (left < 0 || left > 305) return refuse('invalid_grant', 'expired authorization code or assertion');
    return this.#grant({}, app);
  }

  #grant(more: Record<string, string> = {}, app = this.#options): Reply {
    const user = this.#userOfApp(app);
    const token = `${this.#org.id.slice(0, 15)}!session.${++this.#count}.${Math.random().toString(36).slice(2)}`;
    this.#sessions.set(token, user);
    const id = `${this.base}/id/${this.#org.id}/${user.id}`;
    return json({
      access_token: token,
      instance_url: this.base,
      id,
      token_type: 'Bearer',
      issued_at: String(Math.floor(this.#org.clock.now())),
      signature: 'c2lnbmF0dXJl',
      scope: app.scope ?? 'api refresh_token',
      ...more,
    });
  }
}
