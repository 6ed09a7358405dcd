// npm run demo: the main job, end to end, against a real PostgreSQL on this machine. Leaves its files in demo-output/.
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import pc from 'picocolors';
import { startPostgres, type TestPostgres } from '../test/support/postgres.ts';
import { highwater } from './demo/highwater.ts';
import { A_DAY_LATER, CREATE_SALES, TOTALS } from './demo/sales-database.ts';
import { ask, printTable, tablesOf } from './demo/show.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIRECTORY = join(ROOT, 'demo-output');
const WAREHOUSE = join(DIRECTORY, 'output', 'warehouse.duckdb');

const CONFIG = (server: TestPostgres) => `# yaml-language-server: $schema=../schemas/highwater.schema.json
version: 1

sources:
  db:
    type: postgres
    host: ${server.host}
    port: ${server.port}
    database: postgres
    auth: { flow: password, user: "\${PGUSER}", password: "\${PGPASSWORD}" }
    tables:
      deals: { name: title, cursor: updated_at, deletes_by: keys, types: { owner_email: user, amount: amount, discount: percentage } }
      deal_lines: { cursor: xmin, deletes_by: keys }
      accounts: { cursor: updated_at, types: { owner_email: user, annual_revenue: amount } }
      contacts: { cursor: updated_at }
      users: { cursor: updated_at }
      products: {}
      open_pipeline: {}
`;

function heading(text: string): void {
  console.log(`\n${pc.bold(pc.cyan(`▌ ${text}`))}`);
}

async function main(): Promise<void> {
  await rm(DIRECTORY, { recursive: true, force: true });
  await mkdir(DIRECTORY, { recursive: true });
  heading('A sales database in a real PostgreSQL');
  const server = await startPostgres();
  try {
    await server.query(CREATE_SALES);
    const counted = await server.query<{ rows: string }>(
      `SELECT sum((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I', relname), false, true, '')))[1]::text::int) AS rows FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    console.log(
      `${Number(counted[0]?.rows).toLocaleString('en')} rows in 6 tables and a view, on ${server.host}:${server.port}, read as highwater_reader, who may only SELECT.`,
    );
    await writeFile(join(DIRECTORY, 'highwater.yml'), CONFIG(server));

    heading('First sync: everything');
    await sync();
    printTable(await tablesOf(WAREHOUSE));

    heading('A day goes by: rows are edited, inserted and deleted in PostgreSQL');
    await server.query(A_DAY_LATER);
    console.log('50 deals won, 25 new, 20 deleted (with their lines); some accounts grew; 10 new contacts.');

    heading('Second sync: what changed');
    await sync();
    printTable(await tablesOf(WAREHOUSE));

    heading('The same question to PostgreSQL and to the file');
    await compare(server);
  } finally {
    await server.stop();
  }
  await whereToLook();
}

async function sync(): Promise<void> {
  const code = await highwater(DIRECTORY, ['sync', '--config', 'highwater.yml', '--output', 'output', '--state', 'state'], {
    PGUSER: 'highwater_reader',
    PGPASSWORD: 'read-only-please',
  });
  if (code !== 0) throw new Error(`highwater sync ended with exit code ${code}`);
}

/** Asks both sides and fails the demo when they differ. */
async function compare(server: TestPostgres): Promise<void> {
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

await main();
