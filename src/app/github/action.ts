import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as core from '@actions/core';
import picocolors from 'picocolors';
import { redactWords } from '../../engine/run-record.ts';
import { toHighwaterError } from '../../model/errors.ts';
import { type CommandResult, succeeded } from '../../model/results.ts';
import { endProcess } from '../../runtime/exit.ts';
import { useProxies } from '../../runtime/proxy.ts';
import { codeWords } from '../../views/facts/one-cause.ts';
import { noCommand } from '../../views/terminal/actions-log.ts';
import { renderOutcome } from '../../views/terminal/text.ts';
import { check, planFromState } from '../commands.ts';
import { freshness, lateTables } from '../freshness.ts';
import { notifyOfAges, notifyOfFailure } from '../notify.ts';
import { type AppSession, loadConfiguration, openSession } from '../session.ts';
import { validate } from '../validate.ts';
import { configuredPlaceOf } from './cache-place.ts';
import { requireCommandFiles } from './command-files.ts';
import { cronsOf, decideMode, readEvent, scheduleProblem, type WorkflowEvent } from './event.ts';
import { type ActionInputs, isExportMode, isLook, type Look, readInputs, type Step } from './inputs.ts';
import { outputsWithoutSync, reportFailure, setOutputs, staleTables, writeSummary } from './outputs.ts';
import { combineStep, exportStep, matrixStep, syncStep, verifyStep } from './steps.ts';

/** The action's main step, from its environment to its exit code. */
export async function startAction(): Promise<void> {
  useProxies(process.env, process.versions.node);
  endProcess(process, await runAction());
}

async function runAction(): Promise<number> {
  const session = openSession({
    env: process.env,
    log: core.info,
    warn: ({ code, message, hint }) => core.warning(noCommand(hint === '' ? message : `${message}\n${hint}`), { title: code }),
    githubToken: core.getInput('github-token').trim(),
    mask: (form) => core.setSecret(form),
    onStop: (signal) => core.info(`${signal}: stopping. Committed work is being saved.`),
    onStopAgain: () => undefined, // The runner sends SIGTERM 7.5 seconds after SIGINT, and then waits another 2.5.
    // Without `permissions: id-token: write` the runner does not say where to ask.
    ...(process.env.ACTIONS_ID_TOKEN_REQUEST_URL ? { idToken: (audience: string) => core.getIDToken(audience) } : {}),
  });
  let inputs: ActionInputs | null = null;
  try {
    await requireCommandFiles(process.env);
    inputs = readInputs((name) => core.getInput(name));
    setOutputs(outputsWithoutSync(inputs.mode));
    if (inputs.stateKey !== undefined) session.redactor.add(inputs.stateKey.reveal());
    if (inputs.mode === 'freshness') return await freshnessStep(session, inputs);
    if (inputs.mode === 'combine') return await combineStep(session, inputs);
    const { mode } = inputs;
    const needed = { destinations: isExportMode(mode) || mode === 'check', notify: mode === 'validate' };
    const config = await loadConfiguration(session, inputs.config, needed);
    const event = await workflowEvent();
    const sync = decideMode(inputs.mode, event.schedule, config.run.fullSyncSchedule);
    const problem = scheduleProblem(event.schedule, config.run.fullSyncSchedule, await workflowCrons());
    const step = { inputs, config, event, sync, session, notices: problem === null ? [] : [problem] };
    if (isExportMode(inputs.mode)) return await exportStep(step, inputs.mode);
    if (inputs.mode === 'verify') return await verifyStep(step);
    if (inputs.mode === 'plan' && inputs.jobs !== null) return await matrixStep(step, inputs.jobs);
    return isLook(inputs.mode) ? await look(step, inputs.mode) : await syncStep(step);
  } catch (error) {
    await reportFailure(error, session.redactor);
    if (inputs !== null) await notifyOfThrown(session, inputs, error);
    return 1;
  }
}

/** What kept a sync, an export or a comparison from running. */
async function notifyOfThrown(session: AppSession, inputs: ActionInputs, error: unknown): Promise<void> {
  const { mode, config: file, stateName } = inputs;
  if (isLook(mode) || mode === 'freshness' || mode === 'export-plan') return;
  const placeFor = async (state: string | null) => configuredPlaceOf(inputs, { state }, session.env);
  const command = mode === 'export' || mode === 'verify' || mode === 'combine' ? mode : 'sync';
  await notifyOfFailure(session, command, error, { file, stateName, placeFor });
}

