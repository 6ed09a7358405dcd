import type { SourceContext } from '../../model/contract.ts';
import type { Client } from './client.ts';
import type { SalesforceMemory } from './memory.ts';
import type { JobsOfRun } from './read.ts';
import type { Sight } from './sight.ts';
import type { Tuning } from './tuning.ts';

/** What the tables of one source share in a run. */
export interface Shared {
  readonly client: Client;
  readonly memory: SalesforceMemory;
  readonly sight: Sight;
  readonly tuning: Tuning;
  readonly context: SourceContext;
  readonly run: JobsOfRun;
}
