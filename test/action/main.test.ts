import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ActionsCache, startActionsCache } from '../servers/actions-cache.ts';
import { createRunner, type Runner, type RunnerOptions, type StepResult } from '../support/runner.ts';
import { usePostgres } from '../support/use-postgres.ts';

/** dist/ as a runner runs it: see test/support/runner.ts. The native library is installed once for all of these tests. */
const postgres = usePostgres();
let toolCache: string;
let runner: Runner;
let cache: ActionsCache;

const PASSWORD = 's3cret/päss wörd';

beforeAll(async () => {
  toolCache = await mkdtemp(join(tmpdir(), 'highwater-tools-'));
  // Without the grant each run says that it can't see other users' transactions.
  await postgres.query(`CREATE USER reader PASSWORD '${PASSWORD}'; GRANT pg_read_all_stats TO reader`);
});
afterAll(async () => {
  await rm(toolCache, { recursive: true, force: true });
});

beforeEach(async () => {
  cache = await startActionsCache();
  await open();
  await postgres.query(`DROP TABLE IF EXISTS deals, orders; DROP SCHEMA IF EXISTS big CASCADE;
    CREATE TABLE deals (id int PRIMARY KEY, title text, updated_at timestamptz DEFAULT now());
    CREATE TABLE orders (id int PRIMARY KEY, deal int, updated_at timestamptz DEFAULT now());
    INSERT INTO deals SELECT n, 'Deal ' || n FROM generate_series(1, 100) n;
    INSERT INTO orders SELECT n, n FROM generate_series(1, 50) n;
    GRANT SELECT ON deals, orders TO reader`);
});
afterEach(async () => {
  await runner.close();
  await cache.close();
});

const isState = ({ key }: { readonly key: string }) => key.startsWith('highwater-v');

async function open(options: RunnerOptions = {}): Promise<void> {
  await runner?.close();
  runner = await createRunner({ toolCache, ...options, env: { ...cache.env, PGPASSWORD: PASSWORD, ...options.env } });
  await configure();
}

const TABLES = `
      deals: { cursor: updated_at }
      orders: { cursor: updated_at }`;

async function configure(tables = TABLES, run = '{ full_sync_schedule: "0 2 * * *" }'): Promise<void> {
  await writeFile(
    join(runner.workspace, 'highwater.yml'),
    `version: 1
sources:
  db:
    type: postgres
    host: ${postgres.host}
    port: ${postgres.port}
    database: postgres
    auth: { flow: password, user: reader, password: "\${PGPASSWORD}" }
    tables: ${tables}
run: ${run}
`,
  );
}

