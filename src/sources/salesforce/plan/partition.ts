import type { Window } from './soql.ts';

/** How many rows were changed in a span of time; milliseconds since 1970, `to` exclusive. */
export interface Bucket {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

export interface CountedWindow {
  readonly window: Window;
  /** As the histogram has it. */
  readonly rows: number;
}

const SECOND = 1000;

export function iso(millis: number): string {
  return `${new Date(millis).toISOString().slice(0, 19)}Z`;
}

/** The rows that one partition aims at: enough of them for all workers, but no smaller or larger than is worth a job. */
export function targetRows(total: number, parallel: number, [least, most]: readonly [number, number]): number {
  return Math.min(most, Math.max(least, Math.ceil(total / parallel)));
}

/**
 * Cuts `[low, high)` into pieces of about equal work. The edges are the buckets' own; a bucket that is too large by itself is cut
 * evenly, down to whole seconds (a spike within one second stays whole). Together the pieces cover the window, whatever the buckets say.
 */
export function cut(
  buckets: readonly Bucket[],
  { low, high }: { readonly low: string | null; readonly high: string },
  target: number,
): CountedWindow[] {
  const [from, to] = [low === null ? Number.NEGATIVE_INFINITY : Date.parse(low), Date.parse(high)];
  const fine = buckets.filter((b) => b.rows > 0).flatMap((b) => evenly(b, target));
  const edges: { low: string | null; rows: number }[] = [{ low, rows: 0 }];
  for (const { from: begin, rows } of fine.sort((a, b) => a.from - b.from)) {
    const open = edges.at(-1) ?? { low, rows: 0 };
    // Cut where the piece comes nearest to the target.
    const full = open.rows > 0 && open.rows + rows / 2 > target;
    if (full && begin > from && begin < to) edges.push({ low: iso(begin), rows });
    else open.rows += rows;
  }
  const [before, last] = edges.slice(-2);
  if (before !== undefined && last !== undefined && last.rows < target / 4) {
    // What is left over is not worth a job of its own.
    before.rows += last.rows;
    edges.pop();
  }
  return edges.map((edge, i) => ({
    window: { low: edge.low, high: edges[i + 1]?.low ?? high, nulls: i === 0 },
    rows: edge.rows,
  }));
}

function evenly(bucket: Bucket, target: number): Bucket[] {
  const seconds = Math.floor((bucket.to - bucket.from) / SECOND);
  const parts = Math.max(1, Math.min(seconds, Math.round(bucket.rows / target)));
  return Array.from({ length: parts }, (_, i) => {
    const edge = (n: number): number => bucket.from + Math.floor((n * seconds) / parts) * SECOND;
    return { from: edge(i), to: i === parts - 1 ? bucket.to : edge(i + 1), rows: Math.round(bucket.rows / parts) };
  });
}

/**
 * The two halves of a window by time, or null where it is a second or less. An open edge is taken to be at `earliest` or `latest`
 * (milliseconds); it stays open, so nothing is lost where that is a bad guess.
 */
export function halves(window: Window, earliest: number, latest: number): [Window, Window] | null {
  const from = window.low === null ? earliest : Date.parse(window.low);
  const to = window.high === null ? latest : Date.parse(window.high);
  const seconds = Math.floor((to - from) / SECOND);
  if (!(seconds >= 2)) return null;
  const middle = iso(from + Math.floor(seconds / 2) * SECOND);
  return [
    { low: window.low, high: middle, nulls: window.nulls },
    { low: middle, high: window.high, nulls: false },
  ];
}
