import { dynamics } from './dynamics/index.ts';
import { postgres } from './postgres/index.ts';
import { salesforce } from './salesforce/index.ts';

/** Every source that Highwater knows, in the order in which `init` offers them: one line each. What they run on is loaded when it is used. */
export const SOURCES = [salesforce, dynamics, postgres] as const;
