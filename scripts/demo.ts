// npm run demo: the main job, end to end, against a real PostgreSQL and local stand-ins for Salesforce and Dataverse, all on this
// machine. Leaves its files in demo-output/.
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import { configuration, ENVIRONMENT } from './demo/configuration.ts';
import { highwater } from './demo/highwater.ts';
import { TOTALS } from './demo/sales-database.ts';
import { ask, printTable, tablesOf } from './demo/show.ts';
import { type Systems, startSystems } from './demo/systems.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIRECTORY = join(ROOT, 'demo-output');
const WAREHOUSE = join(DIRECTORY, 'output', 'warehouse.duckdb');
const EXPORTED = join(DIRECTORY, 'output', 'exports', 'win_rates');

function heading(text: string): void {
  console.log(`\n${pc.bold(pc.cyan(`▌ ${text}`))}`);
}

async function main(): Promise<void> {
  await rm(DIRECTORY, { recursive: true, force: true });
  await mkdir(DIRECTORY, { recursive: true });
  heading('Three systems on this machine');
  const systems = await startSystems();
  try {
    for (const line of systems.description) console.log(`  ${line}`);
    await writeFile(join(DIRECTORY, 'highwater.yml'), configuration(systems));

    heading('First sync: everything');
    await run('sync');

    heading('A day goes by: rows are edited, inserted and deleted');
    for (const line of await systems.aDayLater()) console.log(`  ${line}`);

    heading('Second sync: what changed');
    await run('sync');

    heading('What the file says of itself');
    printTable(await tablesOf(WAREHOUSE));

    heading('The same question to PostgreSQL and to the file');
    await compare(systems);

    heading('A question that no single system could answer');
    printTable(await ask(WAREHOUSE, ACROSS));

    heading('A score computed from PostgreSQL, for Salesforce: first a dry run');
    await run('export', '--dry-run', '--first');
    printTable(await ask(WAREHOUSE, `FROM read_csv('${join(EXPORTED, 'plan.csv')}', all_varchar = true) LIMIT 3`));

    heading('Then it is sent');
    await run('export', '--first');

    heading('The next sync reads it back');
    await run('sync', '--tables', 'crm.Account');
  } finally {
    await systems.stop();
  }
  await whereToLook();
}

async function run(command: string, ...flags: string[]): Promise<void> {
  const places = ['--config', 'highwater.yml', '--output', 'output', '--state', 'state'];
  const code = await highwater(DIRECTORY, [command, ...places, ...flags], ENVIRONMENT);
  if (code !== 0) throw new Error(`highwater ${command} ended with exit code ${code}`);
}

/** Asks both sides and fails the demo when they differ. */
async function compare({ postgres: server }: Systems): Promise<void> {
  const source = await server.query<Record<string, unknown>>(TOTALS);
  const file = await ask(WAREHOUSE, `USE db; ${TOTALS.replaceAll('::text', '::VARCHAR')}`);
  const text = (rows: readonly Record<string, unknown>[]) => rows.map((r) => `${r.stage} ${r.deals} ${r.amount}`);
  if (JSON.stringify(text(source)) !== JSON.stringify(text(file))) {
    throw new Error(`PostgreSQL and DuckDB differ:\n${text(source).join('\n')}\n---\n${text(file).join('\n')}`);
  }
  printTable(file);
  console.log(pc.green('✓ PostgreSQL and warehouse.duckdb give the same answer, to the cent.'));
}

async function whereToLook(): Promise<void> {
  heading('Where to look');
  const files: [string, string][] = [
    ['warehouse.duckdb', 'all tables, for DuckDB, Python, R, BI tools'],
    ['parquet/db/deals.parquet', 'one Parquet file a table'],
    ['report.html', 'what the last run did: open it in a browser'],
    ['manifest.json', 'the same for machines'],
    ['exports/win_rates/success.csv', 'every record that the export wrote'],
  ];
  for (const [name, what] of files) {
    const file = join(DIRECTORY, 'output', name);
    const size = `${((await stat(file)).size / 1024).toFixed(0)} KiB`;
    console.log(`  ${relative(process.cwd(), file).padEnd(48)} ${size.padStart(10)}  ${pc.dim(what)}`);
  }
  console.log(
    `  ${relative(process.cwd(), join(DIRECTORY, 'highwater.yml')).padEnd(48)} ${''.padStart(10)}  ${pc.dim('the configuration that did it')}`,
  );
}

// Open pipeline of each system, in one list.
const ACROSS = `SELECT 'PostgreSQL' AS "system", count(*) AS "open deals", round(sum(amount)) AS amount FROM db.deals WHERE stage NOT LIKE 'Closed%'
  UNION ALL SELECT 'Salesforce', count(*), round(sum("Amount")) FROM crm."Opportunity" WHERE "StageName" NOT LIKE 'Closed%'
  UNION ALL SELECT 'Dynamics 365', count(*), round(sum(estimatedvalue)) FROM erp.opportunity WHERE statecode = 0
  ORDER BY 1`;

await main();
