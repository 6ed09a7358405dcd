/** Numbers from 0 up to, not including, 1, from a seed (mulberry32): a demo and a test see the same data each time. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Seeded randomness, so that a failing run can be repeated. */
export class Random {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = random(seed);
  }

  /** 0 to `below`, without `below`. */
  below(below: number): number {
    return Math.floor(this.next() * below);
  }

  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }

  /** `count` different ones of `values`, or all where there are fewer. */
  some<T>(values: readonly T[], count: number): T[] {
    return values
      .map((value) => [this.next(), value] as const)
      .sort((a, b) => a[0] - b[0])
      .slice(0, count)
      .map(([, value]) => value);
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.below(10)).join('');
  }
}
