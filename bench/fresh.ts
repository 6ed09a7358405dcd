import { TUNING } from '../src/sources/salesforce/connect/tuning.ts';
import { startSalesforce } from '../test/servers/salesforce/index.ts';
import { type Field, sobject } from '../test/servers/salesforce/schema.ts';
import { Engine } from '../test/support/engine.ts';
import { column } from '../test/support/memory-table.ts';
import { configOf, runTables } from '../test/support/run-tables.ts';
import { salesforceWorld } from '../test/support/salesforce-source.ts';
import { type Script, scripted } from '../test/support/scripted-source.ts';

/** What it costs to be right without full syncs: calls and bytes, which are exact, and the share of a merge that a history takes. */

const ROWS = 1_000_000;
const NAME: Field = { name: 'Name', type: 'string', length: 80 };
const FIELDS: readonly Field[] = [
  ...Array.from({ length: 10 }, (_, i): Field => ({ name: `Text${i}__c`, type: 'string', length: 255 })),
  ...Array.from({ length: 5 }, (_, i): Field => ({ name: `Amount${i}__c`, type: 'currency', precision: 18, scale: 2 })),
  { name: 'Score__c', type: 'double', precision: 10, scale: 2, formula: () => null },
];

export async function benchFresh(): Promise<void> {
  console.log('\n## Fresh without full syncs\n\n| what | figure | allowed |\n|---|---:|---:|');
  await salesforceCalls();
  await historyShare();
}

const line = (what: string, figure: string, allowed = ''): void => console.log(`| ${what} | ${figure} | ${allowed} |`);

/** 20 objects, a million rows in one of them. */
async function salesforceCalls(): Promise<void> {
  const server = await startSalesforce();
  const engine = await Engine.create(2);
  try {
    const names = Array.from({ length: 19 }, (_, i) => `Quiet${i}__c`);
    for (const [i, name] of names.entries()) {
      server.org.define(sobject(name, `a1${String.fromCharCode(65 + i)}`, [NAME]));
      server.org.insert(name, { Name: 'one' }, { at: '2026-01-01T00:00:00.000Z' });
    }
    const start = new Date(Date.now() - 800 * 86_400_000).toISOString();
    const big = server.generate(sobject('Big__c', 'a0B', [...FIELDS]), { rows: ROWS, start, days: 790 });
    const world = salesforceWorld(server, { tuning: TUNING });
    const auth = { flow: 'client_credentials', client_id: 'consumer-key', client_secret: '${SECRET}' };
    const sync = async (mode: 'full' | 'incremental', calculated: string) => {
      const tables = Object.fromEntries([...names, 'Big__c'].map((name) => [name, { calculated }]));
      const config = await configOf('crm', { type: 'salesforce', url: server.url, auth }, tables);
      const before = server.journal.entries.length;
      const source = world.source();
      const records = await runTables(engine, { config, source, mode });
      await source.close();
      const failed = records.find((r) => r.error !== null);
      if (failed !== undefined) throw new Error(`${failed.table}: ${failed.error?.message}`);
      const calls = server.journal.entries.slice(before).filter((e) => e.counted);
      const record = records.find((r) => r.table === 'Big__c');
      if (record === undefined) throw new Error('Big__c was not read');
      return { calls: calls.length, record, bytes: record.partitions.reduce((sum, p) => sum + p.bytes, 0) };
    };
    const full = await sync('full', 'never');
    const quiet = await sync('incremental', 'never');
    line('20 Salesforce objects, 1,000,000 rows in one, nothing changed: calls for changes and counts', `${quiet.calls}`, '9');
    const calculated = await sync('incremental', 'every_run');
    const share = ((calculated.bytes / full.bytes) * 100).toFixed(1);
    line(
      'calculated columns of 1,000,000 rows: bytes moved',
      `${calculated.bytes.toLocaleString('en')}`,
      'keys and these columns alone',
    );
    line(`the same, as a share of the ${full.bytes.toLocaleString('en')} bytes of a full sync`, `${share}%`);
    line('the same, further calls', `${calculated.calls - quiet.calls}`);
    big.purge(612_345);
    const found = await sync('incremental', 'never');
    if (found.record.deleted !== 1) throw new Error(`${found.record.deleted} deletes were found`);
    line(
      'one hard delete among 1,000,000 rows, found in the next incremental run: further calls',
      `${found.calls - quiet.calls}`,
      '5',
    );
  } finally {
    await engine.close();
    await server.close();
  }
}

/** The same merges with and without a history, alternately, by CPU time: the smallest of each counts. */
async function historyShare(): Promise<void> {
  const rows = 300_000;
  const changed = 30_000;
  const plain: number[] = [];
  const kept: number[] = [];
  for (let round = 0; round < 4; round++) {
    plain.push(await mergeSeconds(rows, changed, false));
    kept.push(await mergeSeconds(rows, changed, true));
  }
  const [without, withHistory] = [Math.min(...plain), Math.min(...kept)];
  const more = ((withHistory / without - 1) * 100).toFixed(0);
  line(
    `a merge of ${changed.toLocaleString('en')} changes into ${rows.toLocaleString('en')} rows with a history: more CPU time than without`,
    `${more}% (${withHistory.toFixed(2)} s, ${without.toFixed(2)} s)`,
    '15%',
  );
}

async function mergeSeconds(rows: number, changed: number, history: boolean): Promise<number> {
  const engine = await Engine.create(2);
  try {
    const columns = [
      column('id', 'BIGINT'),
      ...Array.from({ length: 12 }, (_, i) => column(`text${i}`, 'VARCHAR')),
      column('modified', 'TIMESTAMPTZ'),
    ];
    const row = (i: number, day: number) => ({
      id: i,
      ...Object.fromEntries(
        Array.from({ length: 12 }, (_, n) => [`text${n}`, `value ${(i * 7919 + n * 31 + day) % 100_003} of ${n}`]),
      ),
      modified: `2026-01-0${day}T00:00:00Z`,
    });
    const lines = (count: number, step: number, day: number) =>
      Array.from({ length: count }, (_, i) => `${JSON.stringify(row(i * step, day))}\n`).join('');
    const script = (data: string, count: number): Script => ({ columns, files: [{ data, rows: count, longestLine: 2000 }] });
    const options = history ? { history: { columns: null } } : {};
    await engine.sync(scripted(script(lines(rows, 1, 1), rows)), 'things', 'full', options);
    const changes = scripted(script(lines(changed, rows / changed, 2), changed));
    const before = process.cpuUsage();
    const record = await engine.sync(changes, 'things', 'incremental', options);
    const used = process.cpuUsage(before);
    if (record.updated !== changed) throw new Error(`${record.updated} updated: ${record.error?.message}`);
    return (used.user + used.system) / 1e6;
  } finally {
    await engine.close();
  }
}
