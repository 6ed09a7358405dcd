import * as core from '@actions/core';
import type { HistoryEntry } from '../../model/record.ts';
import { prepareNative } from '../../runtime/native.ts';
import { branchNotice, requireStateKey, visibilityOf } from '../../state/visibility.ts';
import { renderSummary } from '../../views/summary/summary.ts';
import { createActionsLog } from '../../views/terminal/actions-log.ts';
import { dependencies } from './dependencies.ts';
import { outputsOf, stepFails } from './outputs.ts';
import type { Step } from './step.ts';
import { statePlace, WORK_DIRECTORY } from './store.ts';
import { actionsCore, setOutputs, troubleshootingUrl, writeSummary } from './workflow.ts';

/** One sync; what became of it is in the log, the annotations, the outputs and the step summary. Resolves to the exit code. */
export async function syncStep(step: Step): Promise<number> {
  const { inputs, config, event, sync } = step;
  requireStateKey(visibilityOf(event.payload), inputs.stateKey);
  const { store, workDirectory, vaults } = await statePlace(inputs, process.env);
  // For dist/post.js, before there is anything to save.
  core.saveState(WORK_DIRECTORY, workDirectory);
  const display = createActionsLog(actionsCore(step.redactor.redact), { verbose: core.isDebug() });
  try {
    await prepareNative({ env: process.env, log: core.info });
    const engine = await import('../../engine/run.ts');
    let history: readonly HistoryEntry[] = [];
    const branch = inputs.state === 'cache' ? branchNotice(process.env.GITHUB_REF ?? '', event.defaultBranch) : null;
    const record = await engine.sync(
      {
        config,
        ...sync,
        tables: inputs.tables,
        output: inputs.output ?? null,
        onUnreadableState: inputs.onUnreadableState,
        allowDeletes: inputs.allowDeletes,
        notices: [...config.warnings, ...step.notices, ...(branch === null ? [] : [branch])],
      },
      {
        ...dependencies(step, workDirectory, display.observe, vaults),
        store,
        encrypted: inputs.stateKey !== undefined,
        troubleshootingUrl: troubleshootingUrl(process.env),
        history: (entries) => {
          history = entries;
        },
      },
    );
    display.finish(record);
    setOutputs(outputsOf(record));
    const context = { troubleshootingUrl: troubleshootingUrl(process.env), outputDirectory: record.output?.directory ?? null };
    await writeSummary(renderSummary(record, history, context));
    return stepFails(record, inputs.failOn) ? 1 : 0;
  } finally {
    display.close();
  }
}
