import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { DEMO_USER } from '../servers/dataverse/org.ts';
import { CLIENT_SECRET, startDynamics, TENANT } from '../servers/dataverse/start.ts';
import { fillDemo } from '../servers/salesforce/demo.ts';
import { startSalesforce } from '../servers/salesforce/index.ts';
import { builtDist } from '../support/dist.ts';
import { freePort } from '../support/postgres.ts';
import { KEYS, onTerminal, type Terminal } from '../support/pty.ts';
import { usePostgres } from '../support/use-postgres.ts';
import { type Calls, standIns } from './programs.ts';

/** `highwater init` as people run it, in an empty directory, with stand-ins for their browser and for gh. */
let cli: string;
const postgres = usePostgres();
let directory: string;
let calls: Calls;
const PASSWORD = 'hunter2-of-the-test';

beforeAll(async () => {
  cli = join(await builtDist(), 'cli.js');
  await postgres.query(`CREATE USER reader PASSWORD '${PASSWORD}'; CREATE SCHEMA audit; GRANT USAGE ON SCHEMA audit TO reader;
    CREATE TABLE deals (id int PRIMARY KEY, title text, updated_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE lines (deal int, n int, PRIMARY KEY (deal, n));
    CREATE TABLE log (message text); CREATE VIEW pipeline AS SELECT * FROM deals; CREATE TABLE salaries (id int PRIMARY KEY);
    CREATE TABLE audit.events (id int PRIMARY KEY, modified timestamptz);
    INSERT INTO deals SELECT n, 'Deal ' || n FROM generate_series(1, 10) n; INSERT INTO lines SELECT n, 1 FROM generate_series(1, 10) n;
    GRANT SELECT ON deals, lines, log, pipeline, audit.events TO reader; ANALYZE`);
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater init '));
  calls = await standIns(join(directory, 'bin'));
});
// A stand-in that the program started may still write what it was asked.
afterEach(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));

const environment = (changes: Record<string, string> = {}): Record<string, string> => ({
  PATH: `${join(directory, 'bin')}:${process.env.PATH}`,
  HOME: directory,
  HIGHWATER_NATIVE_DIR: join(import.meta.dirname, '../..'),
  ...changes,
});
const SIGNED_IN = { PGUSER: 'reader', PGPASSWORD: PASSWORD };

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without a terminal. */
async function run(args: readonly string[], env: Record<string, string> = SIGNED_IN, cwd = directory): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], { cwd, env: environment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, stdout, stderr };
}

const read = (name: string): Promise<string> => readFile(join(directory, name), 'utf8');
const WORKFLOW = '.github/workflows/highwater.yml';
const flags = (): string[] => [
  '--type',
  'postgres',
  '--host',
  postgres.host,
  '--port',
  String(postgres.port),
  '--database',
  'postgres',
];
const written = async (): Promise<string[]> => (await readdir(directory)).filter((name) => name !== 'bin').sort();

interface Written {
  readonly sources: Readonly<
    Record<string, { readonly tables: Readonly<Record<string, unknown>>; readonly auth: Readonly<Record<string, string>> }>
  >;
}
const config = async (): Promise<Written> => parse(await read('highwater.yml')) as Written;

