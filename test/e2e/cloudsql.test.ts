import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CloudSql, startCloudSql } from '../servers/cloudsql.ts';
import { type ConnectProxy, startConnectProxy } from '../support/connect-proxy.ts';
import { usePostgres } from '../support/use-postgres.ts';
import { PASSWORD, Project } from './project.ts';
import { withDuckdb } from './truth.ts';

/*
 * Cloud SQL through the packaged program, with nothing in it replaced: Google's addresses are its own, and a proxy that the environment
 * names, as an organisation's would be, leads them to a local stand-in before a real PostgreSQL.
 */
const INSTANCE = 'acme:europe-west1:sales';
const IAM_USER = 'reader@acme.iam';
const TOKEN = 'ya29.a-token-of-google';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PRIVATE_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const KEY = JSON.stringify({
  type: 'service_account',
  project_id: 'acme',
  private_key_id: 'a1',
  private_key: PRIVATE_KEY,
  client_email: `${IAM_USER}.gserviceaccount.com`,
});

const server = usePostgres({ hba: [`host all "${IAM_USER}" 127.0.0.1/32 trust`, 'host all all 127.0.0.1/32 scram-sha-256'] });
let cloud: CloudSql;
let proxy: ConnectProxy;
let project: Project;

beforeAll(async () => {
  await server.query(`CREATE TABLE deals (id int PRIMARY KEY, v text); INSERT INTO deals SELECT g, 'v' || g FROM generate_series(1, 1000) g;
    CREATE ROLE "${IAM_USER}" LOGIN; CREATE ROLE reader LOGIN PASSWORD '${PASSWORD.replaceAll("'", "''")}';
    GRANT SELECT ON deals TO "${IAM_USER}", reader`);
  cloud = await startCloudSql({ instance: INSTANCE, server, accessToken: TOKEN, iamUsers: [IAM_USER] });
  const google = ['sqladmin.googleapis.com', 'oauth2.googleapis.com', 'www.googleapis.com'];
  proxy = await startConnectProxy(google, Number(new URL(cloud.endpoint).port));
  project = await Project.create();
  await writeFile(project.path('ca.pem'), proxy.ca);
  project.env = {
    PGPASSWORD: PASSWORD,
    GCP_SA_KEY: KEY,
    HTTPS_PROXY: `http://${proxy.address}`,
    NODE_EXTRA_CA_CERTS: project.path('ca.pem'),
  };
});

afterAll(async () => {
  await project?.close();
  await proxy?.close();
  await cloud?.stop();
});

const configure = async (more: string) =>
  project.write(`version: 1
sources:
  db:
    type: postgres
    database: postgres
    auth: { flow: cloudsql_service_account, instance: "${INSTANCE}", credentials: "\${GCP_SA_KEY}"${more} }
    tables: { deals: { cursor: xmin } }
`);

test.each([
  { way: 'by IAM login', more: '', user: IAM_USER },
  { way: 'by user and password', more: ', user: reader, password: "${PGPASSWORD}"', user: 'reader' },
])('the packaged program reads Cloud SQL $way, with a key of a service account', async ({ way, more, user }) => {
  await configure(more);
  const places = ['--output', project.path(way), '--state', project.path(`${way} state`)];
  const check = await project.run(['check', '--json']);
  expect(check.exitCode, check.stderr).toBe(0);
  expect(check.stdout).toContain(user);
  expect(check.stdout + check.stderr).not.toContain(TOKEN);
  await project.succeed(places);
  await server.query(`UPDATE deals SET v = '${user}' WHERE id = 7; INSERT INTO deals VALUES (${way.length * 1000}, 'new')`);
  const record = await project.succeed(places);
  expect(record.tables[0]).toMatchObject({ mode: 'incremental', updated: 1, inserted: 1 });
  const truth = await server.query<{ id: number; v: string }>('SELECT id, v FROM deals ORDER BY id');
  const rows = await withDuckdb(`${project.path(way)}/warehouse.duckdb`, async (db) =>
    db.rows<[number, string]>('SELECT id, v FROM db.deals ORDER BY id'),
  );
  expect(rows).toEqual(truth.map(({ id, v }) => [id, v]));
  expect(new Set(proxy.asked)).toEqual(new Set(['oauth2.googleapis.com:443', 'sqladmin.googleapis.com:443']));
  expect(JSON.stringify(record)).not.toContain(TOKEN);
});
