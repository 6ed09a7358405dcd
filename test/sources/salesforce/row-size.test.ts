import { expect, test } from 'vitest';
import type { FieldInfo } from '../../../src/sources/salesforce/describe/object-info.ts';
import { lineLimit } from '../../../src/sources/salesforce/plan/partition.ts';
import { startSalesforce } from '../../servers/salesforce/index.ts';
import { type Field, sobject } from '../../servers/salesforce/schema.ts';
import { Engine } from '../../support/engine.ts';
import { salesforceWorld } from '../../support/salesforce-source.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';

const field = (name: string, type: string, length?: number): FieldInfo => ({
  name,
  label: name,
  type,
  ...(length === undefined ? {} : { length }),
});
const FIELDS = [field('Id', 'id', 18), field('Area', 'textarea', 131_072), field('Day', 'date'), field('What', 'anyType')];

test.each<[string, readonly string[], number | null]>([
  ['the declared lengths, with room for every quote and four bytes a character', ['Id', 'Area', 'Day'], 1_049_126],
  ['related fields, which no describe here declares', ['Id', 'Owner.Name'], 8147],
  ['not told, where one field has no length', ['Id', 'What'], null],
  ['not told, where one is not described', ['Id', 'New__c'], null],
])('the longest line is %s', (_, fields, bytes) => {
  expect(lineLimit(fields, FIELDS)).toBe(bytes);
});

const texts = ['€'.repeat(131_072), '"'.repeat(131_072), '😀'.repeat(65_536), 'x'.repeat(131_072)];

test.each([
  ['of three long texts', 3],
  ['of twelve, which no small buffer holds', 12],
])('values of the greatest length, %s, come through a Bulk job', async (_, count) => {
  const server = await startSalesforce();
  const engine = await Engine.create();
  try {
    const areas = Array.from({ length: count }, (__, i): Field => ({ name: `Area${i}__c`, type: 'textarea', length: 131_072 }));
    server.org.define(sobject('Long__c', 'a01', areas));
    for (const value of texts) server.org.insert('Long__c', Object.fromEntries(areas.map((a) => [a.name, value])));
    server.clock.advance(60);
    const source = salesforceWorld(server, { tuning: { restRows: 1, bulkRows: [100, 100] } }).source();
    const record = await engine.sync(source, 'Long__c', 'full');
    expect(record.error).toBeNull();
    await source.close();
    expect(server.journal.matching(/results/)).not.toEqual([]);
    await expectTruth(engine, server.org, 'Long__c');
  } finally {
    await engine.close();
    await server.close();
  }
});
