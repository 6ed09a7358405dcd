import { type Command, InvalidArgumentError } from 'commander';
import { prepareNative } from '../../runtime/native.ts';
import { EXIT, printFailure } from './failure.ts';

export interface BrowseFlags {
  readonly port?: number;
}

/** `highwater browse`: serves until a signal comes. Resolves to the exit code. */
export async function browseCommand(place: string, flags: BrowseFlags): Promise<number> {
  try {
    await prepareNative({ env: process.env, log: (line) => process.stderr.write(`${line}\n`) });
    const { startBrowsing } = await import('../../views/pages/browse/server.ts');
    const browsing = await startBrowsing({ place, port: flags.port ?? 0 });
    process.stderr.write(`${place} is shown at ${browsing.url}\nCtrl-C ends.\n`);
    await stopped();
    await browsing.close();
    return EXIT.succeeded;
  } catch (error) {
    return printFailure(error, { json: false });
  }
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** Adds `browse`, for people who have no DuckDB at hand, to the program. */
export function addBrowseCommand(program: Command, done: (exitCode: number) => void): void {
  program
    .command('browse')
    .argument('[place]', 'a directory with warehouse.duckdb or Parquet files, or the DuckDB file itself', 'highwater-output')
    .description('Shows an artifact in the browser: tables, records with what they point at, a box for SQL. Read-only.')
    .option('-p, --port <port>', 'of the address on this machine (default: a free one)', port)
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', HELP)
    .action(async (place: string, flags: BrowseFlags) => done(await browseCommand(place, flags)));
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return value;
}

const HELP = `
Serves on 127.0.0.1 until Ctrl-C. The file is opened read-only, nothing is loaded from elsewhere, and only this machine can connect.

Examples:
  highwater browse                                     the output of the last sync here
  gh run download -n highwater -D artifact && highwater browse artifact`;
