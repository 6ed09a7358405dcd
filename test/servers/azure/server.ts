import type { IncomingMessage } from 'node:http';
import type { Certified } from '../../support/certificates.ts';
import { type StoreAnswer, type StoreServer, startStoreServer } from '../objects/store-server.ts';
import { AzureRefusal, BlobContainer, type BlobWrite } from './blobs.ts';
import { requireSharedKey } from './shared-key.ts';

export const ACCOUNT = 'acmestate';
export const CONTAINER = 'highwater';
const KEY = Buffer.from('a key of an account, for tests').toString('base64');
const PAGE = 1000;
const FAULTS = {
  'slow down': new AzureRefusal(503, 'ServerBusy'),
  error: new AzureRefusal(500, 'InternalError'),
  conflict: new AzureRefusal(409, 'ContainerBeingDeleted'),
};

export interface AzureServer extends StoreServer {
  readonly container: BlobContainer;
  readonly env: Readonly<Record<string, string>>;
}

export interface AzureServerOptions {
  /** Speaks https, and takes this token of Entra in place of the account's key. */
  readonly entra?: { readonly tls: Certified; readonly token: string };
}

/** A strict Azure Blob Storage on this machine, with one account and one container. */
export async function startAzure({ entra }: AzureServerOptions = {}): Promise<AzureServer> {
  const container = new BlobContainer();
  const server = await startStoreServer(
    {
      keyOf: (url) => decodeURIComponent(url.pathname).split('/').slice(3).join('/'),
      refuse: (why) => refusalOf(FAULTS[why]),
      answer(request, url, body) {
        try {
          if (entra === undefined) requireSharedKey(request, body, ACCOUNT, KEY);
          else requireToken(request, entra.token);
          return answer(container, request, url, body);
        } catch (error) {
          return refusalOf(error);
        }
      },
    },
    entra?.tls,
  );
  const endpoint = `${server.url}/${ACCOUNT}`;
  const env: Record<string, string> =
    entra === undefined
      ? { AZURE_STORAGE_SERVICE_ENDPOINT: endpoint, AZURE_STORAGE_KEY: KEY }
      : { AZURE_STORAGE_SERVICE_ENDPOINT: endpoint };
  return Object.assign(server, { container, env });
}

function requireToken({ headers }: IncomingMessage, token: string): void {
  if (headers.authorization === undefined) throw new AzureRefusal(401, 'NoAuthenticationInformation');
  if (headers.authorization !== `Bearer ${token}`) throw new AzureRefusal(401, 'InvalidAuthenticationInfo');
}

function answer(container: BlobContainer, request: IncomingMessage, { pathname, searchParams }: URL, body: Buffer): StoreAnswer {
  const [, account, name, ...rest] = pathname.split('/');
  if (account !== ACCOUNT || name !== CONTAINER) throw new AzureRefusal(404, 'ContainerNotFound');
  if (!/^20\d\d-\d\d-\d\d$/.test(String(request.headers['x-ms-version']))) throw new AzureRefusal(400, 'InvalidHeaderValue');
  const key = decodeURIComponent(rest.join('/'));
  const { method } = request;
  if (method === 'GET' && key === '') return list(container, searchParams);
  if (method === 'PUT') return put(container, request, key, searchParams, body);
  if (method === 'GET' || method === 'HEAD') return get(container, request, key);
  if (method !== 'DELETE') throw new AzureRefusal(405, 'UnsupportedHttpVerb');
  container.get(key);
  container.blobs.delete(key);
  return { status: 202, headers: {}, body: Buffer.of() };
}

function put(
  container: BlobContainer,
  { headers }: IncomingMessage,
  key: string,
  query: URLSearchParams,
  body: Buffer,
): StoreAnswer {
  const sum = headers['content-md5'] ?? headers['x-ms-blob-content-md5'];
  const claimed = sum === undefined ? undefined : String(sum);
  const write: BlobWrite = { metadata: metadataOf(headers), ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
  const comp = query.get('comp');
  if (comp === 'block') {
    container.putBlock(key, query.get('blockid') ?? '', body, claimed);
    return { status: 201, headers: {}, body: Buffer.of() };
  }
  if (comp === 'blocklist') {
    const ids = [...body.toString().matchAll(/<Latest>([^<]+)<\/Latest>/g)].map(([, id = '']) => id);
    return { status: 201, headers: { etag: container.putBlockList(key, ids, write) }, body: Buffer.of() };
  }
  if (comp !== null || headers['x-ms-blob-type'] !== 'BlockBlob') throw new AzureRefusal(400, 'MissingRequiredHeader');
  return { status: 201, headers: { etag: container.put(key, body, claimed, write) }, body: Buffer.of() };
}

function get(container: BlobContainer, { method, headers: sent }: IncomingMessage, key: string): StoreAnswer {
  const { body, etag, modified, metadata, md5 } = container.get(key);
  const meta = Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]));
  const headers = { etag, 'last-modified': modified.toUTCString(), 'x-ms-blob-type': 'BlockBlob', ...meta };
  const sum = md5 === null ? {} : { 'content-md5': md5 };
  if (method === 'HEAD')
    return { status: 200, headers: { ...headers, ...sum, 'content-length': body.length }, body: Buffer.of() };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(String(sent['x-ms-range'] ?? sent.range ?? '')) ?? [];
  if (from === undefined) return { status: 200, headers: { ...headers, ...sum }, body };
  if (Number(from) >= body.length) throw new AzureRefusal(416, 'InvalidRange');
  const part = body.subarray(Number(from), to === '' ? undefined : Number(to) + 1);
  return { status: 206, headers, body: part };
}

function list(container: BlobContainer, query: URLSearchParams): StoreAnswer {
  if (query.get('restype') !== 'container' || query.get('comp') !== 'list')
    throw new AzureRefusal(400, 'InvalidQueryParameterValue');
  const [prefix, marker] = [query.get('prefix') ?? '', query.get('marker') ?? ''];
  const names = [...container.blobs.keys()].filter((name) => name.startsWith(prefix) && name >= marker).sort();
  const blobs = names.slice(0, PAGE).map((name) => {
    const { body, etag, modified } = container.get(name);
    return `<Blob><Name>${escaped(name)}</Name><Properties><Last-Modified>${modified.toUTCString()}</Last-Modified><Etag>${escaped(etag)}</Etag><Content-Length>${body.length}</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>`;
  });
  const folders = container.folders.map(
    (name) =>
      `<Blob><Name>${escaped(name)}</Name><Properties><Last-Modified>${new Date().toUTCString()}</Last-Modified><Etag>"0x1"</Etag><ResourceType>directory</ResourceType><Content-Length>0</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>`,
  );
  const text = `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="${CONTAINER}"><Prefix>${escaped(prefix)}</Prefix><Blobs>${folders.join('')}${blobs.join('')}</Blobs><NextMarker>${escaped(names[PAGE] ?? '')}</NextMarker></EnumerationResults>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(text) };
}

function metadataOf(headers: IncomingMessage['headers']): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-ms-meta-'));
  for (const [name] of own) if (!/^x-ms-meta-[a-z_]\w*$/.test(name)) throw new AzureRefusal(400, 'InvalidMetadata');
  return Object.fromEntries(own.map(([name, value]) => [name.slice('x-ms-meta-'.length), String(value)]));
}

function refusalOf(error: unknown): StoreAnswer {
  if (!(error instanceof AzureRefusal)) throw error;
  const body = Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><Error><Code>${error.code}</Code><Message>No.</Message></Error>`,
  );
  return { status: error.status, headers: { 'x-ms-error-code': error.code, 'content-type': 'application/xml' }, body };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
