import { DEMO_USER } from '../../test/servers/dataverse/org.ts';
import { CLIENT_SECRET, TENANT } from '../../test/servers/dataverse/start.ts';
import type { Systems } from './systems.ts';

/** What a repository's secrets would hold. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  PGUSER: 'highwater_reader',
  PGPASSWORD: 'read-only-please',
  SF_CLIENT_ID: 'consumer-key',
  SF_CLIENT_SECRET: 'consumer-secret',
  SF_WRITE_CLIENT_ID: 'writer-key',
  SF_WRITE_CLIENT_SECRET: 'writer-secret',
  AZURE_TENANT_ID: TENANT,
  AZURE_CLIENT_ID: DEMO_USER.clientId,
  AZURE_CLIENT_SECRET: CLIENT_SECRET,
};

/** The demo's highwater.yml; only the addresses differ from a real one. */
export function configuration({ postgres, salesforce, dynamics }: Systems): string {
  return `# yaml-language-server: $schema=../schemas/highwater.schema.json
version: 1

sources:
  db:
    type: postgres
    host: ${postgres.host}
    port: ${postgres.port}
    database: postgres
    auth: { flow: password, user: "\${PGUSER}", password: "\${PGPASSWORD}" }
    tables:
      deals: { name: title, cursor: updated_at, deletes_by: keys, types: { owner_email: user, amount: amount, discount: percentage } }
      deal_lines: { cursor: xmin, deletes_by: keys }
      accounts: { name: name, cursor: updated_at, types: { owner_email: user, annual_revenue: amount } }
      contacts: { name: name, cursor: updated_at }
      users: { name: name, cursor: updated_at }
      products: { name: title }
      open_pipeline: {}

  crm:
    type: salesforce
    url: ${salesforce.url}
    auth:
      flow: client_credentials
      client_id: \${SF_CLIENT_ID}
      client_secret: \${SF_CLIENT_SECRET}
    tables:
      Account: { related: [Owner] }
      Contact: {}
      Opportunity: {}
      Case: { feeds: true, documents: true }
      "*__c": {}

  erp:
    type: dynamics
    url: ${dynamics.dataverse.url}
    auth:
      flow: client_secret
      tenant_id: \${AZURE_TENANT_ID}
      client_id: \${AZURE_CLIENT_ID}
      client_secret: \${AZURE_CLIENT_SECRET}
      authority: ${dynamics.entra.url}
    tables:
      account: {}
      contact: {}
      opportunity: {}
      phonecall: {}

destinations:
  crm_write:
    type: salesforce
    url: ${salesforce.url}
    auth:
      flow: client_credentials
      client_id: \${SF_WRITE_CLIENT_ID}
      client_secret: \${SF_WRITE_CLIENT_SECRET}

exports:
  win_rates:
    to: crm_write
    object: Account
    operation: update
    key: Customer_Key__c
    query: >
      SELECT CAST(account_id AS VARCHAR) AS Customer_Key__c,
      round(100.0 * count(*) FILTER (WHERE stage = 'Closed Won') / count(*)) AS Win_Rate__c
      FROM db.deals
      WHERE CAST(account_id AS VARCHAR) IN (SELECT "Customer_Key__c" FROM crm."Account")
      GROUP BY account_id
    compare_with: crm.Account
`;
}
