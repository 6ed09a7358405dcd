import { afterEach, describe, expect, test } from 'vitest';
import { apiTwin, organisationOrigin } from '../../../src/sources/dynamics/options.ts';
import { column, table } from '../../servers/dataverse/columns.ts';
import { guid } from '../../servers/dataverse/demo.ts';
import { failing, tooMany } from '../../servers/dataverse/faults.ts';
import type { ColumnDef } from '../../servers/dataverse/model.ts';
import { at, closeAll, DATA, many, type Put, setup } from './setup.ts';

afterEach(closeAll);

describe('a page edge within one second', () => {
  test.each([5001, 10_000, 10_001])('%i rows that were all modified then are read, each once', async (count) => {
    const { sync, engine, expectSame } = await setup((put) => {
      for (let n = 1; n <= count; n++) put(n, { modifiedon: at(86_400) });
    });
    const record = await sync('full', {}, { pageRows: 5000 });
    expect(record.counts).toEqual({ source: count, staged: count, applied: count });
    expect(await engine.query('SELECT count(*) AS n, count(DISTINCT new_thingid) AS d FROM erp.new_thing')).toEqual([
      { n: count, d: count },
    ]);
    if (count < 6000) await expectSame();
  });
});

describe('small tables', () => {
  test.each([
    ['no row', () => {}],
    ['one row', many(1)],
    ['rows of one single second', (put: Put) => [1, 2, 3].forEach((n) => void put(n, { modifiedon: at(60) }))],
    ['one row from the future', (put: Put) => put(1, { modifiedon: '2031-01-01T00:00:00Z' })],
    ['one row without a cursor', (put: Put) => put(1, { modifiedon: null })],
    ['a row modified in the very second of the start', (put: Put) => put(1, { modifiedon: at(0) })],
  ])('%s', async (_, fill) => {
    const { sync, expectSame } = await setup(fill);
    expect((await sync()).error).toBeNull();
    await expectSame();
    expect((await sync('incremental')).error).toBeNull();
    await expectSame();
  });
});

test('a column that is null on all of the first pages has its values from the later ones', async () => {
  const def = table('new_thing', 'new_things', [column.text('name'), column.text('new_late'), column.decimal('new_rate')]);
  const { sync, engine, expectSame } = await setup((put) => {
    for (let n = 1; n <= 45; n++) put(n, { new_late: n <= 3 ? `late ${n}` : null, new_rate: n <= 3 ? '0.1000000001' : null });
  }, def);
  expect((await sync()).error).toBeNull();
  await expectSame();
  expect(await engine.query('SELECT count(new_late) AS late, count(new_rate) AS rates FROM erp.new_thing')).toEqual([
    { late: 3, rates: 3 },
  ]);
});

describe('next links', () => {
  test('are followed byte for byte', async () => {
    const { sync, expectSame, org } = await setup(many(95));
    // The local service refuses any link that is not exactly one that it gave.
    await sync();
    await expectSame();
    expect(org.journal.matching(/skiptoken/).length).toBeGreaterThan(5);
    expect(org.journal.entries.every((e) => e.status === 200)).toBe(true);
  });

  test('to another host are refused, and no token goes there', async () => {
    const { sync, local } = await setup(many(95));
    const other = await setup(many(1));
    local.dataverse.linkOrigin = other.local.dataverse.url;
    const record = await sync();
    expect(record.error).toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining(`points to another host, ${new URL(other.local.dataverse.url).host}`),
    });
    expect(other.org.journal.entries).toEqual([]);
  });

  test('that come again are an error', async () => {
    const { sync, org } = await setup((put) => {
      for (let n = 1; n <= 95; n++) put(n, { modifiedon: at(60) });
    });
    let link = '';
    org.faults.add(
      { url: DATA, times: 100 },
      {
        rewrite: (body) => {
          link = link === '' ? (/"@odata.nextLink":("[^"]+")/.exec(body)?.[1] ?? '') : link;
          return body.replace(/"@odata.nextLink":"[^"]+"/, `"@odata.nextLink":${link}`);
        },
      },
    );
    const record = await sync();
    expect(record.error?.message).toContain('already read');
  });

  test.each([
    ['https://org123.crm12.dynamics.com', 'https://org123.crm12.dynamics.com'],
    ['https://org123.api.crm12.dynamics.com/', 'https://org123.crm12.dynamics.com'],
    ['https://org123.crm12.dynamics.com/api/data/v9.2/', 'https://org123.crm12.dynamics.com'],
    ['https://org123.crm12.dynamics.com/main.aspx?appid=1', 'https://org123.crm12.dynamics.com'],
    ['https://ORG123.crm.dynamics.cn', 'https://org123.crm.dynamics.cn'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://localhost:8080', 'http://localhost:8080'],
  ])('the address %s is %s', (pasted, origin) => {
    expect(organisationOrigin(pasted)).toBe(origin);
  });

  test('may show the same organisation with .api. in its name, and no other', () => {
    expect(apiTwin('https://org123.crm12.dynamics.com')).toBe('https://org123.api.crm12.dynamics.com');
    expect(apiTwin('http://127.0.0.1:8080')).toBeNull();
  });
});

