import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AzureRefusal } from './blobs.ts';

const LARGEST_SKEW_MS = 15 * 60_000;
const SIGNED = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
];

/** Checks a request as Azure does: https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key */
export function requireSharedKey(request: IncomingMessage, body: Buffer, account: string, key: string): void {
  const { headers, method = '', url = '' } = request;
  const [, name, signature] = /^SharedKey ([^:]+):(\S+)$/.exec(headers.authorization ?? '') ?? [];
  if (headers.authorization === undefined) throw new AzureRefusal(401, 'NoAuthenticationInformation');
  const date = Date.parse(String(headers['x-ms-date']));
  if (name !== account || signature === undefined || !(Math.abs(Date.now() - date) < LARGEST_SKEW_MS))
    throw new AzureRefusal(403, 'AuthenticationFailed');
  if (Number(headers['content-length'] ?? 0) !== body.length) throw new AzureRefusal(400, 'InvalidHeaderValue');
  const plain = SIGNED.map((header) => {
    const value = String(headers[header] ?? '');
    return header === 'content-length' && value === '0' ? '' : value;
  });
  const own = Object.keys(headers)
    .filter((header) => header.startsWith('x-ms-'))
    .sort()
    .map((header) => `${header}:${String(headers[header])}\n`);
  const text = `${[method, ...plain].join('\n')}\n${own.join('')}${resourceOf(account, url)}`;
  const expected = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest();
  const given = Buffer.from(signature, 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new AzureRefusal(403, 'AuthenticationFailed');
}

function resourceOf(account: string, url: string): string {
  const [path = '', query = ''] = url.split('?');
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => `\n${name.toLowerCase()}:${value}`);
  return `/${account}${path}${pairs.sort().join('')}`;
}
