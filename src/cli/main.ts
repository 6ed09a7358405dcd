import { runCli } from './program.ts';

// `highwater discover | head` is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

const exitCode = await runCli(process.argv.slice(2));
process.stdout.write('', () => process.exit(exitCode));
