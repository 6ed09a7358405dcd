// The unit: COPY … TO STDOUT, its bytes counted and thrown away as they come off the socket, without looking at them.
import pg from 'pg';

/** Seconds and bytes of one bare COPY of a table. */
export async function bareCopy(url: string, table: string): Promise<{ seconds: number; bytes: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { stream } = (client as unknown as { connection: { stream: import('node:net').Socket } }).connection;
  const query = Buffer.from(`COPY ${table} TO STDOUT (FORMAT csv)\0`);
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeInt32BE(query.length + 4, 1);
  stream.removeAllListeners('data');
  client.on('error', () => undefined);
  const started = performance.now();
  let bytes = 0;
  let tail: Buffer = Buffer.alloc(0);
  const done = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      tail = chunk.length >= 6 ? chunk.subarray(-6) : Buffer.concat([tail, chunk]).subarray(-6);
      // ReadyForQuery, idle: the answer is over.
      if (tail.toString('latin1') === 'Z\0\0\0\x05I') resolve();
    });
  });
  stream.write(Buffer.concat([head, query]));
  await done;
  const seconds = (performance.now() - started) / 1000;
  stream.destroy();
  return { seconds, bytes };
}
