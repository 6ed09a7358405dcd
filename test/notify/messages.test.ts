import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withoutValues } from '../../src/notify/message.ts';
import { startWebhooks, type WebhookServer } from '../servers/webhooks.ts';
import { channelOf, endOfRun, failing, memoryFile, sees } from './told-runs.ts';

let server: WebhookServer;
beforeEach(async () => {
  server = await startWebhooks();
});
afterEach(async () => server.close());

const channel = (kind: 'slack' | 'teams' | 'webhook', on?: Parameters<typeof channelOf>[2]) =>
  channelOf(kind, `${server.url}/${kind}?sig=s`, on);
const texts = (kind: string) => server.delivered.filter(({ path }) => path.startsWith(`/${kind}`)).map(({ text }) => text);

describe('a message', () => {
  test('says what failed, since when, how old the data is, what to do, and links the run', async () => {
    const place = memoryFile();
    const channels = [channel('slack'), channel('teams')];
    server.fault = () => 'refused';
    await endOfRun({ channels, findings: sees([failing('crm.Account')], []), places: [place] });
    server.fault = () => null;
    await endOfRun({ channels, findings: sees([failing('crm.Account', { stage: 'read' })], []), places: [place], at: 60 });
    for (const kind of ['slack', 'teams']) {
      const [text = '', ...more] = texts(kind);
      expect(more).toEqual([]);
      expect(text).toContain('crm.Account failed');
      expect(text).toMatch(/SOURCE_UNREACHABLE while reading: crm.Account could not be read\./);
      expect(text).toContain('Since 2026-12-01 00:00:00 UTC (1 h)');
      expect(text).toContain('Its data is 3 h old');
      expect(text).toMatch(/→ Look at it\./);
      expect(server.delivered.find((d) => d.path.startsWith(`/${kind}`))?.body).toContain(
        'https://github.com/acme/data/actions/runs/7',
      );
    }
    await endOfRun({ channels, findings: sees([], ['crm.Account']), places: [place], at: 120 });
    expect(texts('slack').at(-1)).toMatch(
      /crm\.Account works again[\s\S]*It had SOURCE_UNREACHABLE for 2 h, since 2026-12-01 00:00:00 UTC/,
    );
    expect(texts('teams')).toHaveLength(2);
  });

  test('of a webhook is the event as JSON', async () => {
    await endOfRun({ channels: [channel('webhook')], findings: sees([failing('crm.Account')], []), places: [memoryFile()] });
    expect(JSON.parse(server.delivered[0]?.body ?? '')).toEqual({
      event: 'failure',
      configuration: 'highwater.yml',
      run: { id: 'run', url: 'https://github.com/acme/data/actions/runs/7' },
      tables: [
        {
          name: 'crm.Account',
          code: 'SOURCE_UNREACHABLE',
          message: 'crm.Account could not be read.',
          hint: 'Look at it.',
          since: '2026-12-01T00:00:00.000Z',
          age: 7200,
        },
      ],
    });
  });

  test('stays within what each service takes, however much fails and whatever the names are', async () => {
    const long = (i: number) =>
      failing(`db.${'ü<&>'.repeat(40)}${i}`, { message: `${'雪<!channel> '.repeat(80)}${i}`, hint: '雪'.repeat(900) });
    const channels = [channel('slack'), channel('teams'), channel('webhook')];
    const problems = Array.from({ length: 700 }, (_, i) => long(i));
    expect(await endOfRun({ channels, findings: sees(problems, []), places: [memoryFile()] })).toEqual([]);
    expect(server.delivered).toHaveLength(3);
    expect(texts('slack')[0]).not.toContain('<!channel>');
    const same = Array.from({ length: 40 }, (_, i) => failing(`db.t${i}`, { message: 'The password is wrong.' }));
    await endOfRun({ channels: [channel('slack')], findings: sees(same, []), places: [memoryFile()] });
    expect(texts('slack')[1]).toContain('db.t0, db.t1, db.t2, db.t3, db.t4 and 35 more');
    expect(texts('slack')[1]?.match(/password/g)).toHaveLength(1);
  });

  test('holds no secret and no value of a row', async () => {
    const problem = failing('db.deals', {
      message:
        'PostgreSQL refused the query: invalid input syntax for type integer: "12 Main St" hunter2\nDETAIL: Key (id)=(4711) Anna',
    });
    await endOfRun({ channels: [channel('slack'), channel('webhook')], findings: sees([problem], []), places: [memoryFile()] });
    const all = server.delivered.map(({ body }) => body).join();
    expect(all).toContain('invalid input syntax for type integer');
    expect(all).not.toMatch(/Main St|hunter2|4711|Anna/);
  });
});

test.each([
  ["Could not convert string 'x y' to INT32, it can't", "Could not convert string '…' to INT32, it can't"],
  ['duplicate key: Key (email)=(a@b.c) exists', 'duplicate key: Key (email)=(…) exists'],
  ['an open "quote', 'an open "…"'],
  ['column `Amount` of crm.Account', 'column `Amount` of crm.Account'],
])('withoutValues: %s', (text, expected) => {
  expect(withoutValues(text)).toBe(expected);
});

