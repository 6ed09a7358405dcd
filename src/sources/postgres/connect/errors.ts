import { HighwaterError } from '../../../model/errors.ts';
import type { ErrorScene, Fault, Translate } from './fault.ts';
import { FAULTS, lost, noAnswer, refused } from './server-faults.ts';
import { TLS_FAULTS } from './tls-faults.ts';

export type { ErrorScene } from './fault.ts';

/** Turns what node-postgres, Node's sockets and TLS throw into words for people. What is unknown keeps its own words. */
export function translate(thrown: unknown, scene: ErrorScene): unknown {
  if (thrown instanceof HighwaterError || !(thrown instanceof Error)) return thrown;
  const { code: sent, cert, address, message: said } = telling(thrown);
  const fault: Fault = { message: said, code: sent, address, names: cert?.subjectaltname };
  const found =
    FAULTS[fault.code ?? ''] ??
    TLS_FAULTS[fault.code ?? ''] ??
    FAULTS[sqlstateClass(fault)] ??
    byMessage(`${fault.code ?? ''} ${fault.message}`);
  if (found === undefined) return thrown;
  const { code, says, hint, family } = found(scene, fault);
  const message = scene.table === undefined ? sentence(says, scene) : `${scene.table}: ${says.replace(/\.?$/, '.')}`;
  return new HighwaterError(code, message, hint, { cause: thrown, ...(family === undefined ? {} : { family }) });
}

type NetworkError = Error & { code?: string; address?: string; cert?: { subjectaltname?: string } };

/** Of a name with several addresses, each of which failed, Node throws all: what an address with a route says tells more. */
function telling(thrown: Error): NetworkError {
  const errors: readonly NetworkError[] = thrown instanceof AggregateError ? thrown.errors : [thrown];
  return errors.find((e) => !e.address?.includes(':')) ?? errors[0] ?? thrown;
}

function sqlstateClass(fault: Fault): string {
  return /^[0-9A-Z]{5}$/.test(fault.code ?? '') ? (fault.code ?? '').slice(0, 2) : '';
}

function byMessage(message: string): Translate | undefined {
  // Any other SQLSTATE; Node's own codes begin with E.
  if (/^(?!E)[0-9A-Z]{5} /.test(message)) return refused;
  if (/Connection terminated|Client has encountered a connection error|Client network socket disconnected/.test(message))
    return lost;
  if (/timeout expired|Connection terminated due to connection timeout/.test(message)) return noAnswer;
  return Object.entries(TLS_FAULTS).find(([key]) => message.includes(key))?.[1];
}

// A name keeps its spelling, even where it begins the sentence.
function sentence(says: string, scene: ErrorScene): string {
  if ([scene.server, scene.database, scene.user].some((name) => says.startsWith(`${name} `))) return says.replace(/\.?$/, '.');
  return `${says.charAt(0).toUpperCase()}${says.slice(1).replace(/\.?$/, '.')}`;
}

/** The SQLSTATE or Node code of an error, or of the one that it was made from. */
export function codeOf(thrown: unknown): string {
  const error = thrown instanceof HighwaterError ? thrown.cause : thrown;
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
