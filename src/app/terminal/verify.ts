import { redactWords } from '../../engine/run-record.ts';
import { ConfigError } from '../../model/errors.ts';
import type { Observer } from '../../model/record.ts';
import { agrees } from '../../model/verification.ts';
import { renderVerification } from '../../views/terminal/text-verify.ts';
import { DEFAULT_NAME } from '../state-place.ts';
import { runVerify, sampleSize } from '../verify.ts';
import { EXIT } from './failure.ts';
import { type SyncFlags, statePlaceOf, syncRequest } from './flags.ts';
import { whenNotBegun } from './sync.ts';
import { type TerminalSession, withConfig } from './terminal-session.ts';

export interface VerifyFlags extends SyncFlags {
  readonly sample: string;
  readonly repair?: boolean;
}

/** `highwater verify`. Resolves to the exit code. */
export function verifyCommand(flags: VerifyFlags): Promise<number> {
  return withConfig(flags, async (session) => verifyAndShow(session, flags), { onFailure: whenNotBegun('verify', flags) });
}

async function verifyAndShow(session: TerminalSession, flags: VerifyFlags): Promise<number> {
  const request = {
    config: session.config,
    ...syncRequest({ ...flags, full: false }),
    auto: false,
    why: 'verify',
    output: flags.output ?? null,
    onUnreadableState: flags.onUnreadableState,
    allowDeletes: flags.allowDeletes ?? false,
    notices: session.config.warnings,
    sample: sampleOf(flags.sample),
    repair: flags.repair ?? false,
  };
  const place = await statePlaceOf(flags, session.config, process.env);
  const observe: Observer = (event) => {
    if (event.type === 'notice' && flags.quiet !== true) process.stderr.write(`${session.redactor.redact(event.message)}\n`);
  };
  const { result, record } = await runVerify(session, { request, place, stateName: flags.stateName ?? DEFAULT_NAME, observe });
  const shown = redactWords(result, session.redactor.redact);
  if (flags.json) process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  else process.stdout.write(`${renderVerification(shown).join('\n')}\n`);
  if (session.signal.aborted) return EXIT.interrupted;
  return agrees(result) && (record === null || record.status === 'succeeded') ? EXIT.succeeded : EXIT.failed;
}

/** Throws ConfigError. */
function sampleOf(written: string): number | 'all' {
  const size = sampleSize(written);
  if (size !== undefined) return size;
  const message = `--sample ${written}: expected a number of rows, or all.`;
  const hint = 'It is how many rows of a Salesforce or Dynamics table are compared value by value: 1000 if you leave it out.';
  throw new ConfigError([{ code: 'INPUT_INVALID', message, hint }], 'INPUT_INVALID');
}
