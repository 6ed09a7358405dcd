import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as core from '@actions/core';
import { endProcess } from '../../runtime/exit.ts';
import { useProxies } from '../../runtime/proxy.ts';
import { loadConfiguration, openSession } from '../session.ts';
import { cronsOf, decideMode, readEvent, scheduleProblem, type WorkflowEvent } from './event.ts';
import { isLook, readInputs } from './inputs.ts';
import { look } from './look.ts';
import { outputsWithoutSync } from './outputs.ts';
import { syncStep } from './sync.ts';
import { reportFailure, setOutputs } from './workflow.ts';

/** The action's main step, from its environment to its exit code. */
export async function startAction(): Promise<void> {
  useProxies(process.env, process.versions.node);
  endProcess(process, await runAction());
}

async function runAction(): Promise<number> {
  const session = openSession({
    env: process.env,
    log: core.info,
    mask: (form) => core.setSecret(form),
    onStop: (signal) => core.info(`${signal}: stopping; what is committed is being saved.`),
    onStopAgain: () => undefined, // The runner sends SIGTERM 7.5 seconds after SIGINT, and then waits another 2.5.
    // Without `permissions: id-token: write` the runner does not say where to ask.
    ...(process.env.ACTIONS_ID_TOKEN_REQUEST_URL ? { idToken: (audience: string) => core.getIDToken(audience) } : {}),
  });
  try {
    const inputs = readInputs((name) => core.getInput(name));
    setOutputs(outputsWithoutSync(inputs.mode));
    if (inputs.stateKey !== undefined) session.redactor.add(inputs.stateKey.reveal());
    const config = await loadConfiguration(session, inputs.config);
    const event = await workflowEvent();
    const sync = decideMode(inputs.mode, event.schedule, config.run.fullSyncSchedule);
    const problem = scheduleProblem(event.schedule, config.run.fullSyncSchedule, await workflowCrons());
    const step = { inputs, config, event, sync, session, notices: problem === null ? [] : [problem] };
    return isLook(inputs.mode) ? await look(step, inputs.mode) : await syncStep(step);
  } catch (error) {
    await reportFailure(error, session.redactor);
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
