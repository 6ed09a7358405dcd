import type { Environment } from '../../config/load/interpolate.ts';
import type { Deps } from '../../engine/run-context.ts';
import { VERSION } from '../../model/version.ts';
import { createRedactor, type Redactor } from '../../runtime/masking.ts';
import { stopOnSignals } from '../../runtime/signals.ts';
import { EXIT, printFailure } from '../terminal/failure.ts';
import { type Asker, silentAsker, terminalAsker } from './ask.ts';

/** What `init` and `auth` work with: there is no configuration yet, or only a part of it. */
export interface Setup {
  readonly asker: Asker;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  readonly env: Environment;
  readonly deps: Deps;
}

/** Runs one command that sets something up; whatever is thrown is told to people. Resolves to the exit code. */
export async function withSetup(command: (setup: Setup) => Promise<number>): Promise<number> {
  const redactor = createRedactor();
  const stopper = stopOnSignals(
    process,
    () => undefined,
    () => process.exit(EXIT.interrupted),
  );
  const { signal } = stopper;
  const isTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const asker = isTerminal ? terminalAsker(process.stderr, redactor.redact) : silentAsker(process.stderr, redactor.redact);
  const deps: Deps = {
    workDirectory: '',
    signal,
    observe: () => undefined,
    mask: (secret) => redactor.add(secret),
    redact: redactor.redact,
    now: () => new Date(),
    version: VERSION,
    vaults: null,
  };
  try {
    return await command({ asker, redactor, signal, env: process.env, deps });
  } catch (error) {
    return printFailure(error, { json: false, redact: redactor.redact, interrupted: signal.aborted });
  } finally {
    stopper.release();
  }
}
