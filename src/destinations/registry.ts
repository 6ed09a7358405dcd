import { dynamicsDestination } from './dynamics/index.ts';
import { salesforceDestination } from './salesforce/index.ts';

/** Every kind of system that exports can write to: one line each. Its client is loaded when it is used. */
export const DESTINATIONS = [salesforceDestination, dynamicsDestination] as const;
