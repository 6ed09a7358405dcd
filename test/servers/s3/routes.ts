import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { crc32 } from 'node:zlib';
import type { StoreAnswer } from '../objects/store-server.ts';
import type { Bucket, Conditions } from './bucket.ts';
import { BUCKET } from './names.ts';
import { S3Refusal } from './refusal.ts';

const PAGE = 1000;
const NO_CONTENT: StoreAnswer = { status: 204, headers: {}, body: Buffer.of() };

/** What S3 does of a request that is signed. */
export function answer(bucket: Bucket, request: IncomingMessage, url: URL, body: Buffer): StoreAnswer {
  const [, name, ...rest] = url.pathname.split('/');
  if (name !== BUCKET) throw new S3Refusal(404, 'NoSuchBucket', 'The specified bucket does not exist.');
  const key = decodeURIComponent(rest.join('/'));
  const query = url.searchParams;
  if (key.length > 1024) throw new S3Refusal(400, 'KeyTooLongError', 'Your key is too long.');
  requireChecksums(request, body);
  const { method } = request;
  if (method === 'GET' && key === '') return list(bucket, query);
  if (method === 'PUT') return put(bucket, request, key, query, body);
  if (method === 'POST') return post(bucket, request, key, query, body);
  if (method === 'DELETE' && query.has('uploadId')) bucket.abort(key, query.get('uploadId') ?? '');
  else if (method === 'DELETE') bucket.objects.delete(key);
  if (method === 'DELETE') return NO_CONTENT;
  if (method === 'GET' || method === 'HEAD') return get(bucket, request, key);
  throw new S3Refusal(405, 'MethodNotAllowed', 'The specified method is not allowed.');
}

function put(bucket: Bucket, request: IncomingMessage, key: string, query: URLSearchParams, body: Buffer): StoreAnswer {
  if (request.headers['content-length'] === undefined) throw new S3Refusal(411, 'MissingContentLength', 'A length is required.');
  const etag = query.has('uploadId')
    ? bucket.putPart(key, query.get('uploadId') ?? '', Number(query.get('partNumber')), body)
    : bucket.put(key, body, metadataOf(request), conditionsOf(request));
  return { status: 200, headers: { etag }, body: Buffer.of() };
}

function post(bucket: Bucket, request: IncomingMessage, key: string, query: URLSearchParams, body: Buffer): StoreAnswer {
  if (query.has('uploads')) {
    const id = bucket.begin(key, metadataOf(request));
    return xml(
      `<InitiateMultipartUploadResult><Bucket>${BUCKET}</Bucket><Key>${escaped(key)}</Key><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
    );
  }
  const parts = [...body.toString().matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
    etag: (/<ETag>(.*?)<\/ETag>/.exec(part)?.[1] ?? '').replaceAll('&quot;', '"'),
  }));
  const etag = bucket.complete(key, query.get('uploadId') ?? '', parts, conditionsOf(request));
  return xml(
    `<CompleteMultipartUploadResult><Key>${escaped(key)}</Key><ETag>${escaped(etag)}</ETag></CompleteMultipartUploadResult>`,
  );
}

function get(bucket: Bucket, request: IncomingMessage, key: string): StoreAnswer {
  const { body, etag, modified, metadata } = bucket.get(key);
  const meta = Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]));
  const headers = { etag, 'last-modified': modified.toUTCString(), 'accept-ranges': 'bytes', ...meta };
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (request.method === 'HEAD')
    return { status: 200, headers: { ...headers, 'content-length': body.length }, body: Buffer.of() };
  if (from === undefined) return { status: 200, headers, body };
  if (Number(from) >= body.length) throw new S3Refusal(416, 'InvalidRange', 'The requested range is not satisfiable');
  return { status: 206, headers, body: body.subarray(Number(from), Number(to) + 1) };
}

function list(bucket: Bucket, query: URLSearchParams): StoreAnswer {
  if (query.get('list-type') !== '2') throw new S3Refusal(501, 'NotImplemented', 'Only ListObjectsV2.');
  const [prefix, after] = [query.get('prefix') ?? '', query.get('continuation-token') ?? ''];
  const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
  const page = keys.slice(0, PAGE);
  const items = page.map((key) => {
    const { body, etag, modified } = bucket.get(key);
    return `<Contents><Key>${escaped(key)}</Key><LastModified>${modified.toISOString()}</LastModified><ETag>${escaped(etag)}</ETag><Size>${body.length}</Size></Contents>`;
  });
  const more = keys.length > page.length;
  const next = more ? `<NextContinuationToken>${escaped(page.at(-1) ?? '')}</NextContinuationToken>` : '';
  return xml(
    `<ListBucketResult><Name>${BUCKET}</Name><IsTruncated>${more}</IsTruncated>${next}${items.join('')}</ListBucketResult>`,
  );
}

function requireChecksums({ headers }: IncomingMessage, body: Buffer): void {
  const sums: readonly [name: string, expected: () => string][] = [
    ['content-md5', () => createHash('md5').update(body).digest('base64')],
    ['x-amz-checksum-sha256', () => createHash('sha256').update(body).digest('base64')],
    ['x-amz-checksum-crc32', () => crcText(body)],
  ];
  for (const [name, expected] of sums)
    if (headers[name] !== undefined && headers[name] !== expected())
      throw new S3Refusal(400, 'BadDigest', `${name} does not match.`);
  if (headers['x-amz-trailer'] !== undefined) throw new S3Refusal(501, 'NotImplemented', 'No trailing checksums here.');
}

function crcText(body: Buffer): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}

function conditionsOf({ headers }: IncomingMessage): Conditions {
  return { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
}

function metadataOf({ headers }: IncomingMessage): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return Object.fromEntries(own.map(([name, value]) => [name.slice('x-amz-meta-'.length), String(value)]));
}

function xml(content: string): StoreAnswer {
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${content}`),
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
