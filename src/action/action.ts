import { readFile } from 'node:fs/promises';
import * as core from '@actions/core';
import type { LoadedConfig } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { createRedactor, type Redactor } from '../runtime/masking.ts';
import { type Stopper, stopOnSignals } from '../runtime/signals.ts';
import { checkFilter } from '../sources/registry.ts';
import { decideMode, readEvent, type SyncMode, type WorkflowEvent } from './event.ts';
import { reportFailure } from './failure.ts';
import { type ActionInputs, isLook, readInputs } from './inputs.ts';
import { look } from './look.ts';
import { outputsWithoutSync } from './outputs.ts';
import { syncStep } from './sync.ts';
import { setOutputs } from './workflow.ts';

/** All that a step needs to know, once its inputs and its configuration have been read. */
export interface Step {
  readonly inputs: ActionInputs;
  readonly config: LoadedConfig;
  readonly event: WorkflowEvent;
  readonly sync: SyncMode;
  readonly redactor: Redactor;
  readonly stopper: Stopper;
}

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
    const config = await loadConfig(inputs.config, process.env, checkFilter);
    for (const secret of config.secrets) redactor.add(secret.reveal());
    const event = await workflowEvent();
    const sync = decideMode(inputs.mode, event.schedule, config.run.fullSyncSchedule);
    const step = { inputs, config, event, sync, redactor, stopper };
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
