import * as core from '@actions/core';
import type { Deps } from '../../engine/run-context.ts';
import type { Observer } from '../../model/record.ts';
import { VERSION } from '../../model/version.ts';
import type { Vaults } from '../../state/seal/token-vault.ts';
import type { Step } from './step.ts';

/** What the runner lends every command. */
export function dependencies(
  { redactor, stopper }: Pick<Step, 'redactor' | 'stopper'>,
  workDirectory: string,
  observe: Observer,
  vaults: Vaults | null,
): Deps {
  return {
    workDirectory,
    signal: stopper.signal,
    observe,
    mask: (secret) => redactor.add(secret),
    redact: redactor.redact,
    now: () => new Date(),
    version: VERSION,
    vaults,
    // Without `permissions: id-token: write` the runner does not say where to ask.
    ...(process.env.ACTIONS_ID_TOKEN_REQUEST_URL ? { idToken: (audience: string) => core.getIDToken(audience) } : {}),
  };
}
