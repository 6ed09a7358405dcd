import type { Partition, Receipt } from '../model/plan.ts';
import type { Resume } from '../sources/source.ts';
import { settleType } from './adaptive.ts';
import { of, STATE_SCHEMA, shadowName, storeTable } from './catalog.ts';
import type { Connection } from './database.ts';
import { DELETED_AT, definitions, SYNCED_AT, storedColumns, withDerived } from './layout.ts';
import { planMerge } from './merge.ts';
import { PartitionLoader } from './partition-loader.ts';
import { compareTables, type Difference } from './replace.ts';
import { id, list, qualified, sameKey, text } from './sql.ts';
import { keyNotUnique, refuseNullKeys, rowOf, Stage } from './stage.ts';
import { stagedColumns } from './staging-query.ts';
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
import { realTypes } from './types.ts';

/**
 * A whole table: built as a shadow beside the live one, partition by partition, and put in its place in one transaction.
 * An interrupted one is gone on with in the next run, where the source can.
 */
export class FullLoad implements TableLoad {
  readonly #context: LoadContext;
  readonly #stage: Stage;
  readonly #shadow: string;
  readonly #live: string;
  readonly #now: string;
  #applied = 0;

  constructor(context: LoadContext) {
    const { schema, name } = context.plan.target;
    this.#context = context;
    this.#stage = new Stage(context.nextSequence(), context.layout, undefined);
    this.#shadow = qualified(schema, shadowName(name));
    this.#live = qualified(schema, name);
    this.#now = `TIMESTAMPTZ ${text(context.now)}`;
  }

