import { common, inDuckdb, type Keyed, type Mirror, type Row, type Shape, same } from './model.ts';
import type { HistoryOptions, HistoryTable } from './table.ts';

/** What is known of a table of the state before a run. */
export interface Known {
  /** Exactly this; null where a run was cut short and nobody looked since. */
  readonly certain: Mirror | null;
  /** Everything that may be there. */
  readonly versions: readonly Mirror[];
  /** Undefined: not known. */
  readonly watermark: string | null | undefined;
  /** What its rows speak of: see `aboutOf`. Undefined: not known. */
  readonly about: string | undefined;
}

/** Whether a table began anew, so that nothing of it was to be kept. */
export type Freshness = 'yes' | 'no' | 'maybe';

/** How a table was read, as far as that decides what must be there then. */
export interface Reading {
  readonly mode: 'full' | 'incremental';
  readonly fresh: Freshness;
  readonly options: HistoryOptions;
  readonly allowDeletes: boolean;
  /** Keys of all rows of the table at the source, whatever its filter. */
  readonly existing: ReadonlySet<string>;
}

/** The filter, the key, the cursor and the way of keeping deletes: a change of one begins the table anew. */
export function aboutOf({ options, key }: HistoryTable): string {
  const cursor = options.sync === 'full' ? null : options.cursor;
  return JSON.stringify([options.where ?? '', options.key ?? key, cursor ?? '', options.deletes ?? 'remove']);
}

/** A key of another type begins another table too, unless it is a wider one. */
export function freshness(table: HistoryTable, shape: Shape, { about, certain }: Known): Freshness {
  if (about === undefined) return 'maybe';
  if (about !== aboutOf(table)) return 'yes';
  const types = (s: Shape) => JSON.stringify(s.relation.columns.filter((c) => c.key).map((c) => c.type));
  return certain !== null && types(certain.shape) !== types(shape) ? 'maybe' : 'no';
}

/** What is wrong with a table after a run that says it succeeded: nothing where all is as promised. */
export function judge(now: Mirror, truth: Keyed, known: Known, reading: Reading): string[] {
  const twice =
    now.rows === now.live.size + now.marked.size ? [] : [`${now.rows} rows of ${now.live.size + now.marked.size} keys`];
  return [
    ...twice,
    ...bent(now, truth),
    ...ghosts(now, truth, known, reading),
    ...marks(now, truth, known, reading),
    ...losses(now, truth, known, reading),
  ];
}

/** Rows that are missing, and values that are not as they are there. */
function bent(now: Mirror, truth: Keyed): string[] {
  const names = [...now.shape.identity.keys()];
  return [...truth].flatMap(([key, row]) => {
    const here = now.live.get(key);
    if (here === undefined) return [`missing: ${key}${now.marked.has(key) ? ' (marked)' : ''}`];
    return names.filter((n) => here[n] !== row[n]).map((n) => `${n} of ${key}: ${short(row[n])} is ${short(here[n])}`);
  });
}

const isKeyless = ({ shape }: Mirror): boolean => !shape.relation.columns.some((c) => c.key);

/** Whether the run was shown that a row is no longer to be had; one that only left the filter is always shown. */
function shown(key: string, { mode, options, existing }: Reading): boolean {
  return mode === 'full' || options.deletes_by === 'keys' || existing.has(key);
}

/** Rows that the source does not have: only where nothing could tell, or where they are to be kept, and as they were. */
function ghosts(now: Mirror, truth: Keyed, { versions }: Known, reading: Reading): string[] {
  return [...now.live].flatMap(([key, row]) => {
    if (truth.has(key)) return [];
    const may = reading.options.deletes === 'ignore' || !shown(key, reading);
    if (!may || isKeyless(now) || reading.fresh === 'yes') return [`extra: ${key}`];
    if (versions.some((v) => same(v.live.get(key), row, common(v.shape, now.shape)))) return [];
    return [`never was: ${key}: ${neverWas(row, key, now.shape, versions)}`];
  });
}

