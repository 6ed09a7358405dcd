import type { LoadedConfig } from '../config/config.ts';
import { chooseTables } from '../config/select/choose.ts';
import { isGlob } from '../config/select/glob.ts';
import { type LakeEntry, LakeManifest } from '../lake/lake-manifest.ts';
import type { ChosenTable, TableOptions } from '../model/plan.ts';
import type { MatrixJob } from '../model/results.ts';
import type { ObjectStore } from '../objects/object-store.ts';
import { cannotDivide } from './divide.ts';
import { divideJobs, type WorkUnit } from './plan/job-matrix.ts';
import { planTable } from './plan/table-plan.ts';
import type { OpenSource } from './sources.ts';

// Smaller tables are read in less time than more jobs take to begin.
const DIVIDED_FROM_ROWS = 2_000_000;
const DEFAULT_JOBS = 4;
const MOST_JOBS = 256;

export interface MatrixRequest {
  /** Null: as many as the sources, and four at least. */
  readonly jobs: number | null;
  readonly stateName: string;
  readonly lake: ObjectStore | null;
  /** Whether jobs have a place to agree on the ranges of a table. */
  readonly divides: boolean;
}

export interface MatrixResult {
  readonly matrix: readonly MatrixJob[];
  readonly notices: readonly string[];
}

/** Divides the configured tables into jobs: by what the lake knows of the last full syncs, else by what the services count. */
export async function planMatrix(
  opened: readonly OpenSource[],
  config: LoadedConfig,
  { jobs, stateName, lake, divides }: MatrixRequest,
): Promise<MatrixResult> {
  const known = lake === null ? [] : (await LakeManifest.read(lake)).entries;
  const wanted = Math.min(MOST_JOBS, jobs ?? Math.max(DEFAULT_JOBS, config.sources.length));
  const estimated = await Promise.all(opened.map(async (open) => estimate(open, known)));
  const total = estimated.flat().reduce((sum, group) => sum + group.work, 0);
  const units = estimated.flat().flatMap((group) => unitsOf(group, { share: total / wanted, jobs: wanted, divides }));
  const ofSystem = new Map(opened.flatMap(({ source }) => limitOf(source)));
  const prefix = stateName === 'default' ? '' : `${stateName}-`;
  const { matrix, moved } = divideJobs(units, { jobs: wanted, ofSystem, prefix });
  const notices = [
    ...opened.flatMap(({ source, error }) =>
      error === null ? [] : [`${source.name}: ${error.message} Its tables are planned as one job, which will say so too.`],
    ),
    ...(moved.length === 0 ? [] : [`Read in full once, because another job reads them now: ${moved.join(', ')}.`]),
  ];
  return { matrix, notices };
}

function limitOf(source: OpenSource['source']): [string, number][] {
  const most = source.jobsAtOnce?.();
  return most === undefined ? [] : [[source.address, Math.max(1, most)]];
}

/** Tables that belong together, with what is known of them. */
interface TableGroup {
  readonly open: OpenSource;
  readonly tables: readonly string[];
  readonly work: number;
  readonly rows: number;
  readonly states: readonly (string | null)[];
  /** The lake has it in so many parts. */
  readonly parts: readonly (string | null)[] | null;
  readonly isDivisible: boolean;
}

async function estimate(open: OpenSource, known: readonly LakeEntry[]): Promise<TableGroup[]> {
  const { source, error } = open;
  const mine = known.filter((e) => e.source === source.name);
  const nothing = { open, rows: 0, work: 1, parts: null, isDivisible: false };
  if (error !== null) return [{ ...nothing, tables: ['*'], states: mine.slice(0, 1).map((e) => e.stateName ?? null) }];
  const described = open.tables.map((t) => t.chosen);
  const unknown = described.filter(({ ref }) => rowsKnown(mine, ref.name) === null);
  const counted = new Map((await source.access(unknown)).map((t) => [t.ref.name, t.rows ?? 0]));
  return together(open).map((tables) => {
    const names = tables.map((t) => t.ref.name);
    const entries = names.map((name) => mine.find((e) => e.table === name));
    const rows = names.map((name) => rowsKnown(mine, name) ?? roughly(counted.get(name) ?? 0));
    const widths = names.map((name) => open.tables.find((t) => t.chosen.ref.name === name)?.schema?.columns.length ?? 1);
    const [first] = tables;
    const schema = open.tables.find((t) => t.chosen === first)?.schema ?? null;
    const [entry] = entries;
    return {
      open,
      tables: names,
      rows: rows.reduce((sum, n) => sum + n, 0),
      // A table costs something though it is empty.
      work: rows.reduce((sum, n, i) => sum + n * ((widths[i] ?? 1) + 2), 1000),
      states: entries.map((e) => e?.stateName ?? null),
      parts: entry?.parts === undefined ? null : stateNames(entry),
      isDivisible:
        names.length === 1 &&
        first !== undefined &&
        schema !== null &&
        cannotDivide(source, schema, { index: 1, of: 2 }) === null &&
        !looksAtAll(first.options),
    };
  });
}

