/*
 * Who reads which seconds. Dataverse can't say how many rows a range has (counts stop at 5,000), so ranges begin coarse, and an
 * idle worker takes over the upper half of what the slowest one has not read yet. Pure: no clock, no IO; all times are whole
 * seconds since 1970, and a second is never split.
 */

export interface Span {
  /** The first second. */
  readonly low: number;
  /** The second behind the last one. */
  readonly high: number;
}

/** One worker's reading of a span, in the order of time. */
export class RangeProgress {
  readonly low: number;
  /** Another worker reads the rows from here on. Only a split lowers it. */
  high: number;
  /** The second of the last row that was handed over; no cut may fall on it or before. */
  front: number | null = null;
  /** Rows a second over the last whole page; null before there was one. */
  density: number | null = null;
  rows = 0;
  /** Taken over from another. */
  readonly taken: boolean;
  #pageFront: number;
  #pageRows = 0;

  constructor(span: Span, taken: boolean) {
    this.low = span.low;
    this.high = span.high;
    this.taken = taken;
    this.#pageFront = span.low;
  }

  /** Rows were handed over; the last one is of the second `front`. */
  advance(front: number, rows: number): void {
    this.front = Math.max(front, this.front ?? front);
    this.rows += rows;
    this.#pageRows += rows;
  }

  /** A page is complete and another follows. */
  endPage(): void {
    const front = this.front ?? this.low;
    this.density = this.#pageRows / Math.max(1, front - this.#pageFront);
    this.#pageFront = front;
    this.#pageRows = 0;
  }

  /** A page will be read again from its start. */
  restartPage(rows: number): void {
    this.rows -= rows;
    this.#pageRows -= rows;
  }
}

/** Of a page: how far before the end of the last page that is kept a cut is put. */
const CUT_MARGIN = 0.05;

export interface RangePoolOptions {
  readonly pageRows: number;
  /** At most this many rows in all spans together; null if unknown. */
  readonly expectedRows: number | null;
}

export class RangePool {
  readonly #pageRows: number;
  readonly #expected: number | null;
  readonly #running = new Set<RangeProgress>();
  /** Spans that their readers gave up, free for any worker. */
  readonly #givenUp: Span[] = [];
  #newest: number | null = null;
  #finishedRows = 0;
  /** The share of its unread rows that a worker keeps when another takes over the rest. */
  #kept = 1 / 2;

  constructor(options: RangePoolOptions) {
    this.#pageRows = options.pageRows;
    this.#expected = options.expectedRows;
  }

  /** The second of the newest row that was read; null where there was none. */
  get newest(): number | null {
    return this.#newest;
  }

  start(span: Span, taken = false): RangeProgress {
    const reading = new RangeProgress(span, taken);
    this.#running.add(reading);
    return reading;
  }

  /** A page of this range is complete and another follows. */
  endPage(reading: RangeProgress): void {
    reading.endPage();
    if (reading.taken) this.#kept = Math.min(this.#kept * 2, 1 / 2);
  }

  finish(reading: RangeProgress): void {
    this.#running.delete(reading);
    if (reading.front !== null) this.#newest = Math.max(reading.front, this.#newest ?? reading.front);
    this.#finishedRows += reading.rows;
    // What was taken over held less than a page: the rows stand more to the front than was thought.
    if (reading.taken && reading.rows < this.#pageRows) this.#kept = Math.max(this.#kept / 2, 1 / 32);
  }

  /**
   * Ends a reading behind the second that it has reached; the rest is read as a range of its own. What is read up to here can then be kept,
   * however long the rest takes: otherwise a range that takes longer than any run would start over each time.
   */
  giveUpRest(reading: RangeProgress): void {
    const behind = (reading.front ?? reading.low) + 1;
    if (behind >= reading.high) return;
    this.#givenUp.push({ low: behind, high: reading.high });
    reading.high = behind;
  }

  /**
   * What a reading gave up; else takes the upper part of the span that has most left to read. Null where that would save no page. `taken`:
   * taken from a range that is still being read.
   */
  split(): (Span & { readonly taken: boolean }) | null {
    const givenUp = this.#givenUp.shift();
    if (givenUp !== undefined) return { ...givenUp, taken: false };
    let best: { reading: RangeProgress; cut: number; rows: number } | null = null;
    for (const reading of this.#running) {
      const found = this.#splitPoint(reading);
      if (found !== null && (best === null || found.rows > best.rows)) best = { reading, ...found };
    }
    if (best === null) return null;
    const { reading, cut } = best;
    const taken = { low: cut, high: reading.high, taken: true };
    reading.high = cut;
    return taken;
  }

  /**
   * Where to cut so that half of the rows that are thought to be left lie on each side. Within a burst (a third of a table changed in the same
   * 20 seconds) half of the time would be far beyond it: how dense the last page was, and how many rows can be left at most, tell where it ends.
   */
  #splitPoint(reading: RangeProgress): { cut: number; rows: number } | null {
    const front = reading.front ?? reading.low;
    const lowest = front + 1;
    const highest = reading.high - 1;
    if (lowest > highest) return null;
    const unread = this.#unreadRows();
    // Before the first page only the whole count says whether there is anything to gain; after it, that there is a second one.
    if (reading.density === null) {
      if (reading.taken) return null;
      const share = unread === null ? 0 : unread / Math.max(1, this.#running.size);
      return share < 2 * this.#pageRows ? null : { cut: clamp((front + reading.high) / 2, lowest, highest), rows: share };
    }
    const rows = Math.min(reading.density * (reading.high - front), unread ?? Number.POSITIVE_INFINITY);
    // The page under way is read in any case.
    const beyond = rows - this.#pageRows;
    if (beyond < this.#pageRows) return null;
    // Whole pages are kept, and a little less: half a page on each side of the cut would cost a request.
    const pages = Math.max(1, Math.round((beyond * this.#kept) / this.#pageRows));
    const cut = front + ((1 + pages - CUT_MARGIN) * this.#pageRows) / reading.density;
    return { cut: clamp(cut, lowest, highest), rows };
  }

  #unreadRows(): number | null {
    if (this.#expected === null) return null;
    let read = this.#finishedRows;
    for (const reading of this.#running) read += reading.rows;
    return Math.max(this.#expected - read, 0);
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(Math.max(value, low), high));
}

/** Equal spans of time over `[low, high)`: coarse, because it is not known where the rows are. */
export function equalSpans({ low, high }: Span, parts: number): Span[] {
  const count = Math.max(1, Math.min(parts, high - low));
  const edges = Array.from({ length: count + 1 }, (_, i) => low + Math.floor(((high - low) * i) / count));
  return edges.slice(0, -1).map((edge, i) => ({ low: edge, high: edges[i + 1] ?? high }));
}

/** What of `[low, high)` none of the spans covers. */
export function gaps({ low, high }: Span, covered: readonly Span[]): Span[] {
  const result: Span[] = [];
  let from = low;
  for (const span of [...covered].sort((a, b) => a.low - b.low)) {
    if (span.low > from) result.push({ low: from, high: Math.min(span.low, high) });
    from = Math.max(from, span.high);
  }
  if (from < high) result.push({ low: from, high });
  return result.filter((s) => s.low < s.high);
}
