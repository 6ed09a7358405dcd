import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadedConfig } from '../../src/config/config.ts';
import { loadConfig, loadConfigText } from '../../src/config/load/load.ts';
import { ConfigError } from '../../src/model/errors.ts';
import { CRM, DB, ENVIRONMENT, edit, noOrderBy } from './documents.ts';

const EXAMPLE = new URL('./interface-example.yml', import.meta.url).pathname;

async function load(
  text: string,
  environment: Readonly<Record<string, string | undefined>> = ENVIRONMENT,
): Promise<LoadedConfig> {
  return loadConfigText('highwater.yml', text, environment, noOrderBy);
}

function optionsOf(config: LoadedConfig, table = 0) {
  const options = config.sources[0]?.tables[table]?.options;
  if (options === undefined) throw new Error('no such table');
  return options;
}

describe("the README's example", () => {
  let config: LoadedConfig;
  beforeAll(async () => {
    config = await loadConfig(EXAMPLE, ENVIRONMENT, noOrderBy);
  });

  test('gives its sources in their order, each with how to reach it', () => {
    expect(config.sources.map((s) => [s.name, s.type])).toEqual([
      ['crm', 'salesforce'],
      ['erp', 'dynamics'],
      ['db', 'postgres'],
    ]);
    expect(JSON.parse(JSON.stringify(config.sources.map((s) => s.options)))).toEqual([
      {
        type: 'salesforce',
        url: 'https://mycompany.my.salesforce.com',
        auth: { flow: 'client_credentials', client_id: 'value-of-sf-client-id', client_secret: '***' },
      },
      {
        type: 'dynamics',
        url: 'https://org123.crm12.dynamics.com',
        auth: {
          flow: 'client_secret',
          tenant_id: 'value-of-azure-tenant-id',
          client_id: 'value-of-azure-client-id',
          client_secret: '***',
          authority: 'https://login.microsoftonline.com',
        },
      },
      {
        type: 'postgres',
        host: 'db.example.com',
        port: 5432,
        database: 'sales',
        auth: { flow: 'password', user: 'value-of-pguser', password: '***' },
        ssl: { mode: 'verify-full', ca: 'value-of-pg-ca' },
      },
    ]);
  });

  test('keeps the tables in their order, with their options and the source’s own apart', () => {
    expect(config.sources.map((s) => s.tables.map((t) => t.pattern))).toEqual([
      ['Account', 'Opportunity', 'Case', '*__c'],
      ['account', 'opportunity'],
      ['deals'],
    ]);
    const [crm, , db] = config.sources;
    expect(crm?.tables[2]?.options.extra).toEqual({ feeds: true, files: true, related: ['Owner', 'CreatedBy'], documents: true });
    expect(db?.tables[0]?.options).toEqual({
      where: "stage = 'Closed Won'",
      types: { owner_email: 'user', amount: 'amount', discount: 'percentage' },
      key: ['id'],
      cursor: 'updated_at',
      name: 'title',
      sync: 'incremental',
      deletes: 'remove',
      deletesBy: 'full',
      lookbackSeconds: 600,
      fullSyncEverySeconds: 604_800,
      calculatedEverySeconds: 86_400,
      maxDeleteFraction: 0.5,
      extra: {},
      path: ['sources', 'db', 'tables', 'deals'],
    });
  });

  test('gives output and run in the units of the program', () => {
    expect(config.output).toEqual({
      directory: 'highwater-output',
      duckdb: true,
      parquet: { compression: 'zstd', layout: 'flat' },
      publish: null,
    });
    expect(config.run).toEqual({
      parallel: 4,
      lookbackSeconds: 600,
      fullSyncEverySeconds: 604_800,
      fullSyncSchedule: '0 2 * * *',
      apiBudget: 0.5,
      freshness: null,
      timeoutSeconds: 18_000,
      memoryMib: null,
      verifyShare: null,
    });
  });

  test('hands out every secret for masking and the names of the variables, not their values', () => {
    expect(config.secrets.map((s) => s.reveal())).toEqual([
      'value-of-sf-client-secret',
      'value-of-azure-client-secret',
      'value-of-pgpassword',
    ]);
    expect(config.environment).toEqual([
      'AZURE_CLIENT_ID',
      'AZURE_CLIENT_SECRET',
      'AZURE_TENANT_ID',
      'PGPASSWORD',
      'PGUSER',
      'PG_CA',
      'SF_CLIENT_ID',
      'SF_CLIENT_SECRET',
    ]);
    expect(config.warnings).toEqual([]);
  });

  test('finds the line of any path, and of the nearest parent of one that is not there', () => {
    const at = (path: (string | number)[]) => {
      const { line, column } = config.locate(path);
      return `${line}:${column}`;
    };
    expect(at(['sources', 'db', 'tables', 'deals', 'where'])).toBe('47:16');
    expect(at(['sources', 'crm', 'tables', 'Case', 'related', 1])).toBe('18:58');
    expect(at(['sources', 'crm', 'tables', 'Account'])).toBe('13:7');
    expect(at(['sources', 'db', 'tables', 'deals', 'types', 'nothing'])).toBe('48:9');
    expect(config.locate(['sources', 'db', 'tables', 'audit.events']).path).toBe('sources.db.tables["audit.events"]');
  });
});

