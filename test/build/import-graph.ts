import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const SOURCES = join(ROOT, 'src');

/** Module → what it names in its imports, types included: other modules as `src/…`, packages by name. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

export function importGraph(): ImportGraph {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ts$/.test(name));
  return new Map(
    files.map((name) => {
      const module = posix.join('src', name.replaceAll('\\', '/'));
      return [module, importsOf(module, readFileSync(join(SOURCES, name), 'utf8'))];
    }),
  );
}

/** Static imports, re-exports and `import()` of a text. */
export function importsOf(module: string, code: string): string[] {
  const statements = code.matchAll(
    /^\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
  );
  return [...statements].map(([, from, dynamic]) => {
    const to = from ?? dynamic ?? '';
    return to.startsWith('.') ? posix.join(dirname(module), to) : to;
  });
}

/**
 * Ways from `start` to the native library that do not pass `prepareNative`, which must have run before: types aside, static imports are
 * followed everywhere, `import()` only out of modules that do not prepare it themselves.
 */
export function unpreparedIn(start: string, read = (module: string) => readFileSync(join(ROOT, module), 'utf8')): string[][] {
  const seen = new Set<string>();
  const ways: string[][] = [];
  const visit = (module: string, path: readonly string[]): void => {
    if (module === '@duckdb/node-api') ways.push([...path, module]);
    if (!module.startsWith('src/') || seen.has(module)) return;
    seen.add(module);
    const code = transformSync(read(module), { loader: 'ts' }).code;
    const prepares = /\bprepareNative\(/.test(code);
    const followed = prepares ? code.replaceAll(/\bimport\([^)]*\)/g, '') : code;
    for (const next of importsOf(module, followed)) visit(next, [...path, module]);
  };
  visit(start, []);
  return ways;
}

/** Each cycle once, as the modules on it. */
export function cyclesIn(graph: ImportGraph): string[][] {
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const visit = (module: string, path: readonly string[]): void => {
    if (finished.has(module)) return;
    const at = path.indexOf(module);
    if (at >= 0) {
      cycles.push([...path.slice(at), module]);
      return;
    }
    for (const next of graph.get(module) ?? []) if (graph.has(next)) visit(next, [...path, module]);
    finished.add(module);
  };
  for (const module of graph.keys()) visit(module, []);
  return cycles;
}

/** A row of the table of rooms in CONTRIBUTING.md, which is the rule. */
export interface Room {
  /** `src/views` */
  readonly folder: string;
  /** Rooms that it may import, besides itself. */
  readonly mayImport: readonly string[];
  /** Packages that this room alone may import. */
  readonly packages: readonly string[];
}

/** The rooms as CONTRIBUTING.md declares them: | folder | what it is | may import | packages of its own |. */
export function declaredRooms(markdown = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')): Room[] {
  const rows = [...markdown.matchAll(/^\| `(src\/[\w-]+)` \|[^|]*\|([^|]*)\|([^|]*)\|$/gm)];
  return rows.map(([, folder = '', rooms = '', packages = '']) => ({
    folder,
    mayImport: quoted(rooms).map((room) => `src/${room}`),
    packages: quoted(packages),
  }));
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}

/** Edges that the table forbids, as sentences. */
export function forbiddenIn(graph: ImportGraph, rooms: readonly Room[] = declaredRooms()): string[] {
  return [...graph].flatMap(([from, imports]) => imports.map((to) => objection(from, to, rooms)).filter((o) => o !== null));
}

function objection(from: string, to: string, rooms: readonly Room[]): string | null {
  const own = roomOf(from, rooms);
  if (own === undefined) return `${from} is in no room of CONTRIBUTING.md`;
  if (!to.startsWith('src/')) {
    const owner = rooms.find((room) => room.packages.some((name) => to === name || to.startsWith(`${name}/`)));
    return owner === undefined || owner === own ? null : `${from} imports ${to}, which only ${owner.folder} may`;
  }
  const other = roomOf(to, rooms);
  if (other === undefined) return `${to} is in no room of CONTRIBUTING.md`;
  if (other !== own && !own.mayImport.includes(other.folder))
    return `${from} imports ${to}: ${own.folder} may not import ${other.folder}`;
  const [one, two] = [sourceOf(from), sourceOf(to)];
  if (one !== null && two !== null && one !== two) return `${from} imports ${to}, of another source`;
  return null;
}

/** Rows that allow what no file does: the table must stay true both ways. */
export function idleIn(graph: ImportGraph, rooms: readonly Room[] = declaredRooms()): string[] {
  return rooms.flatMap(({ folder, mayImport }) =>
    mayImport
      .filter(
        (other) =>
          ![...graph].some(
            ([from, imports]) => from.startsWith(`${folder}/`) && imports.some((to) => to.startsWith(`${other}/`)),
          ),
      )
      .map((other) => `${folder} may import ${other}, and no file of it does`),
  );
}

function roomOf(module: string, rooms: readonly Room[]): Room | undefined {
  return rooms.find(({ folder }) => module.startsWith(`${folder}/`));
}

function sourceOf(module: string): string | null {
  const name = /^src\/sources\/([^/]+)\//.exec(module)?.[1] ?? null;
  return name === 'shared' ? null : name;
}
