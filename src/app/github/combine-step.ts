import * as core from '@actions/core';
import { renderSummary } from '../../views/summary/summary.ts';
import { noCommand } from '../../views/terminal/actions-log.ts';
import { failuresOf } from '../../views/facts/facts.ts';
import { combinedWords, combineOutputs } from '../combine.ts';
import type { AppSession } from '../session.ts';
import type { ActionInputs } from './inputs.ts';
import { outputsOf, setOutputs, stepFails, troubleshootingUrl, writeSummary } from './outputs.ts';

/** `combine`: needs neither the configuration nor its secrets. Resolves to the exit code. */
export async function combineStep(session: AppSession, inputs: ActionInputs): Promise<number> {
  const { directories, output = 'highwater-output' } = inputs;
  const record = await combineOutputs(session, { directories, output });
  setOutputs({ ...outputsOf(record), mode: 'combine' });
  core.info(noCommand(combinedWords(record)));
  for (const { error } of failuresOf(record)) core.error(noCommand(`${error.message}\n${error.hint}`), { title: error.code });
  const context = { troubleshootingUrl: troubleshootingUrl(session.env), outputDirectory: record.output?.directory ?? null };
  await writeSummary(renderSummary(record, [], context));
  return stepFails(record, inputs.failOn) ? 1 : 0;
}
