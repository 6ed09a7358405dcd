import type { SourceDefinition } from '../../src/model/source-definition.ts';
import { SOURCES } from '../../src/sources/registry.ts';

/** Small, right configurations to make mistakes in. */
export const DB = `version: 1
sources:
  db:
    type: postgres
    host: db.example.com
    database: sales
    auth:
      flow: password
      user: \${PGUSER}
      password: \${PGPASSWORD}
    tables:
      deals:
        cursor: updated_at
`;

export const CRM = `version: 1
sources:
  crm:
    type: salesforce
    url: https://acme.my.salesforce.com
    auth:
      flow: client_credentials
      client_id: 3MVG9
      client_secret: \${SF_CLIENT_SECRET}
    tables:
      Account:
`;

export const ERP = `version: 1
sources:
  erp:
    type: dynamics
    url: https://org123.crm12.dynamics.com
    auth:
      flow: client_secret
      tenant_id: contoso.onmicrosoft.com
      client_id: 11111111-2222-3333-4444-555555555555
      client_secret: \${AZURE_CLIENT_SECRET}
    tables:
      account:
`;

/** What stands in the file where a secret must never stand; no error may repeat it. */
export const LITERAL = 'hunter2-literal';

/** Values that no error may repeat either. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  SF_CLIENT_ID: 'value-of-sf-client-id',
  SF_CLIENT_SECRET: 'value-of-sf-client-secret',
  AZURE_TENANT_ID: 'value-of-azure-tenant-id',
  AZURE_CLIENT_ID: 'value-of-azure-client-id',
  AZURE_CLIENT_SECRET: 'value-of-azure-client-secret',
  PGUSER: 'value-of-pguser',
  PGPASSWORD: 'value-of-pgpassword',
  PG_CA: 'value-of-pg-ca',
  EMPTY: '',
  WRONG: 'value-of-wrong',
  WRONG_URL: 'http://value-of-wrong-url.example.com',
};

/** Replaces one piece of a document; the piece must be there. */
export function edit(document: string, from: string, to: string): string {
  if (!document.includes(from)) throw new Error(`the document does not hold ${from}`);
  return document.replace(from, () => to);
}

/** The sources, with a check of conditions that refuses ORDER BY and nothing else. */
export const noOrderBy: readonly SourceDefinition[] = SOURCES.map((definition: SourceDefinition) => ({
  ...definition,
  checkFilter: async (condition) => {
    const offset = condition.indexOf('ORDER BY');
    return offset < 0 ? null : { message: 'a condition must not have ORDER BY.', hint: 'Remove it.', offset };
  },
}));
