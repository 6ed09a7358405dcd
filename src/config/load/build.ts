import { createHmac } from 'node:crypto';
import type { DeletesBy, TableOptions } from '../../model/plan.ts';
import type { Secret } from '../../model/secret.ts';
import type { EntryWarning, SourceDefinition, TableNaming } from '../../model/source-definition.ts';
import type { OutputConfig, RunConfig, SourceConfig, TablePattern } from '../config.ts';
import type { WrittenTableOptions } from '../declare/options.ts';
import type { ConfigDocument } from '../declare/schema.ts';
import { normalizeCron, parseDuration, parseInterval, parseMemory, parsePercentage } from '../declare/units.ts';
import type { Locator, Problems } from '../explain/problems.ts';
import { isGlob } from '../select/glob.ts';
import { buildChecks, buildFreshness } from './build-checks.ts';
import { isMapping, type Mapping } from './tree.ts';
import type { YamlPath } from './yaml-places.ts';

/** One entry of a source that chooses tables, in the order of the file; lists come after `tables`. */
export interface TableEntry {
  readonly path: YamlPath;
  /** As written. */
  readonly written: string;
  /** As the source calls it. */
  readonly pattern: string;
  readonly category?: string;
  readonly options: Mapping;
}

const NO_OPTIONS: Mapping = Object.create(null);

/** Reads the entries even of a source that has mistakes: what makes no sense is left out. */
export function tableEntries(source: Mapping, path: YamlPath, naming: TableNaming): TableEntry[] {
  const entries: TableEntry[] = [];
  const tables = source.tables;
  for (const [written, options] of isMapping(tables) ? Object.entries(tables) : []) {
    const pattern = naming.canonical(written);
    entries.push({ path: [...path, 'tables', written], written, pattern, options: isMapping(options) ? options : NO_OPTIONS });
  }
  for (const { field, category } of naming.lists) {
    const names = source[field];
    if (!Array.isArray(names)) continue;
    names.forEach((written, i) => {
      if (typeof written !== 'string') return;
      const pattern = naming.canonical(written);
      entries.push({ path: [...path, field, i], written, pattern, category, options: NO_OPTIONS });
    });
  }
  return entries;
}

/** The name in DuckDB of a table that is named exactly, as far as the configuration alone tells. */
export function targetName(naming: TableNaming, { pattern, options }: TableEntry): string {
  return typeof options.as === 'string' ? options.as : naming.target(pattern);
}

/**
 * The document of the file in the form that the program works with: units parsed, defaults applied, lists joined. Where a definition finds no
 * way to connect, the reason goes to `problems`; what it wants masked goes to `secrets`.
 */
export function buildSources(
  document: ConfigDocument,
  definitions: readonly SourceDefinition[],
  { problems, locator, secrets }: { problems: Problems; locator: Locator; secrets: Secret[] },
): SourceConfig[] {
  const run = buildRun(document);
  return Object.entries(document.sources).flatMap(([name, entry]) => {
    const definition = definitionOf(definitions, entry.type);
    const connection = definition.connection(entry);
    if ('problem' in connection) {
      const { path, message, hint } = connection.problem;
      problems.add(['sources', name, ...path], message, hint);
      return [];
    }
    secrets.push(...(connection.secrets ?? []));
    const patterns = tableEntries(entry as unknown as Mapping, ['sources', name], definition.naming);
    const keyTag = document.mask_key === undefined ? null : maskKeyTag(document.mask_key);
    const defaults = { keyTag, deletesBy: definition.deletesBy };
    const tables = patterns.map((pattern) => tablePattern(pattern, run, locator, defaults));
    const exclude = (entry.exclude ?? []).map((written) => definition.naming.canonical(written));
    return [{ name, type: entry.type, definition, options: connection.options, tables, exclude }];
  });
}

/** Tells one key from another, and says nothing of it. */
function maskKeyTag(key: Secret): string {
  return createHmac('sha256', key.reveal()).update('highwater: which mask_key').digest('hex').slice(0, 16);
}

