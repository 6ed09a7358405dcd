import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { TableRecord } from '../../../src/model/record.ts';
import { bareOrg } from '../../servers/dataverse/demo.ts';
import { tooMany } from '../../servers/dataverse/faults.ts';
import { DEMO_USER } from '../../servers/dataverse/org.ts';
import { type LocalDynamics, startDynamics, TENANT } from '../../servers/dataverse/start.ts';
import { actualRows, contextOf, expectedRows, sourceOf } from '../../support/dynamics.ts';
import { Engine } from '../../support/engine.ts';
import { expectDue } from '../../support/expect-due.ts';
import { proveTables } from '../../support/prove-tables.ts';
import type { Random } from '../../support/random.ts';
import { configOf, runTables } from '../../support/run-tables.ts';
import { changedOptions, drawnOptions, isSynced, type LifeOptions, passes, provable, sourceFaults } from './life-options.ts';
import { LifeOrg } from './life-org.ts';

// One that has to grow, and ones that never do.
const MEMORIES = [{}, { firstMemoryMib: 24, memoryMib: 2048 }, { memoryMib: 512 }, { firstMemoryMib: 112, memoryMib: 112 }];
const HOUR = 3600;
const DAY = 24 * HOUR;
// Change-tracking tokens live for 7 days.
const ABSENCES = [60, HOUR, HOUR, 5 * DAY, 6.9 * DAY, 7.1 * DAY, 16 * DAY, 40 * DAY];
const FAULTS = [{ reset: true }, { cutAt: 0.5 }, { truncateAt: 0.5 }, tooMany('requests', 0), tooMany('concurrent')];
const MOMENTS = [/new_/, /new_\w+\?/, /EntityDefinitions/, /deltatoken|track/, /batch/];
const EVERY = { '30s': 30, '5d': 5 * DAY, '20d': 20 * DAY, never: null };

interface Kept {
  readonly directory: string;
  readonly memory: ReadonlyMap<string, string>;
}

/** An organisation, a configuration and a state, and whatever happens to them between and within runs. */
export class Life {
  readonly log: string[] = [];
  readonly #random: Random;
  readonly #local: LocalDynamics;
  readonly #org: LifeOrg;
  readonly #memory: (typeof MEMORIES)[number];
  readonly #remembered = new Map<string, string>();
  readonly #options = new Map<string, LifeOptions>();
  /** Tables whose changes are tracked since a run that succeeded. */
  readonly #tracked = new Set<string>();
  #engine: Engine;

  private constructor(random: Random, local: LocalDynamics, org: LifeOrg, engine: Engine, memory: (typeof MEMORIES)[number]) {
    this.#random = random;
    this.#local = local;
    this.#org = org;
    this.#engine = engine;
    this.#memory = memory;
    engine.parallel = random.pick([1, 2, 4]);
    for (const name of org.tables) this.#options.set(name, drawnOptions(random, name));
  }

  static async create(random: Random): Promise<Life> {
    const org = bareOrg();
    org.clock.freeze('2026-01-20T12:00:00Z');
    const life = new LifeOrg(random, org);
    const memory = random.pick(MEMORIES);
    return new Life(random, await startDynamics(org), life, await Engine.create(1, memory), memory);
  }

  async close(): Promise<void> {
    await this.#engine.close();
    await this.#local.close();
  }

