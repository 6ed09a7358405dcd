import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DiscoverResult } from '../../src/model/results.ts';
import { builtDist } from '../support/dist.ts';
import { usePostgres } from '../support/use-postgres.ts';

/** dist/cli.js as its users run it: a program of its own, in a directory with a highwater.yml. */
let cli: string;
const postgres = usePostgres();
let home: string;
let directory: string;
const PASSWORD = 'hunter2-of-the-test';

beforeAll(async () => {
  cli = join(await builtDist(), 'cli.js');
  home = await mkdtemp(join(tmpdir(), 'highwater-home-'));
  await postgres.query(`CREATE USER reader PASSWORD '${PASSWORD}'`);
});
afterAll(async () => {
  await rm(home, { recursive: true, force: true });
});

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater cli '));
  await postgres.query(`DROP SCHEMA IF EXISTS big CASCADE; DROP TABLE IF EXISTS deals, orders;
    CREATE TABLE deals (id int PRIMARY KEY, title text, updated_at timestamptz DEFAULT now());
    CREATE TABLE orders (id int PRIMARY KEY);
    INSERT INTO deals SELECT n, 'Deal ' || n FROM generate_series(1, 10) n;
    INSERT INTO orders SELECT generate_series(1, 5);
    GRANT SELECT ON deals, orders TO reader`);
  await configure();
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function configure(tables = '{ deals: { cursor: updated_at }, orders: {} }', host = postgres.host): Promise<void> {
  await writeFile(
    join(directory, 'highwater.yml'),
    `version: 1
sources:
  db:
    type: postgres
    host: ${host}
    port: ${postgres.port}
    database: postgres
    auth: { flow: password, user: reader, password: "\${PGPASSWORD}" }
    tables: ${tables}
`,
  );
}

/** The native library comes from the repository's node_modules, so that no test waits for a registry. */
const env = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  PGPASSWORD: PASSWORD,
  HIGHWATER_NATIVE_DIR: join(import.meta.dirname, '../..'),
});

function run(args: readonly string[], changes: Record<string, string> = {}) {
  return spawnSync(process.execPath, [cli, ...args], { cwd: directory, env: { ...env(), ...changes }, encoding: 'utf8' });
}

describe('discover', () => {
  test('shows the columns of every table, chosen or not, and of some when they are named', async () => {
    await postgres.query('CREATE TABLE audit (at timestamptz, what text); GRANT SELECT ON audit TO reader');
    const { sources } = JSON.parse(run(['discover', '--json']).stdout) as DiscoverResult;
    expect(sources[0]?.tables.map((t) => [t.ref.name, t.chosen, t.schema?.columns.map((c) => c.name), t.error])).toEqual([
      ['audit', false, ['at', 'what'], null],
      ['deals', true, ['id', 'title', 'updated_at'], null],
      ['orders', true, ['id'], null],
    ]);
    expect(sources[0]?.tables[2]?.schema?.columns).toEqual([
      { name: 'id', label: 'id', nativeType: 'integer', semanticType: 'number', duckdbType: 'INTEGER' },
    ]);
    expect(run(['discover']).stdout).toMatch(/audit .* 2\n[\s\S]*highwater discover --tables "db\.deals" shows the columns/);
    const some = run(['discover', '--tables', 'db.{audit,orders}']).stdout;
    expect(some).toMatch(/what +text +string +VARCHAR/);
    expect(some).not.toContain('deals');
    await postgres.query('DROP TABLE audit');
  });
});

