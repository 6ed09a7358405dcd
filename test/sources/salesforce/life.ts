import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TableRecord } from '../../../src/model/record.ts';
import type { Tuning } from '../../../src/sources/salesforce/connect/tuning.ts';
import { failing, unavailable } from '../../servers/salesforce/faults.ts';
import { type SalesforceServer, startSalesforce } from '../../servers/salesforce/index.ts';
import { Engine } from '../../support/engine.ts';
import { expectDue } from '../../support/expect-due.ts';
import { proveTables } from '../../support/prove-tables.ts';
import type { Random } from '../../support/random.ts';
import { configOf, runTables } from '../../support/run-tables.ts';
import { type SalesforceWorld, salesforceWorld } from '../../support/salesforce-source.ts';
import { expectTruth } from '../../support/salesforce-truth.ts';
import {
  BY_PARENT,
  changedOptions,
  drawnOptions,
  isSynced,
  type LifeOptions,
  passes,
  provable,
  sourceFaults,
} from './life-options.ts';
import { FORMULA, LifeOrg } from './life-org.ts';

const TUNINGS: readonly Partial<Tuning>[] = [{}, { restRows: 15, bulkRows: [10, 25] }, { restRows: 4, bulkRows: [6, 12] }];
// The smallest with which DuckDB opens at all, one that has to grow, and one that never does.
const MEMORIES = [{}, { firstMemoryMib: 24, memoryMib: 2048 }, { memoryMib: 512 }, { firstMemoryMib: 112, memoryMib: 112 }];
const HOUR = 3600;
const DAY = 24 * HOUR;
const EVERY = { '30s': 30, '5d': 5 * DAY, '20d': 20 * DAY, never: null };
const ABSENCES = [60, HOUR, HOUR, 5 * DAY, 13.9 * DAY, 14.1 * DAY, 16 * DAY, 40 * DAY];
const FAULTS = [
  unavailable(),
  { cutAfter: 15 },
  { reset: true },
  failing(400, 'QUERY_TIMEOUT', 'no'),
  failing(403, 'REQUEST_LIMIT_EXCEEDED', 'no'),
];
const MOMENTS = [/\/query/, /\/results/, /\/composite/, /jobs/, /01g/, /describe/];
/** A full sync shows what nothing else does: rows that left the recycle bin before a run could see them there. */
type Unseen = ReadonlyMap<string, ReadonlySet<string>>;

interface Kept {
  readonly directory: string;
  readonly unseen: Unseen;
  readonly memory: ReadonlyMap<string, string>;
}

/** An organisation, a configuration and a state, and whatever happens to them between and within runs. */
export class Life {
  readonly #random: Random;
  readonly #server: SalesforceServer;
  readonly #org: LifeOrg;
  readonly #world: SalesforceWorld;
  readonly #memory: (typeof MEMORIES)[number];
  readonly #options = new Map<string, LifeOptions>();
  readonly log: string[] = [];
  #engine: Engine;
  #unseen: Unseen = new Map();

