import * as core from '@actions/core';
import type { SyncRequest } from '../../engine/run-context.ts';
import { redactWords } from '../../engine/run-record.ts';
import type { CacheUpkeep } from '../../model/cache-use.ts';
import type { HistoryEntry, Observer, RunRecord } from '../../model/record.ts';
import { Secret } from '../../model/secret.ts';
import { agrees } from '../../model/verification.ts';
import { cacheApi } from '../../state/cache/cache-api.ts';
import { keepCacheSmall } from '../../state/cache/cache-upkeep.ts';
import { branchNotice, requireStateKey, visibilityOf } from '../../state/visibility.ts';
import { failuresOf } from '../../views/facts/facts.ts';
import { codeWords } from '../../views/facts/one-cause.ts';
import { cacheWords } from '../../views/facts/state-words.ts';
import { code } from '../../views/summary/markdown.ts';
import { renderSummary } from '../../views/summary/summary.ts';
import { driftErrors, renderVerifySummary } from '../../views/summary/verify-summary.ts';
import { createActionsLog, noCommand } from '../../views/terminal/actions-log.ts';
import { renderVerification } from '../../views/terminal/text-verify.ts';
import { combinedWords, combineOutputs } from '../combine.ts';
import { planJobs } from '../commands.ts';
import { runExport } from '../export.ts';
import { notifyOfCombined } from '../notify.ts';
import type { AppSession } from '../session.ts';
import type { StatePlace } from '../state-place.ts';
import { runSync } from '../sync.ts';
import { runVerify } from '../verify.ts';
import { cacheScopeOf, configuredPlaceOf, STATE, stateOf, WORK_DIRECTORY } from './cache-place.ts';
import type { ActionInputs, Step } from './inputs.ts';
import {
  actionsCore,
  outputsOf,
  outputsWithoutSync,
  setOutputs,
  stepFails,
  troubleshootingUrl,
  writeSummary,
} from './outputs.ts';

/** One sync. Its outcome is in the log, the annotations, the outputs and the step summary. Resolves to the exit code. */
export async function syncStep(step: Step): Promise<number> {
  const { inputs, session } = step;
  let past: readonly HistoryEntry[] = [];
  const history = (entries: readonly HistoryEntry[]): void => {
    past = entries;
  };
  return reported(step, { changes: true, failOn: inputs.failOn }, async ({ extras, ...opened }) => ({
    record: await runSync(session, { ...opened, request: requestOf(step), extras: { ...extras, history } }),
    past,
  }));
}

interface OpenedStep {
  readonly place: StatePlace;
  readonly stateName: string;
  openDisplay(): ReturnType<typeof createActionsLog>;
  readonly extras: { readonly troubleshootingUrl: string };
}

/** A run over the state, with its log, and what becomes of its record. `changes`: it may change the state. Resolves to the exit code. */
async function reported(
  step: Step,
  { changes, failOn }: { readonly changes: boolean; readonly failOn: ActionInputs['failOn'] },
  run: (opened: OpenedStep) => Promise<{ readonly record: RunRecord; readonly past: readonly HistoryEntry[] }>,
): Promise<number> {
  const { inputs, session } = step;
  const { state, place } = await openPlace(step, changes);
  const display = createActionsLog(actionsCore(session.redactor.redact), { verbose: core.isDebug() });
  const url = troubleshootingUrl(session.env);
  try {
    const extras = { troubleshootingUrl: url };
    const { record, past } = await run({ place, stateName: inputs.stateName, openDisplay: () => display, extras });
    setOutputs(outputsOf(record));
    const cacheUpkeep = await tendCache(session, { state, inputs, record });
    const context = { troubleshootingUrl: url, outputDirectory: record.output?.directory ?? null, cacheUpkeep };
    await writeSummary(renderSummary(record, past, context));
    return stepFails(record, failOn) ? 1 : 0;
  } finally {
    display.close();
  }
}

function requestOf({ inputs, config, event, sync, session, notices }: Step): SyncRequest {
  const branch = stateOf(inputs, config) === 'cache' ? branchNotice(session.env.GITHUB_REF ?? '', event.defaultBranch) : null;
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

/** Where the state is. `changes`: the run may change it, and dist/post.js saves what a killed one has left. */
async function openPlace(
  { inputs, config, event, session }: Step,
  changes: boolean,
): Promise<{ state: string; place: StatePlace }> {
  requireStateKey(visibilityOf(event.payload), inputs.stateKey);
  const state = stateOf(inputs, config);
  const place = await configuredPlaceOf(inputs, config, session.env);
  if (changes) {
    core.saveState(STATE, state);
    core.saveState(WORK_DIRECTORY, place.workDirectory);
  }
  return { state, place };
}

/** The modes `export` and `export-plan`. The outcome is in the log, the annotations, the outputs and the step summary. Resolves to the exit code. */
export async function exportStep(step: Step, mode: 'export' | 'export-plan'): Promise<number> {
  const { inputs, config, session } = step;
  const dryRun = mode === 'export-plan';
  const { limit, first, retryParked, allowDeletes } = inputs;
  const request = {
    config,
    why: `mode: ${mode}`,
    output: inputs.output ?? null,
    only: inputs.exports,
    options: { dryRun, limit, first, retryParked, allowDeletes },
  };
  return reported(step, { changes: !dryRun, failOn: 'any' }, async (opened) => ({
    record: await runExport(session, { ...opened, request }),
    past: [],
  }));
}

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
  const placeFor = async (state: string | null) => configuredPlaceOf(inputs, { state }, session.env);
  await notifyOfCombined(session, record, { file: inputs.config, stateName: inputs.stateName, placeFor });
  return stepFails(record, inputs.failOn) ? 1 : 0;
}

/** `plan` with `jobs`: which tables which job of the matrix reads, and nothing else. Resolves to the exit code. */
export async function matrixStep({ inputs, config, session }: Step, jobs: number): Promise<number> {
  const place = await configuredPlaceOf(inputs, config, session.env);
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

/** The mode `verify`. What differs is in the log, the annotations, the outputs and the step summary; keys are in files only. Resolves to the exit code. */
export async function verifyStep(step: Step): Promise<number> {
  const { inputs, config, session, notices } = step;
  const { tables, sample, repair, onUnreadableState, allowDeletes } = inputs;
  const { place } = await openPlace(step, repair);
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

/** The job must not wait for this. */
const LONGEST_MS = 120_000;

/**
 * After a run over a state in the Actions cache: deletes its older entries where `github-token` may, and says what the states take. Null where there
 * is no token, the state is elsewhere, or somebody stopped the run.
 */
async function tendCache(
  { env, signal, redactor, githubToken: token = '' }: AppSession,
  { state, inputs, record }: { readonly state: string; readonly inputs: ActionInputs; readonly record: RunRecord },
): Promise<CacheUpkeep | null> {
  if (token === '' || state !== 'cache' || signal.aborted || record.mode === 'export-plan') return null;
  redactor.add(token);
  const api = cacheApi({
    url: env.GITHUB_API_URL ?? 'https://api.github.com',
    repository: env.GITHUB_REPOSITORY ?? '',
    token: new Secret(token),
    signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]),
  });
  if (api === null) return null;
  const upkeep = await keepCacheSmall(api, cacheScopeOf(inputs), env.GITHUB_REF ?? '');
  api.close();
  const { lines, warning } = cacheWords(upkeep);
  for (const line of lines) core.info(noCommand(line));
  if (warning !== null) core.warning(noCommand(warning), { title: 'The Actions cache is nearly full' });
  return upkeep;
}
