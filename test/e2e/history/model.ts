import { type Duckdb, duckdbRows, quoted, type Relation, type Rows } from '../truth.ts';

/** A table's columns at one moment; `identity` tells a column from a later one of the same name. */
export interface Shape {
  readonly relation: Relation;
  /** By the name at the source: type and number. */
  readonly identity: ReadonlyMap<string, string>;
  /** Names in DuckDB, where they differ. */
  readonly renamed: Readonly<Record<string, string>>;
}

/** One row, every value in words that both sides share. */
export type Row = Readonly<Record<string, string | null>>;

/** Rows by key; without a key by all that they hold, numbered. */
export type Keyed = ReadonlyMap<string, Row>;

/** A table of the artifact as it was found. */
export interface Mirror {
  /** Its name in the schema `db`. */
  readonly target: string;
  readonly shape: Shape;
  readonly live: Keyed;
  readonly marked: Keyed;
  /** All columns that DuckDB has, but for the key and Highwater's own. */
  readonly columns: readonly string[];
  /** Their text in the living rows; empty without a key. */
  readonly texts: Keyed;
  /** Of rows, not of keys: more where a row stands twice. */
  readonly rows: number;
}

export function keyed(rows: Rows, { columns }: Relation): Map<string, Row> {
  const hasKey = columns.some((c) => c.key);
  const found = new Map<string, Row>();
  for (const row of rows) {
    const key = JSON.stringify(hasKey ? row.filter((_, i) => columns[i]?.key) : row);
    let nth = 0;
    while (found.has(`${key}${nth}`)) nth++;
    found.set(`${key}${nth}`, Object.fromEntries(columns.map((c, i) => [c.name, row[i] ?? null])));
  }
  return found;
}

/** A table at the source: what an artifact must hold that has all of it. */
export function mirrorOfSource(target: string, shape: Shape, live: Keyed): Mirror {
  return { target, shape, live, marked: new Map(), columns: [], texts: new Map(), rows: live.size };
}

/** What a table of the artifact holds; throws where there is none of that name. `from`: SQL after FROM. */
export async function mirrorOf(
  db: Duckdb,
  side: { readonly from: string; readonly parquet?: boolean },
  target: string,
  shape: Shape,
): Promise<Mirror> {
  const names = (await db.rows<[string]>(`SELECT column_name FROM (DESCRIBE FROM ${side.from})`)).map(([name]) => name);
  const marks = names.includes('_deleted_at');
  const alive = marks ? '_deleted_at IS NULL' : 'true';
  const read = async (where: string) => duckdbRows(db, { ...side, renamed: shape.renamed, where }, shape.relation);
  const [live, marked] = [await read(alive), marks ? await read('_deleted_at IS NOT NULL') : []];
  const keys = shape.relation.columns.filter((c) => c.key);
  const own = new Set(['_synced_at', '_deleted_at', ...keys.map((c) => inDuckdb(c.name, shape))]);
  const columns = names.filter((name) => !own.has(name));
  // Under names that a key can't have.
  const renamed = { ...shape.renamed, ...Object.fromEntries(columns.map((name) => [textOf(name), name])) };
  const relation = {
    ...shape.relation,
    columns: [...keys, ...columns.map((name) => ({ name: textOf(name), type: 'text', key: false }))],
  };
  const texts = keys.length === 0 ? [] : await duckdbRows(db, { ...side, renamed, where: alive }, relation);
  const asTexts = [...keyed(texts, relation)].map(
    ([key, row]) => [key, Object.fromEntries(columns.map((name) => [name, row[textOf(name)] ?? null]))] as const,
  );
  const byKey = (rows: Rows) => keyed(rows, shape.relation);
  const rows = live.length + marked.length;
  return { target, shape, live: byKey(live), marked: byKey(marked), columns, texts: new Map(asTexts), rows };
}

const textOf = (name: string): string => `text of ${name}`;

export function inDuckdb(name: string, { renamed }: Shape): string {
  return renamed[name] ?? name;
}

/** DuckDB does not tell `Name` from `name`, and two names are Highwater's own. */
export function renamedColumns(names: readonly string[]): Record<string, string> {
  const taken = new Set(['_synced_at', '_deleted_at']);
  const renamed: Record<string, string> = {};
  for (const given of names) {
    let name = given;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${given}_${n}`;
    taken.add(name.toLowerCase());
    if (name !== given) renamed[given] = name;
  }
  return renamed;
}

/** Without a column that may not be read. */
export function without(hidden: string, shape: Shape): Shape {
  const columns = shape.relation.columns.filter((c) => c.name !== hidden);
  const identity = new Map([...shape.identity].filter(([name]) => name !== hidden));
  return { relation: { ...shape.relation, columns }, identity, renamed: renamedColumns(columns.map((c) => c.name)) };
}

/** The same rows with the columns of `shape` alone. */
export function only(rows: Keyed, { relation }: Shape): Keyed {
  const { columns } = relation;
  return keyed(
    [...rows.values()].map((row) => columns.map((c) => row[c.name] ?? null)),
    relation,
  );
}

/** Which columns are the same ones in both shapes, and under the same names in DuckDB. */
export function common(a: Shape, b: Shape): string[] {
  const stays = (name: string, identity: string) => b.identity.get(name) === identity && inDuckdb(name, a) === inDuckdb(name, b);
  return [...a.identity].filter(([name, identity]) => stays(name, identity)).map(([name]) => name);
}

export function same(a: Row | undefined, b: Row | undefined, names: readonly string[]): boolean {
  return a !== undefined && b !== undefined && names.every((name) => a[name] === b[name]);
}

/** What differs between two looks at one table. */
export function changes(now: Mirror, before: Mirror): string[] {
  const names = common(before.shape, now.shape);
  const sides = [
    ['live', before.live, now.live],
    ['marked', before.marked, now.marked],
  ] as const;
  return sides.flatMap(([what, old, is]) => [
    ...[...old].filter(([key, row]) => !same(is.get(key), row, names)).map(([key]) => `${what} ${key} is not as it was`),
    ...[...is.keys()].filter((key) => !old.has(key)).map((key) => `${what} ${key} was not there`),
  ]);
}

export function tableSql(target: string): string {
  return `db.${quoted(target)}`;
}