describe('defaults', () => {
  test('fill in what the file leaves out', async () => {
    const config = await load(DB);
    expect(config.output).toEqual({
      directory: 'highwater-output',
      duckdb: true,
      parquet: { compression: 'zstd', layout: 'flat' },
      publish: null,
    });
    expect(config.run).toMatchObject({
      parallel: 4,
      lookbackSeconds: 600,
      fullSyncEverySeconds: 604_800,
      fullSyncSchedule: null,
      apiBudget: 0.5,
      timeoutSeconds: 18_000,
      memoryMib: null,
    });
    expect(config.sources[0]?.options).toMatchObject({ port: 5432, ssl: { mode: 'prefer' } });
  });

  test("a table's full_sync_every wins over the run's, and `never` is possible in both", async () => {
    const tables = edit(`${DB}run: { full_sync_every: never }\n`, 'cursor: updated_at', 'full_sync_every: 90s\n      others:');
    const config = await load(tables);
    expect(optionsOf(config, 0).fullSyncEverySeconds).toBe(90);
    expect(optionsOf(config, 1).fullSyncEverySeconds).toBeNull();
  });

  test("a table's lookback wins over the run's", async () => {
    const config = await load(edit(`${DB}run: { lookback: 1h30m }\n`, 'cursor: updated_at', 'lookback: 90s\n      others:'));
    expect(optionsOf(config, 0).lookbackSeconds).toBe(90);
    expect(optionsOf(config, 1).lookbackSeconds).toBe(5400);
  });

  test.each([
    ['parquet: false', null],
    ['parquet: true', { compression: 'zstd', layout: 'flat' }],
    ['parquet: { layout: directory }', { compression: 'zstd', layout: 'directory' }],
  ])('output %s', async (line, expected) => {
    expect((await load(`${DB}output:\n  ${line}\n`)).output.parquet).toEqual(expected);
  });

  test.each([
    ['columns: [a, b]', { include: ['a', 'b'] }],
    ['columns: { exclude: [a] }', { exclude: ['a'] }],
  ])('%s', async (line, expected) => {
    expect(optionsOf(await load(edit(DB, 'cursor: updated_at', line))).columns).toEqual(expected);
  });

  test('a key may be one column or several', async () => {
    expect(optionsOf(await load(edit(DB, 'cursor: updated_at', 'key: [a, b]'))).key).toEqual(['a', 'b']);
  });
});

describe('tables', () => {
  test('Salesforce’s lists choose within their category, behind `tables`', async () => {
    const config = await load(`${CRM}    standard_objects: [Account, Contact]\n    custom_objects: ["*"]\n`);
    expect(config.sources[0]?.tables.map((t) => [t.pattern, t.category])).toEqual([
      ['Account', undefined],
      ['Account', 'Standard Objects'],
      ['Contact', 'Standard Objects'],
      ['*', 'Custom Objects'],
    ]);
    expect(config.sources[0]?.tables[3]?.location).toMatchObject({ line: 13, path: 'sources.crm.custom_objects[0]' });
  });

  test('the lists are enough', async () => {
    const config = await load(edit(CRM, '    tables:\n      Account:\n', '    custom_objects: ["*"]\n'));
    expect(config.sources[0]?.tables).toHaveLength(1);
  });

  test('public.deals of PostgreSQL is deals', async () => {
    const config = await load(edit(DB, 'deals:', 'public.deals:'));
    expect(config.sources[0]?.tables[0]?.pattern).toBe('deals');
  });

  test('any key is just a key', async () => {
    const config = await load(edit(DB, 'deals:', '__proto__: {}\n      constructor:\n      deals:'));
    expect(config.sources[0]?.tables.map((t) => t.pattern)).toEqual(['__proto__', 'constructor', 'deals']);
    expect(Object.getPrototypeOf(config.sources[0]?.options)).toBe(Object.prototype);
  });

  test('anchors and merge keys share options; what is written beside wins', async () => {
    const text = edit(
      DB,
      'cursor: updated_at',
      '&base\n        cursor: updated_at\n        deletes: mark\n      leads:\n        <<: *base\n        deletes: ignore',
    );
    const config = await load(text);
    expect(optionsOf(config, 1)).toMatchObject({ cursor: 'updated_at', deletes: 'ignore' });
  });
});

