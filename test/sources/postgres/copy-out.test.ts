import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type Duplex, PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReceiveSocket } from '../../../src/sources/postgres/connect/pg-client.ts';
import { type CopyChunk, CopyOut } from '../../../src/sources/postgres/read/copy-out.ts';

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A server's answer to a COPY, with notices between the rows. */
function answer(rows: readonly Buffer[], tag: string): Buffer {
  const data = rows.flatMap((row, i) =>
    i % 3 === 2 ? [message('N', Buffer.from('SNOTICE\0\0')), message('d', row)] : [message('d', row)],
  );
  const rest = [message('c', Buffer.alloc(0)), message('C', Buffer.from(`${tag}\0`)), message('Z', Buffer.from('T'))];
  return Buffer.concat([message('H', Buffer.alloc(7)), ...data, ...rest]);
}

/** A client whose parser is told what CopyOut does not keep for itself. */
function connected<Stream extends Duplex = PassThrough>(copy: CopyOut, stream = new PassThrough() as Duplex as Stream) {
  const parsed: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    parsed.push(Buffer.from(chunk));
    const all = Buffer.concat(parsed);
    if (all.includes('COPY')) copy.handleCommandComplete({ text: /COPY \d+/.exec(all.toString('latin1'))?.[0] ?? '' });
    if (all.at(-6) === 0x5a) copy.handleReadyForQuery();
  });
  const asked: string[] = [];
  copy.submit({ stream, query: (sql: string) => void asked.push(sql) } as never);
  return { stream, parsed, asked };
}

function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  let from = 0;
  for (let i = 0; from < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(Buffer.from(bytes.subarray(from, from + size)));
    from += size;
  }
  return chunks;
}

const rowsOf = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 40 });
const sizesOf = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 });

describe('a COPY read from the socket', () => {
  it('gives every byte of every row, however the network cuts them, in pieces that end where they say', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, sizesOf, fc.integer({ min: -5, max: 200 }), async (lengths, sizes, room) => {
        const rows = lengths.map((length, i) => Buffer.concat([Buffer.alloc(length - 1, 97 + (i % 26)), Buffer.from('\n')]));
        const copy = new CopyOut('COPY t TO STDOUT');
        const { stream, parsed, asked } = connected(copy);
        for (const chunk of pieces(answer(rows, `COPY ${rows.length}`), sizes)) stream.write(chunk);
        const ends = new Set(rows.map((_, i) => rows.slice(0, i + 1).reduce((sum, r) => sum + r.length, 0)));
        const bytes: Buffer[] = [];
        let count = 0;
        let ended = 0;
        for (let piece = await copy.next(room); piece !== null; piece = await copy.next(room)) {
          bytes.push(Buffer.from(piece.bytes));
          count += piece.rows;
          const at = bytes.reduce((sum, b) => sum + b.length, 0);
          if (piece.endsRow) expect(ends.has(at) || at === 0).toBe(true);
          if (piece.endsRow) ended += 1;
        }
        expect(Buffer.concat(bytes).equals(Buffer.concat(rows))).toBe(true);
        expect(count).toBe(rows.length);
        if (rows.length > 0) expect(ended).toBeGreaterThan(0);
        expect(copy.tag).toBe(rows.length);
        expect(copy.longestRow).toBe(Math.max(0, ...lengths));
        expect(Buffer.concat(parsed)[0]).toBe(0x43);
        expect(asked).toEqual(['COPY t TO STDOUT']);
      }),
      { numRuns: 300 },
    );
  });

  it('gives what came before an error, then the error', async () => {
    const copy = new CopyOut('COPY t TO STDOUT');
    const { stream, parsed } = connected(copy);
    stream.write(
      Buffer.concat([message('H', Buffer.alloc(7)), message('d', Buffer.from('1\n')), message('E', Buffer.from('C57014\0\0'))]),
    );
    expect((await copy.next(100))?.bytes.toString()).toBe('1\n');
    const next = copy.next(100);
    copy.handleError(new Error('canceled'));
    await expect(next).rejects.toThrow('canceled');
    expect(Buffer.concat(parsed)[0]).toBe(0x45);
    expect(copy.over).toBe(true);
  });

  it('takes many small reads together, and all of them', async () => {
    const copy = new CopyOut('COPY t TO STDOUT');
    const { stream } = connected(copy);
    const rows = Array.from({ length: 400 }, (_, i) => Buffer.concat([Buffer.alloc(8000, 97 + (i % 26)), Buffer.from('\n')]));
    let paused = 0;
    stream.on('pause', () => {
      paused += 1;
    });
    const sent = (async () => {
      for (const chunk of pieces(answer(rows, 'COPY 400'), [8192])) {
        stream.write(chunk);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    let count = 0;
    for (let piece = await copy.next(1e9); piece !== null; piece = await copy.next(1e9)) count += piece.rows;
    await sent;
    expect(count).toBe(400);
    expect(paused).toBeGreaterThan(1);
    expect(stream.isPaused()).toBe(false);
  });

  it('lets the server wait while nobody takes the rows', async () => {
    const copy = new CopyOut('COPY t TO STDOUT');
    const { stream } = connected(copy);
    const row = Buffer.alloc(1024 * 1024, 97);
    stream.write(message('H', Buffer.alloc(7)));
    for (let i = 0; i < 6; i++) stream.write(message('d', row));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stream.isPaused()).toBe(true);
    let read = 0;
    for (let i = 0; i < 12 && read < 6; i++) read += (await copy.next(1))?.rows ?? 0;
    expect(read).toBe(6);
    expect(stream.isPaused()).toBe(false);
  });

  it('keeps what a slow writer still holds, and uses the memory of the rest again', async () => {
    const rows = Array.from({ length: 6000 }, (_, i) =>
      Buffer.from(`${i},${String.fromCharCode(97 + (i % 26)).repeat(i % 5000)}\n`),
    );
    const bytes = answer(rows, `COPY ${rows.length}`);
    const server = createServer((socket) => {
      for (const chunk of pieces(bytes, [70_001, 13, 1_200_000, 4099])) socket.write(chunk);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const copy = new CopyOut('COPY t TO STDOUT');
    const { stream } = connected(copy, new ReceiveSocket());
    stream.connect((server.address() as AddressInfo).port, '127.0.0.1');
    const memory = new Set<ArrayBufferLike>();
    const held: CopyChunk[] = [];
    const written: Buffer[] = [];
    const write = () => {
      const piece = held.shift();
      if (piece === undefined) return;
      written.push(Buffer.from(piece.bytes));
      piece.release();
    };
    for (let piece = await copy.next(1e9); piece !== null; piece = await copy.next(1e9)) {
      memory.add(piece.bytes.buffer);
      held.push(piece);
      if (held.reduce((sum, p) => sum + p.bytes.length, 0) > 1_500_000) write();
      await new Promise((resolve) => setImmediate(resolve));
    }
    while (held.length > 0) write();
    stream.destroy();
    server.close();
    const all = Buffer.concat(rows);
    expect(Buffer.concat(written).equals(all)).toBe(true);
    expect(copy.tag).toBe(rows.length);
    expect(all.length / 1024 / 1024).toBeGreaterThan(12);
    expect(memory.size).toBeLessThan(9);
  });
});
