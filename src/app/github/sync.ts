import * as core from '@actions/core';
import type { SyncRequest } from '../../engine/run-context.ts';
import type { HistoryEntry } from '../../model/record.ts';
import { branchNotice, requireStateKey, visibilityOf } from '../../state/visibility.ts';
import { renderSummary } from '../../views/summary/summary.ts';
import { createActionsLog } from '../../views/terminal/actions-log.ts';
import { runSync } from '../sync.ts';
import { statePlaceOf, WORK_DIRECTORY } from './cache-place.ts';
import type { Step } from './inputs.ts';
import { outputsOf, stepFails } from './outputs.ts';
import { actionsCore, setOutputs, troubleshootingUrl, writeSummary } from './workflow.ts';

/** One sync. Its outcome is in the log, the annotations, the outputs and the step summary. Resolves to the exit code. */
export async function syncStep(step: Step): Promise<number> {
  const { inputs, event, session } = step;
  requireStateKey(visibilityOf(event.payload), inputs.stateKey);
  const place = await statePlaceOf(inputs, session.env);
  // For dist/post.js, before there is anything to save.
  core.saveState(WORK_DIRECTORY, place.workDirectory);
  const display = createActionsLog(actionsCore(session.redactor.redact), { verbose: core.isDebug() });
  const url = troubleshootingUrl(session.env);
  let past: readonly HistoryEntry[] = [];
  const history = (entries: readonly HistoryEntry[]): void => {
    past = entries;
  };
  try {
    const extras = { troubleshootingUrl: url, history };
    const record = await runSync(session, { request: requestOf(step), place, openDisplay: () => display, extras });
    setOutputs(outputsOf(record));
    const context = { troubleshootingUrl: url, outputDirectory: record.output?.directory ?? null };
    await writeSummary(renderSummary(record, past, context));
    return stepFails(record, inputs.failOn) ? 1 : 0;
  } finally {
    display.close();
  }
}

function requestOf({ inputs, config, event, sync, session, notices }: Step): SyncRequest {
  const branch = inputs.state === 'cache' ? branchNotice(session.env.GITHUB_REF ?? '', event.defaultBranch) : null;
  return {
    config,
    ...sync,
    tables: inputs.tables,
    output: inputs.output ?? null,
    onUnreadableState: inputs.onUnreadableState,
    allowDeletes: inputs.allowDeletes,
    notices: [...notices, ...(branch === null ? [] : [branch])],
  };
}
