import { describeTargetConformance } from '../../conformance/destinations/suite.ts';
import { salesforceSubject } from './target.ts';

describeTargetConformance('Salesforce', { create: async () => salesforceSubject() });
