import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type OutputFile, type Plugin } from 'esbuild';
import { LOWEST_NODE } from '../src/runtime/node-version.ts';
import { dynamicCommonJs } from './dynamic-commonjs.ts';
import { renderLicenses } from './licenses.ts';
import { requiredBuiltins, uncheckedGrammar } from './light-imports.ts';
import { nativeTemplate } from './native-template.ts';
import { stableNames } from './stable-names.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/*
 * CommonJS packages call require() and read __dirname, which an ES module lacks. The names `__filename` and `__dirname`
 * themselves would collide with packages that declare their own.
 */
const BANNER =
  'import{createRequire as __hwCreateRequire}from"node:module";' +
  'const require=__hwCreateRequire(import.meta.url),__hwFile=import.meta.filename,__hwDir=import.meta.dirname;';

/** The native library is not part of dist: src/runtime/native.ts finds it and leaves it under this symbol. */
const DUCKDB = `
const binding = globalThis[Symbol.for('highwater.duckdb')];
if (binding === undefined) throw new Error('prepareNative() must be awaited before src/warehouse is imported');
module.exports = binding;`;

const duckdbStandIn: Plugin = {
  name: 'duckdb-stand-in',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@duckdb\/node-bindings$/ }, ({ path }) => ({ path, namespace: 'duckdb' }));
    onLoad({ filter: /.*/, namespace: 'duckdb' }, () => ({ contents: DUCKDB, loader: 'js' }));
  },
};

/** Writes the whole of dist into a directory: byte for byte the same for the same sources and lockfile, wherever it runs. */
export async function bundle(directory: string): Promise<void> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { main: 'src/main/action.ts', post: 'src/main/post.ts', cli: 'src/main/cli.ts' },
    outdir: 'dist',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: `node${LOWEST_NODE}`,
    // Nothing is minified: a stack trace in a bug report names a function and a line that can be read here, below a comment with its source file.
    charset: 'utf8',
    legalComments: 'none',
    banner: { js: BANNER },
    define: { __dirname: '__hwDir', __filename: '__hwFile' },
    external: ['pg-native'],
    plugins: [duckdbStandIn, requiredBuiltins, uncheckedGrammar, dynamicCommonJs],
    // So that a linked node_modules gives the same module names.
    preserveSymlinks: true,
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  refusePunycode(metafile);
  await rm(directory, { recursive: true, force: true });
  await mkdir(join(directory, 'native'), { recursive: true });
  for (const [name, text] of stableNames(metafile, outputFiles.map(read))) await writeFile(join(directory, name), text);
  for (const [name, text] of Object.entries(await nativeTemplate())) await writeFile(join(directory, 'native', name), text);
  const inputs = Object.keys(metafile.inputs);
  // Its loader looks beside itself.
  if (inputs.some((path) => path.includes('libpg-query/'))) {
    await copyFile(join(ROOT, 'node_modules/libpg-query/wasm/libpg-query.wasm'), join(directory, 'libpg-query.wasm'));
  }
  await writeFile(join(directory, 'package.json'), '{ "type": "module", "private": true }\n');
  await writeFile(join(directory, 'licenses.txt'), await renderLicenses(ROOT, inputs));
}

function read(file: OutputFile): { readonly path: string; readonly text: string } {
  return { path: file.path, text: file.text };
}

/** Node.js prints a deprecation warning into every run when its built-in `punycode` is loaded. */
function refusePunycode(metafile: Metafile): void {
  const users = Object.entries(metafile.inputs).filter(([, input]) =>
    input.imports.some((i) => /^(node:)?punycode$/.test(i.path)),
  );
  if (users.length > 0)
    throw new Error(`these modules import Node's deprecated punycode: ${users.map(([path]) => path).join(', ')}`);
}
