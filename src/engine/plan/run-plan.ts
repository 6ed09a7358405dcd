import { couldChoose, optionsOf } from '../../config/select/choose.ts';
import { isGlob, type TableFilter } from '../../config/select/glob.ts';
import { ConfigError, HighwaterError } from '../../model/errors.ts';
import type { HistoryEntry, TableRecord } from '../../model/record.ts';
import type { StoredTable } from '../../warehouse/catalog/catalog.ts';
import { widensExactly } from '../../warehouse/duckdb/types.ts';
import type { DescribedTable } from '../describe.ts';
import type { OpenSource } from '../sources.ts';
import { tableRecord } from '../table-record.ts';
import { type PlannedTable, planTable } from './table-plan.ts';

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

/** Why a table was skipped, for people. */
export const NOT_CHOSEN = 'not chosen for this run (tables)';

export interface PlanRequest {
  readonly mode: 'full' | 'incremental';
  /** As in SyncRequest. */
  readonly auto?: boolean;
  readonly why: string;
  /** `source.table` globs; empty: all. */
  readonly tables: readonly string[];
}

/**
 * Decides what to do with every table of every source. Pure. `filter` is what `request.tables` says: what it does not fit is left alone,
 * whether its source was signed in to or not. Throws ConfigError where `tables` names what is not there.
 */
