import type { ExportConfig } from '../../config/config.ts';
import type { HistoryEntry } from '../../model/record.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import { QueryRefusal, type SealedQueries, type UserQuery } from '../../warehouse/duckdb/sealed-queries.ts';
import { inputFailsChecks, inputStale, queryRefused } from '../export-errors.ts';

/** What the state knows of the tables that queries read. */
export interface Inputs {
  readonly tables: readonly StoredTable[];
  /** Oldest first. */
  readonly history: readonly HistoryEntry[];
  /** By `source.table`: names of the checks of severity `fail` that its rows do not pass. */
  readonly failedChecks: ReadonlyMap<string, readonly string[]>;
  /** Names of all configured sources. */
  readonly sources: readonly string[];
  readonly now: Date;
}

/** What exports need of the place where their queries are evaluated. */
export type Sealed = Pick<SealedQueries, 'parse' | 'columns' | 'keep'>;

/** A query that DuckDB takes, over tables that are fresh enough. */
export interface ReadQuery {
  readonly query: UserQuery;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Parses the query of an export, refuses inputs that are too old or whose last sync failed, and says which columns it gives. */
export async function readQuery(sealed: Sealed, config: ExportConfig, inputs: Inputs): Promise<ReadQuery> {
  try {
    const query = await sealed.parse(config.query);
    checkInputs(config, query, inputs);
    const columns = await sealed.columns(query);
    const names = columns.map(({ name }) => name.toLowerCase());
    const twin = columns.find(({ name }, i) => names.indexOf(name.toLowerCase()) !== i);
    if (twin !== undefined) throw queryRefused(config, `it gives two columns ${twin.name}.`);
    return { query, columns };
  } catch (error) {
    if (!(error instanceof QueryRefusal)) throw error;
    throw queryRefused(
      config,
      `${error.message}${error.offset === null ? '' : ` (line ${lineOf(config.query, error.offset)} of it)`}`,
    );
  }
}

function lineOf(query: string, offset: number): number {
  return query.slice(0, offset).split('\n').length;
}

function checkInputs(config: ExportConfig, query: UserQuery, inputs: Inputs): void {
  for (const { schema, name } of query.tables) {
    const stored = inputs.tables.find((t) => same(t.schema, schema) && same(t.name, name));
    if (stored !== undefined) {
      checkFresh(config, stored, inputs);
      const failed = inputs.failedChecks.get(`${stored.source}.${stored.table}`) ?? [];
      if (failed.length > 0) throw inputFailsChecks(config, `${stored.schema}.${stored.name}`, failed);
    } else if (inputs.sources.some((s) => same(s, schema)))
      throw inputStale(config, `${schema}.${name}`, 'has never been synced');
  }
}

/** Throws EXPORT_INPUT_STALE where the last sync of the table failed or is older than `max_age`. */
export function checkFresh(config: ExportConfig, table: StoredTable, { history, now }: Pick<Inputs, 'history' | 'now'>): void {
  const name = `${table.schema}.${table.name}`;
  const last = history.findLast((run) => run.source === table.source && run.table === table.table);
  if (last?.status === 'failed') throw inputStale(config, name, 'failed in its last sync');
  const seconds = (now.getTime() - new Date(table.syncedAt).getTime()) / 1000;
  if (seconds > config.maxAgeSeconds)
    throw inputStale(config, name, `was last synced ${age(seconds)} ago (max_age allows ${age(config.maxAgeSeconds)})`);
}

function age(seconds: number): string {
  const [unit, per] = (
    seconds >= 172_800 ? ['d', 86_400] : seconds >= 7200 ? ['h', 3600] : seconds >= 120 ? ['m', 60] : ['s', 1]
  ) as [string, number];
  return `${Math.round(seconds / per)}${unit}`;
}

export function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
