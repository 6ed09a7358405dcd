import type { RunRecord } from '../model/record.ts';
import { duration, percent, secondsBetween, size } from './format.ts';

/** GitHub's included cache per repository and the days without a read after which it deletes an entry. */
const CACHE_BYTES = 10e9;
const CACHE_DAYS = 7;

/** What became of the state, in plain sentences; the same in the summary and the report. */
export interface StateWords {
  readonly restored: string;
  /** The restored entry's key in the cache, or its file. */
  readonly restoredKey: string | null;
  readonly saved: string;
  readonly savedKey: string | null;
  /** What could make it disappear, and what that would cost. */
  readonly eviction: string;
}

export function stateWords(record: RunRecord): StateWords {
  const { state } = record;
  return {
    restored: restored(record),
    restoredKey: state.restored?.key ?? null,
    saved: saved(record),
    savedKey: state.saved?.key ?? null,
    eviction: eviction(record),
  };
}

function restored({ state, startedAt }: RunRecord): string {
  const recovered = state.recovered ? ' The work of a run that was cut off was found there and gone on from.' : '';
  if (state.unusable !== undefined)
    return `The saved state could not be used (${state.unusable.code}), so this run began without one.${recovered}`;
  if (state.restored === null)
    return `There was no state to restore${state.store === 'cache' ? ' in the cache' : ''}.${recovered}`;
  const { generation, savedAt, bytes } = state.restored;
  const age = duration(secondsBetween(savedAt, startedAt));
  return `Restored generation ${generation}, saved ${age} before this run, ${size(bytes)}.${recovered}`;
}

function saved({ state }: RunRecord): string {
  if (state.saved === null)
    return 'Not saved: the next run starts from the state that this one started from, and reads these changes again.';
  const { generation, bytes } = state.saved;
  return `Saved as generation ${generation}, ${size(bytes)}, ${state.encrypted ? 'encrypted' : 'not encrypted'}.`;
}

function eviction({ state }: RunRecord): string {
  if (state.store !== 'cache') return `It is in the directory ${state.store}; nothing removes it but you.`;
  const bytes = state.saved?.bytes ?? state.restored?.bytes ?? 0;
  const share = bytes > 0 ? ` This one takes ${percent(Math.min(1, bytes / CACHE_BYTES))} of that.` : '';
  return (
    `GitHub deletes a cache entry that no run has read for ${CACHE_DAYS} days, and the least recently used ones where a repository’s ` +
    `caches exceed 10 GB.${share} Losing it costs time (the next run reads everything), never rows.`
  );
}
