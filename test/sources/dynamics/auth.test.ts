import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SourceContext } from '../../../src/model/contract.ts';
import { HighwaterError } from '../../../src/model/errors.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { AssertionClaims } from '../../../src/sources/dynamics/connect/sign-in-errors.ts';
import type { DynamicsOptions } from '../../../src/sources/dynamics/options.ts';
import { DynamicsSource } from '../../../src/sources/dynamics/source.ts';
import { demoOrg } from '../../servers/dataverse/demo.ts';
import { DEMO_USER } from '../../servers/dataverse/org.ts';
import { CLIENT_SECRET, type LocalDynamics, startDynamics, TENANT } from '../../servers/dataverse/start.ts';
import { selfSigned } from '../../servers/entra/certificate.ts';
import { listTables } from '../../support/describe.ts';
import { contextOf, optionsOf, QUICK, sourceOf } from '../../support/dynamics.ts';

type Auth = DynamicsOptions['auth'];

const ISSUER = 'https://token.actions.githubusercontent.com';
const SUBJECT = 'repo:acme@12/sync@34:ref:refs/heads/main';
const AUDIENCE = 'api://AzureADTokenExchange';
const certificate = selfSigned();
const github = generateKeyPairSync('rsa', { modulusLength: 2048 });

function githubToken(claims: Partial<AssertionClaims> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'RS256' })}.${part({ iss: ISSUER, sub: SUBJECT, aud: AUDIENCE, ...claims, nbf: now, exp: now + 300 })}`;
  return `${head}.${sign('sha256', Buffer.from(head), github.privateKey).toString('base64url')}`;
}

let local: LocalDynamics;
beforeAll(async () => {
  local = await startDynamics(demoOrg(20), {
    app: {
      certificates: [certificate.pem],
      federated: [{ issuer: ISSUER, subject: SUBJECT, audience: AUDIENCE }],
      issuerKeys: new Map([[ISSUER, github.publicKey.export({ format: 'jwk' })]]),
    },
  });
});
afterAll(async () => local.close());
afterEach(() => {
  local.org.faults.clear();
  local.org.users = [DEMO_USER];
  local.entra.tokens.lifetime = 3600;
});

const common = () => ({ tenant_id: TENANT, client_id: DEMO_USER.clientId, authority: local.entra.url });
const secret = (text = CLIENT_SECRET): Auth => ({ flow: 'client_secret', ...common(), client_secret: new Secret(text) });
const source = (auth: Auth, context: Partial<SourceContext> = {}) => sourceOf(local, { options: { auth }, context });

/** The error of signing in so. */
async function refusal(
  auth: Auth,
  context: Partial<SourceContext> = {},
  options: Partial<DynamicsOptions> = {},
): Promise<HighwaterError> {
  const own = sourceOf(local, { options: { auth, ...options }, context });
  const error = await own.connect().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  await own.close();
  if (!(error instanceof HighwaterError)) throw new Error(`no HighwaterError: ${String(error)}`);
  return error;
}

describe('signing in', () => {
  const flows: Readonly<Record<string, () => { auth: Auth; context?: Partial<SourceContext> }>> = {
    'with a client secret': () => ({ auth: secret() }),
    'with a certificate and its key in one text': () => ({
      auth: { flow: 'certificate', ...common(), certificate: new Secret(certificate.pem + certificate.privateKey) },
    }),
    'with a certificate whose line breaks were lost': () => ({
      auth: {
        flow: 'certificate',
        ...common(),
        certificate: new Secret(certificate.pem.replaceAll('\n', '\\n')),
        private_key: new Secret(certificate.privateKey.replaceAll('\n', '\\n')),
      },
    }),
    "with GitHub's token": () => ({
      auth: { flow: 'github_oidc', ...common(), audience: AUDIENCE },
      context: { idToken: async () => githubToken() },
    }),
    'with a refresh token of a public client': () => ({
      auth: { flow: 'refresh_token', ...common(), refresh_token: new Secret(local.entra.grantRefreshToken(DEMO_USER.clientId)) },
    }),
    'with a refresh token of a confidential client': () => ({
      auth: {
        flow: 'refresh_token',
        ...common(),
        client_secret: new Secret(CLIENT_SECRET),
        refresh_token: new Secret(local.entra.grantRefreshToken(DEMO_USER.clientId)),
      },
    }),
  };

  test.each(Object.keys(flows))('%s says who we are', async (name) => {
    const flow = flows[name]?.();
    if (flow === undefined) throw new Error(name);
    const context = contextOf(flow.context);
    const own = new DynamicsSource(optionsOf(local, { auth: flow.auth }), context, QUICK);
    const access = await own.connect();
    expect(access.identity).toBe('# Highwater reader');
    expect(access.facts).toContainEqual(['security roles', 'Highwater reader']);
    expect(access.facts.flat().join(' ')).toContain('Nordwind Trading');
    expect(context.masked.filter((m) => m.startsWith('eyJ')).length).toBeGreaterThan(0);
    await own.close();
  });

  test('happens once for all who need a token at the same time', async () => {
    const own = source(secret());
    local.entra.journal.length = 0;
    await own.connect();
    expect(local.entra.journal).toHaveLength(1);
    local.entra.tokens.expireAll();
    await Promise.all([listTables(own), listTables(own), listTables(own), listTables(own)]);
    expect(local.entra.journal).toHaveLength(2);
    await own.close();
  });

  test('is repeated before a token ends', async () => {
    local.entra.tokens.lifetime = 60;
    local.org.journal.clear();
    const own = source(secret());
    local.entra.journal.length = 0;
    await own.connect();
    await listTables(own);
    expect(local.entra.journal.length).toBeGreaterThanOrEqual(2);
    expect(local.org.journal.entries.filter((e) => e.status === 401)).toEqual([]);
    await own.close();
  });

  test('goes on with the newest refresh token, and masks it', async () => {
    const first = local.entra.grantRefreshToken(DEMO_USER.clientId);
    const context = contextOf();
    const auth: Auth = { flow: 'refresh_token', ...common(), refresh_token: new Secret(first) };
    const own = new DynamicsSource(optionsOf(local, { auth }), context, QUICK);
    await own.connect();
    expect(context.masked.some((m) => m.startsWith('0.') && m !== first)).toBe(true);
    local.entra.tokens.expireAll();
    await listTables(own);
    await own.close();
  });

  test('asks for a fresh GitHub token each time', async () => {
    let asked = 0;
    const idToken = async (audience: string) => {
      expect(audience).toBe(AUDIENCE);
      asked++;
      return githubToken();
    };
    const own = source({ flow: 'github_oidc', ...common(), audience: AUDIENCE }, { idToken });
    await own.connect();
    await listTables(own);
    local.entra.tokens.expireAll();
    await listTables(own);
    expect(asked).toBe(2);
    await own.close();
  });

  test.each([
    ['HTML with status 502', { html: true }],
    ['a reset connection', { reset: true }],
    ['status 503', { status: 503 }],
    ['status 429 with Retry-After', { status: 429, headers: { 'Retry-After': '0' } }],
  ])('is tried again after %s', async (_, fault) => {
    local.entra.fail(fault, fault);
    const own = source(secret());
    expect((await own.connect()).identity).toBe('# Highwater reader');
    await own.close();
  });

  test('gives up after several attempts, in words', async () => {
    local.entra.fail(...Array.from({ length: 6 }, () => ({ html: true })));
    const error = await refusal(secret());
    expect(error.report()).toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      message: expect.stringMatching(
        /Microsoft Entra could not be reached at 127.0.0.1:\d+: the sign-in was answered with status 502/,
      ),
    });
  });
});

describe('a refused sign-in says what to do', () => {
  const cases: Readonly<Record<string, [auth: () => Auth, message: RegExp, hint: RegExp]>> = {
    'a wrong secret': [() => secret('wrong'), /AADSTS7000215/, /value, not its id/],
    'an expired secret': [() => secret('expired-secret'), /AADSTS7000222/, /has expired: make a new one/],
    'an unknown application': [
      () => ({ ...secret(), client_id: '7e57da7a-0000-0000-0000-000000000000' }),
      /AADSTS700016/,
      /Application \(client\) ID/,
    ],
    'an unknown tenant': [() => ({ ...secret(), tenant_id: 'nobody.example' }), /AADSTS90002/, /Directory \(tenant\) ID/],
    'another certificate': [
      () => ({ flow: 'certificate', ...common(), certificate: new Secret(selfSigned().pem + certificate.privateKey) }),
      /AADSTS700027/,
      /Upload the certificate/,
    ],
    'no certificate at all': [
      () => ({ flow: 'certificate', ...common(), certificate: new Secret('MIIC…') }),
      /could not be read/,
      /BEGIN CERTIFICATE/,
    ],
    'an unknown refresh token': [
      () => ({ flow: 'refresh_token', ...common(), refresh_token: new Secret('old') }),
      /AADSTS70008/,
      /sign in again/,
    ],
  };

  test.each(Object.keys(cases))('%s', async (name) => {
    const [auth, message, hint] = cases[name] ?? [() => secret(), /never/, /never/];
    const error = await refusal(auth());
    expect(error.code).toBe('SIGN_IN_REFUSED');
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(error.message).not.toMatch(/Trace ID|Correlation/);
  });

  const OTHER = 'repo:acme@12/sync@34:ref:refs/heads/other';
  const mismatches: Readonly<Record<string, [number: string, claims: Partial<AssertionClaims>, credentials: boolean]>> = {
    subject: ['700213', { sub: OTHER }, true],
    issuer: ['700211', { iss: 'https://github.example.com/_services/token' }, true],
    audience: ['700212', { aud: 'api://other' }, true],
    'credential at all': ['70025', {}, false],
  };

  test.each(Object.keys(mismatches))(
    'a federated mismatch (no such %s) shows what was presented, never the token',
    async (name) => {
      const [number, claims, credentials] = mismatches[name] ?? ['', {}, true];
      const own = credentials ? local : await startDynamics(demoOrg(1));
      const { iss, sub, aud } = { iss: ISSUER, sub: SUBJECT, aud: AUDIENCE, ...claims };
      const token = githubToken({ iss, sub, aud });
      const auth: Auth = { flow: 'github_oidc', ...common(), authority: own.entra.url, audience: AUDIENCE };
      const error = await refusal(auth, { idToken: async () => token }, { url: own.dataverse.url });
      if (own !== local) await own.close();
      expect(error.message).toContain(`AADSTS${number}:`);
      expect(error.message).toContain(`issuer ${iss}, subject ${sub}, audience ${aud}`);
      expect(error.hint).toContain('Federated credentials > Add credential > Other issuer');
      expect(error.message + error.hint).not.toContain(token);
    },
  );

  test('outside of Actions GitHub has no token to give', async () => {
    const error = await refusal({ flow: 'github_oidc', ...common(), audience: AUDIENCE });
    expect(error.hint).toContain('id-token: write');
  });

  test('an address that the tenant does not know', async () => {
    const error = await refusal(secret(), {}, { url: 'http://127.0.0.2:9' });
    expect(error.message).toContain('AADSTS500011');
    expect(error.hint).toContain('`url`');
  });

  test('an abort ends the waiting', async () => {
    const abort = new AbortController();
    local.entra.fail({ delayMs: 60_000 });
    const own = source(secret(), { signal: abort.signal });
    const connecting = own.connect();
    setTimeout(() => abort.abort(new Error('stop')), 20);
    await expect(connecting).rejects.toThrow('stop');
    await own.close();
  });
});

describe('the advice follows the number that Entra gives', () => {
  const refresh = (): Auth => ({
    flow: 'refresh_token',
    ...common(),
    refresh_token: new Secret(local.entra.grantRefreshToken(DEMO_USER.clientId)),
  });

  test.each([
    [900432, secret, /another cloud: set `authority`/],
    [90038, secret, /another cloud: set `authority`/],
    [7000112, secret, /Enterprise applications/],
    [7000229, secret, /no service principal in this tenant/],
    [1000502, secret, /has expired, or is not valid yet/],
    [500014, secret, /switched off/],
    [50105, secret, /not assigned to the app/],
    [530003, secret, /Conditional Access/],
    [50057, refresh, /user is disabled/],
    [50055, refresh, /password has expired/],
    [50053, refresh, /locked/],
    [700084, refresh, /single-page application/],
    [70043, refresh, /sign in again/],
    [50132, refresh, /revoked/],
    [50079, refresh, /multi-factor/],
  ])('AADSTS%i', async (number, auth, hint) => {
    local.entra.fail({ number, status: 400 });
    const error = await refusal(auth());
    expect(error.message).toContain(`AADSTS${number}`);
    expect(error.hint).toMatch(hint);
  });

  test.each([
    ['a person', refresh, 'User sign-ins (non-interactive)'],
    ['an application', secret, 'Service principal sign-ins'],
  ])('an unknown one points to the log of %s', async (_, auth, log) => {
    local.entra.fail({ number: 999_999, status: 400 });
    expect((await refusal(auth())).hint).toContain(`Sign-in logs > ${log}`);
  });

  test.each([
    ['https://org123.crm.microsoftdynamics.us', 'https://login.microsoftonline.us'],
    ['https://org123.crm.appsplatform.us', 'https://login.microsoftonline.us'],
    ['https://org123.crm.dynamics.cn', 'https://login.partner.microsoftonline.cn'],
  ])('an environment of a national cloud (%s) without its own `authority`', async (url, authority) => {
    const error = await refusal(secret(), {}, { url });
    expect(error.hint).toContain(`set \`authority: ${authority}\``);
  });
});

