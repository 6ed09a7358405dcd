import * as core from '@actions/core';
import { redactWords } from '../../engine/run-record.ts';
import type { Observer } from '../../model/record.ts';
import { agrees } from '../../model/verification.ts';
import { requireStateKey, visibilityOf } from '../../state/visibility.ts';
import { driftErrors, renderVerifySummary } from '../../views/summary/verify-summary.ts';
import { noCommand } from '../../views/terminal/actions-log.ts';
import { renderVerification } from '../../views/terminal/text-verify.ts';
import { runVerify } from '../verify.ts';
import { STATE, stateOf, statePlaceOf, WORK_DIRECTORY } from './cache-place.ts';
import type { Step } from './inputs.ts';
import { actionsCore, outputsOf, outputsWithoutSync, setOutputs, writeSummary } from './outputs.ts';

/** The mode `verify`. What differs is in the log, the annotations, the outputs and the step summary; keys are in files only. Resolves to the exit code. */
export async function verifyStep({ inputs, config, event, session, notices }: Step): Promise<number> {
  requireStateKey(visibilityOf(event.payload), inputs.stateKey);
  const state = stateOf(inputs, config);
  const place = await statePlaceOf({ ...inputs, state }, session.env);
  const { tables, sample, repair, onUnreadableState, allowDeletes } = inputs;
  // For dist/post.js: what a killed run has mended is kept.
  if (repair) {
    core.saveState(STATE, state);
    core.saveState(WORK_DIRECTORY, place.workDirectory);
  }
  const log = actionsCore(session.redactor.redact);
  const request = {
    config,
    mode: 'incremental' as const,
    auto: false,
    why: 'mode: verify',
    tables,
    output: inputs.output ?? null,
    onUnreadableState,
    allowDeletes,
    notices: [...config.warnings, ...notices],
    sample,
    repair,
  };
  const observe: Observer = (event) => {
    if (event.type === 'stage') log.info(`${event.stage}: ${noCommand(event.detail)}`);
    if (event.type === 'notice') (event.warning ? log.warning : log.info)(noCommand(event.message));
  };
  const found = await runVerify(session, { request, place, stateName: inputs.stateName, observe });
  const { record } = found;
  const result = redactWords(found.result, session.redactor.redact);
  core.info(noCommand(renderVerification(result).join('\n')));
  for (const { title, message, hint } of driftErrors(result)) core.error(noCommand(`${message}\n${hint}`), { title });
  const differing = result.tables.filter((t) => t.status === 'drift' || t.status === 'failed');
  setOutputs({
    ...(record === null ? outputsWithoutSync('verify') : outputsOf(record)),
    mode: 'verify',
    'state-restored': 'true',
    'drifted-tables': JSON.stringify(differing.map((t) => `${t.source}.${t.table}`)),
  });
  const good = agrees(result) && (record === null || record.status === 'succeeded') && !session.signal.aborted;
  await writeSummary(renderVerifySummary(result, good));
  return good ? 0 : 1;
}
