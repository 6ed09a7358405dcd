import { describe, test } from 'vitest';
import { BULK } from './clauses/bulk.ts';
import { FINDING } from './clauses/finding.ts';
import { LOSSES } from './clauses/losses.ts';
import { OUTCOMES } from './clauses/outcomes.ts';
import type { TargetHarness, TargetSubject } from './harness.ts';

/** One promise that every destination keeps. */
export interface TargetClause {
  readonly name: string;
  readonly needsBulk?: true;
  run(subject: TargetSubject): Promise<void>;
}

export const TARGET_CLAUSES: readonly TargetClause[] = [...OUTCOMES, ...LOSSES, ...FINDING, ...BULK];

/** Runs one clause on an object of its own; rejects where the destination breaks the promise. False: the destination has no jobs. */
export async function runTargetClause(clause: TargetClause, harness: TargetHarness): Promise<boolean> {
  const subject = await harness.create();
  try {
    if (clause.needsBulk === true && subject.bulk === undefined) return false;
    await clause.run(subject);
    return true;
  } finally {
    await subject.close();
  }
}

export function describeTargetConformance(name: string, harness: TargetHarness): void {
  describe.concurrent(`${name} keeps the promises of a destination`, () => {
    for (const clause of TARGET_CLAUSES)
      test(clause.name, async ({ skip }) => {
        if (!(await runTargetClause(clause, harness))) skip('this destination has no jobs');
      }, 30_000);
  });
}