export function planRun(
  sources: readonly OpenSource[],
  stored: readonly StoredTable[],
  request: PlanRequest,
  filter: TableFilter,
): RunPlan {
  refuseUnmatched(sources, filter);
  const settled = leftOut(sources, stored, filter);
  const planned = sources.map((open) => {
    const name = open.source.name;
    const known = new Map(stored.filter((t) => t.source === name && t.derived !== true).map((t) => [t.table, t]));
    const tables: PlannedTable<StoredTable>[] = [];
    for (const described of open.tables) {
      const { ref } = described.chosen;
      const before = known.get(ref.name) ?? null;
      if (described.schema === null) settled.push(undescribed(name, described, before));
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
    settled.push(...missing(open, known).filter((t) => filter.matches(name, t.table)));
    return { open, planned: tables };
  });
  return {
    sources: planned,
    settled,
    // A run of some tables leaves all others alone, those that left the configuration too.
    dropped: request.tables.length > 0 ? [] : stored.filter((t) => isDropped(t, sources)),
    exchanged: exchangedSystems(sources, stored),
  };
}

/** Sources behind whose address another system answers now, in words for people. Their tables are read from the start. */
export function exchangedSystems(
  sources: readonly OpenSource[],
  stored: readonly StoredTable[],
): { readonly source: string; readonly message: string }[] {
  return sources.flatMap(({ source, access }) => {
    const now = access?.system;
    const before = stored.find((t) => t.source === source.name && t.fingerprint.address === source.address)?.fingerprint.system;
    if (now === undefined || before === undefined || before === now) return [];
    const message = `${source.address} is a different system than in the last run (it was ${before}, now it is ${now}). Its tables are read from the start, and the rows of the other system are removed.`;
    return [{ source: source.name, message }];
  });
}

function undescribed(source: string, { chosen, error }: DescribedTable, stored: StoredTable | null): TableRecord {
  const { ref, options } = chosen;
  const { fullSyncEverySeconds } = options;
  const table = { source, table: ref.name, label: ref.label, stored };
  return tableRecord(table, { status: 'failed', why: 'could not be described', error, fullSyncEverySeconds });
}

/** Tables that this run is not about: those of the state, and those that the sources showed and no run has read so far. */
function leftOut(sources: readonly OpenSource[], stored: readonly StoredTable[], filter: TableFilter): TableRecord[] {
  // What the configuration says of them, withFullSyncsDue adds.
  const skipped = { status: 'skipped', why: NOT_CHOSEN, error: null, fullSyncEverySeconds: null, leftOut: true } as const;
  const known = stored.filter((t) => t.derived !== true && !filter.matches(t.source, t.table));
  const kept = known.map((t) => tableRecord({ source: t.source, table: t.table, label: t.label ?? t.table, stored: t }, skipped));
  const names = new Set(known.map((t) => JSON.stringify([t.source, t.table])));
  const unread = sources.flatMap(({ source, leftOut: others }) =>
    others
      .filter(({ ref }) => !names.has(JSON.stringify([source.name, ref.name])))
      .map(({ ref }) => tableRecord({ source: source.name, table: ref.name, label: ref.label, stored: null }, skipped)),
  );
  return [...kept, ...unread];
}

/** Tables that the configuration names and the source does not show (any more): they fail, and keep what they have. */
function missing(open: OpenSource, known: ReadonlyMap<string, StoredTable>): TableRecord[] {
  const name = open.source.name;
  const described = new Set(open.tables.map((t) => t.chosen.ref.name));
  const failed = new Map(open.failed.map((f) => [f.name, f.error]));
  const left = new Set(open.leftOut.map((t) => t.ref.name));
  const error = open.error;
  if (error !== null) {
    const names = new Set([...open.config.tables.filter((t) => !isGlob(t.pattern)).map((t) => t.pattern), ...known.keys()]);
    return [...names].map((table) => record(open, table, known, 'the source could not be reached', error));
  }
  const vanished = [...known.keys()].filter(
    (table) => !described.has(table) && !failed.has(table) && !left.has(table) && couldChoose(open.config, table),
  );
  return [
    ...[...failed].map(([table, problem]) => record(open, table, known, 'not found', problem)),
    ...vanished.map((table) => record(open, table, known, 'not found', gone(name, table).report())),
  ];
}

function record(
  { source: { name: source }, config }: OpenSource,
  table: string,
  known: ReadonlyMap<string, StoredTable>,
  why: string,
  error: TableRecord['error'],
): TableRecord {
  const before = known.get(table) ?? null;
  const { fullSyncEverySeconds } = optionsOf(config, table);
  const label = before?.label ?? table;
  return tableRecord({ source, table, label, stored: before }, { status: 'failed', why, error, fullSyncEverySeconds });
}

function gone(source: string, table: string): HighwaterError {
  return new HighwaterError(
    'TABLE_NOT_FOUND',
    `${source}.${table} was synced before, but no longer exists, or this user can no longer see it.`,
    'Its rows are kept. Restore the permission, or remove the table from the configuration to remove it from the warehouse as well.',
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

function refuseUnmatched(sources: readonly OpenSource[], filter: TableFilter): void {
  const all = sources.flatMap((s) =>
    [...s.tables.map((t) => t.chosen.ref.name), ...s.failed.map((f) => f.name), ...s.leftOut.map((t) => t.ref.name)].map(
      (table) => ({
        source: s.source.name,
        table,
      }),
    ),
  );
  // A source that could not be reached shows no tables: a pattern meant for it looks like a mistake.
  const unmatched = sources.some((s) => s.error !== null) ? [] : filter.unmatched(all);
  if (unmatched.length === 0) return;
  throw new ConfigError(
    unmatched.map((part) => ({
      code: 'INPUT_INVALID',
      message: `tables: \`${part}\` matches no table in the configuration.`,
      hint: `It has ${all
        .slice(0, 10)
        .map((t) => `${t.source}.${t.table}`)
        .join(', ')}${all.length > 10 ? ', …' : ''}.`,
    })),
    'INPUT_INVALID',
  );
}

type Turn = Pick<HistoryEntry, 'source' | 'table' | 'status' | 'startedAt'>;

/**
 * The order in which tables are read: whose last turn is longest ago comes first, else as planned. So where runs are cut short
 * (run.timeout), every table has its turn in one of them, and one that never fits into a run does not keep the others from theirs.
 */
export function inTurn<P extends { readonly plan: { readonly source: string; readonly ref: { readonly name: string } } }>(
  planned: readonly P[],
  history: readonly Turn[],
): P[] {
  const last = new Map<string, string>();
  for (const { source, table, status, startedAt } of history) {
    const name = JSON.stringify([source, table]);
    if (status !== 'skipped' && startedAt > (last.get(name) ?? '')) last.set(name, startedAt);
  }
  const turn = ({ plan }: P): string => last.get(JSON.stringify([plan.source, plan.ref.name])) ?? '';
  return [...planned].sort((a, b) => (turn(a) < turn(b) ? -1 : turn(a) > turn(b) ? 1 : 0));
}
