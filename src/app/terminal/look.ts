import picocolors from 'picocolors';
import { ConfigError } from '../../model/errors.ts';
import { type Outcome, succeeded } from '../../model/results.ts';
import { prepareNative } from '../../runtime/native.ts';
import { wantsColors } from '../../views/terminal/display.ts';
import { renderOutcome } from '../../views/terminal/text.ts';
import { check, plan, validate } from '../commands.ts';
import { discover } from '../discover.ts';
import { EXIT } from './failure.ts';
import type { CheckFlags, CommonFlags, DiscoverFlags, PlanFlags } from './flags.ts';
import { chosenTables, syncRequest } from './request.ts';
import { type Session, withSession } from './session.ts';
import { statePlace } from './state.ts';

type LookFlags = CommonFlags & { readonly verbose?: boolean };

export const validateCommand = (flags: CommonFlags): Promise<number> =>
  look(flags, ({ config, dependencies }) => validate(config, dependencies('', ignore, null)));

export const checkCommand = (flags: CheckFlags): Promise<number> =>
  look(flags, ({ config, dependencies }) => check(config, dependencies('', ignore, statePlace(flags.state, process.env).vaults)));

export const discoverCommand = (flags: DiscoverFlags): Promise<number> =>
  look(flags, ({ config, dependencies }) => {
    const names = config.sources.map((source) => source.name);
    if (flags.source !== undefined && !names.includes(flags.source)) throw unknownSource(flags.source, names);
    const tell = (message: string): void => void process.stderr.write(`${message}\n`);
    const { vaults } = statePlace(flags.state, process.env);
    return discover(config, dependencies('', ignore, vaults), {
      source: flags.source ?? null,
      tables: chosenTables(flags),
      tell,
    });
  });

export const planCommand = (flags: PlanFlags): Promise<number> =>
  look(flags, async ({ config, dependencies }) => {
    const request = syncRequest(flags);
    const { store, workDirectory, vaults } = statePlace(flags.state, process.env);
    await prepareNative({ env: process.env, log: (line) => process.stderr.write(`${line}\n`) });
    const { readPlanState } = await import('../plan-state.ts');
    const deps = dependencies(workDirectory, ignore, vaults);
    return plan(config, deps, request, await readPlanState({ workDirectory, store, now: deps.now }));
  });

/** What is found is printed when it is complete; notices are part of it. */
function ignore(): void {}

/** Prints what a command found, for people or as JSON. Resolves to the exit code. */
function look(flags: LookFlags, find: (session: Session) => Promise<Outcome>): Promise<number> {
  return withSession(flags, async (session) => {
    const outcome = await find(session);
    const text = flags.json
      ? JSON.stringify(outcome, null, 2)
      : session.redactor.redact(readable(outcome, flags.verbose ?? false));
    process.stdout.write(`${text}\n`);
    return succeeded(outcome) ? EXIT.succeeded : EXIT.failed;
  });
}

function readable(outcome: Outcome, verbose: boolean): string {
  const colors = picocolors.createColors(wantsColors(process.stdout, process.env));
  const columns = process.stdout.columns ?? 120;
  return renderOutcome(outcome, { columns, colors, verbose, now: new Date().toISOString() }).join('\n');
}

function unknownSource(name: string, names: readonly string[]): ConfigError {
  const message = `--source ${name}: the configuration has no source of that name.`;
  return new ConfigError([{ code: 'INPUT_INVALID', message, hint: `It has: ${names.join(', ')}.` }], 'INPUT_INVALID');
}
