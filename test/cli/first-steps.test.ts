import { spawn } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/bundle.ts';
import { type ActionsCache, startActionsCache } from '../servers/actions-cache.ts';
import { builtDist } from '../support/dist.ts';
import { createRunner, type Runner, type StepResult } from '../support/runner.ts';
import { usePostgres } from '../support/use-postgres.ts';

/** docs/first-steps.md, walked: what init writes is run by a (local) runner exactly as it stands, and what comes out is browsed. */
const SECRETS: Readonly<Record<string, string>> = {
  PGUSER: 'reader',
  PGPASSWORD: 'hunter2-of-the-test',
  HIGHWATER_KEY: 'c29tZSBieXRlcyB0aGF0IG5vYm9keSBrbm93cyE=',
};
let cli: string;
const postgres = usePostgres();
let cache: ActionsCache;
let runner: Runner;

beforeAll(async () => {
  cli = join(await builtDist(), 'cli.js');
  await postgres.query(`CREATE USER reader PASSWORD '${SECRETS.PGPASSWORD}';
    CREATE TABLE deals (id int PRIMARY KEY, title text, updated_at timestamptz NOT NULL DEFAULT now());
    INSERT INTO deals SELECT n, 'Deal ' || n FROM generate_series(1, 10) n; GRANT SELECT ON deals TO reader; ANALYZE`);
  cache = await startActionsCache();
  runner = await createRunner({ env: { ...cache.env, HIGHWATER_NATIVE_DIR: ROOT } });
});
afterAll(async () => {
  await runner.close();
  await cache.close();
});

const environment = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: runner.temp,
  HIGHWATER_NATIVE_DIR: ROOT,
  ...SECRETS,
});

interface Step {
  readonly id?: string;
  readonly with: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the workflow's own step, as a run by hand with these inputs would. */
async function runWorkflow(inputs: Readonly<Record<string, string>>): Promise<StepResult> {
  const file = parse(await readFile(join(runner.workspace, '.github/workflows/highwater.yml'), 'utf8')) as {
    jobs: { sync: { steps: Step[] } };
  };
  const step = file.jobs.sync.steps.find((s) => s.id === 'sync');
  const evaluated = (fields: Readonly<Record<string, string>> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(fields).map(([name, text]) => [
        name,
        text.replaceAll(
          /\$\{\{ (inputs|secrets)\.([\w-]+) \}\}/g,
          (_, from, key: string) => (from === 'inputs' ? inputs[key] : SECRETS[key]) ?? '',
        ),
      ]),
    );
  return runner.main({ inputs: evaluated(step?.with), env: evaluated(step?.env) });
}

describe('first steps', () => {
  test('init writes the two files', async () => {
    const at = ['--host', postgres.host, '--port', String(postgres.port), '--database', 'postgres'];
    const child = spawn(process.execPath, [cli, 'init', '--type', 'postgres', ...at, '--yes'], {
      cwd: runner.workspace,
      env: environment(),
      stdio: 'ignore',
    });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
  });

  test('the workflow checks what can be read', async () => {
    const check = await runWorkflow({ mode: 'check', 'allow-deletes': 'false' });
    expect(check, check.raw).toMatchObject({ exitCode: 0, summary: expect.stringContaining('signed in as reader') });
  });

  test('its first run reads everything, saves an encrypted state, and leaves the files that the next step uploads', async () => {
    const first = await runWorkflow({ mode: 'incremental', 'allow-deletes': 'false' });
    expect(first, first.raw).toMatchObject({
      exitCode: 0,
      outputs: { mode: 'full', 'state-saved': 'true', 'rows-changed': '10' },
    });
    expect(first.summary).toMatch(/encrypted/);
    expect(await readFile(join(runner.workspace, 'highwater-output/report.html'), 'utf8')).toContain('deals');
  });

  test('its next run, by the schedule, reads what changed, deletes included', async () => {
    await postgres.query(`UPDATE deals SET title = 'won', updated_at = now() WHERE id = 1; DELETE FROM deals WHERE id = 2`);
    const second = await runWorkflow({});
    expect(second, second.raw).toMatchObject({
      exitCode: 0,
      outputs: { mode: 'incremental', 'state-restored': 'true', 'rows-changed': '2' },
    });
  });

  test('the artifact is browsed on this machine', async () => {
    const artifact = join(runner.temp, 'warehouse');
    await cp(join(runner.workspace, 'highwater-output'), artifact, { recursive: true });
    const child = spawn(process.execPath, [cli, 'browse', artifact], { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise((resolve) => child.once('close', resolve));
    try {
      let said = '';
      const url = await new Promise<string>((resolve, reject) => {
        void ended.then(() => reject(new Error(said)));
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          said += text;
          const address = /http:\S+/.exec(said)?.[0];
          if (address !== undefined && said.includes('Ctrl-C')) resolve(address);
        });
      });
      expect(await (await fetch(url)).text()).toContain('deals');
    } finally {
      child.kill('SIGINT');
      await ended;
    }
  });

  test('a table that is renamed in the database fails with its own words; the rest of the story goes on when it is mended', async () => {
    await postgres.query('ALTER TABLE deals RENAME TO opportunities');
    const failed = await runWorkflow({});
    expect(failed.exitCode).toBe(1);
    expect(failed.log).toContain('TABLE_NOT_FOUND');
    expect(failed.summary).toMatch(/db\.deals does not exist, or this user can't see it/);
    const file = join(runner.workspace, 'highwater.yml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('deals:', 'opportunities:'));
    const mended = await runWorkflow({});
    expect(mended, mended.raw).toMatchObject({ exitCode: 0, outputs: { 'state-restored': 'true' } });
  });

  test('no secret is seen on the way', async () => {
    const check = await runWorkflow({ mode: 'check' });
    for (const secret of [SECRETS.PGPASSWORD, SECRETS.HIGHWATER_KEY]) expect(check.log + check.summary).not.toContain(secret);
  });
});
