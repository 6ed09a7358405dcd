import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Staging } from '../../../src/model/staging.ts';
import { StagingFileWriter, writeWhole } from '../../../src/sources/shared/staging-file-writer.ts';

let directory: string;
let outcome: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'highwater-writer-'));
  outcome = [];
});
afterEach(async () => rm(directory, { recursive: true }));

const path = () => join(directory, 'rows');
const staging = (): Staging => ({
  create: async () => ({
    path: path(),
    stream: () => {
      throw new Error('not used');
    },
    done: async (rows, longest) => void outcome.push(`${rows} rows, longest ${longest}`),
    discard: async () => void outcome.push('discarded'),
  }),
});
const newWriter = async () => StagingFileWriter.create(staging(), 'rows', { kind: 'json', records: '', compression: 'none' });

describe('a staging file writer', () => {
  test('writes all chunks in order and hands the file over with its rows', async () => {
    const writer = await newWriter();
    const chunks = Array.from({ length: 40 }, (_, n) => Buffer.alloc(100_000, String.fromCharCode(65 + n)));
    for (const chunk of chunks) await writer.append(chunk, 2);
    await writer.finish(123);
    expect((await readFile(path())).equals(Buffer.concat(chunks))).toBe(true);
    expect(outcome).toEqual(['80 rows, longest 123']);
  });

  test('keeps the memory of a chunk until it releases it', async () => {
    const writer = await newWriter();
    const released: number[] = [];
    for (let n = 0; n < 3; n++) await writer.append(Buffer.from('x'), 1, () => released.push(n));
    expect(released).toEqual([]);
    await writer.flush();
    expect(released).toEqual([0, 1, 2]);
    await writer.finish();
  });

  test('drops what was appended after a mark', async () => {
    const writer = await newWriter();
    await writer.append(Buffer.from('kept\n'), 1);
    const { bytes, rows } = writer;
    await writer.append(Buffer.from('dropped, and longer\n'), 3);
    await writer.rewind({ bytes, rows });
    await writer.append(Buffer.from('again\n'), 1);
    await writer.finish();
    expect(await readFile(path(), 'latin1')).toBe('kept\nagain\n');
    expect(outcome).toEqual(['2 rows, longest undefined']);
  });

  test('discards a file without rows', async () => {
    await (await newWriter()).finish();
    expect(outcome).toEqual(['discarded']);
  });
});

test.each([0, 5, 7, 9])('a write that takes only a part of the bytes is continued (first chunk of %i bytes)', async (length) => {
  const disk = Buffer.alloc(26, '.');
  const handle = {
    writev: async (chunks: readonly Uint8Array[], position: number) => {
      const taken = Buffer.concat(chunks).subarray(0, 7);
      disk.set(taken, position);
      return { bytesWritten: taken.length, buffers: chunks };
    },
  };
  const bytes = Buffer.from('abcdefghijklmnopqrstuvwx');
  const chunks = [bytes.subarray(0, length), bytes.subarray(length, 12), bytes.subarray(12)];
  await writeWhole(handle as unknown as Parameters<typeof writeWhole>[0], chunks, 1);
  expect(disk.toString()).toBe('.abcdefghijklmnopqrstuvwx.');
});
