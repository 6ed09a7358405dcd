import type { Command } from 'commander';
import { prepareNative } from '../../runtime/native.ts';
import { counted } from '../../views/facts/format.ts';
import type { DbtResult } from '../dbt.ts';
import { EXIT, printFailure } from './failure.ts';

export interface DbtFlags {
  readonly output: string;
}

/** `highwater dbt`. Resolves to the exit code. */
export async function dbtCommand(place: string, { output }: DbtFlags): Promise<number> {
  try {
    await prepareNative({ env: process.env, log: (line) => process.stderr.write(`${line}\n`) });
    const { describeToDbt } = await import('../dbt.ts');
    process.stdout.write(`${lines(await describeToDbt(place, output), output).join('\n')}\n`);
    return EXIT.succeeded;
  } catch (error) {
    return printFailure(error, { json: false });
  }
}

function lines({ written, tables, tests, leftOut }: DbtResult, directory: string): string[] {
  return [
    ...written.map((file) => `✓ ${file}`),
    `${counted(tables, 'table')} with ${counted(tests, 'test')}.`,
    ...(leftOut.length === 0 ? [] : ['dbt has no test for these checks:', ...leftOut.map((what) => `  ${what}`)]),
    '',
    `Next: cd ${directory} && dbt test && dbt source freshness`,
  ];
}

/** Adds `dbt` to the program. */
export function addDbtCommand(program: Command, done: (exitCode: number) => void): void {
  program
    .command('dbt')
    .argument('[place]', 'a DuckDB file that a sync wrote, or its directory', 'highwater-output')
    .description('Describes a warehouse to dbt: sources with labels, tests and freshness, and a profile. Connects to nothing.')
    .option('-o, --output <directory>', 'the dbt project to write into; a new directory becomes one', 'dbt')
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', HELP)
    .action(async (place: string, flags: DbtFlags) => done(await dbtCommand(place, flags)));
}

const HELP = `
Writes models/highwater/sources.yml, and dbt_project.yml and profiles.yml where they are missing. Run it again after tables or
columns have changed. Needs dbt-core 1.10.5 or newer with dbt-duckdb: pip install dbt-core dbt-duckdb

Example:
  highwater dbt && cd dbt && dbt test && dbt source freshness`;
