import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { LOWEST_NODE } from '../src/runtime/node-version.ts';
import { startPostgres, type TestPostgres } from '../test/support/postgres.ts';
import { ROOT } from './bundle.ts';

/*
 * What a user does on a machine that has no checkout: `npm pack`, the tarball installed into an empty folder, and `init`, `validate` and
 * `sync` on the lowest Node.js that is promised; then the same program as an extension of the GitHub CLI. Downloads from npm's registry.
 */
const work = mkdtempSync(join(tmpdir(), 'highwater install '));
const PASSWORD = 'pass-of-reader';

try {
  await installAndRun();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function installAndRun(): Promise<void> {
  const node = lowestNode();
  const tarball = packed();
  const project = join(work, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: project });
  const modules = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
  require(modules.join() === '@duckdb,detect-libc,highwater', `only DuckDB's library comes along, not ${modules.join()}`);
  const postgres = await startPostgres();
  try {
    await postgres.query(`CREATE USER reader PASSWORD '${PASSWORD}'; GRANT pg_read_all_stats TO reader;
      CREATE TABLE deals (id int PRIMARY KEY, title text, updated_at timestamptz DEFAULT now());
      INSERT INTO deals SELECT n, 'Deal ' || n FROM generate_series(1, 1000) n; GRANT SELECT ON deals TO reader`);
    // The bin's first line asks the PATH for `node`.
    const env = environment(node);
    firstSteps(project, [join(project, 'node_modules/.bin/highwater')], env, postgres);
    const extension = join(work, 'gh-extensions', 'gh-highwater');
    clone(extension);
    const cloned = mkdirSync(join(work, 'extension'), { recursive: true }) ?? '';
    firstSteps(cloned, [join(extension, 'gh-highwater')], env, postgres);
  } finally {
    await postgres.stop();
  }
  process.stdout.write(
    `Installed from ${tarball.split(/[\\/]/).at(-1)} and as an extension; both ran on Node.js ${LOWEST_NODE}.\n`,
  );
}

function firstSteps(cwd: string, [program = '']: readonly string[], env: NodeJS.ProcessEnv, postgres: TestPostgres): void {
  const highwater = (...args: string[]): string => run(program, args, { cwd, env });
  const at = ['--host', postgres.host, '--port', String(postgres.port), '--database', 'postgres'];
  highwater('init', '--type', 'postgres', ...at, '--yes');
  require(readFileSync(join(cwd, 'highwater.yml'), 'utf8').includes('deals'), 'init has found the table');
  highwater('validate');
  const first = JSON.parse(highwater('sync', '--json')) as { tables: { status: string; rows: number }[] };
  require(first.tables[0]?.status === 'succeeded' && first.tables[0].rows === 1000, 'sync has read all rows');
  require(existsSync(join(cwd, 'highwater-output/warehouse.duckdb')), 'the warehouse is there');
}

function environment(node: string): NodeJS.ProcessEnv {
  const { PATH, HOME, npm_config_registry, npm_config_userconfig, HTTPS_PROXY, https_proxy } = process.env;
  const own = { npm_config_registry, npm_config_userconfig, HTTPS_PROXY, https_proxy };
  return {
    ...own,
    HOME,
    PATH: `${dirname(node)}${delimiter}${PATH}`,
    PGUSER: 'reader',
    PGPASSWORD: PASSWORD,
    XDG_CACHE_HOME: join(work, 'cache'),
  };
}

/** What git would bring, from the working tree: dist may not be committed yet. */
function clone(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['dist', 'gh-highwater']) run('cp', ['-r', join(ROOT, name), folder], { cwd: work });
}

/** The one on the PATH, as CI has it, or npm's package of it. */
function lowestNode(): string {
  const found = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .find((file) => existsSync(file) && execFileSync(file, ['--version'], { encoding: 'utf8' }).startsWith(`v${LOWEST_NODE}.`));
  const folder = join(work, 'node', 'bin');
  mkdirSync(folder, { recursive: true });
  if (found !== undefined) {
    symlinkSync(found, join(folder, 'node'));
    return join(folder, 'node');
  }
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  writeFileSync(join(work, 'node', 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--no-audit', '--no-fund', `${name}@~${LOWEST_NODE}.0`], { cwd: join(work, 'node') });
  return join(work, 'node', 'node_modules', name, 'bin', 'node');
}

function packed(): string {
  const [{ filename }] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', work], { cwd: ROOT })) as [
    { filename: string },
  ];
  return join(work, filename);
}

function run(
  program: string,
  args: readonly string[],
  { cwd, env = process.env }: { cwd: string; env?: NodeJS.ProcessEnv },
): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args.join(' ')} ended with ${status}\n${error?.message ?? ''}${stdout}${stderr}`);
}

function require(is: boolean, what: string): void {
  if (!is) throw new Error(`Expected: ${what}.`);
}
