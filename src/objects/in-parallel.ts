import pLimit from 'p-limit';

/** Works on all items, some at once, and gives the results in the items' order. After the first failure no further item is begun, and what is under way is waited for. */
export async function inParallel<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(atOnce);
  let failed = false;
  const results = await Promise.allSettled(
    items.map((item) =>
      limit(async () => {
        if (failed) throw new Skipped();
        return work(item).catch((error: unknown) => {
          failed = true;
          throw error;
        });
      }),
    ),
  );
  const failures = results.flatMap((r) => (r.status === 'rejected' ? [r.reason as unknown] : []));
  const first = failures.find((reason) => !(reason instanceof Skipped));
  if (first !== undefined) throw first;
  return results.map((r) => (r as PromiseFulfilledResult<R>).value);
}

class Skipped extends Error {}
