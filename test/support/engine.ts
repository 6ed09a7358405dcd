import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { calculatedDue } from '../../src/engine/plan/calculated-due.ts';
import { selectColumns } from '../../src/engine/plan/select-columns.ts';
import { planTable } from '../../src/engine/plan/table-plan.ts';
import { importTable } from '../../src/engine/read/import-attempts.ts';
import type { ExtractContext } from '../../src/engine/read/import-table.ts';
import type { PortionExtent } from '../../src/engine/verify/extent.ts';
import { type VerifiedTable, verifyTable } from '../../src/engine/verify/verify-table.ts';
import type { Source } from '../../src/model/contract.ts';
import type { TableOptions, TablePlan } from '../../src/model/plan.ts';
import type { Observer, TableRecord } from '../../src/model/record.ts';
import { widensExactly } from '../../src/warehouse/duckdb/types.ts';
import { Warehouse } from '../../src/warehouse/warehouse.ts';
import type { WarehouseOptions } from '../../src/warehouse/warehouse-options.ts';
import { describedTable, refOf } from './describe.ts';

export const DEFAULT_OPTIONS: TableOptions = {
  types: {},
  sync: 'incremental',
  deletes: 'remove',
  deletesBy: 'full',
  lookbackSeconds: 0,
  fullSyncEverySeconds: 604_800,
  calculatedEverySeconds: 86_400,
  maxDeleteFraction: 0.5,
  extra: {},
  path: [],
};

/** The stages from describe to merge over a warehouse in a temporary directory, for tests of one table. */
export class Engine {
  readonly directory: string;
  warehouse: Warehouse;
  /** Partitions read at once. */
  parallel = 4;
  observe: Observer = () => {};
  /** What the runs said besides their records. */
  readonly notices: string[] = [];
  readonly #machine: Machine;
  /** What this machine's clock says. */
  clock = (): Date => new Date();

  private constructor(directory: string, machine: Machine, warehouse: Warehouse) {
    this.directory = directory;
    this.#machine = machine;
    this.warehouse = warehouse;
  }

  /** One thread is the quickest for tables of a few rows; `threads: 2` lets DuckDB reorder what it inserts. */
  static async create(threads = 1, memory: Memory = {}, clock?: () => Date): Promise<Engine> {
    return Engine.at(await mkdtemp(join(tmpdir(), 'highwater-engine-')), threads, memory, clock);
  }

  /** Goes on with what another engine, or another process, has left in a directory. */
  static async at(directory: string, threads = 1, memory: Memory = {}, given = (): Date => new Date()): Promise<Engine> {
    let clock = given;
    const machine = { threads, ...memory, clock: () => clock() };
    const engine = new Engine(directory, machine, await open(directory, machine, false));
    engine.clock = given;
    clock = () => engine.clock();
    return engine;
  }

  /** As a new run would: the file is closed and opened again. */
  async reopen(allowDeletes = false): Promise<void> {
    await this.warehouse.close();
    this.warehouse = await open(this.directory, this.#machine, allowDeletes);
  }

  async sync(
    source: Source,
    table: string,
    mode: 'full' | 'incremental',
    options: Partial<TableOptions> = {},
    signal = new AbortController().signal,
  ): Promise<TableRecord> {
    const planned = await this.#plan(source, table, mode, options);
    const clock = new Date().toISOString();
    const timed = { ...planned, plan: { ...planned.plan, readsCalculated: calculatedDue(planned, clock) } };
    return importTable(await this.#context(source, [timed.plan], signal), timed);
  }

  /** Compares a table with its source; with `repair` mends it. */
  async verify(
    source: Source,
    table: string,
    { sample = 1000, portion, repair = false, ...options }: VerifyHow = {},
  ): Promise<VerifiedTable> {
    const planned = await this.#plan(source, table, 'incremental', options);
    const timed = { ...planned, plan: { ...planned.plan, readsCalculated: calculatedDue(planned, new Date().toISOString()) } };
    const context = await this.#context(source, [], new AbortController().signal);
    return verifyTable(context, timed, {
      extent: portion ?? { sample },
      repair,
      apiBudget: 1,
      output: this.directory,
      now: () => this.clock().toISOString(),
    });
  }

  async #plan(source: Source, table: string, mode: 'full' | 'incremental', options: Partial<TableOptions>) {
    const { system } = await source.connect();
    const { chosen, schema: whole } = await describedTable(source, await refOf(source, table), {
      ...DEFAULT_OPTIONS,
      ...options,
    });
    const schema = selectColumns(whole, chosen);
    const stored = (await this.warehouse.tables()).find((t) => t.source === source.name && t.table === table) ?? null;
    return planTable({
      source: source.name,
      address: source.address,
      system,
      chosen,
      schema,
      known: stored,
      requested: mode,
      why: 'ordered',
      widens: widensExactly,
    });
  }

  async #context(source: Source, plans: readonly TablePlan[], signal: AbortSignal): Promise<ExtractContext> {
    const opener = await source.open(plans);
    return {
      warehouse: this.warehouse,
      source,
      opener,
      slots: pLimit(this.parallel),
      parallel: this.parallel,
      signal,
      observe: this.observe,
      notice: (message) => void this.notices.push(message),
    };
  }

  async query<T extends Record<string, unknown>>(sql: string): Promise<T[]> {
    return this.warehouse.database.use(async (c) => c.rows<T>(sql));
  }

  async close(): Promise<void> {
    // A test may have closed it already, or have made it impossible to open.
    await this.warehouse.close().catch(() => undefined);
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** `portion`: a share of the rows instead of all. */
type VerifyHow = Partial<TableOptions> & { sample?: number | 'all'; portion?: PortionExtent; repair?: boolean };
type Memory = Pick<WarehouseOptions, 'memoryMib' | 'firstMemoryMib' | 'maskKey'>;
type Machine = Memory & Pick<WarehouseOptions, 'threads'> & { readonly clock: () => Date };

async function open(directory: string, machine: Machine, allowDeletes: boolean): Promise<Warehouse> {
  return Warehouse.open(join(directory, 'work.duckdb'), {
    ...machine,
    directory,
    now: machine.clock().toISOString(),
    allowDeletes,
  });
}
