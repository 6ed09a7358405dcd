import { randomUUID } from 'node:crypto';
import { ConnectionFailure } from '../../../runtime/http.ts';
import { headOf } from '../../../sources/dynamics/connect/web-api-client.ts';
import type { Meter, WebApiTransport } from '../../../sources/dynamics/connect/web-api-transport.ts';
import { API_PATH } from '../../../sources/dynamics/options.ts';

/** One request of a batch. No other methods: an export sends nothing else. */
export interface BatchedRequest {
  readonly method: 'GET' | 'PATCH' | 'DELETE';
  /** Follows the Web API's address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
}

export interface BatchedAnswer {
  readonly status: number;
  /** The part's own JSON, byte for byte. */
  readonly body: Buffer;
}

const HEADERS = { Accept: 'application/json', 'OData-Version': '4.0', 'OData-MaxVersion': '4.0' };
const CLOSING = Buffer.from('--\r\n');

/**
 * Sends requests as one `$batch` outside of any change set, so that each has an answer of its own and one that fails stops no other.
 * Sent again after a lost answer; `isAgain` of the answer says so.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api
 */
export async function sendBatch(
  transport: WebApiTransport,
  base: string,
  requests: readonly BatchedRequest[],
  signal: AbortSignal,
): Promise<{ readonly answers: readonly BatchedAnswer[]; readonly isAgain: boolean }> {
  const boundary = `batch_${randomUUID()}`;
  const meter: Meter = { requests: 0, bytes: 0 };
  const request = {
    method: 'POST' as const,
    url: `${base}$batch`,
    headers: { ...HEADERS, 'Content-Type': `multipart/mixed; boundary=${boundary}`, Prefer: 'odata.continue-on-error' },
    body: `${requests.map((r) => part(boundary, r)).join('')}--${boundary}--\r\n`,
  };
  const answers = await transport.send(request, signal, meter, async (answer) => {
    const parts = partsIn(answer.headers['content-type'] ?? '', await answer.bytes());
    if (parts.length !== requests.length) throw new ConnectionFailure('the answer does not hold an answer to each request');
    return parts;
  });
  return { answers, isAgain: meter.requests > 1 };
}

function part(boundary: string, { method, path, headers = {}, body }: BatchedRequest): string {
  const all = { ...HEADERS, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `--${boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${method} ${API_PATH}${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}\r\n`;
}

/** The parts of the answer, in order. A text in a part can't hold the boundary: the service makes a new one for each answer. */
function partsIn(contentType: string, bytes: Buffer): BatchedAnswer[] {
  const boundary = Buffer.from(`--${/boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? ''}`);
  if (boundary.length === 2) throw new ConnectionFailure('the answer is no batch');
  const parts: BatchedAnswer[] = [];
  for (let at = bytes.indexOf(boundary); at !== -1; ) {
    const from = at + boundary.length;
    if (bytes.subarray(from, from + 2).equals(CLOSING.subarray(0, 2))) return parts;
    const next = bytes.indexOf(boundary, from);
    if (next === -1) break;
    const piece = bytes.subarray(from, next);
    const head = headOf(piece);
    if (head === null) break;
    parts.push({ status: head.status, body: piece.subarray(head.length) });
    at = next;
  }
  throw new ConnectionFailure('the answer broke off');
}
