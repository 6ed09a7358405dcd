/** Bytes of a file of rows that seldom change. The protocol's readers like 128 MB at most, and rows differ in length. */
export const LARGEST_FILE_BYTES = 96 * 1024 * 1024;
const SMALLEST_SHARE = 1 / 16;

/**
 * How many rows a file should hold that has `newer` rows behind it, of files that hold `most`. New rows come at the end of the key, and what
 * changes is mostly new: so the newest files are small, and each further one holds as many rows as all that are newer.
 */
export function wantedRows(most: number, newer: number): number {
  return Math.max(1, Math.min(most, Math.max(Math.ceil(most * SMALLEST_SHARE), newer)));
}

/** The sizes, oldest first, of the files for so many rows with `newer` rows behind them. */
export function sizesOf(rows: number, most: number, newer: number): number[] {
  const sizes: number[] = [];
  for (let left = rows; left > 0; ) {
    const wanted = wantedRows(most, newer + rows - left);
    // A small rest is no file of its own.
    const size = left < wanted * 1.5 ? left : wanted;
    sizes.unshift(size);
    left -= size;
  }
  return sizes;
}

export interface SizedRange {
  readonly rows: number;
  /** Its file has to be written anyway. */
  readonly changed: boolean;
}

/**
 * Which neighbours to write as one group: runs of ranges, oldest first, each as the indexes [first, last]. A range that changed is written; with it
 * its neighbours, where together they are no larger than one file should be there. Ranges that did not change stay as they are.
 */
export function groupsToWrite(ranges: readonly SizedRange[], most: number): (readonly [first: number, last: number])[] {
  const newer = newerRows(ranges);
  const groups: [number, number][] = [];
  ranges.forEach((range, i) => {
    if (!range.changed) return;
    const last = groups.at(-1);
    if (last !== undefined && last[1] >= i) return;
    const group: [number, number] = [i, i];
    const rows = () => ranges.slice(group[0], group[1] + 1).reduce((sum, r) => sum + r.rows, 0);
    const fits = (more: SizedRange | undefined) =>
      more !== undefined && rows() + more.rows <= wantedRows(most, newer[group[1]] ?? 0);
    while (group[0] > (last?.[1] ?? -1) + 1 && fits(ranges[group[0] - 1])) group[0] -= 1;
    while (fits(ranges[group[1] + 1])) group[1] += 1;
    groups.push(group);
  });
  return groups;
}

/** Of each range, how many rows are in newer ones. */
export function newerRows(ranges: readonly { readonly rows: number }[]): number[] {
  let sum = 0;
  return ranges
    .toReversed()
    .map(({ rows }) => {
      sum += rows;
      return sum - rows;
    })
    .toReversed();
}
