export type SourceType = 'salesforce' | 'dynamics' | 'postgres';

/** A value that the file names as `${variable}`. */
export interface Credential {
  /** The key under `auth` (or `ssl`). */
  readonly key: string;
  readonly variable: string;
  /** As the screen calls it on which it is found. */
  readonly label: string;
  readonly secret: boolean;
  /** It has several lines (a PEM, a JSON key): read from a file instead of typed. */
  readonly file?: boolean;
  /** Left out of the file when there is no value for it. */
  readonly optional?: boolean;
}

export interface Flow {
  readonly flow: string;
  readonly title: string;
  readonly hint: string;
  readonly credentials: readonly Credential[];
  /** False where it works within a GitHub Actions job only. */
  readonly here: boolean;
}

const value = (key: string, variable: string, label: string): Credential => ({ key, variable, label, secret: false });
const secret = (key: string, variable: string, label: string): Credential => ({ key, variable, label, secret: true });
const file = (key: string, variable: string, label: string): Credential => ({ ...secret(key, variable, label), file: true });
const optional = (credential: Credential): Credential => ({ ...credential, optional: true });

const CONSUMER_KEY = value('client_id', 'SF_CLIENT_ID', "the app's Consumer Key");
const CONSUMER_SECRET = secret('client_secret', 'SF_CLIENT_SECRET', "the app's Consumer Secret");
const TENANT = value('tenant_id', 'AZURE_TENANT_ID', 'Directory (tenant) ID');
const CLIENT = value('client_id', 'AZURE_CLIENT_ID', 'Application (client) ID');
const CLIENT_SECRET = secret('client_secret', 'AZURE_CLIENT_SECRET', "the client secret's Value");

export const TYPES: readonly { readonly value: SourceType; readonly label: string; readonly hint: string }[] = [
  { value: 'salesforce', label: 'Salesforce', hint: 'Sales Cloud, Service Cloud, custom objects' },
  { value: 'dynamics', label: 'Microsoft Dynamics 365 / Dataverse', hint: 'Sales, Customer Service, Power Apps' },
  { value: 'postgres', label: 'PostgreSQL', hint: 'also Cloud SQL, RDS, Supabase, Neon…' },
];

/** The ways of signing in that `init` offers, the recommended one first; the variables are those of a first source of its type. */
export const FLOWS: { readonly [T in SourceType]: readonly Flow[] } = {
  postgres: [
    {
      flow: 'password',
      title: 'User and password',
      hint: 'a user with SELECT alone is enough',
      credentials: [value('user', 'PGUSER', 'user'), secret('password', 'PGPASSWORD', 'password')],
      here: true,
    },
    {
      flow: 'cloudsql_service_account',
      title: 'Google Cloud SQL with a service account',
      hint: 'no open port needed',
      credentials: [file('credentials', 'GCP_SA_KEY', "the service account's key")],
      here: true,
    },
  ],
  salesforce: [
    {
      flow: 'client_credentials',
      title: 'Client credentials',
      hint: 'the app signs in as its run-as user; recommended',
      credentials: [CONSUMER_KEY, CONSUMER_SECRET],
      here: true,
    },
    {
      flow: 'jwt_bearer',
      title: 'JWT bearer',
      hint: 'a certificate instead of a secret',
      credentials: [
        CONSUMER_KEY,
        value('username', 'SF_USERNAME', 'user name to sign in as'),
        file('private_key', 'SF_PRIVATE_KEY', 'the private key (PEM)'),
      ],
      here: true,
    },
    {
      flow: 'refresh_token',
      title: 'Sign in with the browser, once',
      hint: 'you sign in as yourself; the refresh token does it from then on',
      credentials: [CONSUMER_KEY, optional(CONSUMER_SECRET), secret('refresh_token', 'SF_REFRESH_TOKEN', 'the refresh token')],
      here: true,
    },
  ],
  dynamics: [
    {
      flow: 'client_secret',
      title: 'Client secret',
      hint: 'an app registration with an application user',
      credentials: [TENANT, CLIENT, CLIENT_SECRET],
      here: true,
    },
    {
      flow: 'github_oidc',
      title: "GitHub's own token (federated credential)",
      hint: 'no secret at all; works in the workflow only',
      credentials: [TENANT, CLIENT],
      here: false,
    },
    {
      flow: 'certificate',
      title: 'Certificate',
      hint: 'instead of a secret',
      credentials: [TENANT, CLIENT, file('certificate', 'AZURE_CERTIFICATE', 'certificate and private key (PEM)')],
      here: true,
    },
    {
      flow: 'refresh_token',
      title: 'Sign in with the browser, once',
      hint: 'you sign in as yourself; the refresh token does it from then on',
      credentials: [TENANT, CLIENT, optional(CLIENT_SECRET), secret('refresh_token', 'AZURE_REFRESH_TOKEN', 'the refresh token')],
      here: true,
    },
  ],
};

export const SSL_CA: Credential = { ...file('ca', 'PG_CA', "the certificate authority's certificate (PEM)"), optional: true };

/**
 * Credentials with the names of their variables. The first source of a type has the usual names (`PGUSER`), the next ones their
 * own name before it (`BILLING_PGUSER`).
 */
export function named(credentials: readonly Credential[], source: string, taken: ReadonlySet<string>): Credential[] {
  const clashes = credentials.some((c) => taken.has(c.variable));
  if (!clashes) return [...credentials];
  const prefix = source.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
  return credentials.map((c) => ({ ...c, variable: `${prefix}_${c.variable}` }));
}
