import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkAssertion, EntraError, type Registered } from './assertion.ts';
import { PersonSignIn } from './sign-in.ts';
import { TokenStore } from './tokens.ts';

export interface AppRegistration extends Registered {
  readonly secrets: readonly { readonly value: string; readonly expired?: boolean }[];
}

export interface EntraOptions {
  readonly tenant: string;
  readonly apps: readonly AppRegistration[];
  /** Origins of organisations that scopes may name: `https://org.crm.dynamics.com`. */
  readonly resources: string[];
}

/** What a chosen token request gets instead of the ordinary answer. */
export interface EntraFault {
  readonly number?: number;
  readonly status?: number;
  readonly html?: boolean;
  /** Said by the error; part of what real ones say. */
  readonly words?: string;
  readonly reset?: boolean;
  readonly delayMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EntraEntry {
  readonly path: string;
  readonly grant: string;
  readonly status: number;
  readonly number: number | null;
}

/** A strict local stand-in for Entra's token endpoint. */
export class EntraServer {
  readonly tokens = new TokenStore();
  /** Sign-ins by people. */
  readonly person = new PersonSignIn();
  readonly journal: EntraEntry[] = [];
  readonly #options: EntraOptions;
  readonly #server: Server;
  readonly #refresh = new Map<string, { clientId: string; used: boolean }>();
  #faults: EntraFault[] = [];

  constructor(options: EntraOptions) {
    this.#options = options;
    this.#server = createServer((req, res) => void this.#handle(req, res));
  }

  async listen(): Promise<this> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return this;
  }

  /** The authority: `<url>/<tenant>` has the token endpoint. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get resources(): string[] {
    return this.#options.resources;
  }

  /** The next token requests fail so, one each. */
  fail(...faults: EntraFault[]): void {
    this.#faults.push(...faults);
  }

