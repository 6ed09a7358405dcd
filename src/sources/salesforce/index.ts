import type { SourceDefinition } from '../../model/contract.ts';
import { TUNING } from './connect/tuning.ts';
import type { SalesforceOptions } from './options.ts';
import { SalesforceSource } from './source.ts';

export const salesforce: SourceDefinition<SalesforceOptions> = {
  type: 'salesforce',
  create: (options, context) => new SalesforceSource(options, context, TUNING),
  // Only where there is a condition: making the parser takes a tenth of a second.
  checkFilter: async (condition) => (await import('./plan/filter.ts')).checkFilter(condition),
};
