import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveWarehouse } from '../../src/mcp/mcp-server.ts';
import { makeWarehouse } from '../dbt/make-warehouse.ts';

const SYNCED = '2026-11-21T02:17:10Z';
const NOW = new Date('2026-11-21T10:17:10Z');

let directory: string;
const output = () => join(directory, 'output');

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-mcp-'));
  await makeWarehouse(output(), SYNCED);
  await writeFile(join(directory, 'secret.csv'), 'a\nsecret\n');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function connected(place: string, limits = { maxRows: 50, seconds: 5 }) {
  const [here, there] = InMemoryTransport.createLinkedPair();
  const server = serveWarehouse({ place, limits, now: () => NOW, onError: () => undefined, transport: there });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(here);
  return { client, close: () => server.close() };
}

type Answer = Record<string, unknown>;

async function call(client: Client, name: string, args: Record<string, unknown>): Promise<{ text: string; isError: boolean }> {
  const { content, isError } = await client.callTool({ name, arguments: args });
  const [first] = content as { type: string; text: string }[];
  return { text: first?.text ?? '', isError: isError === true };
}

async function asked(client: Client, name: string, args: Record<string, unknown> = {}): Promise<Answer> {
  const { text, isError } = await call(client, name, args);
  if (isError) throw new Error(text);
  return JSON.parse(text) as Answer;
}

