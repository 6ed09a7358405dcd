import { expect, test } from 'vitest';
import type { TableOptions } from '../../../src/model/plan.ts';
import type { Tuning } from '../../../src/sources/salesforce/connect/tuning.ts';
import { type Fault, failing, htmlPage, unavailable } from '../../servers/salesforce/faults.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { sobject } from '../../servers/salesforce/schema.ts';
import { stamp } from '../../servers/salesforce/values.ts';
import { Engine } from '../../support/engine.ts';
import { random } from '../../support/random.ts';
import { salesforceWorld } from '../../support/salesforce-source.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import { syncTables } from '../../support/sync-tables.ts';

// Seeded: `SCENARIO=17 npm test` repeats one that failed, `SCENARIO=100..200` tries many.
const [from = '1', to = process.env.SCENARIO === undefined ? '5' : from] = (process.env.SCENARIO ?? '')
  .split('..')
  .filter((n) => n !== '');
const SEEDS = Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => Number(from) + i);
const STEPS = 7;
// Without any, nothing that a run loses is healed by the next one.
const LOOKBACKS = [0, 600];

const TABLES = ['Thing__c', 'Part__c', 'Chosen__c'] as const;
const TUNINGS: readonly Partial<Tuning>[] = [{}, { restRows: 15, bulkRows: [10, 25] }, { restRows: 4, bulkRows: [6, 12] }];
const FAULTS: readonly Fault[] = [
  unavailable(),
  unavailable(429),
  htmlPage(502),
  { cutAfter: 15 },
  { stallAfter: 15 },
  { reset: true },
  { reply: { status: 200, type: 'application/json', body: '' } },
  { reply: { status: 200, type: 'application/json', body: '{"totalSize":3,"done":true,"records":[{"Id"' } },
  { reply: { status: 200, type: 'application/json', body: '{"totalSize":3,"done":true,"records":[]}' } },
  failing(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator'),
  failing(400, 'QUERY_TIMEOUT', 'too long'),
];
const WORDS = ['plain', 'a,b', 'say "hi"', 'one\r\ntwo', '😀', 'N/A', 'null', ' ', "O'Hara"];

class Scenario {
  readonly #next: () => number;
  readonly #server: SalesforceServer;
  readonly lookbackSeconds: number;
  #count = 0;

  constructor(seed: number, server: SalesforceServer) {
    this.#next = random(seed);
    this.#server = server;
    this.lookbackSeconds = this.pick(LOOKBACKS);
  }

  chance(share: number): boolean {
    return this.#next() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#next() * list.length)] as T;
  }

  /** One change of one record, as people, integrations and clocks make them. */
  change(): void {
    const { org, clock } = this.#server;
    const table = this.pick(TABLES);
    const ids = [...org.records(table)].map((r) => String(r.Id));
    const id = this.pick(ids);
    const late = this.chance(0.15)
      ? { at: stamp(clock.now() - Math.floor(this.#next() * Math.max(0, this.lookbackSeconds - 10)) * 1000) }
      : {};
    const values = {
      Name: `${this.pick(WORDS)} ${++this.#count}`,
      Amount__c: this.chance(0.2) ? null : Math.round(this.#next() * 1e9) / 100,
      Group__c: this.pick(['a', 'b', null]),
    };
    const what = this.#next();
    if (what < 0.35 || ids.length < 5) org.insert(table, values, late);
    else if (what < 0.75) org.update(table, id, values, late);
    else if (what < 0.9) org.delete(table, id, late);
    else org.undelete(table, id, late);
    if (this.chance(0.5)) clock.advance(Math.floor(this.#next() * 5));
  }

  changes(most: number): void {
    for (let n = Math.floor(this.#next() * most); n >= 0; n--) this.change();
  }

  /** Something that goes wrong, or changes, in the middle of the next run. */
  trouble(): void {
    const { faults, service } = this.#server;
    const when = {
      url: this.pick([/\/query/, /\/results/, /\/composite/, /jobs/, /01g/]),
      nth: 1 + Math.floor(this.#next() * 4),
      times: 1 + Math.floor(this.#next() * 3),
    };
    if (this.chance(0.5)) faults.add(when, { run: () => this.changes(4) });
    else if (this.chance(0.2)) faults.add({ ...when, times: 1 }, { run: () => service.oauth.expireSessions() });
    else faults.add(when, this.pick(FAULTS));
    if (this.chance(0.2))
      service.bulk.endNextJob(this.chance(0.5) ? { state: 'Failed' } : { state: 'Aborted', errorMessage: 'by an administrator' });
  }
}

function optionsOf({ lookbackSeconds }: Scenario): Readonly<Record<string, Partial<TableOptions>>> {
  const where = "Group__c = 'a' OR Group__c = 'b'";
  return { Thing__c: { lookbackSeconds }, Part__c: { lookbackSeconds }, Chosen__c: { where, lookbackSeconds } };
}

test.each(SEEDS)(
  'after any edits, deletes and faults a quiet run has every value of every row (seed %i)',
  async (seed) => {
    const server = await startSalesforce({ pageSize: 6, bulkPageSize: 5 });
    server.clock.freeze('2026-11-20T12:00:00Z');
    TABLES.forEach((name, i) => {
      server.org.define(
        sobject(name, `a1${i}`, [
          { name: 'Name', type: 'string', length: 80 },
          { name: 'Amount__c', type: 'currency', precision: 18, scale: 2 },
          { name: 'Group__c', type: 'picklist', length: 10, picklist: ['a', 'b'] },
        ]),
      );
    });
    const scenario = new Scenario(seed, server);
    for (const name of TABLES)
      for (let i = 0; i < 30; i++)
        server.org.insert(
          name,
          { Name: `${name} ${i}`, Group__c: scenario.pick(['a', 'b', null]) },
          { at: stamp(server.clock.now() - (30 - i) * 7_200_000) },
        );
    const engine = await Engine.create();
    const world = salesforceWorld(server, { tuning: scenario.pick(TUNINGS), parallel: scenario.pick([1, 2, 4]) });
    const sync = async (mode: 'full' | 'incremental'): Promise<void> => {
      const source = world.source();
      await syncTables(engine, source, optionsOf(scenario), mode);
      await source.close();
    };
    try {
      for (let step = 0; step < STEPS; step++) {
        server.clock.advance(1 + Math.floor(step * 37));
        scenario.changes(25);
        // A run in which anything may go wrong; what it commits must still be true.
        if (scenario.chance(0.7)) scenario.trouble();
        if (scenario.chance(0.3)) scenario.trouble();
        await sync(step === 0 || scenario.chance(0.15) ? 'full' : 'incremental').catch(() => undefined);
        server.faults.clear();
        server.clock.advance(2);
        await sync('incremental');
        for (const name of TABLES)
          await expectTruth(engine, server.org, name, name === 'Chosen__c' ? (r) => r.Group__c !== null : undefined);
      }
      expect(server.journal.writes).toEqual([]);
    } finally {
      await engine.close();
      await server.close();
    }
  },
  60_000,
);
