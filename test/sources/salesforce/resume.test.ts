import { beforeEach, expect, test } from 'vitest';
import { failing } from '../../servers/salesforce/faults.ts';
import { type Field, sobject } from '../../servers/salesforce/schema.ts';
import { stamp, type Value } from '../../servers/salesforce/values.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { useSalesforce } from '../../support/use-salesforce.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const [HOUR, DAY] = [3600, 86_400];
const OLD: Field = { name: 'Old__c', type: 'string', length: 80 };
/** 400 records in seven partitions, of which the first three are read: then the organisation's calls are used up. */
const { server, world, engine } = useSalesforce(
  () => {
    server.org.define(sobject('Thing__c', 'a01', [{ name: 'Name', type: 'string', length: 80 }, OLD]));
    for (let i = 0; i < 400; i++)
      server.org.insert('Thing__c', { Name: `Thing ${i}`, Old__c: `${i}` }, { at: stamp(NOW - (400 - i) * 6 * HOUR * 1000) });
    server.clock.advance(60);
  },
  { at: NOW, service: { bulkPageSize: 20 }, tuning: { restRows: 20, bulkRows: [50, 60] }, parallel: 1 },
);
beforeEach(async () => {
  engine.parallel = 1;
  server.faults.add(
    { url: /jobs\/query$/, method: 'POST', nth: 4, times: 99 },
    failing(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
  );
  expect((await engine.sync(world.source(), 'Thing__c', 'full')).error?.code).toBe('API_LIMIT_REACHED');
  server.faults.clear();
  server.journal.clear();
});

const ids = (): string[] => [...server.org.records('Thing__c')].map((r) => String(r.Id));

function setAll(name: string, value: Value): void {
  for (const id of ids()) server.org.fix('Thing__c', id, { [name]: value });
}

/** A field is another one now, without any row's being stamped. */
function retype(field: Field, value: Value): void {
  server.org.addField('Thing__c', field);
  setAll(field.name, value);
}

async function goOn(): Promise<{ jobs: number }> {
  // Rows of partitions that are in the shadow already.
  const [edited = '', deleted = ''] = ids();
  server.org.update('Thing__c', edited, { Name: 'edited since' });
  server.org.delete('Thing__c', deleted);
  server.clock.advance(60);
  expect(await engine.sync(world.source(), 'Thing__c', 'full')).toMatchObject({ error: null, mode: 'full', rows: 399 });
  return { jobs: server.journal.matching(/jobs\/query$/, 'POST').length };
}

test.each([
  ['an hour', HOUR],
  ['a day, when describes are read anew', 25 * HOUR],
  ['six days', 6 * DAY],
])(
  'a full sync that was cut short goes on after %s: no partition is read twice, and what changed since is right',
  async (_, seconds) => {
    server.clock.advance(seconds);
    expect((await goOn()).jobs).toBe(4);
    await expectTruth(engine, server.org, 'Thing__c');
  },
);

test('after more than a week it begins afresh: what was deleted since may have left the recycle bin', async () => {
  server.clock.advance(8 * DAY);
  const [, , purged = ''] = ids();
  server.org.purge('Thing__c', purged);
  server.org.insert('Thing__c', { Name: 'in its place' });
  expect((await goOn()).jobs).toBe(7);
  await expectTruth(engine, server.org, 'Thing__c');
});

test.each<[string, () => void, readonly string[]]>([
  ['appears', () => retype({ name: 'New__c', type: 'string', length: 10 }, 'new'), []],
  ['vanishes', () => server.org.removeField('Thing__c', 'Old__c'), []],
  ['is hidden', () => server.org.hide('Thing__c.Old__c'), ['Old__c']],
  ['is a number now', () => retype({ name: 'Old__c', type: 'double', precision: 18, scale: 2 }, 7.5), []],
])('where a field %s meanwhile, every row is read as it is now', async (_, change, except) => {
  change();
  server.clock.advance(25 * HOUR);
  expect((await goOn()).jobs).toBe(7);
  await expectTruth(engine, server.org, 'Thing__c', undefined, except);
});

test('a field that is only longer now changes nothing of that', async () => {
  const object = server.org.mustFind('Thing__c');
  server.org.define({ ...object, fields: object.fields.map((f) => (f === OLD ? { ...OLD, length: 255 } : f)) });
  server.clock.advance(25 * HOUR);
  expect((await goOn()).jobs).toBe(4);
  await expectTruth(engine, server.org, 'Thing__c');
});