describe('what is no token endpoint of Entra', () => {
  test.each([
    ['a page with status 404', { html: true, status: 404 }, /answered with status 404/],
    [
      'a redirection',
      { html: true, status: 302, headers: { Location: 'https://proxy.example.com/sign-in?for=you' } },
      /redirects to proxy\.example\.com \(status 302\)/,
    ],
  ])('is told apart from an Entra that is busy: %s', async (_, fault, message) => {
    local.entra.journal.length = 0;
    local.entra.fail(fault);
    const error = await refusal(secret());
    expect(error.report()).toMatchObject({ code: 'SOURCE_UNREACHABLE', hint: expect.stringContaining('`authority`') });
    expect(error.message).toMatch(message);
    expect(local.entra.journal).toHaveLength(1);
  });
});

describe('a certificate in another form comes with the command that converts it', () => {
  const der = Buffer.from(certificate.pem.replaceAll(/-----.*-----|\s/g, ''), 'base64');
  const pfx = Buffer.concat([Buffer.from('3082099002010330820956', 'hex'), Buffer.alloc(200, 7)]);
  const encrypted = github.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' });
  const old = github.privateKey.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const cases: readonly (readonly [form: string, text: string, message: RegExp, command: string])[] = [
    ['PFX in base64', pfx.toString('base64'), /PFX file/, 'openssl pkcs12 -in highwater.pfx -nodes'],
    ['PFX as bytes', pfx.toString('latin1'), /PFX file/, 'openssl pkcs12'],
    ['PFX that was read as text', pfx.toString('utf8'), /binary file|PFX file/, 'openssl pkcs12'],
    ['DER in base64', der.toString('base64'), /DER form/, 'openssl x509 -inform der'],
    ['PKCS #7', '-----BEGIN PKCS7-----\nAA\n-----END PKCS7-----', /PKCS #7/, 'openssl pkcs7'],
    ['a passphrase (PKCS #8)', certificate.pem + String(encrypted), /passphrase/, 'openssl pkey'],
    ['a passphrase (older form)', certificate.pem + String(old), /passphrase/, 'openssl pkey'],
    [
      'an EC key',
      certificate.pem + String(ec.export({ type: 'sec1', format: 'pem' })),
      /type ec/,
      'openssl req -x509 -newkey rsa',
    ],
    ['an EC key in PKCS #8', certificate.pem + String(ec.export({ type: 'pkcs8', format: 'pem' })), /type ec/, '-newkey rsa'],
    ['no key', certificate.pem, /private key of `certificate` is missing/, 'cat highwater.crt highwater.key'],
    ['a key only', certificate.privateKey, /private key only/, 'cat highwater.crt highwater.key'],
  ];

  test.each(cases)('%s', async (_, text, message, command) => {
    const error = await refusal({ flow: 'certificate', ...common(), certificate: new Secret(text) });
    expect(error.code).toBe('SIGN_IN_REFUSED');
    expect(error.message).toMatch(message);
    expect(error.hint).toContain(command);
    expect(error.message + error.hint).not.toContain(text.slice(40, 80));
  });
});

describe('a user whom the environment refuses', () => {
  test('an application that is no user there', async () => {
    local.org.users = [];
    const error = await refusal(secret());
    expect(error.report()).toMatchObject({ code: 'TABLE_NOT_READABLE', hint: expect.stringContaining('Application users') });
  });

  const says = (status: number, code: string, message: string) => ({
    reply: { status, body: JSON.stringify({ error: { code, message } }) },
  });

  test.each([
    [
      'an address that the IP firewall blocks',
      says(
        403,
        '0x80095ffe',
        'The request you are trying to make is rejected as access to your ip is blocked. Contact your administrator for more information.',
      ),
      /IP firewall of .* access to your ip is blocked/,
      /IP address settings.*self-hosted runner/,
    ],
    [
      'a disabled user',
      says(403, '0x80040225', 'The specified user (Id = 7e57da7a) is disabled. Consider enabling this user.'),
      /user in .* is disabled: The specified user/,
      /Application users > the app > Activate/,
    ],
    [
      'a disabled environment',
      says(403, '0x8004a101', 'The organization org123 is disabled.'),
      /environment .* is disabled: The organization org123 is disabled/,
      /administration mode/,
    ],
    ['words that nobody foresaw', says(403, '0x80099999', 'No entry on Sundays.'), /No entry on Sundays/, /message says why/],
    [
      'no words at all',
      { reply: { status: 403, body: '<html>Forbidden</html>', type: 'text/html' } },
      /did not come from Dataverse/,
      /proxy and firewall/,
    ],
  ])('%s: its own words are shown, and what to do', async (_, fault, message, hint) => {
    local.org.faults.add({ url: /WhoAmI/ }, fault);
    const error = await refusal(secret());
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(error.message).not.toContain('missing privilege');
  });

  test.each([
    [
      'a page with status 404',
      { status: 404, body: '<html>Not Found</html>', type: 'text/html' },
      /has no Dataverse Web API \(status 404\)/,
    ],
    [
      'a redirection',
      { status: 302, body: '', headers: { Location: 'https://org-new.crm4.dynamics.com/api/data/v9.2/WhoAmI' } },
      /redirects to org-new\.crm4\.dynamics\.com/,
    ],
  ])('%s at the sign-in is no environment', async (_, reply, message) => {
    local.org.faults.add({ url: /WhoAmI/ }, { reply });
    const error = await refusal(secret());
    expect(error.report()).toMatchObject({ code: 'SOURCE_UNREACHABLE', hint: expect.stringContaining('Environment URL') });
    expect(error.message).toMatch(message);
  });

  test('a token that stays refused', async () => {
    local.org.faults.add({ times: 100 }, { before: () => local.entra.tokens.expireAll() });
    const error = await refusal(secret());
    expect(error.report()).toMatchObject({ code: 'SESSION_REFUSED', hint: expect.stringContaining(TENANT) });
  });
});
