import { spawn } from 'node:child_process';
import type { Deps } from '../../engine/run-context.ts';
import type { SourceDefinition } from '../../model/source-definition.ts';
import { type AppSession, dependencies } from '../session.ts';
import { openTerminalSession, shown } from '../terminal/terminal-session.ts';
import { type Asker, silentAsker, terminalAsker } from './ask.ts';

/** What `init` and `auth` work with: there is no configuration yet, or only a part of it. */
export interface Setup extends AppSession {
  readonly asker: Asker;
  readonly deps: Deps;
  /** Every source that can be set up. */
  readonly definitions: readonly SourceDefinition[];
}

/** Runs one command that sets something up, and shows whatever it throws. Resolves to the exit code. */
export async function withSetup(
  definitions: readonly SourceDefinition[],
  command: (setup: Setup) => Promise<number>,
): Promise<number> {
  const session = openTerminalSession();
  const { redact } = session.redactor;
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const asker = isTerminal ? terminalAsker(process.stderr, redact) : silentAsker(process.stderr, redact);
  return shown(session, false, async () => command({ ...session, asker, deps: dependencies(session, null), definitions }));
}

/** The address is an argument of its own on all systems: no shell reads it. */
const OPENERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/** Opens the user's browser, if there is one; the address is printed as well, so a failure is no error. */
export function openBrowser(url: string): void {
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
