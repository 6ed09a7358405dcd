import type { LoadedConfig } from '../../config/config.ts';
import { loadConfig } from '../../config/load/load.ts';
import type { Deps } from '../../engine/run-context.ts';
import type { Observer } from '../../model/record.ts';
import { VERSION } from '../../model/version.ts';
import { createRedactor, type Redactor } from '../../runtime/masking.ts';
import { type Stopper, stopOnSignals } from '../../runtime/signals.ts';
import { SOURCES } from '../../sources/registry.ts';
import type { Vaults } from '../../state/seal/token-vault.ts';
import { EXIT, printFailure } from './failure.ts';
import type { CommonFlags } from './flags.ts';

/** One command while it runs. */
export interface Session {
  readonly config: LoadedConfig;
  readonly redactor: Redactor;
  readonly signal: AbortSignal;
  /** Called when the first Ctrl-C comes. */
  onStop(tell: () => void): void;
  /** `vaults`: of the state; null where nothing is signed in to. */
  dependencies(workDirectory: string, observe: Observer, vaults: Vaults | null): Deps;
}

/** Loads the configuration and runs the command; whatever is thrown is told in the way that was asked for. Resolves to the exit code. */
export async function withSession(flags: CommonFlags, command: (session: Session) => Promise<number>): Promise<number> {
  const redactor = createRedactor();
  let tell = (): void => undefined;
  const stopper: Stopper = stopOnSignals(
    process,
    () => tell(),
    () => process.exit(EXIT.interrupted),
  );
  try {
    const config = await loadConfig(flags.config, process.env, SOURCES);
    for (const secret of config.secrets) redactor.add(secret.reveal());
    return await command({
      config,
      redactor,
      signal: stopper.signal,
      onStop: (words) => {
        tell = words;
      },
      dependencies: (workDirectory, observe, vaults) => ({
        workDirectory,
        signal: stopper.signal,
        observe,
        mask: (secret) => redactor.add(secret),
        redact: redactor.redact,
        now: () => new Date(),
        version: VERSION,
        vaults,
      }),
    });
  } catch (error) {
    return printFailure(error, { json: flags.json, redact: redactor.redact, interrupted: stopper.signal.aborted });
  } finally {
    stopper.release();
  }
}