  private constructor(random: Random, server: SalesforceServer, engine: Engine, memory: (typeof MEMORIES)[number]) {
    this.#random = random;
    this.#server = server;
    this.#org = new LifeOrg(random, server);
    this.#engine = engine;
    this.#memory = memory;
    const parallel = random.pick([1, 2, 4]);
    engine.parallel = parallel;
    this.#world = salesforceWorld(server, { tuning: random.pick(TUNINGS), parallel });
    for (const name of this.#org.tables) this.#options.set(name, drawnOptions(random, name));
  }

  static async create(random: Random): Promise<Life> {
    const server = await startSalesforce({ pageSize: 6, bulkPageSize: 5 });
    server.clock.freeze('2026-01-20T12:00:00Z');
    const memory = random.pick(MEMORIES);
    return new Life(random, server, await Engine.create(1, memory), memory);
  }

  async close(): Promise<void> {
    await this.#engine.close();
    await this.#server.close();
  }

  async play(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      this.#between(step);
      await this.#troubled();
      this.#server.clock.advance(2);
      await this.#quiet();
    }
    if (this.#random.chance(0.5)) await this.#prove();
    expect(this.#server.journal.writes).toEqual([]);
  }

  #note(text: string): void {
    this.log.push(text);
  }

  /** Time passes, people work, the configuration changes. */
  #between(step: number): void {
    const random = this.#random;
    for (let parts = random.int(1, 3); parts > 0; parts--) {
      const seconds = random.pick(ABSENCES);
      this.#note(`${step}: ${seconds / DAY} days`);
      this.#server.clock.advance(seconds);
      for (const { table, id } of this.#org.emptyBin()) this.#missed(table, id);
      this.#org.changes(random.pick([0, 5, 25, 60]));
      if (random.chance(0.2)) for (const { table, id } of this.#org.purgeSome()) this.#missed(table, id);
    }
    if (random.chance(0.3)) this.#note(this.#org.field());
    if (random.chance(0.08)) {
      this.#note('another organisation');
      this.#org.refresh(step);
    }
    for (const [name, options] of this.#options)
      if (random.chance(0.15)) {
        this.#options.set(name, changedOptions(random, name, options));
        this.#note(`${name}: ${JSON.stringify(this.#options.get(name))}`);
      }
    // As many silent comers as goers of one month would look like none: see "Counts" in docs/how-it-works.md.
    const table = random.pick(this.#org.tables);
    if (random.chance(0.3)) this.#moveParent();
    else if (random.chance(0.6) && !this.#unseen.has(table)) this.#silent(table);
    if (random.chance(0.5)) {
      this.#note(`${table}: its formula drifts`);
      this.#org.drift(table);
    }
  }

  /** What leaves no trace in any stamp: rows deleted for good or rows restored with all their values, never both. */
  #silent(table: string): void {
    const { deletes, deletes_by } = this.#options.get(table) ?? {};
    if (this.#random.chance(0.5)) for (const { id } of this.#org.deleteForGood(table)) this.#missed(table, id);
    else if (deletes !== 'ignore' && deletes_by !== 'full' && this.#org.restore(table))
      this.#note(`${table}: rows were restored`);
  }

  /** Rows come or leave by another record, not both: where all tables of that filter count what they have. */
  #moveParent(): void {
    const filtered = [...this.#options].filter(([, { where }]) => where === BY_PARENT);
    const found = filtered.every(([name, o]) => o.deletes !== 'ignore' && o.deletes_by !== 'full' && !this.#unseen.has(name));
    const open = this.#random.chance(0.5);
    if (found && this.#org.moveParent(open)) this.#note(`a parent ${open ? 'opens' : 'closes'}`);
  }

  #missed(table: string, id: string): void {
    this.#unseen = new Map([...this.#unseen, [table, new Set([...(this.#unseen.get(table) ?? []), id])]]);
  }

  /** A run in which anything may go wrong: what it says that it committed is true, what failed is as it was. */
  async #troubled(): Promise<void> {
    const random = this.#random;
    const lost = random.chance(0.2) ? await this.#kept() : null;
    if (random.chance(0.6)) this.#trouble();
    if (random.chance(0.3)) this.#trouble();
    const hidden = random.chance(0.2) ? random.pick(this.#org.tables) : null;
    if (hidden !== null) this.#server.org.hide(hidden);
    const some = random.chance(0.4) ? random.some(this.#org.tables, random.int(1, this.#org.tables.length)) : [];
    const mode = random.chance(0.15) ? 'full' : 'incremental';
    const stop = new AbortController();
    if (random.chance(0.15))
      this.#server.faults.add(
        { url: random.pick(MOMENTS), nth: random.int(1, 12) },
        { run: () => stop.abort(new Error('stop')) },
      );
    this.#note(
      `${mode} run of ${some.join() || 'all'}${hidden === null ? '' : `, ${hidden} hidden`}${lost === null ? '' : ', its save lost'}`,
    );
    const before = await this.#rows();
    const records = await this.#run(mode, some, stop.signal);
    if (hidden !== null) this.#server.org.show(hidden);
    this.#server.faults.clear();
    const after = await this.#rows();
    for (const { table, status } of records) {
      if (status === 'succeeded') continue;
      expect(after.get(table), `${table} was not read (${status}), and is not as it was`).toEqual(before.get(table));
    }
    if (lost !== null) await this.#back(lost);
  }

  #trouble(): void {
    const random = this.#random;
    const { faults, service } = this.#server;
    const when = { url: random.pick(MOMENTS), nth: random.int(1, 5), times: random.int(1, 3) };
    const kind = random.next();
    if (kind < 0.35) faults.add(when, { run: () => this.#org.changes(4) });
    else if (kind < 0.6) faults.add({ ...when, times: 1 }, { run: () => this.#note(`in the run: ${this.#org.field()}`) });
    else if (kind < 0.7) faults.add({ ...when, times: 1 }, { run: () => service.oauth.expireSessions() });
    else if (kind < 0.8) faults.add({ ...when, times: 1 }, { run: () => this.#server.clock.advance(random.pick([30, 900])) });
    else faults.add({ ...when, times: random.pick([1, 3, 99]) }, random.pick(FAULTS));
    if (random.chance(0.2))
      service.bulk.endNextJob(
        random.chance(0.5) ? { state: 'Failed' } : { state: 'Aborted', errorMessage: 'by an administrator' },
      );
  }

  /** In peace: every table has every value of every row that its options ask for. */
  async #quiet(): Promise<void> {
    const began = this.#server.clock.now();
    const records = await this.#run('incremental', []);
    for (const record of records) {
      const { table, mode, why } = record;
      expect(record.error, `${table} ${mode}: ${why}`).toBeNull();
      if (mode === 'full' || this.#options.get(table)?.deletes_by !== 'full')
        this.#unseen = new Map([...this.#unseen].filter(([name]) => name !== table));
      expectDue(record, began, EVERY[this.#options.get(table)?.full_sync_every ?? '5d']);
      await this.#expectTruth(record);
    }
    expect(records.length).toBe(this.#org.tables.length);
  }

  async #expectTruth({ table, mode, why }: TableRecord): Promise<void> {
    const { org } = this.#server;
    const options: Partial<LifeOptions> = this.#options.get(table) ?? {};
    const fields = org.mustFind(table).fields.map((f) => f.name);
    const list = (ids: Iterable<string>) => `(${['', ...ids].map((id) => `'${id}'`).join()})`;
    const wanted = [...org.records(table)]
      .filter((r) => r.IsDeleted !== true && passes(options, r, this.#org.isOpen))
      .map((r) => String(r.Id));
    const unseen = [...(this.#unseen.get(table) ?? [])];
    const counted = options.deletes === 'ignore' ? `"Id" IN ${list(wanted)}` : `"Id" NOT IN ${list(unseen)}`;
    const alive = options.deletes === 'mark' ? ' AND _deleted_at IS NULL' : '';
    // A full sync that was interrupted may have read some formulas before they changed: the next run reads them again.
    const isFresh = mode === 'incremental' && options.calculated === 'every_run';
    const except = fields.filter((name) => !isSynced(options, name) || (name === FORMULA && !isFresh));
    try {
      await expectTruth(this.#engine, org, table, (r) => passes(options, r, this.#org.isOpen), except, `${counted}${alive}`);
    } catch (error) {
      throw new Error(`${table} after ${mode} (${why}), ${JSON.stringify(options)}`, { cause: error });
    }
  }

  /** `verify` agrees, finds a planted fault and mends it; but for tables that may have rows, or formulas, which no run has seen. */
  async #prove(): Promise<void> {
    const tables = [...this.#options].flatMap(([name, o]) => (this.#unseen.has(name) ? [] : provable(name, o, FORMULA)));
    const source = this.#world.source();
    this.#server.clock.advance(1);
    const run = { config: await this.#config(), source, mode: 'incremental' } as const;
    this.#note(await proveTables(this.#engine, this.#random, run, tables, sourceFaults(this.#org, this.#options)));
    await source.close();
    this.#server.clock.advance(2);
    await this.#quiet();
  }

  async #config() {
    const auth = { flow: 'client_credentials', client_id: 'consumer-key', client_secret: '${SECRET}' };
    return configOf('crm', { type: 'salesforce', url: this.#server.url, auth }, Object.fromEntries(this.#options));
  }

  async #run(mode: 'full' | 'incremental', some: readonly string[], signal?: AbortSignal): Promise<TableRecord[]> {
    const source = this.#world.source();
    const config = await this.#config();
    const tables = some.map((name) => `crm.${name}`);
    try {
      return await runTables(this.#engine, { config, source, mode, tables, ...(signal === undefined ? {} : { signal }) });
    } finally {
      await source.close();
    }
  }

  /** Every row of every table as text. */
  async #rows(): Promise<Map<string, unknown>> {
    const tables = await this.#engine.warehouse.tables();
    const found = new Map<string, unknown>();
    for (const { schema, name, table } of tables)
      found.set(table, await this.#engine.query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM "${schema}"."${name}" ORDER BY "Id"`));
    return found;
  }

  /** The state as it is saved now. */
  async #kept(): Promise<Kept> {
    const directory = await mkdtemp(join(tmpdir(), 'highwater-life-'));
    await this.#engine.warehouse.close();
    await cp(this.#engine.directory, directory, { recursive: true });
    await this.#open(this.#engine.directory);
    return { directory, unseen: this.#unseen, memory: new Map(this.#world.memory) };
  }

  /** The next run begins from that state. */
  async #back({ directory, unseen, memory }: Kept): Promise<void> {
    await this.#engine.close();
    await this.#open(directory);
    // What left the bin meanwhile was seen by the run whose state is lost, not by this one.
    this.#unseen = new Map([...this.#unseen, ...unseen]);
    this.#world.memory.clear();
    for (const [key, value] of memory) this.#world.memory.set(key, value);
  }

  async #open(directory: string): Promise<void> {
    const { parallel } = this.#engine;
    this.#engine = await Engine.at(directory, 1, this.#memory);
    this.#engine.parallel = parallel;
  }
}
