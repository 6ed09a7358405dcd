import { describe, expect, test } from 'vitest';
import { FLAWS, type Flaw } from '../support/memory-flaws.ts';
import { type Clause, runClause } from './clause.ts';
import { memoryHarness } from './memory-harness.ts';
import { CLAUSES } from './suite.ts';

// Each flaw with the clauses that notice it: the one that is meant for it first, then those that can't be kept with it either.
const NOTICED: Readonly<Record<Flaw, readonly RegExp[]>> = {
  'answers one plan with what another asked for': [/^a plan that changes/],
  'claims more rows than it sent': [/^what the source says it sent/, /./],
  'excludes the low edge': [/^a row stamped exactly at the watermark/],
  'forgets a page after a retry': [/^a fault in mid-read/],
  'forgets gone keys': [/^incremental runs remove what was deleted/],
  'forgets null cursors': [/^rows without a cursor/],
  'forgets the tail': [/ of a full sync are in it/, /^a row stamped in the future/, /^a change that the next run brings/],
  'goes on after an abort': [/^an abort in mid-read/],
  'hands over a row twice after a retry': [/^a fault in mid-read/],
  'ignores the abort while it waits': [/^an abort ends a read that hangs/, /^an abort in mid-read/],
  'ignores the lookback': [/^a row that is committed late/],
  'leaves a gap between partitions': [/^rows at the edges between partitions/],
  'lets the filter out of the window': [/^a condition with OR/],
  'reads one snapshot for the body and another for the tail': [/ of a full sync are in it/],
  'remembers old columns': [/^a column /],
  'says null for empty text': [/^empty text and NULL/],
  'stops at the first page': [
    /^a table of many pages/,
    / are there after /,
    / of a full sync are in it/,
    /^text arrives/,
    ...failures(),
    /^rows at/,
    ...proofs(),
  ],
  'swallows a staging failure': [/^a staging file that can’t be written/],
  'sweeps only what changed': [/^incremental runs remove what was deleted/, /^a row that was deleted and created again/],
  'tracks deletes alone': [/restored with its old stamp/],
  'fetches nothing by key': [/restored with its old stamp/, /^verify says/, /^a sample compares/],
  'trims text': [/^spaces at the ends/, /^text arrives/],
  'watermark is the newest cursor': [/^a row stamped in the future/, /^what the source says/, /^a condition with OR/],
};

function failures(): RegExp[] {
  return [/^an abort/, /^a staging file/, /^a full sync that was stopped/, /^a fault/];
}

function proofs(): RegExp[] {
  return [/^verify says/, /^shares of the rows/, /^a sample compares/, /^a change that the next run brings/];
}

// All clauses against all flaws take a minute; by default each flaw meets some of those that notice it and an eighth of the others.
const EVERYTHING = process.env.HIGHWATER_ALL_CLAUSES !== undefined;
const SHARE = EVERYTHING ? 1 : 8;
const ENOUGH = EVERYTHING ? CLAUSES.length : 4;

describe.concurrent('The conformance suite notices a source that', () => {
  for (const [i, flaw] of FLAWS.entries()) {
    const rank = ({ name }: Clause) => NOTICED[flaw].findIndex((pattern) => pattern.test(name));
    const meant = CLAUSES.filter((clause) => rank(clause) >= 0).sort((a, b) => rank(a) - rank(b));
    const others = CLAUSES.filter((clause, n) => !meant.includes(clause) && n % SHARE === i % SHARE);
    test(`${flaw}: by the clauses meant for that, and by no other`, async () => {
      expect(meant.length).toBeGreaterThan(0);
      for (const clause of meant.slice(0, ENOUGH))
        await expect(runClause(clause, memoryHarness({}, flaw)), clause.name).rejects.toThrow();
      for (const clause of others) await runClause(clause, memoryHarness({}, flaw));
    }, 120_000);
  }
});