function neverWas(row: Row, key: string, shape: Shape, versions: readonly Mirror[]): string {
  const found = versions.flatMap((v) => {
    const old = v.live.get(key);
    const names = common(v.shape, shape).filter((n) => row[n] !== old?.[n]);
    return old === undefined ? [] : names.map((n) => `${n} was ${short(old[n])} and is ${short(row[n])}`);
  });
  return found.length === 0 ? 'no row of that key was there' : found.join(', ');
}

/** Rows with `_deleted_at`: only under `deletes: mark`, and as they were. */
function marks(now: Mirror, truth: Keyed, { versions }: Known, { options, fresh }: Reading): string[] {
  return [...now.marked].flatMap(([key, row]) => {
    if (options.deletes !== 'mark' || fresh === 'yes' || truth.has(key)) return [`marked: ${key}`];
    const was = (v: Mirror) => [v.live.get(key), v.marked.get(key)].some((r) => same(r, row, common(v.shape, now.shape)));
    return versions.some(was) ? [] : [`marked and never was: ${key}`];
  });
}

/** What was to be kept and is not; deletes beyond what `max_delete_fraction` lets pass. */
function losses(now: Mirror, truth: Keyed, { certain }: Known, reading: Reading): string[] {
  if (certain === null || reading.fresh !== 'no' || isKeyless(now)) return [];
  const { deletes = 'remove', deletes_by: by, exclude = [] } = reading.options;
  const old = [...certain.live.keys(), ...certain.marked.keys()].filter((key) => !truth.has(key));
  const lost = old.filter((key) => deletes !== 'remove' && !now.live.has(key) && !now.marked.has(key));
  const isDue = (key: string) => deletes === 'mark' && (shown(key, reading) || certain.marked.has(key));
  const unmarked = old.filter((key) => isDue(key) && !now.marked.has(key));
  const absent = [...certain.live.keys()].filter((key) => !truth.has(key)).length;
  const guarded = deletes !== 'ignore' && (reading.mode === 'full' || by === 'keys') && !reading.allowDeletes;
  return [
    ...lost.map((key) => `was to be kept: ${key}`),
    ...unmarked.map((key) => `not marked: ${key}`),
    ...(guarded && absent / certain.live.size > 0.5 ? [`${absent} of ${certain.live.size} rows went without a word`] : []),
    ...lostColumns(now, certain, exclude),
  ];
}

/** A column that the source no longer has keeps its values, and has none in rows that came later. */
function lostColumns(now: Mirror, before: Mirror, excluded: readonly string[]): string[] {
  if (now.texts.size === 0) return [];
  const here = new Set([...now.shape.identity.keys()].map((name) => inDuckdb(name, now.shape).toLowerCase()));
  const gone = before.columns.filter((name) => !here.has(name.toLowerCase()) && !excluded.includes(name));
  return gone.flatMap((name) => {
    if (!now.columns.includes(name)) return [`${name} is gone`];
    const was = (key: string) => before.texts.get(key)?.[name] ?? null;
    const wrong = [...now.texts].filter(([key, row]) => (row[name] ?? null) !== was(key));
    return wrong.slice(0, 3).map(([key, row]) => `${name} of ${key} was ${short(was(key))} and is ${short(row[name])}`);
  });
}

export interface Counts {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What the run must say that it did; null where that can't be told. */
export function counts(now: Mirror, { certain }: Known, fresh: Freshness): Counts | null {
  const columns = (m: Mirror) => JSON.stringify([...m.shape.identity]);
  if (certain === null || fresh !== 'no' || columns(certain) !== columns(now)) return null;
  const names = [...now.shape.identity.keys()];
  const keys = [...now.live.keys()];
  return {
    inserted: keys.filter((key) => !certain.live.has(key)).length,
    updated: keys.filter((key) => certain.live.has(key) && !same(now.live.get(key), certain.live.get(key), names)).length,
    deleted: [...certain.live.keys()].filter((key) => !now.live.has(key)).length,
  };
}

function short(value: string | null | undefined): string {
  const text = JSON.stringify(value ?? null);
  return text.length > 120 ? `${text.slice(0, 120)}… (${text.length})` : text;
}
