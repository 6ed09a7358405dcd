import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { HighwaterError } from '../../../src/model/errors.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { SalesforceOptions } from '../../../src/sources/salesforce/options.ts';
import { fillDemo } from '../../servers/salesforce/demo.ts';
import { htmlPage } from '../../servers/salesforce/faults.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { listTables } from '../../support/describe.ts';
import { DEFAULT_OPTIONS, Engine } from '../../support/engine.ts';
import { salesforceWorld } from '../../support/salesforce-source.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { syncTables } from '../../support/sync-tables.ts';

type Auth = SalesforceOptions['auth'];
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const jwt: Auth = {
  flow: 'jwt_bearer',
  client_id: 'consumer-key',
  username: 'reader@acme.example',
  private_key: new Secret(PEM),
};
const refresh: Auth = { flow: 'refresh_token', client_id: 'consumer-key', refresh_token: new Secret('5Aep-refresh') };

let server: SalesforceServer;
afterEach(() => server.close());

async function start(options: Parameters<typeof startSalesforce>[0] = {}): Promise<void> {
  server = await startSalesforce({
    ...options,
    oauth: { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), ...options.oauth },
  });
  fillDemo(server.org, { accounts: 10 });
}
async function failure(work: Promise<unknown>): Promise<HighwaterError> {
  return work.then(
    () => Promise.reject(new Error('it should have failed')),
    (error: HighwaterError) => error,
  );
}
const signIns = (): number => server.journal.entries.filter((e) => e.kind === 'token').length;

describe('signing in', () => {
  test.each<[string, Auth]>([
    [
      'client credentials',
      { flow: 'client_credentials', client_id: 'consumer-key', client_secret: new Secret('consumer-secret') },
    ],
    ['a refresh token, without a client secret', refresh],
    ['a signed assertion', jwt],
    ['a signed assertion whose key was pasted into one line', { ...jwt, private_key: new Secret(PEM.replaceAll('\n', '\\n')) }],
    [
      'user name, password and security token',
      {
        flow: 'password',
        client_id: 'consumer-key',
        client_secret: new Secret('consumer-secret'),
        username: 'reader@acme.example',
        password: new Secret('pa ss+word'),
        security_token: new Secret('tokEN123'),
      },
    ],
  ])('works with %s', async (_, auth) => {
    await start();
    const world = salesforceWorld(server);
    const access = await world.source(auth).connect();
    expect(access).toMatchObject({ identity: 'reader@acme.example', server: expect.stringContaining('API 64.0') });
    expect(world.masked.some((m) => m.startsWith('00DHw'))).toBe(true);
    expect(server.journal.writes).toEqual([]);
  });

  test.each([600, -600])('a signed assertion is good for the service’s own clock (%i s off)', async (clockOffsetSeconds) => {
    await start({ clockOffsetSeconds });
    expect((await salesforceWorld(server).source(jwt).connect()).identity).toBe('reader@acme.example');
  });

  test('the API version is the newest, or the configured one, and the user’s name is asked for once', async () => {
    await start();
    const world = salesforceWorld(server);
    await world.source().connect();
    server.journal.clear();
    await world.source().connect();
    expect(server.journal.entries.map((e) => e.kind)).toEqual(['token']);
    const older = salesforceWorld(server, { apiVersion: 'v61' });
    expect((await older.source().connect()).server).toContain('API 61.0');
  });

  test.each<[string, string, string, RegExp]>([
    [
      'no user to run as',
      'invalid_grant',
      'no client credentials user enabled',
      /"Enable Client Credentials Flow"[\s\S]*"Run As"/,
    ],
    ['a wrong key', 'invalid_client_id', 'client identifier invalid', /"Consumer Key"/],
    ['a wrong secret', 'invalid_client', 'invalid client credentials', /"Consumer Secret"|Consumer Key and Secret/],
    ['a dead refresh token', 'invalid_grant', 'expired access/refresh token', /authorise the app again/],
    ['a wrong audience', 'invalid_grant', 'Audience validation failed', /https:\/\/test\.salesforce\.com/],
    [
      'a user who is not approved',
      'invalid_grant',
      'user is not admin approved to access this app',
      /"Admin approved users are pre-authorized"/,
    ],
    ['a user who has not approved', 'invalid_grant', "user hasn't approved this consumer", /Pre-authorise/],
    ['the wrong domain', 'invalid_grant', 'request not supported on this domain', /"Current My Domain URL"/],
    ['missing scopes', 'invalid_grant', 'no valid scopes defined', /api\)[\s\S]*offline_access/],
    ['an inactive user', 'inactive_user', 'user is inactive', /must be active/],
    ['an inactive user, in other words', 'invalid_grant', 'inactive user', /must be active/],
    ['an app that is blocked', 'invalid_grant', 'this client is blocked', /OAuth Usage.*"Unblock"/],
    ['an app that is blocked, in other words', 'OAUTH_APP_BLOCKED', 'this app is blocked by admin', /OAuth Usage.*"Unblock"/],
    ['an app that needs the administrator', 'OAUTH_APPROVAL_ERROR_GENERIC', 'Connected app is not installed', /"Install"/],
    ['a locked user', 'invalid_grant', 'user is locked', /unlocked/],
    ['a wrong password', 'invalid_grant', 'authentication failure', /Reset My Security Token/],
    ['a flow that is off', 'unsupported_grant_type', 'grant type not supported', /auth\.flow/],
    ['something new', 'invalid_grant', 'the moon is in the wrong phase', /Login History/],
  ])('%s has its own advice', async (_, error, description, hint) => {
    await start();
    server.service.oauth.refuseWith(error, description);
    const refused = await failure(salesforceWorld(server).source().connect());
    expect(refused).toMatchObject({ code: 'SIGN_IN_REFUSED', message: expect.stringContaining(`"${error}: ${description}"`) });
    expect(refused.hint).toMatch(hint);
    expect(signIns()).toBe(1);
  });

  // Salesforce's own words are "retry your request".
  test.each(['unknown_error', 'server_error', 'temporarily_unavailable'])(
    '%s is no refusal: it is asked again',
    async (error) => {
      await start();
      const body = JSON.stringify({ error, error_description: 'retry your request' });
      const reply = { status: 400, type: 'application/json', body };
      server.faults.add({ url: /oauth2/, times: 2 }, { reply });
      expect((await salesforceWorld(server).source().connect()).identity).toBe('reader@acme.example');
      expect(signIns()).toBe(3);
      server.faults.add({ url: /oauth2/, times: 99 }, { reply });
      expect(await failure(salesforceWorld(server).source().connect())).toMatchObject({
        code: 'SOURCE_UNREACHABLE',
        message: expect.stringContaining(`${error}: retry your request`),
      });
    },
  );

  test('a token for an address that is not encrypted is not used', async () => {
    await start();
    const body = JSON.stringify({ access_token: 'x', instance_url: 'http://elsewhere.example', id: 'https://login/id/00D/005' });
    server.faults.add({ url: /oauth2/ }, { reply: { status: 200, type: 'application/json', body } });
    expect(await failure(salesforceWorld(server).source().connect())).toMatchObject({
      code: 'SIGN_IN_REFUSED',
      message: expect.stringContaining('http://elsewhere.example'),
    });
  });

  test('a private key that is none says so', async () => {
    await start();
    const refused = await failure(
      salesforceWorld(server)
        .source({ ...jwt, private_key: new Secret('nonsense') })
        .connect(),
    );
    expect(refused.hint).toContain('-----BEGIN PRIVATE KEY-----');
    expect(JSON.stringify(refused.report())).not.toContain('nonsense');
  });

  test('an unreachable host and a service that answers nonsense are told apart from a refusal', async () => {
    await start();
    server.faults.add({ url: /oauth2/, times: 2 }, htmlPage(503));
    expect((await salesforceWorld(server).source().connect()).identity).toBe('reader@acme.example');
    server.faults.add({ url: /oauth2/, times: 99 }, htmlPage(503));
    expect(await failure(salesforceWorld(server).source().connect())).toMatchObject({ code: 'SOURCE_UNREACHABLE' });
  });
});

