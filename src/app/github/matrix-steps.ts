import * as core from '@actions/core';
import { failuresOf } from '../../views/facts/facts.ts';
import { codeWords } from '../../views/facts/one-cause.ts';
import { code } from '../../views/summary/markdown.ts';
import { renderSummary } from '../../views/summary/summary.ts';
import { noCommand } from '../../views/terminal/actions-log.ts';
import { combinedWords, combineOutputs } from '../combine.ts';
import { planJobs } from '../commands.ts';
import { notifyOfCombined } from '../notify.ts';
import type { AppSession } from '../session.ts';
import { stateOf, statePlaceOf } from './cache-place.ts';
import type { ActionInputs, Step } from './inputs.ts';
import { outputsOf, setOutputs, stepFails, troubleshootingUrl, writeSummary } from './outputs.ts';

/** `combine`: needs neither the configuration nor its secrets. Resolves to the exit code. */
export async function combineStep(session: AppSession, inputs: ActionInputs): Promise<number> {
  const { directories, output = 'highwater-output' } = inputs;
  const record = await combineOutputs(session, { directories, output });
  setOutputs({ ...outputsOf(record), mode: 'combine' });
  core.info(noCommand(combinedWords(record)));
  for (const { error } of failuresOf(record))
    core.error(noCommand(`${error.message}\n${error.hint}`), { title: codeWords(error) });
  const context = { troubleshootingUrl: troubleshootingUrl(session.env), outputDirectory: record.output?.directory ?? null };
  await writeSummary(renderSummary(record, [], context));
  const placeFor = async (state: string | null) => statePlaceOf({ ...inputs, state: stateOf(inputs, { state }) }, session.env);
  await notifyOfCombined(session, record, { file: inputs.config, stateName: inputs.stateName, placeFor });
  return stepFails(record, inputs.failOn) ? 1 : 0;
}

/** `plan` with `jobs`: which tables which job of the matrix reads, and nothing else. Resolves to the exit code. */
export async function matrixStep({ inputs, config, session }: Step, jobs: number): Promise<number> {
  const place = await statePlaceOf({ ...inputs, state: stateOf(inputs, config) }, session.env);
  const { matrix, notices } = await planJobs(session, config, { tables: inputs.tables, jobs }, place);
  for (const notice of notices) core.warning(noCommand(session.redactor.redact(notice)));
  core.setOutput('matrix', JSON.stringify(matrix));
  const lines = matrix.map((job) => `${job.name}: ${job.tables.replaceAll(',', ', ')}`);
  core.info(noCommand(lines.join('\n')));
  await writeSummary(
    `## ✅ Highwater plan: ${matrix.length === 1 ? '1 job' : `${matrix.length} jobs`}\n\n${matrix.map((job) => `- **${code(job.name)}** ${code(job.tables.replaceAll(',', ', '))}`).join('\n')}\n`,
  );
  return 0;
}
