import { couldChoose } from '../config/choose.ts';
import { isGlob } from '../config/glob.ts';
import { parseTableFilter } from '../config/table-filter.ts';
import { ConfigError, HighwaterError } from '../errors.ts';
import { untouchedRecord } from '../extract/record.ts';
import type { TableRecord } from '../model/record.ts';
import { type PlannedTable, planTable } from '../plan/plan.ts';
import type { StoredTable } from '../warehouse/catalog.ts';
import { widensExactly } from '../warehouse/types.ts';
import type { OpenSource } from './sources.ts';

export interface RunPlan {
  /** What each source will be asked for. */
  readonly sources: readonly { readonly open: OpenSource; readonly planned: readonly PlannedTable<StoredTable>[] }[];
  /** Tables that failed before anything was read, or that this run leaves out. */
  readonly settled: readonly TableRecord[];
  /** Tables of the state that the configuration no longer names. */
  readonly dropped: readonly StoredTable[];
  /** Sources behind whose address another system answers now. */
  readonly exchanged: ReturnType<typeof exchangedSystems>;
}

export interface PlanRequest {
  readonly mode: 'full' | 'incremental';
  readonly why: string;
  /** `source.table` globs; empty: all. */
  readonly tables: readonly string[];
}

/** Decides what to do with every table of every source. Pure. Throws ConfigError where `tables` names what is not there. */
export function planRun(sources: readonly OpenSource[], stored: readonly StoredTable[], request: PlanRequest): RunPlan {
  const selected = selection(sources, request.tables);
  const settled: TableRecord[] = [];
  const planned = sources.map((open) => {
    const name = open.source.name;
    const known = new Map(stored.filter((t) => t.source === name && t.derived !== true).map((t) => [t.table, t]));
    const tables: PlannedTable<StoredTable>[] = [];
    for (const described of open.tables) {
      const { ref } = described.chosen;
      const before = known.get(ref.name) ?? null;
      const settle = (status: 'failed' | 'skipped', why: string) =>
        settled.push(
          untouchedRecord({
            source: name,
            table: ref.name,
            label: ref.label,
            status,
            why,
            known: before,
            error: described.error,
          }),
        );
      if (!selected(name, ref.name)) settle('skipped', 'not chosen for this run (tables)');
      else if (described.schema === null) settle('failed', 'could not be described');
      else
        tables.push(
          planTable({
            source: name,
            address: open.source.address,
            system: open.access?.system,
            chosen: described.chosen,
            schema: described.schema,
            known: before,
            requested: request.mode,
            why: request.why,
            widens: widensExactly,
          }),
        );
    }
    settled.push(...missing(open, known));
    return { open, planned: tables };
  });
  return {
    sources: planned,
    settled,
    dropped: stored.filter((t) => isDropped(t, sources)),
    exchanged: exchangedSystems(sources, stored),
  };
}

/** Sources behind whose address another system answers now, in words for people. Their tables start afresh. */
export function exchangedSystems(
  sources: readonly OpenSource[],
  stored: readonly StoredTable[],
): { readonly source: string; readonly message: string }[] {
  return sources.flatMap(({ source, access }) => {
    const now = access?.system;
    const before = stored.find((t) => t.source === source.name && t.fingerprint.address === source.address)?.fingerprint.system;
    if (now === undefined || before === undefined || before === now) return [];
    const message = `${source.address} is another system than at the last run (it was ${before}, now it is ${now}): its tables start afresh, and nothing of the other system's rows is kept.`;
    return [{ source: source.name, message }];
  });
}

/** Tables that the configuration names and the source does not show (any more): they fail, and keep what they have. */
function missing(open: OpenSource, known: ReadonlyMap<string, StoredTable>): TableRecord[] {
  const name = open.source.name;
  const described = new Set(open.tables.map((t) => t.chosen.ref.name));
  const failed = new Map(open.failed.map((f) => [f.name, f.error]));
  const error = open.error;
  if (error !== null) {
    const names = new Set([...open.config.tables.filter((t) => !isGlob(t.pattern)).map((t) => t.pattern), ...known.keys()]);
    return [...names].map((table) => record(name, table, known, 'the source could not be reached', error));
  }
  const vanished = [...known.keys()].filter(
    (table) => !described.has(table) && !failed.has(table) && couldChoose(open.config, table),
  );
  return [
    ...[...failed].map(([table, problem]) => record(name, table, known, 'not found', problem)),
    ...vanished.map((table) => record(name, table, known, 'not found', gone(name, table).report())),
  ];
}

function record(
  source: string,
  table: string,
  known: ReadonlyMap<string, StoredTable>,
  why: string,
  error: TableRecord['error'],
): TableRecord {
  const before = known.get(table) ?? null;
  return untouchedRecord({ source, table, label: before?.label ?? table, status: 'failed', why, known: before, error });
}

function gone(source: string, table: string): HighwaterError {
  return new HighwaterError(
    'TABLE_NOT_FOUND',
    `${source}.${table} was synced before and is no longer there, or this user may no longer see it.`,
    'Its rows are kept. Give the permission back, or leave the table out of the configuration to remove it from the warehouse as well.',
  );
}

/** Gone from the configuration: no pattern of it could mean this table any more. */
function isDropped(table: StoredTable, sources: readonly OpenSource[]): boolean {
  const open = sources.find((s) => s.source.name === table.source);
  if (open === undefined) return true;
  if (open.error !== null || table.derived === true) return false;
  return (
    !open.tables.some((t) => t.chosen.ref.name === table.table) &&
    !open.failed.some((f) => f.name === table.table) &&
    !couldChoose(open.config, table.table)
  );
}

function selection(sources: readonly OpenSource[], globs: readonly string[]): (source: string, table: string) => boolean {
  const names = sources.map((s) => s.source.name);
  const filter = parseTableFilter(globs.join(','), names);
  const all = sources.flatMap((s) =>
    [...s.tables.map((t) => t.chosen.ref.name), ...s.failed.map((f) => f.name)].map((table) => ({
      source: s.source.name,
      table,
    })),
  );
  // A source that could not be reached shows no tables: what is meant of it can't be told from a mistake.
  const unmatched = sources.some((s) => s.error !== null) ? [] : filter.unmatched(all);
  if (unmatched.length === 0) return filter.matches;
  throw new ConfigError(
    unmatched.map((part) => ({
      code: 'INPUT_INVALID',
      message: `tables: \`${part}\` fits no table of the configuration.`,
      hint: `It has ${all
        .slice(0, 10)
        .map((t) => `${t.source}.${t.table}`)
        .join(', ')}${all.length > 10 ? ', …' : ''}.`,
    })),
    'INPUT_INVALID',
  );
}
