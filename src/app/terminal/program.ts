import { Argument, Command, CommanderError, Option } from 'commander';
import { ConfigError } from '../../model/errors.ts';
import { VERSION } from '../../model/version.ts';
import { endProcess } from '../../runtime/exit.ts';
import { useProxies } from '../../runtime/proxy.ts';
import { SOURCES } from '../../sources/registry.ts';
import { addBrowseCommand } from './browse.ts';
import type { CombineFlags } from './combine.ts';
import { completionScript, SHELLS, type Shell } from './completion.ts';
import { addDbtCommand } from './dbt.ts';
import type { ExportFlags } from './export.ts';
import { EXIT, printFailure } from './failure.ts';
import type { CheckFlags, CommonFlags, DiscoverFlags, FreshnessFlags, PlanFlags, SyncFlags } from './flags.ts';
import {
  CHECK_HELP,
  COMBINE_HELP,
  DISCOVER_HELP,
  EXAMPLES,
  EXIT_CODES,
  EXPORT_HELP,
  PLAN_HELP,
  SYNC_HELP,
  VALIDATE_HELP,
  VERIFY_HELP,
} from './help-texts.ts';
import { addMcpCommand } from './mcp.ts';
import { addSetupCommands } from './setup-commands.ts';
import type { VerifyFlags } from './verify.ts';

/** The command line, from its arguments to its exit code. */
export async function startCli(): Promise<void> {
  // `highwater discover | head` is no mistake.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  useProxies(process.env, process.versions.node);
  endProcess(process, await runCli(process.argv.slice(2)));
}

