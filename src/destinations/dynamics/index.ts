import type { DestinationDefinition } from '../../model/destination.ts';
import { type DynamicsTargetOptions, dynamicsTarget } from './options.ts';

/** Microsoft Dynamics 365 / Dataverse, by batches of the Web API. */
export const dynamicsDestination: DestinationDefinition<typeof dynamicsTarget, DynamicsTargetOptions> = {
  type: 'dynamics',
  schema: dynamicsTarget,
  connection: (options) => ({ options }),
  create: async (options, context) => new (await import('./destination.ts')).DynamicsDestination(options, context),
};