describe('answers that are too large', () => {
  test('are requested in smaller pages', async () => {
    const { sync, local, expectSame, org } = await setup((put) => {
      for (let n = 1; n <= 60; n++) put(n, { name: 'x'.repeat(n % 7 === 0 ? 3000 : 10) });
    });
    local.dataverse.maxAnswerBytes = 8000;
    expect((await sync('full', {}, { pageRows: 40 })).error).toBeNull();
    await expectSame();
    expect(org.journal.entries.some((e) => e.code === '0x80040216')).toBe(true);
    expect(org.journal.matching(DATA).map((e) => /maxpagesize=(\d+)/.exec(e.prefer)?.[1])).toContain('10');
  });

  test('are requested in smaller ranges, where even a small page is too slow', async () => {
    const { sync, expectSame, org } = await setup(many(40));
    // The service can't sort a range of more than ten minutes.
    const minutes = (url: string) => {
      const [low, high] = [...decodeURIComponent(url).matchAll(/modifiedon (?:ge|lt) (\S+?Z)/g)].map((m) =>
        Date.parse(m[1] ?? ''),
      );
      return high === undefined || low === undefined ? 0 : (high - low) / 60_000;
    };
    org.faults.refuse = (url) =>
      DATA.test(url) && minutes(url) > 10 ? failing(400, '0x80044151', 'SQL timeout expired.') : null;
    expect((await sync('incremental', {}, { pageRows: 4, leastPageRows: 2 })).error).toBeNull();
    const first = await sync('incremental', { lookbackSeconds: 50 * 60 }, { pageRows: 4, leastPageRows: 2 });
    expect(first.error).toBeNull();
    await expectSame();
  });

  test('and can not be made smaller fail the table in words', async () => {
    const { sync, local } = await setup(many(10));
    local.dataverse.maxAnswerBytes = 10;
    expect((await sync()).error).toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining('even a small page'),
      hint: expect.stringContaining('exclude'),
    });
  });
});

describe('limits', () => {
  test.each([
    ['requests', 0],
    ['seconds', undefined],
    ['concurrent', 0],
  ] as const)('the limit of %s on a second page is waited for', async (which, retryAfter) => {
    const { sync, org, expectSame } = await setup(many(95));
    org.faults.add({ url: /skiptoken/, times: 3 }, tooMany(which, retryAfter));
    expect((await sync()).error).toBeNull();
    await expectSame();
    expect(org.journal.entries.filter((e) => e.status === 429)).toHaveLength(3);
  });

  test('Retry-After holds back all workers', async () => {
    const { sync, org, expectSame } = await setup(many(200));
    org.faults.add({ url: /skiptoken/ }, tooMany('requests', 1));
    expect((await sync()).error).toBeNull();
    await expectSame();
    const refused = org.journal.entries.find((e) => e.status === 429)?.startedAt ?? 0;
    // Those that were on their way already may still arrive.
    const early = org.journal.requests.filter((e) => e.startedAt > refused + 150 && e.startedAt < refused + 900);
    expect(early).toEqual([]);
  });

  test('that last end in words', async () => {
    const { sync, org } = await setup(many(5));
    org.faults.add({ url: DATA, times: 1000 }, tooMany('requests', 0));
    expect((await sync()).error).toMatchObject({
      code: 'API_LIMIT_REACHED',
      message: expect.stringContaining('too many requests in five minutes'),
      hint: expect.stringContaining('run.parallel'),
    });
  });

  test('a wait of hours is not waited for', async () => {
    const { sync, org } = await setup(many(5));
    org.faults.add({ url: DATA }, tooMany('requests', 36_000));
    expect((await sync()).error?.code).toBe('API_LIMIT_REACHED');
  });
});

