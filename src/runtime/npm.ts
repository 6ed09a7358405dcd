import { access, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

export interface NpmCommand {
  readonly file: string;
  readonly args: readonly string[];
}

const CLI = join('node_modules', 'npm', 'bin', 'npm-cli.js');

/**
 * npm from the PATH, else the one that came with this Node.js (a runner's own Node.js has it in its folder). On Windows `npm`
 * is a batch file, which only a shell can start: there its script is run with this Node.js instead.
 */
export async function findNpm(env: Readonly<Record<string, string | undefined>>): Promise<NpmCommand | null> {
  const windows = process.platform === 'win32';
  for (const directory of (env.PATH ?? env.Path ?? '').split(delimiter).filter((d) => d !== '')) {
    if (windows) {
      if (await exists(join(directory, CLI))) return { file: process.execPath, args: [join(directory, CLI)] };
    } else if (await exists(join(directory, 'npm'))) {
      return { file: join(directory, 'npm'), args: [] };
    }
  }
  const home = dirname(await realpath(process.execPath));
  for (const script of [join(home, CLI), join(home, '..', 'lib', CLI)]) {
    if (await exists(script)) return { file: process.execPath, args: [script] };
  }
  return null;
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
