import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { S3Refusal } from './refusal.ts';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

const LARGEST_SKEW_MS = 15 * 60_000;

/** Checks a request as AWS does: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
export function requireSignature(request: IncomingMessage, body: Buffer, credentials: S3Credentials, region: string): void {
  const header = request.headers.authorization ?? '';
  const [, id, date = '', scope, names = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(header) ??
    [];
  if (id === undefined) throw new S3Refusal(403, 'AccessDenied', 'No valid Authorization header.');
  if (id !== credentials.accessKeyId) throw new S3Refusal(403, 'InvalidAccessKeyId', 'The access key does not exist.');
  if (scope !== `${region}/s3/aws4_request`)
    throw new S3Refusal(400, 'AuthorizationHeaderMalformed', `The region must be ${region}.`);
  if ((request.headers['x-amz-security-token'] ?? undefined) !== credentials.sessionToken)
    throw new S3Refusal(400, 'ExpiredToken', 'The provided token has expired.');
  const time = String(request.headers['x-amz-date'] ?? '');
  requireTime(time, date);
  const hash = String(request.headers['x-amz-content-sha256'] ?? '');
  if (hash !== 'UNSIGNED-PAYLOAD' && hash !== sha256(body))
    throw new S3Refusal(400, 'XAmzContentSHA256Mismatch', 'The body is not what was signed.');
  const signed = names.split(';');
  const sent = Object.keys(request.headers).filter(
    (name) => name === 'host' || name.startsWith('x-amz-') || name === 'content-md5',
  );
  const unsigned = sent.filter((name) => !signed.includes(name));
  if (unsigned.length > 0) throw new S3Refusal(403, 'AccessDenied', `Headers that must be signed: ${unsigned.join(', ')}.`);
  const text = ['AWS4-HMAC-SHA256', time, `${date}/${scope}`, sha256(Buffer.from(canonical(request, signed, hash)))].join('\n');
  const key = [date, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (k, part) => hmac(k, part),
    `AWS4${credentials.secretAccessKey}`,
  );
  if (!timingSafeEqual(hmac(key, text), Buffer.from(signature, 'hex')))
    throw new S3Refusal(403, 'SignatureDoesNotMatch', 'The signature does not match.');
}

function requireTime(time: string, date: string): void {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  const at = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  if (Number.isNaN(at) || !time.startsWith(date)) throw new S3Refusal(403, 'AccessDenied', 'No valid X-Amz-Date.');
  if (Math.abs(Date.now() - at) > LARGEST_SKEW_MS)
    throw new S3Refusal(403, 'RequestTimeTooSkewed', 'The clocks differ too much.');
}

function canonical(request: IncomingMessage, signed: readonly string[], hash: string): string {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const sorted =
    query === ''
      ? []
      : query
          .split('&')
          .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
          .sort();
  const headers = signed.map(
    (name) =>
      `${name}:${String(request.headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  );
  return [request.method, path, sorted.join('&'), headers.join(''), signed.join(';'), hash].join('\n');
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
