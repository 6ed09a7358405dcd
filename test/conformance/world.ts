import { expect } from 'vitest';
import type { PortionExtent } from '../../src/engine/verify/extent.ts';
import type { VerifiedTable } from '../../src/engine/verify/verify-table.ts';
import type { Source, TableImport } from '../../src/model/contract.ts';
import type { Partition, TableOptions, TablePlan } from '../../src/model/plan.ts';
import type { TableRecord } from '../../src/model/record.ts';
import type { Staging } from '../../src/model/staging.ts';
import type { TableVerification } from '../../src/model/verification.ts';
import { earlier } from '../../src/model/watermark.ts';
import { Engine } from '../support/engine.ts';
import type { Ability, Harness, Row, Subject } from './harness.ts';

/** Moments of an import at which a clause may act, whatever the source. */
export interface Hooks {
  /** Before the nth partition (from 1) is read, and after it was. */
  readonly beforeRead?: (n: number, partition: Partition) => void | Promise<void>;
  readonly afterRead?: (n: number, partition: Partition) => void | Promise<void>;
  /** Before the nth staging file of the import is made; what it throws, the source gets. */
  readonly onFile?: (n: number) => void | Promise<void>;
  /** The source says that it can't continue from the watermark, so that the plan changes after the source was opened. */
  readonly cannotContinue?: string;
  /** Plans that the source is opened with besides the table's own. */
  readonly besides?: (plan: TablePlan) => readonly TablePlan[];
}

/** A subject, a warehouse and the truth: what the table holds, as this process wrote it. */
export class World {
  readonly subject: Subject;
  readonly engine: Engine;
  readonly truth = new Map<number, Row>();
  readonly #abilities: ReadonlySet<Ability>;

  private constructor(subject: Subject, engine: Engine, abilities: ReadonlySet<Ability>) {
    this.subject = subject;
    this.engine = engine;
    this.#abilities = abilities;
    // One partition after the other, so that "between two partitions" is a moment.
    engine.parallel = 1;
  }

  static async create(harness: Harness): Promise<World> {
    return new World(await harness.create(), await Engine.create(), harness.can);
  }

  async put(id: number, text: string | null, stamp?: string | null): Promise<Row> {
    const row = await this.subject.put({ id, text, ...(stamp === undefined ? {} : { stamp }) });
    this.truth.set(id, row);
    return row;
  }

  /** Rows 1 to n, changed at uneven moments of the last hours where the source lets us say when. */
  async fill(n: number): Promise<void> {
    const now = await this.subject.now();
    const canStamp = this.#abilities.has('stamps');
    for (let id = 1; id <= n; id++) {
      await this.put(id, `row ${id}`, canStamp ? earlier(now, 7 + (n - id) * 61.7) : undefined);
      if (!canStamp) await this.subject.pass();
    }
    await this.subject.pass();
  }

  async remove(id: number): Promise<void> {
    await this.subject.remove(id);
    this.truth.delete(id);
  }

  async sync(
    mode: 'full' | 'incremental',
    hooks: Hooks = {},
    options: Partial<TableOptions> = {},
    signal?: AbortSignal,
  ): Promise<TableRecord> {
    const source = hooked(this.subject.source(), hooks);
    try {
      return await this.engine.sync(source, this.subject.table, mode, { ...this.subject.options, ...options }, signal);
    } finally {
      await source.close();
    }
  }

  /** Compares the table with its source; with `repair` mends it. */
  async verify(how: { sample: number | 'all'; repair?: boolean }): Promise<TableVerification> {
    return (await this.#verified(how)).verification;
  }

  async verifyShare(portion: PortionExtent): Promise<VerifiedTable> {
    return this.#verified({ portion });
  }

  async #verified(how: Parameters<Engine['verify']>[2]): Promise<VerifiedTable> {
    const source = this.subject.source();
    try {
      return await this.engine.verify(source, this.subject.table, { ...this.subject.options, ...how });
    } finally {
      await source.close();
    }
  }

  /** Changes the warehouse by hand. */
  async change(sql: string): Promise<void> {
    await this.engine.warehouse.database.use(async (c) => c.run(sql));
  }

  /** A sync that must succeed. */
  async synced(mode: 'full' | 'incremental', hooks: Hooks = {}, options: Partial<TableOptions> = {}): Promise<TableRecord> {
    const record = await this.sync(mode, hooks, options);
    expect(record.error).toBeNull();
    expect(record.status).toBe('succeeded');
    return record;
  }

  /** The synced table, qualified and quoted; null before its first sync. */
  async table(): Promise<string | null> {
    const [table] = await this.engine.warehouse.tables();
    return table === undefined ? null : `"${table.schema}"."${table.name}"`;
  }

  async rows(): Promise<Row[]> {
    const { id, text, stamp } = this.subject.sql;
    const table = await this.table();
    if (table === null) return [];
    return this.engine.query<Row & Record<string, unknown>>(
      `SELECT ${id} AS id, ${text} AS text, strftime(${stamp}, '%Y-%m-%dT%H:%M:%S.%fZ') AS stamp FROM ${table} ORDER BY 1, 2`,
    );
  }

  /** One value a row, in the order of ids. */
  async values(sql: string): Promise<unknown[]> {
    const rows = await this.engine.query(`SELECT ${sql} AS value FROM ${await this.table()} ORDER BY ${this.subject.sql.id}`);
    return rows.map((row) => row.value);
  }

  /** Every value of every row is what the source holds; no row twice. */
  async expectTruth(): Promise<void> {
    expect(await this.rows()).toEqual([...this.truth.values()].sort((a, b) => a.id - b.id));
  }

  async close(): Promise<void> {
    await this.engine.close();
    await this.subject.close();
  }
}

function hooked(source: Source, hooks: Hooks): Source {
  const begun = async (opened: TableImport): Promise<typeof opened> => {
    const counter = { reads: 0, files: 0 };
    const read: TableImport['read'] = async (partition, staging, signal) => {
      const n = ++counter.reads;
      await hooks.beforeRead?.(n, partition);
      const receipt = await opened.read(partition, watched(staging, hooks, counter), signal);
      await hooks.afterRead?.(n, partition);
      return receipt;
    };
    return delegate(opened, { read });
  };
  const open: Source['open'] = async (plans) => {
    const opener = await source.open(plans.flatMap((p) => [p, ...(hooks.besides?.(p) ?? [])]));
    return delegate(opener, {
      begin: async (plan, resume) => {
        if (plan.mode === 'incremental' && hooks.cannotContinue !== undefined) return { cannotContinue: hooks.cannotContinue };
        const opened = await opener.begin(plan, resume);
        return 'cannotContinue' in opened ? opened : begun(opened);
      },
    });
  };
  return delegate<Source>(source, { open });
}

function watched(staging: Staging, hooks: Hooks, counter: { files: number }): Staging {
  return {
    create: async (content, format) => {
      await hooks.onFile?.(++counter.files);
      return staging.create(content, format);
    },
  };
}

/** The object with some of its methods replaced; private members still work. */
function delegate<T extends object>(target: T, replaced: Partial<T>): T {
  return new Proxy(target, {
    get: (object, property) => {
      if (property in replaced) return Reflect.get(replaced, property);
      const value = Reflect.get(object, property, object);
      return typeof value === 'function' ? value.bind(object) : value;
    },
  });
}
