import { createHash, randomUUID } from 'node:crypto';
import { S3Refusal } from './refusal.ts';

export interface StoredObject {
  readonly body: Buffer;
  readonly etag: string;
  readonly modified: Date;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Conditions {
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
}

interface Upload {
  readonly key: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, { readonly body: Buffer; readonly etag: string }>;
}

const SMALLEST_PART = 5 * 1024 * 1024;
const MOST_PARTS = 10_000;

/** Strongly consistent, as S3 is: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export class Bucket {
  readonly objects = new Map<string, StoredObject>();
  readonly uploads = new Map<string, Upload>();
  /** What s3rver and fauxqs do: they take the condition and overwrite all the same. */
  overwrites = false;

  put(key: string, body: Buffer, metadata: Readonly<Record<string, string>>, conditions: Conditions): string {
    this.#require(key, conditions);
    return this.#store(key, body, `"${md5(body)}"`, metadata);
  }

  begin(key: string, metadata: Readonly<Record<string, string>>): string {
    const id = randomUUID();
    this.uploads.set(id, { key, metadata, parts: new Map() });
    return id;
  }

  putPart(key: string, id: string, number: number, body: Buffer): string {
    if (!(number >= 1 && number <= MOST_PARTS)) throw new S3Refusal(400, 'InvalidArgument', 'Part numbers are 1 to 10000.');
    const etag = `"${md5(body)}"`;
    this.#upload(key, id).parts.set(number, { body, etag });
    return etag;
  }

  complete(key: string, id: string, parts: readonly { number: number; etag: string }[], conditions: Conditions): string {
    const upload = this.#upload(key, id);
    if (parts.length === 0) throw new S3Refusal(400, 'MalformedXML', 'An upload has at least one part.');
    const found = parts.map(({ number, etag }, i) => {
      const part = upload.parts.get(number);
      if (part === undefined || part.etag !== etag) throw new S3Refusal(400, 'InvalidPart', `Part ${number} was not found.`);
      if (i > 0 && number <= (parts[i - 1]?.number ?? 0)) throw new S3Refusal(400, 'InvalidPartOrder', 'Parts must ascend.');
      if (i < parts.length - 1 && part.body.length < SMALLEST_PART)
        throw new S3Refusal(400, 'EntityTooSmall', `Part ${number} is smaller than 5 MiB.`);
      return part;
    });
    this.#require(key, conditions);
    this.uploads.delete(id);
    const etag = `"${md5(Buffer.concat(found.map((part) => Buffer.from(part.etag.slice(1, -1), 'hex'))))}-${found.length}"`;
    return this.#store(key, Buffer.concat(found.map((part) => part.body)), etag, upload.metadata);
  }

  abort(key: string, id: string): void {
    this.#upload(key, id);
    this.uploads.delete(id);
  }

  get(key: string): StoredObject {
    const found = this.objects.get(key);
    if (found === undefined) throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    return found;
  }

  #upload(key: string, id: string): Upload {
    const upload = this.uploads.get(id);
    if (upload?.key !== key) throw new S3Refusal(404, 'NoSuchUpload', 'The specified upload does not exist.');
    return upload;
  }

  #require(key: string, { ifMatch, ifNoneMatch }: Conditions): void {
    if (ifNoneMatch !== undefined && ifNoneMatch !== '*')
      throw new S3Refusal(501, 'NotImplemented', 'If-None-Match takes * only.');
    if (this.overwrites) return;
    const current = this.objects.get(key);
    if (ifNoneMatch === '*' && current !== undefined)
      throw new S3Refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
    if (ifMatch === undefined) return;
    if (current === undefined) throw new S3Refusal(404, 'NoSuchKey', 'The specified key does not exist.');
    if (current.etag !== ifMatch)
      throw new S3Refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }

  #store(key: string, body: Buffer, etag: string, metadata: Readonly<Record<string, string>>): string {
    this.objects.set(key, { body, etag, metadata, modified: new Date() });
    return etag;
  }
}

function md5(data: Buffer): string {
  return createHash('md5').update(data).digest('hex');
}
