import { type LocalDynamics, startDynamics } from '../../test/servers/dataverse/start.ts';
import { fillDemo } from '../../test/servers/salesforce/demo.ts';
import { type SalesforceServer, startSalesforce } from '../../test/servers/salesforce/index.ts';
import { startPostgres, type TestPostgres } from '../../test/support/postgres.ts';
import { A_DAY_LATER, CREATE_SALES } from './sales-database.ts';

/** What the demo reads from: a real PostgreSQL, and strict local stand-ins for the two cloud services. */
export interface Systems {
  readonly postgres: TestPostgres;
  readonly salesforce: SalesforceServer;
  readonly dynamics: LocalDynamics;
  readonly description: readonly string[];
  /** Changes rows everywhere; says what it did. */
  aDayLater(): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startSystems(): Promise<Systems> {
  const postgres = await startPostgres();
  await postgres.query(CREATE_SALES);
  const salesforce = await startSalesforce();
  fillDemo(salesforce.org);
  await addCustomerKeys(salesforce, postgres);
  const dynamics = await startDynamics();
  // Its rows are dated up to yesterday; its clock goes on from now.
  dynamics.org.clock.set(new Date().toISOString());
  const rows = await postgres.query<{ n: string }>(
    `SELECT sum((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', relname), false, true, '')))[1]::text::int) AS n FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
  return {
    postgres,
    salesforce,
    dynamics,
    description: [
      `PostgreSQL (a real one): ${Number(rows[0]?.n).toLocaleString('en')} rows in 6 tables and a view; highwater_reader may only SELECT`,
      'Salesforce (a strict local stand-in): accounts, contacts, opportunities, cases with their feeds, a custom object',
      'Dynamics 365 (a strict local stand-in for Dataverse and Entra): accounts, contacts, opportunities, phone calls',
    ],
    aDayLater: async () => {
      await postgres.query(A_DAY_LATER);
      return [
        'PostgreSQL: 50 deals won, 25 new, 20 deleted with their lines; some accounts grew; 10 new contacts',
        winOpportunities(salesforce),
        closeOpportunities(dynamics),
      ];
    },
    stop: async () => {
      await postgres.stop();
      await salesforce.close();
      await dynamics.close();
    },
  };
}

/** What an administrator does before an export: a key that both systems know, filled, and a field for the score. */
async function addCustomerKeys({ org }: SalesforceServer, postgres: TestPostgres): Promise<void> {
  org.addField('Account', {
    name: 'Customer_Key__c',
    type: 'string',
    label: 'Customer Key',
    length: 36,
    externalId: true,
    unique: true,
  });
  org.addField('Account', { name: 'Win_Rate__c', type: 'double', label: 'Win Rate', precision: 3, scale: 0 });
  const customers = await postgres.query<{ id: string }>('SELECT id FROM accounts ORDER BY name, id');
  for (const [i, { Id }] of [...org.records('Account')].entries())
    org.update('Account', String(Id), { Customer_Key__c: customers[i * 30]?.id ?? null });
}

function winOpportunities({ org }: SalesforceServer): string {
  const deals = [...org.records('Opportunity')].map((r) => String(r.Id));
  for (const id of deals.slice(0, 12)) org.update('Opportunity', id, { StageName: 'Closed Won' });
  for (const id of deals.slice(-3)) org.delete('Opportunity', id);
  return 'Salesforce: 12 opportunities won, 3 deleted';
}

function closeOpportunities({ org }: LocalDynamics): string {
  const table = org.table('opportunity');
  const all = table.sorted([]);
  const ids = Array.from({ length: 8 }, (_, i) => all.at(i).id);
  for (const id of ids) table.update(id, { statecode: '1', statuscode: '3' });
  return `Dynamics 365: ${ids.length} opportunities won`;
}
