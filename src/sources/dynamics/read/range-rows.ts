import { HighwaterError } from '../../../model/errors.ts';
import type { PageEnd } from '../connect/web-api-client.ts';
import type { RangePool, RangeProgress } from '../plan/time-ranges.ts';
import { type Rows, textOf } from './page-scanner.ts';
import type { RowSink } from './pages.ts';

/** Keeps a reading's rows below its upper edge, which another worker may lower at any moment, and tells it how far it has got. */
export class RangeRows implements RowSink {
  readonly #reading: RangeProgress;
  readonly #ranges: RangePool;
  readonly #cursor: string;
  readonly #isDue: () => boolean;
  #pageRows = 0;
  /** The second of the page's last row, wanted or not. */
  #front: number | null = null;
  #reachedEdge = false;

  /** `isDue`: asked after each page, whether it is time to keep what was read. */
  constructor(reading: RangeProgress, ranges: RangePool, cursor: string, isDue: () => boolean = () => false) {
    this.#reading = reading;
    this.#ranges = ranges;
    this.#cursor = cursor;
    this.#isDue = isDue;
  }

  begin(): void {
    this.#reading.restartPage(this.#pageRows);
    this.#pageRows = 0;
    this.#front = null;
    this.#reachedEdge = false;
  }

  take(rows: Rows): Rows {
    const last = rows.ends.length - 1;
    if (last < 0) return rows;
    const newest = this.#secondOf(rows, last);
    const oldest = this.#secondOf(rows, 0);
    if (newest < oldest || oldest < (this.#front ?? oldest)) throw outOfOrder(this.#cursor);
    this.#front = newest;
    // Rows come in the order of the cursor, so mostly the last one tells of all.
    const kept = newest < this.#reading.high ? rows : this.#below(rows);
    const front = kept === rows ? newest : this.#secondOf(kept, kept.ends.length - 1);
    this.#pageRows += kept.ends.length;
    if (kept.ends.length > 0) this.#reading.advance(front, kept.ends.length);
    return kept;
  }

  end(page: PageEnd): boolean {
    this.#pageRows = 0;
    if (page.next === null || this.#reachedEdge) return false;
    if (this.#isDue()) this.#ranges.giveUpRest(this.#reading);
    this.#ranges.endPage(this.#reading);
    return true;
  }

  #below(rows: Rows): Rows {
    this.#reachedEdge = true;
    const count = rows.ends.findIndex((_, i) => this.#secondOf(rows, i) >= this.#reading.high);
    const isSorted = rows.ends.every((_, i) => i < count || this.#secondOf(rows, i) >= this.#reading.high);
    if (!isSorted) throw outOfOrder(this.#cursor);
    return { bytes: rows.bytes.subarray(0, rows.ends[count - 1] ?? 0), ends: rows.ends.slice(0, count) };
  }

  /** Of the row's cursor; whole seconds are exact, since edges are whole ones. */
  #secondOf(rows: Rows, index: number): number {
    if (index < 0) return Number.NEGATIVE_INFINITY;
    const text = textOf(rows.bytes, rows.ends[index - 1] ?? 0, rows.ends[index] ?? 0, this.#cursor);
    const millis = Date.parse(text ?? '');
    if (Number.isNaN(millis)) throw new Error(`a row of a window has no ${this.#cursor}`);
    return Math.floor(millis / 1000);
  }
}

function outOfOrder(cursor: string): HighwaterError {
  return new HighwaterError(
    'SOURCE_FAILED',
    `Dataverse returned rows out of order: Highwater requested them sorted by ${cursor}.`,
    'The table keeps its previous rows. Run again; if it happens again, report it with this line.',
  );
}
