import { postStep } from './post-step.ts';

const exitCode = await postStep();
process.stdout.write('', () => process.exit(exitCode));
