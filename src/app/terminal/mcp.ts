import { type Command, InvalidArgumentError } from 'commander';
import { parseDuration } from '../../config/declare/units.ts';
import { prepareNative } from '../../runtime/native.ts';
import { EXIT, printFailure } from './failure.ts';

export interface McpFlags {
  readonly maxRows: number;
  readonly timeout: number;
}

/** `highwater mcp`: answers on stdin and stdout until the client hangs up. Resolves to the exit code. */
export async function mcpCommand(place: string, flags: McpFlags): Promise<number> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    await prepareNative({ env: process.env, log: say });
    const { serveWarehouse } = await import('../../mcp/mcp-server.ts');
    const hungUp = whenHungUp();
    const serving = serveWarehouse({
      place,
      limits: { maxRows: flags.maxRows, seconds: flags.timeout },
      now: () => new Date(),
      onError: (error) => say(error.message),
    });
    say(`Serves ${place} to the MCP client that started this.`);
    await hungUp;
    await serving.close();
    return EXIT.succeeded;
  } catch (error) {
    return printFailure(error, { json: false });
  }
}

function whenHungUp(): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['end', 'close']) process.stdin.once(event, () => resolve());
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** Adds `mcp`, for assistants, to the program. */
export function addMcpCommand(program: Command, done: (exitCode: number) => void): void {
  program
    .command('mcp')
    .argument('[file]', 'a DuckDB file, or a directory with warehouse.duckdb or Parquet files', 'highwater-output')
    .description('Lets an assistant ask questions about a warehouse (Model Context Protocol, over stdio). Read-only.')
    .option('--max-rows <rows>', 'the most rows that one query may return', rows, 1000)
    .option('--timeout <duration>', 'how long one query may take, such as 30s', seconds, 30)
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', HELP)
    .action(async (place: string, flags: McpFlags) => done(await mcpCommand(place, flags)));
}

function rows(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000)
    throw new InvalidArgumentError('It must be a number from 1 to 10000.');
  return value;
}

function seconds(text: string): number {
  const value = parseDuration(text);
  if (value === null || value === 0) throw new InvalidArgumentError('It must be a duration, such as 30s or 2m.');
  return value;
}

const HELP = `
An assistant starts this command itself: docs/next-steps.md has the lines for its settings. It can list and describe
tables and run SELECTs. It can't change anything, and reaches no other file and no network.

Examples:
  claude mcp add crm -- highwater mcp /data/highwater-output
  highwater mcp warehouse.duckdb --max-rows 200`;
