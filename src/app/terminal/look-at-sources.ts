import { parseDuration } from '../../config/declare/units.ts';
import { ConfigError } from '../../model/errors.ts';
import { succeeded } from '../../model/results.ts';
import { check, planFromState, planJobs } from '../commands.ts';
import { discover } from '../discover.ts';
import { freshness } from '../freshness.ts';
import { jobCount, jobsWithoutMatrix } from '../job-count.ts';
import { dependencies } from '../session.ts';
import { EXIT } from './failure.ts';
import {
  type CheckFlags,
  chosenTables,
  type DiscoverFlags,
  type FreshnessFlags,
  type PlanFlags,
  statePlaceOf,
  syncRequest,
} from './flags.ts';
import { look, print } from './look.ts';
import { openTerminalSession, shown, type TerminalSession, withConfig } from './terminal-session.ts';

export const checkCommand = (flags: CheckFlags): Promise<number> =>
  look(flags, async (session) => check(session, session.config, await statePlaceOf(flags, session.config, process.env)), {
    destinations: true,
  });

export const discoverCommand = (flags: DiscoverFlags): Promise<number> =>
  look(flags, async (session) => {
    const names = session.config.sources.map((source) => source.name);
    if (flags.source !== undefined && !names.includes(flags.source)) throw unknownSource(flags.source, names);
    const tell = (message: string): void => void process.stderr.write(`${message}\n`);
    const deps = await tokensOnly(session, flags);
    return discover(session.config, deps, { source: flags.source ?? null, tables: chosenTables(flags), tell });
  });

export const planCommand = (flags: PlanFlags): Promise<number> =>
  look(flags, async (session) => {
    if (flags.jobs !== undefined) throw jobsWithoutMatrix();
    const place = await statePlaceOf(flags, session.config, process.env);
    return planFromState(session, session.config, syncRequest(flags), place);
  });

/** `highwater plan --matrix`: the document alone on stdout, so that a script can take it as it is. */
export const matrixCommand = (flags: PlanFlags): Promise<number> =>
  withConfig(flags, async (session) => {
    const jobs = flags.jobs === undefined ? null : jobCount(flags.jobs, '--jobs');
    const place = await statePlaceOf(flags, session.config, process.env);
    const { matrix, notices } = await planJobs(session, session.config, { tables: chosenTables(flags), jobs }, place);
    for (const notice of notices) process.stderr.write(`${session.redactor.redact(notice)}\n`);
    process.stdout.write(`${JSON.stringify(matrix)}\n`);
    return EXIT.succeeded;
  });

/** `highwater freshness`. Needs no configuration. */
export async function freshnessCommand(flags: FreshnessFlags): Promise<number> {
  const session = openTerminalSession();
  return shown(session, flags.json, async () => {
    const maxAgeSeconds = flags.maxAge === undefined ? null : parseDuration(flags.maxAge);
    if (flags.maxAge !== undefined && maxAgeSeconds === null) throw noDuration(flags.maxAge);
    const place = await statePlaceOf(flags, { state: null }, process.env);
    const outcome = await freshness(session, { place, output: flags.output, maxAgeSeconds, now: new Date() });
    print(outcome, flags, (text) => text);
    return succeeded(outcome) ? EXIT.succeeded : EXIT.failed;
  });
}

function noDuration(written: string): ConfigError {
  const message = `--max-age ${written}: this is no duration.`;
  return new ConfigError(
    [{ code: 'INPUT_INVALID', message, hint: 'Write a number with its unit: 90m, 6h, 1d.' }],
    'INPUT_INVALID',
  );
}

/** This command reads no state; sources may replace the refresh tokens that lie beside it. */
async function tokensOnly(session: TerminalSession, flags: CheckFlags): Promise<ReturnType<typeof dependencies>> {
  const { vaults } = await statePlaceOf(flags, session.config, process.env);
  return dependencies(session, { workDirectory: '', vaults });
}

function unknownSource(name: string, names: readonly string[]): ConfigError {
  const message = `--source ${name}: the configuration has no source with that name.`;
  return new ConfigError([{ code: 'INPUT_INVALID', message, hint: `It has: ${names.join(', ')}.` }], 'INPUT_INVALID');
}
