import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../scripts/bundle.ts';

/**
 * Puts a `duckdb` into a directory that does what the workflow examples ask of DuckDB's own command line, which is not on npm:
 * `duckdb [-readonly] [-markdown] [file] -c <sql>`. And a `pipx`, which has nothing to do then.
 */
export async function installDuckdbShim(directory: string): Promise<void> {
  const api = JSON.stringify(join(ROOT, 'node_modules/@duckdb/node-api/lib/index.js'));
  const program = `#!${process.execPath}
const { DuckDBInstance } = require(${api});
const args = process.argv.slice(2);
const sql = args[args.indexOf('-c') + 1];
const file = args.find((a, i) => !a.startsWith('-') && args[i - 1] !== '-c') ?? ':memory:';
const unknown = args.filter((a) => a.startsWith('-') && !['-c', '-readonly', '-markdown'].includes(a));
if (unknown.length > 0 || sql === undefined) throw new Error('not understood: ' + args.join(' '));
(async () => {
  const instance = await DuckDBInstance.create(file, args.includes('-readonly') ? { access_mode: 'READ_ONLY' } : {});
  const result = await (await instance.connect()).runAndReadAll(sql);
  const line = (cells) => console.log('| ' + cells.join(' | ') + ' |');
  line(result.columnNames());
  line(result.columnNames().map(() => '---'));
  for (const row of result.getRows()) line(row.map(String));
})().catch((error) => { console.error(error.message); process.exit(1); });
`;
  for (const [name, text] of [
    ['duckdb', program],
    ['pipx', '#!/bin/sh\n'],
  ] as const) {
    await writeFile(join(directory, name), text);
    await chmod(join(directory, name), 0o755);
  }
}
