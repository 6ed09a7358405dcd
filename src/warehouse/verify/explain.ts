import type { Watermark } from '../../model/watermark.ts';
import { id } from '../duckdb/sql.ts';
import type { IncrementalLoad } from '../table/incremental-load.ts';
import type { Swept } from '../table/parts.ts';
import { inParts } from '../table/parts.ts';
import type { ContentTable } from './content-table.ts';

/*
 * What the next run will bring is no drift. Before it is asked, the next run's window is read, as the run would read it.
 */

/**
 * Explains rows that the next run's window has: new ones, and changed ones whose cursor has moved. A wrong value beside an unmoved cursor stays.
 * Comes before any row is read because its key was found missing: of those the cursor says nothing. `settled`: rows of the last
 * import's own second may have changed after they were read, without another stamp; null: the source has snapshots.
 */
export async function explainChanged(checked: ContentTable, next: IncrementalLoad, settled: Watermark | null): Promise<void> {
  const { layout } = checked.context;
  const { stage } = next;
  const inRows = `EXISTS (SELECT 1 FROM ${stage.table('rows')} s WHERE ${checked.isRead('s')})`;
  const told = `EXISTS (SELECT 1 FROM ${stage.table('written')} w WHERE ${checked.isRead('w')})`;
  await checked.use(async (c) => {
    await c.run(`UPDATE ${checked.differences} AS d SET explained = explained OR CASE kind
      WHEN 'missing' THEN ${inRows} OR ${told} WHEN 'altered' THEN ${layout.order === null ? inRows : moved(checked, next, settled)} OR ${told}
      ELSE false END`);
  });
}

function moved(checked: ContentTable, { stage }: IncrementalLoad, settled: Watermark | null): string {
  const { order } = checked.context.layout;
  const own = `s.${id(order ?? '')}`;
  const same = checked.keys.map((key) => `${checked.value('s', key)} = ${checked.value('l', key)}`).join(' AND ');
  const unsettled = settled === null ? '' : ` OR ${own} >= ${secondOf(settled)}`;
  return `EXISTS (SELECT 1 FROM ${stage.table('rows')} s JOIN ${checked.table} l ON ${same}
    WHERE ${checked.isRead('s')} AND (${own} IS DISTINCT FROM l.${id(order ?? '')}${unsettled}))`;
}

/** SQL: the start of a watermark's second. */
export function secondOf({ value }: Watermark): string {
  return `TIMESTAMPTZ '${value.slice(0, 19)}Z'`;
}

/**
 * Explains rows that the next run will remove: the source reports them as deleted, or reads the keys of the part that they are in and lacks them.
 * More than `max_delete_fraction` allows, the next run refuses to remove.
 */
export async function explainGone(checked: ContentTable, next: IncrementalLoad, { swept, sweptParts }: Swept): Promise<void> {
  const { layout, plan, allowDeletes } = checked.context;
  const { stage } = next;
  const gone = `EXISTS (SELECT 1 FROM (${stage.deletedKeys()}) s WHERE ${checked.isRead('s')})`;
  const present = `EXISTS (SELECT 1 FROM ${stage.table('present')} s WHERE ${checked.isRead('s')})`;
  const within = swept
    ? 'true'
    : `EXISTS (SELECT 1 FROM ${checked.table} l WHERE ${checked.isDifference('l')} AND ${inParts(sweptParts, layout, 'l')})`;
  const absent = swept || sweptParts.length > 0 ? ` OR (NOT ${present} AND ${within})` : '';
  await checked.use(async (c) => {
    await c.run(`UPDATE ${checked.differences} AS d SET explained = ${gone}${absent} WHERE kind = 'extra'`);
    const removed = await c.count(`${checked.differences} WHERE kind = 'extra' AND explained`);
    if (removed === 0 || allowDeletes) return;
    if (removed / (await c.count(checked.whole)) <= plan.options.maxDeleteFraction) return;
    await c.run(`UPDATE ${checked.differences} SET explained = false WHERE kind = 'extra'`);
  });
}
