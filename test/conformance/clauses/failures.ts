import { expect } from 'vitest';
import type { TableRecord } from '../../../src/model/record.ts';
import { type Clause, having } from '../clause.ts';
import type { World } from '../world.ts';

// Aborts need no answer from any server.
const PROMPT_MS = 10_000;

/** A first sync, then changes that the next run has to bring. */
async function prepared(world: World): Promise<TableRecord> {
  await world.fill(60);
  const first = await world.synced('full');
  await world.subject.pass();
  for (let id = 1; id <= 60; id += 2) await world.put(id, `edited ${id}`);
  await world.put(61, 'new');
  await world.subject.pass();
  return first;
}

/** The failed run left rows and watermark as they were, and the next run is right. */
async function expectUntouched(world: World, first: TableRecord, failed: TableRecord, before: unknown): Promise<void> {
  expect(failed).toMatchObject({ status: 'failed', inserted: 0, updated: 0, deleted: 0, rows: first.rows });
  expect(failed.watermark).toEqual({ before: first.watermark.after, after: first.watermark.after });
  expect(await world.rows()).toEqual(before);
  await world.engine.reopen();
  const next = await world.synced('incremental');
  expect(next.watermark.before).toEqual(first.watermark.after);
  await world.expectTruth();
}

export const FAILURES: readonly Clause[] = [
  {
    name: 'an abort in mid-read ends the import promptly; nothing of it is applied and the next run is right',
    needs: [],
    run: async (world) => {
      const first = await prepared(world);
      const before = await world.rows();
      const abort = new AbortController();
      let files = 0;
      const onFile = () => {
        files++;
        abort.abort(new Error('asked to stop'));
      };
      const failed = await world.sync('incremental', { onFile }, {}, abort.signal);
      expect(files).toBeLessThanOrEqual(1);
      expect(failed.error?.code).toBe('INTERRUPTED');
      await expectUntouched(world, first, failed, before);
    },
  },
  {
    name: 'an abort ends a read that hangs',
    needs: ['stall'],
    run: async (world) => {
      const first = await prepared(world);
      const before = await world.rows();
      const stalled = await having(world.subject.stall)();
      const abort = new AbortController();
      const running = world.sync('incremental', {}, {}, abort.signal);
      await stalled.reached;
      abort.abort(new Error('asked to stop'));
      const ended = await Promise.race([running, tooLate()]);
      await stalled.release();
      const failed = await running;
      expect(ended).not.toBe('too late');
      await expectUntouched(world, first, failed, before);
    },
  },
  {
    name: 'a staging file that can’t be written fails the import, and the next run is right',
    needs: [],
    run: async (world) => {
      const first = await prepared(world);
      const before = await world.rows();
      const onFile = () => {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      };
      const failed = await world.sync('incremental', { onFile });
      await expectUntouched(world, first, failed, before);
      expect(failed.error?.code).toBe('DISK_FULL');
    },
  },
  {
    name: 'a full sync that was stopped half-way is completed by the next one, with what changed meanwhile',
    needs: [],
    run: async (world) => {
      await world.fill(60);
      const abort = new AbortController();
      const beforeRead = (n: number) => {
        if (n === 2) abort.abort(new Error('asked to stop'));
      };
      expect((await world.sync('full', { beforeRead }, {}, abort.signal)).status).toBe('failed');
      expect(await world.rows()).toEqual([]);
      await world.engine.reopen();
      for (const id of [1, 30, 60]) await world.put(id, 'edited meanwhile');
      await world.put(61, 'new meanwhile');
      await world.subject.pass();
      await world.synced('full');
      await world.expectTruth();
      await world.synced('incremental');
      await world.expectTruth();
    },
  },
  {
    name: 'a fault in mid-read neither loses nor doubles a row',
    needs: ['faults'],
    run: async (world) => {
      const first = await prepared(world);
      for (const fault of having(world.subject.faults)) {
        const before = await world.rows();
        await fault.arm();
        const record = await world.sync('incremental');
        if (record.status === 'failed') {
          expect(await world.rows(), fault.name).toEqual(before);
          expect(record.watermark.after, fault.name).toEqual(record.watermark.before);
          await world.synced('incremental');
        } else expect(record.counts.source, fault.name).toBe(record.counts.applied);
        await world.expectTruth();
        await world.subject.pass();
        for (let id = 2; id <= 60; id += 2) await world.put(id, `edited after ${fault.name}`);
        await world.subject.pass();
      }
      await world.synced('incremental');
      await world.expectTruth();
      expect(first.status).toBe('succeeded');
    },
  },
];

async function tooLate(): Promise<'too late'> {
  return new Promise((resolve) => setTimeout(() => resolve('too late'), PROMPT_MS).unref());
}
