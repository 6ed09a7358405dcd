import type { DestinationDefinition } from '../../model/destination.ts';
import { type SalesforceTargetOptions, salesforceTarget } from './options.ts';

/** Salesforce, by sObject Collections and Bulk API 2.0 ingest. */
export const salesforceDestination: DestinationDefinition<typeof salesforceTarget, SalesforceTargetOptions> = {
  type: 'salesforce',
  schema: salesforceTarget,
  connection: (options) => ({ options }),
  create: async (options, context) => new (await import('./destination.ts')).SalesforceDestination(options, context),
};
