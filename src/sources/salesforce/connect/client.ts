import type { SourceContext } from '../../../model/contract.ts';
import { HighwaterError } from '../../../model/errors.ts';
import { type AllowedRequest, type HttpAnswer, HttpClient, type Upload } from '../../../runtime/http.ts';
import { retry, retryAfterMs } from '../../../runtime/retry.ts';
import type { SalesforceSession, SalesforceSignIn } from './auth.ts';
import { failureFrom, ServiceFailure, worthRetrying } from './service-errors.ts';
import type { Tuning } from './tuning.ts';

/** Counts the calls made for one table, and its Bulk query jobs. */
export interface Meter {
  requests: number;
  jobs?: number;
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** From `/services/…` on, or an address that the service itself gave out. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`: its type is in `headers`. */
  readonly content?: string | Upload;
  readonly meter: Meter;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Everything that a source may ever send to an organisation; all of it reads, but for the housekeeping of query jobs. */
const READING: readonly AllowedRequest[] = [
  { method: 'GET', path: /^\/(services\/data|id\/)/ },
  { method: 'POST', path: /^\/services\/data\/v[\d.]+\/(jobs\/query|composite)$/ },
  { method: 'PATCH', path: /^\/services\/data\/v[\d.]+\/jobs\/query\/\w+$/ },
  { method: 'DELETE', path: /^\/services\/data\/v[\d.]+\/jobs\/query\/\w+$/ },
];

/** URI and headers of a request may have 16,384 bytes together; the rest is for what proxies add. */
const MAX_HEAD_BYTES = 15_800;

/** Sends calls, signs in again when the session ended, tries again what is worth it, counts, and keeps within the budget. */
export class Client {
  readonly #session: SalesforceSignIn;
  readonly #context: SourceContext;
  readonly #tuning: Tuning;
  readonly #allow: readonly AllowedRequest[];
  #http: HttpClient | null = null;
  #origin = '';
  #requests = 0;
  /** Sent and not answered yet: several workers share one budget. */
  #underway = 0;
  /** Sent and never answered (a cut connection, a stop): the service may have counted them. */
  #unanswered = 0;
  #daily: { used: number; limit: number } | null = null;
  #date = 0;
  /** Set by `connect`: `/services/data/v64.0`. */
  base = '';

  /** `allow`: the requests that this client may send; without it, those that read. */
  constructor(session: SalesforceSignIn, context: SourceContext, tuning: Tuning, allow: readonly AllowedRequest[] = READING) {
    this.#session = session;
    this.#context = context;
    this.#tuning = tuning;
    this.#allow = allow;
  }

  /** Calls that counted against the daily limit. */
  get requests(): number {
    return this.#requests;
  }

  get daily(): { readonly used: number; readonly limit: number } | null {
    return this.#daily;
  }

  /** The service's own clock as its last answer gave it, milliseconds since 1970, whole seconds; never later than now. */
  get clock(): number {
    return this.#date;
  }

  /** Whether a GET of this path stays under the service's limit for URI and headers. */
  async fits(path: string): Promise<boolean> {
    const { accessToken } = await this.#session.signed();
    return path.length + accessToken.length + 400 <= MAX_HEAD_BYTES;
  }

  async json<T>(call: Call): Promise<T> {
    return JSON.parse((await this.bytes(call)).body.toString()) as T;
  }

  /** The whole answer, decompressed; tried again as often as it is worth it. Statuses other than 2xx and 304 are errors. */
  async bytes(call: Call): Promise<Answer> {
    return this.retrying(call.signal, async () => this.attempt(call));
  }

  /** The same, tried once. */
  async attempt(call: Call): Promise<Answer> {
    const answer = await this.once(call);
    const body = await answer.bytes();
    if (answer.status === 200 && !isWhole(body, answer.headers['content-type'] ?? '')) throw failureFrom(200, '');
    return { status: answer.status, headers: answer.headers, body };
  }

  async retrying<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    return retry(work, { policy: this.#tuning.retries, signal, worthRetrying });
  }

  /** One attempt; its body is still to be read. A session that has ended is opened again, once. */
  async once(call: Call): Promise<HttpAnswer> {
    const signed = await this.#session.signed();
    const first = await this.#send(call, signed);
    if (first.status !== 401) return this.#checked(first);
    await first.bytes();
    const second = await this.#send(call, await this.#session.renewed(signed));
    if (second.status !== 401) return this.#checked(second);
    throw new HighwaterError(
      'SESSION_REFUSED',
      `Salesforce opened a session and then refused it: ${failureFrom(401, (await second.bytes()).toString()).message}.`,
      'Check Setup > Session Settings ("Lock sessions to the IP address from which they originated"), the login IP ranges of the user\'s profile, and that the app\'s scopes include "Manage user data via APIs (api)".',
    );
  }

  close(): void {
    this.#http?.close();
  }

  async #send(
    { method = 'GET', path, headers, body, content, meter, signal }: Call,
    signed: SalesforceSession,
  ): Promise<HttpAnswer> {
    this.#withinBudget();
    this.#underway++;
    try {
      const answer = await this.#connection(signed).send({
        method,
        url: new URL(path, signed.instanceUrl).href,
        headers: {
          authorization: `Bearer ${signed.accessToken}`,
          accept: 'application/json, text/csv',
          'accept-encoding': 'gzip',
          'user-agent': 'highwater',
          ...(body === undefined ? {} : { 'content-type': 'application/json; charset=UTF-8' }),
          ...headers,
        },
        ...(content !== undefined ? { body: content } : body === undefined ? {} : { body: JSON.stringify(body) }),
        signal,
      });
      this.#note(answer, meter, path);
      return answer;
    } catch (error) {
      this.#unanswered++;
      throw error;
    } finally {
      this.#underway--;
    }
  }

  #connection({ instanceUrl }: SalesforceSession): HttpClient {
    if (this.#http !== null && this.#origin === instanceUrl) return this.#http;
    this.#http?.close();
    this.#origin = instanceUrl;
    const { answerTimeoutMs, stallTimeoutMs } = this.#tuning;
    this.#http = new HttpClient({ origins: [instanceUrl], allow: this.#allow, answerTimeoutMs, stallTimeoutMs });
    return this.#http;
  }

  #note({ headers, status }: HttpAnswer, meter: Meter, path: string): void {
    const date = Date.parse(headers.date ?? '');
    if (!Number.isNaN(date)) this.#date = date;
    const usage = /api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '');
    if (usage !== null) this.#daily = { used: Number(usage[1]), limit: Number(usage[2]) };
    // Listing the API's versions and a refused session are free.
    if (status === 401 || path === '/services/data/') return;
    this.#requests++;
    meter.requests++;
  }

  async #checked(answer: HttpAnswer): Promise<HttpAnswer> {
    if ((answer.status >= 200 && answer.status < 300) || answer.status === 304) return answer;
    const body = (await answer.bytes()).toString();
    throw failureFrom(answer.status, body, retryAfterMs(answer.headers['retry-after'], answer.headers.date));
  }

  #withinBudget(): void {
    if (this.#daily === null) return;
    const allowed = Math.floor(this.#daily.limit * this.#context.apiBudget);
    if (this.#requests + this.#underway + this.#unanswered < allowed) return;
    const percent = Math.round(this.#context.apiBudget * 1000) / 10;
    throw new HighwaterError(
      'API_BUDGET_REACHED',
      `This run has made the ${allowed} API calls that it may make: ${percent}% of the organisation's ${this.#daily.limit} in 24 hours.`,
      'Committed rows are kept, and the next run continues from there. Raise run.api_budget, sync fewer tables, or run less often.',
    );
  }
}

/** What stands before the service answers with pages of its own, with nothing, or with the beginning of an answer. */
function isWhole(body: Buffer, type: string): boolean {
  if (!/json/.test(type)) return /csv/.test(type);
  const text = body.toString('latin1', 0, 16).trimStart() + body.toString('latin1', Math.max(0, body.length - 16)).trimEnd();
  return /^\{[\s\S]*\}$|^\[[\s\S]*\]$/.test(text);
}

/** True where the service said with these words that it is no API for this user or organisation. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ServiceFailure && error.status === 404;
}
