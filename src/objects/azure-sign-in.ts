import { ClientAssertionCredential, DefaultAzureCredential } from '@azure/identity';
import { BlobServiceClient, type ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { ConfigError } from '../model/errors.ts';
import { HttpClient } from '../runtime/http.ts';
import { safeEndpoint } from './endpoint.ts';
import { DriverFailure } from './object-driver.ts';
import type { CloudAddress } from './store-address.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What Entra expects of a federated credential: https://learn.microsoft.com/entra/workload-id/workload-identity-federation */
const AUDIENCE = 'api://AzureADTokenExchange';
/** Every kind of store is asked again by the same rules, which know what a lost answer means. */
const ONCE = { retryOptions: { maxTries: 1 } };

/**
 * The container, signed in as the environment says, in this order: AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_KEY,
 * AZURE_STORAGE_SAS_TOKEN (the names of the Azure CLI), an app that trusts this GitHub job, then whatever @azure/identity finds: a secret, a
 * federated token's file, a managed identity, the sign-in of azure/login. Throws ConfigError (INPUT_INVALID).
 */
export function azureContainer(address: CloudAddress, env: Environment): ContainerClient {
  return serviceOf(address, env).getContainerClient(address.container);
}

function serviceOf({ account }: CloudAddress, env: Environment): BlobServiceClient {
  const connection = env.AZURE_STORAGE_CONNECTION_STRING;
  if (connection) return ofConnection(connection, account);
  const url = endpointOf(account, env);
  if (env.AZURE_STORAGE_KEY) {
    requireAccount(account, env.AZURE_STORAGE_ACCOUNT || account, 'AZURE_STORAGE_ACCOUNT');
    return new BlobServiceClient(url, sharedKey(account, env.AZURE_STORAGE_KEY), ONCE);
  }
  const sas = env.AZURE_STORAGE_SAS_TOKEN;
  if (sas) return new BlobServiceClient(`${url}?${sas.replace(/^\?/, '')}`, undefined, ONCE);
  return new BlobServiceClient(url, identityOf(env), ONCE);
}

function identityOf(env: Environment): ClientAssertionCredential | DefaultAzureCredential {
  const { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, AZURE_AUTHORITY_HOST: authorityHost } = env;
  // An authority that the environment names is known to be one.
  const options = authorityHost ? { authorityHost, disableInstanceDiscovery: true } : {};
  const other = env.AZURE_CLIENT_SECRET || env.AZURE_CLIENT_CERTIFICATE_PATH || env.AZURE_FEDERATED_TOKEN_FILE;
  if (!tenant || !client || other || !hasGitHubToken(env)) return new DefaultAzureCredential(options);
  // A token of this job for each sign-in: what azure/login leaves can't be renewed after an hour.
  return new ClientAssertionCredential(tenant, client, async () => gitHubToken(env, AUDIENCE), options);
}

function endpointOf(account: string, env: Environment): string {
  const variable = 'AZURE_STORAGE_SERVICE_ENDPOINT';
  if (env[variable]) return safeEndpoint(env[variable], variable).href.replace(/\/$/, '');
  if (!/^[a-z0-9]{3,24}$/.test(account))
    throw invalid(`${account} is no name of a storage account (3 to 24 lower-case letters and digits)`);
  return `https://${account}.blob.core.windows.net`;
}

function sharedKey(account: string, key: string): StorageSharedKeyCredential {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key)) throw invalid('AZURE_STORAGE_KEY is no key of a storage account (base64)');
  return new StorageSharedKeyCredential(account, key);
}

function ofConnection(connection: string, account: string): BlobServiceClient {
  const variable = 'AZURE_STORAGE_CONNECTION_STRING';
  const part = (name: string): string | undefined =>
    connection
      .split(';')
      .find((text) => text.trim().toLowerCase().startsWith(`${name.toLowerCase()}=`))
      ?.trim()
      .slice(name.length + 1);
  const endpoint = part('BlobEndpoint');
  if (endpoint !== undefined) safeEndpoint(endpoint, `${variable} (BlobEndpoint)`);
  requireAccount(account, part('AccountName') ?? account, variable);
  try {
    return BlobServiceClient.fromConnectionString(connection, ONCE);
  } catch {
    // What it says may hold the string.
    throw invalid(`${variable} can't be read`);
  }
}

function requireAccount(written: string, signedIn: string, variable: string): void {
  if (written.toLowerCase() !== signedIn.toLowerCase())
    throw invalid(`the address names the account ${written}, and ${variable} the account ${signedIn}`);
}

function invalid(why: string): ConfigError {
  const hint = 'Correct the address, or the environment of this step.';
  return new ConfigError([{ code: 'INPUT_INVALID', message: `Azure Blob Storage: ${why}.`, hint }], 'INPUT_INVALID');
}

const URL_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_URL';

/** True in a GitHub job with `permissions: id-token: write`. */
function hasGitHubToken(env: Environment): boolean {
  return Boolean(env[URL_VARIABLE] && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN);
}

/** A token that proves to a cloud which job this is: https://docs.github.com/actions/reference/security/oidc. Never logged. */
async function gitHubToken(env: Environment, audience: string): Promise<string> {
  const url = safeEndpoint(env[URL_VARIABLE] ?? '', URL_VARIABLE);
  url.searchParams.set('audience', audience);
  const http = new HttpClient({
    origins: [url.origin],
    allow: [{ method: 'GET', path: /^\// }],
    answerTimeoutMs: 30_000,
    stallTimeoutMs: 30_000,
  });
  try {
    const headers = { authorization: `Bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}`, accept: 'application/json' };
    const signal = AbortSignal.timeout(60_000);
    const answer = await http.send({ method: 'GET', url: url.href, headers, signal });
    const { value } = JSON.parse((await answer.bytes()).toString()) as { value?: unknown };
    if (answer.status === 200 && typeof value === 'string') return value;
    throw noToken(`status ${answer.status}`, answer.status >= 500);
  } catch (error) {
    throw error instanceof DriverFailure ? error : noToken('no answer', true, error);
  } finally {
    http.close();
  }
}

function noToken(why: string, transient: boolean, cause?: unknown): DriverFailure {
  const hint = 'Give the job `permissions: id-token: write`, and run it again.';
  return new DriverFailure(`GitHub gave this job no token to sign in with (${why})`, {
    problem: 'refused',
    transient,
    hint,
    cause,
  });
}
