import { isSchemaError, isTimeout, ServiceFailure } from '../connect/service-errors.ts';
import type { Bucket } from './partition.ts';
import { conditions, literal, type Stream, type TableQuery, type Window } from './soql.ts';

/** Asks for the records of an aggregate query. */
export type Ask = (soql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

const DAY = 86_400_000;
const HOUR = 3_600_000;
// Finer questions cost a call each; beyond so many the even cut has to do.
const MOST_REFINEMENTS = 12;
/** Where nothing tells how old the oldest row is. */
const YEARS_BACK = 10;

/**
 * How many rows changed when, from one aggregate query by day; by month and then by day where there are more than 2,000 days; by hour
 * within days that hold too much. Where Salesforce refuses or takes too long: an even spread from the oldest row on.
 */
export async function histogram(
  ask: Ask,
  tableQuery: TableQuery,
  stream: Stream,
  window: Window & { readonly high: string },
  target: number,
  expected: number | null,
): Promise<Bucket[]> {
  const asked = new CursorCounts(ask, tableQuery, stream, window);
  try {
    const days = await asked.days(null).catch(async (error: unknown) => {
      if (!tooManyGroups(error)) throw error;
      return asked.refine(await asked.months(), target, async (b) => asked.days(b));
    });
    return await asked.refine(days, target, async (b) => asked.hours(b));
  } catch (error) {
    if (!refused(error)) throw error;
    return even(asked, window, target, expected);
  }
}

/** The answer is 2,000 groups at most, and there is no next page. */
function tooManyGroups(error: unknown): boolean {
  return error instanceof ServiceFailure && /queryMore|too many|EXCEEDED_ID_LIMIT/i.test(`${error.errorCode} ${error.message}`);
}

/** The service has understood and will not do it; what is wrong with the fields shows again when the rows are requested. */
function refused(error: unknown): boolean {
  return isTimeout(error) || (error instanceof ServiceFailure && error.status === 400 && !isSchemaError(error));
}

class CursorCounts {
  readonly #ask: Ask;
  readonly #tableQuery: TableQuery;
  readonly #stream: Stream;
  readonly #window: Window;

  constructor(ask: Ask, tableQuery: TableQuery, stream: Stream, window: Window) {
    this.#ask = ask;
    this.#tableQuery = tableQuery;
    this.#stream = stream;
    this.#window = window;
  }

  async months(): Promise<Bucket[]> {
    const cursor = this.#tableQuery.cursor ?? '';
    const rows = await this.#grouped(
      `CALENDAR_YEAR(${cursor}) y, CALENDAR_MONTH(${cursor}) m`,
      `CALENDAR_YEAR(${cursor}), CALENDAR_MONTH(${cursor})`,
      this.#window,
    );
    return rows
      .map((r) => ({ from: Date.UTC(Number(r.y), Number(r.m) - 1), to: Date.UTC(Number(r.y), Number(r.m)), rows: Number(r.n) }))
      .filter(isDated);
  }

  async days(within: Bucket | null): Promise<Bucket[]> {
    const day = `DAY_ONLY(${this.#tableQuery.cursor})`;
    const rows = await this.#grouped(`${day} d`, day, within === null ? this.#window : this.#part(within));
    return rows
      .map((r) => ({ from: Date.parse(String(r.d)), to: Date.parse(String(r.d)) + DAY, rows: Number(r.n) }))
      .filter(isDated);
  }

  async hours(day: Bucket): Promise<Bucket[]> {
    const hour = `HOUR_IN_DAY(${this.#tableQuery.cursor})`;
    const rows = await this.#grouped(`${hour} h`, hour, this.#part(day));
    return rows
      .map((r) => ({ from: day.from + Number(r.h) * HOUR, to: day.from + (Number(r.h) + 1) * HOUR, rows: Number(r.n) }))
      .filter(isDated);
  }

  /** Replaces the buckets that hold too much by finer ones, the largest first. */
  async refine(buckets: readonly Bucket[], target: number, finer: (bucket: Bucket) => Promise<Bucket[]>): Promise<Bucket[]> {
    const large = new Set(
      [...buckets]
        .filter((b) => b.rows > target * 1.5)
        .sort((a, b) => b.rows - a.rows)
        .slice(0, MOST_REFINEMENTS),
    );
    const parts: Bucket[] = [];
    for (const bucket of buckets) parts.push(...(large.has(bucket) ? await finer(bucket) : [bucket]));
    return parts;
  }

  /** The oldest row's cursor in milliseconds, or null. */
  async oldest(): Promise<number | null> {
    const { cursor, object } = this.#tableQuery;
    const where = conditions(this.#tableQuery, this.#stream, this.#window);
    const [first] = await this.#ask(
      `SELECT ${cursor} FROM ${object}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`} ORDER BY ${cursor} ASC NULLS LAST LIMIT 1`,
    );
    const at = Date.parse(String(first?.[cursor ?? '']));
    return Number.isNaN(at) ? null : at;
  }

  async #grouped(select: string, by: string, window: Window): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const where = conditions(this.#tableQuery, this.#stream, window);
    return this.#ask(
      `SELECT ${select}, COUNT(Id) n FROM ${this.#tableQuery.object}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`} GROUP BY ${by}`,
    );
  }

  #part({ from, to }: Bucket): Window {
    const { low, high } = this.#window;
    const [begin, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
    const later = low !== null && literal(low) > literal(begin) ? low : begin;
    return { low: later, high: high !== null && literal(high) < literal(end) ? high : end, nulls: false };
  }
}

const isDated = (bucket: Bucket): boolean => Number.isFinite(bucket.from) && Number.isFinite(bucket.rows);

async function even(
  asked: CursorCounts,
  { low, high }: Window & { readonly high: string },
  target: number,
  expected: number | null,
): Promise<Bucket[]> {
  const to = Date.parse(high);
  const oldest =
    low !== null
      ? Date.parse(low)
      : await asked.oldest().catch((error: unknown) => (refused(error) ? null : Promise.reject(error)));
  const from = Math.min(oldest ?? to - YEARS_BACK * 365 * DAY, to - 1000);
  // Without a count: a year's width each, so that no single query returns everything.
  return [{ from: Math.floor(from / 1000) * 1000, to, rows: expected ?? target * YEARS_BACK }];
}
