import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type FileParts, inFileParts } from './file-parts.ts';

/** S3 takes parts of 5 MiB and more, but for the last, and at most 10,000 of them. */
export const PART_BYTES = 8 * 1024 * 1024;
const PARTS: FileParts = { bytes: PART_BYTES, most: 10_000, worthRetrying };

export interface MultipartUpload {
  readonly client: S3Client;
  readonly target: { readonly Bucket: string; readonly Key: string };
  readonly metadata: Record<string, string>;
  /** Stands at the completion, where S3 decides. */
  readonly condition: { readonly IfNoneMatch: string } | { readonly IfMatch: string };
  readonly file: string;
  readonly signal: AbortSignal;
}

/** Uploads a file in parts; each part that fails is repeated by itself. Returns the object's ETag. Throws what the client throws. */
export async function completed(upload: MultipartUpload): Promise<string> {
  const { client, target, metadata, condition, signal } = upload;
  const options = { abortSignal: signal };
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...target, Metadata: metadata }), options);
  try {
    const Parts = await uploadParts(upload, UploadId);
    const command = new CompleteMultipartUploadCommand({ ...target, ...condition, UploadId, MultipartUpload: { Parts } });
    return (await client.send(command, options)).ETag ?? '';
  } catch (error) {
    // After a completion whose answer was lost there is nothing to give up, and the object tells.
    await client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined);
    throw error;
  }
}

async function uploadParts(
  { client, target, file, signal }: MultipartUpload,
  UploadId: string | undefined,
): Promise<CompletedPart[]> {
  return inFileParts(file, PARTS, async (Body, index) => {
    const command = new UploadPartCommand({ ...target, UploadId, PartNumber: index + 1, Body });
    const { ETag } = await client.send(command, { abortSignal: signal });
    return { PartNumber: index + 1, ...(ETag === undefined ? {} : { ETag }) };
  });
}

function worthRetrying(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 500;
  return status < 400 || status >= 500;
}
