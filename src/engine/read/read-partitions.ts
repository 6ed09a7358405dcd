import { setTimeout as sleep } from 'node:timers/promises';
import type { TableImport } from '../../model/contract.ts';
import { inStage } from '../../model/in-stage.ts';
import type { Partition } from '../../model/plan.ts';
import type { PartitionRecord } from '../../model/record.ts';
import type { TableLoad } from '../../warehouse/table/table-load.ts';

// How soon an idle worker looks again whether there is something to take over.
const SPLIT_POLL_MS = 100;

/** Runs work in one of the source's places; the promise settles with the work. */
export type Slots = <T>(work: () => Promise<T>) => Promise<T>;

export interface PartitionContext {
  readonly import: TableImport;
  readonly load: Pick<TableLoad, 'receive'>;
  readonly slots: Slots;
  readonly workers: number;
  readonly signal: AbortSignal;
  onDone(record: PartitionRecord): void;
}

/**
 * Reads the body partitions side by side, then the tail, then the sweep. A worker that finds nothing left to start
 * asks the source to split a running partition. The first failure stops the others, and nothing is committed after it.
 */
export async function readPartitions(context: PartitionContext, done: ReadonlySet<string>): Promise<void> {
  const { partitions } = context.import;
  const body = partitions.filter((p) => p.pass === 'body' && !done.has(p.id));
  await together(context, body, true);
  await together(
    context,
    partitions.filter((p) => p.pass === 'tail'),
    false,
  );
  await together(
    context,
    partitions.filter((p) => p.pass === 'sweep'),
    false,
  );
}

/** Reads some partitions side by side, as all of one pass. */
export async function readTogether(context: PartitionContext, partitions: readonly Partition[]): Promise<void> {
  await together(context, partitions, false);
}

async function together(context: PartitionContext, queue: readonly Partition[], maySplit: boolean): Promise<void> {
  if (queue.length === 0) return;
  const waiting = [...queue];
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const splits = maySplit && context.import.split !== undefined;
  const next = () => waiting.shift() ?? (splits ? (context.import.split?.() ?? null) : null);
  let running = 0;
  // A partition is chosen when there is a place to read it: carving one out for later would only cost requests.
  const one = async (): Promise<boolean> => {
    const partition = next();
    if (partition === null) return false;
    running++;
    try {
      await readOne(context, partition, signal);
    } finally {
      running--;
    }
    return true;
  };
  const worker = async () => {
    for (;;) {
      if (await context.slots(one)) continue;
      // What is being read may become worth splitting when its source has seen more of it.
      if (!splits || running === 0) return;
      await sleep(SPLIT_POLL_MS, undefined, { signal });
    }
  };
  const count = splits ? context.workers : Math.min(context.workers, queue.length);
  const results = await Promise.allSettled(
    Array.from({ length: count }, async () =>
      worker().catch((error: unknown) => {
        // Report the first failure: what the others throw after the abort only follows from it.
        if (!stop.signal.aborted) stop.abort(error);
        throw error;
      }),
    ),
  );
  if (stop.signal.aborted) throw stop.signal.reason;
  const failed = results.find((r) => r.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function readOne(context: PartitionContext, partition: Partition, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const startedAt = new Date();
  const receipt = await inStage('load', async () =>
    context.load.receive(partition, async (staging) => {
      const sent = await inStage('read', async () => context.import.read(partition, staging, signal));
      signal.throwIfAborted();
      return sent;
    }),
  );
  context.onDone({
    id: (receipt.covered ?? partition).id,
    pass: partition.pass,
    startedAt: startedAt.toISOString(),
    seconds: (Date.now() - startedAt.getTime()) / 1000,
    rows: receipt.rows,
    bytes: receipt.bytes,
    requests: receipt.requests,
  });
}
