import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Faults } from './faults.ts';
import { Generated, type GeneratedOptions } from './generator.ts';
import { type ApiRequest, request as apiRequest, type Reply, send } from './http.ts';
import { Journal } from './journal.ts';
import { Clock, Org } from './org.ts';
import { headBytes, route } from './router.ts';
import type { SObject } from './schema.ts';
import { DEFAULTS, Service, type ServiceOptions } from './service.ts';
import type { Ingest } from './write/ingest.ts';

export interface SalesforceOptions extends Partial<Omit<ServiceOptions, 'oauth' | 'writer'>> {
  readonly oauth?: Partial<ServiceOptions['oauth']>;
  readonly writer?: Partial<ServiceOptions['writer']>;
  /** The server's clock against this machine's. */
  readonly clockOffsetSeconds?: number;
}

/** A strict local Salesforce, written from the protocol sheet; it refuses what the real one refuses. */
export interface SalesforceServer {
  readonly url: string;
  readonly org: Org;
  readonly clock: Clock;
  readonly service: Service;
  readonly ingest: Ingest;
  readonly faults: Faults;
  readonly journal: Journal;
  /** Options that a test may change while the server runs. */
  readonly options: ServiceOptions;
  /** Defines an object whose rows are computed from their number. */
  generate(object: SObject, options: GeneratedOptions): Generated;
  close(): Promise<void>;
}

export async function startSalesforce(options: SalesforceOptions = {}): Promise<SalesforceServer> {
  const { clockOffsetSeconds = 0, oauth, writer, ...rest } = options;
  const org = new Org(new Clock(clockOffsetSeconds));
  const service = new Service(org, {
    ...DEFAULTS,
    ...rest,
    oauth: { ...DEFAULTS.oauth, ...oauth },
    writer: { ...DEFAULTS.writer, ...writer },
  });
  const { faults } = service;
  const journal = new Journal();
  const sockets = new Set<Socket>();
  // Twice the real limit, so that the 414 page comes from the routes and not from Node.
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    handle(service, faults, journal, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.statusCode = 500;
      response.end(String(error));
    });
  });
  // Under load a client may take its time between two requests.
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  service.oauth.base = await listen(server);
  return {
    url: service.oauth.base,
    org,
    clock: org.clock,
    service,
    ingest: service.ingest,
    faults,
    journal,
    options: service.options,
    generate: (object, generated) => {
      org.define(object);
      const table = new Generated(object, generated);
      service.generators.set(object.name, table);
      service.noteGenerated(object.name, generated.rows);
      return table;
    },
    close: () => close(server, sockets),
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((done) => server.close(() => done()));
}

async function handle(
  service: Service,
  faults: Faults,
  journal: Journal,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fault = faults.take({ method: incoming.method ?? 'GET', url: incoming.url ?? '/' });
  const body = await received(incoming, fault?.cutUploadAfter);
  if (body === null) return;
  const request = apiRequest(incoming.method ?? 'GET', incoming.url ?? '/', incoming.headers, body);
  if (fault?.delayMs !== undefined) await new Promise((done) => setTimeout(done, fault.delayMs));
  let subrequests: readonly { method: string; url: string; status: number }[] | undefined;
  const reply: Reply =
    fault?.reply ??
    (await route(service, request, (subs) => {
      subrequests = subs;
    }));
  journal.add({
    method: request.method,
    url: decodeURIComponent(request.url.replaceAll('+', ' ')),
    path: request.url,
    status: reply.status,
    size: headBytes(request),
    ...classify(request, reply),
    ...(subrequests === undefined ? {} : { subrequests }),
    ...noteOf(request),
  });
  if (fault?.reset) {
    incoming.socket.destroy();
    return;
  }
  await send(response, reply, service.org.clock.now(), String(incoming.headers['accept-encoding'] ?? ''), fault);
}

/** The request's body; null where the connection was cut on the way, or by its client. */
async function received(incoming: IncomingMessage, cutAfter = Number.POSITIVE_INFINITY): Promise<string | null> {
  const body: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      body.push(chunk);
      bytes += chunk.length;
      if (bytes >= cutAfter) incoming.socket.destroy();
    }
  } catch {
    return null;
  }
  return bytes >= cutAfter ? null : Buffer.concat(body).toString();
}

function classify({ path }: ApiRequest, { status }: Reply): { kind: 'token' | 'versions' | 'api'; counted: boolean } {
  if (path === '/services/oauth2/token') return { kind: 'token', counted: false };
  if (/^\/services\/data\/?$/.test(path)) return { kind: 'versions', counted: false };
  return { kind: 'api', counted: status !== 401 };
}

function noteOf({ method, path, body }: ApiRequest): { note?: string } {
  if (!/\/jobs\/(query|ingest)/.test(path) || (method !== 'POST' && method !== 'PATCH')) return {};
  const { query, state, operation } = JSON.parse(body) as { query?: string; state?: string; operation?: string };
  return { note: query ?? state ?? operation ?? '' };
}
