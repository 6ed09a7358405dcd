import { readFile } from 'node:fs/promises';

/**
 * The two files of dist/native, cut out of this project's own lockfile, so that the hashes can't differ from what was
 * tested: DuckDB's loader, its one helper, and the native library of each platform.
 */
export async function nativeTemplate(): Promise<{ readonly 'package.json': string; readonly 'package-lock.json': string }> {
  const lock = JSON.parse(await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'));
  const wanted = /^node_modules\/(@duckdb\/node-bindings(-[\w-]+)?|detect-libc)$/;
  const packages = Object.fromEntries(Object.entries(lock.packages).filter(([path]) => wanted.test(path)));
  const version = lock.packages['node_modules/@duckdb/node-bindings'].version;
  const root = { name: 'highwater-native', version: '1.0.0', dependencies: { '@duckdb/node-bindings': version } };
  return {
    'package.json': text({ ...root, private: true }),
    'package-lock.json': text({
      name: root.name,
      version: root.version,
      lockfileVersion: lock.lockfileVersion,
      requires: true,
      packages: { '': root, ...packages },
    }),
  };
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
