import { CRM, DB, ERP, edit, LITERAL } from './documents.ts';

const afterDatabase = (lines: string) => edit(DB, 'database: sales\n', `database: sales\n${lines}`);
const table = (lines: string) => edit(DB, 'cursor: updated_at', lines);
const AUTH = 'auth:\n      flow: password\n      user: ${PGUSER}\n      password: ${PGPASSWORD}';
const SF_AUTH = 'auth:\n      flow: client_credentials\n      client_id: 3MVG9\n      client_secret: ${SF_CLIENT_SECRET}';

/** Mistakes that people make; what each says is in mistakes.golden.txt, as they read it. */
export const MISTAKES: Readonly<Record<string, string>> = {
  // Secrets.
  'a literal secret': edit(DB, '${PGPASSWORD}', LITERAL),
  'a literal secret that is a number': edit(DB, '${PGPASSWORD}', '12345'),
  'a literal secret as a mapping': edit(DB, '${PGPASSWORD}', `{ value: ${LITERAL} }`),
  'a literal secret as a list': edit(DB, '${PGPASSWORD}', `[${LITERAL}]`),
  'a literal secret as a block': edit(DB, '${PGPASSWORD}', `|\n        ${LITERAL}\n        ${LITERAL}`),
  'a secret that is empty in the file': edit(DB, '${PGPASSWORD}', ''),
  'a secret without braces': edit(DB, '${PGPASSWORD}', '$PGPASSWORD'),
  'a secret as a workflow expression': edit(DB, '${PGPASSWORD}', '${{ secrets.PGPASSWORD }}'),
  'a secret with something around it': edit(DB, '${PGPASSWORD}', `${LITERAL}\${PGPASSWORD}`),
  'a secret whose variable is not set': edit(DB, '${PGPASSWORD}', '${PGPASSWRD}'),
  'a secret whose variable is empty': edit(DB, '${PGPASSWORD}', '${EMPTY}'),
  'a secret glued to its colon': edit(CRM, SF_AUTH, `auth: { flow: client_credentials, client_id: a, client_secret:${LITERAL} }`),
  'a secret in an address': edit(CRM, 'https://', `https://user:${LITERAL}@`),
  'a secret in a host': edit(DB, 'db.example.com', `postgres://user:${LITERAL}@db/x`),

  // Environment variables.
  'a variable that is not set, within a text': edit(DB, 'db.example.com', 'db.${STAGE}.example.com'),
  'a variable that is empty': edit(DB, '${PGUSER}', '${EMPTY}'),
  'a variable with a default': edit(DB, 'db.example.com', '${HOST:-localhost}'),
  'a variable that is not closed': edit(DB, 'db.example.com', '${HOST'),
  'a variable without quotes in a flow mapping': edit(
    DB,
    AUTH,
    'auth: { flow: password, user: ${PGUSER}, password: ${PGPASSWORD} }',
  ),
  'a variable without quotes in a list': table('key: [id, ${PGUSER}]'),
  'a variable in the name of a table': edit(CRM, 'Account:', '"${WRONG}":'),
  'a variable in the name of a source': edit(DB, '  db:', '  ${WRONG}:'),
  'a variable in `flow`': edit(DB, 'flow: password', 'flow: ${WRONG}'),
  'a variable whose value is no number': afterDatabase('    port: ${WRONG}\n'),
  'a variable whose value is no possible word': afterDatabase('    ssl: { mode: "${WRONG}" }\n'),
  'a variable whose value is no possible address': edit(CRM, 'https://acme.my.salesforce.com', '${WRONG_URL}'),

  // Keys.
  'an unknown key': `${DB}outputs: {}\n`,
  'a misspelt key': edit(DB, 'database: sales', 'databse: sales'),
  'a key in camel case': edit(CRM, 'client_secret:', 'clientSecret:'),
  'keys of `auth` outside of it': afterDatabase('    user: ${PGUSER}\n    password: ${PGPASSWORD}\n'),
  'keys of `run` at the top': `${DB}parallel: 3\n`,
  'a filter on the source': afterDatabase('    where: a = 1\n'),
  'options of another source': table('documents: true'),
  'deletes_by for Salesforce': edit(CRM, 'Account:', 'Account: { deletes_by: keys }'),
  'a missing key': edit(DB, '    host: db.example.com\n', ''),
  'a missing flow': edit(DB, '      flow: password\n', ''),
  'a missing type': edit(DB, '    type: postgres\n', ''),
  'a misspelt `type:`': edit(DB, 'type: postgres', 'typ: postgres'),
  'a missing version': edit(DB, 'version: 1\n', ''),
  'no sources': 'version: 1\n',
  'no tables': edit(DB, '    tables:\n      deals:\n        cursor: updated_at\n', ''),
  'no tables for Salesforce': edit(CRM, '    tables:\n      Account:\n', ''),
  'a host beside Cloud SQL': edit(
    DB,
    AUTH,
    'auth: { flow: cloudsql_service_account, instance: sales, credentials: "${PGPASSWORD}" }\n    port: 5432',
  ),
  'Cloud SQL with a password and no user': edit(
    edit(
      DB,
      AUTH,
      'auth: { flow: cloudsql_service_account, instance: a:b:c, credentials: "${PGPASSWORD}", password: "${PGPASSWORD}" }',
    ),
    '    host: db.example.com\n',
    '',
  ),
  'a certificate without its key': afterDatabase('    ssl: { cert: "${PG_CA}" }\n'),
  'verify-ca without an authority': afterDatabase('    ssl: { mode: verify-ca }\n'),
  'a flow of another source': edit(ERP, 'flow: client_secret', 'flow: client_credentials'),
  'a part that the flow lacks': edit(ERP, 'client_secret: ${AZURE_CLIENT_SECRET}', 'certificate: ${AZURE_CLIENT_SECRET}'),

  // Values.
  'another version': edit(DB, 'version: 1', 'version: 2'),
  'a version in quotes': edit(DB, 'version: 1', 'version: "1"'),
  'an unknown type': edit(DB, 'type: postgres', 'type: postgresql'),
  'an unknown flow': edit(DB, 'flow: password', 'flow: pasword'),
  'a port in quotes': afterDatabase('    port: "5432"\n'),
  'a port out of range': afterDatabase('    port: 70000\n'),
  'a number where a text is due': edit(DB, 'database: sales', 'database: 2024'),
  'a text where a mapping is due': afterDatabase('    ssl: require\n'),
  'an empty mapping': edit(DB, AUTH, 'auth:'),
  'an unknown ssl mode': afterDatabase('    ssl: { mode: verify }\n'),
  'wrong table options': table(
    [
      'sync: ful',
      '        deletes: drop',
      '        deletes_by: change_tracking',
      '        lookback: 10',
      '        max_delete_fraction: 50%',
      '        types: { amount: percent, owner: 1 }',
      '        columns: []',
      '        key: []',
      '        as: a/b',
      '        where:',
    ].join('\n'),
  ),
  'a hash without a key': table('mask: { email: hash, phone: redact }'),
  'wrong masks': table('mask: { email: hashed, born: { truncate: decade }, zip: { truncate: 0 }, phone: { keep: 3 } }'),
  'wrong notifications': `${DB}notify:
  - slack: ${LITERAL}
  - { teams: "\${WRONG_URL}", on: [failures] }
  - { webhook: "\${EMPTY}", github_issue: true }
  - on: [stale]
  - { webhook: "\${UNSET_HOOK}", to: x }
`,
  'a notification whose address can not be meant, by its variable': `${DB}notify:
  - webhook: \${WRONG_URL}
  - slack: \${UNSET_HOOK}
`,
  'a literal mask_key': `${DB}mask_key: ${LITERAL}\n`,
  'a mask_key that is short': `${DB}mask_key: \${PGUSER}\n`,
  'wrong checks': table(
    'checks: [{ not_null: id, unique: id }, { severity: warn }, { relationships: { a: crm.Account.Id } }, { row_count: { min: -1, change: 0.3 } }, { severity: error, expression: a }, { unike: [id] }]',
  ),
  'a wrong freshness': table('freshness: { warn_after: 6 }'),
  'wrong columns': table('columns: { includ: [a], exclude: [b, b, 1] }'),
  'tables as a list': edit(DB, '      deals:\n        cursor: updated_at\n', '      - deals\n'),
  'a table with a text': edit(DB, 'deals:\n        cursor: updated_at', 'deals: all of it'),
  'related as a text': edit(CRM, 'Account:', 'Account: { related: Owner, feeds: maybe }'),
  'a wrong api_version': edit(CRM, '    auth:', '    api_version: sixty\n    auth:'),
  'a label language by name': edit(ERP, '    auth:', '    label_language: french\n    auth:'),
  'wrong run options': `${DB}run: { parallel: 0, lookback: 10 minutes, full_sync_schedule: "@daily", api_budget: 0%, timeout: 0s, memory: 256MiB }\n`,
  'wrong intervals': `${DB.replace('cursor: updated_at', 'full_sync_every: daily')}run: { full_sync_every: 0s }\n`,
  'more wrong run options': `${DB}run: { parallel: 2.5, lookback: 99999d, full_sync_schedule: 0 25 * * *, api_budget: 0.5 }\n`,
  'wrong output options': `${DB}output: { parquet: { compression: zst, layout: tree }, duckdb: no, directory: "" }\n`,
  'parquet: none': `${DB}output: { parquet: none }\n`,
  'an address with http': edit(CRM, 'https://', 'http://'),
  'an authority with http': edit(ERP, '      tenant_id:', '      authority: http://login.example.com\n      tenant_id:'),
  'an address without https': edit(CRM, 'https://acme', 'acme'),
  'an address with a query': edit(CRM, 'salesforce.com', 'salesforce.com/?a=b'),

  // Names.
  'a source name with a dot': edit(DB, '  db:', '  my.db:'),
  'a source name that DuckDB has already': edit(DB, '  db:', '  Main:'),
  'two sources with one name': DB + edit(DB.slice(DB.indexOf('  db:')), '  db:', '  DB:'),
  'two tables with one name': edit(
    DB,
    'cursor: updated_at',
    'as: Sales\n      sales:\n      public.deals:\n      audit.events:\n      audit_events:\n      "x*": { as: y }',
  ),
  'a table called documents': edit(CRM, 'Account:', 'Account: { documents: true }\n      Thing__c: { as: Documents }'),
  'a name with a blank': edit(CRM, 'Account:', '"Account ": {}'),

  // Filters: the source's own words, at the very character.
  'a wrong filter': table("where: stage = 'x' ORDER BY 1"),
  'a wrong filter in single quotes': table("where: 'stage = ''x'' ORDER BY 1'"),
  'a wrong filter in double quotes': table('where: "stage\\n= \\"x\\"\\t ORDER BY 1"'),
  'a wrong filter in a block': table('where: |\n          stage = 1\n            or b\n          ORDER BY 1'),
  'a wrong filter in a folded block': table('where: >-\n          stage = 1\n          or b\n\n          ORDER BY 1'),
  'a wrong filter behind a variable': table("where: user = '${PGUSER}' ORDER BY 1"),

  // Several at once, in the order of the file.
  'several mistakes': edit(
    edit(`${DB}run: { paralel: 4 }\n`, '${PGPASSWORD}', LITERAL),
    'cursor: updated_at',
    'where: a ORDER BY b\n        sync: ful',
  ),
};
