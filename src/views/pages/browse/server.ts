import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HighwaterError, toHighwaterError } from '../../../model/errors.ts';
import { type OpenedArtifact, openArtifact } from '../../../warehouse/browse/opened-artifact.ts';
import { html } from '../report/markup.ts';
import { directoryPage } from './directory-page.ts';
import { type PageAnswer, POLICY, problem, renderPage, tableAt } from './layout.ts';
import { recordPage } from './record-page.ts';
import { sqlPage } from './sql-page.ts';
import { tablePage } from './table-page.ts';

export interface BrowseOptions {
  /** The DuckDB file, or a directory with warehouse.duckdb or Parquet files. */
  readonly place: string;
  /** 0 chooses a free one. */
  readonly port: number;
  readonly now?: () => number;
}

export interface Browsing {
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves an artifact to this machine alone. The native library must be there already (runtime/native.ts). */
export async function startBrowsing({ place, port, now = Date.now }: BrowseOptions): Promise<Browsing> {
  const artifact = await openArtifact(place);
  const server = createServer((request, response) => void answer(artifact, request, response, now));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    artifact.reader.close();
    if (error.code !== 'EADDRINUSE') throw error;
    throw new HighwaterError(
      'PORT_IN_USE',
      `Port ${port} of this machine is in use.`,
      'Choose another with --port, or leave it out to get a free one.',
      { cause: error },
    );
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      artifact.reader.close();
    },
  };
}

const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

async function answer(
  artifact: OpenedArtifact,
  request: IncomingMessage,
  response: ServerResponse,
  now: () => number,
): Promise<void> {
  const no = refusal(request.method, request.headers, request.socket.localPort ?? 0);
  if (no !== null) {
    response.writeHead(403, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' }).end(`${no}\n`);
    return;
  }
  const page = await route(artifact, request.url ?? '/', now).catch(broken);
  response.writeHead(page.status, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' });
  response.end(request.method === 'HEAD' ? '' : renderPage(page, artifact));
}

async function route(artifact: OpenedArtifact, url: string, now: () => number): Promise<PageAnswer> {
  const { pathname, searchParams } = new URL(`http://127.0.0.1${url}`);
  if (pathname === '/') return directoryPage(artifact, searchParams, new Date(now()).toISOString());
  if (pathname === '/sql') return sqlPage(artifact, searchParams, now);
  const [kind, schema, name, ...rest] = pathname.slice(1).split('/').map(decoded);
  const table = rest.length === 0 ? tableAt(artifact, schema ?? '', name ?? '') : undefined;
  if (table !== undefined && kind === 'table') return tablePage(artifact, table, searchParams);
  if (table !== undefined && kind === 'record') return recordPage(artifact, table, searchParams);
  return {
    status: 404,
    title: 'Not here',
    body: html`<h1>Not here</h1>${problem('There is no such page.', '')}<p><a href="/">Directory</a></p>`,
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function broken(error: unknown): PageAnswer {
  const { message, hint, code } = toHighwaterError(error);
  return { status: 500, title: 'Failed', body: html`<h1>This page failed</h1>${problem(`${code}: ${message}`, hint)}` };
}

/**
 * Whether a request may have come from this server's own pages. A page elsewhere can make a browser ask a loopback address; it must
 * get nothing, also under a name of its own that it has pointed at 127.0.0.1 (DNS rebinding), which shows in the Host header.
 */
export function refusal(method: string | undefined, headers: IncomingHttpHeaders, port: number): string | null {
  if (method !== 'GET' && method !== 'HEAD') return 'Only GET is answered here.';
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  if (!hosts.includes((headers.host ?? '').toLowerCase())) return 'Open this address as localhost or 127.0.0.1.';
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'Other sites may not ask here.';
  const origin = headers.origin;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) return 'Other sites may not ask here.';
  return null;
}
