import jsforce from 'jsforce';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fillDemo } from './salesforce/demo.ts';
import { uriTooLong } from './salesforce/faults.ts';
import { type SalesforceServer, startSalesforce } from './salesforce/index.ts';
import { sobject } from './salesforce/schema.ts';
import { javaDouble } from './salesforce/values.ts';

// The local server is held to what a client that others wrote can do with it, and to what the real service refuses.

let server: SalesforceServer;
let connection: jsforce.Connection;
let token: string;

beforeAll(async () => {
  server = await startSalesforce({ pageSize: 50 });
  fillDemo(server.org, { accounts: 120 });
  connection = new jsforce.Connection({ instanceUrl: server.url, loginUrl: server.url, version: '64.0' });
  const oauth2 = new jsforce.OAuth2({
    loginUrl: server.url,
    clientId: 'consumer-key',
    clientSecret: 'consumer-secret',
    redirectUri: 'http://localhost',
  });
  const signedIn = await oauth2.requestToken({ grant_type: 'client_credentials' });
  token = signedIn.access_token;
  connection = new jsforce.Connection({ instanceUrl: signedIn.instance_url, accessToken: token, version: '64.0' });
});
afterAll(() => server.close());
beforeEach(() => {
  server.faults.clear();
  server.journal.clear();
});

const count = (object: string): number => [...server.org.records(object)].length;
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}/services/data/v64.0${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } });
const soql = (q: string, all = false): Promise<Response> => get(`/${all ? 'queryAll' : 'query'}?q=${encodeURIComponent(q)}`);
const errorOf = async (answer: Promise<Response>): Promise<string> => {
  const [first] = (await (await answer).json()) as { errorCode: string; message: string }[];
  return `${first?.errorCode}: ${first?.message}`;
};

describe('what jsforce can do', () => {
  test('a query is read over all of its pages', async () => {
    const { records } = await connection
      .query('SELECT Id, Name, Owner.Name FROM Account ORDER BY Id')
      .execute({ autoFetch: true, maxFetch: 1000 });
    expect(records).toHaveLength(120);
    expect(new Set(records.map((r) => r.Id)).size).toBe(120);
    expect((records[0] as { Owner?: { Name?: unknown } } | undefined)?.Owner?.Name).toBeTypeOf('string');
    expect(server.journal.matching(/\/query/)).toHaveLength(3);
  });

  test('queryAll shows what is in the recycle bin and query does not', async () => {
    const [first] = [...server.org.records('Contact')];
    server.org.delete('Contact', String(first?.Id));
    const condition = `SELECT Id, IsDeleted FROM Contact WHERE Id = '${String(first?.Id)}'`;
    expect((await connection.query(condition)).totalSize).toBe(0);
    expect((await connection.query(condition, { scanAll: true })).records).toMatchObject([{ IsDeleted: true }]);
  });

  test('describe lists fields with their types, and the global describe all objects', async () => {
    const { fields } = await connection.describe('Opportunity');
    expect(fields.find((f) => f.name === 'Amount')).toMatchObject({
      type: 'currency',
      precision: 18,
      scale: 2,
      filterable: true,
      groupable: false,
    });
    const { sobjects } = await connection.describeGlobal();
    expect(sobjects.find((o) => o.name === 'Project__c')).toMatchObject({ custom: true, queryable: true });
  });

  test('a Bulk query of one page gives every record', async () => {
    const stream = await connection.bulk2.query('SELECT Id, Name, Description FROM Account', {
      pollInterval: 5,
      pollTimeout: 5000,
    });
    const records = (await stream.toArray()) as { Id: string; Description: string }[];
    expect(records).toHaveLength(120);
    const expected = server.org.record('Account', records[0]?.Id ?? '');
    expect(records[0]?.Description || null).toBe(expected?.Description);
  });

  test('limits name what is left of the day', async () => {
    const { DailyApiRequests } = await connection.limits();
    expect(DailyApiRequests).toMatchObject({ Max: 15_000 });
    expect(connection.limitInfo.apiUsage).toMatchObject({ limit: 15_000 });
  });

  test.each([
    ['password', { grant_type: 'password', username: 'reader@acme.example', password: 'pa ss+wordtokEN123' }, true],
    [
      'password without its security token',
      { grant_type: 'password', username: 'reader@acme.example', password: 'pa ss+word' },
      false,
    ],
    ['refresh token', { grant_type: 'refresh_token', refresh_token: '5Aep-refresh' }, true],
    ['a wrong refresh token', { grant_type: 'refresh_token', refresh_token: 'other' }, false],
  ])('signing in with %s', async (_, form, works) => {
    const oauth2 = new jsforce.OAuth2({
      loginUrl: server.url,
      clientId: 'consumer-key',
      clientSecret: 'consumer-secret',
      redirectUri: 'http://localhost',
    });
    const signIn = oauth2.requestToken(form as never);
    if (works) expect((await signIn).instance_url).toBe(server.url);
    else await expect(signIn).rejects.toThrow(/invalid_grant|authentication failure|expired/);
  });
});

