import { expect } from 'vitest';
import type { Clause } from '../clause.ts';

const HOSTILE: readonly string[] = [
  'null',
  'NULL',
  'N/A',
  '\\N',
  '\\.',
  '"',
  '""',
  "'",
  'a,b;c\td',
  'a\nb',
  'a\rb',
  'a\r\nb',
  '\n',
  '\r',
  '{"a":[1,null]}',
  '\\"\\\\',
  '=1+1',
  '%s $1 ${HOME}',
  '</script><!--',
  '😀👩‍👩‍👧‍👦 \u202Eabc\uFEFF',
  'e\u0301 é',
  '0x1F 1e5 NaN true',
  '1970-01-01T00:00:00Z',
  'x"\n,'.repeat(1 << 15),
  'x"\n,'.repeat(1 << 18),
];

export const CONTENT: readonly Clause[] = [
  {
    name: 'a first sync brings every value of every row',
    needs: [],
    run: async (world) => {
      await world.fill(8);
      await world.put(9, null);
      await world.subject.pass();
      const record = await world.synced('incremental');
      expect(record).toMatchObject({ mode: 'full', inserted: 9, updated: 0, deleted: 0, rows: 9 });
      await world.expectTruth();
    },
  },
  {
    name: 'a table of many pages is read to its end',
    needs: [],
    run: async (world) => {
      await world.fill(60);
      await world.synced('full');
      await world.expectTruth();
    },
  },
  {
    name: 'an empty table arrives empty, and its first row with the next run',
    needs: [],
    run: async (world) => {
      expect(await world.synced('incremental')).toMatchObject({ mode: 'full', read: 0, rows: 0 });
      await world.subject.pass();
      await world.put(1, 'the first');
      await world.subject.pass();
      expect(await world.synced('incremental')).toMatchObject({ mode: 'incremental', inserted: 1, rows: 1 });
      await world.expectTruth();
    },
  },
  {
    name: 'text arrives as it is, however hostile',
    needs: [],
    run: async (world) => {
      const texts = HOSTILE.filter((text) => world.subject.keeps?.(text) ?? true);
      for (const [i, text] of texts.entries()) await world.put(i + 1, text);
      await world.subject.pass();
      await world.synced('full');
      await world.expectTruth();
      await world.subject.pass();
      for (const [i, text] of texts.entries()) await world.put(texts.length - i, text);
      await world.subject.pass();
      await world.synced('incremental');
      await world.expectTruth();
    },
  },
  {
    name: 'spaces at the ends of a text stay',
    needs: [],
    run: async (world) => {
      for (const [i, text] of [' leading', 'trailing ', ' ', '\tboth\t'].entries())
        if (world.subject.keeps?.(text) ?? true) await world.put(i + 1, text);
      await world.subject.pass();
      await world.synced('full');
      await world.expectTruth();
    },
  },
  {
    name: 'empty text and NULL stay apart',
    needs: ['empty text'],
    run: async (world) => {
      await world.put(1, '');
      await world.put(2, null);
      await world.subject.pass();
      await world.synced('full');
      await world.expectTruth();
      await world.subject.pass();
      await world.put(1, null);
      await world.put(2, '');
      await world.subject.pass();
      await world.synced('incremental');
      await world.expectTruth();
    },
  },
  {
    name: 'what the source says it sent, what was staged and what was applied are one number',
    needs: [],
    run: async (world) => {
      await world.fill(5);
      const first = await world.sync('full');
      expect(first.error).toBeNull();
      expect(first.counts).toEqual({ source: 5, staged: 5, applied: 5 });
      await world.subject.pass();
      await world.put(2, 'edited');
      await world.put(6, 'new');
      await world.subject.pass();
      const second = await world.synced('incremental');
      expect(second.counts).toEqual({ source: 2, staged: 2, applied: 2 });
      expect(second).toMatchObject({ inserted: 1, updated: 1, deleted: 0 });
    },
  },
  {
    name: 'a run after which nothing changed changes nothing',
    needs: [],
    run: async (world) => {
      await world.fill(5);
      await world.synced('full');
      const syncedAt = async () => world.engine.query(`SELECT max(_synced_at)::VARCHAR AS at FROM ${await world.table()}`);
      const before = await syncedAt();
      await world.engine.reopen();
      const lookback = { lookbackSeconds: 365 * 86400 };
      expect(await world.synced('incremental', {}, lookback)).toMatchObject({ inserted: 0, updated: 0, deleted: 0, rows: 5 });
      expect(await syncedAt()).toEqual(before);
      expect(await world.synced('full')).toMatchObject({ inserted: 0, updated: 0, deleted: 0, rows: 5 });
      await world.expectTruth();
    },
  },
];
