import { expect, test } from 'vitest';
import { measureChanges } from '../../bench/state.ts';
import { startS3 } from '../servers/s3/server.ts';
import { Engine } from '../support/engine.ts';

/** The benchmark's table (`npm run bench state`), a twelfth of its size and with a quarter of the segment. */
test('1,000 changes among a million rows upload a small share of the state', async () => {
  const [engine, s3] = [await Engine.create(2), await startS3()];
  try {
    const { full, fileBytes, rounds } = await measureChanges(engine, s3, { rows: 1_000_000, segmentBytes: 256 * 1024 });
    expect(full).toBeGreaterThanOrEqual(fileBytes);
    const shares = rounds.map(({ what, bytes }) => [what, bytes / full] as const);
    for (const [what, share] of shares) expect([what, share < (what === 'spread' ? 0.25 : 0.06)]).toEqual([what, true]);
    // It can fail: something is uploaded.
    for (const [, share] of shares) expect(share).toBeGreaterThan(0.001);
  } finally {
    await engine.close();
    await s3.close();
  }
}, 120_000);
