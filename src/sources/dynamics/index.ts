import type { SourceDefinition } from '../../model/source-definition.ts';
import { type DynamicsOptions, dynamicsSource, organisationOrigin } from './options.ts';
import { setup } from './setup.ts';

/** Microsoft Dynamics 365 / Dataverse, by its Web API. */
export const dynamics: SourceDefinition<typeof dynamicsSource, DynamicsOptions> = {
  type: 'dynamics',
  schema: dynamicsSource,
  deletesBy: 'full',
  naming: {
    canonical: (written) => written,
    target: (name) => name,
    ignoresCase: true,
    lists: [],
    computed: () => [],
  },
  connection: ({ tables: _, exclude: __, ...options }) => ({ options }),
  address: ({ url }) => organisationOrigin(url),
  checkFilter: async (condition) => (await import('./plan/odata-filter.ts')).checkFilter(condition),
  warnings: () => [],
  setup,
  create: async (options, context) => new (await import('./source.ts')).DynamicsSource(options, context),
};
