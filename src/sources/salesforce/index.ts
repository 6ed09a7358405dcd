import type { SourceDefinition } from '../source.ts';
import { checkFilter } from './filter.ts';
import type { SalesforceOptions } from './options.ts';
import { SalesforceSource } from './salesforce-source.ts';
import { TUNING } from './tuning.ts';

export const salesforce: SourceDefinition<SalesforceOptions> = {
  type: 'salesforce',
  create: (options, context) => new SalesforceSource(options, context, TUNING),
  checkFilter: async (condition) => checkFilter(condition),
};
