import { HighwaterError } from '../../errors.ts';
import type { Staging } from '../../staging/staging.ts';
import type { Client, PageEnd } from './client.ts';
import { isTokenExpired, ServiceFault } from './errors.ts';
import { ALL_ROWS, type PageSize, type PagesRequest, type RowSink, readPages } from './pages.ts';
import type { Rows } from './scan.ts';
import { StagedRows } from './staged-file.ts';
import type { Meter } from './transport.ts';

/*
 * Deletes by change tracking. https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems
 * Only keys are asked for: what was written is read by the cursor, with its filter, which a delta can't have.
 */

const DELETED = '/$deletedEntity"';

export interface TrackingRequest {
  readonly client: Client;
  readonly size: PageSize;
  readonly subject: string;
  readonly signal: AbortSignal;
  readonly meter: Meter;
}

const prefer = (pageRows: number): string => `odata.track-changes,odata.maxpagesize=${pageRows}`;

function pagesRequest(request: TrackingRequest, staged: StagedRows | null, sink: RowSink): PagesRequest {
  return { ...request, staged, sink, prefer, required: [], key: [] };
}

/** Reads all keys once, which is the only way to a first delta link. */
export async function firstDeltaLink(request: TrackingRequest, path: string): Promise<string> {
  const end = await readPages(pagesRequest(request, null, ALL_ROWS), request.client.base + path);
  return linkOf(end, request.subject);
}

/** Stages the keys of the rows that were deleted since the link was given; returns the next link. */
export async function stageDeletes(
  request: TrackingRequest,
  link: string,
  key: string,
  staging: Staging,
): Promise<{ rows: number; link: string }> {
  const staged = new StagedRows(staging, 'gone');
  try {
    const end = await readPages(pagesRequest(request, staged, deletesOnly(key)), link);
    await staged.finish();
    return { rows: staged.total, link: linkOf(end, request.subject) };
  } catch (error) {
    await staged.abandon();
    throw error;
  }
}

/** Why the link is no good any more, or null: asks for its first page. */
export async function whyExpired(request: TrackingRequest, link: string): Promise<string | null> {
  try {
    await request.client.page({ ...request, url: link, prefer: prefer(1), begin: async () => ({ rows: async () => {} }) });
    return null;
  } catch (error) {
    if (isTokenExpired(error))
      return 'its change-tracking token has expired (they live for seven days, and a change of its columns ends them too)';
    throw request.client.explain(error, request.subject);
  }
}

/** The token may end between the first look and the reading. */
export function explainExpiry(error: unknown, subject: string): unknown {
  if (!isTokenExpired(error) && !(error instanceof HighwaterError && isTokenExpired(error.cause))) return error;
  const cause = error instanceof ServiceFault ? error : undefined;
  return new HighwaterError(
    'CHANGE_TRACKING_EXPIRED',
    `${subject}: the change-tracking token expired while the table was read.`,
    'The table is read whole instead, now or in the next run.',
    { cause, restartable: true },
  );
}

/** Keeps the entries of deleted rows, and of these the id, under the name of the key. */
function deletesOnly(key: string): RowSink {
  return {
    begin: () => {},
    take: (rows: Rows): Rows => {
      const lines: string[] = [];
      const ends: number[] = [];
      let from = 0;
      let length = 0;
      for (const to of rows.ends) {
        // Nothing but keys and annotations is asked for, so no user's text can look like this.
        const at = rows.bytes.indexOf(DELETED, from, 'latin1');
        if (at !== -1 && at < to) {
          const { id } = JSON.parse(rows.bytes.toString('utf8', from, to)) as { id: string };
          const line = `${JSON.stringify({ [key]: id })}\n`;
          lines.push(line);
          length += Buffer.byteLength(line);
          ends.push(length);
        }
        from = to;
      }
      return { bytes: Buffer.from(lines.join('')), ends };
    },
    end: () => true,
  };
}

function linkOf(end: PageEnd, subject: string): string {
  if (end.delta !== null) return end.delta;
  throw new HighwaterError(
    'SOURCE_FAILED',
    `${subject}: Dataverse gave no change-tracking token at the end.`,
    'Look whether "Track changes" is on for the table; or set `deletes_by: keys`.',
  );
}
