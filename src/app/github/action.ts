import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as core from '@actions/core';
import { loadConfig } from '../../config/load/load.ts';
import { createRedactor } from '../../runtime/masking.ts';
import { stopOnSignals } from '../../runtime/signals.ts';
import { SOURCES } from '../../sources/registry.ts';
import { cronsOf, decideMode, readEvent, scheduleProblem, type WorkflowEvent } from './event.ts';
import { reportFailure } from './failure.ts';
import { type ActionInputs, isLook, readInputs } from './inputs.ts';
import { look } from './look.ts';
import { outputsWithoutSync } from './outputs.ts';
import { syncStep } from './sync.ts';
import { setOutputs } from './workflow.ts';

/** The action's main step, from inputs to exit code. */
export async function runAction(): Promise<number> {
  const redactor = createRedactor((form) => core.setSecret(form));
  const stopper = stopOnSignals(
    process,
    (signal) => core.info(`${signal}: stopping; what is committed is being saved.`),
    () => undefined, // The runner sends SIGTERM 7.5 seconds after SIGINT, and goes on waiting for 2.5.
  );
  let inputs: ActionInputs | undefined;
  try {
    inputs = readInputs((name) => core.getInput(name));
    setOutputs(outputsWithoutSync(inputs.mode));
    if (inputs.stateKey !== undefined) redactor.add(inputs.stateKey.reveal());
    const config = await loadConfig(inputs.config, process.env, SOURCES);
    for (const secret of config.secrets) redactor.add(secret.reveal());
    const event = await workflowEvent();
    const sync = decideMode(inputs.mode, event.schedule, config.run.fullSyncSchedule);
    const problem = scheduleProblem(event.schedule, config.run.fullSyncSchedule, await workflowCrons());
    const step = { inputs, config, event, sync, redactor, stopper, notices: problem === null ? [] : [problem] };
    return isLook(inputs.mode) ? await look(step, inputs.mode) : await syncStep(step);
  } catch (error) {
    await reportFailure(error, redactor);
    return 1;
  }
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
