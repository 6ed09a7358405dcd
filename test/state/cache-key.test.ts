import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generationOf, keyPrefix, stateKey } from '../../src/state/cache/cache-key.ts';

const scope = (stateName: string, configScope = 'highwater.yml') => ({ stateName, configScope });

describe('a cache key', () => {
  it('tells format, state name, configuration, generation, run and attempt', () => {
    expect(stateKey(keyPrefix(scope('eu-prod')), 7, '9001', '2')).toMatch(
      /^highwater-v3-eu-prod-[0-9a-f]{12}-0000000007-9001-2$/,
    );
  });

  it.each([
    ['Prod', 'prod'],
    ['a,b', 'a_b'],
    ['x'.repeat(100), 'x'.repeat(101)],
    ['ä', 'ö'],
  ])('of %j is another than that of %j, even to a service that ignores case', (one, other) => {
    expect(keyPrefix(scope(one)).toLowerCase()).not.toBe(keyPrefix(scope(other)).toLowerCase());
  });

  it('is one that the service takes, whatever the names', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 700 }),
        fc.string({ maxLength: 200 }),
        fc.nat(),
        (name, config, generation) => {
          const prefix = keyPrefix(scope(name, config));
          const key = stateKey(prefix, generation, '12345678901234567890', '99');
          expect(key).toMatch(/^[a-z0-9._-]{1,512}$/);
          expect(generationOf(prefix, key)).toBe(generation);
        },
      ),
    );
  });

  it('is never begun by another name’s prefix, unless that name holds a whole scope', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{1,20}$/), fc.stringMatching(/^[a-z0-9-]{1,20}$/), (one, other) => {
        fc.pre(one !== other);
        const key = stateKey(keyPrefix(scope(one)), 1, '1', '1');
        expect(generationOf(keyPrefix(scope(other)), key)).toBeNull();
      }),
    );
  });

  it('sorts by generation as text', () => {
    const keys = [9, 10, 100].map((generation) => stateKey('p-', generation, '1', '1'));
    expect(keys.toSorted()).toEqual(keys);
  });
});