/** What the sources' definitions warn of, with paths from the top of the file. */
export function sourceWarnings({ sources }: ConfigDocument, definitions: readonly SourceDefinition[]): EntryWarning[] {
  return Object.entries(sources).flatMap(([name, entry]) => {
    const warnings = definitionOf(definitions, entry.type).warnings(entry);
    return warnings.map(({ path, message }) => ({ path: ['sources', name, ...path], message }));
  });
}

/** By now the check has refused every other type. */
function definitionOf(definitions: readonly SourceDefinition[], type: string): SourceDefinition {
  const definition = definitions.find((d) => d.type === type);
  if (definition === undefined) throw new Error(`there is no definition of a source of type ${type}`);
  return definition;
}

interface OfSource {
  readonly keyTag: string | null;
  readonly deletesBy: DeletesBy;
}

function tablePattern(entry: TableEntry, run: RunConfig, locator: Locator, { keyTag, deletesBy }: OfSource): TablePattern {
  const { path, pattern, category } = entry;
  const { mask, checks, freshness, ...written } = entry.options as unknown as WrittenTableOptions;
  const rules = mask === undefined ? undefined : { rules: Object.entries(mask), keyTag };
  const fresh = buildFreshness(freshness) ?? run.freshness;
  const named = {
    ...tableOptions(written, run, path, deletesBy),
    ...(rules === undefined ? {} : { mask: rules }),
    ...(checks === undefined ? {} : { checks: buildChecks(checks) }),
    ...(fresh === null ? {} : { freshness: fresh }),
  };
  const options = isGlob(pattern) ? { ...named, byGlob: true as const } : named;
  return { pattern, location: locator.locate(path, 'key'), options, ...(category === undefined ? {} : { category }) };
}

/** The options of a table that the file says nothing of. */
export function defaultTableOptions(run: RunConfig): TableOptions {
  return tableOptions({}, run, [], 'full');
}

function tableOptions(
  entry: WrittenTableOptions,
  run: RunConfig,
  path: TableOptions['path'],
  deletesBy: DeletesBy,
): TableOptions {
  const {
    where,
    columns,
    types,
    key,
    cursor,
    sync,
    deletes,
    lookback,
    full_sync_every,
    calculated = '24h',
    as,
    history,
    max_delete_fraction,
    ...own
  } = entry;
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
    deletesBy: deletes_by ?? deletesBy,
    lookbackSeconds: lookback === undefined ? run.lookbackSeconds : seconds(lookback),
    fullSyncEverySeconds: full_sync_every === undefined ? run.fullSyncEverySeconds : interval(full_sync_every),
    calculatedEverySeconds: calculated === 'every_run' ? 0 : interval(calculated),
    ...(as === undefined ? {} : { as }),
    ...historyOption(history),
    maxDeleteFraction: max_delete_fraction ?? 0.5,
    extra,
    path,
  };
}

function historyOption(written: WrittenTableOptions['history']): Pick<TableOptions, 'history'> {
  if (written === undefined || written === false) return {};
  return { history: { columns: written === true ? null : written.columns } };
}

export function buildOutput({ output }: ConfigDocument): OutputConfig {
  const { directory, duckdb, parquet, publish } = output;
  return {
    directory,
    duckdb,
    parquet: parquet === false ? null : parquet === true ? { compression: 'zstd', layout: 'flat' } : parquet,
    publish: publish === undefined ? null : { to: publish.to, keepSeconds: seconds(publish.keep) },
  };
}

export function buildRun({ run }: ConfigDocument): RunConfig {
  return {
    parallel: run.parallel,
    lookbackSeconds: seconds(run.lookback),
    fullSyncEverySeconds: interval(run.full_sync_every),
    fullSyncSchedule: run.full_sync_schedule === undefined ? null : checked(normalizeCron(run.full_sync_schedule)),
    apiBudget: checked(parsePercentage(run.api_budget)),
    freshness: buildFreshness(run.freshness),
    verifyShare: run.verify === undefined ? null : checked(parsePercentage(run.verify)),
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
