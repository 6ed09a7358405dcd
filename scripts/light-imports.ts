import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

const BUILTINS = 'builtins';

/**
 * `import … from 'node:http'` makes Node.js read every export of the module, also those that it makes on first use: that of `node:http`
 * loads its WebSocket client, that of `node:crypto` its Web Crypto, that of `node:process` the list of all flags. `require` reads none.
 */
export const requiredBuiltins: Plugin = {
  name: BUILTINS,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?[a-z_/]+$/ }, ({ path, kind, namespace }) =>
      kind === 'import-statement' && namespace !== BUILTINS && isBuiltin(path) ? { path, namespace: BUILTINS } : undefined,
    );
    onLoad({ filter: /.*/, namespace: BUILTINS }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

const CHECKED = 'skipValidations:!1';

/**
 * The parser of SOQL conditions checks its own grammar whenever it is made, which takes half of its start. The grammar does not change
 * after it is published: https://chevrotain.io/docs/guide/performance.html
 */
export const uncheckedGrammar: Plugin = {
  name: 'unchecked-grammar',
  setup({ onLoad }) {
    onLoad({ filter: /soql-parser-js.dist.esm.index\.mjs$/ }, async ({ path }) => {
      const parts = (await readFile(path, 'utf8')).split(CHECKED);
      // Two defaults, the lexer's and the parser's.
      if (parts.length !== 5) throw new Error(`${path} no longer says \`${CHECKED}\``);
      return { contents: parts.join('skipValidations:!0'), loader: 'js' };
    });
  },
};
