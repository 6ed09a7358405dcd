import dns from 'node:dns';
import type { AuthTypes, Connector, ConnectorOptions, IpAddressTypes } from '@google-cloud/cloud-sql-connector';
import type pg from 'pg';
import { HighwaterError } from '../../../model/errors.ts';
import type { Secret } from '../../../model/secret.ts';
import { type PostgresOptions, serverAddress } from '../options.ts';
import { identity, type Login, openClient, ReceiveSocket } from './pg-client.ts';
import { type Attempt, attempts, isWithoutTls, worthAnotherWay } from './tls.ts';

/** `mask` gets tokens before they are used. `cloudSql`: other endpoints and credentials than Google's own, for tests. */
export function createLogin(options: PostgresOptions, mask: (secret: string) => void, cloudSql: ConnectorOptions = {}): Login {
  const { auth } = options;
  return auth.flow === 'password' ? passwordLogin(options, auth) : cloudSqlLogin(options, auth, mask, cloudSql);
}

function passwordLogin(options: PostgresOptions, auth: { user: string; password: Secret }): Login {
  const { host = '', port, database, ssl, startup } = options;
  let ways: readonly Attempt[] | null = null;
  return {
    server: serverAddress(options),
    user: () => auth.user,
    local: host.startsWith('/') || ['localhost', '127.0.0.1', '::1'].includes(host),
    connect: async () => {
      ways ??= attempts(ssl, host);
      // Of a host name node-postgres makes the name in the TLS greeting, whatever else it was given.
      const to = ssl.server_name === undefined || host.startsWith('/') ? host : (await dns.promises.lookup(host)).address;
      const made = await firstOf(ways, async (way) =>
        openClient({
          ...identity(auth.user, auth.password),
          host: to,
          port,
          database,
          ...(startup === undefined ? {} : { options: startup }),
          ...(way === false ? { ssl: false, stream: () => new ReceiveSocket() } : { ssl: { ...way } }),
        }),
      );
      // What worked once is asked for alone from now on: the later connections of a run are no weaker than the first.
      ways = [made.way];
      return made.client;
    },
    close: () => undefined,
  };
}

async function firstOf(
  ways: readonly Attempt[],
  open: (way: Attempt) => Promise<pg.Client>,
): Promise<{ way: Attempt; client: pg.Client }> {
  const errors: unknown[] = [];
  for (const way of ways) {
    try {
      return { way, client: await open(way) };
    } catch (error) {
      errors.push(error);
      if (!worthAnotherWay(error)) throw await withFamily(error);
    }
  }
  // That a server has no TLS is no reason to be told where TLS was only preferred.
  throw errors.find((error) => !isWithoutTls(error)) ?? errors[0];
}

/**
 * Where a machine has no IPv6, names that have no other address are not found at all (getaddrinfo's AI_ADDRCONFIG, which Node asks for):
 * https://nodejs.org/api/dns.html#supported-getaddrinfo-flags
 */
async function withFamily(error: unknown): Promise<unknown> {
  const { code, hostname } = error as { code?: string; hostname?: string };
  if ((code !== 'ENOTFOUND' && code !== 'EAI_AGAIN') || hostname === undefined) return error;
  const resolver = new dns.promises.Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers(dns.getServers());
  const addresses = await resolver.resolve6(hostname).catch(() => []);
  return addresses.length === 0 ? error : Object.assign(new Error(`${hostname} has IPv6 addresses only`), { code: 'IPV6_ONLY' });
}

type CloudSql = Extract<PostgresOptions['auth'], { flow: 'cloudsql_service_account' }>;

const SCOPES = ['https://www.googleapis.com/auth/sqlservice.admin', 'https://www.googleapis.com/auth/sqlservice.login'];

/**
 * Google's connector finds the instance's address, gets a certificate for an hour and dials TLS itself; IAM login sends
 * the service account's token with the certificate request. https://cloud.google.com/sql/docs/postgres/iam-logins
 */