  async begin(resume: Resume): Promise<this> {
    const { database, plan, layout } = this.#context;
    await database.use(async (c) => {
      await this.#stage.create(c);
      if (resume.done.length > 0) return;
      await dropShadow(c, plan.source, plan.ref.name, this.#shadow);
      await c.run(`CREATE SCHEMA IF NOT EXISTS ${id(plan.target.schema)}`);
      await c.run(`CREATE TABLE ${this.#shadow} (${definitions(layout)})`);
      const content = JSON.stringify({ ...resume, signature: signatureOf(this.#context) });
      await c.run(`INSERT INTO ${STATE_SCHEMA}.shadows VALUES (${text(plan.source)}, ${text(plan.ref.name)}, ${text(content)})`);
    });
    return this;
  }

  async partition(partition: Partition): Promise<PartitionLoader> {
    const { stagingDirectory, nextSequence, onRows, plan, layout } = this.#context;
    const constants = [...layout.removed.map(() => 'NULL'), this.#now, ...(layout.marksDeletes ? ['NULL'] : [])];
    const body = {
      table: this.#shadow,
      columns: stagedColumns(layout.columns),
      select: (query: string) => withDerived(layout, query, constants),
      batched: true,
    };
    return new PartitionLoader(await this.#context.database.connect(), {
      directory: stagingDirectory,
      title: titleOf(plan),
      targets: partition.pass === 'body' ? { rows: body } : this.#stage.targets(),
      nextSequence,
      onRows,
    });
  }

  async complete(partition: Partition, loader: PartitionLoader, receipt: Receipt): Promise<void> {
    const { plan } = this.#context;
    await loader.settle(receipt);
    if (partition.pass === 'body') {
      const covered = (receipt.covered ?? partition).id;
      const values = [plan.source, plan.ref.name, covered].map(text).join(', ');
      await loader.within(async (c) => c.run(`INSERT INTO ${STATE_SCHEMA}.shadow_parts VALUES (${values}, ${receipt.rows})`));
    }
    await loader.commit();
  }

  async abandon(): Promise<void> {
    await this.#context.database.use(async (c) => this.#stage.drop(c));
  }

  async merge(end: ImportEnd): Promise<MergeResult> {
    return this.#context.database.use(async (c) => {
      await this.#finishShadow(c, end);
      const difference = await this.#compareWithLive(c);
      const columns = storedColumns(
        this.#context.layout,
        await realTypes(c, this.#context.plan.target.schema, shadowName(this.#context.plan.target.name)),
      );
      const rows = await this.#swap(c, columns, end);
      await this.#stage.drop(c);
      const notes = await dataNotes(c, this.#live, this.#context.layout, rows);
      return { ...difference, applied: this.#applied, rows, columns, notes };
    });
  }

  /** Applies the tail to the shadow and makes its keys unique. */
  async #finishShadow(connection: Connection, end: ImportEnd): Promise<void> {
    const { plan, layout } = this.#context;
    const title = titleOf(plan);
    if (layout.key.length > 0) {
      await refuseNullKeys(connection, this.#shadow, layout.key, title);
      await this.#deduplicate(connection, end.snapshot);
      const input = {
        stage: this.#stage,
        table: this.#shadow,
        layout,
        title,
        snapshot: end.snapshot,
        swept: end.swept,
        deletes: 'remove' as const,
        now: this.#now,
      };
      const tail = await planMerge(connection, input);
      await connection.transaction(async () => tail.apply(connection));
    }
    this.#applied = await connection.count(this.#shadow);
  }

  /** A row that was edited while it was read may stand in two partitions: the latest reading stays. In one snapshot it can't. */
  async #deduplicate(connection: Connection, snapshot: boolean): Promise<void> {
    const { key, order } = this.#context.layout;
    const { n, d } = await connection.row<{ n: number; d: number }>(
      `SELECT count(*) AS n, count(DISTINCT ${rowOf(key)}) AS d FROM ${this.#shadow}`,
    );
    if (n === d) return;
    if (snapshot) throw keyNotUnique(titleOf(this.#context.plan), key, n - d);
    const by = `${order === null ? '' : `${id(order)} DESC NULLS LAST, `}rowid DESC`;
    await connection.run(`DELETE FROM ${this.#shadow} WHERE rowid IN (
      SELECT rowid FROM (SELECT rowid, row_number() OVER (PARTITION BY ${list(key)} ORDER BY ${by}) AS n FROM ${this.#shadow}) WHERE n > 1)`);
  }

  async #compareWithLive(connection: Connection): Promise<Difference> {
    const { stored, plan, layout } = this.#context;
    if (stored === null) {
      await this.#settleAdaptive(connection);
      return { inserted: this.#applied, updated: 0, deleted: 0 };
    }
    await this.#carry(connection);
    const difference = await compareTables(connection, this.#live, this.#shadow, layout, await this.#types(connection));
    refuseTooManyDeletes(this.#context, plan.options.deletes === 'ignore' ? 0 : difference.absent, difference.before);
    await this.#settleAdaptive(connection);
    return plan.options.deletes === 'ignore' ? { ...difference, deleted: 0 } : difference;
  }

  async #types(connection: Connection): Promise<{ live: Map<string, string>; shadow: Map<string, string> }> {
    const { schema, name } = this.#context.plan.target;
    return { live: await realTypes(connection, schema, name), shadow: await realTypes(connection, schema, shadowName(name)) };
  }

  /** Takes over what the shadow can't have from the source: values of removed columns, and deleted rows that are to be kept. */
  async #carry(connection: Connection): Promise<void> {
    const { layout, plan } = this.#context;
    const { live, shadow } = await this.#types(connection);
    const kept = layout.removed.filter((c) => live.has(c.name));
    if (kept.length > 0) {
      const set = kept.map((c) => `${id(c.name)} = l.${id(c.name)}`).join(', ');
      await connection.run(
        `UPDATE ${this.#shadow} SET ${set} FROM ${this.#live} l WHERE ${sameKey(layout.key, 'l', id(shadowName(plan.target.name)))}`,
      );
    }
    if (plan.options.deletes === 'remove' || layout.key.length === 0) return;
    const names = [...shadow.keys()].filter((name) => name !== DELETED_AT && live.has(name));
    const values = names.map((name) => `CAST(l.${id(name)} AS ${shadow.get(name)})`);
    const marks = layout.marksDeletes;
    const deletedAt = live.has(DELETED_AT) ? `coalesce(l.${DELETED_AT}, ${this.#now})` : this.#now;
    await connection.run(`INSERT INTO ${this.#shadow} (${list(names)}${marks ? `, ${DELETED_AT}` : ''})
      SELECT ${values.join(', ')}${marks ? `, ${deletedAt}` : ''} FROM ${this.#live} l ANTI JOIN ${this.#shadow} s ON ${sameKey(layout.key, 'l', 's')}`);
  }

  async #settleAdaptive(connection: Connection): Promise<void> {
    for (const c of this.#context.layout.columns.filter((column) => column.adaptive))
      await settleType(connection, this.#shadow, c.name, null);
  }

  async #swap(connection: Connection, columns: ReturnType<typeof storedColumns>, end: ImportEnd): Promise<number> {
    const { plan } = this.#context;
    return connection.transaction(async () => {
      const rows = await connection.count(this.#shadow);
      await connection.run(`DROP TABLE IF EXISTS ${this.#live}`);
      await connection.run(`ALTER TABLE ${this.#shadow} RENAME TO ${id(plan.target.name)}`);
      await forgetShadow(connection, plan.source, plan.ref.name);
      await storeTable(connection, storedTable(this.#context, columns, rows, end.watermark));
      return rows;
    });
  }
}

/** Whatever makes a half-built shadow useless when it differs. */
function signatureOf(context: LoadContext): string {
  const columns = context.layout.columns.map((c) => [c.name, c.adaptive ? 'adaptive' : c.duckdbType, c.derived ?? '']);
  return JSON.stringify([
    context.fingerprint,
    columns,
    context.layout.removed.map((c) => c.name),
    SYNCED_AT,
    context.layout.marksDeletes,
  ]);
}

/** What an interrupted full sync of the same plan left behind, or null. */
export async function findResume(connection: Connection, context: LoadContext): Promise<Resume | null> {
  const { plan } = context;
  const where = of(plan.source, plan.ref.name);
  const [found] = await connection.rows<{ content: string }>(`SELECT content FROM ${STATE_SCHEMA}.shadows WHERE ${where}`);
  if (found === undefined) return null;
  const { signature, ...resume } = JSON.parse(found.content) as Resume & { signature: string };
  if (signature !== signatureOf(context)) return null;
  const done = await connection.rows<{ partition: string }>(`SELECT partition FROM ${STATE_SCHEMA}.shadow_parts WHERE ${where}`);
  return done.length === 0 ? null : { ...resume, done: done.map((d) => d.partition) };
}

export async function dropShadow(connection: Connection, source: string, table: string, shadow: string): Promise<void> {
  await connection.transaction(async () => {
    await connection.run(`DROP TABLE IF EXISTS ${shadow}`);
    await forgetShadow(connection, source, table);
  });
}

async function forgetShadow(connection: Connection, source: string, table: string): Promise<void> {
  for (const name of ['shadows', 'shadow_parts'])
    await connection.run(`DELETE FROM ${STATE_SCHEMA}.${name} WHERE ${of(source, table)}`);
}
