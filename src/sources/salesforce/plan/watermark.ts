import { fromMicros, toMicros, type Watermark } from '../../../model/watermark.ts';
import { isTimeout } from '../connect/service-errors.ts';
import { type Page, recordsOf } from '../read/records.ts';
import type { Ask } from './histogram.ts';
import { conditions, type TableQuery, type Window } from './soql.ts';

/** Salesforce's audit fields hold nothing earlier: https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/system_fields.htm */
const BEGINNING = '1970-01-02T00:00:00.000000Z';

/** Null: no row has one. `unknown`: the service can't say within its time. */
export type Newest = string | null | 'unknown';

/** The newest value of a settable cursor among the rows of a window. `whole`: the page with all of them, where there is one. */
export async function newestCursor(ask: Ask, tableQuery: TableQuery, window: Window, whole: Page | null): Promise<Newest> {
  const cursor = tableQuery.cursor ?? '';
  if (whole !== null && (whole.rows === 0 || tableQuery.fields.includes(cursor)))
    return latest(recordsOf(whole, [cursor]).map((r) => r[cursor]));
  const [stream] = tableQuery.streams;
  const where = stream === undefined ? [] : conditions(tableQuery, stream, window);
  try {
    const [row] = await ask(
      `SELECT MAX(${cursor}) newest FROM ${tableQuery.object}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`,
    );
    return latest([row?.newest]);
  } catch (error) {
    if (isTimeout(error)) return 'unknown';
    throw error;
  }
}

/**
 * The earlier of the clock and the newest cursor that was read: rows that arrive with older stamps are still to come. Never earlier than
 * the watermark before. The token is the clock: how long ago the import began, and what was changed since.
 */
export function watermarkOf(clock: string, newest: Newest, since: Watermark | null): Watermark {
  const read = newest === null || newest === 'unknown' ? BEGINNING : newest;
  const least = since?.value ?? BEGINNING;
  const value = [clock, read].reduce((a, b) => (toMicros(b) < toMicros(a) ? b : a));
  return { kind: 'timestamp', value: toMicros(value) < toMicros(least) ? least : value, token: clock };
}

/** When the import of a watermark began, by the service's clock, in milliseconds since 1970. */
export function beganAt({ token, value }: Watermark): number {
  return Date.parse(token ?? value);
}

function latest(values: readonly unknown[]): string | null {
  const millis = values.map((v) => Date.parse(String(v ?? ''))).filter((at) => !Number.isNaN(at));
  return millis.length === 0 ? null : fromMicros(BigInt(Math.max(...millis)) * 1000n);
}
