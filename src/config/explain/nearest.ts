import { distance } from 'fastest-levenshtein';

/** The name that was most likely meant: `clientId` for `client_id`, `Acount` for `Account`; undefined where none is near. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const wanted = plain(name);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of names) {
    const steps = stepsBetween(wanted, plain(candidate));
    if (steps < least) {
      least = steps;
      best = candidate;
    }
  }
  return best;
}

/** A beginning of the name counts as one step: `percent` for `percentage`. */
function stepsBetween(wanted: string, candidate: string): number {
  const isStart = wanted.length >= 4 && (candidate.startsWith(wanted) || wanted.startsWith(candidate));
  return isStart && candidate.length >= 4 ? Math.min(1, distance(wanted, candidate)) : distance(wanted, candidate);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}