describe('what SOQL means', () => {
  test.each<[string, (r: Record<string, unknown>) => boolean]>([
    ["StageName = 'closed won'", (r) => r.StageName === 'Closed Won'],
    ["StageName != 'Closed Won' AND Amount > 50000.5", (r) => r.StageName !== 'Closed Won' && Number(r.Amount) > 50_000.5],
    [
      "(StageName IN ('Proposal', 'Closed Lost') OR Amount <= 1000) AND NOT IsClosed = true",
      (r) => (['Proposal', 'Closed Lost'].includes(String(r.StageName)) || Number(r.Amount) <= 1000) && r.IsClosed !== true,
    ],
    ["Name LIKE '%2' AND StageName NOT IN ('Proposal')", (r) => String(r.Name).endsWith('2') && r.StageName !== 'Proposal'],
    ['NOT (Probability >= 50 AND Probability < 70)', (r) => !(Number(r.Probability) >= 50 && Number(r.Probability) < 70)],
  ])('%s', async (where, matches) => {
    const { totalSize } = (await (await soql(`SELECT COUNT() FROM Opportunity WHERE ${where}`)).json()) as { totalSize: number };
    const expected = [...server.org.records('Opportunity')].filter(matches).length;
    expect(expected).toBeGreaterThan(0);
    expect(totalSize).toBe(expected);
  });

  test('a semi-join reads the children of what a condition chooses', async () => {
    const { totalSize } = (await (
      await soql("SELECT COUNT() FROM CaseFeed WHERE ParentId IN (SELECT Id FROM Case WHERE Status = 'New')")
    ).json()) as { totalSize: number };
    const cases = new Set([...server.org.records('Case')].filter((r) => r.Status === 'New').map((r) => r.Id));
    expect(totalSize).toBe(cases.size);
  });

  test('days are grouped in UTC', async () => {
    const answer = (await (
      await soql('SELECT DAY_ONLY(LastModifiedDate) d, COUNT(Id) n FROM Account GROUP BY DAY_ONLY(LastModifiedDate)')
    ).json()) as { records: { d: string; n: number }[] };
    expect(answer.records.reduce((sum, r) => sum + r.n, 0)).toBe(count('Account'));
  });

  test.each([
    ['SELECT Nope FROM Account', /INVALID_FIELD: [\s\S]*No such column 'Nope' on entity 'Account'/],
    ['SELECT Id FROM Nope', /INVALID_TYPE: [\s\S]*sObject type 'Nope' is not supported/],
    ['SELECT Id FROM ActivityHistory', /INVALID_TYPE_FOR_OPERATION: entity type ActivityHistory does not support query/],
    ['SELECT Id FROM', /MALFORMED_QUERY/],
    ["SELECT Id FROM Account WHERE Name = 'a' OR Name = 'b' AND Name = 'c'", /MALFORMED_QUERY: unexpected token: AND/],
    [
      "SELECT Id FROM Account WHERE CreatedDate > '2026-01-01T00:00:00Z'",
      /INVALID_FIELD: .*must be of type dateTime and should not be enclosed in quotes/,
    ],
    ['SELECT LastModifiedDate FROM Account GROUP BY LastModifiedDate', /MALFORMED_QUERY: .*can not be grouped/],
    ["SELECT Id FROM Account WHERE Description = 'x'", /INVALID_FIELD: field 'Description' can not be filtered/],
    ['SELECT Id FROM ContentDocumentLink', /MALFORMED_QUERY: Implementation restriction: ContentDocumentLink requires a filter/],
    [
      'SELECT Id FROM Account WHERE Id IN (SELECT Id FROM Account)',
      /MALFORMED_QUERY: The inner and outer selects should not be on the same object type/,
    ],
    ['SELECT Owner.Department FROM Account', /INVALID_FIELD: [\s\S]*'Department' on entity 'Name'/],
    ['SELECT Id, id FROM Account', /MALFORMED_QUERY: duplicate field selected: Id/],
  ])('%s is refused', async (q, message) => {
    expect(await errorOf(soql(q))).toMatch(message);
  });

  test('more than 2,000 groups are refused', async () => {
    server.org.define(sobject('Spread__c', 'a09', []));
    for (let day = 0; day < 2001; day++) server.org.insert('Spread__c', {}, { at: new Date(day * 86_400_000).toISOString() });
    const grouped = 'SELECT DAY_ONLY(CreatedDate), COUNT(Id) FROM Spread__c';
    expect(await errorOf(soql(`${grouped} GROUP BY DAY_ONLY(CreatedDate)`))).toMatch(
      /Aggregate query does not support queryMore/,
    );
    expect((await soql(`${grouped} WHERE CreatedDate >= 1970-01-02T00:00:00Z GROUP BY DAY_ONLY(CreatedDate)`)).status).toBe(200);
  });
});

