import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesUnder, Project } from '../../e2e/project.ts';
import { fillDemo } from '../../servers/salesforce/demo.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';

let server: SalesforceServer;
let project: Project;

beforeAll(async () => {
  server = await startSalesforce({ oauth: { rotates: true } });
  fillDemo(server.org, { accounts: 5 });
  project = await Project.create();
  project.env = { SF_REFRESH_TOKEN: '5Aep-refresh' };
  await project.write(`version: 1
sources:
  crm:
    type: salesforce
    url: ${server.url}
    auth: { flow: refresh_token, client_id: consumer-key, refresh_token: "\${SF_REFRESH_TOKEN}" }
    tables: { Account: }
`);
});
afterAll(async () => {
  await server.close();
  await project.close();
});

test('a refresh token that Salesforce replaces: the run ends well, says what is to be done, and the new one is nowhere', async () => {
  server.faults.add({ url: /\/sobjects\/$/ }, { run: () => server.service.oauth.expireSessions() });
  const { exitCode, stdout, stderr, record } = await project.sync();
  expect(exitCode, stderr).toBe(0);
  expect(server.journal.entries.filter((e) => e.kind === 'token').map((e) => e.status)).toEqual([200, 200]);
  const told = record.sources.flatMap((s) => s.notices);
  expect(told).toEqual([
    expect.stringMatching(/replaced the refresh token: .* will not sign in the next run.*"Enable Refresh Token Rotation"/),
  ]);
  const written = filesUnder(project.directory).map((path) => readFileSync(path, 'latin1'));
  for (const text of [stdout, stderr, ...written.filter((t) => !t.startsWith('version: 1'))])
    expect(text).not.toContain('5Aep-refresh');
});

test('the next run, with the old one, says why it is refused', async () => {
  const { exitCode, record } = await project.sync();
  expect(exitCode).toBe(1);
  expect(record.tables.map((t) => t.error?.code)).toEqual(record.tables.map(() => 'SIGN_IN_REFUSED'));
  expect(JSON.stringify(record)).toContain('must be off, as a repository');
});