  async play(steps: number): Promise<void> {
    for (const [name, options] of this.#options) this.#note(`${name}: ${JSON.stringify(options)}`);
    for (let step = 0; step < steps; step++) {
      this.#between(step);
      await this.#troubled();
      this.#clock.advance(2);
      await this.#quiet();
    }
    if (this.#random.chance(0.5)) await this.#prove();
    expect(this.#local.org.journal.writes).toEqual([]);
  }

  get #clock() {
    return this.#local.org.clock;
  }

  #note(text: string): void {
    this.log.push(text);
  }

  /** A commit may come as late as the lookback covers. */
  readonly #late = (table: string): number => {
    const covered = { '0s': 0, '2m': 90, '10m': 500 }[this.#options.get(table)?.lookback ?? '0s'];
    return Math.floor(covered * this.#random.next());
  };

  /** Time passes, people work, the configuration changes. */
  #between(step: number): void {
    const random = this.#random;
    for (let parts = random.int(1, 3); parts > 0; parts--) {
      const seconds = random.pick(ABSENCES);
      this.#note(`${step}: ${seconds / DAY} days`);
      this.#clock.advance(seconds);
      this.#org.changes(random.pick([0, 5, 25, 60]), this.#late);
    }
    if (random.chance(0.3)) this.#note(this.#org.column());
    if (random.chance(0.08)) {
      this.#note('another organisation');
      this.#org.exchange(step);
      this.#tracked.clear();
    }
    for (const [name, options] of this.#options) {
      if (!random.chance(0.15)) continue;
      this.#options.set(name, changedOptions(random, name, options));
      this.#tracked.delete(name);
      this.#note(`${name}: ${JSON.stringify(this.#options.get(name))}`);
    }
    for (const name of this.#tracked) {
      if (!random.chance(0.5)) continue;
      this.#org.silent(name);
      this.#note(`${name}: silent changes`);
    }
  }

  /** A run in which anything may go wrong: what failed or was left out is as it was. */
  async #troubled(): Promise<void> {
    const random = this.#random;
    const lost = random.chance(0.2) ? await this.#kept() : null;
    const restored = new Map(this.#org.restored);
    if (random.chance(0.6)) this.#trouble();
    if (random.chance(0.3)) this.#trouble();
    const denied = random.chance(0.2) ? random.pick(this.#org.tables) : null;
    if (denied !== null) this.#local.org.users = [{ ...DEMO_USER, denied: [denied] }];
    const some = random.chance(0.4) ? random.some(this.#org.tables, random.int(1, this.#org.tables.length)) : [];
    const mode = random.chance(0.15) ? 'full' : 'incremental';
    const stop = new AbortController();
    if (random.chance(0.15))
      this.#local.org.faults.add(
        { url: random.pick(MOMENTS), nth: random.int(1, 12) },
        { before: () => stop.abort(new Error('stop')) },
      );
    this.#note(
      `${mode} run of ${some.join() || 'all'}${denied === null ? '' : `, ${denied} denied`}${lost === null ? '' : ', its save lost'}`,
    );
    const before = await this.#rows();
    const records = await this.#run(mode, some, stop.signal);
    this.#local.org.users = [DEMO_USER];
    this.#local.org.faults.clear();
    const after = await this.#rows();
    for (const { table, status, mode: done } of records) {
      if (status === 'succeeded') {
        if (done === 'full' && lost === null) this.#seen(table, restored);
      } else expect(after.get(table), `${table} was not read (${status}), and is not as it was`).toEqual(before.get(table));
    }
    if (lost !== null) await this.#back(lost);
  }

  #trouble(): void {
    const random = this.#random;
    const { faults } = this.#local.org;
    const when = { url: random.pick(MOMENTS), nth: random.int(1, 6), times: random.int(1, 3) };
    const kind = random.next();
    if (kind < 0.35) faults.add(when, { before: () => this.#org.changes(4, this.#late) });
    else if (kind < 0.6) faults.add({ ...when, times: 1 }, { before: () => this.#note(`in the run: ${this.#org.column()}`) });
    else if (kind < 0.7) faults.add({ ...when, times: 1 }, { before: () => this.#local.entra.tokens.expireAll() });
    else if (kind < 0.8) faults.add({ ...when, times: 1 }, { before: () => this.#clock.advance(random.pick([30, 900])) });
    else faults.add({ ...when, times: random.pick([1, 3, 99]) }, random.pick(FAULTS));
  }

  /** What was restored before that full sync began has been read; what came back in the run may not have been. */
  #seen(table: string, restored: ReadonlyMap<string, ReadonlySet<string>>): void {
    const now = this.#org.restored.get(table) ?? new Set();
    this.#org.restored.set(table, new Set([...now].filter((id) => restored.get(table)?.has(id) !== true)));
  }

  /** In peace: every table has every value of every row that its options ask for. */
  async #quiet(): Promise<void> {
    const began = this.#clock.now();
    const records = await this.#run('incremental', []);
    expect(records.length).toBe(this.#org.tables.length);
    for (const record of records) {
      const { table, mode, why } = record;
      expect(record.error, `${table} ${mode}: ${why}`).toBeNull();
      if (mode === 'full') this.#org.restored.delete(table);
      const { deletes_by: by, deletes } = this.#options.get(table) ?? {};
      if (by === 'change_tracking' && deletes !== 'ignore') this.#tracked.add(table);
      expectDue(record, began, EVERY[this.#options.get(table)?.full_sync_every ?? 'never']);
      await this.#expectTruth(record);
    }
  }

  async #expectTruth({ table, mode, why }: TableRecord): Promise<void> {
    const options = this.#options.get(table);
    if (options === undefined) throw new Error(`no options of ${table}`);
    const rows = this.#local.org.table(table);
    const where = `${table} after ${mode} (${why}), ${JSON.stringify(options)}`;
    const wanted = expectedRows(rows, (row) => passes(options, row));
    const actual = await actualRows(this.#engine, rows);
    for (const id of await this.#marked(table, rows.def.key)) actual.delete(id);
    const exact = mode === 'full' || (options.deletes_by ?? 'full') !== 'full';
    // See "Where a row can be stale": restored rows, and hard deletes.
    const open = exact && (mode === 'full' || options.deletes !== 'ignore') ? [] : [...(this.#org.restored.get(table) ?? [])];
    for (const [id, row] of wanted) {
      if (open.includes(id)) continue;
      // Keys don't show a row that went and came back between two runs: its version is another one, its stamp the old one.
      if (options.deletes_by === 'keys' && this.#org.restored.get(table)?.has(id)) delete row.versionnumber;
      const found = actual.get(id);
      expect(found, `${id} is missing: ${where}`).toBeDefined();
      for (const [name, value] of Object.entries(row))
        if (isSynced(options, name, rows.def.key)) expect(found?.[name], `${name} of ${id}: ${where}`).toBe(value);
    }
    if (options.deletes === 'ignore') return;
    const extra = [...actual.keys()].filter((id) => !wanted.has(id) && !open.includes(id) && (exact || rows.find(id) !== null));
    expect(extra, `is there no longer: ${where}`).toEqual([]);
  }

  async #marked(table: string, key: string): Promise<string[]> {
    const columns = await this.#engine.query<{ column_name: string }>(
      `SELECT column_name FROM duckdb_columns() WHERE schema_name = 'erp' AND table_name = '${table}'`,
    );
    if (!columns.some((c) => c.column_name === '_deleted_at')) return [];
    const sql = `SELECT CAST("${key}" AS VARCHAR) AS id FROM erp."${table}" WHERE _deleted_at IS NOT NULL`;
    return (await this.#engine.query<{ id: string }>(sql)).map((r) => r.id);
  }

  /** `verify` agrees, finds a planted fault and mends it; but for tables that may have rows which no run can have seen. */
  async #prove(): Promise<void> {
    const tables = [...this.#options].flatMap(([name, o]) =>
      o.deletes_by === 'keys' && this.#org.restored.has(name) ? [] : provable(name, this.#local.org.table(name).def.key, o),
    );
    const source = this.#source();
    this.#clock.advance(1);
    const run = { config: await this.#config(), source, mode: 'incremental' } as const;
    this.#note(await proveTables(this.#engine, this.#random, run, tables, sourceFaults(this.#org, this.#options)));
    await source.close();
    this.#clock.advance(2);
    await this.#quiet();
  }

  #source(signal?: AbortSignal) {
    const memory = {
      get: (key: string) => this.#remembered.get(key),
      set: (key: string, value: string) => void this.#remembered.set(key, value),
    };
    const context = contextOf({ memory, ...(signal === undefined ? {} : { signal }) });
    return sourceOf(this.#local, { context, tuning: { pageRows: 10 } });
  }

  async #config() {
    const { entra, dataverse } = this.#local;
    const client = { tenant_id: TENANT, client_id: DEMO_USER.clientId, client_secret: `$${'{SECRET}'}`, authority: entra.url };
    const entry = { type: 'dynamics', url: dataverse.url, auth: { flow: 'client_secret', ...client } };
    return configOf('erp', entry, Object.fromEntries(this.#options));
  }

  async #run(mode: 'full' | 'incremental', some: readonly string[], signal?: AbortSignal): Promise<TableRecord[]> {
    const source = this.#source(signal);
    const config = await this.#config();
    const tables = some.map((name) => `erp.${name}`);
    try {
      return await runTables(this.#engine, { config, source, mode, tables, ...(signal === undefined ? {} : { signal }) });
    } finally {
      await source.close();
    }
  }

  /** Every row of every table as text. */
  async #rows(): Promise<Map<string, unknown>> {
    const found = new Map<string, unknown>();
    for (const { schema, name, table } of await this.#engine.warehouse.tables())
      found.set(
        table,
        await this.#engine.query(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM "${schema}"."${name}" ORDER BY "${table}id"`),
      );
    return found;
  }

  /** The state as it is saved now. */
  async #kept(): Promise<Kept> {
    const directory = await mkdtemp(join(tmpdir(), 'highwater-life-'));
    await this.#engine.warehouse.close();
    await cp(this.#engine.directory, directory, { recursive: true });
    await this.#open(this.#engine.directory);
    return { directory, memory: new Map(this.#remembered) };
  }

  /** The next run begins from that state. */
  async #back({ directory, memory }: Kept): Promise<void> {
    await this.#engine.close();
    await this.#open(directory);
    this.#remembered.clear();
    for (const [key, value] of memory) this.#remembered.set(key, value);
  }

  async #open(directory: string): Promise<void> {
    const { parallel } = this.#engine;
    this.#engine = await Engine.at(directory, 1, this.#memory);
    this.#engine.parallel = parallel;
  }
}
