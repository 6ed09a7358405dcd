import { runsOnThisNode } from '../runtime/node-version.ts';

// Not at the top by `import`: that would load, and parse, everything before the question is asked.
if (runsOnThisNode(process)) void import('../app/github/post-step.ts').then(({ startPost }) => startPost());
