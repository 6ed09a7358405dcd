import { randomUUID } from 'node:crypto';
import { HighwaterError } from '../model/errors.ts';
import type { ObjectDriver, WriteCondition } from './object-driver.ts';

type Again = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Stores exist that speak S3 but overwrite in spite of a condition. So each condition is tried on an object of its own before anything
 * depends on it. Throws STATE_STORE_UNSAFE.
 */
export async function tryStore(driver: ObjectDriver, again: Again, signal: AbortSignal): Promise<void> {
  const key = `highwater-try-${randomUUID()}`;
  const write = async (condition: WriteCondition, text: string) =>
    again(async () => driver.write(key, Buffer.from(text), { condition, mark: randomUUID(), signal }));
  try {
    // Where the answer to the first try is lost, the second finds its own object: that is the condition at work.
    await write({ absent: true }, `first ${key}`);
    if ((await write({ absent: true }, `second ${key}`)) !== 'not met')
      throw unsafe(driver.address, 'create only (If-None-Match: *)');
    const before = await again(async () => driver.look(key, signal));
    if (before === null) throw unsafe(driver.address, 'an object that was just written can be read');
    if ((await write({ tag: before.tag }, `third ${key}`)) === 'not met') {
      const now = await again(async () => driver.look(key, signal));
      if (now === null || now.tag === before.tag) throw unsafe(driver.address, 'replace the version that was read (If-Match)');
    }
    if ((await write({ tag: before.tag }, `fourth ${key}`)) !== 'not met')
      throw unsafe(driver.address, 'replace only the version that was read (If-Match)');
  } finally {
    await again(async () => driver.remove(key, signal)).catch(() => undefined);
  }
}

function unsafe(address: string, condition: string): HighwaterError {
  return new HighwaterError(
    'STATE_STORE_UNSAFE',
    `${address} ignores a condition of writing: ${condition}. Two runs could overwrite each other there.`,
    'Use a store that keeps conditional writes: AWS S3, Cloudflare R2, MinIO, Google Cloud Storage, Azure Blob Storage, or a newer version of this one.',
  );
}
