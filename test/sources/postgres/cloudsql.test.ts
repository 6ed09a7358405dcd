import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OAuth2Client } from 'google-auth-library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/model/secret.ts';
import { createLogin } from '../../../src/sources/postgres/connect/login.ts';
import type { PostgresOptions } from '../../../src/sources/postgres/options.ts';
import { PostgresSource } from '../../../src/sources/postgres/source.ts';
import { type CloudSql, startCloudSql } from '../../servers/cloudsql.ts';
import { Engine } from '../../support/engine.ts';
import { testContext } from '../../support/postgres-source.ts';
import { usePostgres } from '../../support/use-postgres.ts';

const INSTANCE = 'acme:europe-west1:sales';
const IAM_USER = 'reader@acme.iam';
const TOKEN = 'ya29.a-token';
const KEY = JSON.stringify({ type: 'service_account', client_email: `${IAM_USER}.gserviceaccount.com`, private_key: 'no key' });

const server = usePostgres({ hba: [`host all "${IAM_USER}" 127.0.0.1/32 trust`, 'host all all 127.0.0.1/32 scram-sha-256'] });
let cloud: CloudSql;

beforeAll(async () => {
  await server.query(`CREATE TABLE deals (id int PRIMARY KEY, v text); INSERT INTO deals SELECT g, 'v' FROM generate_series(1, 1000) g;
    CREATE ROLE "${IAM_USER}" LOGIN; CREATE ROLE seller LOGIN PASSWORD 'secret'; GRANT SELECT ON deals TO "${IAM_USER}", seller`);
  cloud = await startCloudSql({ instance: INSTANCE, server, accessToken: TOKEN, iamUsers: [IAM_USER] });
});

afterAll(async () => {
  await cloud?.stop();
});

type CloudAuth = Extract<PostgresOptions['auth'], { flow: 'cloudsql_service_account' }>;

function optionsWith(auth: Partial<CloudAuth>): PostgresOptions {
  return {
    type: 'postgres',
    port: 5432,
    database: 'postgres',
    auth: { flow: 'cloudsql_service_account', instance: INSTANCE, credentials: new Secret(KEY), ip_type: 'public', ...auth },
    ssl: { mode: 'prefer' },
  };
}

function sourceWith(auth: Partial<CloudAuth>, token = TOKEN) {
  const options = optionsWith(auth);
  const google = new OAuth2Client();
  google.setCredentials({ access_token: token, expiry_date: Date.now() + 3_600_000 });
  const { context, notices } = testContext();
  const login = createLogin(options, context.mask, { auth: google, sqlAdminAPIEndpoint: cloud.endpoint });
  return { source: new PostgresSource(options, context, login), notices };
}

describe('Cloud SQL', () => {
  it.each([
    { way: 'by IAM login', auth: {}, user: IAM_USER },
    { way: 'by user and password', auth: { user: 'seller', password: new Secret('secret') }, user: 'seller' },
  ])('is read $way, over a certificate that was made for this run', async ({ auth, user }) => {
    const { source, notices } = sourceWith(auth);
    const engine = await Engine.create();
    const access = await source.connect();
    expect(access.identity).toBe(user);
    expect(access.server).toContain(INSTANCE);
    expect(Object.fromEntries(access.facts).encryption).toBe('TLSv1.3');
    const record = await engine.sync(source, 'deals', 'full');
    expect(record.error).toBeNull();
    expect(record.rows).toBe(1000);
    expect(notices).toEqual([]);
    expect(source.address).toBe(`${INSTANCE}/postgres`);
    await source.close();
    await engine.close();
    expect(cloud.calls).toContain('GET /sql/v1beta4/projects/acme/instances/sales/connectSettings');
    expect(cloud.calls).toContain('POST /sql/v1beta4/projects/acme/instances/sales:generateEphemeralCert');
  });

  it("is read with the credentials as they are in the secret, through Google's own library", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'highwater-cloudsql-'));
    await writeFile(join(folder, 'subject'), 'a-subject-token');
    const credentials = JSON.stringify({
      type: 'external_account',
      audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/github',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${cloud.endpoint}token`,
      credential_source: { file: join(folder, 'subject') },
    });
    const options = optionsWith({ credentials: new Secret(credentials), user: IAM_USER });
    const masked: string[] = [];
    const login = createLogin(options, (secret) => void masked.push(secret), { sqlAdminAPIEndpoint: cloud.endpoint });
    const source = new PostgresSource(options, testContext().context, login);
    expect((await source.connect()).identity).toBe(IAM_USER);
    expect(masked).toContain(TOKEN);
    await source.close();
    await rm(folder, { recursive: true });
  });

  it.each([
    {
      what: 'a wrong password',
      auth: { user: 'seller', password: new Secret('wrong') },
      code: 'SIGN_IN_REFUSED',
      says: /refused to sign in seller/,
    },
    {
      what: 'an IAM user without IAM login',
      auth: { user: IAM_USER, password: new Secret('x') },
      code: 'SIGN_IN_REFUSED',
      says: /IAM service account/,
    },
    {
      what: 'an unknown instance',
      auth: { instance: 'acme:europe-west1:other' },
      code: 'SOURCE_UNREACHABLE',
      says: /no Cloud SQL instance acme:europe-west1:other/,
    },
    {
      what: 'another region',
      auth: { instance: 'acme:us-east1:sales' },
      code: 'SOURCE_UNREACHABLE',
      says: /no Cloud SQL instance/,
    },
    {
      what: 'an address that the instance has not',
      auth: { ip_type: 'private' as const },
      code: 'SOURCE_UNREACHABLE',
      says: /no address of the chosen type/,
    },
    {
      what: 'credentials that are no JSON',
      auth: { credentials: new Secret('{"private_key": broken') },
      code: 'SIGN_IN_REFUSED',
      says: /not JSON/,
    },
  ])('$what is told in words', async ({ auth, code, says }) => {
    const { source } = sourceWith(auth);
    const error = await source.connect().then(
      () => null,
      (e) => e,
    );
    await source.close();
    expect(error?.message).toMatch(says);
    expect(error.code).toBe(code);
  });

  it('a refused account is told in words', async () => {
    const { source } = sourceWith({}, 'stolen');
    await expect(source.connect()).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED' });
    await source.close();
  });
});
