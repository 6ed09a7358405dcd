import { type ErrorReport, HighwaterError } from '../model/errors.ts';
import type { Secret } from '../model/secret.ts';

/** `unknown`: the event says nothing of the repository (not GitHub itself, or a runner's emulation). */
export type RepositoryVisibility = 'public' | 'private' | 'unknown';

/**
 * Reads the event's payload (GITHUB_EVENT_PATH). Scheduled runs carry the repository too:
 * https://github.blog/changelog/2022-09-27-github-actions-additional-information-available-in-github-event-payload-for-scheduled-workflow-runs/
 */
export function visibilityOf(eventPayload: unknown): RepositoryVisibility {
  const repository = (eventPayload as { repository?: { visibility?: unknown; private?: unknown } | null } | null)?.repository;
  if (repository?.private === false || repository?.visibility === 'public') return 'public';
  if (repository?.private === true || repository?.visibility === 'private' || repository?.visibility === 'internal')
    return 'private';
  return 'unknown';
}

/** Anyone may read a public repository's caches, by opening a pull request. Throws STATE_KEY_REQUIRED. */
export function requireStateKey(visibility: RepositoryVisibility, key: Secret | undefined): void {
  if (visibility !== 'public' || key !== undefined) return;
  throw new HighwaterError(
    'STATE_KEY_REQUIRED',
    'This repository is public, so anyone could read the saved state, which holds all synced rows and is not encrypted.',
    'Create a key (`openssl rand -base64 32`), add it as HIGHWATER_KEY under Settings > Secrets and variables > Actions, and pass it: `state-encryption-key: ${{ secrets.HIGHWATER_KEY }}`.',
  );
}

const SHORTEST_KEY = 16;

/** What is wrong with a key that anyone could guess at leisure (a state in the Actions cache can be downloaded); null where it is long enough. `name`: of the input or variable. */
export function weakStateKey(key: string, name: string): ErrorReport | null {
  if (key.length >= SHORTEST_KEY && new Set(key).size > 4) return null;
  return {
    code: 'INPUT_INVALID',
    message: `\`${name}\` is too easy to guess: it has ${key.length} characters, ${new Set(key).size} of them different.`,
    hint: `Create a key of at least ${SHORTEST_KEY} characters (\`openssl rand -base64 32\`) and save it as the secret. The new key can't read a state saved with the old one, so run once with on-unreadable-state: full after the change.`,
  };
}

/**
 * What a run should know that saves to the Actions cache from another branch than the default one; null on the default branch or
 * where the branches aren't known. https://docs.github.com/en/actions/reference/dependency-caching-reference#restrictions-for-accessing-a-cache
 */
export function branchNotice(ref: string, defaultBranch: string): string | null {
  if (ref === '' || defaultBranch === '' || ref === `refs/heads/${defaultBranch}`) return null;
  const name = ref.replace(/^refs\/(heads|tags)\//, '');
  return `GitHub keeps caches per branch. Only runs on ${name} will use the state that this run saves; runs on ${defaultBranch} keep using theirs.`;
}