describe('without a terminal', () => {
  test('what it writes passes validate, and a sync brings the rows', async () => {
    const init = await run(['init', ...flags(), '--yes']);
    expect(init, init.stderr).toMatchObject({ status: 0, stdout: '' });
    expect(await written()).toEqual(['.github', 'highwater.yml']);
    expect(await run(['validate'])).toMatchObject({ status: 0 });
    const sync = await run(['sync']);
    expect(sync, sync.stderr).toMatchObject({ status: 0, stderr: expect.stringMatching(/30 rows changed in 3 tables/) });
    await postgres.query(`UPDATE deals SET title = 'x', updated_at = now() WHERE id = 1; DELETE FROM lines WHERE deal = 2`);
    const { stderr } = await run(['sync']);
    for (const words of ['db.deals: 10 rows; 1 updated', 'db.lines: 9 rows; 1 deleted']) expect(stderr).toContain(words);
  });

  test('each table gets the options that fit it, and the reason as a comment', async () => {
    await run(['init', ...flags(), '--tables', '*,audit.events,salaries']);
    expect((await config()).sources.db?.tables).toEqual({
      deals: { cursor: 'updated_at', deletes_by: 'keys' },
      lines: { cursor: 'xmin', deletes_by: 'keys' },
      log: {},
      pipeline: {},
      'audit.events': { cursor: 'modified', deletes_by: 'keys' },
    });
    const text = await read('highwater.yml');
    expect(text).toMatch(
      /^# yaml-language-server: \$schema=https:\/\/raw\.githubusercontent\.com\/OWNER\/highwater\/v1\/schemas/,
    );
    expect(text).toMatch(/log: \{\} +# no primary key: every run reads all of it/);
    expect(text).toMatch(/pipeline: \{\} +# view: every run reads all of it/);
    expect(text).toMatch(/# salaries: \{\} +# the user reader is not allowed to read this table\. .*GRANT SELECT/);
  });

  test('the password is used and stands nowhere', async () => {
    const init = await run(['init', ...flags(), '--yes']);
    for (const text of [init.stdout, init.stderr, await read('highwater.yml'), await read(WORKFLOW)])
      expect(text).not.toContain(PASSWORD);
    expect((await config()).sources.db?.auth).toEqual({ flow: 'password', user: '${PGUSER}', password: '${PGPASSWORD}' });
    expect(await read(WORKFLOW)).toContain('PGPASSWORD: ${{ secrets.PGPASSWORD }}');
  });

  test('the commands still to run are told', async () => {
    const { stderr } = await run(['init', ...flags(), '--yes', '--action', 'acme/highwater@v2']);
    for (const line of [
      'gh secret set PGUSER',
      'gh secret set PGPASSWORD',
      'openssl rand -base64 32 | gh secret set HIGHWATER_KEY',
    ])
      expect(stderr.split('\n')).toContain(line);
    expect(stderr).not.toMatch(/OWNER/);
    expect(await read(WORKFLOW)).toContain('uses: acme/highwater@v2');
  });

  test('files that exist are never overwritten without --force; all of them are named at once', async () => {
    await mkdir(join(directory, '.github/workflows'), { recursive: true });
    await Promise.all(['highwater.yml', WORKFLOW].map((name) => writeFile(join(directory, name), 'mine')));
    const refused = await run(['init', ...flags(), '--yes']);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/highwater\.yml already exists[\s\S]*\.github\/workflows\/highwater\.yml already exists/);
    expect([await read('highwater.yml'), await read(WORKFLOW)]).toEqual(['mine', 'mine']);

    expect(await run(['init', ...flags(), '--yes', '--no-workflow', '--config', 'other.yml'])).toMatchObject({ status: 0 });
    expect([await read('highwater.yml'), await read(WORKFLOW)]).toEqual(['mine', 'mine']);
    expect(await run(['init', ...flags(), '--yes', '--force'])).toMatchObject({ status: 0 });
    expect(await read('highwater.yml')).toMatch(/deals/);
    expect(await read(WORKFLOW)).toMatch(/name: Sync/);
  });

  test('in a subdirectory of a repository the workflow goes to the root and names the configuration from there', async () => {
    await mkdir(join(directory, '.git'));
    await mkdir(join(directory, 'sync'));
    expect(await run(['init', ...flags(), '--yes'], SIGNED_IN, join(directory, 'sync'))).toMatchObject({ status: 0 });
    expect(await read(WORKFLOW)).toContain('config: sync/highwater.yml');
    expect(existsSync(join(directory, 'sync/highwater.yml'))).toBe(true);
  });

  test.each([
    [
      'a wrong password',
      { ...SIGNED_IN, PGPASSWORD: 'wrong-password' },
      1,
      /SIGN_IN_REFUSED[\s\S]*Nothing was written\. Use --no-connect/,
    ],
    ['no password', { PGUSER: 'reader' }, 2, /PGPASSWORD is not set, and there is no terminal to ask for it/],
    ['no variable at all', {}, 2, /PGUSER and PGPASSWORD are not set/],
  ])('%s: nothing is written, and what to do is said', async (_, env, status, words) => {
    const ended = await run(['init', ...flags(), '--yes'], env);
    expect(ended).toMatchObject({ status, stderr: expect.stringMatching(words) });
    expect(ended.stderr).not.toContain('wrong-password');
    expect(await written()).toEqual([]);
  });

  test('a server that can not be reached: nothing is written, and --no-connect writes what is given', async () => {
    const away = ['init', '--type', 'postgres', '--host', '127.0.0.1', '--port', String(await freePort()), '--database', 'sales'];
    expect(await run([...away, '--yes'])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/SOURCE_UNREACHABLE[\s\S]*--no-connect/),
    });
    expect(await written()).toEqual([]);
    const blind = await run([...away, '--no-connect', '--tables', 'deals, audit.*'], {});
    expect(blind, blind.stderr).toMatchObject({ status: 0 });
    expect((await config()).sources.db?.tables).toEqual({ deals: {}, 'audit.*': {} });
    expect(await run(['validate'])).toMatchObject({ status: 0 });
  });

  test.each([
    [['--type', 'mysql'], /--type mysql: expected salesforce, dynamics or postgres/],
    [[], /Give --type/],
    [['--type', 'salesforce'], /Give --url https:\/\/mycompany/],
    [['--type', 'salesforce', '--url', 'nonsense'], /--url nonsense: this value is not valid/],
    [['--type', 'postgres', '--flow', 'kerberos'], /--flow kerberos: expected password or cloudsql_service_account/],
    [['--type', 'postgres', '--source', '1st'], /--source 1st/],
    [['--type', 'postgres', '--source', 'main'], /DuckDB uses this name/],
    [['--type', 'postgres', '--host', 'h', '--port', '0'], /--port 0/],
    [
      ['--type', 'postgres', '--host', 'db.example.com', '--database', 'd', '--ssl-mode', 'yes'],
      /--ssl-mode yes: expected disable/,
    ],
    [['--type', 'postgres', '--action', 'acme'], /--action acme: expected OWNER\/NAME@REF/],
    [['--tabels', 'x'], /unknown option '--tabels'[\s\S]*init --help/],
  ])('%j: exit code 2', async (args, words) => {
    expect(await run(['init', ...args])).toMatchObject({ status: 2, stderr: expect.stringMatching(words) });
    expect(await written()).toEqual([]);
  });

  test.each([
    ['a name that is not there', ['--tables', 'dels'], 2, /Did you mean deals\?/],
    ['nothing said of tables', [], 2, /--tables, or --yes/],
    ['a table that may not be read', ['--tables', 'salaries'], 1, /TABLE_NOT_READABLE[\s\S]*GRANT SELECT/],
  ])('%s: it says so', async (_, args, status, words) => {
    expect(await run(['init', ...flags(), ...args])).toMatchObject({ status, stderr: expect.stringMatching(words) });
  });

  test('Salesforce: the usual objects that are there, and a sync brings them', async () => {
    const server = await startSalesforce();
    try {
      fillDemo(server.org, { accounts: 12 });
      const env = { SF_CLIENT_ID: 'consumer-key', SF_CLIENT_SECRET: 'consumer-secret' };
      const init = await run(['init', '--type', 'salesforce', '--url', server.url, '--yes'], env);
      expect(init, init.stderr).toMatchObject({ status: 0 });
      const tables = Object.keys((await config()).sources.crm?.tables ?? {});
      expect(tables).toEqual(expect.arrayContaining(['Account', 'Opportunity']));
      expect(await run(['sync'], env)).toMatchObject({ status: 0 });
    } finally {
      await server.close();
    }
  });

  test('Dynamics: change tracking where it is on, and a sync brings the rows', async () => {
    const local = await startDynamics();
    try {
      const env = { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: DEMO_USER.clientId, AZURE_CLIENT_SECRET: CLIENT_SECRET };
      const address = ['--url', local.dataverse.url, '--authority', local.entra.url];
      const init = await run(['init', '--type', 'dynamics', ...address, '--yes'], env);
      expect(init, init.stderr).toMatchObject({ status: 0 });
      expect((await config()).sources.erp?.tables).toMatchObject({ account: { deletes_by: 'change_tracking' } });
      expect(await run(['sync'], env)).toMatchObject({ status: 0 });
    } finally {
      await local.close();
    }
  });

  test("Dynamics with GitHub's own token, which there is none of here: the file is written unseen, the job may ask for the token", async () => {
    const how = [
      '--type',
      'dynamics',
      '--url',
      'https://org1.crm12.dynamics.com',
      '--flow',
      'github_oidc',
      '--tables',
      'account',
    ];
    expect(await run(['init', ...how], {})).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/works only in the workflow/),
    });
    expect(parse(await read(WORKFLOW))).toMatchObject({ permissions: { 'id-token': 'write' } });
  });
});