function stateNames({ parts = {}, partCount = 0 }: LakeEntry): (string | null)[] {
  return Array.from({ length: partCount }, (_, i) => parts[String(i + 1)]?.stateName ?? null);
}

function rowsKnown(entries: readonly LakeEntry[], table: string): number | null {
  return entries.find((e) => e.table === table)?.rows ?? null;
}

/** Counts differ a little from day to day: the jobs must not. */
function roughly(rows: number): number {
  return rows === 0 ? 0 : 2 ** (Math.round(Math.log2(rows) * 2) / 2);
}

/** Checks that need all rows of a table: parts of it would not satisfy them. */
function looksAtAll({ checks = [] }: TableOptions): boolean {
  return checks.some(({ check }) => check === 'unique' || check === 'row_count' || check === 'relationships');
}

/** Each table with those that must be in one state with it: tables that come by themselves, that are computed from both, or that checks compare. */
function together(open: OpenSource): ChosenTable[][] {
  const { source, config, tables, refs } = open;
  const all = tables.map((t) => t.chosen);
  const groups = new Map(all.map((t) => [t.ref.name, new Set([t])]));
  const join = (a: string, b: string): void => {
    const [one, other] = [groups.get(a), groups.get(b)];
    if (one === undefined || other === undefined || one === other) return;
    for (const table of other) groups.set(table.ref.name, one.add(table));
  };
  const chosen = new Set(chooseTables(config, refs).chosen.map((t) => t.ref.name));
  for (const table of all.filter((t) => !chosen.has(t.ref.name))) {
    const parent = all.find((t) => chosen.has(t.ref.name) && t.options.path.join('.') === table.options.path.join('.'));
    join((parent ?? all.find((t) => chosen.has(t.ref.name)) ?? table).ref.name, table.ref.name);
  }
  for (const { from } of derivedOf(open)) {
    const members = all.filter((t) => from.includes(t.options.as ?? t.ref.target));
    for (const member of members.slice(1)) join(members[0]?.ref.name ?? '', member.ref.name);
  }
  for (const table of all)
    for (const { parent } of table.options.checks ?? []) if (parent?.source === source.name) join(parent.table, table.ref.name);
  return [...new Set(groups.values())].map((group) => [...group]);
}

function derivedOf({ source, tables }: OpenSource) {
  const plans = tables.flatMap(({ chosen, schema }) => {
    if (schema === null) return [];
    const given = {
      source: source.name,
      address: source.address,
      chosen,
      schema,
      known: null,
      requested: 'full' as const,
      why: '',
    };
    return [planTable({ ...given, widens: () => true }).plan];
  });
  return source.derive?.(plans) ?? [];
}

function unitsOf(
  group: TableGroup,
  by: { readonly share: number; readonly jobs: number; readonly divides: boolean },
): WorkUnit[] {
  const { open, tables, work, rows, states, parts, isDivisible } = group;
  const { name, address: system } = open.source;
  const whole = { system, source: name, tables: tables.map((t) => `${name}.${written(t)}`), work };
  const many = Math.min(by.jobs, Math.ceil(work / by.share));
  const of = parts?.length ?? (rows >= DIVIDED_FROM_ROWS && states[0] == null ? many : 1);
  if (!isDivisible || !by.divides || of < 2 || of > by.jobs) return [{ ...whole, state: states.find((s) => s !== null) ?? null }];
  const [table = ''] = whole.tables;
  return Array.from({ length: of }, (_, i) => ({
    ...whole,
    tables: [`${table}@${i + 1}/${of}`],
    work: work / of,
    state: parts?.[i] ?? null,
    dividedTable: table,
  }));
}

/** A comma parts tables in the input; a sign of a glob would mean more. */
function written(table: string): string {
  return table === '*' ? table : isGlob(table) || table.includes(',') ? table.replaceAll(/[,*?[\]{}]/g, '?') : table;
}
