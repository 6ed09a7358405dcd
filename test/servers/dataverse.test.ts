import { generateKeyPairSync, sign } from 'node:crypto';
import { ConfidentialClientApplication } from '@azure/msal-node';
import { DynamicsWebApi } from 'dynamics-web-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { column, table } from './dataverse/columns.ts';
import { bareOrg, demoOrg, guid } from './dataverse/demo.ts';
import { DEMO_USER } from './dataverse/org.ts';
import { CLIENT_SECRET, type LocalDynamics, startDynamics, TENANT } from './dataverse/start.ts';
import { selfSigned } from './entra/certificate.ts';

const ISSUER = 'https://token.actions.githubusercontent.com';
const SUBJECT = 'repo:acme@1/sync@2:ref:refs/heads/main';
const AUDIENCE = 'api://AzureADTokenExchange';
const certificate = selfSigned();
const github = generateKeyPairSync('rsa', { modulusLength: 2048 });

let local: LocalDynamics;
let client: DynamicsWebApi;

beforeAll(async () => {
  local = await startDynamics(demoOrg(), {
    app: {
      certificates: [certificate.pem],
      federated: [{ issuer: ISSUER, subject: SUBJECT, audience: AUDIENCE }],
      issuerKeys: new Map([[ISSUER, github.publicKey.export({ format: 'jwk' })]]),
    },
  });
  const app = msal({ clientSecret: CLIENT_SECRET });
  client = new DynamicsWebApi({
    serverUrl: local.dataverse.url,
    dataApi: { version: '9.2' },
    onTokenRefresh: async () => (await app.acquireTokenByClientCredential({ scopes: [scope()] }))?.accessToken ?? '',
  });
});
afterAll(async () => local.close());

const scope = () => `${local.dataverse.url}/.default`;

function msal(
  auth:
    | { clientSecret: string }
    | { clientCertificate: { thumbprintSha256: string; privateKey: string } }
    | { clientAssertion: () => Promise<string> },
  tenant = TENANT,
) {
  const endpoint = `${local.entra.url}/${tenant}/oauth2/v2.0`;
  return new ConfidentialClientApplication({
    auth: {
      clientId: DEMO_USER.clientId,
      authority: `https://entra.invalid/${tenant}`,
      knownAuthorities: ['entra.invalid'],
      authorityMetadata: JSON.stringify({
        token_endpoint: `${endpoint}/token`,
        authorization_endpoint: `${endpoint}/authorize`,
        issuer: `https://entra.invalid/${tenant}/v2.0`,
        jwks_uri: `${endpoint}/keys`,
      }),
      ...auth,
    },
  });
}