describe('what the service refuses', () => {
  test('URI and headers above 16,384 bytes get the HTML page', async () => {
    const answer = await soql(`SELECT Id FROM Account WHERE Name = '${'x'.repeat(17_000)}'`);
    expect(answer.status).toBe(414);
    expect(await answer.text()).toBe(uriTooLong().body);
  });

  test('an unknown session is refused, and so is every call above the daily limit', async () => {
    const unknown = await get('/limits', { authorization: 'Bearer nope' });
    expect([unknown.status, await errorOf(Promise.resolve(unknown))]).toEqual([
      401,
      'INVALID_SESSION_ID: Session expired or invalid',
    ]);
    const { used } = server.service.usage;
    server.service.usage.used = 15_000;
    expect(await errorOf(get('/limits'))).toMatch(/REQUEST_LIMIT_EXCEEDED/);
    server.service.usage.used = used;
  });

  test('a describe answers 304 to a date that is not older, whatever was hidden from the user since', async () => {
    const first = await get('/sobjects/Account/describe');
    const since = first.headers.get('last-modified') ?? '';
    server.org.hide('Account.Phone');
    expect((await get('/sobjects/Account/describe', { 'if-modified-since': since })).status).toBe(304);
    server.clock.advance(2);
    server.org.addField('Account', { name: 'New__c', type: 'string', length: 10 });
    const changed = (await (await get('/sobjects/Account/describe', { 'if-modified-since': since })).json()) as {
      fields: { name: string }[];
    };
    const names = changed.fields.map((f) => f.name);
    expect([names.includes('Phone'), names.includes('New__c')]).toEqual([false, true]);
    server.org.show('Account.Phone');
    server.org.removeField('Account', 'New__c');
  });

  test('a composite takes five queries, counts as one call and shows each part', async () => {
    const part = (n: number) => ({
      method: 'GET',
      url: `/services/data/v64.0/query?q=${encodeURIComponent(n === 2 ? 'SELECT Nope FROM Case' : 'SELECT Id FROM Case LIMIT 3')}`,
      referenceId: `q${n}`,
    });
    const post = (parts: number) =>
      fetch(`${server.url}/services/data/v64.0/composite`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ compositeRequest: [...Array(parts).keys()].map(part) }),
      });
    const { compositeResponse } = (await (await post(5)).json()) as {
      compositeResponse: { httpStatusCode: number; body: unknown }[];
    };
    expect(compositeResponse.map((r) => r.httpStatusCode)).toEqual([200, 200, 400, 200, 200]);
    expect(server.journal.calls).toBe(1);
    expect((await post(6)).status).toBe(400);
  });

  test.each<[string, (n: number) => object, number, number]>([
    ['25 describes', () => ({ url: 'sobjects/Account/describe' }), 25, 200],
    ['26 describes', () => ({ url: 'sobjects/Account/describe' }), 26, 400],
    [
      'five queries beside 20 describes',
      (n) => ({ url: n < 5 ? 'query?q=SELECT+Id+FROM+Case' : 'sobjects/Case/describe' }),
      25,
      200,
    ],
    ['six queries beside describes', (n) => ({ url: n < 6 ? 'query?q=SELECT+Id+FROM+Case' : 'sobjects/Case/describe' }), 25, 400],
    ['limits', () => ({ url: 'limits' }), 1, 400],
    ['jobs', () => ({ url: 'jobs/query/750Hw0000000001AAA' }), 1, 400],
    ['a composite', () => ({ url: 'composite' }), 1, 400],
    ['a header of the whole', () => ({ url: 'sobjects/Case/describe', httpHeaders: { Accept: 'text/csv' } }), 1, 400],
    [
      'If-Modified-Since',
      () => ({ url: 'sobjects/Case/describe', httpHeaders: { 'If-Modified-Since': new Date().toUTCString() } }),
      1,
      200,
    ],
  ])('a composite of %s', async (_, part, parts, status) => {
    const compositeRequest = Array.from({ length: parts }, (__, n) => {
      const { url, ...more } = part(n) as { url: string };
      return { method: 'GET', referenceId: `p${n}`, url: `/services/data/v64.0/${url}`, ...more };
    });
    const answer = await fetch(`${server.url}/services/data/v64.0/composite`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ compositeRequest }),
    });
    expect(answer.status).toBe(status);
    expect(server.journal.calls).toBe(1);
  });
});

