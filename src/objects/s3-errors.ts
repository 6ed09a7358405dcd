import { S3ServiceException } from '@aws-sdk/client-s3';
import { retryAfterMs } from '../runtime/retry.ts';
import { connectionFailure, DriverFailure, failureOfStatus } from './object-driver.ts';

/** What an answer of S3 said; without a status there was none. */
export function saidByS3(error: unknown): { readonly status: number | undefined; readonly code: string } {
  const status = (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
  return { status, code: error instanceof S3ServiceException ? error.name : '' };
}

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired', 'RequestExpired']);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function s3Failure(error: unknown): DriverFailure {
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
