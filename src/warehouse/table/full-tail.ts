import { HighwaterError } from '../../model/errors.ts';
import { shadowName } from '../catalog/catalog.ts';
import type { Connection } from '../duckdb/database.ts';
import { id } from '../duckdb/sql.ts';
import { realTypes } from '../duckdb/types.ts';
import type { Stage } from '../load/stage.ts';
import { hasManyIntegers, makeUnique, notUnique, takenKeys } from './keys.ts';
import { planMerge } from './merge.ts';
import { reduceToPresent, refuseMissing } from './shadow.ts';
import { type ImportEnd, type LoadContext, titleOf } from './table-load.ts';

/** What a full sync read after its body, and where it goes. */
export interface Tail {
  readonly stage: Stage;
  /** Qualified and quoted. */
  readonly shadow: string;
  /** The last row of what earlier runs have read; null for a shadow of this run. */
  readonly lastOld: number | null;
  /** Rows of the body that came in this run. */
  readonly received: number;
  /** SQL for this run's time. */
  readonly now: string;
}

/** Makes the shadow's keys unique, and brings the tail into it. */
export async function mergeTail(connection: Connection, context: LoadContext, tail: Tail, end: ImportEnd): Promise<void> {
  const { layout, plan, database } = context;
  const { stage, shadow, lastOld, received, now } = tail;
  const { order, key, identity } = layout;
  // A row that was edited while it was read may stand in two partitions: the latest reading stays.
  const newestFirst = `${order === null ? '' : `${id(order)} DESC NULLS LAST, `}rowid DESC`;
  const { snapshot, swept } = end;
  const title = titleOf(plan);
  const resumed = snapshot && swept && lastOld !== null ? { stage, shadow, key, title, lastOld } : null;
  const keys = resumed === null ? null : await reduceToPresent(connection, resumed);
  const manyIntegers = hasManyIntegers(layout, received);
  if (resumed === null)
    await makeUnique(connection, { table: shadow, key, identity, title, newestFirst, snapshot, manyIntegers });
  if (stage.empty && !swept) return;
  const taken = await takenKeys(connection, shadow, stage.table('rows'), layout);
  if (taken > 0) throw notUnique(title, key, taken);
  const types = await realTypes(connection, plan.target.schema, shadowName(plan.target.name));
  const input = { stage, table: shadow, layout, types, swept, sweptParts: [], deletes: 'remove', now, database } as const;
  await (await planMerge(connection, input)).apply();
  if (resumed !== null && keys !== null) await refuseMissing(connection, resumed, keys);
}

/** Without a key the tail's rows can't be told from those that were read before. */
export async function refuseTail(connection: Connection, stage: Stage, title: string): Promise<void> {
  if ((await connection.count(stage.table('rows'))) === 0) return;
  throw new HighwaterError('INTERNAL', `${title}: a tail pass was read of a table without a key.`, 'Please report this.');
}
