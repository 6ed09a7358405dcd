import { expect, test } from 'vitest';
import { startSalesforce } from '../../servers/salesforce/index.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { Engine } from '../../support/engine.ts';
import { configOf, runTables } from '../../support/run-tables.ts';
import { salesforceWorld } from '../../support/salesforce-source.ts';

test('twenty tables in which nothing changed cost five calls for changes and four for counts', async () => {
  const server = await startSalesforce();
  const engine = await Engine.create();
  try {
    const names = Array.from({ length: 20 }, (_, i) => `Quiet${i}__c`);
    for (const [i, name] of names.entries()) {
      server.org.define(sobject(name, `a1${String.fromCharCode(65 + i)}`, [{ name: 'Name', type: 'string', length: 80 }]));
      server.org.insert(name, { Name: 'one' }, { at: '2026-01-01T00:00:00.000Z' });
    }
    const world = salesforceWorld(server);
    const auth = { flow: 'client_credentials', client_id: 'consumer-key', client_secret: '${SECRET}' };
    const tables = Object.fromEntries(names.map((name) => [name, {}]));
    const config = await configOf('crm', { type: 'salesforce', url: server.url, auth }, tables);
    const run = async (mode: 'full' | 'incremental') => {
      const source = world.source();
      const before = server.journal.entries.length;
      const records = await runTables(engine, { config, source, mode });
      await source.close();
      expect(records.map((r) => r.error)).toEqual(names.map(() => null));
      return server.journal.entries.slice(before).filter((e) => e.counted).length;
    };
    await run('full');
    expect(await run('incremental')).toBeLessThanOrEqual(9);
  } finally {
    await engine.close();
    await server.close();
  }
}, 60_000);
