import type { Partition, Receipt } from '../../model/plan.ts';
import type { Staging } from '../../model/staging.ts';
import type { Connection } from '../duckdb/database.ts';
import type { Loader, LoadInto } from '../load/loader.ts';
import { Stage } from '../load/stage.ts';
import { type LoadContext, loaderOf } from '../table/table-load.ts';

/** How a table differs from its source. */
export interface DriftCounts {
  /** Rows at the source that the warehouse lacks. */
  readonly missing: number;
  /** Rows of the warehouse that the source does not have. */
  readonly extra: number;
  readonly altered: number;
  /** Keys that several rows have. */
  readonly doubled: number;
  /** Of all of these: what the next run will bring. */
  readonly explained: number;
}

export interface SliceComparison {
  readonly there: number;
  readonly here: number;
  readonly differing: readonly number[];
}

/** Rows that are read to be compared, and never merged. */
export class Reading {
  readonly #context: LoadContext;
  readonly #stage: Stage;
  readonly #loader: Loader;
  readonly #into: LoadInto;
  readonly #snapshot: boolean;

  private constructor(context: LoadContext, snapshot: boolean) {
    this.#context = context;
    this.#snapshot = snapshot;
    this.#stage = new Stage(context.nextSequence(), context.layout, context.plan.schema.deletedFlag);
    this.#loader = loaderOf(context);
    this.#into = { targets: this.#stage.targets(context.database) };
  }

  /** `snapshot`: false where a row that is edited meanwhile may be read twice. */
  static async begin(context: LoadContext, snapshot: boolean): Promise<Reading> {
    const reading = new Reading(context, snapshot);
    await reading.#stage.ensure(context.database);
    return reading;
  }

  async receive(partition: Partition, read: (staging: Staging) => Promise<Receipt>): Promise<Receipt> {
    return this.#loader.receive(partition, this.#into, read);
  }

  /** Waits until all that was received is there. */
  async loaded(): Promise<void> {
    await this.#loader.finish();
  }

  /** SQL: the rows that were read, but for those that the source flags as deleted; of a row that was read twice the newest reading. */
  get rows(): string {
    if (!this.#snapshot) return this.#stage.newest();
    return `(SELECT * FROM ${this.#stage.table('rows')} WHERE NOT _highwater_deleted)`;
  }

  async types(connection: Connection): Promise<Map<string, string>> {
    return this.#stage.types(connection);
  }

  async drop(): Promise<void> {
    await this.#loader.discard().catch(() => undefined);
    await this.#context.database.use(async (c) => this.#stage.drop(c));
  }
}
