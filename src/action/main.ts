import { runAction } from './action.ts';

const exitCode = await runAction();
// Not left to the event loop: a connection that a library keeps open would hold the job up. On Windows the log is written asynchronously.
process.stdout.write('', () => process.exit(exitCode));
