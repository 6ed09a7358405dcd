import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/model/secret.ts';
import { type CacheApi, cacheApi } from '../../src/state/cache/cache-api.ts';
import { keyPrefix, kindOf, stateKey, tracePrefix } from '../../src/state/cache/cache-key.ts';
import { keepCacheSmall } from '../../src/state/cache/cache-upkeep.ts';
import { cacheWords } from '../../src/views/facts/state-words.ts';
import type { ActionsRight } from '../servers/actions-cache/rest.ts';
import { type ActionsCache, startActionsCache } from '../servers/actions-cache.ts';

const MAIN = 'refs/heads/main';
const SCOPE = { stateName: 'default', configScope: 'highwater.yml' };
const MB = 1e6;
let server: ActionsCache;
let api: CacheApi | null;

beforeEach(async () => {
  server = await startActionsCache({ limitBytes: 10e9 });
});
afterEach(async () => {
  api?.close();
  await server.close();
});

function open(right: ActionsRight = 'write', token = server.restToken(right)): CacheApi {
  api = cacheApi({
    url: server.restEnv.GITHUB_API_URL ?? '',
    repository: server.restEnv.GITHUB_REPOSITORY ?? '',
    token: new Secret(token),
    signal: new AbortController().signal,
    retryPolicy: { attempts: 3, firstDelayMs: 1, longestDelayMs: 1, longestRetryAfterMs: 1 },
  });
  if (api === null) throw new Error('no API');
  return api;
}

/** `runs`: how many states of this scope, oldest first. */
function states(runs: number, scope = SCOPE, ref = MAIN, format?: number): string[] {
  return Array.from({ length: runs }, (_, i) => {
    const key = stateKey(keyPrefix(scope, format), i + 1, `${9000 + i}`, '1');
    server.plant({ key, ref, bytes: 100 * MB });
    return key;
  });
}

const keys = () => server.entries().map(({ key, ref }) => (ref === MAIN ? key : `${ref} ${key}`));

describe('older entries', () => {
  test('of this branch and name go, two stay, and nothing else is touched', async () => {
    const others = [
      ...states(4, { ...SCOPE, stateName: 'default-2' }),
      ...states(4, { ...SCOPE, stateName: 'defaul' }),
      ...states(4, { ...SCOPE, configScope: 'other.yml' }),
      ...states(4, SCOPE, MAIN, 99),
    ];
    const branch = states(4, SCOPE, 'refs/heads/main-2').map((key) => `refs/heads/main-2 ${key}`);
    for (const key of ['npm-linux-x64', 'highwater', 'highwater-v2-', `${keyPrefix(SCOPE)}backup`]) {
      server.plant({ key, bytes: MB });
      others.push(key);
    }
    const own = states(5);
    const older = states(3, SCOPE, MAIN, 1);
    for (const day of ['2026-11-01', '2026-11-02', '2026-11-03'])
      server.plant({ key: `${tracePrefix(SCOPE)}${day}`, bytes: 200 });
    const { use } = await keepCacheSmall(open(), SCOPE, MAIN);
    // The newest created count, whatever their number or format.
    const left = [...older.slice(1), `${tracePrefix(SCOPE)}2026-11-02`, `${tracePrefix(SCOPE)}2026-11-03`];
    expect(keys().sort()).toEqual([...others, ...branch, ...left].sort());
    expect(use).toMatchObject({ deleted: { entries: 5 + 1 + 1, bytes: 600 * MB + 200 }, notDeleted: null, limitBytes: 10e9 });
    expect(own).toHaveLength(5);
    expect(server.rest.calls.filter(({ method }) => method === 'DELETE')).toHaveLength(7);
  });

  test('are found on every page', async () => {
    states(230);
    const { use } = await keepCacheSmall(open(), SCOPE, MAIN);
    expect(use).toMatchObject({ deleted: { entries: 228 }, stateEntries: 2, stateBytes: 200 * MB });
    expect(keys().map((key) => key.slice(-15))).toEqual(
      ['00229-9228-1', '00230-9229-1'].map((end) => expect.stringContaining(end)),
    );
  });

  test('that another run has deleted meanwhile are no failure, nor is a service that fails for a moment', async () => {
    states(4);
    const slow = open();
    const racing: CacheApi = {
      ...slow,
      entries: async (prefix) => {
        const found = await slow.entries(prefix);
        server.evict(stateKey(keyPrefix(SCOPE), 1, '9000', '1'));
        server.rest.failing.push(502);
        return found;
      },
    };
    expect((await keepCacheSmall(racing, SCOPE, MAIN)).use).toMatchObject({ deleted: { entries: 1 }, notDeleted: null });
    expect(keys()).toHaveLength(2);
  });
});

