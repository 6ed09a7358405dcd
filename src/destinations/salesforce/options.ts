import Type, { type Static } from 'typebox';
import { group } from '../../config/declare/fields.ts';
import { salesforceConnection } from '../../sources/salesforce/options.ts';

/** A Salesforce organisation in `destinations:`. It signs in like a source, as another user. */
export const salesforceTarget = group(salesforceConnection, { title: 'Salesforce' });

const loaded = Type.Object(salesforceConnection);

/** How to reach the organisation, as loaded: secrets wrapped. */
export type SalesforceTargetOptions = Static<typeof loaded>;