describe('a sync', () => {
  test('leaves artifacts, outputs, a summary and a saved state; the next one goes on from it', async () => {
    const first = await runner.main();
    expect(first, first.log).toMatchObject({
      exitCode: 0,
      annotations: [],
      outputs: {
        database: 'highwater-output/warehouse.duckdb',
        parquet: 'highwater-output/parquet',
        manifest: 'highwater-output/manifest.json',
        report: 'highwater-output/report.html',
        'rows-changed': '150',
        changed: 'true',
        mode: 'full',
        'state-restored': 'false',
        'state-saved': 'true',
        'failed-tables': '[]',
      },
    });
    for (const name of ['database', 'manifest', 'report', 'parquet']) {
      expect(existsSync(join(runner.workspace, first.outputs[name] ?? '-')), name).toBe(true);
    }
    expect(first.summary).toMatch(/^## ✅ 150 rows changed in 2 tables/);
    expect(await runner.post(first)).toMatchObject({ exitCode: 0, log: '', summary: null });

    await postgres.query("UPDATE deals SET title = 'changed', updated_at = now() WHERE id = 7");
    const second = await runner.main({ runId: '2', event: { schedule: '0 */2 * * *' } });
    expect(second, second.log).toMatchObject({
      exitCode: 0,
      outputs: { 'rows-changed': '1', mode: 'incremental', 'state-restored': 'true', 'state-saved': 'true' },
    });
    expect(cache.entries().filter(isState)).toHaveLength(2);

    cache.evict('highwater-v');
    const third = await runner.main({ runId: '3' });
    expect(third, third.log).toMatchObject({ exitCode: 0, outputs: { mode: 'full', 'state-restored': 'false' } });
    expect(third.annotations.map((a) => a.message).join()).toMatch(
      /was saved on \d{4}-\d\d-\d\d and is no longer in the Actions cache/,
    );
  });

  test('says when a full sync is due by its cron alone, and that cron never comes', async () => {
    await runner.main();
    const file = join(runner.workspace, '.github', 'workflows', 'sync.yml');
    await mkdir(dirname(file), { recursive: true });
    const env = { GITHUB_WORKFLOW_REF: 'acme/data/.github/workflows/sync.yml@refs/heads/main' };
    const step = { env, event: { schedule: '17 */2 * * *' } };
    await writeFile(file, "on: { schedule: [{ cron: '17 */2 * * *' }, { cron: '30 2 * * *' }] }\n");
    const wrong = await runner.main({ ...step, runId: '2' });
    expect(wrong.annotations.map((a) => a.message).join()).toMatch(
      /run\.full_sync_schedule is "0 2 .*, and this workflow has no such cron/,
    );
    await writeFile(file, "on: { schedule: [{ cron: '17 */2 * * *' }, { cron: '00  02 * * *' }] }\n");
    expect((await runner.main({ ...step, runId: '3' })).annotations).toEqual([]);
  });

  test('`oldest-full-sync` is the oldest of all configured tables, those included that a run leaves out', async () => {
    const first = await runner.main();
    const oldest = first.outputs['oldest-full-sync'] ?? '';
    expect(oldest).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
    const one = await runner.main({ runId: '2', inputs: { mode: 'full', tables: 'db.deals' } });
    expect(one.outputs['oldest-full-sync']).toBe(oldest);
    const both = await runner.main({ runId: '3', inputs: { mode: 'full' } });
    expect(Date.parse(both.outputs['oldest-full-sync'] ?? '')).toBeGreaterThan(Date.parse(oldest));
    await postgres.query('CREATE TABLE extra (id int PRIMARY KEY)');
    await configure('{ deals: { cursor: updated_at }, orders: { cursor: updated_at }, extra: {} }');
    // It can't be read, so it never was.
    expect((await runner.main({ runId: '4' })).outputs['oldest-full-sync']).toBe('');
    await configure('{ deals: { cursor: updated_at }, orders: { cursor: updated_at }, extra: { full_sync_every: never } }');
    expect((await runner.main({ runId: '5' })).outputs['oldest-full-sync']).toBe(both.outputs['oldest-full-sync']);
    await postgres.query('DROP TABLE extra');
  });

  test('`mode: auto` is a full sync when the nightly cron fires', async () => {
    await runner.main();
    const nightly = await runner.main({ runId: '2', event: { schedule: '0 2 * * *' } });
    expect(nightly.outputs).toMatchObject({ mode: 'full', changed: 'false', 'state-restored': 'true' });
  });

  test('a glob that finds nothing is a warning, a table that left the configuration a notice', async () => {
    await runner.main();
    await configure('{ deals: { cursor: updated_at }, "zz*": {} }');
    const { exitCode, annotations } = await runner.main({ runId: '2' });
    expect(exitCode).toBe(0);
    expect(annotations).toEqual([
      { level: 'warning', message: 'db: line 9: db has no table that matches `zz*`' },
      {
        level: 'notice',
        message: 'db: orders is no longer in the configuration: it was removed from the warehouse, with 50 rows.',
      },
    ]);
  });

  test('`tables`, `output`, `state` and `state-name` do as they say', async () => {
    const inputs = { tables: 'db.d*', output: 'elsewhere/out', state: 'kept/state' };
    const first = await runner.main({ inputs });
    expect(first.outputs).toMatchObject({ database: 'elsewhere/out/warehouse.duckdb', 'rows-changed': '100' });
    expect((await runner.main({ inputs, runId: '2' })).outputs).toMatchObject({ 'state-restored': 'true', 'rows-changed': '0' });
    expect(cache.entries()).toEqual([]);
    await runner.main({ inputs: { 'state-name': 'one' } });
    expect((await runner.main({ inputs: { 'state-name': 'two' }, runId: '2' })).outputs).toMatchObject({
      'state-restored': 'false',
    });
  });

  test('nothing that it writes or logs holds the password, in any spelling', async () => {
    const result = await runner.main({ env: { ACTIONS_STEP_DEBUG: 'true', RUNNER_DEBUG: '1' } });
    const logged = result.raw.replace(/^::add-mask::.*$/gm, '');
    for (const spelling of [PASSWORD, encodeURIComponent(PASSWORD), encodeURIComponent(PASSWORD).replaceAll('%20', '+')]) {
      expect(logged).not.toContain(spelling);
      for (const file of filesUnder(runner.workspace)) expect(readFileSync(file).includes(spelling), file).toBe(false);
    }
    expect(result.raw).toContain(`::add-mask::${PASSWORD}`);
  });
});

describe('what fails', () => {
  test('one table: the others are kept, the step fails, and each `fail-on` is obeyed', async () => {
    await postgres.query('REVOKE SELECT ON orders FROM reader');
    const any = await runner.main();
    expect(any, any.log).toMatchObject({
      exitCode: 1,
      outputs: { 'failed-tables': '["db.orders"]', 'rows-changed': '100', 'state-saved': 'true' },
    });
    expect(any.annotations.filter((a) => a.level === 'error')).toHaveLength(1);
    expect(any.summary).toMatch(/GRANT SELECT/);
    expect((await runner.main({ inputs: { 'fail-on': 'all' }, runId: '2' })).exitCode).toBe(0);
  });

  test('a mistake in the configuration is annotated on its own line, and all of them are in the summary', async () => {
    await configure(`
      deals: { cursr: updated_at, deletes: maybe }`);
    const result = await runner.main();
    expect(result.exitCode).toBe(1);
    expect(result.annotations).toEqual([
      expect.objectContaining({ level: 'error', file: 'highwater.yml', line: 10, title: 'CONFIG_INVALID' }),
      expect.objectContaining({ level: 'error', file: 'highwater.yml', line: 10, title: 'CONFIG_INVALID' }),
    ]);
    expect(result.summary).toMatch(/^## ❌ Nothing was synced: 2 mistakes/);
    expect(result.outputs).toMatchObject({ changed: 'false', 'state-saved': 'false', 'failed-tables': '[]' });
  });

  test('`tables` that fit no table leave the saved state alone, in the post step too', async () => {
    await runner.main();
    const wrong = await runner.main({ inputs: { tables: 'db.nothing' }, runId: '2' });
    expect(wrong.exitCode).toBe(1);
    const post = await runner.post(wrong);
    expect(post).toMatchObject({ exitCode: 0, summary: null, annotations: [] });
    expect(cache.entries().filter(isState)).toHaveLength(1);
  });

  test('all wrong inputs are told at once', async () => {
    const { exitCode, annotations } = await runner.main({ inputs: { mode: 'ful', 'fail-on': 'some' } });
    expect(exitCode).toBe(1);
    expect(annotations.map((a) => a.title)).toEqual(['INPUT_INVALID', 'INPUT_INVALID']);
  });

  test('in a public repository an unencrypted state is refused before anything is read', async () => {
    await open({ repository: { private: false } });
    const refused = await runner.main();
    expect(refused).toMatchObject({ exitCode: 1, annotations: [{ title: 'STATE_KEY_REQUIRED' }] });
    expect(existsSync(join(runner.workspace, 'highwater-output'))).toBe(false);
    const inputs = { 'state-encryption-key': 'correct horse battery staple' };
    expect((await runner.main({ inputs })).outputs).toMatchObject({ 'state-saved': 'true' });
    expect((await runner.main({ inputs, runId: '2' })).outputs).toMatchObject({ 'state-restored': 'true' });
    const wrong = await runner.main({ inputs: { 'state-encryption-key': 'another long key' }, runId: '3' });
    expect(wrong).toMatchObject({
      exitCode: 1,
      annotations: [{ title: 'STATE_WRONG_KEY while restoring' }],
      outputs: { mode: '', changed: 'false' },
    });
    const anew = await runner.main({
      inputs: { 'state-encryption-key': 'another long key', 'on-unreadable-state': 'full' },
      runId: '4',
    });
    expect(anew).toMatchObject({ exitCode: 0, outputs: { mode: 'full', 'state-restored': 'false', 'state-saved': 'true' } });
    expect(anew.annotations).toEqual([
      expect.objectContaining({ level: 'warning', message: expect.stringContaining('every table is read in full') }),
    ]);
    expect(anew.log).toContain('The saved state could not be used (STATE_WRONG_KEY)');
    expect(anew.log).not.toContain('There was no state');
  });

  test('a state that cannot be saved fails the step though the artifacts are there, and the post step saves it after all', async () => {
    await open({ env: cache.envFor({ readOnly: true }) });
    const result = await runner.main({ inputs: { 'fail-on': 'all' } });
    expect(result).toMatchObject({ exitCode: 1, outputs: { 'state-saved': 'false', 'rows-changed': '150' } });
    expect(result.annotations).toEqual([
      expect.objectContaining({ level: 'error', title: expect.stringContaining('STATE_SAVE_FAILED') }),
    ]);
    expect(existsSync(join(runner.workspace, 'highwater-output/warehouse.duckdb'))).toBe(true);
    const post = await runner.post({ ...result, options: { env: cache.env } });
    expect(post, post.log).toMatchObject({ exitCode: 0, annotations: [{ level: 'notice' }] });
    expect(cache.entries().filter(isState)).toHaveLength(1);
  });

  test('a tool cache without network says what to do', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'highwater-empty-'));
    await open({
      toolCache: empty,
      env: { npm_config_registry: 'http://127.0.0.1:9', npm_config_fetch_retries: '0', npm_config_cache: empty },
    });
    const result = await runner.main();
    expect(result).toMatchObject({ exitCode: 1, annotations: [{ title: 'NATIVE_INSTALL_FAILED' }] });
    expect(result.summary).toMatch(/could not reach its registry/);
    expect((await runner.main({ inputs: { mode: 'validate' } })).exitCode).toBe(0);
    await rm(empty, { recursive: true, force: true });
  });
});

