#!/usr/bin/env node
import nodeModule from 'node:module';
import { runsOnThisNode } from '../runtime/node-version.ts';

// Not at the top by `import`: that would load, and parse, everything before the question is asked.
if (runsOnThisNode(process)) {
  // Node.js keeps the compiled program between runs, below its temporary directory; versions before 22.8 can't.
  if (nodeModule.enableCompileCache !== undefined) nodeModule.enableCompileCache();
  void import('../app/terminal/program.ts').then(({ startCli }) => startCli());
}