describe('exit codes', () => {
  test('0 where all tables succeeded; the files are there', async () => {
    const first = run(['sync']);
    expect(first, first.stderr).toMatchObject({ status: 0, stdout: '' });
    expect(first.stderr).toMatch(/✓ 15 rows changed in 2 tables/);
    expect(await readdir(join(directory, 'highwater-output'))).toEqual(
      expect.arrayContaining(['warehouse.duckdb', 'parquet', 'manifest.json', 'report.html']),
    );
    expect(run(['sync', '--tables', 'db.deals']).stderr).toMatch(/Nothing changed/);
  });

  test('1 where a table failed, or no source could be reached', async () => {
    await postgres.query('REVOKE SELECT ON orders FROM reader');
    const failed = run(['sync']);
    expect(failed, failed.stderr).toMatchObject({ status: 1 });
    expect(failed.stderr).toMatch(/✓ db\.deals[\s\S]*✗ db\.orders[\s\S]*GRANT SELECT/);
    expect(run(['check']).status).toBe(1);
    await configure(undefined, '127.0.0.2');
    expect(run(['check']).status).toBe(1);
  });

  test.each([
    [[], /No command was given/],
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['sync', '--fulll'], /unknown option '--fulll'[\s\S]*Did you mean --full/],
    [['sync', '--tables', 'deals'], /not in the form source\.table/],
    [['sync', '--on-unreadable-state', 'maybe'], /Allowed choices are fail, full/],
    [['validate', '--config', 'missing.yml'], /missing\.yml does not exist/],
    [['discover', '--source', 'crm'], /no source with that name[\s\S]*It has: db/],
  ])('2 for a wrong command line: %j', (args, words) => {
    const result = run(args);
    expect(result, result.stderr).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toMatch(words);
  });

  test('2 for a wrong configuration, each mistake with its place', async () => {
    await configure('{ deals: { cursr: updated_at, deletes: maybe } }');
    const result = run(['validate']);
    expect(result.status).toBe(2);
    expect(result.stderr.match(/highwater\.yml:9:\d+ /g)).toHaveLength(2);
    expect(run(['sync'], { PGPASSWORD: '' }).status).toBe(2);
  });

  test('0 with a warning where a table keeps what only the state has', async () => {
    await configure('{ deals: { deletes: mark }, people: { deletes: ignore }, teams: {} }');
    const result = run(['validate']);
    expect(result.status).toBe(0);
    expect(result.stdout.match(/keeps rows that the source no longer has/g)).toHaveLength(2);
    expect(result.stdout).toMatch(/deletes: mark[\s\S]*Actions\s+cache[\s\S]*7\s+days[\s\S]*directory\s+that\s+lasts/);
  });

  test('2 for a condition that is more than one, at its place in the line', async () => {
    await configure('{ deals: { where: "title = \'x\'; DROP TABLE deals" } }');
    expect(run(['validate'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/highwater\.yml:9:\d+ CONFIG_INVALID[\s\S]*not part of a condition/),
    });
  });

  test('130 after Ctrl-C, with what was committed kept', async () => {
    await slowTable();
    const { child, ended } = start(['sync']);
    await saw(child.stderr, /✓ db\.deals/);
    child.kill('SIGINT');
    const { status, stderr } = await ended;
    expect(status, stderr).toBe(130);
    await configure('{ deals: { cursor: updated_at } }');
    expect(run(['sync']).stderr).toMatch(/Nothing changed in 1 table/);
  });

  test('130 at once after a second Ctrl-C; the next run goes on from what was committed', async () => {
    await slowTable();
    const { child, ended } = start(['sync']);
    await saw(child.stderr, /✓ db\.deals/);
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect((await ended).status).toBe(130);
    await configure('{ deals: { cursor: updated_at } }');
    expect(run(['sync']).stderr).toMatch(/Nothing changed in 1 table/);
  });
});

describe('--json', () => {
  test.each([
    [['sync'], 'tables'],
    [['validate'], 'sources'],
    [['check'], 'sources'],
    [['discover'], 'sources'],
    [['plan'], 'tables'],
  ])('%j prints one document on stdout', (args, member) => {
    const result = run([...args, '--json']);
    expect(result, result.stderr).toMatchObject({ status: 0 });
    expect(JSON.parse(result.stdout)).toHaveProperty(member);
  });

  test.each([
    [['sync', '--json', '--nope'], 'INPUT_INVALID', 2],
    [['--json'], 'INPUT_INVALID', 2],
    [['plan', '--json', '--jobs', '4'], 'INPUT_INVALID', 2],
    [['sync', '--json', '--config', 'nowhere.yml'], 'CONFIG_NOT_FOUND', 2],
    [['sync', '--json', '--state', 'highwater.yml'], 'STATE_UNREACHABLE', 1],
  ])('also for %j, where the error is in it', (args, code, status) => {
    const result = run(args);
    expect(result, result.stderr).toMatchObject({ status });
    expect(JSON.parse(result.stdout).error).toMatchObject({ code, message: expect.any(String), hint: expect.any(String) });
    expect(result.stderr).toContain(code);
  });

  test('of a sync is the manifest and what only the caller wants to know', () => {
    const printed = JSON.parse(run(['sync', '--json', '--quiet']).stdout);
    const manifest = JSON.parse(readFileSync(join(directory, 'highwater-output/manifest.json'), 'utf8'));
    expect(printed).toMatchObject(manifest);
    expect(printed).toMatchObject({
      state: { saved: { generation: 1 } },
      output: { database: { path: 'warehouse.duckdb' } },
      error: null,
    });
  });
});

