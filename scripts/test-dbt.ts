import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeToDbt } from '../src/app/dbt.ts';
import { makeWarehouse } from '../test/dbt/make-warehouse.ts';
import { ROOT } from './bundle.ts';

/**
 * `npm run test:dbt`: lets dbt itself read what `highwater dbt` writes. The project of a sound warehouse must be green; each planted fault must be
 * found, by the test that is meant for it and by no other. Needs Python 3.9 or newer; makes an environment of its own below node_modules.
 */
const HOME = join(ROOT, 'node_modules', '.cache', 'highwater-dbt');
const BIN = join(HOME, 'bin');
// dbt-core 1.12 needs a package that downloads a binary when it is installed.
const PACKAGES = ['dbt-core==1.11.*', 'dbt-duckdb==1.10.*'];

const NOW = new Date().toISOString();
const AGES = { fresh: NOW, late: hoursAgo(7), 'too old': hoursAgo(30) };

/** What breaks the warehouse, and the test that must say so. */
const FAULTS: readonly (readonly [fault: string, found: RegExp, level: 'FAIL' | 'WARN'])[] = [
  [
    `UPDATE crm."Account" SET Id = (SELECT min(Id) FROM crm."Account") WHERE Name = 'Acme 403'`,
    /unique_crm_Account__Id_/,
    'FAIL',
  ],
  [`INSERT INTO db.order_lines SELECT * FROM db.order_lines LIMIT 1`, /unique_db_order_lines/, 'FAIL'],
  [`UPDATE db.order_lines SET line = NULL WHERE order_id = 1 AND line = 0`, /not_null_db_order_lines__line_/, 'FAIL'],
  [`UPDATE crm."Opportunity" SET StageName = 'Won' WHERE Name = 'Deal 3'`, /accepted_values_crm_Opportunity/, 'FAIL'],
  [`UPDATE crm."Opportunity" SET StageName = NULL WHERE Name = 'Deal 3'`, /not_null_crm_Opportunity__StageName_/, 'FAIL'],
  [`UPDATE crm."Opportunity" SET AccountId = 'gone' WHERE Name = 'Deal 3'`, /relationships_crm_Opportunity/, 'FAIL'],
  [
    `UPDATE crm."Account" SET Name = 'Acme 3' WHERE Name = 'Acme 7'; UPDATE crm."Account" SET Name = 'Acme 3' WHERE Name LIKE 'Acme 1%'`,
    /unique_crm_Account__Name_/,
    'WARN',
  ],
];

if (!existsSync(join(BIN, 'python'))) await must('python3', ['-m', 'venv', HOME]);
await must(join(BIN, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
const directory = await mkdtemp(join(tmpdir(), 'highwater-dbt-'));
let failures = 0;
let projects = 0;
try {
  await sound();
  for (const [age, synced] of Object.entries(AGES)) await freshness(age, synced);
  for (const fault of FAULTS) await planted(...fault);
} finally {
  await rm(directory, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

/** No error, no warning, and no use of anything that dbt will drop. */
async function sound(): Promise<void> {
  const project = await projectOf([], NOW);
  for (const command of [['parse', '--show-all-deprecations'], ['test'], ['source', 'freshness']]) {
    const { code, output } = await dbt(project, command);
    const ok = code === 0 && !/WARNING|Deprecat|\bWARN\b/.test(output.replace(/WARN=0/, ''));
    report(`dbt ${command.join(' ')} of a sound warehouse is green`, ok, output);
  }
}

async function freshness(age: string, synced: string): Promise<void> {
  const { code, output } = await dbt(await projectOf([], synced), ['source', 'freshness']);
  const expected = { fresh: [0, 'PASS'], late: [0, 'WARN'], 'too old': [1, 'ERROR STALE'] }[age] ?? [];
  const found = new RegExp(`${expected[1]} freshness of crm\\.Account`).test(output);
  report(`dbt source freshness calls ${age} data ${expected[1]}`, code === expected[0] && found, output);
}

async function planted(fault: string, test: RegExp, level: 'FAIL' | 'WARN'): Promise<void> {
  const { code, output } = await dbt(await projectOf(fault.split('; '), NOW), ['test']);
  const complaints = output.split('\n').filter((line) => /\d of \d+ (FAIL|WARN|ERROR)/.test(line));
  const ok =
    complaints.length === 1 && complaints[0]?.includes(level) && test.test(complaints[0]) && code === (level === 'FAIL' ? 1 : 0);
  report(`dbt test finds with ${test.source}: ${fault}`, ok === true, output);
}

async function projectOf(faults: readonly string[], synced: string): Promise<string> {
  const home = join(directory, String(++projects));
  await makeWarehouse(join(home, 'output'), synced, faults);
  await describeToDbt(join(home, 'output'), join(home, 'dbt'));
  return join(home, 'dbt');
}

function report(what: string, ok: boolean, output: string): void {
  process.stdout.write(`${ok ? '✓' : '✗'} ${what}\n${ok ? '' : output}`);
  if (!ok) failures++;
}

function dbt(project: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  const env = { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false', DBT_USE_COLORS: 'false', NO_COLOR: '1' };
  return run(join(BIN, 'dbt'), [...args, '--project-dir', project, '--profiles-dir', project], { env, cwd: project });
}

async function must(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(program, args, {});
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output}`);
}

function run(program: string, args: readonly string[], options: object): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject).once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function hoursAgo(hours: number): string {
  return new Date(Date.now() - hours * 3_600_000).toISOString();
}
