import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the stand-ins were called with. */
export interface Calls {
  /** One entry a call: arguments and standard input. */
  gh(): Promise<{ args: string[]; input: string }[]>;
  /** Addresses that the browser was opened with. */
  browser(): Promise<string[]>;
}

/**
 * Stand-ins for the programs of a user's machine, in a directory for the PATH: `gh`, as far as secrets go, and a browser that opens the
 * address, follows it, and signs in as the local servers want it. `GH_FAILS`: what `gh secret set` complains about, with its input.
 */
export async function standIns(directory: string): Promise<Calls> {
  await mkdir(directory, { recursive: true });
  const log = (name: string): string => join(directory, `${name}.log`);
  const program = async (name: string, body: string): Promise<void> => {
    await writeFile(join(directory, name), `#!${process.execPath}\n${body}`);
    await chmod(join(directory, name), 0o755);
  };
  await writeFile(join(directory, 'package.json'), '{ "type": "commonjs" }');
  await program(
    'gh',
    `const fs = require('node:fs');
const args = process.argv.slice(2);
const input = args[1] === 'set' ? fs.readFileSync(0, 'utf8') : '';
fs.appendFileSync(${JSON.stringify(log('gh'))}, JSON.stringify({ args, input }) + '\\n');
if (args[0] === 'repo') {
  if (process.env.GH_NO_REPOSITORY) { console.error('no git remotes found'); process.exit(1); }
  console.log('acme/data');
}
if (args[1] === 'list') console.log(process.env.GH_SECRETS ?? '');
if (args[1] === 'set' && process.env.GH_FAILS) { console.error(process.env.GH_FAILS + ' ' + input); process.exit(1); }
`,
  );
  for (const name of ['xdg-open', 'open'])
    await program(
      name,
      `require('node:fs').appendFileSync(${JSON.stringify(log('browser'))}, process.argv[2] + '\\n');
fetch(process.argv[2]).then((answer) => answer.text());
`,
    );
  const lines = async (name: string): Promise<string[]> =>
    (await readFile(log(name), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  return {
    gh: async () => (await lines('gh')).map((line) => JSON.parse(line) as { args: string[]; input: string }),
    browser: () => lines('browser'),
  };
}
