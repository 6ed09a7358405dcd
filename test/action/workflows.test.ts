import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { ROOT } from '../../scripts/bundle.ts';
import { decideMode } from '../../src/app/github/event.ts';
import { readInputs } from '../../src/app/github/inputs.ts';
import { startActionsCache } from '../servers/actions-cache.ts';
import { installDuckdbShim } from '../support/duckdb-shim.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { createRunner, type Runner } from '../support/runner.ts';

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly jobs: Readonly<Record<string, { readonly 'timeout-minutes': number; readonly steps: readonly Step[] }>>;
}

const EXAMPLES = join(ROOT, 'examples/workflows');
const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8'));

const files = [
  ...readdirSync(EXAMPLES).map((name) => join(EXAMPLES, name)),
  ...['ci.yml', 'e2e.yml'].map((name) => join(ROOT, '.github/workflows', name)),
];

function workflow(file: string): Workflow {
  // GitHub reads YAML 1.2: `on` is a key like any other.
  return parse(readFileSync(file, 'utf8'), { merge: true }) as Workflow;
}

const stepsOf = (file: string): Step[] => Object.values(workflow(file).jobs).flatMap((job) => [...job.steps]);
const isOurs = (step: Step): boolean => step.uses === './' || step.uses?.startsWith('OWNER/highwater@') === true;

