import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { SendToGcs } from './gcs-client.ts';
import { DriverFailure } from './object-driver.ts';

/** A piece is a multiple of 256 KiB, but for the last. */
export const GCS_PIECE = 8 * 1024 * 1024;
const ATTEMPTS = 3;

export interface ResumableUpload {
  readonly send: SendToGcs;
  /** Where the upload begins; holds the condition, which Google checks there and at the end. */
  readonly url: string;
  /** The object's name and metadata. */
  readonly facts: { readonly name: string; readonly metadata: Readonly<Record<string, string>> };
  readonly file: string;
  readonly signal: AbortSignal;
}

type GcsAnswer = Awaited<ReturnType<SendToGcs>>;

/**
 * Uploads a file in pieces, and goes on after a break where Google says that it stopped: https://cloud.google.com/storage/docs/resumable-uploads.
 * Answers with 200 and the object, 404 (no bucket) or 412 (condition not met).
 */
export async function resumableUpload({ send, url, facts, file, signal }: ResumableUpload): Promise<GcsAnswer> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const body = Buffer.from(JSON.stringify({ ...facts, md5Hash: await md5Of(file) }));
    const headers = { 'content-type': 'application/json; charset=UTF-8', 'x-upload-content-length': String(size) };
    const begun = await send({ method: 'POST', url, headers, body, signal, expected: [200, 404, 412] });
    if (begun.status !== 200) return begun;
    const session = begun.headers.location;
    if (session === undefined) throw broken('the store gave no address for the upload');
    return await sendPieces({ send, session, handle, size, signal });
  } finally {
    await handle.close();
  }
}

interface Session {
  readonly send: SendToGcs;
  readonly session: string;
  readonly handle: FileHandle;
  readonly size: number;
  readonly signal: AbortSignal;
}

async function sendPieces(upload: Session): Promise<GcsAnswer> {
  let from = 0;
  let asking = false;
  // Since the last byte that arrived.
  let failures = 0;
  for (;;) {
    try {
      const answer = asking ? await whereItStopped(upload) : await sendPiece(upload, from);
      if (answer.status !== 308) return answer;
      const reached = reachedBy(answer);
      if (reached > from) failures = 0;
      else if (!asking) throw broken('nothing of a piece arrived');
      from = reached;
      asking = false;
    } catch (error) {
      if (!(error instanceof DriverFailure) || !error.transient || ++failures >= ATTEMPTS) throw error;
      asking = true;
    }
  }
}

async function sendPiece({ send, session, handle, size, signal }: Session, from: number): Promise<GcsAnswer> {
  const body = Buffer.alloc(Math.min(GCS_PIECE, size - from));
  const { bytesRead } = await handle.read(body, 0, body.length, from);
  if (bytesRead !== body.length) throw new Error('the file changed while it was being uploaded');
  const headers = { 'content-range': `bytes ${from}-${from + body.length - 1}/${size}` };
  return asked(send, { session, headers, body, signal });
}

async function whereItStopped({ send, session, size, signal }: Session): Promise<GcsAnswer> {
  return asked(send, { session, headers: { 'content-range': `bytes */${size}` }, body: Buffer.of(), signal });
}

async function asked(
  send: SendToGcs,
  request: {
    readonly session: string;
    readonly headers: Record<string, string>;
    readonly body: Buffer;
    readonly signal: AbortSignal;
  },
): Promise<GcsAnswer> {
  const { session: url, ...rest } = request;
  const answer = await send({ method: 'PUT', url, ...rest, expected: [200, 201, 308, 404, 410, 412] });
  // The session is gone: the upload begins again, and finds the object if this one was completed.
  if (answer.status === 404 || answer.status === 410) throw broken(`the upload was given up (${answer.status})`);
  return answer.status === 201 ? { ...answer, status: 200 } : answer;
}

/** `range: bytes=0-8388607`; absent where nothing arrived. */
function reachedBy({ headers }: GcsAnswer): number {
  const [, last] = /^bytes=0-(\d+)$/.exec(headers.range ?? '') ?? [];
  return last === undefined ? 0 : Number(last) + 1;
}

async function md5Of(file: string): Promise<string> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest('base64');
}

function broken(why: string): DriverFailure {
  return new DriverFailure(why, { problem: 'busy', transient: true });
}
