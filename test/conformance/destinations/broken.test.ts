import { describe, expect, test } from 'vitest';
import { salesforceSubject } from '../../destinations/salesforce/target.ts';
import { overlaid, TARGET_FLAWS, type TargetFlaw } from './flaws.ts';
import type { TargetHarness } from './harness.ts';
import { runTargetClause, TARGET_CLAUSES } from './suite.ts';

function broken(flaw: TargetFlaw): TargetHarness {
  return {
    create: async () => {
      const subject = await salesforceSubject();
      const connect = async () => {
        const good = await subject.connect();
        return { ...good, destination: overlaid(good.destination, flaw.spoil(good.destination, subject)) };
      };
      return { ...subject, connect };
    },
  };
}

describe.concurrent('the suite of destinations notices one that', () => {
  test.each(TARGET_FLAWS.map((flaw) => [flaw.name, flaw] as const))('%s', async (_, flaw) => {
    const meant = TARGET_CLAUSES.filter((clause) => flaw.noticed.test(clause.name));
    expect(meant).not.toEqual([]);
    const [first] = meant;
    if (first !== undefined) await expect(runTargetClause(first, broken(flaw)), first.name).rejects.toThrow();
  });

  test('does anything of the kind: each clause can fail', () => {
    expect(
      TARGET_CLAUSES.filter((clause) => !TARGET_FLAWS.some((flaw) => flaw.noticed.test(clause.name))).map((c) => c.name),
    ).toEqual([]);
  });
});
