import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { branchNotice, type RepositoryVisibility, requireStateKey, visibilityOf } from '../../src/state/visibility.ts';

describe("a repository's visibility", () => {
  it.each<[unknown, RepositoryVisibility]>([
    [{ repository: { private: false, visibility: 'public' } }, 'public'],
    [{ repository: { private: false } }, 'public'],
    [{ repository: { visibility: 'public' } }, 'public'],
    [{ repository: { private: true } }, 'private'],
    [{ repository: { private: true, visibility: 'internal' } }, 'private'],
    [{ repository: { visibility: 'internal' } }, 'private'],
    [{ schedule: '0 2 * * *' }, 'unknown'],
    [{ repository: null }, 'unknown'],
    [null, 'unknown'],
  ])('is read from the event: %j is %s', (payload, visibility) => {
    expect(visibilityOf(payload)).toBe(visibility);
  });

  it('public demands a key, and the error says how to make one and where to put it', () => {
    expect(() => requireStateKey('public', undefined)).toThrow(
      expect.objectContaining({
        code: 'STATE_KEY_REQUIRED',
        hint: expect.stringContaining('state-encryption-key: ${{ secrets.HIGHWATER_KEY }}'),
      }),
    );
  });

  it.each<[RepositoryVisibility, Secret | undefined]>([
    ['public', new Secret('k')],
    ['private', undefined],
    ['unknown', undefined],
  ])('%s is fine with key %s', (visibility, key) => {
    expect(() => requireStateKey(visibility, key)).not.toThrow();
  });
});

describe('what a run on another branch is told', () => {
  it.each([
    ['refs/heads/main', 'main', null],
    ['', 'main', null],
    ['refs/heads/main', '', null],
    ['refs/heads/feature/x', 'main', 'Only runs on feature/x will use'],
    ['refs/pull/7/merge', 'main', 'Only runs on refs/pull/7/merge will use'],
  ])('%s beside %s: %s', (ref, defaultBranch, words) => {
    const notice = branchNotice(ref, defaultBranch);
    if (words === null) expect(notice).toBeNull();
    else expect(notice).toContain(words);
  });
});
