import type { HeldRows, PartFigures, Period, TablePart } from '../../../model/counts.ts';
import { composite, QUERIES_A_CALL } from '../connect/composite.ts';
import { failureFrom, isTimeout, ServiceFailure } from '../connect/service-errors.ts';
import {
  type CountPlan,
  type CountRecord,
  compareFigures,
  countedPart,
  cutById,
  figureColumns,
  figuresOf,
  PARENTS_A_QUERY,
  partQuery,
  periodPart,
  periodQuery,
  staleStamp,
  startOf,
} from '../plan/count-queries.ts';
import { queryPath, type RestQuery } from '../plan/soql.ts';
import type { Reader } from './rest-pages.ts';

/** A part that differs. */
export interface DifferingPart {
  readonly part: TablePart;
  readonly there: PartFigures;
  readonly here: PartFigures;
}

export interface CountsInput {
  readonly counts: CountPlan;
  readonly reader: Reader;
  readonly held: HeldRows;
  /** Rows whose keys are read at once instead of being counted once more in smaller parts. */
  readonly keysAtOnce: number;
  /** The first question's answer, if it was asked ahead together with other tables'. */
  readonly ahead: () => Promise<CountRecord[] | null>;
}

export interface Counted {
  readonly countedAt: number;
  readonly keys: readonly DifferingPart[];
  readonly values: readonly DifferingPart[];
}

const NO_FIGURES: PartFigures = { rows: 0, lowest: null, highest: null, newest: null, hash: null };
const FINER: Readonly<Record<Period, Period | null>> = { month: 'day', day: 'hour', hour: null };
// So many parts are cut by their Ids at once, each into as many pieces as one call may ask for.
const MOST_CUT = 8;
// Cut so often, a hundred million rows are less than a page.
const MOST_CUTS = 8;

/** Compares counts, coarse ones first, and counts again in smaller parts where they differ. Decides nothing about rows. */
export class CountComparison {
  readonly #input: CountsInput;
  readonly #within: TablePart;

  /** `within`: the rows to compare; all that are counted, unless it is given. */
  constructor(input: CountsInput, within: TablePart = countedPart(input.counts)) {
    this.#input = input;
    this.#within = within;
  }

  async run(): Promise<Counted> {
    const { counts, reader } = this.#input;
    const countedAt = reader.client.clock;
    let period: Period | null = counts.until === null ? null : 'month';
    let found = period === null ? await this.#whole() : await this.#periods(period, [this.#within], true);
    for (let cuts = 0; !this.#isSmall(found) && cuts < MOST_CUTS; ) {
      const finer: Period | null = period === null ? null : FINER[period];
      const before = rowsOf(found);
      if (finer === null) cuts++;
      const next: DifferingPart[] | null = await this.#inSmaller(finer, found);
      if (next === null) break;
      period = finer;
      found = next;
      // Rows have gone everywhere: smaller parts would say the same again.
      if (found.length > 1 && rowsOf(found) > before / 2) break;
    }
    const keys = found.filter((f) => compareFigures(counts, f.there, f.here) === 'keys');
    return { countedAt, keys, values: found.filter((f) => staleStamp(counts, f.there, f.here)) };
  }

  /** Null: it can't be done, or takes the service too long; then the keys themselves are read. */
  async #inSmaller(period: Period | null, found: readonly DifferingPart[]): Promise<DifferingPart[] | null> {
    try {
      return await (period === null ? this.#byId(found) : this.#finer(period, found));
    } catch (error) {
      if (isTimeout(error)) return null;
      throw error;
    }
  }