async function workflowEvent(): Promise<WorkflowEvent> {
  const path = process.env.GITHUB_EVENT_PATH;
  return readEvent(path ? await readFile(path, 'utf8').catch(() => undefined) : undefined);
}

/** Those of the workflow that runs, from the checkout; null where it can't be read. `GITHUB_WORKFLOW_REF`: owner/repository/.github/workflows/sync.yml@refs/heads/main. */
async function workflowCrons(): Promise<readonly string[] | null> {
  const [, path] = /^[^/]+\/[^/]+\/(.+?)@/.exec(process.env.GITHUB_WORKFLOW_REF ?? '') ?? [];
  const file = path === undefined ? undefined : resolve(process.env.GITHUB_WORKSPACE ?? '.', path);
  const text = file === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? null : cronsOf(text);
}

/** `freshness`: needs neither the configuration nor its secrets, so that a workflow of its own can watch. Resolves to the exit code. */
async function freshnessStep(session: AppSession, inputs: ActionInputs): Promise<number> {
  const place = await configuredPlaceOf(inputs, { state: null }, session.env);
  const { maxAgeSeconds, output = 'highwater-output' } = inputs;
  const scope = { file: inputs.config, stateName: inputs.stateName, place };
  const outcome = await freshness(session, { place, output, maxAgeSeconds, now: new Date() }).catch(async (error: unknown) => {
    const { code, message, hint, family } = toHighwaterError(error);
    if (family === 'stale') await notifyOfAges(session, { tables: [] }, { code, message, hint }, scope);
    throw error;
  });
  setOutputs({ ...outputsWithoutSync('freshness'), 'stale-tables': JSON.stringify(staleTables(outcome.tables)) });
  for (const { title, message, hint, isError } of lateTables(outcome))
    (isError ? core.error : core.warning)(noCommand(`${message}\n${hint}`), { title });
  await notifyOfAges(session, outcome, null, scope);
  return print(outcome, 'freshness');
}

/** `validate`, `check` and `plan`: finds out, changes nothing. Resolves to the exit code. */
async function look(step: Step, mode: Look): Promise<number> {
  const outcome = redactWords(await find(step, mode), step.session.redactor.redact);
  for (const { title, message, hint } of succeeded(outcome) ? [] : errorsOf(outcome))
    core.error(noCommand(`${message}\n${hint}`), { title });
  return print(outcome, mode);
}

/** To the log and the summary. */
async function print(outcome: CommandResult, mode: string): Promise<number> {
  const options = { columns: 160, colors: picocolors.createColors(false), verbose: true, now: new Date().toISOString() };
  const text = renderOutcome(outcome, options).join('\n');
  core.info(noCommand(text));
  const good = succeeded(outcome);
  await writeSummary(`## ${good ? '✅' : '❌'} Highwater ${mode}${good ? '' : ' failed'}\n\n${fenced(text)}\n`);
  return good ? 0 : 1;
}

/** Each once, as many as GitHub shows of one step. A table that can't be read is titled by its name. */
function errorsOf(outcome: CommandResult): { title: string; message: string; hint: string }[] {
  if (outcome.command === 'validate' || outcome.command === 'freshness') return [];
  const unreadable = outcome.command === 'check' ? outcome.sources.flatMap((s) => s.tables) : [];
  const failed = [...outcome.sources, ...(outcome.command === 'plan' ? outcome.tables : [])];
  const errors = [
    ...failed.flatMap(({ error }) => (error === null ? [] : [{ ...error, title: codeWords(error) }])),
    ...(outcome.command === 'check' ? (outcome.exports ?? []) : []).flatMap(({ name, error }) =>
      error === null ? [] : [{ ...error, title: name }],
    ),
    ...(outcome.command === 'check' ? (outcome.stores ?? []) : []).flatMap(({ use, error }) =>
      error === null ? [] : [{ ...error, title: use }],
    ),
    ...unreadable.flatMap(({ ref, problem }) => (problem === undefined ? [] : [{ ...problem, title: ref.name }])),
  ];
  return [...new Map(errors.map((error) => [`${error.title} ${error.message}`, error])).values()].slice(0, 10);
}

async function find({ config, inputs, sync, session }: Step, mode: Look): Promise<CommandResult> {
  const place = await configuredPlaceOf(inputs, config, session.env);
  if (mode === 'validate') return validate(config);
  if (mode === 'check') return check(session, config, place);
  const planned = await planFromState(session, config, { ...sync, tables: inputs.tables, jobs: null }, place);
  core.setOutput('matrix', JSON.stringify(planned.matrix ?? []));
  return planned;
}

/** A fence longer than any within, so that nothing of the text is taken for markdown. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
