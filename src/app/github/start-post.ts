import { endProcess } from '../../runtime/exit.ts';
import { postStep } from './post-step.ts';

endProcess(process, await postStep());
