import type { CacheUpkeep, CacheUse, NotDone } from '../../model/cache-use.ts';
import { counted, size } from './format.ts';

/** What to say of the repository's cache, one sentence after the other, and the warning where it is nearly full. */
export interface CacheWords {
  readonly lines: readonly string[];
  readonly warning: string | null;
}

const NO_RIGHT = 'the token may not write actions (add `actions: write` under `permissions:` of the job)';
const WHY: Readonly<Record<NotDone, string>> = { 'no right': NO_RIGHT, unreachable: "GitHub's API could not be reached" };

export function cacheWords(upkeep: CacheUpkeep): CacheWords {
  if (upkeep.use === null) return { lines: [`Older entries of this state were not deleted: ${WHY[upkeep.why]}.`], warning: null };
  const { use } = upkeep;
  const { deleted, notDeleted } = use;
  return {
    lines: [
      `All states of this repository take ${size(use.stateBytes)} of its cache (${usedOf(use)}).`,
      ...(deleted.entries === 0
        ? []
        : [
            `${counted(deleted.entries, 'older entry', 'older entries')} of this branch and state deleted (${size(deleted.bytes)}).`,
          ]),
      ...(notDeleted === null ? [] : [`Older entries of this state were not deleted: ${WHY[notDeleted]}.`]),
    ],
    warning: isNearlyFull(use) ? warningOf(use) : null,
  };
}

function usedOf({ usedBytes, limitBytes }: CacheUse): string {
  return usedBytes === null ? `limit ${size(limitBytes)}` : `${size(usedBytes)} of ${size(limitBytes)} used`;
}

/** Two states and the one that is being saved must fit beside what other workflows keep. */
function isNearlyFull({ stateBytes, usedBytes, limitBytes }: CacheUse): boolean {
  if (stateBytes >= limitBytes * 0.5) return true;
  return usedBytes !== null && usedBytes >= limitBytes * 0.8 && stateBytes >= limitBytes * 0.1;
}

function warningOf(use: CacheUse): string {
  return (
    `The repository's cache is nearly full: ${usedOf(use)}, ${size(use.stateBytes)} of it for ${counted(use.stateEntries, 'entry', 'entries')} of Highwater. ` +
    'Above the limit GitHub deletes the entries that were not used for the longest time, those of other workflows too. ' +
    'Keep the state in an object store (docs/scale.md), raise the limit under Settings > Actions > General, or let Highwater delete older entries (`actions: write`).'
  );
}
