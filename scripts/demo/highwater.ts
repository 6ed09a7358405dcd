import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Runs the built command line as a user would; its output goes to the terminal. Returns the exit code. */
export function highwater(
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number | null> {
  console.log(`$ highwater ${args.join(' ')}`);
  const child = spawn(process.execPath, [CLI, ...args], { cwd: directory, env: { ...process.env, ...env }, stdio: 'inherit' });
  return new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
}
