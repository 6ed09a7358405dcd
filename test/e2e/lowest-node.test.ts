import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import { LOWEST_NODE, nodeFault } from '../../src/runtime/node-version.ts';
import { type ActionsCache, startActionsCache } from '../servers/actions-cache.ts';
import { type SalesforceServer, startSalesforce } from '../servers/salesforce/index.ts';
import { sobject } from '../servers/salesforce/schema.ts';
import { builtDist } from '../support/dist.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { createRunner } from '../support/runner.ts';
import { PASSWORD, Project } from './project.ts';

/** A Node.js of the lowest version that is promised: CI puts it on the PATH, before node_modules/.bin is. */
const lowest = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .filter((file) => existsSync(file))
  .find((file) => execFileSync(file, ['--version'], { encoding: 'utf8' }).startsWith(`v${LOWEST_NODE}.`));

test('the lowest Node.js that is promised is the one that `engines` names', () => {
  expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).engines).toEqual({ node: `>=${LOWEST_NODE}` });
});

test('the program uses no word of JavaScript that the lowest Node.js lacks', () => {
  const tsc = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'src'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(tsc.stdout).toBe('');
});

test.each([
  ['20.20.0', null],
  ['24.1.0', null],
  ['100.0.0', null],
  ['20.19.6', 'Highwater needs Node.js 20.20 or newer; this is 20.19.6.'],
  ['8.17.0', 'Highwater needs Node.js 20.20 or newer; this is 8.17.0.'],
])('Node.js %s: %s', (version, fault) => {
  if (fault === null) expect(nodeFault(version)).toBe(null);
  else expect(nodeFault(version)).toContain(fault);
});

describe('an older Node.js', () => {
  const old = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.19.1'})`;
  const run = async (entry: string, env: Record<string, string>) =>
    spawnSync(process.execPath, ['--import', old, join(await builtDist(), entry)], { env, encoding: 'utf8' });

  test.each([
    ['cli.js', {}, 'stderr', /^✗ Highwater needs Node\.js 20\.20 or newer; this is 18\.19\.1\. Get a newer one/],
    ['main.js', { GITHUB_ACTIONS: 'true' }, 'stdout', /^::error title=Node\.js is too old::Highwater needs Node\.js 20\.20/],
    ['post.js', { GITHUB_ACTIONS: 'true' }, 'stdout', /^::error title=Node\.js is too old::Highwater needs Node\.js 20\.20/],
  ] as const)('%s says so in words, and nothing else', async (entry, env, stream, words) => {
    const ran = await run(entry, env);
    expect(ran.status).toBe(1);
    expect(ran[stream]).toMatch(words);
    expect(`${ran.stdout}${ran.stderr}`.trim().split('\n')).toHaveLength(1);
  });
});

describe.skipIf(lowest === undefined && process.env.CI === undefined)(`on Node.js ${LOWEST_NODE}`, () => {
  let postgres: TestPostgres;
  let crm: SalesforceServer;
  let cache: ActionsCache;
  let project: Project;

  beforeAll(async () => {
    if (lowest === undefined) throw new Error(`no Node.js ${LOWEST_NODE} is on the PATH`);
    [postgres, crm, cache] = await Promise.all([startPostgres(), startSalesforce(), startActionsCache()]);
    const fields = [{ name: 'Name', type: 'string', length: 80 }] as const;
    crm.generate(sobject('Thing__c', 'a0B', fields), { rows: 3000, start: '2024-09-01T00:00:00Z', days: 400 });
    await postgres.query(`CREATE USER reader PASSWORD '${PASSWORD.replaceAll("'", "''")}';
      CREATE TABLE deals (id int PRIMARY KEY, title text, updated_at timestamptz DEFAULT now());
      INSERT INTO deals SELECT n, 'Deal ' || n FROM generate_series(1, 100) n;
      CREATE TABLE secret (id int PRIMARY KEY);
      GRANT SELECT ON deals TO reader`);
  });
  beforeEach(async () => {
    project = await Project.create(undefined, lowest);
    project.env = { ...project.env, SF_CLIENT_SECRET: 'consumer-secret' };
    await project.configure(postgres, 'postgres', '{ deals: { cursor: updated_at } }', {
      source: '',
    });
    await project.write(
      project.text.replace(
        'run: {}',
        `  crm:
    type: salesforce
    url: ${crm.url}
    auth: { flow: client_credentials, client_id: consumer-key, client_secret: "\${SF_CLIENT_SECRET}" }
    tables: { Thing__c: {} }
run: {}`,
      ),
    );
  });
  afterEach(() => project.close());
  afterAll(async () => Promise.all([postgres.stop(), crm.close(), cache.close()]));

  test('`sync` runs to its end: in full, for changes, and where a table fails', async () => {
    expect((await project.succeed()).tables.map((t) => [t.table, t.status])).toContainEqual(['deals', 'succeeded']);
    await postgres.query("UPDATE deals SET title = 'changed', updated_at = now() WHERE id = 7");
    const people = await project.run(['sync']);
    expect(people, people.stderr).toMatchObject({ exitCode: 0 });
    expect(people.stderr).toContain('1 row changed');
    await project.write(project.text.replace('deals:', 'secret: {}, deals:'));
    const failed = await project.run(['sync']);
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain('db.secret (TABLE_NOT_READABLE)');
  });

  test.each(['validate', 'check', 'discover', 'plan'])('`%s` runs to its end', async (command) => {
    const ran = await project.run([command]);
    expect(ran, ran.stderr).toMatchObject({ exitCode: 0 });
  });

  test('the action saves its state in the cache and restores it', async () => {
    const runner = await createRunner({
      env: { ...cache.env, ...project.env, HIGHWATER_NATIVE_DIR: ROOT },
      ...(lowest === undefined ? {} : { node: lowest }),
    });
    try {
      const inputs = { config: join(project.directory, 'highwater.yml') };
      const first = await runner.main({ inputs });
      expect(first, first.raw).toMatchObject({ exitCode: 0, outputs: { 'state-saved': 'true' } });
      expect((await runner.post(first)).exitCode).toBe(0);
      const second = await runner.main({ inputs, runId: '2' });
      expect(second, second.raw).toMatchObject({ exitCode: 0, outputs: { 'state-restored': 'true' } });
    } finally {
      await runner.close();
    }
  });
});
