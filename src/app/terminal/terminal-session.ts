import type { LoadedConfig } from '../../config/config.ts';
import { harmless } from '../../views/facts/format.ts';
import { type AppSession, loadConfiguration, type NeededVariables, openSession } from '../session.ts';
import { EXIT, printFailure } from './failure.ts';
import type { CommonFlags } from './flags.ts';

/** A session on the terminal. The first Ctrl-C stops, the second ends at once. */
export function openTerminalSession(onStop: () => void = () => undefined): AppSession {
  return openSession({
    env: process.env,
    log: (line) => void process.stderr.write(`${line}\n`),
    warn: ({ code, message, hint }) =>
      void process.stderr.write(`! ${code} ${harmless(message)}${hint === '' ? '' : `\n  → ${harmless(hint)}`}\n`),
    onStop,
    onStopAgain: () => process.exit(EXIT.interrupted),
  });
}

/** A command that has a configuration. */
export interface TerminalSession extends AppSession {
  readonly config: LoadedConfig;
  /** `show` is called at the first Ctrl-C. */
  whenStopped(show: () => void): void;
}

/** Loads the configuration and runs the command. Shows whatever is thrown. Resolves to the exit code. */
export async function withConfig(
  flags: CommonFlags,
  command: (session: TerminalSession) => Promise<number>,
  { onFailure, ...needed }: NeededVariables & { readonly onFailure?: OnFailure } = {},
): Promise<number> {
  let show = (): void => undefined;
  const session = openTerminalSession(() => show());
  const whenStopped = (words: () => void): void => {
    show = words;
  };
  return shown(
    session,
    flags.json,
    async () => command({ ...session, config: await loadConfiguration(session, flags.config, needed), whenStopped }),
    onFailure,
  );
}

/** Called with what was thrown, once it is shown. */
export type OnFailure = (session: AppSession, error: unknown) => Promise<void>;

/** Runs a command and shows whatever it throws. Resolves to the exit code. */
export async function shown(
  session: AppSession,
  json: boolean | undefined,
  command: () => Promise<number>,
  onFailure?: OnFailure,
): Promise<number> {
  const { redactor, signal, release } = session;
  try {
    return await command();
  } catch (error) {
    const code = printFailure(error, { json, redact: redactor.redact, interrupted: signal.aborted });
    await onFailure?.(session, error);
    return code;
  } finally {
    release();
  }
}
