import { createServer, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HighwaterError } from '../../src/model/errors.ts';
import { Secret } from '../../src/model/secret.ts';
import type { SignedIn, SignInContext } from '../../src/model/source-setup.ts';
import { type Loopback, listenOnce } from '../../src/runtime/browser-sign-in/loopback-server.ts';
import * as dynamics from '../../src/sources/dynamics/connect/browser-sign-in.ts';
import * as salesforce from '../../src/sources/salesforce/connect/browser-sign-in.ts';
import { DEMO_USER } from '../servers/dataverse/org.ts';
import { CLIENT_SECRET, type LocalDynamics, startDynamics, TENANT } from '../servers/dataverse/start.ts';
import { type SalesforceServer, startSalesforce } from '../servers/salesforce/index.ts';
import { freePort } from '../support/postgres.ts';

/** A terminal that remembers, and a browser that is played by fetch. */
class Person {
  readonly said: string[] = [];
  readonly masked: string[] = [];
  readonly pages: Promise<{ status: number; text: string }>[] = [];
  readonly controller = new AbortController();
  readonly context: SignInContext;

  constructor(changes: Partial<SignInContext> = {}) {
    this.context = {
      signal: this.controller.signal,
      mask: (secret) => this.masked.push(secret),
      say: (words) => this.said.push(words),
      open: (url) => this.pages.push(fetch(url).then(async (r) => ({ status: r.status, text: await r.text() }))),
      port: 0,
      timeoutMs: 5000,
      slowDownMs: 30,
      ...changes,
    };
  }
}

async function failure(signIn: Promise<SignedIn>): Promise<{ code: string; message: string; hint: string }> {
  const error = await signIn.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HighwaterError)) throw error;
  return error.report();
}

describe('the address that waits for the browser', () => {
  const options = { path: '/back', state: 'the-state', timeoutMs: 5000, signal: new AbortController().signal };
  let loopback: Loopback;
  beforeEach(async () => {
    loopback = await listenOnce({ ...options, port: 0 });
  });
  afterEach(() => loopback.close());

  const ask = (path: string, init?: RequestInit) => fetch(new URL(path, loopback.redirectUri), init);

  test.each([
    ['another path', '/favicon.ico', {}, 404],
    ['a POST', '/back?code=x&state=the-state', { method: 'POST' }, 404],
    ['no state', '/back?code=x', {}, 400],
    ['a foreign state', '/back?code=x&state=the-stat%C3%A9', {}, 400],
  ])('refuses %s and goes on waiting', async (_, path, init, status) => {
    expect((await ask(path, init)).status).toBe(status);
    await ask('/back?code=x&state=the-state');
    expect((await loopback.answer).get('code')).toBe('x');
  });

  test('refuses a request for another host name, as a page elsewhere could have its own point here', async () => {
    const { port } = new URL(loopback.redirectUri);
    const status = await new Promise((resolve) => {
      request(
        { host: '127.0.0.1', port, path: '/back?code=x&state=the-state', headers: { host: `evil.example:${port}` } },
        (response) => resolve(response.statusCode),
      ).end();
    });
    expect(status).toBe(404);
  });

  test.each(['127.0.0.1', '[::1]'])('listens on %s', async (host) => {
    const { port } = new URL(loopback.redirectUri);
    expect((await fetch(`http://${host}:${port}/elsewhere`)).status).toBe(404);
  });

  test('answers one sign-in and closes; the page repeats nothing of it and may be framed, cached and referred to by nobody', async () => {
    const response = await ask('/back?code=s3cret-code&state=the-state&note=<script>');
    const page = await response.text();
    expect(page).toMatch(/You can close this window/);
    expect(page).not.toMatch(/s3cret|script/);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    await loopback.answer;
    await expect(ask('/back?code=again&state=the-state')).rejects.toThrow();
  });

  test('a port that another program has is named', async () => {
    const { port } = new URL(loopback.redirectUri);
    await expect(listenOnce({ ...options, port: Number(port) })).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  });

  test('a port whose IPv6 half another program has is not used either: the browser might go there', async () => {
    const [other, port] = [createServer(), await freePort()];
    await new Promise<void>((done) => other.listen(port, '::1', done));
    await expect(listenOnce({ ...options, port })).rejects.toMatchObject({ code: 'PORT_IN_USE' });
    await new Promise((done) => other.close(done));
  });

  test('nobody comes: it gives up', async () => {
    const other = await listenOnce({ ...options, port: 0, timeoutMs: 20 });
    await expect(other.answer).rejects.toMatchObject({ code: 'SIGN_IN_UNFINISHED' });
    await expect(fetch(other.redirectUri)).rejects.toThrow();
  });

  test('Ctrl-C ends the waiting', async () => {
    const controller = new AbortController();
    const other = await listenOnce({ ...options, port: 0, signal: controller.signal });
    controller.abort(new Error('stopped'));
    await expect(other.answer).rejects.toThrow('stopped');
  });
});

