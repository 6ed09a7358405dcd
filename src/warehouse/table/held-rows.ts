import type { FigureColumns, HeldRows, KnownCounts, PartFigures, Period, TablePart } from '../../model/counts.ts';
import type { Database } from '../duckdb/database.ts';
import { id, list, text } from '../duckdb/sql.ts';
import type { Stage } from '../load/stage.ts';
import { DELETED_AT, type Layout } from './layout.ts';
import { inParts } from './parts.ts';

export interface HeldInput {
  readonly database: Pick<Database, 'use'>;
  readonly stage: Stage;
  /** Qualified and quoted. */
  readonly table: string;
  readonly layout: Layout;
  readonly known: KnownCounts;
}

interface FigureRow extends Record<string, unknown> {
  readonly rows: number;
  readonly lowest: string | null;
  readonly highest: string | null;
  readonly newest: number | null;
  readonly hash: string | null;
}

/** Counts the rows of a table and its stage together; see HeldRows. Only the columns that are asked for are read. */
export function heldRows(input: HeldInput): HeldRows {
  const { database, layout } = input;
  return {
    known: input.known,
    byPeriod: async (within, { column, period }, of) => {
      const rows = await database.use(async (c) =>
        c.rows<FigureRow & { start: number }>(
          `SELECT ${startOf(column, period)} AS start, ${figures(of, layout)} FROM ${held(input, [column, ...columnsOf(within, of)])} h
           WHERE ${inParts(within, layout, 'h')} GROUP BY 1`,
        ),
      );
      return new Map(rows.map((row) => [Number(row.start), figuresOf(row)]));
    },
    byPart: async (parts, of) => {
      const found: PartFigures[] = [];
      await database.use(async (c) => {
        for (const part of parts) {
          const from = held(input, columnsOf([part], of));
          found.push(
            figuresOf(
              await c.row<FigureRow>(`SELECT ${figures(of, layout)} FROM ${from} h WHERE ${inParts([part], layout, 'h')}`),
            ),
          );
        }
      });
      return found;
    },
    bySpan: async (column, cuts, of) => {
      const type = layout.columns.find((c) => c.name === column)?.duckdbType ?? 'VARCHAR';
      const edges = cuts.map((cut, i) => `(${i + 1}, CAST(${text(cut)} AS ${type}))`).join(', ');
      const rows = held(input, [column, ...columnsOf([], of)]);
      const from =
        cuts.length === 0
          ? `(SELECT *, 0 AS n FROM ${rows})`
          : `${rows} h ASOF LEFT JOIN (VALUES ${edges}) e(n, edge) ON h.${id(column)} >= e.edge`;
      const found = await database.use(async (c) =>
        c.rows<FigureRow & { n: number }>(
          `SELECT coalesce(h.n, 0) AS n, ${figures(of, layout)} FROM (SELECT * FROM ${from}) h GROUP BY 1`,
        ),
      );
      const byNumber = new Map(found.map((row) => [Number(row.n), figuresOf(row)]));
      return Array.from({ length: cuts.length + 1 }, (_, i) => byNumber.get(i) ?? NO_ROWS);
    },
    cuts: async (part, column, pieces) => {
      const places = Array.from({ length: pieces - 1 }, (_, i) => (i + 1) / pieces);
      if (places.length === 0) return [];
      const rows = await database.use(async (c) =>
        c.rows<{ cut: string }>(
          `SELECT CAST(t.cut AS VARCHAR) AS cut FROM (SELECT DISTINCT unnest(quantile_disc(${id(column)}, [${places.join(', ')}])) AS cut
           FROM ${held(input, [column, ...columnsOf([part], {})])} h WHERE ${inParts([part], layout, 'h')}) t WHERE t.cut IS NOT NULL ORDER BY t.cut`,
        ),
      );
      return rows.map((row) => row.cut);
    },
  };
}

const NO_ROWS: PartFigures = { rows: 0, lowest: null, highest: null, newest: null, hash: '0' };

function columnsOf(parts: readonly TablePart[], { edges, stamp }: FigureColumns): string[] {
  const named = parts.flatMap((part) => part.map((span) => span.column));
  return [...named, ...(edges === undefined ? [] : [edges]), ...(stamp === undefined ? [] : [stamp])];
}

/** What the merge would leave: the table's rows that the stage says nothing of, and the stage's newest readings that are not deleted. */
function held({ stage, table, layout }: HeldInput, columns: readonly string[]): string {
  const { key, marksDeletes } = layout;
  const names = list([...new Set([...key, ...columns])]);
  const alive = marksDeletes ? ` WHERE ${DELETED_AT} IS NULL` : '';
  const touched = `SELECT ${list(key)} FROM ${stage.table('rows')} UNION SELECT ${list(key)} FROM ${stage.table('deleted')}`;
  return `(SELECT ${names} FROM (SELECT * FROM ${table}${alive}) ANTI JOIN (${touched}) USING (${list(key)})
    UNION ALL SELECT ${names} FROM ${stage.newest()})`;
}

/** The start of a period in UTC, as milliseconds since 1970. */
function startOf(column: string, period: Period): string {
  return `epoch_ms(date_trunc('${period}', CAST(h.${id(column)} AS TIMESTAMPTZ) AT TIME ZONE 'UTC'))`;
}

function figures({ edges, stamp, keyHash }: FigureColumns, { key }: Layout): string {
  const edge = (of: 'min' | 'max') => (edges === undefined ? 'NULL' : `CAST(${of}(h.${id(edges)}) AS VARCHAR)`);
  const newest = stamp === undefined ? 'NULL' : `epoch_ms(max(h.${id(stamp)}))`;
  const texts = key.map((name) => `CAST(h.${id(name)} AS VARCHAR)`).join(', ');
  const bits = `CAST('0x' || left(md5(concat_ws(chr(31), ${texts})), 15) AS BIGINT)`;
  const hash = keyHash ? `CAST(coalesce(sum(${bits}), 0) AS VARCHAR)` : 'NULL';
  return `count(*) AS rows, ${edge('min')} AS lowest, ${edge('max')} AS highest, ${newest} AS newest, ${hash} AS hash`;
}

function figuresOf({ rows, lowest, highest, newest, hash }: FigureRow): PartFigures {
  return { rows: Number(rows), lowest, highest, newest: newest === null ? null : Number(newest), hash };
}
