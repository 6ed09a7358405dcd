import { describe, expect, test } from 'vitest';
import { SharedSignIn } from '../../../src/sources/shared/sign-in.ts';

interface Session {
  readonly number: number;
}

function signIns(isFresh?: (session: Session) => boolean) {
  let count = 0;
  return new SharedSignIn<Session>(async () => ({ number: ++count }), isFresh);
}

describe('a shared sign-in', () => {
  test('happens once for all workers that need it at the same time', async () => {
    const shared = signIns();
    const sessions = await Promise.all([shared.current(), shared.current(), shared.current()]);
    expect(sessions.map((s) => s.number)).toEqual([1, 1, 1]);
    const [first] = sessions;
    if (first === undefined) throw new Error('no session');
    const replaced = await Promise.all([shared.replaced(first), shared.replaced(first)]);
    expect(replaced.map((s) => s.number)).toEqual([2, 2]);
    // A worker that learns late of the first one's end gets what the others have.
    expect((await shared.replaced(first)).number).toBe(2);
  });

  test('is repeated when the last one is about to expire', async () => {
    let isFresh = true;
    const shared = signIns(() => isFresh);
    expect([(await shared.current()).number, (await shared.current()).number]).toEqual([1, 1]);
    isFresh = false;
    expect((await shared.current()).number).toBe(2);
  });

  test('that failed is tried again by the next worker', async () => {
    let attempts = 0;
    const shared = new SharedSignIn<Session>(async () => {
      if (++attempts === 1) throw new Error('refused');
      return { number: attempts };
    });
    await expect(shared.current()).rejects.toThrow('refused');
    expect((await shared.current()).number).toBe(2);
  });
});
