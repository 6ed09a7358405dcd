import type picocolors from 'picocolors';
import stringWidth from 'string-width';
import type { Observer, RunRecord } from '../../model/record.ts';

/** Shows a run while it lasts and when it is over. */
export interface Display {
  readonly observe: Observer;
  /** Shows the run's outcome. The display takes no events afterwards. */
  finish(record: RunRecord): void;
  /** Stops every timer and leaves the terminal as it was. Safe to call twice; also called by `finish`. */
  close(): void;
}

/** The slice of a stream that a display writes to. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

/**
 * Colours on a terminal only, and not where NO_COLOR is set to anything (https://no-color.org) or the terminal is dumb;
 * FORCE_COLOR other than 0 wins over all of it.
 */
export function wantsColors(output: Output, env: Readonly<Record<string, string | undefined>>): boolean {
  const force = env.FORCE_COLOR;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return output.isTTY === true && env.TERM !== 'dumb';
}

/** picocolors' functions, switched on or off. */
export type Colors = ReturnType<typeof picocolors.createColors>;

/** Text laid out in a terminal's cells: East Asian signs and emoji take two, colours none. */
export function width(text: string): number {
  // The package's first call compiles expressions for all of Unicode, which takes 20 ms.
  return /^[\x20-\x7e·…✓✗→]*$/.test(text) ? text.length : stringWidth(text);
}

/** Cuts plain text (without colours) to `cells`, with an ellipsis as the last. */
export function shorten(text: string, cells: number): string {
  if (width(text) <= cells) return text;
  if (cells <= 1) return cells === 1 ? '…' : '';
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (width(kept + segment) > cells - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

export function alignLeft(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - width(text)));
}

export function alignRight(text: string, cells: number): string {
  return ' '.repeat(Math.max(0, cells - width(text))) + text;
}

/** Plain text broken between words at `cells`: the first line after `lead`, the others under it; words that are longer are not cut. */
export function wrap(text: string, cells: number, lead: string): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const word of text.split(' ')) {
    if (line === null) line = word;
    else if (width(lead) + width(line) + 1 + width(word) <= cells) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line ?? ''].map((each, i) => `${i === 0 ? lead : ' '.repeat(width(lead))}${each}`);
}

export interface ColumnSpec {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Dropped first where the terminal is narrow: the highest number first; 0 stays. */
  readonly drop: number;
}

/**
 * Lines of a table, columns two cells apart, within `limit` cells: the least important columns are dropped, then the first is cut.
 * `paint` colours a laid-out cell (row −1 is the head).
 */
export function tableLines(
  specs: readonly ColumnSpec[],
  rows: readonly (readonly string[])[],
  limit: number,
  paint: (cell: string, row: number, column: number) => string,
): string[] {
  const widths = specs.map((spec, i) => Math.max(width(spec.title), ...rows.map((row) => width(row[i] ?? ''))));
  const kept = keep(specs, widths, limit);
  const rest = kept.slice(1).reduce((sum, i) => sum + (widths[i] ?? 0) + 2, 0);
  const first = Math.max(8, Math.min(widths[0] ?? 0, limit - rest));
  const line = (cells: readonly string[], row: number) =>
    kept
      .map((i, at) => {
        const cells_ = at === 0 ? first : (widths[i] ?? 0);
        const text = shorten(cells[i] ?? '', cells_);
        const padded = specs[i]?.align === 'right' ? alignRight(text, cells_) : alignLeft(text, cells_);
        return paint(padded, row, i);
      })
      .join('  ')
      .trimEnd();
  return [
    line(
      specs.map((s) => s.title),
      -1,
    ),
    ...rows.map(line),
  ];
}

/** Indexes of the columns that fit when the first takes at least 16 cells. */
function keep(specs: readonly ColumnSpec[], widths: readonly number[], limit: number): number[] {
  let kept = specs.map((_, i) => i);
  const needed = () => kept.reduce((sum, i, at) => sum + (at === 0 ? Math.min(16, widths[i] ?? 0) : (widths[i] ?? 0) + 2), 0);
  while (needed() > limit) {
    const most = Math.max(...kept.map((i) => specs[i]?.drop ?? 0));
    if (most === 0) break;
    const drop = kept.findLast((i) => specs[i]?.drop === most);
    kept = kept.filter((i) => i !== drop);
  }
  return kept;
}
