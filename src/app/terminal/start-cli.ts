import { endProcess } from '../../runtime/exit.ts';
import { useProxies } from '../../runtime/proxy.ts';
import { runCli } from './program.ts';

// `highwater discover | head` is no mistake.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

useProxies(process.env, process.versions.node);
endProcess(process, await runCli(process.argv.slice(2)));
