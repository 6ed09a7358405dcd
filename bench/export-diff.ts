import assert from 'node:assert/strict';
import { DESTINATIONS } from '../src/destinations/registry.ts';
import { fieldColumn, Ledger } from '../src/exports/ledger/ledger.ts';
import { id } from '../src/warehouse/duckdb/sql.ts';
import { World } from '../test/exports/world.ts';
import { startSalesforce } from '../test/servers/salesforce/index.ts';
import { type Field, NAME, sobject } from '../test/servers/salesforce/schema.ts';
import { printSection } from './measure.ts';

const ROWS = 1_000_000;
const TARGET_SECONDS = 5;

/** The twelve fields: how the state has them (over `i`), and as the service writes them. */
const COLUMNS: readonly { readonly field: Field; readonly sql: string; readonly text: (value: string) => string }[] = [
  ...['A', 'B', 'C', 'D'].map((name, n) => ({
    field: { name: `Text_${name}__c`, type: 'string', length: 80 } satisfies Field,
    sql: `'${name} ' || (i * ${n + 3} % 100_003)`,
    text: (value: string) => value,
  })),
  ...['A', 'B', 'C'].map((name, n) => ({
    field: { name: `Amount_${name}__c`, type: 'currency', precision: 18, scale: 2 } satisfies Field,
    sql: `CAST(i * ${n + 1} / 4 AS DECIMAL(18,2))`,
    text: (value: string) => `rtrim(rtrim(CAST(${value} AS VARCHAR), '0'), '.')`,
  })),
  { field: { name: 'Count__c', type: 'int' }, sql: 'CAST(i AS INTEGER)', text: (value) => `CAST(${value} AS VARCHAR)` },
  {
    field: { name: 'Day__c', type: 'date' },
    sql: `DATE '2020-01-01' + CAST(i % 2000 AS INTEGER)`,
    text: (value) => `CAST(${value} AS VARCHAR)`,
  },
  {
    field: { name: 'Seen__c', type: 'datetime' },
    sql: `TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (i) SECOND`,
    text: (value) => `strftime(${value}, '%Y-%m-%dT%H:%M:%SZ')`,
  },
  { field: { name: 'Flag__c', type: 'boolean' }, sql: 'i % 2 = 0', text: (value) => `CAST(${value} AS VARCHAR)` },
];
const KEY: Field = { name: 'Key__c', type: 'string', length: 40, externalId: true, unique: true };

/** An export of 1 million rows of 12 columns, all sent before and none changed: what it costs to find that out. */
export async function benchExportDiff(): Promise<void> {
  const server = await startSalesforce();
  server.org.define(sobject('Wide__c', 'a03', [NAME, KEY, ...COLUMNS.map(({ field }) => field)]));
  const world = await World.make(DESTINATIONS, { url: server.url, tables: 'Wide__c:' });
  try {
    const all = COLUMNS.map(({ field, sql }) => `${sql} AS ${id(field.name)}`).join(', ');
    await world.sync({ 'db.wide': `SELECT 'k' || i AS "Key__c", ${all} FROM range(${ROWS}) t(i)` });
    await world.state(async (c) => {
      const ledger = new Ledger('wide');
      const names = COLUMNS.map(({ field }) => field.name);
      await ledger.open(c, `${new URL(server.url).origin} Wide__c Key__c`, names);
      const values = COLUMNS.map(({ field, text }) => `${text(id(field.name))} AS ${fieldColumn(field.name)}`).join(', ');
      await c.run(
        `INSERT INTO ${ledger.sent} BY NAME SELECT lower("Key__c") AS k, "Key__c" AS key, true AS sent, false AS cleared, ${values} FROM db.wide`,
      );
    });
    const before = process.cpuUsage();
    const started = performance.now();
    const record = await world.run(`wide: { to: crm_write, object: Wide__c, key: Key__c, query: FROM db.wide }`);
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(before);
    assert.deepEqual(
      record.exports?.map(({ error, unchanged, sent }) => [error, unchanged, sent]),
      [[null, ROWS, 0]],
    );
    const cpu = (user + system) / 1e6;
    const reached = cpu <= TARGET_SECONDS ? 'reached' : 'missed';
    printSection('Exports: what changed?', [
      {
        what: `${ROWS.toLocaleString('en')} rows × 12 columns, all sent before and none changed: state restored, query, checks, comparison`,
        seconds,
        more: `CPU ${cpu.toFixed(1)} s, target ≤ ${TARGET_SECONDS} s: ${reached}`,
      },
    ]);
  } finally {
    await world.remove();
    await server.close();
  }
}
