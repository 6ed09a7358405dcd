import type { Project } from '../e2e/project.ts';
import { DEMO_USER } from '../servers/dataverse/org.ts';
import { CLIENT_SECRET, type LocalDynamics, TENANT } from '../servers/dataverse/start.ts';
import { failing } from '../servers/salesforce/faults.ts';
import type { SalesforceServer } from '../servers/salesforce/index.ts';
import { type Failure, syncing, type Told } from './told.ts';

/** Salesforce and Dynamics 365 as strict local servers, and one directory a case. */
export interface World {
  readonly salesforce: SalesforceServer;
  readonly dynamics: LocalDynamics;
  readonly project: Project;
}

async function salesforceSync({ salesforce, project }: World, tables: string, run = '{}'): Promise<Told[]> {
  project.env = { SF_CLIENT_ID: 'consumer-key', SF_CLIENT_SECRET: 'consumer-secret' };
  await project.write(`version: 1
sources:
  crm:
    type: salesforce
    url: ${salesforce.url}
    auth: { flow: client_credentials, client_id: "\${SF_CLIENT_ID}", client_secret: "\${SF_CLIENT_SECRET}" }
    tables: ${tables}
run: ${run}
`);
  return syncing(project);
}

async function dynamicsSync({ dynamics, project }: World, tables: string): Promise<Told[]> {
  project.env = { AZURE_CLIENT_SECRET: CLIENT_SECRET };
  await project.write(`version: 1
sources:
  erp:
    type: dynamics
    url: ${dynamics.dataverse.url}
    auth: { flow: client_secret, tenant_id: ${TENANT}, client_id: ${DEMO_USER.clientId}, client_secret: "\${AZURE_CLIENT_SECRET}", authority: "${dynamics.entra.url}" }
    tables: ${tables}
`);
  return syncing(project);
}

const REFUSED = '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]';
const TOO_FEW = '{"totalSize":120,"done":true,"records":[]}';

export const CLOUD_FAILURES: readonly Failure<World>[] = [
  {
    code: 'SESSION_REFUSED',
    how: 'Salesforce: a session that is given out and then refused',
    provoke: (world) => {
      const reply = { status: 401, type: 'application/json', body: REFUSED };
      world.salesforce.faults.add({ url: /services\/data\/v/, times: 999 }, { reply });
      return salesforceSync(world, '{ Account: {} }');
    },
    says: [/Salesforce/, /Session expired or invalid/],
    advises: [/Setup > Session Settings/],
  },
  {
    code: 'API_LIMIT_REACHED',
    how: 'Salesforce: the day’s calls are used up',
    provoke: (world) => {
      const { usage } = world.salesforce.service;
      const useUp = (): void => {
        usage.used = usage.limit;
      };
      world.salesforce.faults.add({ url: /describe/ }, { run: useUp });
      return salesforceSync(world, '{ Account: {} }', '{ api_budget: 100% }');
    },
    says: [/Account/, /24 hours/],
    advises: [/Setup > Company Information/, /next run/],
  },
  {
    code: 'API_BUDGET_REACHED',
    how: 'Salesforce: the run’s own share is used up',
    provoke: (world) => {
      Object.assign(world.salesforce.service.usage, { limit: 100, used: 5 });
      return salesforceSync(world, '{ Account: {}, Contact: {}, Opportunity: {}, Case: {} }', '{ api_budget: 5% }');
    },
    says: [/5 API calls/, /5%/, /100/],
    advises: [/run\.api_budget/],
  },
  {
    code: 'SOURCE_FAILED',
    how: 'Salesforce: a service that stays unavailable',
    provoke: (world) => {
      world.salesforce.faults.add(
        { url: /FROM Account/, times: 99 },
        failing(500, 'UNKNOWN_EXCEPTION', 'An unexpected error occurred'),
      );
      return salesforceSync(world, '{ Account: {} }');
    },
    says: [/Account/, /UNKNOWN_EXCEPTION/],
    advises: [/again/],
  },
  {
    code: 'COUNT_MISMATCH',
    how: 'Salesforce: fewer records than were announced',
    provoke: (world) => {
      const reply = { status: 200, type: 'application/json', body: TOO_FEW };
      world.salesforce.faults.add({ url: /SELECT Id.* FROM Account/, times: 99 }, { reply });
      return salesforceSync(world, '{ Account: {} }');
    },
    says: [/announced 120 records/, /gave 0/],
    advises: [/previous rows/, /Run again/],
  },
  {
    code: 'SCHEMA_CHANGED',
    how: 'Salesforce: a field of the condition that is hidden meanwhile',
    provoke: async (world) => {
      const tables = `{ Account: { where: "Phone != ''" } }`;
      const first = await salesforceSync(world, tables);
      if (first.length > 0) return first;
      world.salesforce.org.hide('Account.Phone');
      return syncing(world.project);
    },
    says: [/Account/, /Phone/],
    advises: [/where/, /Field Permissions/],
  },
  {
    code: 'CHANGE_TRACKING_OFF',
    how: 'Dynamics: a table without change tracking',
    provoke: (world) => {
      world.dynamics.org.table('account').alter((def) => ({ ...def, changeTracking: false }));
      return dynamicsSync(world, '{ account: { deletes_by: change_tracking } }');
    },
    says: [/account/, /change_tracking/],
    advises: [/Track changes/, /deletes_by: keys/],
  },
  {
    code: 'VALUE_NOT_EXACT',
    how: 'Dynamics: a text that was cut within an emoji',
    provoke: (world) => {
      const table = world.dynamics.org.table('account');
      table.update(table.sorted([]).at(0).id, { name: 'cut \ud83d' });
      return dynamicsSync(world, '{ account: {} }');
    },
    says: [/account/, /\bname\b/, /half of a character/],
    advises: [/exclude: \[name\]/],
  },
  {
    code: 'DATA_UNREADABLE',
    how: 'Salesforce: records that break off',
    provoke: (world) => {
      world.salesforce.faults.add(
        { url: /SELECT Id.* FROM Account/, times: 99 },
        { reply: { status: 200, type: 'application/json', body: '{"totalSize":1,"done":true,"records":[{"Id":"001' } },
      );
      return salesforceSync(world, '{ Account: {} }');
    },
    says: [/Account/, /can't be read/],
    advises: [/previous rows/, /Run again/],
  },
];
