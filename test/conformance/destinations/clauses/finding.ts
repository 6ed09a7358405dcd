import { expect } from 'vitest';
import type { TargetClause } from '../suite.ts';
import { atWork } from '../target-world.ts';

/** What can be asked without a write. */
export const FINDING: readonly TargetClause[] = [
  {
    name: 'describe says what is writable and what can be a key; it lacks what is no field, and says null for no object',
    async run(subject) {
      const { destination } = await subject.connect();
      const { text, exact, parent } = subject.columns;
      const object = await destination.describe(subject.object, [
        subject.key,
        text,
        exact,
        parent,
        subject.readOnly,
        'no_such_field',
      ]);
      expect([...(object?.fields.keys() ?? [])].sort()).toEqual([subject.key, text, exact, parent, subject.readOnly].sort());
      expect(object?.fields.get(subject.key)).toMatchObject({ externalId: true, unique: true, kind: 'text' });
      expect(object?.fields.get(text)).toMatchObject({ createable: true, updateable: true, externalId: false, kind: 'text' });
      expect(object?.fields.get(exact)).toMatchObject({ kind: 'decimal', scale: 2 });
      expect(object?.fields.get(parent)).toMatchObject({
        createable: true,
        externalId: true,
        unique: true,
        parent: { lookup: expect.any(String) },
      });
      expect(object?.fields.get(subject.readOnly)).toMatchObject({ createable: false, updateable: false });
      expect(object?.names).toContain(text);
      expect(await destination.describe('no_such_object', [])).toBeNull();
    },
  },
  {
    name: 'finds records by key and by Id, hundreds at few calls, exactly as they are',
    async run(subject) {
      const { text, exact } = subject.columns;
      const hard = `quo'te \\ "two" @{x} %_`;
      const ids = Array.from({ length: 450 }, (_, i) =>
        subject.put({ [subject.key]: `Key ${i}`, [text]: `t${i}`, [exact]: subject.exactValue }),
      );
      subject.put({ [subject.key]: 'hard', [text]: hard });
      const { destination, object } = await atWork(subject);
      const before = subject.calls();
      const keys = [...ids.map((_, i) => `Key ${i}`), 'nobody', 'hard', "no'body"];
      const byKey = await destination.find({ object, by: subject.key, keys, fields: [text, exact] });
      expect(subject.calls() - before).toBeLessThanOrEqual(5);
      expect(byKey).toHaveLength(451);
      expect(byKey.find((r) => r.key === 'Key 7')).toEqual({
        id: ids[7],
        key: 'Key 7',
        values: { [text]: 't7', [exact]: subject.exactValue },
      });
      expect(byKey.find((r) => r.key === 'hard')?.values[text]).toBe(hard);
      const byId = await destination.find({ object, by: object.idField, keys: ids.slice(0, 3), fields: [text] });
      expect(byId.map((r) => r.values[text]).sort()).toEqual(['t0', 't1', 't2']);
    },
  },
  {
    name: 'what only asks writes nothing',
    async run(subject) {
      subject.put({ [subject.key]: 'a' });
      const before = subject.writes();
      const { destination, object, key } = await atWork(subject);
      await destination.find({ object, by: subject.key, keys: ['a'], fields: [subject.columns.text] });
      expect(await destination.countFilled(object, key)).toEqual({ records: 1, filled: 1 });
      expect(subject.writes()).toBe(before);
    },
  },
];
