import { randomUUID } from 'node:crypto';
import { faultOf } from './dataverse-errors.ts';

/** A `$batch` of GETs: counted as one request, and its URLs may be twice as long. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/execute-batch-operations-using-web-api */
export interface BatchRequest {
  readonly contentType: string;
  readonly body: string;
}

export function batchOf(urls: readonly string[], headers: Readonly<Record<string, string>>): BatchRequest {
  const boundary = `batch_${randomUUID()}`;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const parts = urls.map(
    (url) =>
      `--${boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET ${url} HTTP/1.1\r\n${lines.join('')}\r\n`,
  );
  return { contentType: `multipart/mixed; boundary=${boundary}`, body: `${parts.join('')}--${boundary}--\r\n` };
}

export interface BatchPart {
  readonly status: number;
  readonly body: string;
}

/** The parts of a batch's answer, in order; fewer than asked for where one failed. */
export function partsOf(contentType: string, text: string): BatchPart[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined || !text.includes(`--${boundary}--`)) throw faultOf(502, '', {}, undefined);
  return text
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const head = headOf(Buffer.from(part));
      if (head === null) throw faultOf(502, '', {}, undefined);
      return { status: head.status, body: Buffer.from(part).subarray(head.length).toString().trimEnd() };
    });
}

const BLANK_LINE = '\r\n\r\n';

/** Status and length of what stands before a part's body: the part's own headers and the answer's. Null: not all of it is there yet. */
export function headOf(bytes: Buffer): { readonly status: number; readonly length: number } | null {
  const outer = bytes.indexOf(BLANK_LINE);
  const inner = outer === -1 ? -1 : bytes.indexOf(BLANK_LINE, outer + BLANK_LINE.length);
  if (inner === -1) return null;
  const status = /HTTP\/1\.1 (\d{3})/.exec(bytes.toString('latin1', outer, inner))?.[1];
  return { status: Number(status ?? 502), length: inner + BLANK_LINE.length };
}
