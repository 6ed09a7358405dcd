import type { CountedWindow, HeldRows, TablePart } from '../../../model/counts.ts';
import { isTimeout } from '../connect/service-errors.ts';
import { type CountPlan, iso8601, type Span, spanOf, windowPart } from '../plan/count-queries.ts';
import { CountComparison, type Counted, type CountsInput } from './counts.ts';

/**
 * Objects that Salesforce can't count in one question: their rows are divided by CreatedDate, and each run counts those windows whose counts
 * are the oldest. A window that takes too long is divided again.
 */

/** All windows are counted within so many runs. */
const RUNS_A_ROUND = 4;
/** An answer that does not come takes two minutes: no run waits for more of them. */
const MOST_TIMEOUTS = 2;

export interface WindowsInput extends Omit<CountsInput, 'ahead'> {
  /** Rows of a window, at most where they are cut first, and at least. */
  readonly windowRows: readonly [least: number, most: number];
}

export interface CountedShare extends Omit<Counted, 'countedAt'> {
  readonly windows: readonly CountedWindow[];
}

/** Cuts the rows that are held into windows; null: they are too few for it to help. */
export async function firstWindows(input: Pick<WindowsInput, 'counts' | 'held' | 'windowRows'>): Promise<CountedWindow[] | null> {
  const { counts, held, windowRows } = input;
  if (counts.until === null) return null;
  const [all] = await held.byPart([windowPart(counts, [null, null])], {});
  const pieces = Math.max(2, Math.ceil((all?.rows ?? 0) / windowRows[1]));
  const spans = await cut(counts, held, [null, null], pieces);
  const isWorth = (all?.rows ?? 0) >= windowRows[0] * 2 && spans.length > 1;
  return isWorth ? spans.map(([from, to]) => ({ from, to, countedAt: held.known.countedAt })) : null;
}

/** Counts the share of this run. Throws what the service answered where no window could be counted, and none divided. */
export async function countShare(input: WindowsInput, windows: readonly CountedWindow[]): Promise<CountedShare> {
  const waiting = [...windows].sort((a, b) => a.countedAt.localeCompare(b.countedAt));
  const wanted = Math.max(1, Math.ceil(windows.length / RUNS_A_ROUND));
  const done: CountedWindow[] = [];
  const stuck: CountedWindow[] = [];
  const found: Counted[] = [];
  let failure: unknown = null;
  for (let timeouts = 0; done.length < wanted && timeouts < MOST_TIMEOUTS; ) {
    const window = waiting.shift();
    if (window === undefined) break;
    try {
      const within = windowPart(input.counts, [window.from, window.to]);
      const counted = await new CountComparison({ ...input, ahead: async () => null }, within).run();
      found.push(counted);
      done.push({ ...window, countedAt: iso8601(counted.countedAt) });
    } catch (error) {
      if (!isTimeout(error)) throw error;
      timeouts++;
      const halves = await halvesOf(input, window);
      if (halves === null) {
        failure = error;
        stuck.push(window);
      } else waiting.unshift(...halves);
    }
  }
  if (failure !== null && done.length === 0 && stuck.length + waiting.length === windows.length) throw failure;
  const all = [...done, ...stuck, ...waiting].sort((a, b) => (a.from ?? '').localeCompare(b.from ?? ''));
  return { windows: all, keys: found.flatMap((f) => f.keys), values: found.flatMap((f) => f.values) };
}

/** Null: it is too small to be divided. */
async function halvesOf({ counts, held, windowRows }: WindowsInput, window: CountedWindow): Promise<CountedWindow[] | null> {
  const span: Span = [window.from, window.to];
  const [own] = await held.byPart([windowPart(counts, span)], {});
  if ((own?.rows ?? 0) < windowRows[0] * 2) return null;
  const spans = await cut(counts, held, span, 2);
  return spans.length < 2 ? null : spans.map(([from, to]) => ({ from, to, countedAt: window.countedAt }));
}

/** The span in about so many pieces of as many rows. */
async function cut(counts: CountPlan, held: HeldRows, [from, to]: Span, pieces: number): Promise<Span[]> {
  const part: TablePart = windowPart(counts, [from, to]);
  const edges = (await held.cuts(part, 'CreatedDate', pieces)).map(spanOf).filter((edge) => edge !== from && edge !== to);
  const all = [from, ...new Set(edges), to];
  return all.slice(1).map((end, i) => [all[i] ?? null, end]);
}
