import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Project } from '../../e2e/project.ts';
import { fillDemo } from '../../servers/salesforce/demo.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { type ConnectProxy, startConnectProxy } from '../../support/connect-proxy.ts';

/** The packaged program on a machine from which Salesforce is reached through a proxy only. */
const HOST = 'acme.my.salesforce.example';
let server: SalesforceServer;
let proxy: ConnectProxy;
let project: Project;

beforeAll(async () => {
  server = await startSalesforce();
  fillDemo(server.org, { accounts: 5 });
  proxy = await startConnectProxy([HOST], Number(new URL(server.url).port), 'user:pr0xy');
  server.service.oauth.base = `https://${HOST}`;
  project = await Project.create();
  await writeFile(project.path('ca.pem'), proxy.ca);
  await project.write(`version: 1
sources:
  crm:
    type: salesforce
    url: https://${HOST}
    auth: { flow: client_credentials, client_id: consumer-key, client_secret: "\${SF_CLIENT_SECRET}" }
    tables: { Account: }
`);
  project.env = { SF_CLIENT_SECRET: 'consumer-secret', NODE_EXTRA_CA_CERTS: project.path('ca.pem') };
});
afterAll(async () => {
  await server.close();
  await proxy.close();
  await project.close();
});

test('signs in and reads through HTTPS_PROXY, without a word of the proxy’s login', async () => {
  const env = { HTTPS_PROXY: `http://user:pr0xy@${proxy.address}` };
  const { exitCode, stderr, stdout } = await project.run(['check'], env);
  expect(exitCode, stderr).toBe(0);
  const { tables } = await project.succeed([], env);
  expect(tables.map((t) => [t.table, t.rows])).toEqual([
    ['Account', 5],
    ['CurrencyType', 3],
  ]);
  expect(new Set(proxy.asked)).toEqual(new Set([`${HOST}:443`]));
  expect(stdout + stderr).not.toContain('pr0xy');
});
