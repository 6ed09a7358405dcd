import { serviceAddress } from '../../config/declare/units.ts';
import { Secret } from '../../model/secret.ts';
import {
  type AddressQuestion,
  type InspectedTable,
  optionalValue,
  plainValue,
  type SourceSetup,
  secretFile,
  secretValue,
  type TableDraft,
} from '../../model/source-setup.ts';
import { ChangeTrackingOff, organisationOrigin } from './options.ts';

const USUAL = ['account', 'contact', 'lead', 'opportunity', 'incident', 'systemuser', 'transactioncurrency'];

const TENANT = plainValue('tenant_id', 'AZURE_TENANT_ID', 'Directory (tenant) ID');
const CLIENT = plainValue('client_id', 'AZURE_CLIENT_ID', 'Application (client) ID');
const CLIENT_SECRET = secretValue('client_secret', 'AZURE_CLIENT_SECRET', "the client secret's Value");

const address: AddressQuestion = {
  message: "The environment's address (its Environment URL in the Power Platform admin center)",
  example: 'https://org123.crm12.dynamics.com',
  parse: (pasted) => serviceAddress(pasted)?.origin ?? null,
};

export const setup: SourceSetup = {
  label: 'Microsoft Dynamics 365 / Dataverse',
  hint: 'Sales, Customer Service, Power Apps',
  usualName: 'erp',
  options: [
    { name: 'url', value: 'address', description: 'the Dataverse environment' },
    { name: 'authority', value: 'address', description: 'Dynamics: where to sign in, in national clouds' },
  ],
  example: '--url https://mycompany.crm.dynamics.com --yes',
  flows: [
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
      needsIdToken: true,
    },
    {
      flow: 'certificate',
      title: 'Certificate',
      hint: 'instead of a secret',
      credentials: [TENANT, CLIENT, secretFile('certificate', 'AZURE_CERTIFICATE', 'certificate and private key (PEM)', 'pem')],
      here: true,
    },
    {
      flow: 'refresh_token',
      title: 'Sign in with the browser, once',
      hint: 'you sign in as yourself; the refresh token does it from then on',
      credentials: [
        TENANT,
        CLIENT,
        optionalValue(CLIENT_SECRET),
        secretValue('refresh_token', 'AZURE_REFRESH_TOKEN', 'the refresh token'),
      ],
      here: true,
    },
  ],
  async ask(_flow, interview) {
    const objection = (answer: string): string | null =>
      address.parse(answer) === null ? `An address such as ${address.example}.` : null;
    const given = await interview.text({ ...address, option: 'url', objection });
    const url = address.parse(given) ?? given;
    const authority = interview.given('authority') ?? nationalAuthority(url);
    return { connection: { url }, auth: authority === null ? {} : { authority }, groups: [] };
  },
  tables: {
    usual: USUAL,
    example: USUAL.slice(0, 3).join(', '),
    patterns: () => [],
    keepsGlobs: true,
    countsRows: false,
    suggest,
  },
  signIn: {
    description: 'Signs in to Microsoft Entra for a Dataverse environment.',
    help: `
The app registration needs the redirect URI http://localhost of the platform "Mobile and desktop applications" and the API permission
Dynamics CRM > user_impersonation; for --device also "Allow public client flows".`,
    options: [
      { name: 'tenant-id', value: 'id', description: 'the Directory (tenant) ID' },
      { name: 'authority', value: 'address', description: 'where to sign in, in national clouds' },
    ],
    address: { ...address, message: "The environment's address" },
    port: 0,
    async signIn(how, { url, auth }, context) {
      const { signInByBrowser, signInByDevice } = await import('./connect/browser-sign-in.ts');
      const app = {
        resource: organisationOrigin(url),
        authority: auth.authority ?? 'https://login.microsoftonline.com',
        tenant: auth.tenant_id ?? '',
        clientId: auth.client_id ?? '',
        clientSecret: auth.client_secret ? new Secret(auth.client_secret) : null,
      };
      return (how === 'device' ? signInByDevice : signInByBrowser)(app, context);
    },
  },
};

/** Where users of national clouds sign in; null for the public one. https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
export function nationalAuthority(url: string): string | null {
  const { hostname } = new URL(url);
  if (/\.(microsoftdynamics|appsplatform)\.us$/.test(hostname)) return 'https://login.microsoftonline.us';
  if (/\.dynamics\.cn$/.test(hostname)) return 'https://login.partner.microsoftonline.cn';
  return null;
}

async function suggest(table: InspectedTable): Promise<TableDraft> {
  const { ref, schema } = table;
  const label = ref.label === ref.name ? '' : ref.label;
  const [options, words]: [Record<string, string>, string] =
    schema.cursor === null
      ? [{}, 'no cursor: read whole in each run']
      : (await isTracked(table))
        ? [{ deletes_by: 'change_tracking' }, 'deletes are seen in every run']
        : [{}, ''];
  return { pattern: ref.name, options, comment: [label, words].filter((part) => part !== '').join('; ') };
}

/** The source itself refuses `deletes_by: change_tracking` where that is off. */
async function isTracked({ describe }: InspectedTable): Promise<boolean> {
  try {
    await describe({ deletesBy: 'change_tracking' });
    return true;
  } catch (error) {
    if (error instanceof ChangeTrackingOff) return false;
    throw error;
  }
}
