import { endProcess } from '../runtime/exit.ts';
import { runAction } from './action.ts';

endProcess(process, await runAction());