describe('Salesforce', () => {
  let server: SalesforceServer;
  let app: salesforce.SalesforceApp;
  let port: number;
  beforeEach(async () => {
    server = await startSalesforce();
    port = await freePort();
    server.service.oauth.signIn.options.callbackUrls = [`http://localhost:${port}/OauthRedirect`];
    server.service.oauth.signIn.options.interval = 0.02;
    app = { login: server.url, clientId: 'consumer-key', clientSecret: null };
  });
  afterEach(() => server.close());

  test('a person signs in with the browser', async () => {
    const person = new Person({ port });
    const { refreshToken, at } = await salesforce.signInByBrowser(app, person.context);
    expect(refreshToken.reveal()).toBe(server.service.oauth.refreshToken);
    expect(at).toBe(server.url);
    expect(await person.pages[0]).toMatchObject({ status: 200, text: expect.stringContaining('You can close this window') });
    expect(person.said.join('\n')).toContain(`Callback URL must be exactly http://localhost:${port}/OauthRedirect`);
    expect(person.masked).toContain(refreshToken.reveal());
    expect(person.said.join('\n')).not.toContain(refreshToken.reveal());
    expect(person.masked.filter((secret) => secret.startsWith('aPrx'))).toHaveLength(1);
  });

  test('the server refuses a code without its verifier, so the test can fail', async () => {
    const { signIn } = server.service.oauth;
    const redirect = signIn.options.callbackUrls[0] ?? '';
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: 'consumer-key',
      redirect_uri: redirect,
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    });
    const answer = await fetch(`${server.url}/services/oauth2/authorize?${query}`, { redirect: 'manual' });
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const form = {
      grant_type: 'authorization_code',
      code,
      client_id: 'consumer-key',
      redirect_uri: redirect,
      code_verifier: 'b',
    };
    const tokens = await fetch(`${server.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
    expect([tokens.status, await tokens.json()]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'invalid code verifier' },
    ]);
  });

  test.each([
    ['the person denies', () => ({ person: 'denies' as const }), /access_denied: end-user denied/, /choose "Allow"/],
    ['the app lacks the scope for refresh tokens', () => ({ scopes: ['api'] }), /invalid_scope/, /scopes "Manage user data/],
    ['the app wants its secret', () => ({ requiresSecret: true }), /invalid_client/, /SF_CLIENT_SECRET/],
  ])('%s: the words say so', async (_, change, message, hint) => {
    Object.assign(server.service.oauth.signIn.options, change());
    const error = await failure(salesforce.signInByBrowser(app, new Person({ port }).context));
    expect(error).toMatchObject({ code: 'SIGN_IN_REFUSED', message: expect.stringMatching(message) });
    expect(error.hint).toMatch(hint);
  });

  test('an app that requires its secret gets it', async () => {
    server.service.oauth.signIn.options.requiresSecret = true;
    const withSecret = { ...app, clientSecret: new Secret('consumer-secret') };
    const { refreshToken } = await salesforce.signInByBrowser(withSecret, new Person({ port }).context);
    expect(refreshToken.reveal()).toBe(server.service.oauth.refreshToken);
  });

  test('a Callback URL that the app does not have: the browser stays at Salesforce, and the waiting ends with what to look at', async () => {
    server.service.oauth.signIn.options.callbackUrls = ['http://localhost:1717/OauthRedirect'];
    const person = new Person({ port, timeoutMs: 300 });
    const error = await failure(salesforce.signInByBrowser(app, person.context));
    expect(error).toMatchObject({ code: 'SIGN_IN_UNFINISHED', hint: expect.stringMatching(/redirect_uri/) });
    expect(await person.pages[0]).toMatchObject({ text: expect.stringContaining('redirect_uri_mismatch') });
  });

  test('on another device, after "not yet" and "slower"', async () => {
    server.service.oauth.signIn.deviceAnswers.push('authorization_pending', 'slow_down', 'authorization_pending');
    const person = new Person();
    const started = Date.now();
    const { refreshToken } = await salesforce.signInByDevice(app, person.context);
    expect(refreshToken.reveal()).toBe(server.service.oauth.refreshToken);
    expect(person.said[0]).toMatch(/open https:\/\/login\.salesforce\.com\/setup\/connect and enter the code [0-9A-F]{8}/);
    // Four pauses, the last two of them longer.
    expect(Date.now() - started).toBeGreaterThanOrEqual(4 * 20 + 2 * 30 - 5);
  });

  test.each([
    ['the person denies', () => ({ person: 'denies' as const }), 'SIGN_IN_REFUSED', /choose "Allow"/],
    ['the app has no device flow', () => ({ deviceFlow: false }), 'SIGN_IN_REFUSED', /Enable Device Flow/],
    ['nobody enters the code', () => ({ person: 'does nothing' as const }), 'SIGN_IN_UNFINISHED', /new code/],
    [
      'the code expires',
      () => {
        server.service.oauth.signIn.deviceAnswers.push('authorization_pending', 'expired_token');
        return {};
      },
      'SIGN_IN_UNFINISHED',
      /new code/,
    ],
  ])('on another device: %s', async (_, change, code, hint) => {
    Object.assign(server.service.oauth.signIn.options, change());
    const error = await failure(salesforce.signInByDevice(app, new Person({ timeoutMs: 150 }).context));
    expect(error).toMatchObject({ code, hint: expect.stringMatching(hint) });
  });

  test('a wrong address is said to be one', async () => {
    const away = { ...app, login: `http://127.0.0.1:${await freePort()}` };
    expect(await failure(salesforce.signInByDevice(away, new Person().context))).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  });
});