describe('in the middle of a run', () => {
  test('a token that expires is renewed', async () => {
    const { sync, org, local, expectSame } = await setup(many(95));
    org.faults.add({ url: /skiptoken/, nth: 2 }, { before: () => local.entra.tokens.expireAll() });
    expect((await sync()).error).toBeNull();
    await expectSame();
    expect(org.journal.entries.some((e) => e.status === 401)).toBe(true);
  });

  test('a column that is removed is found out, and the table read anew without it', async () => {
    const { sync, org, expectSame } = await setup(many(95));
    await sync();
    const things = org.table('new_thing');
    org.faults.add(
      { url: DATA },
      { before: () => things.alter((def) => ({ ...def, columns: def.columns.filter((c) => c.name !== 'name') })) },
    );
    const record = await sync();
    expect(record.error).toBeNull();
    expect(record.columns.find((c) => c.name === 'name')?.removed).toBe(true);
    things.alter((def) => ({ ...def, columns: [...def.columns, column.text('name')] }));
    expect((await sync()).error).toBeNull();
    await expectSame();
  });

  test('rows without a requested column are refused, not taken for null', async () => {
    const { sync, org } = await setup(many(5));
    org.faults.add({ url: DATA, times: 10 }, { rewrite: (body) => body.replaceAll(/"name":"[^"]*",/g, '') });
    expect((await sync()).error).toMatchObject({
      code: 'SCHEMA_CHANGED',
      message: expect.stringContaining('lack the column name'),
    });
  });

  test('rows in another order than requested are refused', async () => {
    const { sync, org } = await setup(many(25));
    org.faults.add(
      { url: DATA, times: 10 },
      {
        rewrite: (body) =>
          body.replace(
            /"value":\[.*\]/,
            (list) => `"value":${JSON.stringify((JSON.parse(`{${list}}`) as { value: unknown[] }).value.reverse())}`,
          ),
      },
    );
    expect((await sync('full', {}, { pageRows: 5 })).error?.message).toContain(
      'out of order: Highwater requested them sorted by modifiedon',
    );
  });

  test('a web page instead of data says what to compare', async () => {
    const { sync, org } = await setup(many(5));
    org.faults.add(
      { url: /EntityDefinitions\?/ },
      { reply: { status: 200, type: 'text/html', body: '<!doctype html><title>Sign in</title>' } },
    );
    await expect(sync()).rejects.toMatchObject({ code: 'SOURCE_FAILED', hint: expect.stringContaining('Environment URL') });
  });
});

describe('many columns', () => {
  const wide = (count: number, length: number): ColumnDef[] =>
    Array.from({ length: count }, (_, i) => column.text(`new_${String(i).padStart(4, '0')}_${'x'.repeat(length)}`));

  test.each([
    ['312 columns', 312, 20, 'GET', {}],
    ['312 columns of long names, by $batch', 312, 110, 'POST', {}],
    ['where even a batch could not name them all', 100, 110, 'GET', { longestUrl: 8000, longestBatchUrl: 10_000 }],
  ])('%s', async (_, count, length, method, tuning) => {
    const columns = wide(count, length);
    const def = table('new_thing', 'new_things', [column.text('name'), ...columns, column.customer('new_customerid')]);
    const { sync, expectSame, org } = await setup((put) => {
      for (let n = 1; n <= 25; n++)
        put(n, {
          new_customerid: { table: 'account', id: guid('01', n) },
          ...Object.fromEntries(columns.map((c, i) => [c.name, (n + i) % 3 === 0 ? null : `${n}.${i}`])),
        });
    }, def);
    expect((await sync('full', {}, { pageRows: 10, ...tuning })).error).toBeNull();
    await expectSame();
    const pages = org.journal.entries.filter((e) => /new_things\?/.test(e.url) && e.rows > 1);
    expect(pages.every((e) => e.inBatch === (method === 'POST'))).toBe(true);
    expect(pages.length).toBeGreaterThan(2);
  });
});

describe('the journal of all this', () => {
  test('shows that nothing was written', async () => {
    const { sync, org } = await setup(many(40));
    await sync('full', { deletesBy: 'change_tracking' });
    await sync('incremental', { deletesBy: 'change_tracking' });
    await sync('incremental', { deletesBy: 'keys' });
    expect(org.journal.entries.length).toBeGreaterThan(10);
    expect(org.journal.writes).toEqual([]);
    expect(org.journal.entries.filter((e) => e.inBatch && e.method !== 'GET')).toEqual([]);
  });
});
