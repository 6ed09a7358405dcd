import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../scripts/bundle.ts';
import { SCORE } from '../destinations/salesforce/target.ts';
import { type ActionsCache, startActionsCache } from '../servers/actions-cache.ts';
import { type SalesforceServer, startSalesforce } from '../servers/salesforce/index.ts';
import { createRunner, type Runner, type StepResult } from '../support/runner.ts';
import { usePostgres } from '../support/use-postgres.ts';

/** The packaged action's modes `export-plan` and `export`, over a state in the cache. */
const postgres = usePostgres();
let toolCache: string;
let cache: ActionsCache;
let server: SalesforceServer;
let runner: Runner;
let runs = 0;

beforeAll(async () => {
  [toolCache, cache, server] = await Promise.all([
    mkdtemp(join(tmpdir(), 'highwater-tools-')),
    startActionsCache(),
    startSalesforce({ pollsUntilComplete: 1 }),
  ]);
  server.org.define(SCORE);
  const secrets = { PGUSER: postgres.user, PGPASSWORD: postgres.password, WRITE: 'writer-secret' };
  runner = await createRunner({ toolCache, env: { ...cache.env, ...secrets, HIGHWATER_NATIVE_DIR: ROOT } });
  await postgres.query("CREATE TABLE scores AS SELECT 'k' || i AS id, i * 1.25 AS score FROM generate_series(1, 5) i");
  await writeFile(
    join(runner.workspace, 'highwater.yml'),
    `version: 1
sources:
  db:
    type: postgres
    host: ${postgres.host}
    port: ${postgres.port}
    database: postgres
    auth: { flow: password, user: "\${PGUSER}", password: "\${PGPASSWORD}" }
    tables: { scores: {} }
destinations:
  crm: { type: salesforce, url: "${server.url}", auth: { flow: client_credentials, client_id: writer-key, client_secret: "\${WRITE}" } }
exports:
  scores:
    to: crm
    object: Score__c
    key: Key__c
    query: SELECT id AS Key__c, score AS Exact__c FROM db.scores
`,
  );
});
afterAll(async () => {
  await runner.close();
  await Promise.all([cache.close(), server.close(), rm(toolCache, { recursive: true, force: true })]);
});

const step = async (inputs: Readonly<Record<string, string>> = {}): Promise<StepResult> =>
  runner.main({ inputs, runId: String(++runs) });
const written = (): number => [...server.org.records('Score__c')].length;

test('a plan writes nothing, an export writes once, and each says what it did', async () => {
  const synced = await step();
  expect(synced, synced.log).toMatchObject({ exitCode: 0 });

  const planned = await step({ mode: 'export-plan', first: 'true' });
  expect(planned, planned.log).toMatchObject({ exitCode: 0, outputs: { 'export-sent': '0', 'failed-exports': '[]' } });
  expect(planned.state).toEqual({});
  expect(written()).toBe(0);

  const refused = await step({ mode: 'export' });
  expect(refused, refused.log).toMatchObject({ exitCode: 1, outputs: { 'failed-exports': '["scores"]' } });
  expect(refused.annotations.map((a) => a.title).join()).toContain('EXPORT_LIMIT');
  expect(written()).toBe(0);

  const sent = await step({ mode: 'export', first: 'true' });
  expect(sent, sent.log).toMatchObject({
    exitCode: 0,
    outputs: { 'export-sent': '5', 'export-refused': '0', 'export-pending': '0', 'failed-exports': '[]', 'state-saved': 'true' },
  });
  expect(sent.summary).toContain('scores');
  expect(sent.state).toMatchObject({ state: 'cache' });
  expect(written()).toBe(5);
  expect([...server.org.records('Score__c')].map((r) => r.Exact__c)).toEqual([1.25, 2.5, 3.75, 5, 6.25]);

  const again = await step({ mode: 'export' });
  expect(again, again.log).toMatchObject({ exitCode: 0, outputs: { 'export-sent': '0' } });
});
