import Type, { type Static } from 'typebox';
import { choice, flag, group, list, secret, serviceUrl, tag, text, variants } from '../../config/declare/fields.ts';
import { commonSourceOptions, tableOptions } from '../../config/declare/options.ts';

const clientId = text("The app's consumer key (client id).", { examples: ['${SF_CLIENT_ID}'] });
const loginUrl = Type.Optional(
  serviceUrl(
    'The address to sign in at, if it is not `url`: https://login.salesforce.com, or https://test.salesforce.com for a sandbox.',
    { examples: ['https://test.salesforce.com'] },
  ),
);

const auth = variants(
  'flow',
  [
    group(
      {
        flow: tag('client_credentials', "The app itself signs in, as its run-as user. `url` must be the org's My Domain."),
        client_id: clientId,
        client_secret: secret("The app's consumer secret."),
      },
      { title: 'Client credentials' },
    ),
    group(
      {
        flow: tag('refresh_token', 'A user authorises the app once, and Highwater uses the refresh token from then on.'),
        client_id: clientId,
        client_secret: Type.Optional(secret("The app's consumer secret, if the app requires one.")),
        refresh_token: secret('The refresh token.'),
        login_url: loginUrl,
      },
      { title: 'Refresh token' },
    ),
    group(
      {
        flow: tag('jwt_bearer', 'The app signs in as a pre-authorised user with a signed assertion.'),
        client_id: clientId,
        username: text('The user to sign in as.', { examples: ['integration@mycompany.com'] }),
        private_key: secret("The private key of the app's certificate, as PEM text.", { lines: true }),
        login_url: loginUrl,
        audience: Type.Optional(
          text("The assertion's audience, if it is not the sign-in address.", { examples: ['https://login.salesforce.com'] }),
        ),
      },
      { title: 'JWT bearer' },
    ),
    group(
      {
        flow: tag('password', 'User name and password, with the security token if the org asks for it.'),
        client_id: clientId,
        client_secret: secret("The app's consumer secret."),
        username: text('The user to sign in as.', { examples: ['integration@mycompany.com'] }),
        password: secret("The user's password."),
        security_token: Type.Optional(secret("The user's security token.")),
        login_url: loginUrl,
      },
      { title: 'User name and password' },
    ),
  ],
  { description: 'How to sign in.' },
);

const MY_DOMAIN =
  "Write the org's own address, such as https://mycompany.my.salesforce.com: Setup > My Domain > Current My Domain URL.";

/** Addresses that people copy from their browser. Forms of an org's hosts: https://help.salesforce.com/s/articleView?id=xcloud.domain_name_url_formats.htm */
const NO_ORG = [
  {
    pattern: '^https://[^/]*[.]lightning[.](force|pc-rnd[.]force|crmforce)[.](com|mil)\\b',
    is: "the address of Salesforce's web pages, not of its API",
    hint: `${MY_DOMAIN} It is the same name with .my.salesforce.com in place of .lightning.force.com.`,
  },
  {
    pattern: '^https://(login|test|welcome)[.]salesforce[.]com\\b',
    is: 'the sign-in address of all orgs, not the address of your org',
    hint: `${MY_DOMAIN} If a user must sign in at login.salesforce.com, write that as auth.login_url.`,
  },
  {
    pattern:
      '^https://[^/]*[.](salesforce-setup|salesforce-sites|visualforce|vf[.]force|documentforce|content[.]force|my[.]site)[.]com\\b',
    is: 'the address of Setup pages, sites or files, not of the API',
    hint: MY_DOMAIN,
  },
  {
    pattern:
      '^https://([^/]*[.])?(trailhead|help|developer|www|appexchange|status)[.]salesforce[.]com\\b|^https://salesforce[.]com\\b',
    is: "one of Salesforce's own sites, not an org",
    hint: MY_DOMAIN,
  },
];

/** How to reach and sign in to an organisation, whether to read or to write. */
export const salesforceConnection = {
  type: tag('salesforce', 'Salesforce.'),
  url: serviceUrl("The org's My Domain address.", { examples: ['https://mycompany.my.salesforce.com'], refuses: NO_ORG }),
  auth,
  api_version: Type.Optional(
    Type.String({
      description: 'The API version to use, such as "62.0". Default: the newest that the org has.',
      pattern: '^v?\\d{2,3}(\\.0)?$',
      expected: 'an API version such as "62.0"',
      examples: ['62.0'],
      shown: true,
      // 62.0 without quotes is a number to YAML, which would lose its ".0".
      asWritten: true,
    }),
  ),
};

const connection = {
  ...salesforceConnection,
  cursor: Type.Optional(
    text('The default cursor of all tables whose object has that field. Default: SystemModstamp.', {
      examples: ['LastModifiedDate'],
    }),
  ),
};

const table = tableOptions({
  feeds: Type.Optional(flag('On Case: adds the tables CaseFeed and FeedComment of the cases that are synced.')),
  files: Type.Optional(flag("Adds the tables ContentDocumentLink and ContentDocument of the table's records (not the bytes).")),
  deletes_by: Type.Optional(
    choice(
      'How to find rows that left or came without a trace, such as hard deletes. `counts` (default): each run compares the number of rows of each period. `full`: only full syncs find them.',
      ['counts', 'full'],
    ),
  ),
  related: Type.Optional(
    list('Adds fields of related records, such as Owner_Name and Owner_Email for Owner.', 'relationship names', {
      expected: 'a list of relationship names, such as [Owner, CreatedBy]',
      examples: [['Owner', 'CreatedBy']],
    }),
  ),
  documents: Type.Optional(flag('Adds a row for each record to the table `documents`, for search indexes and assistants.')),
  content: Type.Optional(
    list("The fields that make up a document's content; with `documents: true`.", 'field names', {
      examples: [['Description', 'Website']],
    }),
  ),
});

const objects = (kind: string, examples: readonly string[][]) =>
  Type.Optional(list(`${kind} objects to sync with default options: names or globs.`, 'object names or globs', { examples }));

/** The whole entry of a Salesforce source in the file. */
export const salesforceSource = group(
  {
    ...connection,
    ...commonSourceOptions,
    tables: Type.Optional(
      Type.Unsafe<Record<string, Static<typeof table>>>({
        type: 'object',
        description: 'The objects to sync, by name or glob (such as "*__c"). An exact name wins over a glob.',
        additionalProperties: table,
        minProperties: 1,
        expected: 'a mapping of object names to their options',
        examples: [{ Account: {}, Opportunity: { where: 'Amount > 0' } }],
      }),
    ),
    standard_objects: objects('Standard', [['Account', 'Opportunity']]),
    custom_objects: objects('Custom', [['*']]),
  },
  {
    title: 'Salesforce',
    anyOf: [{ required: ['tables'] }, { required: ['standard_objects'] }, { required: ['custom_objects'] }],
  },
);

const loaded = Type.Object(connection);

/** How to reach a Salesforce org, as loaded: secrets wrapped. */
export type SalesforceOptions = Static<typeof loaded>;

export function organisationAddress({ url }: Pick<SalesforceOptions, 'url'>): string {
  return new URL(url).origin;
}
