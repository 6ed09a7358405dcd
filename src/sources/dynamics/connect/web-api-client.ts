import { randomUUID } from 'node:crypto';
import type { Usage } from '../../../model/contract.ts';
import { HighwaterError } from '../../../model/errors.ts';
import { ConnectionFailure } from '../../../runtime/http.ts';
import { API_PATH, apiTwin } from '../options.ts';
import { PageScanner, type Rows } from '../read/page-scanner.ts';
import type { Tuning } from '../tuning.ts';
import { explain } from './dataverse-errors.ts';
import type { EntraSignIn } from './entra-sign-in.ts';
import { faultOf, isPassing, ServiceFault } from './service-fault.ts';
import { type Meter, type WebApiRequest, WebApiTransport } from './web-api-transport.ts';

/** One attempt to read a page. It receives the rows in order, as they arrive; a further attempt starts the page over. */
export interface PageAttempt {
  rows(rows: Rows): Promise<void>;
}

export interface PageRequest {
  /** Absolute; a next link byte for byte as it was given. */
  readonly url: string;
  readonly prefer: string;
  /** The table's name, for errors. */
  readonly subject: string;
  readonly signal: AbortSignal;
  readonly meter: Meter;
  begin(): Promise<PageAttempt>;
}

export interface PageEnd {
  readonly rows: number;
  readonly next: string | null;
  readonly delta: string | null;
}

const HEADERS = { Accept: 'application/json', 'OData-Version': '4.0', 'OData-MaxVersion': '4.0' };

/** Reads the Web API of one organisation, and can do nothing but read. */
export class WebApiClient {
  readonly base: string;
  readonly host: string;
  readonly #transport: WebApiTransport;
  readonly #origins: readonly string[];
  readonly #longestUrl: number;

  /** `transport`: one that others use as well, so that they share its limits and counts. */
  constructor(origin: string, signIn: EntraSignIn, tuning: Tuning, transport?: WebApiTransport) {
    const twin = apiTwin(origin);
    this.base = origin + API_PATH;
    this.host = new URL(origin).host;
    this.#origins = twin === null ? [origin] : [origin, twin];
    this.#transport = transport ?? new WebApiTransport(this.#origins, signIn, tuning);
    this.#longestUrl = tuning.longestUrl;
  }

  /** The service's own clock, whole seconds since 1970, as its last answer showed it. */
  get clock(): number {
    const { date } = this.#transport;
    if (date === null) throw new Error('no answer has come yet');
    return Math.floor(date / 1000);
  }

  /** The same in milliseconds; null before the first answer. */
  get lastDate(): number | null {
    return this.#transport.date;
  }

  usage(): Usage {
    return this.#transport.usage();
  }

  close(): void {
    this.#transport.close();
  }

