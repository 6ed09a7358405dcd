import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import { type ActionsCache, startActionsCache } from '../servers/actions-cache.ts';
import { type IssuesServer, startIssues, TOKEN } from '../servers/github-issues.ts';
import { startWebhooks, type WebhookServer } from '../servers/webhooks.ts';
import { createRunner, type Runner, type StepOptions, type StepResult } from '../support/runner.ts';
import { usePostgres } from '../support/use-postgres.ts';

/** The packaged action, its notifications, and all of the places that it sends them to. */
const postgres = usePostgres();
let toolCache: string;
let runner: Runner;
let cache: ActionsCache;
let hooks: WebhookServer;
let github: IssuesServer;
let runs = 0;

const PASSWORD = 'a-password-of-no-one';

beforeAll(async () => {
  toolCache = await mkdtemp(join(tmpdir(), 'highwater-tools-'));
  await postgres.query(`CREATE USER reader PASSWORD '${PASSWORD}'; GRANT pg_read_all_stats TO reader`);
});
afterAll(async () => rm(toolCache, { recursive: true, force: true }));
beforeEach(async () => {
  [cache, hooks, github] = await Promise.all([startActionsCache(), startWebhooks(), startIssues()]);
  const env = {
    ...cache.env,
    HIGHWATER_NATIVE_DIR: ROOT,
    GITHUB_API_URL: github.url,
    HOOK_URL: `${hooks.url}/hook`,
    SLACK_URL: `${hooks.url}/slack`,
  };
  runner = await createRunner({ toolCache, env });
  await postgres.query(
    'DROP TABLE IF EXISTS deals, orders; CREATE TABLE deals (id int PRIMARY KEY); CREATE TABLE orders (id int PRIMARY KEY); GRANT SELECT ON deals, orders TO reader',
  );
  await configure();
});
afterEach(async () => {
  await runner.close();
  await Promise.all([cache.close(), hooks.close(), github.close()]);
});

async function configure(): Promise<void> {
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
    tables: { deals: {}, orders: {} }
notify:
  - webhook: \${HOOK_URL}
  - slack: \${SLACK_URL}
    on: [failure]
  - github_issue: true
  - teams: \${TEAMS_URL}
`,
  );
}

const step = async (
  inputs: StepOptions['inputs'] = {},
  env: StepOptions['env'] = { PGPASSWORD: PASSWORD },
): Promise<StepResult> => runner.main({ inputs: { 'github-token': TOKEN, ...inputs }, env, runId: String(++runs) });
const told = (): string[] => hooks.deliveredTo('/hook').map(({ text }) => text);

test('runs that fail are reported once, runs that never begin too, and what works again', async () => {
  const first = await step();
  expect(first, first.log).toMatchObject({ exitCode: 0 });
  expect(first.annotations.map((a) => a.message).join()).toMatch(
    /:\d+ teams: nothing can be sent there: the environment variable TEAMS_URL is not set/,
  );

  await postgres.query('ALTER TABLE orders RENAME TO gone');
  for (let i = 0; i < 2; i++) expect(await step()).toMatchObject({ exitCode: 1, outputs: { 'failed-tables': '["db.orders"]' } });
  expect(told()).toEqual(['failure db.orders']);

  // The secret is gone: nothing can be read, not even the configuration.
  for (let i = 0; i < 2; i++) expect(await step({}, {})).toMatchObject({ exitCode: 1 });
  expect(told().slice(1)).toEqual(['failure highwater.yml']);
  const { tables } = JSON.parse(hooks.deliveredTo('/hook').at(-1)?.body ?? '');
  expect(tables[0]).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('PGPASSWORD is not set') });

  await postgres.query('ALTER TABLE gone RENAME TO orders');
  const last = await step();
  expect(last, last.log).toMatchObject({ exitCode: 0 });
  expect(told().slice(2)).toEqual(['recovery db.orders highwater.yml']);
  expect(hooks.deliveredTo('/slack')).toHaveLength(2);
  expect(hooks.deliveredTo('/slack')[0]?.body).toContain(`https://github.com/acme/data/actions/runs/${runs - 4}`);
  expect(github.issues).toMatchObject([
    { state: 'closed', comments: [expect.stringContaining('highwater.yml'), expect.stringContaining('2 problems are over')] },
  ]);
  expect(`${first.raw}${last.raw}`.replaceAll(/::add-mask::.*/g, '')).not.toMatch(/127\.0\.0\.1:\d+\/(hook|slack)/);
});

test('mode verify: a comparison that can not begin, and rows that differ', async () => {
  expect(await step({ mode: 'verify' })).toMatchObject({ exitCode: 1 });
  expect(told()).toEqual(['failure highwater.yml']);
  expect(await step()).toMatchObject({ exitCode: 0 });
  await postgres.query('INSERT INTO orders VALUES (1)');
  const found = await step({ mode: 'verify' });
  expect(found, found.log).toMatchObject({ exitCode: 1, outputs: { 'drifted-tables': '["db.orders"]' } });
  expect(told().slice(1).sort()).toEqual(['failure db.orders', 'recovery highwater.yml']);
});

test('the watchdog tells that the data is late, without any secret of a source, and the sync that it is fresh again', async () => {
  const empty = await step({ mode: 'freshness', 'max-age': '1h' }, {});
  expect(empty).toMatchObject({ exitCode: 1 });
  expect(told()).toEqual(['stale highwater.yml']);
  expect(await step()).toMatchObject({ exitCode: 0 });
  expect(told().slice(1)).toEqual(['recovery highwater.yml']);

  for (let i = 0; i < 2; i++) {
    const late = await step({ mode: 'freshness', 'max-age': '0s' }, {});
    expect(late.exitCode).toBe(1);
    expect(JSON.parse(late.outputs['stale-tables'] ?? '').sort()).toEqual(['db.deals', 'db.orders']);
  }
  expect(told().slice(2)).toEqual([expect.stringMatching(/^stale (db\.(deals|orders) ?){2}$/)]);
  expect(await step()).toMatchObject({ exitCode: 0 });
  expect(told().slice(3)).toEqual([expect.stringMatching(/^recovery (db\.(deals|orders) ?){2}$/)]);
  expect(await step({ mode: 'freshness', 'max-age': '1h' }, {})).toMatchObject({
    exitCode: 0,
    outputs: { 'stale-tables': '[]' },
  });
  expect(told()).toHaveLength(4);
  expect(github.issues.map(({ state }) => state)).toEqual(['closed', 'closed']);
});

test('a combine that failed is reported once, and its end when one succeeds, not when a sync does', async () => {
  const combine = (directories: string) => step({ mode: 'combine', directories, output: 'combined' });
  expect(await combine('absent')).toMatchObject({ exitCode: 1 });
  expect(await combine('absent')).toMatchObject({ exitCode: 1 });
  expect(await step()).toMatchObject({ exitCode: 0 });
  expect(told()).toHaveLength(1);
  const combined = await combine('highwater-output');
  expect(combined, combined.log).toMatchObject({ exitCode: 0 });
  expect(told().slice(1)).toEqual([expect.stringMatching(/^recovery /)]);
});
