import { badQuery } from './model.ts';

/** One request within a `$batch`. */
export interface BatchPart {
  readonly method: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Splits a multipart/mixed request; change sets and anything malformed are refused. */
export function parseBatch(contentType: string, body: string): BatchPart[] {
  const boundary = /^multipart\/mixed;\s*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw badQuery('The media type of a batch must be multipart/mixed with a boundary.');
  if (!body.trimEnd().endsWith(`--${boundary}--`)) throw badQuery('The batch does not end with its closing boundary.');
  const parts = body.split(`--${boundary}`).slice(1, -1);
  if (parts.length > MOST_PARTS) throw badQuery(`The batch holds ${parts.length} requests, more than ${MOST_PARTS}.`);
  return parts.map((part) => parsePart(part));
}

const MOST_PARTS = 1000;

function parsePart(part: string): BatchPart {
  if (!part.startsWith('\r\n')) throw badQuery('A batch needs CRLF line ends.');
  const [outer = '', inner = ''] = split(part.slice(2));
  if (!/content-type:\s*application\/http/i.test(outer)) throw badQuery('A part of a batch must be application/http.');
  const [line = '', ...rest] = inner.split('\r\n');
  const request = /^([A-Z]+) (\S+) HTTP\/1\.1$/.exec(line);
  if (request === null || !inner.includes('\r\n')) throw badQuery(`Invalid request line in the batch: ${line.slice(0, 40)}`);
  const end = rest.indexOf('');
  if (end === -1) throw badQuery('The headers of a part of the batch do not end.');
  const headers = rest
    .slice(0, end)
    .map((h) => [(h.split(':')[0] ?? '').toLowerCase(), h.slice(h.indexOf(':') + 1).trim()] as const);
  const content = rest
    .slice(end + 1)
    .join('\r\n')
    .replace(/\r\n$/, '');
  const named = new Map(headers);
  if (content !== '' && !/^application\/json\b/.test(named.get('content-type') ?? ''))
    throw badQuery('A part with a body must be application/json.');
  return { method: request[1] ?? '', url: request[2] ?? '', headers: named, body: content };
}

function split(text: string): [string, string] {
  const at = text.indexOf('\r\n\r\n');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 4)];
}

export interface BatchAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function batchBody(answers: readonly BatchAnswer[], boundary: string): string {
  const parts = answers.map(({ status, headers, body }) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `--${boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 ${status} ${status === 204 ? 'No Content' : status < 300 ? 'OK' : 'Error'}\r\n${lines.join('')}\r\n${body}\r\n`;
  });
  return `${parts.join('')}--${boundary}--\r\n`;
}
