import Type, { type Static } from 'typebox';
import { choice, group, integer, secret, serviceUrl, tag, text, variants } from '../../config/declare/fields.ts';
import { commonSourceOptions, tableOptions } from '../../config/declare/options.ts';
import { HighwaterError } from '../../model/errors.ts';

const common = {
  tenant_id: text("The directory (tenant) id of the organisation's Microsoft Entra ID.", { examples: ['${AZURE_TENANT_ID}'] }),
  client_id: text('The application (client) id of the app registration.', { examples: ['${AZURE_CLIENT_ID}'] }),
  authority: serviceUrl('The address to sign in at. Other clouds have their own.', {
    default: 'https://login.microsoftonline.com',
    examples: ['https://login.microsoftonline.us'],
  }),
};

const auth = variants(
  'flow',
  [
    group(
      {
        flow: tag('client_secret', 'A client secret of the app registration.'),
        ...common,
        client_secret: secret('The client secret (its value, not its id).'),
      },
      { title: 'Client secret' },
    ),
    group(
      {
        flow: tag('certificate', 'A certificate of the app registration.'),
        ...common,
        certificate: secret('The certificate as PEM text; it may hold the private key too.', { lines: true }),
        private_key: Type.Optional(secret('The private key as PEM text, if `certificate` does not hold it.', { lines: true })),
      },
      { title: 'Certificate' },
    ),
    group(
      {
        flow: tag(
          'github_oidc',
          "GitHub's own token as a federated credential, without any secret. The job needs `permissions: id-token: write`.",
        ),
        ...common,
        audience: text("The token's audience, as in the federated credential.", { default: 'api://AzureADTokenExchange' }),
      },
      { title: 'GitHub OIDC' },
    ),
    group(
      {
        flow: tag('refresh_token', 'A user signs in once, and Highwater uses their refresh token from then on.'),
        ...common,
        client_secret: Type.Optional(secret('The client secret, if the app registration is a confidential client.')),
        refresh_token: secret('The refresh token.'),
      },
      { title: 'Refresh token' },
    ),
  ],
  { description: 'How to sign in to Microsoft Entra ID.' },
);

const ENVIRONMENT_URL =
  "Write the environment's own address, such as https://org123.crm4.dynamics.com: Power Platform admin center > Manage > Environments > the environment > Environment URL.";

/** Addresses that people copy from their browser. Environments of all clouds: https://learn.microsoft.com/power-platform/admin/new-datacenter-regions */
const NO_ENVIRONMENT = [
  {
    pattern:
      '^https://([^/]*[.])?(powerapps|powerautomate|powerplatform|powerbi|(flow|powerplatform|office|azure)[.]microsoft)[.](com|us|cn)\\b',
    is: 'the address of a site where environments are used or administered, not of an environment',
    hint: ENVIRONMENT_URL,
  },
  {
    pattern: '^https://(login|sts)[.]',
    is: 'the sign-in address of Microsoft Entra, not of an environment',
    hint: ENVIRONMENT_URL,
  },
  {
    pattern: '^https://([^/]*[.])?(businesscentral|operations|cloudax|sandbox[.]operations)([.][^/]*)?[.]dynamics[.]com\\b',
    is: 'the address of Business Central or of Finance and Operations, which is not Dataverse',
    hint: `Highwater reads Dataverse. ${ENVIRONMENT_URL}`,
  },
  {
    pattern: '^https://(?![^./]+[.](api[.])?crm\\d*[.]dynamics[.]com(:\\d+)?(/|$))([^/]*[.])?dynamics[.]com\\b',
    is: 'not the address of an environment: that has the form ORG.crmN.dynamics.com',
    hint: ENVIRONMENT_URL,
  },
  {
    pattern: '^https://(globaldisco|disco|port|www|home|api)[.](api[.])?crm\\d*[.]dynamics[.]com\\b',
    is: 'the address of a service for all organisations, not of an environment',
    hint: ENVIRONMENT_URL,
  },
];

/** How to reach and sign in to an environment, whether to read or to write. */
export const dynamicsConnection = {
  type: tag('dynamics', 'Microsoft Dynamics 365 / Dataverse.'),
  url: serviceUrl("The environment's address.", {
    examples: ['https://org123.crm12.dynamics.com'],
    refuses: NO_ENVIRONMENT,
  }),
  auth,
  label_language: Type.Optional(
    integer(
      "The language of picklist labels, as a Windows language id (1033 English, 1036 French…). Default: the organisation's base language.",
      1,
      65535,
      {
        expected: 'a language id such as 1033 (English) or 1036 (French)',
        examples: [1033, 1036],
      },
    ),
  ),
};

const table = tableOptions({
  deletes_by: Type.Optional(
    choice(
      'How to find deletes: by `full` syncs only (default), by `change_tracking` (must be enabled for the table), or by comparing all `keys` in each run.',
      ['full', 'change_tracking', 'keys'],
    ),
  ),
});

/** The whole entry of a Dynamics source in the file. */
export const dynamicsSource = group(
  {
    ...dynamicsConnection,
    ...commonSourceOptions,
    tables: Type.Unsafe<Record<string, Static<typeof table>>>({
      type: 'object',
      description: 'The tables to sync, by logical name or glob. An exact name wins over a glob.',
      additionalProperties: table,
      minProperties: 1,
      expected: 'a mapping of table names to their options',
      examples: [{ account: { where: 'statecode eq 0' }, opportunity: {} }],
    }),
  },
  { title: 'Microsoft Dynamics 365 / Dataverse' },
);

const loaded = Type.Object(dynamicsConnection);

/** How to reach a Dataverse environment, as loaded: defaults filled in, secrets wrapped. */
export type DynamicsOptions = Static<typeof loaded>;

/** Where the Web API is. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors */
export const API_PATH = '/api/data/v9.2/';

/**
 * The organisation's origin from whatever its users paste: with `.api.`, a path or a slash behind it. Never with `.api.`:
 * this is what Entra knows as the resource, and what tells one organisation from another.
 */
export function organisationOrigin(url: string): string {
  const { protocol, host, hostname } = new URL(url);
  const labels = host.split('.');
  const isApi = labels[1] === 'api' && isNamed(hostname);
  return `${protocol}//${(isApi ? [labels[0], ...labels.slice(2)] : labels).join('.')}`;
}

/** The same organisation's other address, with `.api.`: links may show it. Null for a bare address. */
export function apiTwin(origin: string): string | null {
  const { protocol, host, hostname } = new URL(origin);
  if (!isNamed(hostname)) return null;
  const [first, ...rest] = host.split('.');
  return `${protocol}//${[first, 'api', ...rest].join('.')}`;
}

/** `org.crm.dynamics.com`, unlike an IP address or `localhost`. */
function isNamed(hostname: string): boolean {
  return hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[');
}

/** `deletes_by: change_tracking` can't find the deleted rows of this table. */
export class ChangeTrackingOff extends HighwaterError {
  constructor(message: string, hint: string) {
    super('CHANGE_TRACKING_OFF', message, hint);
  }
}
