import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes on disk of all files below some directories: each file once, however many names it has, and holes not at all. */
export function diskUse(directories: readonly string[]): number {
  const seen = new Map<string, number>();
  for (const directory of directories) visit(directory, seen);
  return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function visit(path: string, seen: Map<string, number>): void {
  try {
    const { dev, ino, blocks, isDirectory } = statsOf(path);
    if (!isDirectory) seen.set(`${dev}:${ino}`, blocks * 512);
    else for (const name of readdirSync(path)) visit(join(path, name), seen);
  } catch {
    // It went meanwhile.
  }
}

function statsOf(path: string) {
  const stats = lstatSync(path);
  return { dev: stats.dev, ino: stats.ino, blocks: stats.blocks, isDirectory: stats.isDirectory() };
}

/** Looks every few milliseconds while `work` runs and returns the most that it saw. */
export async function peakDiskUse<T>(
  directories: readonly string[],
  work: () => Promise<T>,
  everyMs = 5,
): Promise<{ readonly result: T; readonly peak: number }> {
  let peak = diskUse(directories);
  const timer = setInterval(() => {
    peak = Math.max(peak, diskUse(directories));
  }, everyMs);
  try {
    const result = await work();
    return { result, peak };
  } finally {
    clearInterval(timer);
  }
}
