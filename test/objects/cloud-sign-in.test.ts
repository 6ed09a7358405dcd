import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openObjectStore } from '../../src/objects/open-store.ts';
import { ACCOUNT, CONTAINER, startAzure } from '../servers/azure/server.ts';
import { GCS_BUCKET, startGcs } from '../servers/gcs/server.ts';
import { CLIENT, GOOGLE_AUDIENCE, type SignInServer, startSignIn, TENANT } from '../servers/objects/sign-in-server.ts';
import type { StoreServer } from '../servers/objects/store-server.ts';
import { authority, serverCertificate } from '../support/certificates.ts';

/* A job that signs in by OIDC, without a stored secret, and what is said where it can't. */
const QUICK = { attempts: 3, firstDelayMs: 1, longestDelayMs: 4, longestRetryAfterMs: 1000 };
const AZURE = `az://${ACCOUNT}/${CONTAINER}/states`;
const GOOGLE = `gs://${GCS_BUCKET}/states`;
let directory: string;
let servers: StoreServer[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sign-in-'));
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await rm(directory, { recursive: true, force: true });
});

const open = async (address: string, env: Readonly<Record<string, string>>) =>
  openObjectStore(address, { setting: 'state', env, retryPolicy: QUICK });

async function failureOf(address: string, env: Readonly<Record<string, string>>): Promise<{ message: string; hint: string }> {
  const failure: unknown = await open(address, env)
    .then(async (store) => store.get('k'))
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'ObjectStoreError', problem: 'refused' });
  return failure as { message: string; hint: string };
}

describe('Azure', () => {
  let signIn: SignInServer;
  let env: Readonly<Record<string, string>>;
  beforeEach(async () => {
    // Entra and Azure take tokens over https alone. A process of its own runs this file.
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    const tls = serverCertificate(authority('test'), ['127.0.0.1']);
    signIn = await startSignIn(tls);
    const azure = await startAzure({ entra: { tls, token: signIn.accessToken } });
    servers = [signIn, azure];
    const app = { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: CLIENT, AZURE_AUTHORITY_HOST: signIn.url };
    env = { ...azure.env, ...signIn.job, ...app };
  });

  test('signs in with a token of this job, once for many requests', async () => {
    const store = await open(AZURE, env);
    expect((await store.create('k', Buffer.from('x'))).outcome).toBe('created');
    expect((await store.get('k'))?.body.toString()).toBe('x');
    expect(signIn.requests.filter(({ key }) => key.endsWith('/token'))).toHaveLength(1);
  });

  test.each([
    ["AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:acme/x'", /subject/],
    ["AADSTS700016: Application with identifier 'x' was not found in the directory 'y'", /AZURE_CLIENT_ID/],
    ['AADSTS50000: Something else', /id-token: write/],
  ])('says what Entra refused: %s', async (entra, hint) => {
    signIn.refusal = { entra: `${entra}. Trace ID: 1 Timestamp: 2`, google: '' };
    const failure = await failureOf(AZURE, env);
    expect(failure.message).toBe(`Microsoft Entra refused the sign-in: ${entra}`);
    expect(failure.hint).toMatch(hint);
  });

  test('a job that GitHub gives no token, and a token that the account refuses', async () => {
    expect((await failureOf(AZURE, { ...env, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'other' })).message).toContain(
      'GitHub gave this job no token to sign in with (status 401)',
    );
    const stranger = await startAzure({ entra: { tls: serverCertificate(authority('t'), ['127.0.0.1']), token: 'another' } });
    servers.push(stranger);
    expect((await failureOf(AZURE, { ...env, ...stranger.env })).message).toContain(
      'the account refused the token (InvalidAuthenticationInfo)',
    );
  });
});