describe('on a terminal', () => {
  let terminal: Terminal;
  const start = (args: readonly string[] = [], env: Record<string, string> = {}): Terminal => {
    terminal = onTerminal([process.execPath, cli, 'init', ...args], { cwd: directory, env: environment(env) });
    return terminal;
  };
  const answer = async (question: RegExp, keys: string): Promise<void> => {
    await terminal.saw(question);
    terminal.type(keys);
  };
  afterEach(() => terminal.kill());

  test('everything is asked; a refused sign-in is tried again; tables are found by typing; secrets go to gh', async () => {
    start();
    await answer(/What do you want to sync/, KEYS.down + KEYS.down + KEYS.enter);
    await answer(/short name/, KEYS.enter);
    await answer(/How does Highwater sign in/, KEYS.enter);
    await answer(/Host/, `${postgres.host}${KEYS.enter}`);
    await answer(/Port/, `\u007f\u007f\u007f\u007f${postgres.port}${KEYS.enter}`);
    await answer(/Database/, `postgres${KEYS.enter}`);
    await answer(/PGUSER: user/, `reader${KEYS.enter}`);
    await answer(/PGPASSWORD: password/, `not-the-password${KEYS.enter}`);
    await terminal.saw(/refused to sign in/);
    await answer(/What now\?/, KEYS.enter);
    await answer(/PGUSER: user/, `reader${KEYS.enter}`);
    await answer(/PGPASSWORD: password/, `${PASSWORD}${KEYS.enter}`);
    await answer(/Which of the \d+ tables/, 'deal');
    await answer(/1 match/, KEYS.tab);
    await answer(/◼ deals/, KEYS.enter);
    await answer(/Another source\?/, KEYS.enter);
    await answer(/Write the workflow too/, KEYS.enter);
    await answer(/Store PGUSER, PGPASSWORD, HIGHWATER_KEY as secrets of acme\/data now/, KEYS.enter);
    await terminal.saw(/gh workflow run highwater\.yml -f mode=check/);
    expect(await terminal.ended).toBe(0);

    expect((await config()).sources.db?.tables).toEqual({ deals: { cursor: 'updated_at', deletes_by: 'keys' } });
    const secrets = (await calls.gh()).filter((c) => c.args[1] === 'set').map((c) => [c.args[2], c.input]);
    expect(secrets).toEqual([
      ['PGUSER', 'reader'],
      ['PGPASSWORD', PASSWORD],
      ['HIGHWATER_KEY', expect.stringMatching(/^[\w+/]{43}=$/)],
    ]);
    expect(terminal.raw).not.toContain(PASSWORD);
    expect(terminal.raw).not.toContain('not-the-password');
  });

  test('a key that is there already is kept: a new one would make the saved state unreadable', async () => {
    start([...flags(), '--tables', 'deals', '--yes'], { ...SIGNED_IN, GH_SECRETS: 'HIGHWATER_KEY\t2026-11-20T10:00:00Z' });
    await answer(/Store PGUSER, PGPASSWORD as secrets/, KEYS.enter);
    expect(await terminal.ended).toBe(0);
    expect((await calls.gh()).map((c) => c.args[2])).not.toContain('HIGHWATER_KEY');
  });

  test('a source that can not be reached: the file can be written all the same', async () => {
    start(
      ['--type', 'postgres', '--host', '127.0.0.1', '--port', String(await freePort()), '--database', 'sales', '--no-workflow'],
      SIGNED_IN,
    );
    await answer(/short name/, KEYS.enter);
    await answer(/How does/, KEYS.enter);
    await answer(/What now\?/, KEYS.down + KEYS.down + KEYS.enter);
    await answer(/Tables, separated by commas/, `deals, accounts${KEYS.enter}`);
    await answer(/Another source\?/, KEYS.enter);
    expect(await terminal.ended).toBe(0);
    expect((await config()).sources.db?.tables).toEqual({ deals: {}, accounts: {} });
    expect(await written()).toEqual(['highwater.yml']);
  });

  test('"no" to an existing file leaves it as it is', async () => {
    await writeFile(join(directory, 'highwater.yml'), 'mine');
    start();
    await answer(/highwater\.yml already exists/, KEYS.enter);
    expect(await terminal.ended).toBe(0);
    expect(await read('highwater.yml')).toBe('mine');
  });

  test('Ctrl-C ends it with 130, and nothing is written', async () => {
    start();
    await answer(/What do you want to sync/, KEYS.ctrlC);
    expect(await terminal.ended).toBe(130);
    expect(await written()).toEqual([]);
  });

  test('a refresh token is obtained on the way', async () => {
    const server = await startSalesforce();
    try {
      fillDemo(server.org, { accounts: 12 });
      server.service.oauth.signIn.options.interval = 0.05;
      start(['--type', 'salesforce', '--url', server.url, '--flow', 'refresh_token', '--tables', 'Account', '--yes']);
      await answer(/SF_REFRESH_TOKEN is not set yet/, KEYS.down + KEYS.enter);
      await answer(/SF_CLIENT_ID/, `consumer-key${KEYS.enter}`);
      await answer(/SF_CLIENT_SECRET/, KEYS.enter);
      await terminal.saw(/enter the code/);
      await answer(/Store SF_CLIENT_ID, SF_REFRESH_TOKEN, HIGHWATER_KEY/, KEYS.enter);
      expect(await terminal.ended).toBe(0);
      const token = server.service.oauth.refreshToken;
      expect((await calls.gh()).find((c) => c.args[2] === 'SF_REFRESH_TOKEN')?.input).toBe(token);
      expect(terminal.raw).not.toContain(token);
      expect((await config()).sources.crm?.auth).toEqual({
        flow: 'refresh_token',
        client_id: '${SF_CLIENT_ID}',
        refresh_token: '${SF_REFRESH_TOKEN}',
      });
    } finally {
      await server.close();
    }
  });
});