describe('what does not sync', () => {
  test.each(['validate', 'check', 'plan'])(
    '%s tells what it found in log and summary, writes nothing and saves nothing',
    async (mode) => {
      const result = await runner.main({ inputs: { mode } });
      expect(result, result.log).toMatchObject({ exitCode: 0, outputs: { mode, changed: 'false', 'state-saved': 'false' } });
      expect(result.summary).toContain(`## ✅ Highwater ${mode}`);
      expect(result.log).toMatch(/deals/);
      expect(readdirSync(runner.workspace)).toEqual(['highwater.yml']);
      expect(cache.entries()).toEqual([]);
    },
  );

  test('a check that fails is red in each place: the exit code, an annotation, the summary’s first line', async () => {
    const result = await runner.main({ inputs: { mode: 'check' }, env: { PGPASSWORD: 'wrong-password' } });
    expect(result, result.log).toMatchObject({
      exitCode: 1,
      annotations: [{ level: 'error', title: 'SIGN_IN_REFUSED while connecting' }],
    });
    expect(result.annotations[0]?.message).toMatch(/refused to sign in reader[\s\S]*auth\.user/);
    expect(result.summary).toMatch(/^## ❌ Highwater check failed\n/);
  });
});

describe('verify', () => {
  test('is red while a table differs, mends it if asked, and names no key and no value anywhere', async () => {
    await runner.main();
    await postgres.query("UPDATE deals SET title = 'in silence' WHERE id = 77");
    const found = await runner.main({ runId: '2', inputs: { mode: 'verify' } });
    expect(found, found.log).toMatchObject({
      exitCode: 1,
      annotations: [{ level: 'error', title: 'db.deals: ROWS_DIFFER while verifying' }],
      outputs: { mode: 'verify', changed: 'false', 'drifted-tables': '["db.deals"]', 'state-restored': 'true' },
    });
    expect(found.summary).toMatch(/^## ❌ 1 table of 2 could not be proven/);
    expect(`${found.log}${found.summary}`).not.toMatch(/silence|\b77\b/);
    expect(readFileSync(join(runner.workspace, 'highwater-output', 'verify', 'db.deals.csv'), 'utf8')).toMatch(/77,altered/);
    const mended = await runner.main({ runId: '3', inputs: { mode: 'verify', repair: 'true' } });
    expect(mended, mended.log).toMatchObject({
      exitCode: 0,
      outputs: { mode: 'verify', changed: 'true', 'rows-changed': '1', 'drifted-tables': '[]', 'state-saved': 'true' },
    });
    expect(mended.summary).toMatch(/^## ✅ 2 tables verified/);
  });
});

describe('cut off', () => {
  /** A table that takes long to read, beside one that is done at once. */
  beforeEach(async () => {
    await postgres.query(`CREATE SCHEMA big; GRANT USAGE ON SCHEMA big TO reader;
      CREATE VIEW big.slow AS SELECT n AS id, pg_sleep(0.05) IS NULL AS slept FROM generate_series(1, 2000) n;
      GRANT SELECT ON big.slow TO reader`);
    await configure(`
      deals: { cursor: updated_at }
      big.slow: { key: id }`);
  });

  test('cancelled: what is committed is saved within the runner’s seconds, and the next run has it', async () => {
    const step = await runner.start();
    await step.saw(/✓ db\.deals/);
    const started = Date.now();
    await step.cancel();
    const result = await step.result;
    expect(Date.now() - started).toBeLessThan(7_500);
    expect(result, result.log).toMatchObject({ exitCode: 1, outputs: { 'state-saved': 'true' } });
    expect(await runner.post(result)).toMatchObject({ exitCode: 0, log: '' });
    await onlyDealsRemain();
  });

  test('killed: the post step saves what was committed', async () => {
    const step = await runner.start();
    await step.saw(/✓ db\.deals/);
    await wait(100);
    step.process.kill('SIGKILL');
    const result = await step.result;
    expect(cache.entries()).toEqual([]);
    const post = await runner.post(result);
    expect(post, post.log).toMatchObject({
      exitCode: 0,
      annotations: [{ level: 'notice', message: expect.stringContaining('generation 1') }],
    });
    await onlyDealsRemain();
  });

  async function onlyDealsRemain(): Promise<void> {
    await configure(`
      deals: { cursor: updated_at }`);
    const next: StepResult = await runner.main({ runId: '2' });
    expect(next, next.log).toMatchObject({
      exitCode: 0,
      outputs: { 'state-restored': 'true', mode: 'incremental', 'rows-changed': '0' },
    });
  }
});

function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}
