import type { LoadedConfig } from '../config/config.ts';
import { nearest } from '../config/explain/nearest.ts';
import { defaultTableOptions } from '../config/load/build.ts';
import { type TableFilter, tableFilterOf } from '../config/select/glob.ts';
import { type DescribedTable, describeTables } from '../engine/describe.ts';
import type { Deps } from '../engine/run-context.ts';
import { type OpenSource, withSources } from '../engine/sources.ts';
import { ConfigError } from '../model/errors.ts';
import type { DiscoveredColumn, DiscoveredTable, DiscoverResult } from '../model/results.ts';
import type { Column, TableRef } from '../model/table.ts';

export interface DiscoverRequest {
  /** Null: all sources. */
  readonly source: string | null;
  /** `source.table` globs; empty: all tables. */
  readonly tables: readonly string[];
  /** Told before the columns of many tables are read: that takes time, and calls. */
  tell(message: string): void;
}

// From so many tables on, silence would look like a hang.
const MANY = 100;

/**
 * `discover`: every table that could be synced, with its columns: as the configuration has it, or as it would be without any options.
 * Throws ConfigError where `tables` names what is not there.
 */
export async function discover(config: LoadedConfig, deps: Deps, request: DiscoverRequest): Promise<DiscoverResult> {
  const filter = tableFilterOf(
    request.tables,
    config.sources.map((s) => s.name),
  );
  const wanted = config.sources.filter((s) => (request.source === null || s.name === request.source) && filter.reaches(s.name));
  const sources = await withSources({ ...config, sources: wanted }, deps, new Map(), async (opened) => {
    const listed = opened.map((open) => ({ open, refs: refsOf(open) }));
    refuseUnmatched(filter, listed);
    return Promise.all(
      listed.map(async ({ open, refs }) => {
        const shown = refs.filter((ref) => filter.matches(open.source.name, ref.name));
        const tables = await describeAll(open, shown, config, request);
        deps.signal.throwIfAborted();
        return {
          name: open.source.name,
          type: open.type,
          identity: open.access?.identity ?? null,
          tables,
          requests: open.source.usage().requests,
          notices: open.notices,
          error: open.error,
        };
      }),
    );
  });
  return { command: 'discover', configFile: config.file, tables: request.tables, sources };
}

/** What could be synced; a table that goes by its exact name only where the configuration names it. */
function refsOf(open: OpenSource): readonly TableRef[] {
  const named = new Set(open.tables.map((t) => t.chosen.ref.name));
  return open.refs.filter((ref) => ref.exactOnly !== true || named.has(ref.name));
}

async function describeAll(
  { source, tables: own }: OpenSource,
  refs: readonly TableRef[],
  { run }: LoadedConfig,
  { tell }: DiscoverRequest,
): Promise<DiscoveredTable[]> {
  const known = new Map(own.map((t) => [t.chosen.ref.name, t]));
  const others = refs.filter((ref) => !known.has(ref.name));
  if (others.length >= MANY)
    tell(`${source.name}: reading the columns of ${others.length} tables; --tables "${source.name}.…" reads those of a few.`);
  const options = defaultTableOptions(run);
  const described = await describeTables(
    { source },
    others.map((ref) => ({ ref, options })),
  );
  const all = new Map([...described.map((t) => [t.chosen.ref.name, t] as const), ...known]);
  return refs.flatMap((ref) => {
    const table = all.get(ref.name);
    return table === undefined ? [] : [discovered(table, known.has(ref.name))];
  });
}

function discovered({ chosen, schema, error }: DescribedTable, isChosen: boolean): DiscoveredTable {
  if (schema === null) return { ref: chosen.ref, chosen: isChosen, schema, error };
  const { key, cursor, notes } = schema;
  const columns = schema.columns.map(shown);
  return { ref: chosen.ref, chosen: isChosen, schema: { columns, key, cursor: cursor?.column ?? null, notes }, error };
}

/** No more than that: with all picklist values the columns of a large organisation are half a gigabyte of JSON. */
function shown({ name, label, nativeType, semanticType, duckdbType, references }: Column): DiscoveredColumn {
  return { name, label, nativeType, semanticType, duckdbType, ...(references === undefined ? {} : { references }) };
}

function refuseUnmatched(filter: TableFilter, listed: readonly { open: OpenSource; refs: readonly TableRef[] }[]): void {
  // A source that could not be reached shows no tables: a pattern meant for it looks like a mistake.
  if (listed.some(({ open }) => open.error !== null)) return;
  const all = listed.flatMap(({ open, refs }) => refs.map((ref) => ({ source: open.source.name, table: ref.name })));
  const unmatched = filter.unmatched(all);
  if (unmatched.length === 0) return;
  const names = all.map((t) => `${t.source}.${t.table}`);
  throw new ConfigError(
    unmatched.map((part) => {
      const near = nearest(part, names);
      return {
        code: 'INPUT_INVALID',
        message: `--tables: \`${part}\` matches no table that this user can read.`,
        hint: `${near === undefined ? '' : `Did you mean \`${near}\`? `}Without --tables, all of them are listed.`,
      };
    }),
    'INPUT_INVALID',
  );
}
