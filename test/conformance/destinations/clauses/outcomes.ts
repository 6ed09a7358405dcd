import { expect } from 'vitest';
import type { TargetClause } from '../suite.ts';
import { atWork, refuseDoubles, withKey } from '../target-world.ts';

const HARD_TEXTS = [
  '007',
  '1e5',
  'true',
  'null',
  ' two  blanks ',
  'quo"te, comma',
  "it's; \\ and {@{x}}",
  'line\nfeed',
  'Žižek 東京 🎈',
];

/** What becomes of each row of one call. */
export const OUTCOMES: readonly TargetClause[] = [
  {
    name: 'each row has one outcome, in the order sent: created, updated, refused',
    async run(subject) {
      const there = subject.put({ [subject.key]: 'b', [subject.columns.text]: 'old' });
      const { code } = subject.refuse('bad');
      const { row, upsert } = await atWork(subject);
      const { text } = subject.columns;
      const outcomes = await upsert([
        row('a', { [text]: 'A' }),
        row('b', { [text]: 'B' }),
        row('c', { [text]: 'bad' }),
        row('d', { [text]: 'D' }),
      ]);
      expect(outcomes).toMatchObject([
        { status: 'accepted', created: true },
        { status: 'accepted', created: false, id: there },
        { status: 'refused', code },
        { status: 'accepted', created: true },
      ]);
      for (const [i, key] of [...'abd'].entries()) {
        const [stored] = withKey(subject, key);
        expect(stored?.values[text]).toBe(key.toUpperCase());
        expect(outcomes[[0, 1, 3][i] ?? 0]).toMatchObject({ id: stored?.id });
      }
      expect(withKey(subject, 'c')).toEqual([]);
    },
  },
  {
    name: 'no field outside of the mapping changes',
    async run(subject) {
      const { text, exact, flag } = subject.columns;
      subject.put({ [subject.key]: 'a', [text]: 'mine', [exact]: '12.50', [flag]: 'true' });
      const before = withKey(subject, 'a')[0];
      const { row, upsert } = await atWork(subject);
      expect(await upsert([row('a', { [exact]: '7.25' })])).toMatchObject([{ status: 'accepted' }]);
      expect(withKey(subject, 'a')[0]).toEqual({ ...before, values: { ...before?.values, [exact]: '7.25' } });
    },
  },
  {
    name: 'null clears a field, and a field that is not in the row stays as it is',
    async run(subject) {
      const { text, exact } = subject.columns;
      subject.put({ [subject.key]: 'a', [text]: 'kept', [exact]: '1.00' });
      const { row, upsert } = await atWork(subject);
      await upsert([row('a', { [exact]: null })]);
      expect(withKey(subject, 'a')[0]?.values).toMatchObject({ [text]: 'kept', [exact]: null });
    },
  },
  {
    name: 'values arrive as they were sent: all digits, texts that look like something else, blanks where the service keeps them',
    async run(subject) {
      const { text, exact, flag } = subject.columns;
      const { row, upsert, field } = await atWork(subject);
      const rows = HARD_TEXTS.map((t, i) =>
        row(`k${i}`, { [text]: t, [exact]: subject.exactValue, [flag]: String(i % 2 === 0) }),
      );
      expect((await upsert(rows)).map((o) => o.status)).toEqual(rows.map(() => 'accepted'));
      for (const [i, t] of HARD_TEXTS.entries())
        expect(withKey(subject, `k${i}`)[0]?.values).toMatchObject({
          [text]: field(text).trims === true ? t.trim() : t,
          [exact]: subject.exactValue,
          [flag]: String(i % 2 === 0),
        });
    },
  },
  {
    name: 'a lookup is set by a key of its parent, and cleared',
    async run(subject) {
      const parent = subject.put({ [subject.key]: 'parent' });
      const { row, upsert } = await atWork(subject);
      const { parent: column } = subject.columns;
      expect(await upsert([row('child', { [column]: 'parent' })])).toMatchObject([{ status: 'accepted' }]);
      expect(withKey(subject, 'child')[0]?.values[subject.lookup]).toBe(parent);
      expect(await upsert([row('child', { [column]: null })])).toMatchObject([{ status: 'accepted' }]);
      expect(withKey(subject, 'child')[0]?.values[subject.lookup]).toBeNull();
    },
  },
  {
    name: 'a locked row is reported once and not retried; the others are sent',
    async run(subject) {
      const held = subject.put({ [subject.key]: 'a', [subject.columns.text]: 'old' });
      subject.lock(held, true);
      const { row, upsert } = await atWork(subject);
      const { text } = subject.columns;
      const before = subject.writes();
      expect(await upsert([row('a', { [text]: 'new' }), row('b', { [text]: 'B' })])).toMatchObject([
        { status: 'locked' },
        { status: 'accepted' },
      ]);
      expect(subject.writes() - before).toBe(1);
      subject.lock(held, false);
      expect(await upsert([row('a', { [text]: 'new' })])).toMatchObject([{ status: 'accepted', created: false }]);
    },
  },
  {
    name: 'update and delete touch the records of their Ids, never make one, and say which are missing',
    async run(subject) {
      const { text } = subject.columns;
      const ids = ['a', 'b', 'c'].map((key) => subject.put({ [subject.key]: key, [text]: 'old' }));
      const { destination, batch, field } = await atWork(subject);
      const values = { [field(text).name]: 'new' };
      const sent = (id: string) => ({ id, key: null, values });
      const gone = ids[1] ?? '';
      await destination.send(batch('delete', [{ id: gone, key: null, values: {} }]));
      expect(withKey(subject, 'b')).toEqual([]);
      expect(await destination.send(batch('update', ids.map(sent)))).toMatchObject([
        { status: 'accepted', id: ids[0] },
        { status: 'missing' },
        { status: 'accepted' },
      ]);
      expect(subject.stored().map((r) => r.values[text])).toEqual(['new', 'new']);
      expect(await destination.send(batch('delete', [{ id: gone, key: null, values: {} }]))).toMatchObject([
        { status: 'missing' },
      ]);
      refuseDoubles(subject);
    },
  },
  {
    name: 'calls are counted as the service counts them',
    async run(subject) {
      const before = subject.calls();
      const { destination, row, upsert } = await atWork(subject);
      await upsert([row('a', { [subject.columns.text]: 'A' })]);
      await upsert([row('a', { [subject.columns.text]: 'B' })]);
      expect(destination.usage().requests).toBe(subject.calls() - before);
    },
  },
];