describe('the MCP server, asked by the official client', () => {
  let client: Client;
  let close: () => Promise<void>;
  beforeAll(async () => ({ client, close } = await connected(output())));
  afterAll(() => close());

  it('introduces itself and its tools, all of them read-only', async () => {
    expect(client.getInstructions()).toContain('read-only warehouse');
    const { tools } = await client.listTools();
    expect(tools.map((t) => t.name)).toEqual(['list_tables', 'describe_table', 'query']);
    for (const tool of tools) expect(tool.annotations).toMatchObject({ readOnlyHint: true, openWorldHint: false });
  });

  it('lists tables with labels, rows and age, against their limits', async () => {
    const { tables } = (await asked(client, 'list_tables', { match: 'ACCOUNT' })) as { tables: Answer[] };
    expect(tables.find((t) => t.name === 'crm.Account')).toEqual({
      name: 'crm.Account',
      label: 'Account',
      rows: 420,
      lastSync: SYNCED,
      ageSeconds: 8 * 3600,
      stale: 'late',
    });
    expect(tables.find((t) => t.name === 'erp.account')).not.toHaveProperty('stale');
    expect(((await asked(client, 'list_tables')) as { tables: Answer[] }).tables.length).toBeGreaterThan(10);
  });

  it.each(['crm.User', 'CRM.user', '"crm"."User"', 'User'])(
    'describes a table called %s, and says which columns are masked',
    async (name) => {
      const { columns, key } = (await asked(client, 'describe_table', { table: name })) as { columns: Answer[]; key: string[] };
      expect(key).toEqual(['Id']);
      expect(columns.find((c) => c.name === 'Email')).toMatchObject({ type: 'VARCHAR', masked: 'hashed' });
      expect(columns.find((c) => c.name === 'Name')).not.toHaveProperty('masked');
    },
  );

  it('describes what columns mean: values, and what they point at', async () => {
    const { columns } = (await asked(client, 'describe_table', { table: 'crm.Account' })) as { columns: Answer[] };
    expect(columns.find((c) => c.name === 'Type')).toMatchObject({
      values: [{ Prospect: 'Prospect (type)' }, { Customer: 'Customer (type)' }],
    });
    expect(columns.find((c) => c.name === 'ParentId')).toMatchObject({ label: 'Parent Account ID', pointsAt: ['Account'] });
    expect(columns.find((c) => c.name === 'LegacyRating__c')).toHaveProperty('removed');
  });

  it.each([
    ['a name that is none', { table: 'crm.Nothing' }, 'TABLE_NOT_FOUND'],
    ['a name that two tables have', { table: 'account' }, 'TABLE_NOT_FOUND'],
  ])('says what is wrong with %s', async (_, args, code) => {
    expect(await call(client, 'describe_table', args)).toMatchObject({ isError: true, text: expect.stringContaining(code) });
  });

  it('answers SQL', async () => {
    const sql = 'SELECT StageName, count(*) AS n, sum(Amount) AS amount FROM crm.Opportunity GROUP BY ALL ORDER BY ALL';
    expect(await asked(client, 'query', { sql })).toEqual({
      columns: ['StageName', 'n', 'amount'],
      rows: expect.arrayContaining([['Closed Won', '225', expect.stringMatching(/^\d+\.\d\d$/)]]),
      more: false,
    });
  });

  it('returns no more rows than asked for, never more than its own limit, and says that there are more', async () => {
    const rows = async (limit?: number) =>
      asked(client, 'query', { sql: 'FROM range(1000)', ...(limit === undefined ? {} : { limit }) });
    expect(await rows(3)).toMatchObject({ rows: { length: 3 }, more: true });
    expect(await rows()).toMatchObject({ rows: { length: 50 }, more: true });
    expect((await call(client, 'query', { sql: 'FROM range(1000)', limit: 51 })).isError).toBe(true);
  });

  it('cuts what is too long for an answer, and says so', async () => {
    const wide = `SELECT ${[...Array(40).keys()].map((i) => `repeat('x', 5000) AS c${i}`).join(', ')} FROM range(20)`;
    const { rows, more, note } = await asked(client, 'query', { sql: wide });
    expect(JSON.stringify(rows).length).toBeLessThan(100_000);
    expect([more, note]).toEqual([true, expect.stringContaining('fewer columns')]);
  });

  it('stops a query that takes too long, and answers the next', async () => {
    const quick = await connected(output(), { maxRows: 50, seconds: 0.3 });
    const { text } = await call(quick.client, 'query', { sql: 'SELECT count(*) FROM range(100000000000)' });
    expect(text).toContain('QUERY_TOO_LONG');
    expect(await asked(quick.client, 'query', { sql: 'SELECT 1 AS n' })).toMatchObject({ rows: [['1']] });
    await quick.close();
  });

  // Besides what test/browse/reader.test.ts refuses.
  const FORBIDDEN: readonly string[] = [
    "COPY crm.Account TO 'OUT'",
    "COPY (SELECT 1) TO 'OUT'",
    "ATTACH 'OUT' AS out",
    "ATTACH 'https://example.com/x.duckdb' AS x",
    "SELECT * FROM read_csv('SECRET')",
    "SELECT * FROM read_csv_auto('SECRET')",
    "SELECT * FROM sniff_csv('SECRET')",
    "SELECT * FROM read_blob('SECRET')",
    "SELECT * FROM read_json('SECRET')",
    "SELECT * FROM read_parquet('SECRET')",
    "SELECT * FROM parquet_metadata('SECRET')",
    "SELECT * FROM 'SECRET'",
    "SELECT * FROM query('SELECT * FROM read_text(''SECRET'')')",
    "SELECT * FROM query_table('SECRET')",
    "WITH x AS (SELECT * FROM read_text('SECRET')) SELECT * FROM x",
    "SELECT getenv('HOME')",
    'INSTALL httpfs',
    "INSTALL httpfs FROM 'OUT'",
    'LOAD httpfs',
    "LOAD 'OUT'",
    "SELECT * FROM read_csv('s3://bucket/x.csv')",
    'PRAGMA memory_limit = 1',
    "PRAGMA enable_profiling = 'json'",
    'SET enable_external_access = true',
    'RESET lock_configuration',
    "CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')",
    'CREATE OR REPLACE VIEW crm.Account AS SELECT 1',
    'UPDATE crm.Account SET Name = NULL',
    "CALL enable_logging(storage = 'file', storage_config = {'path': 'OUT'})",
    'CALL force_checkpoint()',
    'SELECT 1; DELETE FROM crm.Account',
    "EXPORT DATABASE 'OUT'",
    'DETACH warehouse',
    'USE memory',
    'VACUUM',
  ];

  it.each(FORBIDDEN)('refuses %s', async (sql) => {
    const out = join(directory, 'out');
    const { text, isError } = await call(client, 'query', {
      sql: sql
        .replaceAll('OUT', out)
        .replaceAll('SECRET', sql.includes('CREATE SECRET') ? 'SECRET' : join(directory, 'secret.csv')),
    });
    expect([isError, existsSync(out), text.includes('a\nsecret')]).toEqual([true, false, false]);
  });

  it('shows no secret that this user stored for DuckDB', async () => {
    const { text } = await call(client, 'query', { sql: 'SELECT count(*) AS n FROM duckdb_secrets()' });
    expect(text).not.toMatch(/"n"\],"rows":\[\["[1-9]/);
    const settings = await asked(client, 'query', {
      sql: "SELECT name, value FROM duckdb_settings() WHERE name IN ('allow_persistent_secrets', 'enable_external_access', 'lock_configuration', 'access_mode')",
    });
    expect(Object.fromEntries(settings.rows as [string, string][])).toEqual({
      allow_persistent_secrets: 'false',
      enable_external_access: 'false',
      lock_configuration: 'true',
      access_mode: 'read_only',
    });
  });

  it('leaves the file as it is', async () => {
    const before = await readFile(join(output(), 'warehouse.duckdb'));
    await asked(client, 'query', { sql: 'SELECT count(*) FROM crm.Account' });
    expect(before.equals(await readFile(join(output(), 'warehouse.duckdb')))).toBe(true);
    expect(existsSync(join(output(), 'warehouse.duckdb.wal'))).toBe(false);
  });
});

describe('a warehouse that changes', () => {
  it('is opened once a sync has written it, and again after the next', async () => {
    const place = join(directory, 'later');
    const { client, close } = await connected(place);
    const count = async () => (await asked(client, 'query', { sql: 'SELECT count(*) AS n FROM crm.Account' })).rows;
    expect((await call(client, 'list_tables', {})).text).toContain('ARTIFACT_NOT_FOUND');
    await mkdir(place);
    await makeWarehouse(place, SYNCED);
    expect(await count()).toEqual([['420']]);
    const fresh = join(directory, 'fresh');
    await makeWarehouse(fresh, SYNCED, [`DELETE FROM crm."Account" WHERE Name LIKE 'Acme%'`]);
    const slow = call(client, 'query', { sql: 'SELECT sum(a.range * b.range) AS n FROM range(20000) a, range(2000) b' });
    await rename(join(fresh, 'warehouse.duckdb'), join(place, 'warehouse.duckdb'));
    expect(await count()).toEqual([['316']]);
    expect((await slow).isError).toBe(false);
    await close();
  });
});

describe('highwater mcp', () => {
  it('speaks over stdin and stdout, says everything else on stderr, and ends when the client does', async () => {
    const cli = join(directory, 'cli.mjs');
    const source = fileURLToPath(new URL('../../src/app/terminal/mcp.ts', import.meta.url));
    await writeFile(
      cli,
      `import { Command } from '${import.meta.resolve('commander')}'; import { addMcpCommand } from '${source}';
       const program = new Command('highwater').exitOverride(); addMcpCommand(program, (code) => process.exit(code));
       await program.parseAsync(process.argv.slice(2), { from: 'user' });`,
    );
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [cli, 'mcp', output(), '--max-rows', '5'],
      stderr: 'pipe',
    });
    let said = '';
    transport.stderr?.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    expect(await asked(client, 'query', { sql: 'FROM range(9)' })).toMatchObject({ rows: { length: 5 }, more: true });
    expect(said).toContain('Serves ');
    const { pid } = transport;
    await client.close();
    expect(() => process.kill(pid ?? 0, 0)).toThrow();
  });
});
