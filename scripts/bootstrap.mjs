// Runs one of this project's programs on the Node.js that the project pins, after installing what is missing.
// Plain JavaScript without dependencies, for any Node.js from 20.20 on: `node scripts/bootstrap.mjs <program.ts> [arguments]`.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const NODE = join(MODULES, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/**
 * npm writes node_modules/.package-lock.json as the last step of an install. Optional packages are left out of the
 * comparison: most of them are for other systems.
 */
function isInstalled() {
  try {
    const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(readFileSync(join(MODULES, '.package-lock.json'), 'utf8')).packages;
    return (
      existsSync(NODE) &&
      Object.entries(wanted).every(
        ([path, entry]) => path === '' || entry.optional || present[path]?.integrity === entry.integrity,
      )
    );
  } catch {
    return false;
  }
}

/** The npm that runs this script, or the one on the PATH. */
function npm() {
  const own = process.env.npm_execpath;
  if (own !== undefined && /npm-cli\.c?js$/.test(own)) return { file: process.execPath, first: [own], shell: false };
  return { file: 'npm', first: [], shell: process.platform === 'win32' };
}

async function install() {
  const started = Date.now();
  const first = !existsSync(MODULES);
  process.stderr.write(
    `${first ? 'First run: installing' : 'Bringing up to date'} the npm packages that Highwater is built and tested with …\n`,
  );
  const { file, first: prefix, shell } = npm();
  const args = [...prefix, 'ci', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'];
  const { code, output } = await captured(file, args, shell);
  if (code !== 0 || !existsSync(NODE)) {
    process.stderr.write(`${output.trimEnd()}\n\n${explain(code, output)}\n`);
    process.exit(1);
  }
  process.stderr.write(`Installed in ${Math.round((Date.now() - started) / 1000)} s.\n`);
}

function explain(code, output) {
  if (code === 0) {
    return [
      'npm installed the packages but did not run the install scripts of those that need theirs (Node.js, esbuild, PostgreSQL).',
      'They are named under "allowScripts" in package.json. If `npm config get ignore-scripts` says true, run: npm rebuild --ignore-scripts=false',
    ].join('\n');
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|CERT/.test(output)) {
    return 'npm could not reach its registry. Check the network and, behind a proxy, `npm config get proxy` and `npm config get registry`.';
  }
  if (/EACCES|EPERM/.test(output)) return `npm may not write here. Does ${ROOT} belong to another user?`;
  return 'npm could not install the packages; its own words are above.';
}

function captured(file, args, shell) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd: ROOT, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ code: 1, output: `${output}npm could not be started: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function run(args) {
  const bin = join(MODULES, '.bin');
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(NODE, args, { stdio: 'inherit', env });
  // Ctrl-C reaches the child by itself; this process stays to hand on its exit code. SIGTERM reaches only this one.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('error', (error) => {
    process.stderr.write(`${NODE} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on('close', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.exit(signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1);
  });
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
  process.stderr.write(`Highwater needs Node.js 20.20 or newer to start with; this is ${process.version}.\n`);
  process.exit(1);
}
if (!isInstalled()) await install();
run(process.argv.slice(2));
