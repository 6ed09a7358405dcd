import type { LoadedConfig } from '../../config/config.ts';
import type { Redactor } from '../../runtime/masking.ts';
import type { Stopper } from '../../runtime/signals.ts';
import type { SyncMode, WorkflowEvent } from './event.ts';
import type { ActionInputs } from './inputs.ts';

/** All that a step needs to know, once its inputs and its configuration have been read. */
export interface Step {
  readonly inputs: ActionInputs;
  readonly config: LoadedConfig;
  readonly event: WorkflowEvent;
  readonly sync: SyncMode;
  readonly redactor: Redactor;
  readonly stopper: Stopper;
  /** What the user should read of how the run was started. */
  readonly notices: readonly string[];
}
