import { open } from 'node:fs/promises';
import { inParallel } from './in-parallel.ts';

const AT_ONCE = 4;
const ATTEMPTS = 3;

export interface FileParts {
  /** Of a part; larger where the file would have more than `most`. */
  readonly bytes: number;
  readonly most: number;
  worthRetrying(error: unknown): boolean;
}

/** Sends a file in parts, four at once; each part that fails is repeated by itself. Gives the answers in the parts' order. */
export async function inFileParts<T>(
  file: string,
  { bytes, most, worthRetrying }: FileParts,
  send: (content: Buffer, index: number) => Promise<T>,
): Promise<T[]> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const length = Math.max(bytes, Math.ceil(size / most));
    const indexes = Array.from({ length: Math.max(1, Math.ceil(size / length)) }, (_, i) => i);
    return await inParallel(indexes, AT_ONCE, async (index) => {
      const content = Buffer.alloc(Math.min(length, size - index * length));
      const { bytesRead } = await handle.read(content, 0, content.length, index * length);
      if (bytesRead !== content.length) throw new Error('the file changed while it was being uploaded');
      return tried(async () => send(content, index), worthRetrying);
    });
  } finally {
    await handle.close();
  }
}

async function tried<T>(work: () => Promise<T>, worthRetrying: (error: unknown) => boolean): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= ATTEMPTS || !worthRetrying(error)) throw error;
    }
  }
}
