import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Outside of node_modules, which every fresh clone makes again. */
const HOME = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'highwater-stores');
const GO_MODULES = {
  versitygw: 'github.com/versity/versitygw/cmd/versitygw@v1.8.0',
  'fake-gcs-server': 'github.com/fsouza/fake-gcs-server@v1.56.1',
};
const NPM_PACKAGES = { azurite: '3.37.0', '@google-cloud/storage': '8.4.0' };

/** A missing program is no failure: what needs it is left out, with a sentence. */
export class NotAtHand extends Error {}

/** Builds a Go program once, in a folder of its own. `limitMs`: for the whole build. Throws NotAtHand. */
export async function goProgram(name: keyof typeof GO_MODULES, limitMs: number): Promise<string> {
  const [, version = ''] = GO_MODULES[name].split('@');
  const directory = join(HOME, `${name}-${version}`);
  const program = join(directory, name);
  if (existsSync(program)) return program;
  await mkdir(directory, { recursive: true });
  await run('go', ['install', GO_MODULES[name]], { GOBIN: directory, GOFLAGS: '-mod=mod' }, limitMs);
  return program;
}

/** Installs an npm package once, beside the project's own, which it must not enlarge. Throws NotAtHand. */
export async function npmPackage(name: keyof typeof NPM_PACKAGES, limitMs: number): Promise<string> {
  const directory = join(HOME, `${name.replace('@', '').replace('/', '-')}-${NPM_PACKAGES[name]}`);
  const installed = join(directory, 'node_modules', name);
  if (existsSync(join(directory, 'done'))) return installed;
  await mkdir(directory, { recursive: true });
  const flags = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  await run('npm', ['install', '--prefix', directory, ...flags, `${name}@${NPM_PACKAGES[name]}`], {}, limitMs);
  await mkdir(join(directory, 'done'));
  return installed;
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>, limitMs: number): Promise<void> {
  process.stdout.write(`${program} ${args.join(' ')}\n`);
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...env },
      timeout: limitMs,
    });
    child.once('error', () => reject(new NotAtHand(`${program} is not on the PATH`)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else
        reject(
          new NotAtHand(signal === null ? `${program} ended with ${code}` : `${program} took longer than ${limitMs / 1000} s`),
        );
    });
  });
}
