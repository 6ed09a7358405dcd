import * as core from '@actions/core';
import { endProcess } from '../../runtime/exit.ts';
import { createRedactor } from '../../runtime/masking.ts';
import { prepareNative } from '../../runtime/native.ts';
import { readWork } from '../../state/workspace/workspace.ts';
import { size } from '../../views/facts/format.ts';
import { inline } from '../../views/summary/markdown.ts';
import { STATE, statePlaceOf, WORK_DIRECTORY } from './cache-place.ts';
import { readInputs } from './inputs.ts';
import { reportFailure, writeSummary } from './outputs.ts';

/** The action's post step, from its environment to its exit code. */
export async function startPost(): Promise<void> {
  endProcess(process, await postStep());
}

/**
 * Saves what the main step had committed when the runner cut it off, or could not save. In almost every run there is nothing to do
 * and nothing is said. Resolves to the exit code.
 */
async function postStep(): Promise<number> {
  const redactor = createRedactor((form) => core.setSecret(form));
  try {
    const expected = core.getState(WORK_DIRECTORY);
    if (expected === '' || (await readWork(expected)) === null) return 0;
    const inputs = readInputs((name) => core.getInput(name));
    if (inputs.stateKey !== undefined) redactor.add(inputs.stateKey.reveal());
    const { store, workDirectory } = await statePlaceOf(
      { ...inputs, state: core.getState(STATE) || 'cache' },
      process.env,
      'post',
    );
    await prepareNative({ env: process.env, log: core.info });
    const { rescue } = await import('../../engine/restore/restore.ts');
    const rescued = await rescue({ workDirectory, store, now: () => new Date() });
    if (rescued === null) return 0;
    const { generation, bytes } = rescued.saved;
    const what = `The run ended before it could save. Its committed work is saved now (generation ${generation}, ${size(bytes)}); the next run continues from there.`;
    core.notice(what);
    await writeSummary(`⏸️ ${inline(what)}\n`);
    return 0;
  } catch (error) {
    await reportFailure(error, redactor, 'What the cut run had committed could not be saved');
    return 1;
  }
}
