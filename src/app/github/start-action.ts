import { endProcess } from '../../runtime/exit.ts';
import { useProxies } from '../../runtime/proxy.ts';
import { runAction } from './action.ts';

useProxies(process.env, process.versions.node);
endProcess(process, await runAction());