describe('Bulk query jobs', () => {
  const job = async (query: string, version = '64.0'): Promise<{ id: string; base: string; answer: Response }> => {
    const base = `${server.url}/services/data/v${version}/jobs/query`;
    const answer = await fetch(base, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ operation: 'query', query }),
    });
    const { id = '' } = answer.ok ? ((await answer.clone().json()) as { id: string }) : {};
    return { id, base, answer };
  };

  test('every page starts with the header row and names the next one', async () => {
    server.options.bulkPageSize = 50;
    const { id, base } = await job('SELECT Id, Name FROM Account');
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${base}/${id}/results`, { headers })).status).toBe(412);
    while (((await (await fetch(`${base}/${id}`, { headers })).json()) as { state: string }).state !== 'JobComplete');
    const ids: string[] = [];
    const counts: number[] = [];
    for (let locator = ''; locator !== 'null'; ) {
      const page = await fetch(`${base}/${id}/results${locator === '' ? '' : `?locator=${locator}`}`, { headers });
      const lines = (await page.text()).trimEnd().split('\n');
      expect(lines[0]).toBe('"Id","Name"');
      ids.push(...lines.slice(1));
      counts.push(Number(page.headers.get('sforce-numberofrecords')));
      locator = page.headers.get('sforce-locator') ?? 'null';
    }
    expect(counts).toEqual([50, 50, 20]);
    expect(new Set(ids).size).toBe(120);
    const pages = (await (await fetch(`${base}/${id}/resultPages`, { headers })).json()) as {
      resultPages: unknown[];
      done: boolean;
    };
    expect([pages.resultPages.length, pages.done]).toEqual([3, true]);
    expect((await fetch(`${base.replace('64.0', '61.0')}/${id}/results`, { headers })).status).toBe(409);
    expect((await fetch(`${base}/${id}`, { method: 'DELETE', headers })).status).toBe(204);
    expect((await fetch(`${base}/${id}/results`, { headers })).status).toBe(404);
  });

  test.each([
    ['SELECT COUNT(Id) FROM Account', /Aggregate/],
    ['SELECT BillingAddress FROM Account', /Selecting compound data not supported in Bulk Query/],
    ['SELECT Id, (SELECT Id FROM Contacts) FROM Account', /Aggregate Relationships not supported/],
    ['SELECT VersionData FROM ContentVersion', /Binary fields not supported/],
    ['SELECT Id FROM OpportunityHistory', /INVALIDENTITY: Entity 'OpportunityHistory' is not supported by the Bulk API/],
  ])('%s is refused', async (query, message) => {
    expect(await errorOf(Promise.resolve((await job(query)).answer))).toMatch(message);
  });

  test('a generated table answers by arithmetic, block by block', async () => {
    server.options.bulkPageSize = 50_000;
    const table = server.generate(sobject('Big__c', 'a0B', [{ name: 'Amount__c', type: 'currency', precision: 18, scale: 2 }]), {
      rows: 12_345,
      start: '2024-01-01T00:00:00Z',
      days: 100,
    });
    const window = 'LastModifiedDate >= 2024-01-11T00:00:00Z AND LastModifiedDate < 2024-01-21T00:00:00Z';
    const { totalSize } = (await (await soql(`SELECT COUNT() FROM Big__c WHERE ${window}`)).json()) as { totalSize: number };
    const { id, base } = await job(`SELECT Id, Amount__c FROM Big__c WHERE ${window}`);
    const headers = { authorization: `Bearer ${token}` };
    while (((await (await fetch(`${base}/${id}`, { headers })).json()) as { state: string }).state !== 'JobComplete');
    const text = await (await fetch(`${base}/${id}/results`, { headers })).text();
    const ids = text
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.slice(1, 19));
    const expected = [...Array(12_345).keys()]
      .filter((i) => table.modified(i) >= Date.parse('2024-01-11') && table.modified(i) < Date.parse('2024-01-21'))
      .map((i) => table.record(i).Id);
    expect(ids).toEqual(expected);
    expect(totalSize).toBe(expected.length);
  });
});

test.each([
  [0, '0.0'],
  [15_000, '15000.0'],
  [0.25, '0.25'],
  [1_234_567, '1234567.0'],
  [12_345_678, '1.2345678E7'],
  [16_147_805_824_397, '1.6147805824397E13'],
  [-1e8, '-1.0E8'],
  [0.0001, '1.0E-4'],
])('%d is written %s, as Java does', (value, text) => {
  expect(javaDouble(value)).toBe(text);
});
