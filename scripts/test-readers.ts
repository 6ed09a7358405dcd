import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './bundle.ts';

/**
 * `npm run test:readers [-- --spark]`: writes Delta tables and compares every value with what readers that others wrote find in them. Needs
 * Python 3.9 or newer; makes an environment of its own below node_modules. `--spark` also needs Java 17 and Maven.
 */
const HOME = join(ROOT, 'node_modules', '.cache', 'highwater-readers');
const PYTHON = join(HOME, 'bin', 'python');
const PACKAGES = ['deltalake==1.6.0', 'pyarrow', 'duckdb==1.5.5', 'duckdb-extension-delta==1.5.5'];
const JARS = ['io.delta:delta-spark_2.13:4.0.0', 'io.delta:delta-storage:4.0.0', 'org.antlr:antlr4-runtime:4.13.1'];

const spark = process.argv.includes('--spark');
if (!existsSync(PYTHON)) await run('python3', ['-m', 'venv', HOME]);
await run(PYTHON, [
  '-m',
  'pip',
  'install',
  '--quiet',
  '--disable-pip-version-check',
  ...PACKAGES,
  ...(spark ? ['pyspark==4.0.1'] : []),
]);
const env: Record<string, string> = { TZ: 'UTC', HIGHWATER_DELTA_EXTENSION: extension() };
if (spark) env.HIGHWATER_DELTA_JARS = await jars();
const lakes = await mkdtemp(join(tmpdir(), 'highwater-lakes-'));
try {
  await run(process.execPath, [join(ROOT, 'test/readers/make-lakes.ts'), lakes]);
  await run(PYTHON, [join(ROOT, 'test/readers/compare.py'), lakes, 'delta-rs', 'duckdb', ...(spark ? ['spark'] : [])], env);
} finally {
  await rm(lakes, { recursive: true, force: true });
}

/** DuckDB's delta extension as the Python package brings it: nothing is downloaded when it is loaded. */
function extension(): string {
  const found = readdirSync(HOME, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('delta.duckdb_extension'));
  if (found === undefined) throw new Error('the package duckdb-extension-delta brought no extension');
  return join(HOME, found);
}

async function jars(): Promise<string> {
  const directory = join(HOME, 'jars');
  for (const artifact of JARS)
    await run('mvn', ['-q', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${directory}`]);
  return readdirSync(directory)
    .map((name) => join(directory, name))
    .join(',');
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    child
      .once('error', reject)
      .once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`))));
  });
}
