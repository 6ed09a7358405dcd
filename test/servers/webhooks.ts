import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { acceptedBody } from './webhook-bodies.ts';

/**
 * What goes wrong with one request.
 * - `refused`: 404, `busy`: 429 with Retry-After, `error`: 503, `redirect`: 302 to another host. Nothing is delivered.
 * - `cut`: the connection ends, and nothing is delivered.
 * - `lost`: it is delivered, and the connection ends. `slow`: it is delivered, and the answer comes far too late. `gateway`: delivered, and 504.
 */
export type WebhookFault = 'refused' | 'busy' | 'error' | 'redirect' | 'cut' | 'lost' | 'slow' | 'gateway';

export const WEBHOOK_FAULTS: readonly WebhookFault[] = ['refused', 'busy', 'error', 'redirect', 'cut', 'lost', 'slow', 'gateway'];

export interface DeliveredMessage {
  readonly path: string;
  /** What people see of it. */
  readonly text: string;
  /** As it was sent. */
  readonly body: string;
}

export interface WebhookServer {
  readonly url: string;
  readonly delivered: readonly DeliveredMessage[];
  deliveredTo(path: string): readonly DeliveredMessage[];
  readonly requests: readonly { readonly path: string; readonly fault: WebhookFault | null }[];
  fault: (path: string) => WebhookFault | null;
  close(): Promise<void>;
}

const SLOW_MS = 2000;

const REFUSALS: Partial<Readonly<Record<WebhookFault, [status: number, text: string, headers?: Record<string, string>]>>> = {
  refused: [404, 'no_service'],
  busy: [429, 'rate_limited', { 'retry-after': '0' }],
  error: [503, 'service_unavailable'],
  redirect: [302, '', { location: 'https://elsewhere.example.com/hook' }],
};

/** Slack at `/slack…`, a Teams workflow at `/teams…`, anything else is a webhook: each refuses what the real one refuses. */
export async function startWebhooks(): Promise<WebhookServer> {
  const delivered: DeliveredMessage[] = [];
  const byPath = new Map<string, readonly DeliveredMessage[]>();
  const requests: { path: string; fault: WebhookFault | null }[] = [];
  const state: { fault: (path: string) => WebhookFault | null } = { fault: () => null };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  const answer = (request: IncomingMessage, response: ServerResponse, body: string): void => {
    const path = request.url ?? '';
    const fault = state.fault(path);
    requests.push({ path, fault });
    const reply = (status: number, text: string, headers: Record<string, string> = {}): void =>
      void response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(text);
    const refusal = fault === null ? undefined : REFUSALS[fault];
    const read = acceptedBody(request.method, path, request.headers['content-type'] ?? '', body);
    if (fault === 'cut') request.socket.destroy();
    else if (refusal !== undefined) reply(...refusal);
    else if ('refusal' in read) reply(400, read.refusal);
    else {
      const message = { path, text: read.text, body };
      delivered.push(message);
      byPath.set(path, [...(byPath.get(path) ?? []), message]);
      if (fault === 'lost') request.socket.destroy();
      else if (fault === 'slow') setTimeout(() => reply(200, 'ok'), SLOW_MS).unref();
      else if (fault === 'gateway') reply(504, 'timeout');
      else reply(path.startsWith('/teams') ? 202 : 200, 'ok');
    }
  };
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delivered,
    deliveredTo: (path) => byPath.get(path) ?? [],
    requests,
    get fault() {
      return state.fault;
    },
    set fault(fault) {
      state.fault = fault;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
