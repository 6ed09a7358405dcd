import { expect } from 'vitest';
import { earlier } from '../../../src/model/watermark.ts';
import type { Clause } from '../clause.ts';
import { having } from '../clause.ts';

export const WINDOWS: readonly Clause[] = [
  {
    name: 'a row stamped exactly at the watermark is read by the next run',
    needs: ['stamps'],
    run: async (world) => {
      await world.fill(3);
      const first = await world.synced('full');
      await world.put(4, 'at the watermark', having(first.watermark.after?.value));
      await world.subject.pass();
      await world.synced('incremental');
      await world.expectTruth();
    },
  },
  {
    name: 'a row stamped in the instant in which a run starts is there after the next run at the latest',
    needs: ['stamps'],
    run: async (world) => {
      await world.fill(3);
      const start = await world.subject.now();
      await world.synced('full', {
        beforeRead: async (n) => {
          if (n === 1) await world.put(2, 'in that instant', start);
        },
      });
      await world.subject.pass();
      // Where the source's clock cannot be stopped, the run started a little later.
      await world.synced('incremental', {}, { lookbackSeconds: world.subject.moves ? 0 : 60 });
      await world.expectTruth();
    },
  },
  {
    name: 'rows at the edges between partitions are read',
    needs: ['stamps'],
    run: async (world) => {
      // A row each minute of an hour: wherever 2, 3, 4, 5, 6 or more equal parts of it meet, there is one.
      const now = await world.subject.now();
      for (let i = 0; i < 60; i++) await world.put(i + 1, `row ${i}`, earlier(now, (60 - i) * 60));
      await world.synced('full');
      await world.expectTruth();
    },
  },
  {
    name: 'a row that is committed late, stamped before the watermark, is read within the lookback',
    needs: ['stamps'],
    run: async (world) => {
      await world.fill(3);
      const first = await world.synced('full');
      await world.put(4, 'committed late', earlier(having(first.watermark.after?.value), 30));
      await world.subject.pass();
      await world.synced('incremental', {}, { lookbackSeconds: 60 });
      await world.expectTruth();
    },
  },
  {
    name: 'a row stamped in the future does not move the watermark',
    needs: ['stamps'],
    run: async (world) => {
      await world.fill(3);
      await world.put(4, 'from the future', earlier(await world.subject.now(), -10 * 365 * 86400));
      await world.synced('full');
      await world.subject.pass();
      await world.put(5, 'from the present');
      await world.subject.pass();
      await world.synced('incremental');
      await world.expectTruth();
    },
  },
  {
    name: 'rows without a cursor are read by every run',
    needs: ['null cursors'],
    run: async (world) => {
      await world.put(1, 'stamped');
      await world.put(2, 'never stamped', null);
      await world.subject.pass();
      await world.synced('full');
      await world.expectTruth();
      await world.put(2, 'edited without a stamp', null);
      await world.put(3, 'new without a stamp', null);
      await world.synced('incremental');
      await world.expectTruth();
    },
  },
  {
    name: 'a table without a cursor is read whole each run, deletes included',
    needs: ['total'],
    run: async (world) => {
      const total = having(world.subject.total);
      await world.fill(4);
      expect(await world.synced('incremental', {}, total)).toMatchObject({ mode: 'full', watermark: { after: null } });
      await world.put(2, 'edited');
      await world.put(5, 'new');
      await world.remove(1);
      await world.subject.pass();
      expect(await world.synced('incremental', {}, total)).toMatchObject({ mode: 'full', watermark: { after: null } });
      await world.expectTruth();
    },
  },
  {
    name: 'a condition with OR stays within the window',
    needs: ['where'],
    run: async (world) => {
      await world.fill(9);
      const options = { where: having(world.subject.where)([1, 2, 6, 7, 8, 9]) };
      await world.synced('full', {}, options);
      for (const id of [3, 4, 5]) world.truth.delete(id);
      await world.expectTruth();
      await world.subject.pass();
      expect(await world.synced('incremental', {}, options)).toMatchObject({ mode: 'incremental', read: 0 });
      await world.subject.pass();
      await world.put(2, 'edited');
      await world.subject.put({ id: 3, text: 'outside of the condition' });
      await world.subject.pass();
      const record = await world.synced('incremental', {}, options);
      expect(record).toMatchObject({ updated: 1, inserted: 0, deleted: 0 });
      // A source that notices rows which left the condition reads the changed keys too.
      expect(record.read).toBeLessThanOrEqual(3);
      await world.expectTruth();
    },
  },
  {
    name: 'two rows of one key: refused in a snapshot or by a source that tells them apart, else the newer one stays',
    needs: ['shared key', 'stamps'],
    run: async (world) => {
      const options = having(world.subject.sharedKey);
      const now = await world.subject.now();
      await world.put(1, 'shared', earlier(now, 60));
      await world.put(2, 'shared', earlier(now, 30));
      const record = await world.sync('full', {}, options);
      const { moves, identifies } = world.subject;
      if (!moves || identifies) expect(record).toMatchObject({ status: 'failed', error: { code: 'KEY_NOT_UNIQUE' }, rows: 0 });
      else expect((await world.rows()).map((row) => row.id)).toEqual([2]);
    },
  },
];
