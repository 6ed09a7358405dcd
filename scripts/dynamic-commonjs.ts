import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'dynamic-commonjs';

/**
 * `const { parse } = await import('some-commonjs-package')`: Node.js finds the named exports of a CommonJS module, but a chunk
 * of esbuild's has its `default` only (https://github.com/evanw/esbuild/issues/1961). So the package is imported here, by Node.js, and
 * what it finds is written down as the chunk's exports.
 */
export const dynamicCommonJs: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import' || isBuiltin(path)) return undefined;
      const resolved = await build.resolve(path, { kind: 'import-statement', resolveDir });
      if (resolved.errors.length > 0 || !(await isCommonJs(resolved.path))) return undefined;
      return { path, namespace: NAMESPACE, pluginData: { resolveDir } };
    });
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path, pluginData }) => {
      const names = Object.keys(await import(path)).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default');
      const from = JSON.stringify(path);
      return {
        contents: `const commonjs = require(${from});\nexport default commonjs;\nexport const { ${names.sort().join(', ')} } = commonjs;\n`,
        resolveDir: (pluginData as { resolveDir: string }).resolveDir,
      };
    });
  },
};

async function isCommonJs(file: string): Promise<boolean> {
  if (extname(file) !== '.js') return extname(file) === '.cjs';
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
    // A package.json that says nothing else than `type` is in use too.
    if (text !== null) return JSON.parse(text).type !== 'module';
    if (folder === dirname(folder)) return true;
  }
}
