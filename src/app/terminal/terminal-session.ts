import type { LoadedConfig } from '../../config/config.ts';
import { type AppSession, loadConfiguration, openSession } from '../session.ts';
import { EXIT, printFailure } from './failure.ts';
import type { CommonFlags } from './flags.ts';

/** A session on the terminal. The first Ctrl-C stops, the second ends at once. */
export function openTerminalSession(onStop: () => void = () => undefined): AppSession {
  return openSession({
    env: process.env,
    log: (line) => void process.stderr.write(`${line}\n`),
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
  writes = false,
): Promise<number> {
  let show = (): void => undefined;
  const session = openTerminalSession(() => show());
  const whenStopped = (words: () => void): void => {
    show = words;
  };
  return shown(session, flags.json, async () =>
    command({ ...session, config: await loadConfiguration(session, flags.config, writes), whenStopped }),
  );
}

/** Runs a command and shows whatever it throws. Resolves to the exit code. */
export async function shown(
  { redactor: { redact }, signal, release }: AppSession,
  json: boolean | undefined,
  command: () => Promise<number>,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    return printFailure(error, { json, redact, interrupted: signal.aborted });
  } finally {
    release();
  }
}
