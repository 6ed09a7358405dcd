import { basename } from 'node:path';
import type { Metafile } from 'esbuild';

type Output = Metafile['outputs'][string];

/**
 * esbuild names shared chunks by a hash of their contents, so that every small change would rename many files in git. Here each is
 * named after what is in it: its dynamic import's module, or else the package or folder that most of its bytes come from.
 */
export function stableNames(
  metafile: Metafile,
  files: readonly { readonly path: string; readonly text: string }[],
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [path, output] of Object.entries(metafile.outputs).sort(byContents)) {
    const old = basename(path);
    const name = /-[A-Z0-9]{8}\.js$/.test(old) ? unique(describe(output), taken) : old;
    taken.add(name);
    names.set(old, name);
  }
  const rename = (old: string): string => names.get(old) ?? old;
  return new Map(files.map(({ path, text }) => [rename(basename(path)), text.replace(/[\w-]+-[A-Z0-9]{8}\.js/g, rename)]));
}

/** By what is inside, never by the hash: then the numbers behind equal names do not change with unrelated edits. */
function byContents([, a]: [string, Output], [, b]: [string, Output]): number {
  const left = Object.keys(a.inputs).sort().join();
  const right = Object.keys(b.inputs).sort().join();
  return left < right ? -1 : left > right ? 1 : 0;
}

function describe(output: Output): string {
  const largest = Object.entries(output.inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput)[0]?.[0];
  const path = output.entryPoint ?? largest ?? 'shared';
  const packageName = /(?:.*node_modules\/|^dynamic-commonjs:)((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  if (packageName !== undefined) return `lib-${packageName.replace('@', '').replace('/', '-').replace(/\.js$/, '')}`;
  return path
    .replace(/^src\//, '')
    .replace(/\.\w+$/, '')
    .replace(/[^\w-]+/g, '-');
}

function unique(name: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const candidate = `${name}${n === 1 ? '' : `-${n}`}.js`;
    if (!taken.has(candidate)) return candidate;
  }
}
