import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

export type Operation = 'create' | 'finalize' | 'lookup' | 'upload' | 'download';

/** What goes wrong with the next `times` (by default one) requests of an operation. */
export type Fault = { readonly on: Operation; readonly times?: number } & (
  | { readonly effect: 'status'; readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  /** The connection breaks before the request is carried out. */
  | { readonly effect: 'reset' }
  /** It is carried out, but the connection breaks before the answer. */
  | { readonly effect: 'lost answer' }
  /** The answer takes this long. */
  | { readonly effect: 'slow'; readonly milliseconds: number }
  /** A download ends early: the connection breaks in its middle. */
  | { readonly effect: 'cut off' }
  /** A download is shorter than the archive, and says so, as if that were all of it. */
  | { readonly effect: 'truncated' }
  /** A download of the right length with other bytes in its middle. */
  | { readonly effect: 'corrupted' }
  /** The reservation is gone when the upload is to be finalized. */
  | { readonly effect: 'reservation lost' }
);

export class Faults {
  readonly #faults: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  take(operation: Operation): Fault | null {
    const next = this.#faults.find(({ fault, left }) => fault.on === operation && left > 0);
    if (next === undefined) return null;
    next.left -= 1;
    return next.fault;
  }
}

/** Carries out the faults that need no knowledge of the request. True where nothing is left to answer. */
export async function strike(fault: Fault | null, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (fault?.effect === 'reset') {
    request.socket.destroy();
    return true;
  }
  if (fault?.effect === 'slow') await wait(fault.milliseconds);
  if (fault?.effect !== 'status') return false;
  request.resume();
  const body = fault.body ?? JSON.stringify({ code: 'internal', msg: `told to answer ${fault.status}` });
  response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers }).end(body);
  return true;
}
