import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DiscoverResult } from '../../src/model/results.ts';
import { Project } from '../e2e/project.ts';
import { demoOrg } from '../servers/dataverse/demo.ts';
import { DEMO_USER } from '../servers/dataverse/org.ts';
import { CLIENT_SECRET, type LocalDynamics, startDynamics, TENANT } from '../servers/dataverse/start.ts';

/** `discover` on Dynamics; on PostgreSQL it is in cli.test.ts, on Salesforce in test/sources/salesforce/commands.test.ts. */
let dynamics: LocalDynamics;
let project: Project;

beforeAll(async () => {
  dynamics = await startDynamics(demoOrg(5));
  project = await Project.create();
  project.env = { AZURE_CLIENT_SECRET: CLIENT_SECRET };
  await project.write(`version: 1
sources:
  erp:
    type: dynamics
    url: ${dynamics.dataverse.url}
    auth:
      flow: client_secret
      tenant_id: ${TENANT}
      client_id: ${DEMO_USER.clientId}
      client_secret: \${AZURE_CLIENT_SECRET}
      authority: ${dynamics.entra.url}
    tables:
      account: { columns: [name] }
`);
});
afterAll(async () => {
  await dynamics.close();
  await project.close();
});

test('every table has its columns, the chosen ones those that are chosen', async () => {
  const { exitCode, stdout, stderr } = await project.run(['discover', '--json']);
  expect(exitCode, stderr).toBe(0);
  const [source] = (JSON.parse(stdout) as DiscoverResult).sources;
  const found = new Map(source?.tables.map((t) => [t.ref.name, t]));
  expect(found.get('account')).toMatchObject({ chosen: true, error: null });
  expect(
    found
      .get('account')
      ?.schema?.columns.map((c) => c.name)
      .sort(),
  ).toEqual(['accountid', 'name', 'transactioncurrencyid', 'transactioncurrencyid_code']);
  expect(found.get('contact')).toMatchObject({ chosen: false, schema: { key: ['contactid'], cursor: 'modifiedon' } });
  expect(source?.tables.filter((t) => t.schema === null)).toEqual([]);
});

test('the columns of some, by their names', async () => {
  const { stdout } = await project.run(['discover', '--tables', 'erp.contact']);
  expect(stdout).toMatch(/ {2}contact {2}.*\n {4}key contactid · cursor modifiedon\n/);
  expect(stdout).toMatch(/fullname +String +string +VARCHAR/);
  expect(stdout).not.toMatch(/opportunity {2}/);
});
