import { afterAll, describe, expect, test } from 'vitest';
import type { Tuning } from '../../../src/sources/salesforce/connect/tuning.ts';
import type { Harness, Row, Subject } from '../../conformance/harness.ts';
import { describeConformance } from '../../conformance/suite.ts';
import { failing, htmlPage, unavailable } from '../../servers/salesforce/faults.ts';
import { makeId } from '../../servers/salesforce/ids.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import { salesforceWorld } from '../../support/salesforce-source.ts';

/** No field of Salesforce holds more characters. */
const LONGEST = 131_072;
const TABLE = sobject('Thing__c', 'a01', [
  { name: 'Number__c', type: 'double', precision: 18, scale: 0 },
  { name: 'Text__c', type: 'textarea', length: LONGEST },
  { name: 'Nothing__c', type: 'string', length: 10 },
]);

const KEEPS = (text: string): boolean => text !== '' && text.length <= LONGEST && !text.includes('\u0000');
const servers: SalesforceServer[] = [];

async function create(tuning: Partial<Tuning>, bulk: boolean): Promise<Subject> {
  const server = await startSalesforce({ pageSize: 10, bulkPageSize: 7 });
  servers.push(server);
  server.clock.freeze('2026-11-20T12:00:00Z');
  server.org.define(TABLE);
  const { org, clock } = server;
  const world = salesforceWorld(server, { tuning });
  const idOf = (id: number): string => makeId('a01', 1000 + id);
  const seconds = (iso: string): string => stamp(Date.parse(iso));
  const rowOf = (id: number): Row => {
    const record = org.record('Thing__c', idOf(id));
    return {
      id,
      text: (record?.Text__c as string | null) ?? null,
      stamp: `${String(record?.LastModifiedDate).slice(0, 19)}.000000Z`,
    };
  };
  return {
    table: 'Thing__c',
    sql: { id: 'CAST("Number__c" AS BIGINT)', text: '"Text__c"', stamp: '"LastModifiedDate"' },
    moves: true,
    source: () => world.source(),
    now: async () => new Date(clock.now()).toISOString().replace('Z', '000Z'),
    pass: async () => clock.advance(1),
    put: async ({ id, text, stamp: at }) => {
      const values = { Id: idOf(id), Number__c: id, Text__c: text };
      const stamping = at === undefined || at === null ? {} : { at: seconds(at) };
      const before = org.record('Thing__c', idOf(id));
      if (before === undefined) org.insert('Thing__c', values, stamping);
      else {
        const wasDeleted = before.IsDeleted === true;
        org.update('Thing__c', idOf(id), { ...values, IsDeleted: false }, stamping);
        // Salesforce stamps what it restores, whatever the dates say.
        if (wasDeleted) org.fix('Thing__c', idOf(id), { SystemModstamp: stamp(clock.now()) });
      }
      return rowOf(id);
    },
    remove: async (id) => org.delete('Thing__c', idOf(id)),
    close: async () => server.close(),
    keeps: KEEPS,
    where: (ids) => ids.map((id) => `Number__c = ${id}`).join(' OR '),
    deletesBy: ['full'],
    faults: [
      ['an unavailable service', unavailable()],
      ['an HTML page', htmlPage(502)],
      ['a cut body', { cutAfter: 30 }],
      ['a stalled body', { stallAfter: 30 }],
      ['a refused connection', { reset: true }],
      ['an expired session', { run: () => server.service.oauth.expireSessions() }],
      ['an expired locator', failing(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')],
      ['a query that takes too long', failing(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.')],
    ].map(([name, fault]) => ({
      name: String(name),
      arm: async () => server.faults.add({ url: bulk ? /\/results/ : /\/query\/01g/ }, fault as object),
    })),
    stall: async () => {
      let reach = (): void => undefined;
      const reached = new Promise<void>((done) => {
        reach = done;
      });
      server.faults.add({ url: bulk ? /\/results/ : /\/query\/01g/ }, { stallAfter: 20, run: () => reach() });
      return { reached, release: async () => undefined };
    },
    columns: {
      add: async (name, value) => {
        const field = `${name}__c`;
        clock.advance(1);
        org.addField('Thing__c', { name: field, type: 'string', length: 80 });
        for (const record of org.records('Thing__c')) org.fix('Thing__c', String(record.Id), { [field]: value });
        clock.advance(1);
        return `"${field}"`;
      },
      drop: async (name) => {
        clock.advance(1);
        org.removeField('Thing__c', `${name}__c`);
        clock.advance(1);
      },
      retype: async (name, value) => {
        clock.advance(1);
        org.addField('Thing__c', { name: `${name}__c`, type: 'double', precision: 10, scale: 0 });
        for (const record of org.records('Thing__c')) org.fix('Thing__c', String(record.Id), { [`${name}__c`]: value });
        clock.advance(1);
      },
    },
  };
}

const can: Harness['can'] = new Set(['stamps', 'where', 'deletes', 'faults', 'stall', 'columns']);

describeConformance('Salesforce by REST', { can, create: async () => create({}, false) });
describeConformance('Salesforce by Bulk jobs', { can, create: async () => create({ restRows: 3, bulkRows: [10, 20] }, true) });

describe('the proof that nothing is written', () => {
  afterAll(() => servers.splice(0));
  test('the journals of all these runs hold nothing but reading', () => {
    expect(servers.flatMap((s) => s.journal.entries).length).toBeGreaterThan(1000);
    expect(servers.flatMap((s) => s.journal.writes)).toEqual([]);
  });
});
