import { HighwaterError } from '../../../model/errors.ts';
import type { Staging } from '../../../model/staging.ts';
import { isTokenExpired, ServiceFault } from '../connect/service-fault.ts';
import type { PageEnd, WebApiClient } from '../connect/web-api-client.ts';
import type { Meter } from '../connect/web-api-transport.ts';
import type { Rows } from './page-scanner.ts';
import { PageStaging } from './page-staging.ts';
import { ALL_ROWS, longest, type PageSize, type PageStore, type PagesRequest, type RowSink, readPages } from './pages.ts';

/*
 * Changes by change tracking. https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems
 * Only keys are requested: most rows that were written are read by the cursor, with the filter that a delta can't have, and the others by key.
 */

const DELETED = '/$deletedEntity"';

export interface TrackingRequest {
  readonly client: WebApiClient;
  readonly size: PageSize;
  readonly subject: string;
  readonly signal: AbortSignal;
  readonly meter: Meter;
}

const prefer = (pageRows: number): string => `odata.track-changes,odata.maxpagesize=${pageRows}`;

function pagesRequest(request: TrackingRequest, staged: PageStore | null, sink: RowSink): PagesRequest {
  return { ...request, staged, sink, prefer, required: [], key: [] };
}

/** Reads all keys once, which is the only way to a first delta link. */
export async function firstDeltaLink(request: TrackingRequest, path: string): Promise<string> {
  const end = await readPages(pagesRequest(request, null, ALL_ROWS), request.client.base + path);
  return linkOf(end, request.subject);
}

/**
 * Stages the keys of the rows that were deleted since the link was given (`deleted`), and of those that were written: a restored row, or one that
 * was changed without a trace, may have its old time. `content`: `written` where all of these are to be read again unless the cursor shows
 * them; `existing` where only those that the warehouse lacks. Returns the next link.
 */
export async function stageChanges(
  request: TrackingRequest,
  link: string,
  key: string,
  staging: Staging,
  content: 'written' | 'existing',
): Promise<{ rows: number; link: string }> {
  const keys = new TrackedKeys(staging, key, content);
  try {
    const end = await readPages(pagesRequest(request, keys, keys), link);
    await keys.finish();
    return { rows: keys.total, link: linkOf(end, request.subject) };
  } catch (error) {
    await keys.abandon();
    throw error;
  }
}

/** Requests the link's first page. Returns why the link has expired, or null. */
export async function whyTokenExpired(request: TrackingRequest, link: string): Promise<string | null> {
  try {
    await request.client.page({ ...request, url: link, prefer: prefer(1), begin: async () => ({ rows: async () => {} }) });
    return null;
  } catch (error) {
    if (isTokenExpired(error))
      return "its change-tracking token has expired (tokens last seven days, or until the table's columns change)";
    throw request.client.explain(error, request.subject);
  }
}

/** The token may end between the first look and the reading. */
export function explainExpiredToken(error: unknown, subject: string): unknown {
  if (!isTokenExpired(error) && !(error instanceof HighwaterError && isTokenExpired(error.cause))) return error;
  const cause = error instanceof ServiceFault ? error : undefined;
  return new HighwaterError(
    'CHANGE_TRACKING_EXPIRED',
    `${subject}: the change-tracking token expired while the table was read.`,
    'Highwater reads the whole table instead, in this run or the next one.',
    { cause, family: 'restart' },
  );
}

/** Parts the entries of a delta: deleted rows give their id, under the name of the key; the others have their key already. */
class TrackedKeys implements RowSink, PageStore {
  readonly #deleted: PageStaging;
  readonly #existing: PageStaging;
  readonly #key: string;
  #written: Rows = NO_ROWS;

  constructor(staging: Staging, key: string, content: 'written' | 'existing') {
    this.#deleted = new PageStaging(staging, 'deleted');
    this.#existing = new PageStaging(staging, content);
    this.#key = key;
  }

  get total(): number {
    return this.#deleted.total + this.#existing.total;
  }

  begin(): void {}

  /** Gives the deleted ones; the others wait for the `write` that follows. */
  take(rows: Rows): Rows {
    const [deleted, written]: Buffer[][] = [[], []];
    let from = 0;
    for (const to of rows.ends) {
      const entry = rows.bytes.subarray(from, to);
      // Only keys and annotations are requested, so no user's text can look like this.
      if (entry.includes(DELETED, 0, 'latin1')) deleted?.push(this.#keyOf(entry));
      else written?.push(entry);
      from = to;
    }
    this.#written = joinRows(written ?? []);
    return joinRows(deleted ?? []);
  }

  #keyOf(entry: Buffer): Buffer {
    const { id } = JSON.parse(entry.toString('utf8')) as { id: string };
    return Buffer.from(`${JSON.stringify({ [this.#key]: id })}\n`);
  }

  end(): boolean {
    return true;
  }

  async ready(): Promise<void> {
    await this.#deleted.ready();
    await this.#existing.ready();
  }

  async beginPage(): Promise<void> {
    await this.#deleted.beginPage();
    await this.#existing.beginPage();
  }

  async write(bytes: Uint8Array, rows: number, most: number): Promise<void> {
    await this.#deleted.write(bytes, rows, most);
    const { bytes: written, ends } = this.#written;
    await this.#existing.write(written, ends.length, longest(ends));
  }

  async endPage(): Promise<void> {
    await this.#deleted.endPage();
    await this.#existing.endPage();
  }

  async finish(): Promise<void> {
    await this.#deleted.finish();
    await this.#existing.finish();
  }

  async abandon(): Promise<void> {
    await this.#deleted.abandon();
    await this.#existing.abandon();
  }
}

const NO_ROWS: Rows = { bytes: Buffer.alloc(0), ends: [] };

function joinRows(entries: readonly Buffer[]): Rows {
  let end = 0;
  const ends = entries.map((entry) => {
    end += entry.length;
    return end;
  });
  return { bytes: Buffer.concat(entries), ends };
}

function linkOf(end: PageEnd, subject: string): string {
  if (end.delta !== null) return end.delta;
  throw new HighwaterError(
    'SOURCE_FAILED',
    `${subject}: Dataverse returned no change-tracking token.`,
    'Check that "Track changes" is on for the table, or set `deletes_by: keys`.',
  );
}