describe('without the right', () => {
  test.each<[ActionsRight, RegExp]>([
    ['read', /^Older entries of this state were not deleted: the token may not write actions/],
    ['none', /^Older entries of this state were not deleted: the token may not write actions/],
  ])('actions: %s, one sentence says so and nothing fails', async (right, sentence) => {
    states(4);
    const upkeep = await keepCacheSmall(open(right), SCOPE, MAIN);
    const { lines, warning } = cacheWords(upkeep);
    expect(lines.at(-1)).toMatch(sentence);
    expect(lines).toHaveLength(right === 'read' ? 2 : 1);
    expect(warning).toBeNull();
    expect(keys()).toHaveLength(4);
  });

  test('of a token that is not valid, or a service that is away', async () => {
    expect(await keepCacheSmall(open('write', 'ghs_stolen'), SCOPE, MAIN)).toEqual({ use: null, why: 'no right' });
    server.rest.failing.push(500, 500, 500);
    expect(await keepCacheSmall(open(), SCOPE, MAIN)).toEqual({ use: null, why: 'unreachable' });
  });

  test('a token is sent to GitHub over TLS alone, and nothing but cache entries can be asked for', () => {
    const token = new Secret('t');
    const { signal } = new AbortController();
    for (const [url, repository] of [
      ['http://api.github.com', 'octo/shop'],
      ['https://api.github.com', 'octo/shop/../../user'],
      ['https://api.github.com', ''],
      ['nowhere', 'octo/shop'],
    ] as const)
      expect(cacheApi({ url, repository, token, signal })).toBeNull();
  });
});

describe('what is said of the cache', () => {
  test('the states of all names and branches are counted, beside all that is used', async () => {
    states(2);
    states(2, { ...SCOPE, stateName: 'other' }, 'refs/heads/dev');
    server.plant({ key: 'npm-cache', bytes: 900 * MB });
    const words = cacheWords(await keepCacheSmall(open('read'), SCOPE, MAIN));
    expect(words).toEqual({
      lines: ['All states of this repository take 400 MB of its cache (1.3 GB of 10.0 GB used).'],
      warning: null,
    });
  });

  test.each([
    ['states of half the limit', 5_000, 0, true],
    ['a full cache of which they are a part', 1_500, 7_000, true],
    ['a full cache of which they are next to nothing', 100, 9_000, false],
    ['room enough', 2_000, 2_000, false],
  ])('%s: %i MB beside %i MB warn: %s', async (_, own, other, warns) => {
    server.plant({ key: stateKey(keyPrefix(SCOPE), 1, '1', '1'), bytes: own * MB });
    server.plant({ key: 'npm-cache', bytes: other * MB });
    const { warning } = cacheWords(await keepCacheSmall(open(), SCOPE, MAIN));
    expect(warning === null).toBe(!warns);
    if (warns) expect(warning).toMatch(/^The repository's cache is nearly full: .+ used/);
  });
});

test.each([
  ['highwater-v2-a-0123456789ab-0000000001-9-1', null],
  [`${keyPrefix({ stateName: 'a', configScope: 'c' })}0000000001-9-1`, 'state'],
  [`${keyPrefix({ stateName: 'a', configScope: 'c' }, 1)}0000000001-9-1`, 'state'],
  [`${keyPrefix({ stateName: 'a', configScope: 'c' }, 77)}0000000001-9-1`, null],
  [`${keyPrefix({ stateName: 'a', configScope: 'd' })}0000000001-9-1`, null],
  [`${keyPrefix({ stateName: 'b', configScope: 'c' })}0000000001-9-1`, null],
  [`${tracePrefix({ stateName: 'a', configScope: 'c' })}2026-11-01`, 'saved'],
  [`${tracePrefix({ stateName: 'saved-v1-a', configScope: 'c' })}2026-11-01`, null],
])('%s is an entry of this scope: %s', (key, kind) => {
  expect(kindOf({ stateName: 'a', configScope: 'c' }, key)).toBe(kind);
});
