import * as core from '@actions/core';
import { requireStateKey, visibilityOf } from '../../state/visibility.ts';
import { renderSummary } from '../../views/summary/summary.ts';
import { createActionsLog } from '../../views/terminal/actions-log.ts';
import { runExport } from '../export.ts';
import { STATE, stateOf, statePlaceOf, WORK_DIRECTORY } from './cache-place.ts';
import { tendCache } from './cache-upkeep.ts';
import type { Step } from './inputs.ts';
import { actionsCore, outputsOf, setOutputs, stepFails, troubleshootingUrl, writeSummary } from './outputs.ts';

/** The modes `export` and `export-plan`. The outcome is in the log, the annotations, the outputs and the step summary. Resolves to the exit code. */
export async function exportStep({ inputs, config, event, session }: Step, mode: 'export' | 'export-plan'): Promise<number> {
  requireStateKey(visibilityOf(event.payload), inputs.stateKey);
  const state = stateOf(inputs, config);
  const place = await statePlaceOf({ ...inputs, state }, session.env);
  const dryRun = mode === 'export-plan';
  // For dist/post.js: outcomes that a killed run has fetched are kept.
  if (!dryRun) {
    core.saveState(STATE, state);
    core.saveState(WORK_DIRECTORY, place.workDirectory);
  }
  const display = createActionsLog(actionsCore(session.redactor.redact), { verbose: core.isDebug() });
  const url = troubleshootingUrl(session.env);
  try {
    const { limit, first, retryParked, allowDeletes } = inputs;
    const request = {
      config,
      why: `mode: ${mode}`,
      output: inputs.output ?? null,
      only: inputs.exports,
      options: { dryRun, limit, first, retryParked, allowDeletes },
    };
    const record = await runExport(session, {
      request,
      place,
      stateName: inputs.stateName,
      openDisplay: () => display,
      extras: { troubleshootingUrl: url },
    });
    setOutputs(outputsOf(record));
    const cacheUpkeep = await tendCache(session, { state, inputs, record });
    const context = { troubleshootingUrl: url, outputDirectory: record.output?.directory ?? null, cacheUpkeep };
    await writeSummary(renderSummary(record, [], context));
    return stepFails(record, 'any') ? 1 : 0;
  } finally {
    display.close();
  }
}