describe('a channel', () => {
  test('hears of what it asks for: checks as failures where it does not ask for checks', async () => {
    const check = failing('db.deals', { kind: 'check', detail: 'not_null(id)', code: 'CHECK_FAILED' });
    const warning = failing('db.deals', { kind: 'check_warning', detail: 'unique(id)', code: 'CHECK_FAILED' });
    const schema = failing('db.deals', { kind: 'schema', detail: 'added x', code: 'SCHEMA_CHANGED' });
    const stale = failing('db.deals', { kind: 'stale', detail: 'warn', code: 'TABLE_STALE' });
    const findings = sees([check, warning, schema, stale], []);
    const all = ['failure', 'recovery', 'stale', 'check_failed', 'schema_changed'] as const;
    const hook = (name: string, on?: Parameters<typeof channelOf>[2]) => channelOf('webhook', `${server.url}/${name}`, on);
    const channels = [hook('usual'), hook('all', all), hook('schema', ['schema_changed'])];
    const place = memoryFile();
    await endOfRun({ channels, findings, places: [place] });
    const events = (name: string) => texts(name).map((text) => text.split(' ')[0]);
    expect(events('usual')).toEqual(['failure', 'stale']);
    expect(events('all')).toEqual(['stale', 'check_failed', 'schema_changed']);
    expect(events('schema')).toEqual(['schema_changed']);
    // A change is told once, and has no end; of a table that works again, once, whatever was wrong with it.
    await endOfRun({ channels, findings: sees([], ['db.deals']), places: [place], at: 60 });
    expect(events('all')).toEqual(['stale', 'check_failed', 'schema_changed', 'recovery']);
    expect(events('schema')).toEqual(['schema_changed']);
  });

  test.each([
    ['refused', /could not be delivered: it answered 404 \(no_service\)/, /HOOK_URL is no longer valid/],
    ['redirect', /it answered 302, a redirect to elsewhere\.example\.com, which is not followed/, /HOOK_URL/],
    ['busy', /it answered 429 \(rate_limited\)/, /next run tries again/],
    ['error', /it answered 503/, /next run tries again/],
    ['lost', /may not have arrived/, /not sent again/],
  ] as const)('that is %s is a warning that says why, and never shows the address', async (fault, message, hint) => {
    server.fault = () => fault;
    const warnings = await endOfRun({
      channels: [channel('slack')],
      findings: sees([failing('a.b')], []),
      places: [memoryFile()],
    });
    expect(warnings).toEqual([
      { code: 'NOTIFY_FAILED', message: expect.stringMatching(message), hint: expect.stringMatching(hint) },
    ]);
    expect(JSON.stringify(warnings)).not.toMatch(/127\.0\.0\.1|sig=/);
    expect(server.requests).toHaveLength(fault === 'busy' || fault === 'error' ? 3 : 1);
  });

  test.each([
    ['', /HOOK_URL is not set/],
    ['hooks.slack.com/x', /can't be used: it is no address/],
    ['http://hooks.slack.com/x', /does not start with https/],
    ['https://acme.webhook.office.com/webhookb2/x', /retired/],
  ])('whose address is "%s" is a warning, and the others are told', async (address, message) => {
    const channels = [channelOf('teams', address), channel('slack')];
    const warnings = await endOfRun({ channels, findings: sees([failing('a.b')], []), places: [memoryFile()] });
    expect(warnings.map((w) => w.message)).toEqual([expect.stringMatching(message)]);
    expect(texts('slack')).toHaveLength(1);
  });
});

describe('what was told', () => {
  test('is known as long as one of the places can say', async () => {
    const [store, disk] = [memoryFile(), memoryFile()];
    const places = [store, disk];
    const channels = [channel('webhook')];
    store.broken = 'read';
    const down = sees([failing('a.b')], []);
    for (let i = 0; i < 3; i++) expect(await endOfRun({ channels, findings: down, places, at: i })).toEqual([]);
    store.broken = null;
    await endOfRun({ channels, findings: sees([], ['a.b']), places, at: 9 });
    expect(texts('webhook')).toEqual(['failure a.b', 'recovery a.b']);
  });

  test('is told again where no place can say, and the run says so', async () => {
    const place = memoryFile();
    place.broken = 'read';
    const run = { channels: [channel('webhook')], findings: sees([failing('a.b')], []), places: [place] };
    const [warning] = await endOfRun(run);
    expect(warning?.message).toMatch(/may be reported again: the store is away/);
    await endOfRun(run);
    expect(texts('webhook')).toHaveLength(2);
  });

  test('is written before it is sent, and not where nothing is new', async () => {
    const place = memoryFile();
    const channels = [channel('webhook')];
    server.fault = () => {
      expect(JSON.parse(String(place.content)).incidents[0].told).toHaveLength(1);
      return null;
    };
    for (let i = 0; i < 4; i++) await endOfRun({ channels, findings: sees([failing('a.b')], []), places: [place], at: i });
    expect(place.writes).toBe(1);
    expect(String(place.content)).not.toContain('127.0.0.1');
  });
});