describe('Google Cloud', () => {
  let signIn: SignInServer;
  let env: Readonly<Record<string, string>>;
  beforeEach(async () => {
    signIn = await startSignIn();
    const gcs = await startGcs(signIn.accessToken);
    servers = [signIn, gcs];
    // What google-github-actions/auth writes.
    const GOOGLE_APPLICATION_CREDENTIALS = join(directory, 'gha-creds.json');
    const credentials = {
      type: 'external_account',
      audience: GOOGLE_AUDIENCE,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      token_url: `${signIn.url}/google`,
      credential_source: {
        url: `${signIn.job.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=google`,
        headers: { Authorization: `Bearer ${signIn.job.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` },
        format: { type: 'json', subject_token_field_name: 'value' },
      },
    };
    await writeFile(GOOGLE_APPLICATION_CREDENTIALS, JSON.stringify(credentials));
    env = { ...gcs.env, GOOGLE_APPLICATION_CREDENTIALS };
  });

  test('signs in with a token of this job, once for many requests', async () => {
    const store = await open(GOOGLE, env);
    expect((await store.create('k', Buffer.from('x'))).outcome).toBe('created');
    expect((await store.get('k'))?.body.toString()).toBe('x');
    expect(signIn.requests.filter(({ key }) => key === '/google')).toHaveLength(1);
  });

  test('says what Google refused', async () => {
    signIn.refusal = { entra: '', google: 'unauthorized_client' };
    const failure = await failureOf(GOOGLE, env);
    expect(failure.message).toBe('Google refused the sign-in (unauthorized_client)');
    expect(failure.hint).toContain('attribute condition');
  });

  test('a token that the bucket refuses', async () => {
    const stranger = await startGcs('another');
    servers.push(stranger);
    expect((await failureOf(GOOGLE, { ...env, ...stranger.env })).message).toContain('is not valid, or has expired (401)');
  });

  test('no credentials at all', async () => {
    const failure = await failureOf(GOOGLE, { ...env, GOOGLE_APPLICATION_CREDENTIALS: join(directory, 'none.json') });
    expect(failure.message).toContain('is not signed in to Google Cloud');
    expect(failure.hint).toContain('google-github-actions/auth');
  });
});

describe('keys of Azure', () => {
  let azure: Awaited<ReturnType<typeof startAzure>>;
  beforeEach(async () => {
    azure = await startAzure();
    servers = [azure];
  });
  const connection = (account: string, key: string): string =>
    `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};BlobEndpoint=${azure.env.AZURE_STORAGE_SERVICE_ENDPOINT};`;

  test('a connection string signs in', async () => {
    const env = { AZURE_STORAGE_CONNECTION_STRING: connection(ACCOUNT, azure.env.AZURE_STORAGE_KEY ?? '') };
    expect((await (await open(AZURE, env)).create('k', Buffer.from('x'))).outcome).toBe('created');
  });

  test('a SAS token goes with each request', async () => {
    const { AZURE_STORAGE_SERVICE_ENDPOINT = '' } = azure.env;
    const env = { AZURE_STORAGE_SERVICE_ENDPOINT, AZURE_STORAGE_SAS_TOKEN: '?sv=2025-01-05&sig=abc' };
    const failure = await failureOf(AZURE, env);
    expect(azure.requests[0]?.query.get('sig')).toBe('abc');
    expect(failure.message).not.toContain('abc');
  });

  test('a wrong key is refused, and not shown', async () => {
    const wrong = Buffer.from('a wrong key').toString('base64');
    const failure = await failureOf(AZURE, { ...azure.env, AZURE_STORAGE_KEY: wrong });
    expect(failure.message).toBe('the account refused the signature or token (AuthenticationFailed)');
    expect(failure.hint).toContain('belongs to this account');
    expect(JSON.stringify(failure)).not.toContain(wrong);
  });

  test.each([
    [
      'another account',
      (own: string) => ({ AZURE_STORAGE_CONNECTION_STRING: own.replace(ACCOUNT, 'other') }),
      /acmestate.*other/,
    ],
    ['no account at all', () => ({ AZURE_STORAGE_CONNECTION_STRING: 'nonsense' }), /can't be read/],
    ['a key of another account', () => ({ AZURE_STORAGE_KEY: 'a2V5', AZURE_STORAGE_ACCOUNT: 'other' }), /acmestate.*other/],
    ['a key that is none', () => ({ AZURE_STORAGE_KEY: 'nonsense!' }), /no key/],
  ])('an environment with %s is a mistake of configuration', async (_, env, message) => {
    await expect(open(AZURE, env(connection(ACCOUNT, 'a2V5')))).rejects.toMatchObject({ code: 'INPUT_INVALID', message });
  });
});

test.each([
  ['container', `az://${ACCOUNT}/other`, async () => startAzure()],
  ['bucket', 'gs://other/x', async () => startGcs()],
])('a %s that is not there is told apart from an object that is not', async (what, address, start) => {
  const server = await start();
  servers = [server];
  const store = await open(address, server.env);
  const absent = { problem: 'absent', message: `the ${what} does not exist` };
  await expect(store.get('k')).rejects.toMatchObject(absent);
  await expect(store.head('k')).rejects.toMatchObject(absent);
  await expect(store.create('k', Buffer.from('x'))).rejects.toMatchObject(absent);
  await expect(store.list('').next()).rejects.toMatchObject(absent);
});

test('an account whose name can be no account is refused', async () => {
  await expect(open('az://Not-One/c', {})).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});
