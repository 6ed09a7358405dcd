import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalSpans, gaps, RangePool, type RangeProgress, type Span } from '../../../src/sources/dynamics/plan/time-ranges.ts';

/** A service that gives the rows of a query in pages, in the order of time, whatever others do meanwhile. */
interface Worker {
  reading: RangeProgress | null;
  /** Index of the next row and the one behind the query's last. */
  at: number;
  to: number;
}

const lowerBound = (rows: readonly number[], second: number): number => {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < second) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Hands a page's rows below the upper edge over, a part at a time where `parts` > 1; true when the worker is done. */
function readPage(
  rows: readonly number[],
  worker: Worker,
  ranges: RangePool,
  pageRows: number,
  got: number[],
  between?: () => void,
): boolean {
  const { reading } = worker;
  if (reading === null) return true;
  const end = Math.min(worker.at + pageRows, worker.to);
  const middle = (worker.at + end) >>> 1;
  let cut = false;
  for (const [from, to] of [
    [worker.at, middle],
    [middle, end],
  ] as const) {
    const kept = rows.slice(from, to).filter((second) => second < reading.high);
    cut ||= kept.length < to - from;
    got.push(...kept);
    const last = kept.at(-1);
    if (last !== undefined) reading.advance(last, kept.length);
    between?.();
  }
  worker.at = end;
  if (end < worker.to && !cut) {
    ranges.endPage(reading);
    return false;
  }
  ranges.finish(reading);
  worker.reading = null;
  return true;
}

function start(rows: readonly number[], ranges: RangePool, span: Span, taken: boolean): Worker {
  return { reading: ranges.start(span, taken), at: lowerBound(rows, span.low), to: lowerBound(rows, span.high) };
}

describe('work stealing', () => {
  test('reads every row once, whatever the interleaving', () => {
    const seconds = fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 100_000 })), { maxLength: 300 });
    const schedule = fc.array(fc.nat(1000), { minLength: 50, maxLength: 400 });
    fc.assert(
      fc.property(
        seconds,
        schedule,
        fc.integer({ min: 1, max: 7 }),
        fc.option(fc.nat(400)),
        fc.integer({ min: 1, max: 4 }),
        (unsorted, steps, pageRows, expectedRows, parts) => {
          const rows = [...unsorted].sort((a, b) => a - b);
          const ranges = new RangePool({ pageRows, expectedRows });
          const got: number[] = [];
          const workers = equalSpans({ low: 0, high: 100_001 }, parts).map((span) => start(rows, ranges, span, false));
          const steal = () => {
            const span = ranges.split();
            if (span !== null) workers.push(start(rows, ranges, span, span.taken));
            return span !== null;
          };
          const running = () => workers.filter((w) => w.reading !== null);
          for (const step of steps) {
            const worker = running()[step % Math.max(1, running().length)];
            if (step % 3 === 0) steal();
            // A reading may end itself to keep what it has.
            if (step % 7 === 0 && worker?.reading) ranges.giveUpRest(worker.reading);
            // Splits happen between the pieces of a page too.
            if (worker !== undefined) readPage(rows, worker, ranges, pageRows, got, step % 5 === 0 ? steal : undefined);
          }
          while (running().length > 0 || steal()) for (const worker of running()) readPage(rows, worker, ranges, pageRows, got);
          expect(got.sort((a, b) => a - b)).toEqual(rows);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('never cuts at or below a row that was handed over, nor within a second', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 30 }),
        (length, moves) => {
          const ranges = new RangePool({ pageRows: 1, expectedRows: 10_000 });
          const reading = ranges.start({ low: 0, high: length });
          for (const move of moves) {
            const before = reading.high;
            const span = ranges.split();
            if (span !== null) {
              expect(Number.isInteger(span.low)).toBe(true);
              expect(span.low).toBeGreaterThan(reading.front ?? reading.low);
              expect(span).toEqual({ low: reading.high, high: before, taken: true });
            }
            const front = Math.min((reading.front ?? 0) + move, reading.high - 1);
            reading.advance(front, 3);
            ranges.endPage(reading);
          }
        },
      ),
    );
  });
});

/** Four workers that take one unit of time for each page; an idle one looks twenty times as often. */
function simulate(
  rows: readonly number[],
  pageRows: number,
  workerCount: number,
  expectedRows: number | null,
  jitter: (n: number) => number,
) {
  const ranges = new RangePool({ pageRows, expectedRows });
  const [low, high] = [rows[0] ?? 0, (rows.at(-1) ?? 0) + 1];
  const queue = equalSpans({ low, high }, expectedRows === null ? 1 : workerCount).map((span) => ({ span, taken: false }));
  const workers = Array.from({ length: workerCount }, () => ({ time: 0, worker: null as Worker | null, over: false }));
  let [requests, finished] = [0, 0];
  const got: number[] = [];
  for (;;) {
    const next = workers.filter((w) => !w.over).sort((a, b) => a.time - b.time)[0];
    if (next === undefined) break;
    if (next.worker === null) {
      const stolen = queue.length === 0 ? ranges.split() : null;
      const work = queue.shift() ?? (stolen === null ? null : { span: stolen, taken: true });
      if (work !== null) next.worker = start(rows, ranges, work.span, work.taken);
      else if (workers.every((w) => w.worker === null)) next.over = true;
      next.time += work === null ? 0.05 : jitter(requests++);
    } else if (readPage(rows, next.worker, ranges, pageRows, got)) {
      finished = Math.max(finished, next.time);
      next.worker = null;
    } else next.time += jitter(requests++);
  }
  return { efficiency: rows.length / pageRows / workerCount / finished, requests, got };
}

