import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './bundle.ts';

/**
 * `npm run test:readers [-- --spark --matrix --poll --if-possible]`: writes Delta tables and compares every value with what readers that others
 * wrote find in them. Needs Python 3.9 or newer; makes an environment of its own below node_modules.
 * `--spark`: Apache Spark too (Java 17 and Maven). `--matrix`: also what a matrix of jobs wrote. `--poll`: delta-rs also polls while two jobs make
 * 1,000 commits (HIGHWATER_LAKE_COMMITS: another number). `--if-possible`: where the environment can't be made, says so and ends well.
 */
const HOME = join(ROOT, 'node_modules', '.cache', 'highwater-readers');
const PYTHON = join(HOME, 'bin', 'python');
const PACKAGES = ['deltalake==1.6.0', 'pyarrow', 'duckdb==1.5.5', 'duckdb-extension-delta==1.5.5'];
const JARS = ['io.delta:delta-spark_2.13:4.0.0', 'io.delta:delta-storage:4.0.0', 'org.antlr:antlr4-runtime:4.13.1'];

const has = (flag: string): boolean => process.argv.includes(flag);
const spark = has('--spark');
try {
  await install();
} catch (error) {
  if (!has('--if-possible')) throw error;
  console.log(
    `Readers are not tested: ${error instanceof Error ? error.message : String(error)}. They need Python 3 with venv, and its package index.`,
  );
  process.exit(0);
}
const env: Record<string, string> = { TZ: 'UTC', HIGHWATER_DELTA_EXTENSION: extension() };
if (spark) env.HIGHWATER_DELTA_JARS = await jars();
const lakes = await mkdtemp(join(tmpdir(), 'highwater-lakes-'));
try {
  await run(process.execPath, [join(ROOT, 'test/readers/make-lakes.ts'), lakes]);
  if (has('--matrix')) await vitest('test/e2e/matrix.test.ts', { HIGHWATER_KEEP_LAKE: lakes });
  await run(PYTHON, [join(ROOT, 'test/readers/compare.py'), lakes, 'delta-rs', 'duckdb', ...(spark ? ['spark'] : [])], env);
} finally {
  await rm(lakes, { recursive: true, force: true });
}
if (has('--poll'))
  await vitest('test/lake/polling.test.ts', { HIGHWATER_LAKE_COMMITS: '1000', ...commits(), HIGHWATER_POLL_PYTHON: PYTHON });

async function install(): Promise<void> {
  if (!existsSync(PYTHON)) await run('python3', ['-m', 'venv', HOME]);
  const packages = [...PACKAGES, ...(spark ? ['pyspark==4.0.1'] : [])];
  await run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
}

function commits(): Record<string, string> {
  const { HIGHWATER_LAKE_COMMITS: own } = process.env;
  return own === undefined ? {} : { HIGHWATER_LAKE_COMMITS: own };
}

async function vitest(file: string, env: Record<string, string>): Promise<void> {
  await run(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', join(ROOT, file)], env);
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
