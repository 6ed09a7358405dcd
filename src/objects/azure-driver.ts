import { createHash } from 'node:crypto';
import type { BlobItem, BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import { azureFailure, saidByAzure } from './azure-errors.ts';
import { azureContainer } from './azure-sign-in.ts';
import { type FileParts, inFileParts } from './file-parts.ts';
import { DriverFailure, type ObjectDriver, type ObjectPage, type WriteAnswer, type WriteCondition } from './object-driver.ts';
import { type CloudAddress, showAddress } from './store-address.ts';

/** A metadata name is an identifier: no hyphen. */
const MARK = 'highwaterwrite';
/** Azure takes at most 50,000 blocks. */
const BLOCKS: FileParts = {
  bytes: 8 * 1024 * 1024,
  most: 50_000,
  worthRetrying: (error) => error instanceof DriverFailure && error.transient,
};
/** For a whole request: a block takes this long at 0.6 Mbit/s. */
const REQUEST_MS = 120_000;

/** Azure Blob Storage: https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api */
export function azureDriver(address: CloudAddress, env: Readonly<Record<string, string | undefined>>): ObjectDriver {
  const container = azureContainer(address, env);
  const full = (key: string): string => (address.prefix === '' ? key : `${address.prefix}/${key}`);
  const blob = (key: string): BlockBlobClient => container.getBlockBlobClient(full(key));
  const asked = async <T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const timeout = AbortSignal.timeout(REQUEST_MS);
    try {
      return await work(AbortSignal.any([signal, timeout]));
    } catch (error) {
      if (timeout.aborted && !signal.aborted)
        throw new DriverFailure(`no answer within ${REQUEST_MS / 1000} s`, { problem: 'busy', transient: true, cause: error });
      throw azureFailure(error, address);
    }
  };
  return {
    address: showAddress(address),
    largestWrite: BLOCKS.bytes,
    read: async (key, range, signal) =>
      asked(signal, async (abortSignal) => orNull(async () => body(blob(key), range, abortSignal))),
    look: async (key, signal) =>
      asked(signal, async (abortSignal) =>
        orNull(async () => {
          const found = await blob(key).getProperties({ abortSignal });
          const { contentLength: bytes = 0, etag: tag = '', lastModified: modified = new Date(0), metadata } = found;
          return { key, bytes, tag, modified, mark: metadata?.[MARK] ?? '' };
        }),
      ),
    list: async (prefix, from, signal) =>
      asked(signal, async (abortSignal) => page(container, full(prefix), full('').length, from, abortSignal)),
    write: async (key, content, { condition, mark, signal }) =>
      asked(signal, async (abortSignal) =>
        conditional(async () =>
          blob(key).upload(content, content.length, {
            // Azure compares it with what arrived.
            blobHTTPHeaders: { blobContentMD5: md5(content) },
            metadata: { [MARK]: mark },
            conditions: headersOf(condition),
            abortSignal,
          }),
        ),
      ),
    async writeFile(key, file, { condition, mark, signal }) {
      // Blocks are nothing until their list is put, and there Azure decides. Two writers must not use each other's.
      const ids = await inFileParts(file, BLOCKS, async (content, index) => {
        const id = Buffer.from(`${mark}-${String(index).padStart(6, '0')}`).toString('base64');
        await asked(signal, async (abortSignal) =>
          blob(key).stageBlock(id, content, content.length, { transactionalContentMD5: md5(content), abortSignal }),
        );
        return id;
      });
      const options = { conditions: headersOf(condition), metadata: { [MARK]: mark } };
      return asked(signal, async (abortSignal) =>
        conditional(async () => blob(key).commitBlockList(ids, { ...options, abortSignal })),
      );
    },
    remove: async (key, signal) =>
      asked(signal, async (abortSignal) => void (await blob(key).deleteIfExists({ abortSignal, deleteSnapshots: 'include' }))),
    close: () => undefined,
  };
}

async function body(blob: BlockBlobClient, range: { start: number; end: number } | null, abortSignal: AbortSignal) {
  const [offset, count] = range === null ? [0, undefined] : [range.start, range.end - range.start];
  const answer = await blob.download(offset, count, { abortSignal, maxRetryRequests: 0 });
  const chunks: Buffer[] = [];
  for await (const chunk of answer.readableStreamBody ?? []) chunks.push(Buffer.from(chunk));
  const content = Buffer.concat(chunks);
  const sum = range === null ? answer.contentMD5 : undefined;
  if (content.length !== answer.contentLength || (sum !== undefined && !md5(content).equals(sum)))
    throw new DriverFailure('the answer was cut off or damaged', { problem: 'busy', transient: true });
  return { body: content, tag: answer.etag ?? '' };
}

async function page(
  container: ContainerClient,
  prefix: string,
  start: number,
  from: string | null,
  abortSignal: AbortSignal,
): Promise<ObjectPage> {
  const pages = container.listBlobsFlat({ prefix, abortSignal }).byPage(from === null ? {} : { continuationToken: from });
  const { value } = await pages.next();
  const items: readonly BlobItem[] = value?.segment.blobItems ?? [];
  const objects = items.filter(isFile).map(({ name, properties }) => ({
    key: name.slice(start),
    bytes: properties.contentLength ?? 0,
    modified: properties.lastModified,
  }));
  return { objects, next: value?.continuationToken || null };
}

/** Accounts with a hierarchical namespace list folders too. */
function isFile({ properties }: BlobItem): boolean {
  return (properties as { resourceType?: string; ResourceType?: string }).ResourceType !== 'directory';
}

function headersOf(condition: WriteCondition): { ifNoneMatch: string } | { ifMatch: string } {
  return 'tag' in condition ? { ifMatch: condition.tag } : { ifNoneMatch: '*' };
}

const NOT_MET = new Set(['ConditionNotMet', 'BlobAlreadyExists', 'BlobNotFound']);

/** https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes */
async function conditional(write: () => Promise<{ readonly etag?: string }>): Promise<WriteAnswer> {
  try {
    return { tag: (await write()).etag ?? '' };
  } catch (error) {
    const { status, code } = saidByAzure(error);
    if (NOT_MET.has(code) || (status === 412 && code === '')) return 'not met';
    throw error;
  }
}

async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const { status, code } = saidByAzure(error);
    if (status === 404 && code !== 'ContainerNotFound') return null;
    throw error;
  }
}

function md5(content: Buffer): Buffer {
  return createHash('md5').update(content).digest();
}