describe('the speed of four workers, against rows that were perfectly divided', () => {
  const YEARS = 3 * 365 * 86_400;
  const N = 100_000;
  const PAGE = 1000;
  const build = (second: (i: number, u: number) => number) =>
    Array.from({ length: N }, (_, i) => Math.floor(second(i, i / N))).sort((a, b) => a - b);
  const burst = (at: number) => build((i, u) => (i % 3 === 0 ? YEARS * at + ((i / 3) % 20) : u * YEARS));
  const steady = () => 1;
  const uneven = (n: number) => 0.7 + ((n * 7919) % 61) / 100;

  const cases: Readonly<Record<string, { rows: readonly number[]; least: number; cost?: (n: number) => number }>> = {
    'rows spread evenly': { rows: build((_, u) => u * YEARS), least: 0.95 },
    'a third of them within 20 seconds': { rows: burst(0.4), least: 0.85 },
    'a third within 20 seconds, near the beginning': { rows: burst(0.05), least: 0.85 },
    'a third within 20 seconds, near the end': { rows: burst(0.99), least: 0.85 },
    'all within 20 seconds': { rows: build((i) => i % 20), least: 0.85 },
    'ever more rows': { rows: build((_, u) => YEARS * (1 - (1 - u) ** 3)), least: 0.8 },
    'a third within 20 seconds, pages of uneven cost': { rows: burst(0.4), least: 0.85, cost: uneven },
  };

  test.each(Object.keys(cases))('%s: nearly reached, with few more requests than pages', (name) => {
    const { rows = [], least = 1, cost = steady } = cases[name] ?? {};
    const { efficiency, requests, got } = simulate(rows, PAGE, 4, N, cost);
    expect(isSame(got, rows)).toBe(true);
    expect(efficiency).toBeGreaterThan(least);
    expect(requests).toBeLessThanOrEqual(1.08 * (N / PAGE));
  });

  test('without any count it is still more than 75%', () => {
    for (const place of [0.05, 0.2, 0.4, 0.6, 0.8]) {
      const { efficiency, requests } = simulate(burst(place), PAGE, 4, null, steady);
      expect(efficiency).toBeGreaterThan(0.75);
      expect(requests).toBeLessThanOrEqual(1.17 * (N / PAGE));
    }
  });

  test('rows of one second are paged through, not split for nothing', () => {
    const { requests } = simulate(
      build((i) => (i < 10 ? i : 5000)),
      PAGE,
      4,
      N,
      steady,
    );
    expect(requests).toBeLessThanOrEqual(1.15 * (N / PAGE));
  });
});

/** Without a message of a hundred thousand numbers. */
function isSame(got: readonly number[], rows: readonly number[]): boolean {
  const sorted = [...got].sort((a, b) => a - b);
  return sorted.length === rows.length && sorted.every((second, i) => second === rows[i]);
}

describe('spans', () => {
  test('equal spans cover all, without overlap, and never more than there are seconds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 1e8 }),
        fc.integer({ min: 1, max: 20 }),
        (low, length, parts) => {
          const spans = equalSpans({ low, high: low + length }, parts);
          expect(spans[0]?.low).toBe(low);
          expect(spans.at(-1)?.high).toBe(low + length);
          for (const [i, span] of spans.entries()) {
            expect(span.low).toBeLessThan(span.high);
            if (i > 0) expect(span.low).toBe(spans[i - 1]?.high);
          }
        },
      ),
    );
  });

  test.each([
    [[], [{ low: 0, high: 10 }]],
    [[{ low: 0, high: 10 }], []],
    [
      [{ low: 2, high: 4 }],
      [
        { low: 0, high: 2 },
        { low: 4, high: 10 },
      ],
    ],
    [
      [
        { low: 6, high: 10 },
        { low: 0, high: 3 },
      ],
      [{ low: 3, high: 6 }],
    ],
    [
      [
        { low: Number.NEGATIVE_INFINITY, high: 4 },
        { low: 4, high: 9 },
      ],
      [{ low: 9, high: 10 }],
    ],
  ])('what is left beside %j', (covered, left) => {
    expect(gaps({ low: 0, high: 10 }, covered)).toEqual(left);
  });
});
