import picocolors from 'picocolors';
import { type CommandResult, succeeded } from '../../model/results.ts';
import { wantsColors } from '../../views/terminal/display.ts';
import { renderOutcome } from '../../views/terminal/text.ts';
import type { NeededVariables } from '../session.ts';
import { validate } from '../validate.ts';
import { EXIT } from './failure.ts';
import type { CommonFlags } from './flags.ts';
import { type TerminalSession, withConfig } from './terminal-session.ts';

type LookFlags = CommonFlags & { readonly verbose?: boolean };

export const validateCommand = (flags: CommonFlags): Promise<number> =>
  look(flags, (session) => validate(session.config), { notify: true });

/** Prints what a command found, for people or as JSON. Resolves to the exit code. */
export function look(
  flags: LookFlags,
  find: (session: TerminalSession) => Promise<CommandResult>,
  needed: NeededVariables = {},
): Promise<number> {
  return withConfig(
    flags,
    async (session) => {
      const outcome = await find(session);
      print(outcome, flags, session.redactor.redact);
      return succeeded(outcome) ? EXIT.succeeded : EXIT.failed;
    },
    needed,
  );
}

export function print(
  outcome: CommandResult,
  { json, verbose = false }: Pick<LookFlags, 'json' | 'verbose'>,
  redact: (text: string) => string,
): void {
  const text = json ? JSON.stringify(outcome, null, 2) : redact(readable(outcome, verbose));
  process.stdout.write(`${text}\n`);
}

function readable(outcome: CommandResult, verbose: boolean): string {
  const colors = picocolors.createColors(wantsColors(process.stdout, process.env));
  const columns = process.stdout.columns ?? 120;
  return renderOutcome(outcome, { columns, colors, verbose, now: new Date().toISOString() }).join('\n');
}
