import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../../scripts/bundle.ts';

let directory: string;

const BANNER =
  "import{createRequire as c}from'node:module';import{dirname as d}from'node:path';import{fileURLToPath as f}from'node:url';" +
  'const require=c(import.meta.url),__filename=f(import.meta.url),__dirname=d(__filename);';

// As many conditions as a large configuration has, then the time that an optimizing compiler would take.
const PROGRAM = `
  import { checkFilter } from './filter.js';
  for (let i = 0; i < 100; i++) await checkFilter('amount > ' + i + " AND stage IN ('open', 'won') OR lower(title) LIKE 'z%'");
  await new Promise((resolve) => setTimeout(resolve, 2000));
  console.log(Math.round(process.resourceUsage().maxRSS / 1024));`;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-filter-'));
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/sources/postgres/plan/filter.ts'],
    outfile: join(directory, 'filter.js'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: { js: BANNER },
  });
  await copyFile(join(ROOT, 'node_modules/libpg-query/wasm/libpg-query.wasm'), join(directory, 'libpg-query.wasm'));
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }');
  await writeFile(join(directory, 'program.js'), PROGRAM);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it('the check of conditions takes tens of megabytes, not the 600 of an optimized grammar', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(directory, 'program.js')]);
  expect(Number(stdout)).toBeLessThan(200);
}, 60_000);
