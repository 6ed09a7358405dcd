import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** Module → what it imports when it runs (types are gone): other modules as `src/…`, packages by name. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

export async function importGraph(): Promise<ImportGraph> {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  const { metafile } = await build({
    absWorkingDir: join(SOURCES, '..'),
    entryPoints: files.map((name) => join(SOURCES, name)),
    outdir: 'unused',
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    loader: { '.css': 'text', '.svg': 'text', '.html': 'text' },
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return new Map(
    Object.entries(metafile.inputs).map(([path, input]) => [
      relative('', path).replaceAll('\\', '/'),
      input.imports.map((i) => i.path.replaceAll('\\', '/')),
    ]),
  );
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

/** From the bottom up: a module may import its own layer and those before it. */
const LAYERS: readonly RegExp[] = [
  /^src\/(errors|version)\.ts$|^src\/model\//,
  /^src\/(runtime|staging)\//,
  /^src\/(config|plan|sources|state|warehouse)\//,
  /^src\/(browse|describe|extract|publish|report)\//,
  /^src\/(run\/|[^/]+\.ts$)/,
  /^src\/(action|cli)\//,
];

const OWNERS: readonly { readonly packages: RegExp; readonly owner: RegExp }[] = [
  { packages: /^@duckdb\//, owner: /^src\/warehouse\// },
  { packages: /^@actions\//, owner: /^src\/action\// },
  { packages: /^(commander|@clack\/prompts)$/, owner: /^src\/cli\// },
];

/** Edges that the design forbids, as sentences. */
export function forbiddenIn(graph: ImportGraph): string[] {
  return [...graph].flatMap(([from, imports]) => imports.map((to) => objection(from, to)).filter((o) => o !== null));
}

function objection(from: string, to: string): string | null {
  const foreign = OWNERS.find(({ packages, owner }) => packages.test(to) && !owner.test(from));
  if (foreign !== undefined) return `${from} imports ${to}, which only ${foreign.owner.source} may`;
  if (!to.startsWith('src/')) return null;
  const [low, high] = [layerOf(from), layerOf(to)];
  if (low < 0 || high < 0) return `${low < 0 ? from : to} belongs to no layer; add it to LAYERS`;
  if (high > low) return `${from} imports ${to}, a higher layer`;
  const [one, other] = [sourceOf(from), sourceOf(to)];
  if (one !== null && other !== null && one !== other) return `${from} imports ${to}, of another source`;
  return null;
}

function layerOf(module: string): number {
  return LAYERS.findIndex((pattern) => pattern.test(module));
}

function sourceOf(module: string): string | null {
  return /^src\/sources\/([^/]+)\//.exec(module)?.[1] ?? null;
}
