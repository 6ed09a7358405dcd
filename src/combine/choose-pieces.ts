import { type JobOutput, type ManifestTable, rowsOf } from './job-output.ts';

/** Rows of one table, from one job or from the last combined output. */
export interface Piece {
  readonly output: JobOutput;
  readonly entry: ManifestTable;
  /** SQL after FROM. */
  readonly rows: string;
}

/** What the combined output has of one table. */
export interface CombinedTable {
  readonly source: string;
  readonly table: string;
  /** Together the whole table; empty: there are no rows of it. */
  readonly pieces: readonly Piece[];
  /** The entries that speak of this run, one a part. */
  readonly entries: readonly ManifestTable[];
  /** Why it keeps its last version, or has none; null: the jobs brought all of it. */
  readonly problem: string | null;
}

/**
 * Which rows to take of each table. Pure. Parts count only if they are all there and of one division, so that no row is there twice; else the
 * table keeps its last version. `last`: the output that is replaced.
 */
export function choosePieces(outputs: readonly JobOutput[], last: JobOutput | null): CombinedTable[] {
  const brought = outputs.flatMap((output) =>
    output.manifest.tables.filter((entry) => !entry.leftOut).map((entry) => ({ output, entry })),
  );
  const names = new Map(brought.map(({ entry }) => [nameOf(entry), entry]));
  const combined = [...names.values()].map((entry) =>
    ofTable(
      brought.filter((b) => nameOf(b.entry) === nameOf(entry)),
      lastOf(last, entry),
    ),
  );
  const missing = (last?.manifest.tables ?? []).filter((entry) => !names.has(nameOf(entry)) && !hasLeft(entry, outputs));
  return [...combined, ...missing.map((entry) => keptWhole(entry, lastOf(last, entry), "no job's output has it"))];
}

/**
 * The job whose warehouse the combined one begins with, as a copy of the file: that costs far less than to write its rows again. The one that
 * brings the most rows; null: none has a warehouse, or more than half of its rows are not taken.
 */
export function chooseBase(outputs: readonly JobOutput[], tables: readonly CombinedTable[]): JobOutput | null {
  const pieces = tables.flatMap((t) => t.pieces);
  const taken = (output: JobOutput) => sumOf(pieces.filter((p) => p.output === output).map((p) => p.entry.rows));
  const [largest] = outputs.filter((o) => o.database !== null).sort((a, b) => taken(b) - taken(a));
  if (largest === undefined) return null;
  return taken(largest) * 2 >= sumOf(largest.manifest.tables.map((t) => t.rows)) ? largest : null;
}

function sumOf(rows: readonly number[]): number {
  return rows.reduce((sum, n) => sum + n, 0);
}

const nameOf = ({ source, table }: Pick<ManifestTable, 'source' | 'table'>): string => JSON.stringify([source, table]);

/** Out of the configuration: a job saw its source, and none speaks of it. */
function hasLeft(entry: ManifestTable, outputs: readonly JobOutput[]): boolean {
  const seen = outputs.flatMap((o) => o.manifest.tables);
  return seen.some((t) => t.source === entry.source) && !seen.some((t) => nameOf(t) === nameOf(entry));
}

function lastOf(last: JobOutput | null, named: ManifestTable): Piece[] {
  const entry = last?.manifest.tables.find((t) => nameOf(t) === nameOf(named));
  if (last === null || entry === undefined) return [];
  const rows = rowsOf(last, entry);
  return rows === null ? [] : [{ output: last, entry, rows }];
}

type Brought = Omit<Piece, 'rows'>;

function ofTable(brought: readonly Brought[], last: readonly Piece[]): CombinedTable {
  const pieces = brought.flatMap(({ output, entry }): Piece[] => {
    const rows = rowsOf(output, entry);
    return rows === null ? [] : [{ output, entry, rows }];
  });
  const [first] = brought;
  const { source, table } = first?.entry ?? { source: '', table: '' };
  const complete = [...wholes(pieces), ...divisions(pieces)].sort((a, b) => (syncedAt(a) < syncedAt(b) ? 1 : -1))[0];
  if (complete !== undefined) return { source, table, pieces: complete, entries: complete.map((p) => p.entry), problem: null };
  const entries = brought.map((b) => b.entry);
  // A first sync that failed says so itself.
  if (last.length === 0 && entries.some((e) => e.error !== null)) return { source, table, pieces: [], entries, problem: null };
  return { source, table, pieces: last, entries, problem: lacking(entries) };
}

function keptWhole(entry: ManifestTable, pieces: readonly Piece[], problem: string): CombinedTable {
  return { source: entry.source, table: entry.table, pieces, entries: [entry], problem };
}

function wholes(pieces: readonly Piece[]): Piece[][] {
  return pieces.filter((p) => p.entry.part === null).map((piece) => [piece]);
}

/** The sets of parts that make up the table. */
function divisions(pieces: readonly Piece[]): Piece[][] {
  const ids = new Set(pieces.flatMap((p) => p.entry.part?.division ?? []));
  return [...ids].flatMap((id) => {
    const parts = pieces.filter((p) => p.entry.part?.division === id);
    const of = parts[0]?.entry.part?.of ?? 0;
    const chosen = Array.from({ length: of }, (_, i) => newest(parts.filter((p) => p.entry.part?.index === i + 1)));
    const there = chosen.flatMap((p) => p ?? []);
    return there.length === of ? [there] : [];
  });
}

function newest(pieces: readonly Piece[]): Piece | undefined {
  return [...pieces].sort((a, b) => (syncedAt([a]) < syncedAt([b]) ? 1 : -1))[0];
}

function syncedAt(pieces: readonly Piece[]): string {
  return pieces.map((p) => p.entry.syncedAt ?? '').reduce((a, b) => (a > b ? a : b), '');
}

function lacking(entries: readonly ManifestTable[]): string {
  const parts = entries.flatMap((e) => e.part ?? []);
  const divisions = new Set(parts.map((p) => p.division));
  if (divisions.size > 1) return 'its parts are of different divisions';
  const of = parts[0]?.of ?? 0;
  const missing = Array.from({ length: of }, (_, i) => i + 1).filter((i) => !parts.some((p) => p.index === i));
  if (missing.length > 0) return `no job's output has ${missing.map((i) => `part ${i}/${of}`).join(', ')}`;
  return "no job's output has its rows";
}
