import type { Partition, Receipt } from '../model/plan.ts';
import type { Note } from '../model/table.ts';
import { settleType } from './adaptive.ts';
import { storeTable } from './catalog.ts';
import type { Connection } from './database.ts';
import { storedColumns } from './layout.ts';
import { planMerge } from './merge.ts';
import { PartitionLoader } from './partition-loader.ts';
import { id, qualified, text } from './sql.ts';
import { Stage } from './stage.ts';
import {
  dataNotes,
  type ImportEnd,
  type LoadContext,
  type MergeResult,
  refuseTooManyDeletes,
  storedTable,
  type TableLoad,
  titleOf,
} from './table-load.ts';
import { realTypes, widenColumns } from './types.ts';

/** Changes since the watermark: staged beside the warehouse, then merged into the live table in one transaction. */
export class IncrementalLoad implements TableLoad {
  readonly #context: LoadContext;
  readonly #stage: Stage;

  constructor(context: LoadContext) {
    this.#context = context;
    this.#stage = new Stage(context.nextSequence(), context.layout, context.plan.schema.deletedFlag);
  }

  async begin(): Promise<this> {
    await this.#context.database.use(async (c) => this.#stage.create(c));
    return this;
  }

  async partition(): Promise<PartitionLoader> {
    const { stagingDirectory, nextSequence, onRows, plan } = this.#context;
    return new PartitionLoader(await this.#context.database.connect(), {
      directory: stagingDirectory,
      title: titleOf(plan),
      targets: this.#stage.targets(),
      nextSequence,
      onRows,
    });
  }

  async complete(_partition: Partition, loader: PartitionLoader, receipt: Receipt): Promise<void> {
    await loader.settle(receipt);
    await loader.commit();
  }

  async merge(end: ImportEnd): Promise<MergeResult> {
    return this.#context.database.use(async (c) => this.#merge(c, end));
  }

  async abandon(): Promise<void> {
    await this.#context.database.use(async (c) => this.#stage.drop(c));
  }

  async #merge(connection: Connection, end: ImportEnd): Promise<MergeResult> {
    const { plan, layout, now } = this.#context;
    const table = qualified(plan.target.schema, plan.target.name);
    const schemaNotes = await this.#evolve(connection);
    const merge = await planMerge(connection, {
      stage: this.#stage,
      table,
      layout,
      title: titleOf(plan),
      snapshot: end.snapshot,
      swept: end.swept,
      deletes: plan.options.deletes,
      now: `TIMESTAMPTZ ${text(now)}`,
    });
    refuseTooManyDeletes(this.#context, plan.options.deletes === 'ignore' ? 0 : merge.absent, merge.before);
    const columns = storedColumns(layout, await realTypes(connection, plan.target.schema, plan.target.name));
    const rows = await connection.transaction(async () => {
      await merge.apply(connection);
      await this.#refreshDerived(connection, table);
      const total = await connection.count(table);
      await storeTable(connection, storedTable(this.#context, columns, total, end.watermark));
      return total;
    });
    await this.#stage.drop(connection);
    const changed = merge.counts.inserted + merge.counts.updated + merge.counts.deleted > 0;
    const notes = changed ? await dataNotes(connection, table, layout, rows) : [];
    return { ...merge.counts, rows, columns, notes: [...schemaNotes, ...notes] };
  }

  /** Brings the live table's types up to the source's, and adaptive columns of both sides to one type. */
  async #evolve(connection: Connection): Promise<Note[]> {
    const { plan, layout } = this.#context;
    const { schema, name } = plan.target;
    const wanted = new Map(layout.columns.filter((c) => !c.adaptive).map((c) => [c.name, c.duckdbType]));
    const notes = (await widenColumns(connection, schema, name, wanted)).map((message): Note => ({ kind: 'schema', message }));
    const types = await realTypes(connection, schema, name);
    for (const { name: column } of layout.columns.filter((c) => c.adaptive)) {
      const current = types.get(column) ?? 'VARCHAR';
      const type = await settleType(connection, this.#stage.rows, column, current);
      if (type === current) continue;
      await connection.run(`ALTER TABLE ${qualified(schema, name)} ALTER COLUMN ${id(column)} TYPE ${type}`);
      notes.push({ kind: 'schema', column, message: `${column} is ${type} now (was ${current}), to hold new values exactly` });
    }
    return notes;
  }

  /** A derived column whose definition changed (a picklist's labels, say) is computed anew for all rows. */
  async #refreshDerived(connection: Connection, table: string): Promise<void> {
    const { layout, stored } = this.#context;
    const before = new Map(stored?.columns.map((c) => [c.name, c.derived]));
    const changed = layout.columns.filter((c) => c.derived !== undefined && before.get(c.name) !== c.derived);
    for (const c of changed)
      await connection.run(`UPDATE ${table} SET ${id(c.name)} = ${c.derived} WHERE ${id(c.name)} IS DISTINCT FROM ${c.derived}`);
  }
}
