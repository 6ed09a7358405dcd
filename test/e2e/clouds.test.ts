import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../src/publish/manifest-schema.ts';
import { Database } from '../../src/warehouse/duckdb/database.ts';
import { Room } from '../../src/warehouse/duckdb/memory-limit.ts';
import { type ActionsCache, startActionsCache } from '../servers/actions-cache.ts';
import { demoOrg, guid } from '../servers/dataverse/demo.ts';
import { DEMO_USER } from '../servers/dataverse/org.ts';
import { CLIENT_SECRET, type LocalDynamics, startDynamics, TENANT } from '../servers/dataverse/start.ts';
import { fillDemo } from '../servers/salesforce/demo.ts';
import { type SalesforceServer, startSalesforce } from '../servers/salesforce/index.ts';
import { actualRows, expectedRows } from '../support/dynamics.ts';
import { createRunner, type Runner } from '../support/runner.ts';
import { expectTruth } from '../support/salesforce-truth.ts';

/** A configuration like the one of the README, both cloud services, run by the packaged action with its state in the Actions cache. */
const DYNAMICS = ['contact', 'opportunity'] as const;
const SALESFORCE = ['Account', 'Contact', 'Case', 'User'] as const;

let dynamics: LocalDynamics;
let salesforce: SalesforceServer;
let cache: ActionsCache;
let runner: Runner;

beforeAll(async () => {
  dynamics = await startDynamics(demoOrg(150));
  salesforce = await startSalesforce();
  fillDemo(salesforce.org);
  cache = await startActionsCache();
  runner = await createRunner({
    env: {
      ...cache.env,
      SF_CLIENT_ID: 'consumer-key',
      SF_CLIENT_SECRET: 'consumer-secret',
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: DEMO_USER.clientId,
      AZURE_CLIENT_SECRET: CLIENT_SECRET,
    },
  });
  await writeFile(
    join(runner.workspace, 'highwater.yml'),
    `version: 1
sources:
  crm:
    type: salesforce
    url: ${salesforce.url}
    auth: { flow: client_credentials, client_id: "\${SF_CLIENT_ID}", client_secret: "\${SF_CLIENT_SECRET}" }
    tables:
      Account:
      Contact:
      Case: { related: [Owner, CreatedBy] }
      User:
      Opportunity: { where: "StageName = 'Closed Won'", types: { Discount__c: percentage } }
  erp:
    type: dynamics
    url: ${dynamics.dataverse.url}
    auth:
      flow: client_secret
      tenant_id: \${AZURE_TENANT_ID}
      client_id: \${AZURE_CLIENT_ID}
      client_secret: \${AZURE_CLIENT_SECRET}
      authority: ${dynamics.entra.url}
    tables:
      account: { where: statecode eq 0 }
      contact: { deletes_by: keys }
      opportunity: { deletes_by: change_tracking }
`,
  );
});
afterAll(async () => {
  await runner?.close();
  await cache?.close();
  await salesforce?.close();
  await dynamics?.close();
});

/** Every value of every row of the artifact is the service's own. */
async function expectArtifact(): Promise<void> {
  const file = join(runner.workspace, 'highwater-output', 'warehouse.duckdb');
  const options = { room: new Room(256, 1), tempDirectory: join(runner.temp, 'duckdb'), readOnly: true };
  const database = await Database.open(file, options);
  try {
    const artifact = {
      query: async <T extends Record<string, unknown>>(sql: string) => database.use(async (c) => c.rows<T>(sql)),
    };
    for (const name of SALESFORCE) expect(await expectTruth(artifact, salesforce.org, name)).toBeGreaterThan(0);
    await expectTruth(artifact, salesforce.org, 'Opportunity', (o) => o.StageName === 'Closed Won');
    for (const name of DYNAMICS) {
      const table = dynamics.org.table(name);
      expect(await actualRows(artifact, table)).toEqual(expectedRows(table));
    }
    const accounts = dynamics.org.table('account');
    expect(await actualRows(artifact, accounts)).toEqual(expectedRows(accounts, (row) => row.statecode === '0'));
  } finally {
    database.close();
  }
}

test('full, then with what a day changed, then with nothing changed', async () => {
  const full = await runner.main();
  expect(full, full.log).toMatchObject({ exitCode: 0, annotations: [], outputs: { mode: 'full' } });
  await expectArtifact();

  salesforce.org.clock.advance(86_400);
  dynamics.org.clock.advance(86_400);
  const ids = (object: string) => [...salesforce.org.records(object)].map((r) => String(r.Id));
  const [first = '', second = '', third = ''] = ids('Account');
  salesforce.org.update('Account', first, { Name: 'Renamed, "Ltd"\nat a new line' });
  salesforce.org.delete('Account', second);
  salesforce.org.insert('Account', { Name: 'New 🦊' });
  for (const [i, id] of ids('Opportunity').entries())
    if (i < 9) salesforce.org.update('Opportunity', id, { StageName: i % 2 ? 'Closed Won' : 'Prospecting' });
  dynamics.org.table('account').update(guid('01', 1), { name: 'Renamed', statecode: '1' });
  dynamics.org.table('contact').remove(guid('02', 4));
  dynamics.org.table('contact').update(guid('02', 8), { fullname: 'Zoë "Z" O’Hara', birthdate: '2000-02-29' });
  const [opportunity] = [...dynamics.org.table('opportunity').all()];
  dynamics.org.table('opportunity').remove(String(opportunity?.opportunityid));
  const changed = await runner.main({ runId: '2' });
  expect(changed, changed.log).toMatchObject({ exitCode: 0, annotations: [], outputs: { mode: 'incremental', changed: 'true' } });
  await expectArtifact();

  salesforce.org.undelete('Account', second);
  salesforce.org.delete('Account', third);
  const again = await runner.main({ runId: '3' });
  expect(again, again.log).toMatchObject({ exitCode: 0, outputs: { mode: 'incremental' } });
  await expectArtifact();

  const nothing = await runner.main({ runId: '4' });
  expect(nothing, nothing.log).toMatchObject({ exitCode: 0, outputs: { changed: 'false' } });
  await expectArtifact();
  expect(salesforce.journal.writes).toEqual([]);
  for (const secret of ['consumer-secret', CLIENT_SECRET]) expect(full.log + changed.log).not.toContain(secret);
}, 120_000);

test('another organisation behind the address: its tables start afresh, and log, summary and manifest say why', async () => {
  const before = dynamics.org.organizationId;
  dynamics.org.organizationId = '7e57da7a-bbbb-4000-8000-00000000beef';
  const run = await runner.main({ runId: '5' });
  expect(run, run.log).toMatchObject({ exitCode: 0, outputs: { mode: 'mixed' } });
  const words = new RegExp(
    `is a different system than in the last run \\(it was ${before}, now it is ${dynamics.org.organizationId}\\)`,
  );
  expect(run.log).toMatch(words);
  expect(run.summary).toMatch(words);
  const manifest = JSON.parse(await readFile(join(runner.workspace, 'highwater-output', 'manifest.json'), 'utf8')) as Manifest;
  expect(manifest.run.notices.map((n) => n.message).join('\n')).toMatch(words);
  for (const { source, mode, why, notes } of manifest.tables) {
    expect(mode).toBe(source === 'erp' ? 'full' : 'incremental');
    if (source !== 'erp') continue;
    expect(why).toContain('so the table is read from the start');
    expect(notes).toContainEqual({ kind: 'plan', column: null, message: why });
  }
  await expectArtifact();
}, 120_000);
