import { Agent } from 'node:https';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { chosenProxy } from '../runtime/proxy.ts';
import { retryAfterMs } from '../runtime/retry.ts';
import { safeEndpoint } from './endpoint.ts';
import {
  connectionFailure,
  DriverFailure,
  failureOfStatus,
  type ObjectDriver,
  type WriteAnswer,
  type WriteCondition,
} from './object-driver.ts';
import { completed, PART_BYTES } from './s3-multipart.ts';
import { type CloudAddress, showAddress } from './store-address.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const MARK = 'highwater-write';
/** Without an answer, or without a further byte of one. */
const STALL_MS = 60_000;

/**
 * Any store that speaks S3, with conditional writes. Endpoint, region and sign-in are what the AWS tools take from the environment
 * (https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html), a role by OIDC included.
 */
export function s3Driver(address: CloudAddress, env: Environment): ObjectDriver {
  const client = new S3Client(configuration(env));
  const bucket = address.container;
  const full = (key: string): string => (address.prefix === '' ? key : `${address.prefix}/${key}`);
  const named = (key: string) => ({ Bucket: bucket, Key: full(key) });
  return {
    address: showAddress(address),
    largestWrite: PART_BYTES,
    read: (key, range, signal) =>
      orNull(async () => {
        const Range = range === null ? undefined : `bytes=${range.start}-${range.end - 1}`;
        const { Body, ETag } = await client.send(new GetObjectCommand({ ...named(key), Range }), { abortSignal: signal });
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        // The same memory, not a copy of it.
        return { body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), tag: ETag ?? '' };
      }),
    look: (key, signal) =>
      orNull(async () => {
        const found = await client.send(new HeadObjectCommand(named(key)), { abortSignal: signal });
        const { ContentLength: bytes = 0, ETag: tag = '', LastModified: modified = new Date(0), Metadata } = found;
        return { key, bytes, tag, modified, mark: Metadata?.[MARK] ?? '' };
      }),
    list: (prefix, from, signal) =>
      translated(async () => {
        const start = full('');
        const page = new ListObjectsV2Command({ Bucket: bucket, Prefix: full(prefix), ContinuationToken: from ?? undefined });
        const { Contents = [], NextContinuationToken } = await client.send(page, { abortSignal: signal });
        const objects = Contents.map(({ Key = '', Size = 0, LastModified = new Date(0) }) => ({
          key: Key.slice(start.length),
          bytes: Size,
          modified: LastModified,
        }));
        return { objects, next: NextContinuationToken ?? null };
      }),
    write: (key, body, { condition, mark, signal }) =>
      conditional(async () => {
        const command = new PutObjectCommand({ ...named(key), ...headersOf(condition), Body: body, Metadata: { [MARK]: mark } });
        return (await client.send(command, { abortSignal: signal })).ETag ?? '';
      }),
    writeFile: (key, file, { condition, mark, signal }) =>
      conditional(async () =>
        completed({ client, target: named(key), metadata: { [MARK]: mark }, condition: headersOf(condition), file, signal }),
      ),
    remove: (key, signal) =>
      translated(async () => void (await client.send(new DeleteObjectCommand(named(key)), { abortSignal: signal }))),
    close: () => client.destroy(),
  };
}

function configuration(env: Environment): S3ClientConfig {
  const variable = env.AWS_ENDPOINT_URL_S3 ? 'AWS_ENDPOINT_URL_S3' : 'AWS_ENDPOINT_URL';
  const endpoint = env[variable] ? safeEndpoint(env[variable], variable) : null;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  const proxy = chosenProxy();
  return {
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1',
    // Every kind of store is asked again by the same rules, which know what a lost answer means.
    maxAttempts: 1,
    // Other makers' stores have no host name for each bucket.
    ...(endpoint === null ? {} : { endpoint: endpoint.href, forcePathStyle: true }),
    // Else the client looks for a role, a profile or an instance by itself.
    ...(accessKeyId && secretAccessKey
      ? { credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) } }
      : {}),
    requestHandler: {
      connectionTimeout: 15_000,
      socketTimeout: STALL_MS,
      httpAgent: { keepAlive: true, maxSockets: 64 },
      httpsAgent: new Agent({ keepAlive: true, maxSockets: 64, ...(proxy.words === '' ? {} : { proxyEnv: proxy.env }) }),
    },
  };
}

function headersOf(condition: WriteCondition): { IfNoneMatch: string } | { IfMatch: string } {
  return 'tag' in condition ? { IfMatch: condition.tag } : { IfNoneMatch: '*' };
}

/** 412: not met. 404: there is nothing with that tag any more. 409: two raced, and neither is known to have won. */
async function conditional(write: () => Promise<string>): Promise<WriteAnswer> {
  try {
    return { tag: await write() };
  } catch (error) {
    const { status, code } = saidByS3(error);
    if (status === 412 || (status === 404 && code === 'NoSuchKey')) return 'not met';
    // The upload is complete already, or was given up: which of the two shows in the object.
    if (status === 404 && code === 'NoSuchUpload') return 'not met';
    throw s3Failure(error);
  }
}

async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const { status, code } = saidByS3(error);
    if (status === 404 && code !== 'NoSuchBucket') return null;
    throw s3Failure(error);
  }
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    throw s3Failure(error);
  });
}

/** What an answer of S3 said; without a status there was none. */
function saidByS3(error: unknown): { readonly status: number | undefined; readonly code: string } {
  const status = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
  return { status, code: error instanceof S3ServiceException ? error.name : '' };
}

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired']);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
function s3Failure(error: unknown): DriverFailure {
  const { status } = saidByS3(error);
  if (error instanceof DriverFailure) return error;
  if (!(error instanceof S3ServiceException) || status === undefined) return withoutAnswer(error);
  if (error.name === 'NoSuchBucket')
    return new DriverFailure('the bucket does not exist', { problem: 'absent', transient: false, cause: error });
  if (EXPIRED.has(error.name)) {
    const hint =
      'Let the role be valid for as long as the job runs (`role-duration-seconds` of aws-actions/configure-aws-credentials).';
    return new DriverFailure('the sign-in has expired', { problem: 'refused', transient: false, hint, cause: error });
  }
  const headers = error.$response?.headers ?? {};
  // A body that came with an answer of 200 can still hold an error.
  const known = status >= 400 ? status : 500;
  return failureOfStatus(known, `${error.name}: ${error.message}`, error, retryAfterMs(headers['retry-after'], headers.date));
}

function withoutAnswer(error: unknown): DriverFailure {
  const name = error instanceof Error ? error.name : '';
  if (name !== 'CredentialsProviderError') return connectionFailure(error);
  const hint =
    'Sign in before this step (aws-actions/configure-aws-credentials), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
  return new DriverFailure('this step is not signed in to AWS', { problem: 'refused', transient: false, hint, cause: error });
}
