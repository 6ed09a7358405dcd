import { describe, test } from 'vitest';
import { type Clause, runClause } from './clause.ts';
import { CONTENT } from './clauses/content.ts';
import { DELETES } from './clauses/deletes.ts';
import { FAILURES } from './clauses/failures.ts';
import { MOVING } from './clauses/moving.ts';
import { PLANS } from './clauses/plans.ts';
import { SCHEMA } from './clauses/schema.ts';
import { VERIFY } from './clauses/verify.ts';
import { WINDOWS } from './clauses/windows.ts';
import type { Harness } from './harness.ts';

/** The promises that every source keeps (docs/how-it-works.md), each run on a table of its own. */
export const CLAUSES: readonly Clause[] = [
  ...CONTENT,
  ...WINDOWS,
  ...MOVING,
  ...FAILURES,
  ...DELETES,
  ...SCHEMA,
  ...PLANS,
  ...VERIFY,
];

/** Runs all clauses for one source; those that need what its harness can't do show as skipped. */
export function describeConformance(name: string, harness: Harness): void {
  describe.concurrent(`${name} keeps the promises of a source`, () => {
    for (const clause of CLAUSES) {
      const missing = clause.needs.filter((ability) => !harness.can.has(ability));
      test.skipIf(missing.length > 0)(clause.name, async () => runClause(clause, harness), 30_000);
    }
  });
}