export function cloudSqlLogin(
  options: PostgresOptions,
  auth: CloudSql,
  mask: (secret: string) => void,
  overrides: ConnectorOptions,
): Login {
  const account = auth.credentials.reveal();
  const iam = auth.password === undefined;
  const user = () => auth.user ?? iamUser(account);
  let connector: Promise<Connector> | null = null;
  let established: Connector | null = null;
  return {
    server: serverAddress(options),
    user,
    local: true,
    connect: async () => {
      connector ??= createConnector(account, mask, overrides);
      const google = await connector;
      const { stream } = await google
        .getOptions({
          instanceConnectionName: auth.instance,
          ipType: auth.ip_type.toUpperCase() as IpAddressTypes,
          authType: (iam ? 'IAM' : 'PASSWORD') as AuthTypes,
        })
        .catch((error: unknown) => {
          throw explained(error, auth.instance);
        });
      established = google;
      return openClient({
        ...identity(user(), auth.password),
        host: auth.instance,
        database: options.database,
        ssl: false,
        stream,
      });
    },
    // One that never got its instance has nothing to close, and would end the process by an unhandled rejection (1.10.0).
    close: () => established?.close(),
  };
}

// Loaded only where Cloud SQL is used: Google's libraries are large.
async function createConnector(account: string, mask: (secret: string) => void, overrides: ConnectorOptions): Promise<Connector> {
  const credentials = parsed(account);
  const [{ Connector }, { GoogleAuth }] = await Promise.all([
    import('@google-cloud/cloud-sql-connector'),
    import('google-auth-library'),
  ]);
  const auth = new GoogleAuth({ credentials, scopes: SCOPES });
  try {
    const client = await auth.getClient();
    // Told of before the token is handed to whoever asked for it.
    client.on('tokens', ({ access_token: token }) => {
      if (typeof token === 'string') mask(token);
    });
  } catch {
    // A key that Google's library does not understand: the connector says so in its own words.
  }
  return new Connector({ auth, ...overrides });
}

/** The database user of a service account is its address without the last part. */
function iamUser(account: string): string {
  return (parsed(account).client_email ?? '').replace(/\.gserviceaccount\.com$/, '');
}

function parsed(account: string): { client_email?: string } {
  try {
    const value: unknown = JSON.parse(account);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // JSON's own message would quote the key.
  }
  throw new HighwaterError(
    'SIGN_IN_REFUSED',
    'The Cloud SQL `credentials` are not JSON.',
    'Store the whole key file of the service account (IAM & Admin > Service Accounts > Keys > JSON) in the secret.',
  );
}

/** Google's answers, by HTTP status or the connector's code: https://cloud.google.com/sql/docs/postgres/connect-connectors */
function explained(error: unknown, instance: string): unknown {
  const { code, status, message = '' } = error as { code?: string | number; status?: number; message?: string };
  const found = GOOGLE_FAULTS.find((fault) => fault.when.test(`${status ?? ''} ${code ?? ''} ${message}`));
  return found === undefined ? error : new HighwaterError(found.code, found.says(instance), found.hint, { cause: error });
}

const GOOGLE_FAULTS = [
  {
    when: /\b401\b|invalid_grant|invalid_client|Invalid JWT|DECODER|unsupported/i,
    code: 'SIGN_IN_REFUSED',
    says: () => "Google rejected the service account's key.",
    hint: 'The key was deleted, disabled or truncated. Create a new one (IAM & Admin > Service Accounts > Keys) and store the JSON file in the secret.',
  },
  {
    when: /\b403\b/,
    code: 'SIGN_IN_REFUSED',
    says: (instance: string) =>
      `The service account may not connect to the Cloud SQL instance ${instance}, or the Cloud SQL Admin API is off in its project.`,
    hint: 'Give it the role Cloud SQL Client (roles/cloudsql.client) and, for IAM login, Cloud SQL Instance User (roles/cloudsql.instanceUser); turn on sqladmin.googleapis.com.',
  },
  {
    when: /\b404\b|ENOSQLADMIN\b|EBADSQLADMINREGION|EBADCONNECTIONNAME/,
    code: 'SOURCE_UNREACHABLE',
    says: (instance: string) => `There is no Cloud SQL instance ${instance}.`,
    hint: "Copy the connection name (project:region:name) from the instance's overview page to `auth.instance`.",
  },
  {
    when: /SQLADMINIPADDRESS/,
    code: 'SOURCE_UNREACHABLE',
    says: (instance: string) => `The Cloud SQL instance ${instance} has no address of the chosen type.`,
    hint: "Set `auth.ip_type` to public, private or psc, as the instance's Connections page shows.",
  },
] as const;
