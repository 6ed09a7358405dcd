import { describeTargetConformance } from '../../conformance/destinations/suite.ts';
import { dynamicsSubject } from './target.ts';

describeTargetConformance('Dataverse', { create: dynamicsSubject });
