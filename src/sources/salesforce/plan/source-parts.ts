import type { SourceContext } from '../../../model/contract.ts';
import type { Client } from '../connect/client.ts';
import type { Tuning } from '../connect/tuning.ts';
import type { MetadataCache } from '../describe/metadata-cache.ts';
import type { ObjectPermissions } from '../describe/visibility.ts';
import type { JobsOfRun } from '../read/slice-reader.ts';

/** What the tables of one source share in a run. */
export interface SourceParts {
  readonly client: Client;
  readonly memory: MetadataCache;
  readonly permissions: ObjectPermissions;
  readonly tuning: Tuning;
  readonly context: SourceContext;
  readonly run: JobsOfRun;
}