describe('environment variables', () => {
  const PEM = '-----BEGIN PRIVATE KEY-----\nMIIE: "x" # {y}\n\n-----END PRIVATE KEY-----\n';

  test('a PEM keeps its lines', async () => {
    const auth = 'flow: jwt_bearer\n      username: u@acme.com\n      client_id: 3MVG9\n      private_key: ${PEM}';
    const config = await load(
      edit(CRM, 'flow: client_credentials\n      client_id: 3MVG9\n      client_secret: ${SF_CLIENT_SECRET}', auth),
      { PEM },
    );
    expect(config.secrets.map((s) => s.reveal())).toEqual([PEM]);
    expect(config.warnings).toEqual([]);
  });

  test('numbers and switches may come from the environment', async () => {
    const text = `${edit(DB, 'database: sales', 'database: sales\n    port: ${PORT}')}output: { duckdb: "\${FLAG}", parquet: "\${FLAG}" }\n`;
    const config = await load(text, { ...ENVIRONMENT, PORT: '6543', FLAG: 'false' });
    expect(config.sources[0]?.options).toMatchObject({ port: 6543 });
    expect(config.output).toMatchObject({ duckdb: false, parquet: null });
  });

  test('a text that looks like a number stays a text', async () => {
    const config = await load(edit(DB, 'database: sales', 'database: ${NUMBER}'), { ...ENVIRONMENT, NUMBER: '007' });
    expect(config.sources[0]?.options).toMatchObject({ database: '007' });
  });

  test('api_version: 62.0 without quotes keeps its .0', async () => {
    const config = await load(edit(CRM, '    auth:', '    api_version: 62.0\n    auth:'));
    expect(config.sources[0]?.options).toMatchObject({ api_version: '62.0' });
  });

  test('whatever a value holds, it arrives as it is and is never looked at again', async () => {
    const hostile = fc.oneof(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.constantFrom(
        '${PGPASSWORD}',
        '$${X}',
        '"',
        "'",
        '# x',
        'a: b',
        '\n- x\n',
        '*x',
        '!tag',
        '{',
        'null',
        'true',
        '12',
        '\u0000',
        '__proto__',
        '${',
      ),
      fc.array(fc.constantFrom('${', '}', 'PGUSER', '\n', '"', ': ', '$'), { minLength: 1 }).map((p) => p.join('')),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (user, password) => {
        const config = await load(DB, { PGUSER: user, PGPASSWORD: password });
        expect(config.sources[0]?.options).toMatchObject({ auth: { user } });
        expect(config.secrets.map((s) => s.reveal())).toEqual([password]);
        expect(config.sources).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  test('a value within a text leaves the rest of the text alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (value) => {
        const text = edit(DB, 'cursor: updated_at', "where: a = '${VALUE}' and b = '$${VALUE}' and c = '$x'");
        const config = await load(text, { ...ENVIRONMENT, VALUE: value.replaceAll('ORDER BY', '') });
        expect(optionsOf(config).where).toBe(`a = '${value}' and b = '\${VALUE}' and c = '$x'`);
      }),
      { numRuns: 50 },
    );
  });
});