describe.each(files)('%s', (file) => {
  test('is valid YAML with least permissions and time limits', () => {
    const document = parseDocument(readFileSync(file, 'utf8'));
    expect([...document.errors, ...document.warnings]).toEqual([]);
    const { permissions, jobs } = workflow(file);
    expect(permissions).toMatchObject({ contents: 'read' });
    // To delete older cache entries of its own.
    const { actions, ...others } = permissions as Record<string, string>;
    expect(actions === 'write' ? file : '').toMatch(/^$|sync\.yml$/);
    expect(JSON.stringify(others)).not.toMatch(/write/);
    for (const job of Object.values(jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('pins the actions of others to a commit, with the version beside it', () => {
    for (const line of readFileSync(file, 'utf8').matchAll(/uses: (\S+)(.*)/g)) {
      if (/^\.\/|^OWNER\/highwater@v1/.test(line[1] ?? '')) continue;
      expect(line[0]).toMatch(/@[0-9a-f]{40} # v\d/);
    }
  });

  test('uses only inputs and outputs that action.yml has', () => {
    const ours = stepsOf(file).filter(isOurs);
    for (const step of ours) expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    const ids = ours.map((step) => step.id).filter((id) => id !== undefined);
    for (const [, id, name] of readFileSync(file, 'utf8').matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      if (id !== undefined && ids.includes(id)) expect(Object.keys(action.outputs)).toContain(name);
    }
  });
});

describe('the matrix', () => {
  const { jobs } = workflow(join(EXAMPLES, 'matrix.yml'));
  const stepOf = (job: string) => jobs[job]?.steps.find(isOurs);
  const uploads = (job: string) => jobs[job]?.steps.find((step) => step.uses?.startsWith('actions/upload-artifact@'))?.with;

  test('each job gets what `plan` says of it, and `combine` finds what the jobs kept', () => {
    expect(stepOf('plan')?.with).toMatchObject({ mode: 'plan' });
    expect(stepOf('sync')?.with).toMatchObject({ tables: '${{ matrix.tables }}', 'state-name': '${{ matrix.state-name }}' });
    const download = jobs.combine?.steps.find((step) => step.uses?.startsWith('actions/download-artifact@'))?.with;
    expect(String(uploads('sync')?.name)).toBe('job-${{ matrix.state-name }}');
    expect(download).toEqual({ pattern: 'job-*', path: 'highwater-jobs' });
    expect(readInputs((name) => String(stepOf('combine')?.with?.[name] ?? '')).directories).toEqual(['highwater-jobs/*']);
  });

  test('what is downloaded as the last version is what the run before kept', () => {
    const last = jobs.combine?.steps.find((step) => step.id === 'last')?.run ?? '';
    expect(last).toContain(`--name ${String(uploads('combine')?.name)} --dir ${String(uploads('combine')?.path)}`);
  });
});

describe('the release `latest`', () => {
  const steps = stepsOf(join(EXAMPLES, 'latest.yml'));
  const replace = steps.find((step) => step.run !== undefined);

  test('each file is replaced by one that is there whole', () => {
    const room = mkdtempSync(join(tmpdir(), 'highwater-latest-'));
    const bin = join(room, 'bin');
    mkdirSync(bin);
    // A release as a folder of files, whose names are their ids.
    writeFileSync(
      join(bin, 'gh'),
      `#!/usr/bin/env bash
echo "$*" >> "${room}/log"
case "$1 $2" in
  "release view") [ -d "${room}/release" ] ;;
  "release create") mkdir "${room}/release" ;;
  "release upload") cp "$4" "${room}/release/" ;;
  "api --method") case "$3" in
    DELETE) rm "${room}/release/\${4##*/}" ;;
    PATCH) mv "${room}/release/\${4##*/}" "${room}/release/\${6#name=}" ;;
  esac ;;
  api*) name=$(sed 's/.*name == "\\([^"]*\\)".*/\\1/' <<< "$4"); [ ! -f "${room}/release/$name" ] || echo "$name" ;;
esac
`,
      { mode: 0o755 },
    );
    const env = {
      ...process.env,
      PATH: `${bin}:${process.env.PATH}`,
      GITHUB_REPOSITORY: 'o/r',
      DATABASE: 'out/warehouse.duckdb',
      MANIFEST: 'out/manifest.json',
    };
    mkdirSync(join(room, 'out'));
    for (const content of ['first', 'second']) {
      for (const file of ['warehouse.duckdb', 'manifest.json']) writeFileSync(join(room, 'out', file), content);
      const done = spawnSync('bash', ['-e', '-c', replace?.run ?? ''], { cwd: room, env, encoding: 'utf8' });
      expect(done, done.stderr).toMatchObject({ status: 0 });
      expect(readdirSync(join(room, 'release')).sort()).toEqual(['manifest.json', 'warehouse.duckdb']);
      expect(readFileSync(join(room, 'release', 'warehouse.duckdb'), 'utf8')).toBe(content);
    }
    rmSync(room, { recursive: true, force: true });
  });
});

describe('the scheduled sync', () => {
  const sync = workflow(join(EXAMPLES, 'sync.yml'));
  const crons = (sync.on.schedule as { cron: string }[]).map((entry) => entry.cron);
  const dispatch = (sync.on.workflow_dispatch as { inputs: Record<string, { options: string[] }> }).inputs;
  const own = sync.jobs.sync?.steps.find((step) => step.id === 'sync');

  test('every run that the schedule starts decides itself which tables are read in full', () => {
    expect(crons.map((cron) => decideMode('auto', cron, null))).toEqual([
      expect.objectContaining({ mode: 'incremental', auto: true }),
    ]);
  });

  test('no cron is at minute 0, which GitHub delays and drops most', () => {
    for (const cron of crons) expect(cron).not.toMatch(/^0\d? /);
  });

  test('every mode that can be chosen by hand is one of the action, and a scheduled run, which has none, is `auto`', () => {
    expect(own?.with?.mode).toBe('${{ inputs.mode }}');
    for (const mode of dispatch.mode?.options ?? []) expect(readInputs((name) => (name === 'mode' ? mode : '')).mode).toBe(mode);
    expect(readInputs(() => '').mode).toBe('auto');
  });

  test('runs follow one another, and the job outlives run.timeout (5h)', () => {
    expect(sync.concurrency).toMatchObject({ 'cancel-in-progress': false });
    expect(sync.jobs.sync?.['timeout-minutes']).toBeGreaterThan(300);
  });
});

describe('the three examples, one after the other', () => {
  let postgres: TestPostgres;
  let runner: Runner;
  let cache: Awaited<ReturnType<typeof startActionsCache>>;
  const room = mkdtempSync(join(tmpdir(), 'highwater-query-'));

  beforeAll(async () => {
    postgres = await startPostgres();
    cache = await startActionsCache();
    runner = await createRunner({ env: cache.env });
    await postgres.query(`CREATE TABLE deals (id int PRIMARY KEY, stage text, amount numeric(12,2), updated_at timestamptz);
      INSERT INTO deals SELECT n, CASE WHEN n % 2 = 0 THEN 'won' ELSE 'open' END, n, now() FROM generate_series(1, 10) n`);
    writeFileSync(
      join(runner.workspace, 'highwater.yml'),
      `version: 1
sources:
  db:
    type: postgres
    host: ${postgres.host}
    port: ${postgres.port}
    database: postgres
    auth: { flow: password, user: "\${PGUSER}", password: "\${PGPASSWORD}" }
    tables:
      deals: { cursor: updated_at }
`,
    );
  });
  afterAll(async () => {
    await Promise.all([postgres.stop(), cache.close(), runner.close()]);
    rmSync(room, { recursive: true, force: true });
  });

  const given = (step: Step | undefined, values: Record<string, string>) => ({
    inputs: Object.fromEntries(Object.entries(step?.with ?? {}).map(([name, value]) => [name, fill(String(value), values)])),
    env: Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, value]) => [name, fill(value, values)])),
  });

  /** `${{ secrets.X }}` and `${{ inputs.x }}` as GitHub fills them: what is not there is empty. */
  const fill = (text: string, values: Record<string, string>) =>
    text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => values[name] ?? '');

  test('pull request: the configuration is validated without any secret', async () => {
    const step = stepsOf(join(EXAMPLES, 'pull-request.yml')).find(isOurs);
    const result = await runner.main(given(step, {}));
    expect(result).toMatchObject({ exitCode: 0, outputs: { mode: 'validate' }, annotations: [] });
  });

  test('sync by schedule, and the artifact is queried in another job', async () => {
    const file = join(EXAMPLES, 'sync.yml');
    const secrets = {
      'secrets.PGUSER': postgres.user,
      'secrets.PGPASSWORD': postgres.password,
      'secrets.HIGHWATER_KEY': 'a key of the test',
    };
    const result = await runner.main({ ...given(stepsOf(file).find(isOurs), secrets), event: { schedule: '17 */2 * * *' } });
    expect(result).toMatchObject({ exitCode: 0, outputs: { 'rows-changed': '10', 'state-saved': 'true' } });

    const upload = stepsOf(file).find((step) => step.uses?.startsWith('actions/upload-artifact@'));
    expect(result.outputs.manifest).toBe(`${upload?.with?.path}/manifest.json`);
    // Kept only when there is something new, and not for long: artifacts take up the plan's storage.
    expect(upload?.if).toContain("steps.sync.outputs.changed == 'true'");
    expect(upload?.with).toMatchObject({ overwrite: true, 'retention-days': 3 });
    const query = stepsOf(join(EXAMPLES, 'query.yml'));
    const download = query.find((step) => step.uses?.startsWith('actions/download-artifact@'));
    expect(download?.with?.name).toBe(upload?.with?.name);
    await cp(join(runner.workspace, String(upload?.with?.path)), join(room, String(download?.with?.path)), { recursive: true });

    const summary = await runSteps(query.filter((step) => step.run !== undefined));
    expect(summary).toMatch(/\| db \| deals \|/);
    expect(summary).toMatch(/\| db \| deals \| 10 \| 0 \| 0 \|/);
    expect(summary).toMatch(/\| won \| 5 \| 30\.00 \|\n\| open \| 5 \| 25\.00 \|/);
  });

  /** As a runner's `bash -e` does; returns the step summary. */
  async function runSteps(steps: readonly Step[]): Promise<string> {
    const bin = join(room, 'bin');
    const summary = join(room, 'summary.md');
    mkdirSync(bin);
    await installDuckdbShim(bin);
    for (const step of steps) {
      const script = join(room, 'step.sh');
      writeFileSync(script, step.run ?? '');
      const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, GITHUB_STEP_SUMMARY: summary };
      const done = spawnSync('bash', ['-e', script], { cwd: room, env, encoding: 'utf8' });
      expect(done, done.stderr).toMatchObject({ status: 0 });
    }
    return readFileSync(summary, 'utf8');
  }
});
