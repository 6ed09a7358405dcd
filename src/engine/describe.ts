import pLimit from 'p-limit';
import type { Access, Source } from '../model/contract.ts';
import { type ErrorReport, HighwaterError, type Location, toHighwaterError } from '../model/errors.ts';
import type { ChosenTable } from '../model/plan.ts';
import type { TableSchema } from '../model/table.ts';
import { selectColumns } from './plan/select-columns.ts';

/** A source that was signed in to, or the reason why not. */
export interface Session {
  readonly source: Source;
  readonly type: string;
  readonly access: Access | null;
  readonly error: ErrorReport | null;
  readonly notices: string[];
  readonly tables: readonly DescribedTable[];
  /** Tables of the configuration that this run is not about (`tables`); they were not described. */
  readonly leftOut: readonly ChosenTable[];
}

export interface DescribedTable {
  readonly chosen: ChosenTable;
  /** Null where describing failed: then `error` says why, and only this table fails. */
  readonly schema: TableSchema | null;
  readonly error: ErrorReport | null;
}

export interface SourceToDescribe {
  readonly source: Source;
  readonly type: string;
  readonly notices: string[];
  /** Adds to `notices` and shows it to whoever watches; a warning is something that the user should act on. */
  notice(message: string, warning?: boolean): void;
  readonly parallel: number;
  /** Where a YAML path stands in the user's file. */
  readonly locate?: (path: readonly (string | number)[]) => Location;
  /** Whether this run is about a table (`tables`), by the name as the source spells it. Absent: about all. */
  isWanted?(table: string): boolean;
  /** Picks the configured tables out of all that there are; see config/choose.ts. */
  choose(all: Awaited<ReturnType<Source['list']>>): {
    chosen: readonly ChosenTable[];
    failed: readonly { name: string; error: ErrorReport }[];
    notices: readonly string[];
  };
}

/** Signs in, finds the configured tables and describes each. A failure stays with its source or its table. */
export async function describeSource(
  input: SourceToDescribe,
): Promise<Session & { failed: readonly { name: string; error: ErrorReport }[] }> {
  const { source, type, notices } = input;
  let access: Access | null = null;
  try {
    access = await source.connect();
    const { chosen, failed: unknown, notices: idle } = input.choose(await source.list());
    const isWanted = (name: string): boolean => input.isWanted?.(name) ?? true;
    const failed = await Promise.all(unknown.filter((f) => isWanted(f.name)).map(async (f) => explained(source, f)));
    for (const message of idle) input.notice(message, true);
    if (chosen.length + unknown.length === 0) throw nothingFound(source);
    const all = [...chosen, ...((await source.implied?.(chosen)) ?? [])];
    const wanted = all.filter((table) => isWanted(table.ref.name));
    const limit = pLimit(input.parallel);
    const tables = await Promise.all(wanted.map(async (table) => limit(async () => describeTable(input, table))));
    const leftOut = all.filter((table) => !wanted.includes(table));
    return { source, type, access, notices, error: null, tables: refuseSameNames(tables), leftOut, failed };
  } catch (error) {
    const report = toHighwaterError(error).report(input.locate);
    return { source, type, access, notices, error: report, tables: [], leftOut: [], failed: [] };
  }
}

/** All patterns of a source are globs, and none finds a table: a run that reads nothing must not pass for a good one. */
function nothingFound({ name }: Source): HighwaterError {
  return new HighwaterError(
    'TABLE_NOT_FOUND',
    `${name}: no pattern under \`tables\` finds a table that this user can read, so there is nothing to sync.`,
    'Correct the patterns, or give the user access to the tables. `highwater discover` lists the tables that it can read.',
  );
}

/** A source may know more of a table that it does not list than that it is not there. */
async function explained<F extends { name: string; error: ErrorReport }>(source: Source, failed: F): Promise<F> {
  const why = (await source.whyMissing?.(failed.name)) ?? null;
  return why === null ? failed : { ...failed, error: { ...failed.error, ...why } };
}

/** One table under its options; a failure stays with it. */
export async function describeTable(
  { source, locate }: Pick<SourceToDescribe, 'source' | 'locate'>,
  written: ChosenTable,
): Promise<DescribedTable> {
  try {
    const { ref } = written;
    const chosen = { ref, options: (await source.spell?.(ref, written.options)) ?? written.options };
    return { chosen, schema: selectColumns(await source.describe(ref, chosen.options), chosen), error: null };
  } catch (error) {
    return { chosen: written, schema: null, error: toHighwaterError(error).report(locate) };
  }
}

/** DuckDB does not tell `Deals` from `deals`: the second table of a name fails instead of overwriting the first. */
function refuseSameNames(tables: readonly DescribedTable[]): DescribedTable[] {
  const taken = new Map<string, string>();
  return tables.map((table) => {
    const { ref, options } = table.chosen;
    const name = options.as ?? ref.target;
    const other = taken.get(name.toLowerCase());
    if (other === undefined) {
      taken.set(name.toLowerCase(), ref.name);
      return table;
    }
    const error = new HighwaterError(
      'SAME_NAME',
      `${ref.name} and ${other} would both be the table ${name} in DuckDB, which does not tell upper from lower case.`,
      'Give one of them another name with `as:`.',
    );
    return { ...table, schema: null, error: error.report() };
  });
}
