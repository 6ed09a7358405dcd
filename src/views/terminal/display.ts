import type picocolors from 'picocolors';
import type { Observer, RunRecord } from '../../model/record.ts';

/** Shows a run while it goes on and once it is over. */
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
