import { readFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const NAMESPACE = 'dynamic-commonjs';
const NOT_NAMES = new Set(['default', '__esModule']);
const require = createRequire(import.meta.url);

/**
 * `const { parse } = await import('some-commonjs-package')`: Node.js finds the named exports of a CommonJS module, but a chunk
 * of esbuild's has its `default` only (https://github.com/evanw/esbuild/issues/3245). So the package is loaded here,
 * and what it exports is written down as the chunk's exports.
 */
export const dynamicCommonJs: Plugin = {
  name: NAMESPACE,
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir }) => {
      if (kind !== 'dynamic-import' || isBuiltin(path)) return undefined;
      const resolved = await build.resolve(path, { kind: 'import-statement', resolveDir });
      if (resolved.errors.length > 0 || !(await isCommonJs(resolved.path))) return undefined;
      return { path, namespace: NAMESPACE, pluginData: { resolveDir, file: resolved.path } };
    });
    build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path, pluginData }) => {
      const { resolveDir, file } = pluginData as { resolveDir: string; file: string };
      const names = Object.keys(require(file)).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && !NOT_NAMES.has(name));
      const from = JSON.stringify(path);
      return {
        contents: `const commonjs = require(${from});\nexport default commonjs;\nexport const { ${names.sort().join(', ')} } = commonjs;\n`,
        resolveDir,
      };
    });
  },
};

async function isCommonJs(file: string): Promise<boolean> {
  if (extname(file) !== '.js') return extname(file) === '.cjs';
  // Some packages keep modules for bundlers beside their CommonJS, without a `type`.
  if (/^(export|import)\b/m.test(await readFile(file, 'utf8'))) return false;
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
    // A package.json that says nothing else than `type` is in use too.
    if (text !== null) return JSON.parse(text).type !== 'module';
    if (folder === dirname(folder)) return true;
  }
}