describe('Dynamics', () => {
  let local: LocalDynamics;
  let app: dynamics.EntraApp;
  beforeEach(async () => {
    local = await startDynamics();
    local.entra.person.options.interval = 0.02;
    app = {
      resource: local.dataverse.url,
      authority: local.entra.url,
      tenant: TENANT,
      clientId: DEMO_USER.clientId,
      clientSecret: null,
    };
  });
  afterEach(() => local.close());

  /** The refresh token signs in, as a run would. */
  async function works({ refreshToken }: SignedIn, secret?: string): Promise<number> {
    const form = {
      grant_type: 'refresh_token',
      client_id: app.clientId,
      scope: `${app.resource}/.default`,
      refresh_token: refreshToken.reveal(),
      ...(secret === undefined ? {} : { client_secret: secret }),
    };
    return (await fetch(`${local.entra.url}/${TENANT}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) }))
      .status;
  }

  test('a person signs in with the browser, on any free port', async () => {
    const person = new Person();
    const signedIn = await dynamics.signInByBrowser(app, person.context);
    expect(await works(signedIn)).toBe(200);
    expect(signedIn.at).toBe(`${local.dataverse.url} as maria@acme.example`);
    expect(person.masked).toContain(signedIn.refreshToken.reveal());
    expect(person.said.join('\n')).not.toContain(signedIn.refreshToken.reveal());
  });

  test('a web app signs in with its secret', async () => {
    local.entra.person.options.publicClient = false;
    const confidential = { ...app, clientSecret: new Secret(CLIENT_SECRET) };
    expect(await works(await dynamics.signInByBrowser(confidential, new Person().context))).toBe(200);
  });

  test.each([
    ['the person declines', { person: 'declines' as const }, /AADSTS65004/, /choose "Accept"/],
    ['an administrator must consent', { person: 'must be consented for' as const }, /AADSTS90094/, /Grant admin consent/],
    ['the app is no public client', { publicClient: false }, /AADSTS7000218/, /Allow public client flows/],
  ])('%s: the words say so', async (_, change, message, hint) => {
    Object.assign(local.entra.person.options, change);
    const error = await failure(dynamics.signInByBrowser(app, new Person().context));
    expect(error).toMatchObject({ code: 'SIGN_IN_REFUSED', message: expect.stringMatching(message) });
    expect(error.hint).toMatch(hint);
    expect(error.message).not.toMatch(/Trace ID/);
  });

  test('a redirect address that the app does not have: the browser stays at Entra', async () => {
    local.entra.person.options.redirectUris = ['https://acme.example/back'];
    const person = new Person({ timeoutMs: 300 });
    expect(await failure(dynamics.signInByBrowser(app, person.context))).toMatchObject({ code: 'SIGN_IN_UNFINISHED' });
    expect(await person.pages[0]).toMatchObject({ text: expect.stringContaining('AADSTS50011') });
  });

  test('on another device, after "not yet" and "slower"', async () => {
    local.entra.person.deviceAnswers.push('authorization_pending', 'slow_down', 'authorization_pending');
    const person = new Person();
    expect(await works(await dynamics.signInByDevice(app, person.context))).toBe(200);
    expect(person.said[0]).toMatch(/open https:\/\/microsoft\.com\/devicelogin and enter the code [0-9A-F]{9}/);
  });

  test.each([
    ['the person declines', { person: 'declines' as const }, [], 'SIGN_IN_REFUSED', /choose "Accept"/],
    ['the app is no public client', { publicClient: false }, [], 'SIGN_IN_REFUSED', /Allow public client flows/],
    ['the code has expired', {}, ['expired_token' as const], 'SIGN_IN_UNFINISHED', /new code/],
  ])('on another device: %s', async (_, change, answers, code, hint) => {
    Object.assign(local.entra.person.options, change);
    local.entra.person.deviceAnswers.push(...answers);
    const error = await failure(dynamics.signInByDevice(app, new Person().context));
    expect(error).toMatchObject({ code, hint: expect.stringMatching(hint) });
  });

  test('Ctrl-C ends the waiting for another device', async () => {
    local.entra.person.options.person = 'does nothing';
    const person = new Person();
    const signIn = dynamics.signInByDevice(app, person.context);
    setTimeout(() => person.controller.abort(new Error('stopped')), 100);
    await expect(signIn).rejects.toThrow('stopped');
  });

  test('an unknown tenant and an unreachable authority are told apart', async () => {
    const { context } = new Person();
    expect(await failure(dynamics.signInByDevice({ ...app, tenant: 'elsewhere' }, context))).toMatchObject({
      code: 'SIGN_IN_REFUSED',
      hint: expect.stringMatching(/tenant_id/),
    });
    const away = { ...app, authority: `http://127.0.0.1:${await freePort()}` };
    expect(await failure(dynamics.signInByDevice(away, context))).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  });
});