function githubToken(claims: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iss: ISSUER, sub: SUBJECT, aud: AUDIENCE, nbf: now, exp: now + 300, ...claims })}`;
  return `${head}.${sign('sha256', Buffer.from(head), github.privateKey).toString('base64url')}`;
}

describe('Entra, to msal-node', () => {
  const acquire = async (app: ConfidentialClientApplication) => app.acquireTokenByClientCredential({ scopes: [scope()] });

  test('gives a token for a secret, a certificate and a federated token', async () => {
    for (const auth of [
      { clientSecret: CLIENT_SECRET },
      { clientCertificate: { thumbprintSha256: certificate.thumbprint, privateKey: certificate.privateKey } },
      { clientAssertion: async () => githubToken() },
    ])
      expect((await acquire(msal(auth)))?.accessToken).toMatch(/^eyJ/);
  });

  test.each([
    ['a wrong secret', () => msal({ clientSecret: 'wrong' }), 'AADSTS7000215'],
    ['an expired secret', () => msal({ clientSecret: 'expired-secret' }), 'AADSTS7000222'],
    ['an unknown tenant', () => msal({ clientSecret: CLIENT_SECRET }, 'nobody'), 'AADSTS90002'],
    [
      'a federated token of another branch',
      () => msal({ clientAssertion: async () => githubToken({ sub: 'repo:acme@1/sync@2:ref:refs/heads/x' }) }),
      'AADSTS700213',
    ],
    [
      'a certificate that is not registered',
      () => msal({ clientCertificate: { thumbprintSha256: selfSigned().thumbprint, privateKey: certificate.privateKey } }),
      'AADSTS700027',
    ],
    [
      'a certificate with another key',
      () => msal({ clientCertificate: { thumbprintSha256: certificate.thumbprint, privateKey: selfSigned().privateKey } }),
      'AADSTS700027',
    ],
  ])('refuses %s', async (_, app, code) => {
    await expect(acquire(app())).rejects.toThrow(code);
  });

  test('refuses an organisation that it does not know', async () => {
    const app = msal({ clientSecret: CLIENT_SECRET });
    await expect(app.acquireTokenByClientCredential({ scopes: ['https://other.crm.dynamics.com/.default'] })).rejects.toThrow(
      'AADSTS500011',
    );
  });

  test('rotates refresh tokens', async () => {
    const app = msal({ clientSecret: CLIENT_SECRET });
    const refreshToken = local.entra.grantRefreshToken(DEMO_USER.clientId);
    expect((await app.acquireTokenByRefreshToken({ refreshToken, scopes: [scope()] }))?.accessToken).toMatch(/^eyJ/);
    await expect(app.acquireTokenByRefreshToken({ refreshToken: 'nobodys', scopes: [scope()] })).rejects.toThrow('AADSTS70008');
  });

  test('answers HTML on command', async () => {
    local.entra.fail({ html: true });
    await expect(acquire(msal({ clientSecret: CLIENT_SECRET }))).rejects.toMatchObject({ errorCode: 'token_parsing_error' });
  });
});

describe('the Web API, to dynamics-web-api', () => {
  test('says who is asking', async () => {
    const me = await client.callFunction<{ UserId: string }>({ functionName: 'WhoAmI' });
    expect(me.UserId).toBe(DEMO_USER.systemUserId);
  });

  test('pages through a whole table, each row once', async () => {
    const all = await client.retrieveAll<{ contactid: string }>({
      collection: 'contacts',
      select: ['fullname'],
      orderBy: ['modifiedon asc'],
      maxPageSize: 100,
    });
    expect(new Set(all.value.map((r) => r.contactid)).size).toBe(local.org.table('contact').size);
    expect(all.value).toHaveLength(local.org.table('contact').size);
  });

  test.each([
    [
      "statecode eq 0 and startswith(name,'Nordwind')",
      (r: Record<string, unknown>) => r.statecode === '0' && String(r.name).startsWith('Nordwind'),
    ],
    [
      'not (industrycode eq null) and (numberofemployees gt 2000 or donotemail eq true)',
      (r: Record<string, unknown>) => r.industrycode !== null && (Number(r.numberofemployees) > 2000 || r.donotemail === true),
    ],
    [
      `_primarycontactid_value eq ${guid('02', 40)}`,
      (r: Record<string, unknown>) => (r.primarycontactid as { id: string }).id === guid('02', 40),
    ],
    [
      "modifiedon ge 2026-01-01T00:00:00Z and contains(description,'needs')",
      (r: Record<string, unknown>) => String(r.modifiedon) >= '2026-01-01' && r.description !== null,
    ],
    ['industrycode in (100,102)', (r: Record<string, unknown>) => r.industrycode === '100' || r.industrycode === '102'],
    [
      "Microsoft.Dynamics.CRM.In(PropertyName='accountnumber',PropertyValues=['A-00001','A-00002'])",
      (r: Record<string, unknown>) => r.accountnumber === 'A-00001' || r.accountnumber === 'A-00002',
    ],
  ])('filters by %s', async (filter, matches) => {
    const found = await client.retrieveMultiple<{ accountid: string }>({ collection: 'accounts', select: ['accountid'], filter });
    const expected = [...local.org.table('account').all()].filter(matches).map((r) => r.accountid);
    expect(expected.length).toBeGreaterThan(0);
    expect(found.value.map((r) => r.accountid).sort()).toEqual(expected.sort());
  });

  test.each([
    ['an unknown column', { select: ['nope'] }, "Could not find a property named 'nope'"],
    ['a quoted date', { filter: "modifiedon ge '2026-01-01'" }, 'incompatible types'],
    ['a lookup by its attribute', { filter: `primarycontactid eq ${guid('02', 1)}` }, 'Could not find a property'],
    ['a broken filter', { filter: 'statecode eq' }, 'Syntax error'],
  ])('refuses %s', async (_, options, message) => {
    await expect(client.retrieveMultiple({ collection: 'accounts', ...options })).rejects.toThrow(message);
  });

  test('describes tables and their choices', async () => {
    const accounts = await client.retrieveEntity({
      key: "LogicalName='account'",
      select: ['EntitySetName', 'ChangeTrackingEnabled'],
    });
    expect(accounts).toMatchObject({ EntitySetName: 'accounts', ChangeTrackingEnabled: true });
    const picklists = await client.retrieveAttributes({
      entityKey: "LogicalName='account'",
      castType: 'Microsoft.Dynamics.CRM.PicklistAttributeMetadata',
      select: ['LogicalName'],
      expand: [{ property: 'OptionSet' }, { property: 'GlobalOptionSet' }],
    });
    expect(picklists.value).toMatchObject([
      {
        LogicalName: 'industrycode',
        OptionSet: {
          Options: [{ Value: 100 }, {}, { Value: 102, Label: { UserLocalizedLabel: { Label: 'Retail; Wholesale' } } }, {}, {}],
        },
      },
    ]);
  });

  test('answers a batch of GETs', async () => {
    client.startBatch();
    void client.retrieveMultiple({ collection: 'accounts', select: ['name'], top: 3 });
    void client.retrieve({ collection: 'contacts', key: guid('02', 4), select: ['fullname'] });
    const [accounts, contact] = await client.executeBatch();
    expect(accounts.value).toHaveLength(3);
    expect(contact.contactid).toBe(guid('02', 4));
  });

  test('tracks changes: rows written and keys deleted since a delta link', async () => {
    const first = await client.retrieveMultiple({ collection: 'phonecalls', select: ['subject'], trackChanges: true });
    local.org.table('phonecall').update(guid('04', 3), { subject: 'changed' });
    local.org.table('phonecall').remove(guid('04', 5));
    const unseen = local.org.table('phonecall').insert({ activityid: guid('04', 9999), subject: 'short-lived' });
    local.org.table('phonecall').remove(unseen);
    const delta = await client.retrieveMultiple<Record<string, unknown>>(
      { collection: 'phonecalls', select: ['subject'], trackChanges: true },
      first.oDataDeltaLink,
    );
    expect(
      delta.value
        .filter((r) => r.reason === 'deleted')
        .map((r) => r.id)
        .sort(),
    ).toEqual([guid('04', 5), guid('04', 9999)]);
    expect(delta.value.filter((r) => r.subject !== undefined).map((r) => r.subject)).toEqual(['changed']);
  });

  test('refuses what change tracking can not be combined with, and tokens of more than seven days', async () => {
    const request = { collection: 'accounts', select: ['name'], trackChanges: true };
    await expect(client.retrieveMultiple({ ...request, filter: 'statecode eq 0' })).rejects.toThrow(
      'not supported with change tracking',
    );
    await expect(client.retrieveMultiple({ ...request, orderBy: ['name'] })).rejects.toThrow(
      'not supported with change tracking',
    );
    const own = await startDynamics(demoOrg(3));
    const { token } = own.entra.tokens.issue(DEMO_USER.clientId, '', Date.now());
    const read = async (url: string) =>
      (await fetch(url, { headers: { Authorization: `Bearer ${token}`, Prefer: 'odata.track-changes' } })).json() as Promise<
        Record<string, string>
      >;
    const first = await read(`${own.dataverse.url}/api/data/v9.2/accounts?$select=name`);
    own.org.clock.advance(8 * 86_400);
    expect(await read(first['@odata.deltaLink'] ?? '')).toMatchObject({ error: { code: '0x80044352' } });
    await own.close();
  });
});

describe('the Web API, asked directly', () => {
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const { token } = local.entra.tokens.issue(DEMO_USER.clientId, '', Date.now());
    return fetch(path.startsWith('http') ? path : `${local.dataverse.url}/api/data/v9.2/${path}`, {
      headers: { Authorization: `Bearer ${token}`, ...headers },
    });
  };

  test('gives numbers by their exact text and nulls explicitly', async () => {
    const org = bareOrg();
    const own = await startDynamics(org);
    org.add(
      table('t', 'ts', [
        column.decimal('d'),
        ...column.money('m'),
        column.text('s'),
        column.lookup('transactioncurrencyid', ['transactioncurrency']),
      ]),
    );
    org.table('t').insert({ tid: guid('aa', 1), d: '0.1000000000', m: '123456789012.1234', versionnumber: '9007199254740993' });
    const { token } = own.entra.tokens.issue(DEMO_USER.clientId, '', Date.now());
    const text = await (
      await fetch(`${own.dataverse.url}/api/data/v9.2/ts?$select=d,m,s,versionnumber`, {
        headers: { Authorization: `Bearer ${token}` },
      })
    ).text();
    expect(text).toContain(
      '"d":0.1000000000,"m":123456789012.1234,"s":null,"transactioncurrencyid_value":null'.replace(
        '"transactioncurrencyid_value"',
        '"_transactioncurrencyid_value"',
      ),
    );
    expect(text).toContain('"versionnumber":9007199254740993');
    await own.close();
  });

  test('wants its next links back byte for byte', async () => {
    const first = (await (
      await get('accounts?$select=name&$orderby=modifiedon asc', { Prefer: 'odata.maxpagesize=10' })
    ).json()) as Record<string, string>;
    const link = first['@odata.nextLink'] ?? '';
    expect(link).toMatch(/skiptoken=%3Ccookie%20pagenumber%3D%222%22.*%253ccookie/);
    expect((await get(link, { Prefer: 'odata.maxpagesize=10' })).status).toBe(200);
    expect((await get(decodeURIComponent(link))).status).toBe(400);
  });

  test('lets a row that is edited while its page is pending move', async () => {
    const account = local.org.table('account');
    const read = async (url: string) =>
      (await (await get(url, { Prefer: 'odata.maxpagesize=150' })).json()) as {
        value: { accountid: string }[];
        '@odata.nextLink'?: string;
      };
    const first = await read('accounts?$select=modifiedon&$orderby=modifiedon asc&$filter=modifiedon lt 2026-11-20T08:30:00Z');
    const seen = new Set(first.value.map((r) => r.accountid));
    const pending = [...account.all()].find((r) => !seen.has(String(r.accountid)));
    account.update(String(pending?.accountid), { name: 'edited' });
    const second = await read(first['@odata.nextLink'] ?? '');
    expect(second.value.some((r) => r.accountid === pending?.accountid)).toBe(false);
    expect(first.value.length + second.value.length).toBe(account.size - 1);
  });

  test.each([
    ['a count above 5,000', 'big/$count', 200, '5000'],
    ['$skip', 'bigs?$skip=10', 400, '0x80060888'],
    ['an aggregate over more than 50,000 rows', 'bigs?$apply=aggregate($count as n)', 400, '0x8004e023'],
    ['a URL of more than 32 KB', `bigs?$filter=${'statecode eq 0 or '.repeat(2000)}statecode eq 1`, 414, 'URI Too Long'],
  ])('stops at %s', async (_, path, status, text) => {
    const { addBig } = await import('./dataverse/big.ts');
    if (!local.org.tables.some((t) => t.def.name === 'big')) addBig(local.org, 51_000, 'big');
    const response = await get(path.replace('big/', 'bigs/'));
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
  });

  test('gives half a million rows in order without keeping them', async () => {
    const { addBig } = await import('./dataverse/big.ts');
    const own = bareOrg();
    addBig(own, 500_000);
    const sorted = own.table('new_activity').sorted([{ column: column.instant('modifiedon'), descending: false }]);
    expect(sorted.length).toBe(500_000);
    let previous = '';
    for (let i = 0; i < sorted.length; i += 997) {
      const value = String(sorted.at(i).value('modifiedon'));
      expect(value >= previous).toBe(true);
      previous = value;
    }
  });

  test('refuses tokens that are unknown or expired, and applications that are no users', async () => {
    const url = `${local.dataverse.url}/api/data/v9.2/WhoAmI`;
    const unknown = await fetch(url, { headers: { Authorization: 'Bearer x' } });
    expect([unknown.status, unknown.headers.get('WWW-Authenticate')]).toEqual([401, expect.stringContaining(TENANT)]);
    const { token } = local.entra.tokens.issue('7e57da7a-9999-4000-8000-000000000001', '', Date.now());
    const stranger = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    expect([stranger.status, await stranger.text()]).toEqual([403, expect.stringContaining('0x80072560')]);
  });

  test('shows every request in its journal, and nothing there writes', () => {
    expect(local.org.journal.entries.length).toBeGreaterThan(20);
    expect(local.org.journal.writes).toEqual([]);
  });
});
