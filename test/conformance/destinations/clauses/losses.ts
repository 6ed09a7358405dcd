import { expect } from 'vitest';
import type { TargetClause } from '../suite.ts';
import { atWork, refuseDoubles, withKey } from '../target-world.ts';

/** Answers that never come, connections that break, runs that are stopped. */
export const LOSSES: readonly TargetClause[] = [
  {
    name: 'a call that breaks off at its worst moment leaves each key with one record and its new values',
    async run(subject) {
      const { text } = subject.columns;
      const { row, upsert } = await atWork(subject);
      for (const [n, fault] of subject.faults.entries()) {
        subject.put({ [subject.key]: `old${n}`, [text]: 'old' });
        fault.arm();
        const outcomes = await upsert([row(`new${n}`, { [text]: 'new' }), row(`old${n}`, { [text]: 'new' })]);
        expect(outcomes, fault.name).toMatchObject([{ status: 'accepted' }, { status: 'accepted' }]);
        // Where the first answer was lost nobody can tell; it must not be said that a new record was updated.
        for (const outcome of outcomes.slice(0, 1)) expect(outcome, fault.name).not.toMatchObject({ created: false });
        for (const key of [`new${n}`, `old${n}`])
          expect(
            withKey(subject, key).map((r) => r.values[text]),
            fault.name,
          ).toEqual(['new']);
      }
      refuseDoubles(subject);
    },
  },
  {
    name: 'a delete whose answer is lost is a delete',
    async run(subject) {
      const { destination, batch } = await atWork(subject);
      for (const [n, fault] of subject.faults.entries()) {
        const id = subject.put({ [subject.key]: `k${n}` });
        fault.arm();
        expect(await destination.send(batch('delete', [{ id, key: null, values: {} }])), fault.name).toMatchObject([
          { status: 'accepted' },
        ]);
      }
      expect(subject.stored()).toEqual([]);
    },
  },
  {
    name: 'an abort in mid-send ends at once with its reason; the next run sends the same again without doubles',
    async run(subject) {
      const { text } = subject.columns;
      const first = await atWork(subject);
      const rows = ['a', 'b', 'c'].map((key) => first.row(key, { [text]: key }));
      const { reached } = subject.hold();
      const sending = first.upsert(rows).then(
        () => 'sent',
        (error: unknown) => error,
      );
      await reached;
      const reason = new Error('stopped');
      first.stop.abort(reason);
      expect(await Promise.race([sending, new Promise((done) => setTimeout(() => done('still at work'), 15_000).unref())])).toBe(
        reason,
      );
      const second = await atWork(subject);
      expect(await second.upsert(rows)).toMatchObject(rows.map(() => ({ status: 'accepted' })));
      expect(
        subject
          .stored()
          .map((r) => r.values[text])
          .sort(),
      ).toEqual(['a', 'b', 'c']);
    },
  },
];
