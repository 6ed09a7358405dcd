import { createHash, randomUUID } from 'node:crypto';
import { gcsClient, type SendToGcs } from './gcs-client.ts';
import { GCS_PIECE, resumableUpload } from './gcs-resumable.ts';
import { DriverFailure, type ObjectDriver, type WriteAnswer, type WriteCondition } from './object-driver.ts';
import type { ByteRange, ListedObject, ObjectBody } from './object-store.ts';
import { type CloudAddress, showAddress } from './store-address.ts';

const MARK = 'highwater-write';

/** https://cloud.google.com/storage/docs/json_api/v1/objects#resource */
interface GcsObject {
  readonly name: string;
  readonly size: string;
  readonly generation: string;
  readonly updated: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Google Cloud Storage by its JSON API (https://cloud.google.com/storage/docs/json_api). A version's tag is its generation. */
export function gcsDriver(address: CloudAddress, env: Readonly<Record<string, string | undefined>>): ObjectDriver {
  const { send, close, origin } = gcsClient(address, env);
  const full = (key: string): string => (address.prefix === '' ? key : `${address.prefix}/${key}`);
  const objects = `${origin}/storage/v1/b/${encodeURIComponent(address.container)}/o`;
  const uploads = `${origin}/upload/storage/v1/b/${encodeURIComponent(address.container)}/o`;
  const at = (key: string): string => `${objects}/${encodeURIComponent(full(key))}`;
  const requireBucket = onceDone(async (signal) => {
    const { status } = await send({ method: 'GET', url: `${objects}?maxResults=1`, signal, expected: [200, 404] });
    if (status === 404) throw noBucket();
  });
  return {
    address: showAddress(address),
    largestWrite: GCS_PIECE,
    async read(key, range, signal) {
      const headers = range === null ? {} : { range: `bytes=${range.start}-${range.end - 1}` };
      const answer = await send({ method: 'GET', url: `${at(key)}?alt=media`, headers, signal, expected: [200, 206, 404] });
      if (answer.status !== 404) return checkedBody(answer, range);
      await requireBucket(signal);
      return null;
    },
    async look(key, signal) {
      const { status, body } = await send({ method: 'GET', url: at(key), signal, expected: [200, 404] });
      if (status === 404) {
        await requireBucket(signal);
        return null;
      }
      const found = JSON.parse(body.toString()) as GcsObject;
      return { ...factsOf(found, key), tag: found.generation, mark: found.metadata?.[MARK] ?? '' };
    },
    async list(prefix, from, signal) {
      const query = new URLSearchParams({ prefix: full(prefix), ...(from === null ? {} : { pageToken: from }) });
      const { status, body } = await send({ method: 'GET', url: `${objects}?${query}`, signal, expected: [200, 404] });
      if (status === 404) throw noBucket();
      const { items = [], nextPageToken } = JSON.parse(body.toString()) as { items?: GcsObject[]; nextPageToken?: string };
      return { objects: items.map((item) => factsOf(item, item.name.slice(full('').length))), next: nextPageToken ?? null };
    },
    async write(key, content, { condition, mark, signal }) {
      const facts = { name: full(key), metadata: { [MARK]: mark }, md5Hash: md5(content) };
      const { headers, body } = related(facts, content);
      const url = `${uploads}?uploadType=multipart&${queryOf(condition)}`;
      return written(await send({ method: 'POST', url, headers, body, signal, expected: [200, 404, 412] }));
    },
    async writeFile(key, file, { condition, mark, signal }) {
      const url = `${uploads}?uploadType=resumable&${queryOf(condition)}`;
      return written(await resumableUpload({ send, url, facts: { name: full(key), metadata: { [MARK]: mark } }, file, signal }));
    },
    async remove(key, signal) {
      await send({ method: 'DELETE', url: at(key), signal, expected: [200, 204, 404] });
    },
    close,
  };
}

type GcsAnswer = Awaited<ReturnType<SendToGcs>>;

function queryOf(condition: WriteCondition): URLSearchParams {
  return new URLSearchParams({ ifGenerationMatch: 'tag' in condition ? condition.tag : '0' });
}

/** https://cloud.google.com/storage/docs/json_api/v1/status-codes */
function written({ status, body }: GcsAnswer): WriteAnswer {
  if (status === 412) return 'not met';
  if (status === 404) throw noBucket();
  return { tag: (JSON.parse(body.toString()) as GcsObject).generation };
}

function factsOf({ size, updated }: GcsObject, key: string): ListedObject {
  return { key, bytes: Number(size), modified: new Date(updated) };
}

function checkedBody({ headers, body }: GcsAnswer, range: ByteRange | null): ObjectBody {
  const [, sum] = /(?:^|,)\s*md5=([^,]+)/.exec(headers['x-goog-hash'] ?? '') ?? [];
  if (range === null && sum !== undefined && sum !== md5(body))
    throw new DriverFailure('the answer was damaged (its checksum is wrong)', { problem: 'busy', transient: true });
  return { body, tag: headers['x-goog-generation'] ?? '' };
}

/** An object's facts and content in one request: https://cloud.google.com/storage/docs/uploading-objects#rest-upload-objects */
function related(facts: object, content: Buffer): { readonly headers: Record<string, string>; readonly body: Buffer } {
  const boundary = `highwater-${randomUUID()}`;
  const part = (type: string): string => `--${boundary}\r\ncontent-type: ${type}\r\n\r\n`;
  const head = `${part('application/json; charset=UTF-8')}${JSON.stringify(facts)}\r\n${part('application/octet-stream')}`;
  const body = Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--`)]);
  return { headers: { 'content-type': `multipart/related; boundary=${boundary}` }, body };
}

function noBucket(): DriverFailure {
  return new DriverFailure('the bucket does not exist', { problem: 'absent', transient: false });
}

function md5(content: Buffer): string {
  return createHash('md5').update(content).digest('base64');
}

/** Not again once it succeeded. */
function onceDone(work: (signal: AbortSignal) => Promise<void>): (signal: AbortSignal) => Promise<void> {
  let done = false;
  return async (signal) => {
    if (!done) await work(signal);
    done = true;
  };
}