  #isSmall(found: readonly DifferingPart[]): boolean {
    return rowsOf(found) <= this.#input.keysAtOnce;
  }

  async #whole(): Promise<DifferingPart[]> {
    const { counts, ahead } = this.#input;
    const part = this.#within;
    const records = (await ahead()) ?? (await this.#ask([partQuery(counts, part)]))[0] ?? [];
    return this.#differing([part], [records]);
  }

  async #periods(period: Period, within: readonly TablePart[], first = false): Promise<DifferingPart[]> {
    const { counts, held, ahead } = this.#input;
    const until = counts.until ?? '';
    const known = first ? await ahead() : null;
    const records = known ?? (await this.#ask([periodQuery(counts, period, within)]))[0] ?? [];
    const there = new Map(records.map((record) => [startOf(period, record), figuresOf(record)]));
    const here = await held.byPeriod(within, { column: 'CreatedDate', period }, figureColumns(counts));
    const starts = [...new Set([...there.keys(), ...here.keys()])].sort((a, b) => a - b);
    return starts.flatMap((start) => {
      const pair = { there: there.get(start) ?? NO_FIGURES, here: here.get(start) ?? NO_FIGURES };
      if (compareFigures(counts, pair.there, pair.here) === 'none') return [];
      return [{ part: periodPart(period, start, until), ...pair }];
    });
  }

  async #finer(period: Period, found: readonly DifferingPart[]): Promise<DifferingPart[]> {
    const parts = found.map((f) => f.part);
    const differing: DifferingPart[] = [];
    for (let at = 0; at < parts.length; at += PARENTS_A_QUERY[period])
      differing.push(...(await this.#periods(period, parts.slice(at, at + PARENTS_A_QUERY[period]))));
    return differing;
  }

  /** Cuts parts by the Ids of the rows that are held; null: they can't be cut, or not all of them for few calls. */
  async #byId(found: readonly DifferingPart[]): Promise<DifferingPart[] | null> {
    const { counts, held } = this.#input;
    if (found.length > MOST_CUT || counts.conditions.some((c) => c.includes('@{'))) return null;
    const pieces: TablePart[] = [];
    for (const { part } of found) {
      const own = cutById(part, await held.cuts(part, 'Id', QUERIES_A_CALL));
      if (own.length < 2) return null;
      pieces.push(...own);
    }
    const answers = await this.#ask(pieces.map((part) => partQuery(counts, part)));
    return this.#differing(pieces, answers);
  }

  async #differing(parts: readonly TablePart[], answers: readonly (readonly CountRecord[])[]): Promise<DifferingPart[]> {
    const { counts, held } = this.#input;
    const here = await held.byPart(parts, figureColumns(counts));
    return parts.flatMap((part, i) => {
      const [record] = answers[i] ?? [];
      const pair = { there: record === undefined ? NO_FIGURES : figuresOf(record), here: here[i] ?? NO_FIGURES };
      return compareFigures(counts, pair.there, pair.here) === 'none' ? [] : [{ part, ...pair }];
    });
  }

  async #ask(queries: readonly RestQuery[]): Promise<CountRecord[][]> {
    const { client, meter, signal } = this.#input.reader;
    const answers: CountRecord[][] = [];
    for (let at = 0; at < queries.length; at += QUERIES_A_CALL) {
      const paths = queries.slice(at, at + QUERIES_A_CALL).map((q) => ({ path: queryPath(client.base, q.operation, q.soql) }));
      const [only] = paths;
      if (paths.length === 1 && only !== undefined && (await client.fits(only.path))) {
        answers.push((await client.json<{ records: CountRecord[] }>({ path: only.path, meter, signal })).records);
        continue;
      }
      for (const answer of await composite(client, paths, meter, signal)) answers.push(recordsIn(answer));
    }
    return answers;
  }
}

export function recordsIn({ status, body }: { readonly status: number; readonly body: Buffer }): CountRecord[] {
  if (status !== 200) throw failureFrom(status, body.toString());
  return (JSON.parse(body.toString()) as { records: CountRecord[] }).records;
}

const rowsOf = (found: readonly DifferingPart[]): number =>
  found.reduce((sum, { there, here }) => sum + Math.max(there.rows, here.rows), 0);

/**
 * Why the service does not count an object's rows; null: the error is about more than this question (sign-in, limits, the network), and
 * would meet the next one too.
 */
export function whyNotCounted(error: unknown): string | null {
  if (isTimeout(error)) return 'counting its rows takes Salesforce too long';
  if (!(error instanceof ServiceFailure) || error.status === 401 || error.errorCode === 'REQUEST_LIMIT_EXCEEDED') return null;
  if (error.status < 500) return `Salesforce does not count its rows (${error.message})`;
  return `Salesforce could not count its rows in this run (${error.message})`;
}
