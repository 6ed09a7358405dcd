import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addBig } from '../test/servers/dataverse/big.ts';
import { bareOrg } from '../test/servers/dataverse/demo.ts';
import { DEMO_USER } from '../test/servers/dataverse/org.ts';
import { CLIENT_SECRET, type LocalDynamics, startDynamics, TENANT } from '../test/servers/dataverse/start.ts';
import { type Line, type Measured, measured, printSection } from './measure.ts';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const ROWS = 500_000;
const PAGE = 5000;
const WORKERS = 4;
/** What the stand-in waits before each answer, milliseconds: the real service takes a second or more for 5,000 rows of 40 columns. */
const DELAY = 1000;
const SECRETS = { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: DEMO_USER.clientId, AZURE_CLIENT_SECRET: CLIENT_SECRET };

/** Dataverse: a table a third of which was modified within 20 seconds, read by range stealing, against one that divides perfectly. */
export async function benchDynamics(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'highwater-bench-'));
  const org = bareOrg();
  const big = addBig(org, ROWS).name;
  const even = addBig(org, ROWS, 'new_even', 'even').name;
  const tenth = addBig(org, ROWS / 10, 'new_tenth').name;
  const local = await startDynamics(org);
  try {
    await sync(local, directory, 'warmup', [big, even, tenth]);
    local.dataverse.delayMs = DELAY;
    const before = local.org.journal.requests.length;
    const full = await sync(local, directory, 'full', [big]);
    const requests = local.org.journal.requests.length - before;
    const divided = await sync(local, directory, 'even', [even]);
    const less = await sync(local, directory, 'tenth', [tenth]);
    const waits = (Math.ceil(ROWS / PAGE / WORKERS) * DELAY) / 1000;
    const lines: Line[] = [
      {
        what: `${ROWS.toLocaleString('en')} rows of 40 columns that divide perfectly among ${WORKERS} workers, ${DELAY} ms a page: full sync, extract and merge`,
        seconds: divided.table.seconds,
        ratio: 1,
        more: `the waits alone: ${waits.toFixed(1)} s`,
      },
      {
        what: 'a third of the rows modified within 20 seconds: full sync, extract and merge',
        seconds: full.table.seconds,
        ratio: full.table.seconds / divided.table.seconds,
        more: `${percent(divided.table.seconds, full)} of that speed, ${percent(waits, full)} of the waits'; ${requests} requests, ${ROWS / PAGE} full pages`,
      },
      {
        what: '… whole process',
        seconds: full.run.seconds,
        peakMib: full.run.peakMib,
        more: `CPU ${full.run.cpuSeconds.toFixed(1)} s`,
      },
      { what: `the same for ${(ROWS / 10).toLocaleString('en')} rows`, seconds: less.run.seconds, peakMib: less.run.peakMib },
    ];
    printSection('Dynamics 365', lines);
  } finally {
    await local.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function percent(seconds: number, full: { readonly table: { readonly seconds: number } }): string {
  return `${((100 * seconds) / full.table.seconds).toFixed(0)}%`;
}

async function sync(
  local: LocalDynamics,
  directory: string,
  name: string,
  tables: readonly string[],
): Promise<{ run: Measured; table: { seconds: number } }> {
  const home = join(directory, name);
  await mkdir(home, { recursive: true });
  const config = join(home, 'highwater.yml');
  await writeFile(
    config,
    `version: 1
sources:
  erp:
    type: dynamics
    url: ${local.dataverse.url}
    auth:
      flow: client_secret
      tenant_id: \${AZURE_TENANT_ID}
      client_id: \${AZURE_CLIENT_ID}
      client_secret: \${AZURE_CLIENT_SECRET}
      authority: ${local.entra.url}
    tables: { ${tables.map((t) => `${t}: {}`).join(', ')} }
run: { parallel: ${WORKERS} }
`,
  );
  const run = await measured(
    [CLI, 'sync', '--config', config, '--output', join(home, 'output'), '--state', join(home, 'state'), '--quiet'],
    SECRETS,
  );
  const manifest = JSON.parse(await readFile(join(home, 'output', 'manifest.json'), 'utf8')) as { tables: { seconds: number }[] };
  const [table] = manifest.tables;
  if (table === undefined) throw new Error('the manifest names no table');
  return { run, table };
}
