import type { SourceContext } from '../source.ts';
import type { Batch } from './batch.ts';
import type { Client } from './client.ts';
import type { SalesforceMemory } from './memory.ts';
import type { Tuning } from './tuning.ts';

/** What the tables of one source share in a run. */
export interface Shared {
  readonly client: Client;
  readonly memory: SalesforceMemory;
  readonly tuning: Tuning;
  readonly context: SourceContext;
  readonly batch: Batch;
  /** Rows of each object as the service guesses them; empty until asked. */
  readonly counts: Map<string, number>;
  readonly run: { jobsUsedUp: boolean };
}