  /** A refresh token as an administrator would have got it by signing in. */
  grantRefreshToken(clientId: string): string {
    const token = `0.${randomBytes(40).toString('base64url')}`;
    this.#refresh.set(token, { clientId, used: false });
    return token;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const fault = this.#faults.shift();
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs);
    if (fault?.reset) {
      response.destroy();
      return;
    }
    const path = request.url ?? '';
    if (request.method === 'GET') {
      const { status, headers, body } = this.#authorize(path);
      response.writeHead(status, headers).end(body);
      return;
    }
    const note = (status: number, number: number | null) =>
      this.journal.push({ path, grant: form.get('grant_type') ?? '', status, number });
    if (fault?.html) {
      note(fault.status ?? 502, null);
      response
        .writeHead(fault.status ?? 502, { 'Content-Type': 'text/html', ...fault.headers })
        .end('<html><body><h1>502 Bad Gateway</h1></body></html>');
      return;
    }
    try {
      if (fault?.number !== undefined)
        throw new EntraError(fault.number, 'invalid_client', fault.words ?? 'On command.', fault.status ?? 401);
      if (fault?.status !== undefined) throw new EntraError(0, 'temporarily_unavailable', 'On command.', fault.status);
      const answer = this.#token(path, form);
      note(200, null);
      response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
    } catch (error) {
      const known = error instanceof EntraError ? error : new EntraError(90000, 'server_error', String(error), 500);
      note(known.status, known.number);
      response
        .writeHead(known.status, { 'Content-Type': 'application/json; charset=utf-8', ...fault?.headers })
        .end(JSON.stringify(errorBody(known)));
    }
  }

  #authorize(path: string): { status: number; headers: Readonly<Record<string, string>>; body: string } {
    const { tenant, apps } = this.#options;
    const url = new URL(path, this.url);
    if (url.pathname !== `/${tenant}/oauth2/v2.0/authorize`) return { status: 404, headers: {}, body: '' };
    return this.person.authorize(
      url.searchParams,
      apps.map((a) => a.clientId),
    );
  }

  #token(path: string, form: URLSearchParams): unknown {
    const { tenant, apps } = this.#options;
    const asked = /^\/([^/]+)\/oauth2\/v2\.0\/(token|devicecode)(?:\?.*)?$/.exec(path);
    if (asked === null) throw new EntraError(90014, 'invalid_request', 'No such endpoint.', 404);
    if (asked[1] !== tenant)
      throw new EntraError(
        90002,
        'invalid_request',
        `Tenant '${asked[1]}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
        400,
      );
    const app = apps.find((a) => a.clientId === form.get('client_id'));
    if (app === undefined)
      throw new EntraError(
        700016,
        'unauthorized_client',
        `Application with identifier '${form.get('client_id')}' was not found in the directory '${tenant}'.`,
        400,
      );
    const scope = (form.get('scope') ?? '').split(' ').find((s) => /^https?:/.test(s)) ?? '';
    const resource = scope.replace(/\/(\.default|user_impersonation)$/, '').replace(/\/$/, '');
    if (!this.#options.resources.includes(resource))
      throw new EntraError(
        500011,
        'invalid_resource',
        `The resource principal named ${resource} was not found in the tenant named ${tenant}.`,
        400,
      );
    if (asked[2] === 'devicecode') return this.person.beginDevice(app.clientId);
    this.#checkGrant(form, app, `${this.url}/${tenant}/oauth2/v2.0/token`);
    const { token, expiresIn } = this.tokens.issue(app.clientId, resource, Date.now());
    const byPerson = this.person.handles(form.get('grant_type'));
    const lasts = byPerson && (form.get('scope') ?? '').split(' ').includes('offline_access');
    const refresh = {
      ...(form.get('grant_type') === 'refresh_token' || lasts
        ? { refresh_token: this.grantRefreshToken(app.clientId), scope }
        : {}),
      ...(byPerson ? { scope, ...this.person.identity(app.clientId, tenant) } : {}),
    };
    return { token_type: 'Bearer', expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token, ...refresh };
  }

  #checkGrant(form: URLSearchParams, app: AppRegistration, endpoint: string): void {
    const grant = form.get('grant_type');
    if (grant === 'refresh_token') {
      this.#checkRefresh(form.get('refresh_token') ?? '', app);
      return;
    }
    if (this.person.handles(grant)) {
      const secret = form.get('client_secret');
      const isRight = app.secrets.some((s) => s.value === secret && !s.expired);
      if (secret !== null && !isRight) throw new EntraError(7000215, 'invalid_client', 'Invalid client secret provided.');
      this.person.check(form, app.clientId, isRight);
      return;
    }
    if (grant !== 'client_credentials')
      throw new EntraError(70003, 'unsupported_grant_type', `The app requested an unsupported grant type '${grant}'.`, 400);
    if (!(form.get('scope') ?? '').split(' ').some((s) => s.endsWith('/.default')))
      throw new EntraError(
        1002012,
        'invalid_scope',
        'The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.',
        400,
      );
    const assertion = form.get('client_assertion');
    if (assertion !== null) {
      if (form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
        throw new EntraError(50027, 'invalid_request', 'Wrong client_assertion_type.', 400);
      checkAssertion(assertion, app, endpoint, Date.now());
      return;
    }
    const secret = app.secrets.find((s) => s.value === form.get('client_secret'));
    if (secret === undefined)
      throw new EntraError(
        7000215,
        'invalid_client',
        'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
      );
    if (secret.expired) throw new EntraError(7000222, 'invalid_client', 'The provided client secret keys for app are expired.');
  }

  /** Rotation: a token that was used stays good for its app, as Entra's do, until it is revoked. */
  #checkRefresh(token: string, app: AppRegistration): void {
    const known = this.#refresh.get(token);
    if (known === undefined || known.clientId !== app.clientId)
      throw new EntraError(
        70008,
        'invalid_grant',
        'The provided authorization code or refresh token has expired due to inactivity.',
        400,
      );
    known.used = true;
  }

  revokeRefreshTokens(): void {
    this.#refresh.clear();
  }
}

function errorBody(error: EntraError): unknown {
  return {
    error: error.error,
    error_description: `AADSTS${error.number}: ${error.message} Trace ID: ${randomUUID()} Correlation ID: ${randomUUID()} Timestamp: ${new Date().toISOString()}`,
    error_codes: [error.number],
    timestamp: new Date().toISOString(),
    trace_id: randomUUID(),
    correlation_id: randomUUID(),
    error_uri: `https://login.microsoftonline.com/error?code=${error.number}`,
  };
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
