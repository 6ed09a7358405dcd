import { HighwaterError } from '../../model/errors.ts';
import type { TablePlan } from '../../model/plan.ts';
import type { Note, Visibility } from '../../model/table.ts';
import type { Shown, StoredTable } from './catalog.ts';

interface Known {
  readonly plan: TablePlan;
  readonly stored: StoredTable | null;
  readonly allowDeletes: boolean;
}

// The service's own counts are up to a day old: small differences say nothing.
const LEAST_MISSING = 100;
const LEAST_SHARE = 0.1;

/**
 * Where the user may see less than when the rows were read, rows that are absent now may be hidden and not deleted. Throws ROWS_HIDDEN
 * unless this run is allowed to delete.
 */
export function refuseHidden({ plan, stored, allowDeletes }: Known, absent: number): void {
  const [before, now] = [stored?.visibility, plan.schema.visibility];
  if (absent === 0 || allowDeletes || before === undefined || now === undefined || now.rank >= before.rank) return;
  const rows = absent === 1 ? '1 row is' : `${absent} rows are`;
  throw new HighwaterError(
    'ROWS_HIDDEN',
    `${plan.source}.${plan.ref.name}: ${rows} no longer shown, and Highwater's user can see less of this table than before (${now.words} now, ${before.words} before).`,
    `Restore the access of Highwater's user (${before.words}). If the rows were really deleted, run once with allow-deletes (--allow-deletes on the command line). The table keeps its previous rows.`,
  );
}

/**
 * As how visible the rows were read, to be kept with them. A full sync has replaced them all; what an incremental run adds does not
 * change what the others need.
 */
export function keptVisibility({ plan, stored }: Known): Visibility | undefined {
  const [before, now] = [stored?.visibility, plan.schema.visibility];
  if (now === undefined || before === undefined) return now ?? before;
  return plan.mode === 'full' || now.rank > before.rank ? now : before;
}

/** What is worth keeping of the service's own count: `rows` are those that a full sync was shown. Incremental runs keep what is known. */
export function shownOf({ plan, stored }: Known, counted: number | undefined, rows: number): Shown | undefined {
  if (plan.mode !== 'full') return stored?.shown;
  return counted === undefined || plan.options.where !== undefined ? undefined : { counted, rows };
}

/** For every run until the next full sync: a table that lacks rows is not to be trusted in between either. */
export function hiddenNotes({ shown, visibility }: Pick<StoredTable, 'shown' | 'visibility'>): Note[] {
  if (shown === undefined) return [];
  const missing = shown.counted - shown.rows;
  if (missing < LEAST_MISSING || missing < shown.counted * LEAST_SHARE) return [];
  const number = (n: number) => n.toLocaleString('en-US');
  const depth = visibility === undefined ? '' : `, whose access is: ${visibility.words}`;
  const message = `the service counts ${number(shown.counted)} rows, but the last full sync saw ${number(shown.rows)}; the others are probably hidden from Highwater's user${depth}`;
  return [{ kind: 'access', message }];
}
