import { Run, type RunDeps, type Stop, type SyncRequest, stopSignal } from '../run-context.ts';
import { type RestoredState, restore } from './restore.ts';

/** A run that has restored its state. */
export interface RunWithState {
  readonly run: Run;
  readonly state: RestoredState;
  readonly stop: Stop;
  /** Says whether the state has changed, so that it is worth saving even if the run fails. At first it has not. */
  stateChanged(changed: boolean): void;
  /** Closes something when the run ends, however it ends; what was opened last is closed first. */
  atEnd(close: () => Promise<void>): void;
}

/** What every run begins and ends with: it restores the state, and in the end closes what it opened and gives the state back. */
export async function withState<T>(request: SyncRequest, deps: RunDeps, work: (opened: RunWithState) => Promise<T>): Promise<T> {
  const run = new Run(request, deps);
  const stop = stopSignal(deps.signal, request.config.run.timeoutSeconds);
  const state = await run.stage('restore', `state from ${deps.store.describe()}`, async () => restore(run));
  const closings: (() => Promise<void>)[] = [];
  let changed = false;
  const stateChanged = (now: boolean): void => {
    changed = now;
  };
  try {
    return await work({ run, state, stop, stateChanged, atEnd: (close) => void closings.unshift(close) });
  } finally {
    stop.clear();
    for (const close of closings) await close();
    await state.release(changed);
  }
}