describe('what people see', () => {
  test('--help of the program and of each command names every flag, with examples and exit codes, within 80 columns', () => {
    const help = run(['--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toMatch(/Examples:[\s\S]*Exit codes:[\s\S]*130/);
    for (const command of ['sync', 'validate', 'check', 'discover', 'plan']) {
      expect(help.stdout).toContain(`  ${command}`);
      expect(run([command, '--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('--config <file>') });
      expect(
        run([command, '--help'])
          .stdout.split('\n')
          .filter((line) => line.length > 80),
      ).toEqual([]);
    }
    expect(help.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(run(['sync', '--help']).stdout).toMatch(/--full[\s\S]*--tables[\s\S]*--output[\s\S]*--state/);
  });

  test('--quiet prints the last line only, --verbose more than usual', () => {
    expect(run(['sync', '--quiet']).stderr.trim().split('\n')).toHaveLength(1);
    const usual = run(['sync', '--full']).stderr.length;
    expect(run(['sync', '--full', '--verbose']).stderr.length).toBeGreaterThan(usual);
  });

  test('colours where they are wanted only', () => {
    const esc = String.fromCharCode(27);
    expect(run(['check']).stdout).not.toContain(esc);
    expect(run(['check'], { FORCE_COLOR: '1' }).stdout).toContain(esc);
    expect(run(['validate'], { FORCE_COLOR: '1', NO_COLOR: '1' }).status).toBe(0);
  });

  test('a reader that goes away is no error', () => {
    const piped = spawnSync('sh', ['-c', `"${process.execPath}" "${cli}" discover --json | head -c 1`], {
      cwd: directory,
      env: env(),
      encoding: 'utf8',
    });
    expect(piped.stderr).toBe('');
  });

  test('check, discover, plan and validate change nothing', async () => {
    for (const command of ['validate', 'check', 'discover', 'plan']) expect(run([command]).status).toBe(0);
    expect((await readdir(directory)).filter((name) => name !== '.highwater')).toEqual(['highwater.yml']);
    expect(existsSync(join(directory, '.highwater', 'state.json'))).toBe(false);
  });

  test('the password is in nothing that is printed or written, though a server sends it back', async () => {
    await postgres.query(`CREATE SCHEMA big; GRANT USAGE ON SCHEMA big TO reader;
      CREATE FUNCTION big.tell() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'my password is ${PASSWORD}'; END $$;
      CREATE VIEW big.telling AS SELECT big.tell() AS id;
      GRANT SELECT ON big.telling TO reader`);
    await configure('{ deals: {}, big.telling: { key: id } }');
    const result = run(['sync', '--json', '--verbose']);
    expect(result.status).toBe(1);
    expect(result.stdout + result.stderr).not.toContain(PASSWORD);
    const output = join(directory, 'highwater-output');
    for (const name of ['manifest.json', 'report.html', 'warehouse.duckdb'])
      expect(readFileSync(join(output, name)).includes(PASSWORD), name).toBe(false);
  });
});

test('HIGHWATER_STATE_ENCRYPTION_KEY encrypts the state, and another key is told apart', async () => {
  const key = { HIGHWATER_STATE_ENCRYPTION_KEY: 'a long key of the test' };
  expect(run(['sync'], key).status).toBe(0);
  expect((await readdir(join(directory, '.highwater'))).filter((name) => name.endsWith('.enc'))).toHaveLength(1);
  expect(run(['sync'], key).stderr).toMatch(/Nothing changed/);
  expect(run(['sync'], { HIGHWATER_STATE_ENCRYPTION_KEY: 'another long key' })).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('STATE_WRONG_KEY'),
  });
});

async function slowTable(): Promise<void> {
  await postgres.query(`CREATE SCHEMA big; GRANT USAGE ON SCHEMA big TO reader;
    CREATE VIEW big.slow AS SELECT n AS id, pg_sleep(0.05) IS NULL AS slept FROM generate_series(1, 2000) n;
    GRANT SELECT ON big.slow TO reader`);
  await mkdir(directory, { recursive: true });
  await configure('{ deals: { cursor: updated_at }, big.slow: { key: id } }');
}

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [cli, ...args], { cwd: directory, env: env(), stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = new Promise<{ status: number | null; stderr: string }>((resolve) => {
    child.on('close', (status) => resolve({ status, stderr }));
  });
  return { child, ended };
}

function saw(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (chunk: string) => {
      text += chunk;
      if (pattern.test(text)) resolve();
    });
    stream.on('end', () => reject(new Error(`ended without ${pattern}: ${text}`)));
  });
}