describe('warnings', () => {
  test.each([
    [
      'a CA that has no effect',
      edit(DB, 'database: sales', 'database: sales\n    ssl: { mode: disable, ca: x }'),
      'highwater.yml:7:27 sources.db.ssl.ca: mode disable asks for no encryption, so `ca` has no effect. Use verify-full.',
    ],
    [
      'a secret that ends with a line break',
      edit(DB, '${PGPASSWORD}', '${ECHOED}'),
      'highwater.yml:10:7 sources.db.auth.password: the value of ECHOED ends with a line break, which is sent as part of it. Save it with `printf`, not `echo`, to avoid that.',
    ],
    [
      'content without documents',
      edit(CRM, 'Account:', 'Account: { content: [Name] }'),
      'highwater.yml:11:18 sources.crm.tables.Account.content: `content` has no effect without `documents: true`.',
    ],
    [
      'feeds of another object',
      edit(CRM, 'Account:', 'Account: { feeds: true }'),
      'highwater.yml:11:18 sources.crm.tables.Account.feeds: `feeds` is known for Case only and has no effect here.',
    ],
  ])('%s', async (_name, text, warning) => {
    expect((await load(text, { ...ENVIRONMENT, ECHOED: 'hunter2\n' })).warnings).toEqual([warning]);
  });
});

describe('the file', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'highwater-config-'));
  });
  afterAll(async () => rm(directory, { recursive: true }));

  async function failure(name: string, bytes?: Uint8Array): Promise<ConfigError> {
    const file = join(directory, name);
    if (bytes !== undefined) await writeFile(file, bytes);
    const error = await loadConfig(file, ENVIRONMENT, noOrderBy).catch((thrown: unknown) => thrown);
    if (error instanceof ConfigError) return error;
    throw new Error('this was not refused', { cause: error });
  }

  test('that does not exist has its own code', async () => {
    const error = await failure('missing.yml');
    expect(error.code).toBe('CONFIG_NOT_FOUND');
    expect(error.message).toBe(`The configuration file ${join(directory, 'missing.yml')} does not exist.`);
    expect(error.hint).toContain('actions/checkout');
  });

  test('that is a directory', async () => {
    expect((await failure('.')).message).toMatch(/is a directory\.$/);
  });

  test('in UTF-16', async () => {
    const error = await failure('utf16.yml', Buffer.from(`\uFEFF${DB}`, 'utf16le'));
    expect(error.problems).toMatchObject([{ message: 'the file is not UTF-8 text.' }]);
  });

  test('with a byte order mark and Windows line ends loads, with right lines', async () => {
    const file = join(directory, 'windows.yml');
    await writeFile(file, `\uFEFF${DB.replaceAll('\n', '\r\n')}`);
    const config = await loadConfig(file, ENVIRONMENT, noOrderBy);
    expect(config.sources[0]?.tables[0]?.location).toMatchObject({ line: 12, column: 7 });
  });

  test('with countless mistakes tells the first hundred', async () => {
    const lines = Array.from({ length: 500 }, (_, i) => `unknown${i}: 1\n`).join('');
    const error = await failure('many.yml', Buffer.from(DB + lines));
    expect(error.problems).toHaveLength(101);
    expect(error.problems.at(-1)?.message).toBe('and 400 more problems.');
  });
});

describe('a connection string in place of host, port, database and auth', () => {
  const text = (rest: string) =>
    `version: 1\nsources:\n  db:\n    type: postgres\n    url: \${DATABASE_URL}\n${rest}    tables: { deals: {} }\n`;

  test('is taken apart, and its password is masked as written and as decoded', async () => {
    const config = await load(text(''), { DATABASE_URL: 'postgresql://u:p%40ssword@db:6543/sales?sslmode=verify-full' });
    expect(JSON.parse(JSON.stringify(config.sources[0]?.options))).toEqual({
      type: 'postgres',
      host: 'db',
      port: 6543,
      database: 'sales',
      auth: { flow: 'password', user: 'u', password: '***' },
      ssl: { mode: 'verify-full' },
    });
    expect(config.secrets.map((s) => s.reveal())).toEqual([
      'postgresql://u:p%40ssword@db:6543/sales?sslmode=verify-full',
      'p%40ssword',
      'p@ssword',
      'u:p@ssword',
    ]);
  });

  test.each([
    { rest: '    host: db\n', is: /no `host` beside `url`/ },
    { rest: '    auth: { flow: password, user: u, password: "${DATABASE_URL}" }\n', is: /no `auth` beside `url`/ },
    { rest: '', url: 'postgresql://u:hush@word@db/sales', is: /connection string is not valid: it contains several @/ },
  ])('is refused with its place, without its text: $is', async ({ rest, url = 'postgresql://u:hush@db/sales', is }) => {
    const error = await load(text(rest), { DATABASE_URL: url }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    const reports = (error as ConfigError).problems;
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(is),
      location: { path: expect.stringMatching(/^sources\.db\./) },
    });
    expect(JSON.stringify(reports)).not.toMatch(/hush/);
  });
});