describe('a session that ends', () => {
  test('in mid-run is opened anew once for all workers', async () => {
    await start({ pageSize: 5 });
    const engine = await Engine.create();
    const world = salesforceWorld(server, { tuning: { restRows: 20, bulkRows: [20, 30] } });
    server.faults.add({ url: /GROUP BY|\/01g/, nth: 2 }, { run: () => server.service.oauth.expireSessions(), delayMs: 5 });
    const synced = await syncTables(engine, world.source(), { Account: {}, Contact: {}, Opportunity: {}, Case: {} }, 'full');
    expect(synced.records.map((r) => r.error)).toEqual(synced.records.map(() => null));
    for (const object of ['Account', 'Contact', 'Opportunity', 'Case']) await expectTruth(engine, server.org, object);
    expect(signIns()).toBe(2);
    await engine.close();
  });

  test('and is refused again at once is an error, not a loop', async () => {
    await start();
    const source = salesforceWorld(server).source();
    await source.connect();
    server.faults.add(
      { url: /services\/data\/v/, times: 999 },
      {
        reply: {
          status: 401,
          type: 'application/json',
          body: '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]',
        },
      },
    );
    server.journal.clear();
    expect(await failure(listTables(source))).toMatchObject({ code: 'SESSION_REFUSED' });
    expect(server.journal.entries).toHaveLength(3);
  });

  test('is renewed with the rotated refresh token, which is masked and told of', async () => {
    await start({ oauth: { rotates: true } });
    const world = salesforceWorld(server);
    const source = world.source(refresh);
    await source.connect();
    for (let i = 0; i < 2; i++) {
      server.service.oauth.expireSessions();
      const ref = { name: 'Account', target: 'Account', label: '', kind: '' };
      await source.describe([{ ref, options: DEFAULT_OPTIONS }]);
      await source.access([]);
    }
    expect(world.masked).toEqual(expect.arrayContaining(['5Aep-refresh.1', '5Aep-refresh.3']));
    expect(world.notices.some((n) => n.includes('replaced the refresh token') && !n.includes('5Aep'))).toBe(true);
    expect(await failure(world.source(refresh).connect())).toMatchObject({
      code: 'SIGN_IN_REFUSED',
      hint: expect.stringContaining('authorise the app again'),
    });
  });
});