  /** A small answer. `path` follows the Web API's address. */
  async json<T>(path: string, subject: string, signal: AbortSignal, meter?: Meter): Promise<T> {
    const request: WebApiRequest = { method: 'GET', url: this.base + path, headers: HEADERS };
    return this.#explained(subject, async () =>
      this.#transport.send(request, signal, meter, async (answer) => parse<T>((await answer.bytes()).toString(), this.host)),
    );
  }

  /** Several small answers at the cost of one request. `lenient`: in the place of one that was refused stands its fault. */
  async batch(
    paths: readonly string[],
    subject: string,
    signal: AbortSignal,
    options: { lenient?: boolean; meter?: Meter } = {},
  ): Promise<unknown[]> {
    const { contentType, body } = batchOf(
      paths.map((p) => API_PATH + p),
      HEADERS,
    );
    const headers = {
      ...HEADERS,
      'Content-Type': contentType,
      ...(options.lenient ? { Prefer: 'odata.continue-on-error' } : {}),
    };
    return this.#explained(subject, async () =>
      this.#transport.send(
        { method: 'POST', url: `${this.base}$batch`, headers, body },
        signal,
        options.meter,
        async (answer) => {
          const parts = partsOf(answer.headers['content-type'] ?? '', (await answer.bytes()).toString());
          return paths.map((_, i) => {
            const part = parts[i];
            if (part?.status === 200) return parse<unknown>(part.body, this.host);
            const fault = faultOf(part?.status ?? 502, part?.body ?? '', {}, undefined);
            if (options.lenient && !isPassing(fault)) return fault;
            throw fault;
          });
        },
      ),
    );
  }

  /** Reads a page through the scanner. Throws ServiceFault where the page was refused for its size; all else is explained. */
  async page(request: PageRequest): Promise<PageEnd> {
    const { url, prefer, signal, meter } = request;
    this.#refuseStranger(url, request.subject);
    const headers = { ...HEADERS, Prefer: prefer };
    const inBatch = url.length > this.#longestUrl;
    const sent: WebApiRequest = inBatch ? this.#batched(url, headers) : { method: 'GET', url, headers };
    return this.#transport.send(sent, signal, meter, async (answer) => {
      const attempt = await request.begin();
      const scanner = new PageScanner();
      const feed = async (chunk: Buffer) => attempt.rows(scanner.feed(chunk));
      if (!/json|multipart/.test(answer.headers['content-type'] ?? '')) parse((await answer.bytes()).toString(), this.host);
      const bytes = await answer.chunks(inBatch ? behindHead(feed) : feed);
      if (!scanner.done) throw new ConnectionFailure('the page broke off');
      meter.bytes += bytes;
      return {
        rows: scanner.rows,
        next: scanner.links.get('@odata.nextLink') ?? null,
        delta: scanner.links.get('@odata.deltaLink') ?? null,
      };
    });
  }

  #batched(url: string, headers: Readonly<Record<string, string>>): WebApiRequest {
    const { contentType, body } = batchOf([url], headers);
    return { method: 'POST', url: `${this.base}$batch`, headers: { ...HEADERS, 'Content-Type': contentType }, body };
  }

  /** No token may go to another host, whoever names it. */
  #refuseStranger(url: string, subject: string): void {
    const { origin, host } = new URL(url);
    if (this.#origins.includes(origin)) return;
    throw new HighwaterError(
      'SOURCE_FAILED',
      `${subject}: Dataverse's link to the next page points to another host, ${host}.`,
      'Highwater sent nothing there. If the environment was moved or renamed, set `url` to its current address.',
    );
  }

  async #explained<T>(subject: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw this.explain(error, subject);
    }
  }

  /** The error for people; what is no fault of the service is left as it is. */
  explain(error: unknown, subject: string): unknown {
    if (error instanceof ServiceFault) return explain(error, subject, this.host);
    if (!(error instanceof ConnectionFailure)) return error;
    return new HighwaterError(
      'SOURCE_UNREACHABLE',
      `${subject}: Dataverse could not be reached at ${this.host}: ${error.message}.`,
      "Compare `url` with the environment's address in the Power Platform admin center, and check that this machine can reach it (network, proxy).",
      { cause: error },
    );
  }
}

/** Passes on what follows the head of a batch's only part; throws its fault where it has another status than 200. */
function behindHead(feed: (chunk: Buffer) => Promise<void>): (chunk: Buffer) => Promise<void> {
  let waiting: Buffer | null = Buffer.alloc(0);
  return async (chunk) => {
    if (waiting === null) return feed(chunk);
    waiting = Buffer.concat([waiting, chunk]);
    const head = headOf(waiting);
    if (head === null) return;
    const rest = waiting.subarray(head.length);
    // A fault's body is short and comes in one piece with its head.
    if (head.status !== 200) throw faultOf(head.status, rest.toString().split('\r\n--')[0] ?? '', {}, undefined);
    waiting = null;
    await feed(rest);
  };
}

function parse<T>(text: string, host: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    if (/^\s*</.test(text))
      throw new HighwaterError(
        'SOURCE_FAILED',
        `${host} answered with a web page instead of data.`,
        "Compare `url` with the environment's address in the Power Platform admin center (Environments > the environment > Environment URL).",
        { cause: error },
      );
    throw new ConnectionFailure('the answer broke off', error);
  }
}

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

/** The parts of a batch's answer, in order; fewer than requested if one failed. */
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
