import type { RowSpan } from '../../model/counts.ts';
import { id, text } from '../duckdb/sql.ts';
import { decimalText } from '../load/adaptive.ts';
import type { ContentTable } from './content-table.ts';

/*
 * A table is divided twice: into portions, one for each run of `run.verify`, and what is compared of it into slices small enough to be looked at row by row.
 */

// Rows of one slice: small enough to be looked at one by one.
const ROWS_PER_SLICE = 2000;
const MOST_SLICES = 4096;
const SAMPLED = 50_000;
/** Types of keys that both engines sort alike. */
const SORTED_ALIKE = /^(SMALLINT|INTEGER|BIGINT|DATE|TIMESTAMP|TIMESTAMPTZ|UUID|VARCHAR|DECIMAL\(.*\))$/;

export function sortsAlike(checked: ContentTable, column: string): boolean {
  return SORTED_ALIKE.test(checked.types.get(column) ?? '') && !checked.isNumberText(column);
}

/** Where a share of the rows ends that begins at a value of a column (null: at the lowest); null: at the table's end. */
export async function portionEnd(
  checked: ContentTable,
  column: string,
  from: string | null,
  share: number,
): Promise<string | null> {
  const { whole, types } = checked;
  const type = types.get(column) ?? 'VARCHAR';
  const above = from === null ? '' : ` WHERE v >= CAST(${text(from)} AS ${type})`;
  return checked.use(async (c) => {
    const rows = Math.max(1, Math.ceil((await c.count(whole)) * share));
    const values = `(SELECT v FROM (SELECT ${edgeOf(column, type)} AS v FROM ${whole} WHERE ${id(column)} IS NOT NULL${finite(id(column), type)})${above})`;
    const [found] = await c.rows<{
      v: string;
    }>(`WITH low AS (SELECT min(v) AS v FROM ${values}), high AS (SELECT v FROM ${values} ORDER BY v LIMIT 1 OFFSET ${rows})
      SELECT ${writtenAs('t.v', type)} AS v FROM (SELECT CASE WHEN high.v > low.v THEN high.v ELSE (SELECT min(v) FROM ${values} WHERE v > low.v) END AS v
      FROM high, low) t WHERE t.v IS NOT NULL`);
    return found?.v ?? null;
  });
}

/** How rows are divided into slices. */
export interface Division {
  /** The lowest value of each slice but the first, as text; none where that can't be done. */
  readonly bounds: readonly string[];
  /** The slices of what is compared; null: all. */
  readonly only: readonly number[] | null;
}

/** Divides the rows that are compared by the first column of the key, which `span` is of. */
export async function divideByKey(checked: ContentTable, span: RowSpan | null): Promise<Division> {
  const { bounds, alive, types, keys } = checked;
  const [key = ''] = keys;
  const type = types.get(key) ?? '';
  if (!sortsAlike(checked, key)) return { bounds: [], only: null };
  return checked.use(async (c) => {
    const rows = await c.count(alive);
    const slices = Math.min(MOST_SLICES, Math.ceil(rows / ROWS_PER_SLICE));
    const step = Math.max(1, Math.floor(Math.min(rows, SAMPLED) / Math.max(1, slices)));
    const first = span?.from == null ? '' : ` UNION ALL SELECT CAST(${text(span.from)} AS ${type})`;
    await c.run(`INSERT INTO ${bounds} SELECT row_number() OVER (ORDER BY low), low FROM (
      SELECT DISTINCT low FROM (SELECT low FROM (SELECT low, row_number() OVER (ORDER BY low) AS n FROM (
        SELECT ${id(key)} AS low FROM ${alive} USING SAMPLE ${SAMPLED} ROWS (reservoir, 1))) WHERE n % ${step} = 0 AND n > ${step}${finite('low', type)}${first}))`);
    const found = await c.rows<{ v: string }>(`SELECT ${writtenAs('low', type)} AS v FROM ${bounds} ORDER BY slice`);
    const lows = found.map((row) => row.v);
    if (span === null) return { bounds: lows, only: null };
    const lowest = span.from === null ? 0 : 1;
    const only = Array.from({ length: lows.length + 1 - lowest }, (_, i) => i + lowest);
    return { bounds: span.to === null ? lows : [...lows, span.to], only };
  });
}

/** Infinite times, and those of other eras, are no edges: not every engine reads them. */
function finite(value: string, type: string): string {
  return /^(DATE|TIMESTAMP)/.test(type) ? ` AND isfinite(${value}) AND year(${value}) BETWEEN 1 AND 9999` : '';
}

/** Services cut times at whole seconds. */
function edgeOf(column: string, type: string): string {
  return type === 'TIMESTAMPTZ' ? `date_trunc('second', ${id(column)})` : id(column);
}

function writtenAs(value: string, type: string): string {
  if (type === 'TIMESTAMPTZ') return `strftime(${value} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')`;
  return type.startsWith('DECIMAL') ? decimalText(value) : `CAST(${value} AS VARCHAR)`;
}
