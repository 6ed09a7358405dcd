import { open } from 'node:fs/promises';

const BUFFER_BYTES = 1024 * 1024;

/**
 * Reads a file from its start to its end into one buffer, again and again: `use` must be done with the bytes when it returns. Streams take a
 * new buffer for each piece, and the garbage collector then costs more than a checksum.
 */
export async function readThrough(file: string, use: (bytes: Buffer) => void): Promise<void> {
  const handle = await open(file);
  try {
    const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      use(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
