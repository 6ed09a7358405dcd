import type { DeletesBy, TableOptions } from '../../model/plan.ts';
import { reach } from '../../sources/postgres/connect/url.ts';
import type { OutputConfig, RunConfig, SourceConfig, TablePattern } from '../config.ts';
import type { ConfigDocument } from '../declare/schema.ts';
import { normalizeCron, parseDuration, parseInterval, parseMemory, parsePercentage } from '../declare/units.ts';
import type { Locator } from '../explain/problems.ts';
import { isGlob } from '../select/glob.ts';
import { canonicalName, type TableEntry, tableEntries } from './tables.ts';
import type { Mapping } from './tree.ts';

type SourceEntry = ConfigDocument['sources'][string];
type TableEntryOptions = NonNullable<NonNullable<SourceEntry['tables']>[string]>;

/** The document of the file in the form that the program works with: units parsed, defaults applied, lists joined. */
export function buildSources(document: ConfigDocument, locator: Locator): SourceConfig[] {
  const run = buildRun(document);
  return Object.entries(document.sources).map(([name, entry]) => {
    const patterns = tableEntries(entry as unknown as Mapping, ['sources', name]);
    const tables = patterns.map((pattern) => tablePattern(pattern, run, locator));
    const exclude = entry.exclude ?? [];
    return { name, ...connectionOf(entry), tables, exclude: exclude.map((written) => canonicalName(entry.type, written)) };
  });
}

/** What the source's `create` takes: the entry without what chooses tables. */
function connectionOf(entry: SourceEntry): Pick<SourceConfig, 'type' | 'options'> & SourceConfigPart {
  if (entry.type === 'salesforce') {
    const { tables: _, standard_objects: __, custom_objects: ___, exclude: ____, ...options } = entry;
    return { type: entry.type, options };
  }
  if (entry.type === 'dynamics') {
    const { tables: _, exclude: __, ...options } = entry;
    return { type: entry.type, options };
  }
  return { type: entry.type, options: reach(entry) };
}

type SourceConfigPart = {
  [T in SourceConfig['type']]: Pick<Extract<SourceConfig, { type: T }>, 'type' | 'options'>;
}[SourceConfig['type']];

function tablePattern(entry: TableEntry, run: RunConfig, locator: Locator): TablePattern {
  const { path, pattern, category } = entry;
  const named = tableOptions(entry.options as unknown as TableEntryOptions, run, path);
  const options = isGlob(pattern) ? { ...named, byGlob: true as const } : named;
  return { pattern, location: locator.locate(path, 'key'), options, ...(category === undefined ? {} : { category }) };
}

/** The options of a table that the file says nothing of. */
export function defaultTableOptions(run: RunConfig): TableOptions {
  return tableOptions({}, run, []);
}

function tableOptions(entry: TableEntryOptions, run: RunConfig, path: TableOptions['path']): TableOptions {
  const { where, columns, types, key, cursor, sync, deletes, lookback, full_sync_every, as, max_delete_fraction, ...own } = entry;
  const { name, deletes_by, ...extra } = own as { name?: string; deletes_by?: DeletesBy };
  return {
    ...(where === undefined ? {} : { where: where.trimEnd() }),
    ...(columns === undefined ? {} : { columns: Array.isArray(columns) ? { include: columns } : columns }),
    types: types ?? {},
    ...(key === undefined ? {} : { key: typeof key === 'string' ? [key] : key }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(name === undefined ? {} : { name }),
    sync: sync ?? 'incremental',
    deletes: deletes ?? 'remove',
    deletesBy: deletes_by ?? 'full',
    lookbackSeconds: lookback === undefined ? run.lookbackSeconds : seconds(lookback),
    fullSyncEverySeconds: full_sync_every === undefined ? run.fullSyncEverySeconds : interval(full_sync_every),
    ...(as === undefined ? {} : { as }),
    maxDeleteFraction: max_delete_fraction ?? 0.5,
    extra,
    path,
  };
}

export function buildOutput({ output }: ConfigDocument): OutputConfig {
  const { directory, duckdb, parquet } = output;
  if (parquet === false) return { directory, duckdb, parquet: null };
  return { directory, duckdb, parquet: parquet === true ? { compression: 'zstd', layout: 'flat' } : parquet };
}

export function buildRun({ run }: ConfigDocument): RunConfig {
  return {
    parallel: run.parallel,
    lookbackSeconds: seconds(run.lookback),
    fullSyncEverySeconds: interval(run.full_sync_every),
    fullSyncSchedule: run.full_sync_schedule === undefined ? null : checked(normalizeCron(run.full_sync_schedule)),
    apiBudget: checked(parsePercentage(run.api_budget)),
    timeoutSeconds: seconds(run.timeout),
    memoryMib: run.memory === undefined ? null : checked(parseMemory(run.memory)),
  };
}

function seconds(text: string): number {
  return checked(parseDuration(text));
}

function interval(text: string): number | null {
  const parsed = parseInterval(text);
  return parsed === null ? null : checked(parsed ?? null);
}

/** The check has been made by then; a null would be a mistake in the declaration. */
function checked<T>(value: T | null): T {
  if (value === null) throw new Error('the configuration was built before it was checked');
  return value;
}
