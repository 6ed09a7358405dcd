import type { Access, Source, SourceTables, TableDescription } from '../model/contract.ts';
import { type ErrorReport, HighwaterError, type Location, toHighwaterError } from '../model/errors.ts';
import { inStage } from '../model/in-stage.ts';
import type { ChosenTable } from '../model/plan.ts';
import type { TableRef, TableSchema } from '../model/table.ts';
import { selectColumns } from './plan/select-columns.ts';

/** A source that was signed in to, or the reason why not. */
export interface DescribedSource {
  readonly source: Source;
  readonly type: string;
  readonly access: Access | null;
  readonly error: ErrorReport | null;
  readonly notices: string[];
  /** All tables that the source offers. */
  readonly refs: readonly TableRef[];
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

/** Who Highwater is at the service, or why it was not let in. */
export interface ConnectResult {
  readonly access: Access | null;
  readonly error: ErrorReport | null;
}

export interface SourceToDescribe {
  readonly signedIn: ConnectResult;
  readonly source: Source;
  readonly type: string;
  readonly notices: string[];
  /** Adds to `notices` and shows it to whoever watches; a warning is something that the user should act on. */
  notice(message: string, warning?: boolean): void;
  /** Where a YAML path stands in the user's file. */
  readonly locate?: (path: readonly (string | number)[]) => Location;
  /** Whether this run is about a table (`tables`), by the name as the source spells it. Absent: about all. */
  isWanted?(table: string): boolean;
  /** Picks the configured tables out of all that there are; see config/choose.ts. */
  choose(all: readonly TableRef[]): {
    chosen: readonly ChosenTable[];
    failed: readonly { name: string; error: ErrorReport }[];
    notices: readonly string[];
  };
}

type Failed = { readonly name: string; readonly error: ErrorReport };

/** Signs in. A failure stays with the source. */
export async function signIn(source: Source, locate?: SourceToDescribe['locate']): Promise<ConnectResult> {
  try {
    return { access: await inStage('connect', async () => source.connect()), error: null };
  } catch (error) {
    return { access: null, error: toHighwaterError(error).report(locate) };
  }
}

/** Finds the configured tables and describes them. A failure stays with its source or its table. */
export async function describeSource(input: SourceToDescribe): Promise<DescribedSource & { failed: readonly Failed[] }> {
  const { source, type, notices, signedIn } = input;
  const { access } = signedIn;
  const nothing = { source, type, access, notices, refs: [], tables: [], leftOut: [], failed: [] };
  if (access === null) return { ...nothing, error: signedIn.error };
  try {
    return await inStage('describe', async () => {
      const { refs, chosen, failed } = await findTables(input);
      const isWanted = (table: ChosenTable): boolean => input.isWanted?.(table.ref.name) ?? true;
      const tables = await describeTables(input, chosen.filter(isWanted));
      const leftOut = chosen.filter((table) => !isWanted(table));
      return { ...nothing, refs, error: null, tables: refuseSameNames(tables), leftOut, failed };
    });
  } catch (error) {
    return { ...nothing, error: toHighwaterError(error).report(input.locate) };
  }
}

/** The configured tables with those that follow from them, and the names that can't be found. */
async function findTables(
  input: SourceToDescribe,
): Promise<{ refs: readonly TableRef[]; chosen: readonly ChosenTable[]; failed: readonly Failed[] }> {
  const { source } = input;
  let choice: ReturnType<SourceToDescribe['choose']> = { chosen: [], failed: [], notices: [] };
  let failed: readonly Failed[] = [];
  const { refs, implied, hidden } = await source.tables((all) => {
    choice = input.choose(all);
    failed = choice.failed.filter((f) => input.isWanted?.(f.name) ?? true);
    return { chosen: choice.chosen, missing: failed.map((f) => f.name) };
  });
  for (const message of choice.notices) input.notice(message, true);
  if (choice.chosen.length + choice.failed.length === 0) throw nothingFound(source);
  return { refs, chosen: [...choice.chosen, ...implied], failed: failed.map((f) => explained(f, hidden)) };
}

/** All tables that a source offers, whatever the configuration picks. */
export async function listTables(source: Source): Promise<readonly TableRef[]> {
  return (await source.tables(() => ({ chosen: [], missing: [] }))).refs;
}

/** All patterns of a source are globs, and none finds a table: a run that reads nothing must not pass for a good one. */
function nothingFound({ name }: Source): HighwaterError {
  return new HighwaterError(
    'TABLE_NOT_FOUND',
    `${name}: no pattern under \`tables\` matches a table that this user can read, so there is nothing to sync.`,
    'Correct the patterns, or give the user access to the tables. `highwater discover` lists the tables that it can read.',
  );
}

/** A source may know that a table exists which it can't list. */
function explained(failed: Failed, hidden: SourceTables['hidden']): Failed {
  const why = hidden.get(failed.name);
  return { ...failed, error: { stage: 'describe', ...failed.error, ...why } };
}

/** Each table under its options; a failure stays with its table. */
export async function describeTables(
  { source, locate }: Pick<SourceToDescribe, 'source' | 'locate'>,
  written: readonly ChosenTable[],
): Promise<DescribedTable[]> {
  if (written.length === 0) return [];
  const all = await inStage('describe', async () => source.describe(written));
  return all.map((described) => {
    try {
      return { chosen: described.chosen, schema: schemaOf(described), error: null };
    } catch (error) {
      return { chosen: described.chosen, schema: null, error: { stage: 'describe', ...toHighwaterError(error).report(locate) } };
    }
  });
}

/** The columns that the configuration selects. Throws what the source could not describe. */
export function schemaOf(described: TableDescription): TableSchema {
  if ('error' in described) throw described.error;
  return selectColumns(described.schema, described.chosen);
}

/** DuckDB does not tell `Deals` from `deals`: the second table of a name fails instead of overwriting the first. */
function refuseSameNames(tables: readonly DescribedTable[]): DescribedTable[] {
  const taken = new Map<string, string>();
  return tables.map((table) => {
    const { ref, options } = table.chosen;
    const own = options.as ?? ref.target;
    const names = options.history === undefined ? [own] : [own, `${own}__history`];
    const name = names.find((n) => taken.has(n.toLowerCase()));
    if (name === undefined) {
      for (const n of names) taken.set(n.toLowerCase(), n === own ? ref.name : `the history of ${ref.name}`);
      return table;
    }
    const other = taken.get(name.toLowerCase());
    const error = new HighwaterError(
      'SAME_NAME',
      `${name === own ? ref.name : `The history of ${ref.name}`} and ${other} would both be the table ${name} in DuckDB, which ignores case.`,
      'Give one of them another name with `as:`.',
    );
    return { ...table, schema: null, error: error.report() };
  });
}
