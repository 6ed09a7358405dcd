import { serviceAddress } from '../../config/declare/units.ts';
import { Secret } from '../../model/secret.ts';
import {
  type AddressQuestion,
  type InspectedTable,
  optionalValue,
  plainValue,
  type SetupChoice,
  type SourceSetup,
  secretFile,
  secretValue,
  type TableDraft,
} from '../../model/source-setup.ts';
import type { TableRef } from '../../model/table.ts';

const USUAL = ['Account', 'Contact', 'Lead', 'Opportunity', 'OpportunityLineItem', 'Campaign', 'Case', 'Task', 'Event', 'User'];

const CONSUMER_KEY = plainValue('client_id', 'SF_CLIENT_ID', "the app's Consumer Key");
const CONSUMER_SECRET = secretValue('client_secret', 'SF_CLIENT_SECRET', "the app's Consumer Secret");

const address: AddressQuestion = {
  message: 'The org\'s address ("Current My Domain URL" of Setup > My Domain)',
  example: 'https://mycompany.my.salesforce.com',
  parse(pasted) {
    const url = serviceAddress(pasted);
    return url === null ? null : `${url.protocol}//${myDomain(url.host)}`;
  },
};

export const setup: SourceSetup = {
  label: 'Salesforce',
  hint: 'Sales Cloud, Service Cloud, custom objects',
  usualName: 'crm',
  options: [{ name: 'url', value: 'address', description: "Salesforce's My Domain" }],
  example: '--url https://mycompany.my.salesforce.com --yes',
  flows: [
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
        plainValue('username', 'SF_USERNAME', 'user name to sign in as'),
        secretFile('private_key', 'SF_PRIVATE_KEY', 'the private key (PEM)', 'pem'),
      ],
      here: true,
    },
    {
      flow: 'refresh_token',
      title: 'Sign in with the browser, once',
      hint: 'you sign in as yourself; the refresh token does it from then on',
      credentials: [
        CONSUMER_KEY,
        optionalValue(CONSUMER_SECRET),
        secretValue('refresh_token', 'SF_REFRESH_TOKEN', 'the refresh token'),
      ],
      here: true,
    },
  ],
  async ask(_flow, interview) {
    const objection = (answer: string): string | null =>
      address.parse(answer) === null ? `An address such as ${address.example}.` : null;
    const given = await interview.text({ ...address, option: 'url', objection });
    return { connection: { url: address.parse(given) ?? given }, auth: {}, groups: [] };
  },
  tables: {
    usual: USUAL,
    example: USUAL.slice(0, 3).join(', '),
    patterns: customObjects,
    keepsGlobs: true,
    countsRows: false,
    suggest: async (table) => suggest(table),
  },
  signIn: {
    description: 'Signs in to Salesforce.',
    help: `
The app (Setup > External Client App Manager) needs the Callback URL http://localhost:1717/OauthRedirect and the OAuth scopes "Manage user
data via APIs (api)" and "Perform requests at any time (refresh_token, offline_access)". With "Refresh Token Rotation" the runs need a
state-encryption-key, to keep the newest token with. If the app
requires its secret, set SF_CLIENT_SECRET for this command.`,
    options: [],
    address: { ...address, message: "The org's address (Current My Domain URL)" },
    // Salesforce takes a callback address only as it stands in the app; see CALLBACK_PATH in connect/browser-sign-in.ts.
    port: 1717,
    async signIn(how, { url, auth }, context) {
      const { signInByBrowser, signInByDevice } = await import('./connect/browser-sign-in.ts');
      const clientSecret = auth.client_secret ? new Secret(auth.client_secret) : null;
      const app = { login: auth.login_url ?? url, clientId: auth.client_id ?? '', clientSecret };
      return (how === 'device' ? signInByDevice : signInByBrowser)(app, context);
    },
  },
};

/** The screens of an org have other host names than its API: https://help.salesforce.com/s/articleView?id=sf.domain_name_url_formats.htm */
function myDomain(host: string): string {
  return host
    .replace(/\.lightning\.force\.com$/, '.my.salesforce.com')
    .replace(/\.my\.salesforce-setup\.com$/, '.my.salesforce.com');
}

function customObjects(tables: readonly TableRef[]): SetupChoice[] {
  const custom = tables.some((t) => t.name.endsWith('__c'));
  return custom ? [{ value: '*__c', label: 'all custom objects (*__c)', hint: 'also those that will be made later' }] : [];
}

function suggest({ ref, schema }: InspectedTable): TableDraft {
  const label = ref.label === ref.name ? '' : ref.label;
  const cursor = schema.cursor === null ? 'no cursor: read whole in each run' : '';
  return { pattern: ref.name, options: {}, comment: [label, cursor].filter((part) => part !== '').join('; ') };
}
