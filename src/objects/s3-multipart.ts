import { open } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { inParallel } from './in-parallel.ts';

/** S3 takes parts of 5 MiB and more, but for the last, and at most 10,000 of them. */
export const PART_BYTES = 8 * 1024 * 1024;
const MOST_PARTS = 10_000;
const PARTS_AT_ONCE = 4;
const PART_ATTEMPTS = 3;

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
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS));
    const numbers = Array.from({ length: Math.max(1, Math.ceil(size / length)) }, (_, i) => i + 1);
    return await inParallel(numbers, PARTS_AT_ONCE, async (PartNumber) => {
      const start = (PartNumber - 1) * length;
      const Body = Buffer.alloc(Math.min(length, size - start));
      const { bytesRead } = await handle.read(Body, 0, Body.length, start);
      if (bytesRead !== Body.length) throw new Error('the file changed while it was being uploaded');
      const command = { ...target, UploadId, PartNumber, Body };
      const { ETag } = await tried(async () => client.send(new UploadPartCommand(command), { abortSignal: signal }));
      return { PartNumber, ...(ETag === undefined ? {} : { ETag }) };
    });
  } finally {
    await handle.close();
  }
}

async function tried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 500;
      if (attempt >= PART_ATTEMPTS || (status >= 400 && status < 500)) throw error;
    }
  }
}