/** Runs one command line (without `node` and the script) and resolves to its exit code. */
async function runCli(args: readonly string[]): Promise<number> {
  const result = { exitCode: EXIT.succeeded as number };
  const program = createProgram((exitCode) => {
    result.exitCode = exitCode;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return result.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return usage(error, args, program);
  }
}

/** Commander has printed help and versions already, but not the mistakes. */
function usage(error: CommanderError, args: readonly string[], program: Command): number {
  if (error.exitCode === 0) return EXIT.succeeded;
  const command = args.find((arg) => !arg.startsWith('-'));
  const help = program.commands.map((c) => c.name()).find((name) => name === command);
  const hint = `\`highwater ${help === undefined ? '' : `${help} `}--help\` lists what there is.`;
  // Without a command, commander's message is the whole help text.
  const message = error.code === 'commander.help' ? 'No command was given.' : error.message.replace(/^error: /, '');
  const mistake = new ConfigError([{ code: 'INPUT_INVALID', message, hint }], 'INPUT_INVALID');
  return printFailure(mistake, { json: args.includes('--json') });
}

const CONFIG = ['-c, --config <file>', 'the configuration', 'highwater.yml'] as const;
const JSON_FLAG = ['--json', 'print one JSON document on stdout and nothing else there'] as const;
const TABLES = [
  '-t, --tables <globs>',
  'only these tables: source.table globs with commas between them, e.g. "crm.*,db.deals"',
] as const;
/** Where rotated refresh tokens are kept; nothing else of the state is looked at. */
const TOKENS = [
  '--state <place>',
  'where `sync` keeps its state, and with it replaced refresh tokens (default: ".highwater")',
] as const;
const STATE = [
  '--state <place>',
  'where rows and watermarks are kept between runs: a directory, s3://bucket/prefix, az://account/container/prefix or gs://bucket/prefix (default: `state` of the configuration, else ".highwater")',
] as const;
const STATE_NAME = ['--state-name <name>', 'the name of the state, the last part of its path (default: "default")'] as const;

function createProgram(done: (exitCode: number) => void): Command {
  const program = new Command('highwater')
    .description(
      'Syncs Salesforce, Dynamics 365 / Dataverse and PostgreSQL into one DuckDB file and Parquet files, incrementally.\nSources are only ever read; `export` alone writes, to destinations.',
    )
    .version(VERSION, '-V, --version')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: () => undefined, writeErr: (text) => process.stderr.write(text) })
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODES}\n\nhighwater <command> --help says more about each.`);
  const command = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option(...CONFIG)
      .option(...JSON_FLAG)
      .exitOverride()
      .configureHelp({ showGlobalOptions: false });
  addSetupCommands(program, SOURCES, done);
  addVerifyCommand(command, done);
  addSyncOptions(
    command('sync', 'Reads what has changed and writes the DuckDB file, Parquet, manifest.json and report.html.'),
  ).action(async (flags: SyncFlags) => done(await (await import('./sync.ts')).syncCommand(flags)));
  command('validate', 'Checks the configuration without any connection.')
    .addHelpText('after', VALIDATE_HELP)
    .action(async (flags: CommonFlags) => done(await (await import('./look.ts')).validateCommand(flags)));
  command('check', 'Signs in to every source and shows who and what can be read. Changes nothing.')
    .option(...STATE)
    .option(...STATE_NAME)
    .addHelpText('after', CHECK_HELP)
    .action(async (flags: CheckFlags) => done(await (await import('./look-at-sources.ts')).checkCommand(flags)));

  command('discover', 'Lists the tables that could be synced, and their columns.')
    .option('-s, --source <name>', 'only this source of the configuration')
    .option('-t, --tables <globs>', 'only these tables, with their columns: source.table globs, e.g. "crm.Account,db.*"')
    .option('-v, --verbose', 'print every column')
    .option(...TOKENS)
    .option(...STATE_NAME)
    .addHelpText('after', DISCOVER_HELP)
    .action(async (flags: DiscoverFlags) => done(await (await import('./look-at-sources.ts')).discoverCommand(flags)));

  addPlanCommand(command, done);
  addExportOptions(
    command(
      'export',
      "Writes the results of the configuration's exports into Salesforce or Dataverse. Nothing else ever writes.",
    ),
  ).action(async (flags: ExportFlags) => done(await (await import('./export.ts')).exportCommand(flags)));
  addCombineCommand(program, done);
  addFreshnessCommand(program, done);
  addCompletionCommand(program, done);
  addBrowseCommand(program, done);
  addDbtCommand(program, done);
  addMcpCommand(program, done);
  return program;
}

function addPlanCommand(command: Declare, done: (exitCode: number) => void): void {
  command('plan', 'Shows what a sync would read now: windows, partitions, calls. Reads no rows.')
    .option('--full', 'plan a full sync')
    .option(...TABLES)
    .option(...STATE)
    .option(...STATE_NAME)
    .option('-v, --verbose', 'print every partition with its query')
    .option('--matrix', 'print which tables which job of a workflow should read, as JSON for its matrix')
    .option('--jobs <number>', 'with --matrix: how many jobs (default: as many as the sources, and four at least)')
    .addHelpText('after', PLAN_HELP)
    .action(async (flags: PlanFlags) => {
      const { matrixCommand, planCommand } = await import('./look-at-sources.ts');
      done(await (flags.matrix === true ? matrixCommand(flags) : planCommand(flags)));
    });
}

function addCombineCommand(program: Command, done: (exitCode: number) => void): void {
  program
    .command('combine')
    .description("Makes one warehouse, manifest and report of the outputs of a matrix's jobs.")
    .argument('<directory...>', 'the output directories of the jobs')
    .requiredOption('-o, --output <directory>', 'where the combined output goes')
    .option('-q, --quiet', 'print failures only')
    .option(...JSON_FLAG)
    .addHelpText('after', COMBINE_HELP)
    .exitOverride()
    .action(async (directories: string[], flags: CombineFlags) =>
      done(await (await import('./combine.ts')).combineCommand(directories, flags)),
    );
}

function addCompletionCommand(program: Command, done: (exitCode: number) => void): void {
  program
    .command('completion')
    .description('Prints a script that completes commands and options in your shell.')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .exitOverride()
    .action((shell: Shell) => {
      process.stdout.write(completionScript(program, shell));
      done(EXIT.succeeded);
    });
}

function addFreshnessCommand(program: Command, done: (exitCode: number) => void): void {
  program
    .command('freshness')
    .description('Shows how old the data of each table is. Connects to no source; exits 1 if a table is too old.')
    .option('--max-age <duration>', 'the limit of all tables, such as 6h, in place of their own (freshness)')
    .option(...STATE)
    .option(...STATE_NAME)
    .option('-o, --output <directory>', 'where the last manifest.json may be', 'highwater-output')
    .option(...JSON_FLAG)
    .exitOverride()
    .action(async (flags: FreshnessFlags) => done(await (await import('./look-at-sources.ts')).freshnessCommand(flags)));
}

function addSyncOptions(sync: Command): Command {
  return addRunOptions(sync.option('--full', 'read every row again instead of the changes').option(...TABLES)).addHelpText(
    'after',
    `${SYNC_HELP}\n${EXIT_CODES}`,
  );
}

type Declare = (name: string, description: string) => Command;

function addVerifyCommand(command: Declare, done: (exitCode: number) => void): void {
  addVerifyOptions(
    command('verify', 'Proves that the saved tables are what their sources have now, or says which rows differ.'),
  ).action(async (flags: VerifyFlags) => done(await (await import('./verify.ts')).verifyCommand(flags)));
}

function addVerifyOptions(verify: Command): Command {
  return addRunOptions(
    verify
      .option(...TABLES)
      .option('--sample <rows>', 'rows of each Salesforce or Dynamics table to compare value by value, or all', '1000')
      .option('--repair', 'read the rows that differ again, and publish'),
  ).addHelpText('after', VERIFY_HELP);
}

function addRunOptions(run: Command): Command {
  return run
    .option('-o, --output <directory>', "output directory (default: the configuration's output.directory)")
    .option(...STATE)
    .option(...STATE_NAME)
    .addOption(
      new Option('--on-unreadable-state <what>', 'when a saved state exists but cannot be read')
        .choices(['fail', 'full'])
        .default('fail'),
    )
    .option('--allow-deletes', 'let this run delete more than max_delete_fraction of a table')
    .option('-q, --quiet', 'print failures and the last line only')
    .option('-v, --verbose', 'print every step of every table');
}

function addExportOptions(command: Command): Command {
  return command
    .option('--dry-run', 'show what would be sent, and send nothing')
    .option('--only <names>', 'only these exports, with commas between them')
    .option('--limit <rows>', 'send the first rows only, in the order of their keys')
    .option('--first', 'lift max_fraction for a first run, which writes every row')
    .option('--retry-parked', 'send refused rows again though their values did not change')
    .option('--allow-deletes', 'let `gone` clear or delete records')
    .option('-o, --output <directory>', "output directory (default: the configuration's output.directory)")
    .option(...STATE)
    .option(...STATE_NAME)
    .option('-q, --quiet', 'print failures and the last line only')
    .option('-v, --verbose', 'print every step')
    .addHelpText('after', EXPORT_HELP);
}
