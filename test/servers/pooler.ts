import { connect, createServer, type Server, type Socket } from 'node:net';

/** A server connection of the pool; `client` has it until its transaction ends. */
interface Pooled {
  readonly socket: Socket;
  client: Socket | null;
}

export interface Pooler {
  readonly port: number;
  /** How many server connections a client was given, over all clients. */
  switches(): number;
  stop(): Promise<void>;
}

/** Splits a stream into messages of the PostgreSQL protocol: a type byte and a length that counts itself. */
function messages(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5) {
      const length = 1 + rest.readUInt32BE(1);
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      onMessage(message);
    }
  };
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

// What PgBouncer sends before it hangs up: https://github.com/pgbouncer/pgbouncer/blob/master/src/server.c
const STATEMENT_MODE = message(
  'E',
  Buffer.from('SFATAL\0VFATAL\0C08P01\0Mtransaction blocks not allowed in statement pooling mode\0\0'),
);

/**
 * A connection pooler in transaction mode, as PgBouncer's `pool_mode = transaction`: clients are let in without asking, each
 * transaction gets the server connection that was idle longest, and the process id announced to clients is the pooler's own.
 * The server must trust this machine.
 */
export async function startPooler(server: {
  host: string;
  port: number;
  user: string;
  database: string;
  size: number;
  /** As PgBouncer's `pool_mode`; default `transaction`. */
  mode?: 'transaction' | 'statement';
}): Promise<Pooler> {
  const pool: Pooled[] = await Promise.all(Array.from({ length: server.size }, async () => openServer(server)));
  const waiting: (() => void)[] = [];
  let switches = 0;

  function free(entry: Pooled): void {
    entry.client = null;
    pool.splice(pool.indexOf(entry), 1);
    pool.push(entry);
    waiting.shift()?.();
  }

  for (const entry of pool) {
    entry.socket.on(
      'data',
      messages((m) => {
        if (m[0] === 0x5a && m[5] !== 0x49 && server.mode === 'statement') {
          entry.client?.end(STATEMENT_MODE);
          return entry.socket.destroy();
        }
        entry.client?.write(m);
        // ReadyForQuery, not in a transaction.
        if (m[0] === 0x5a && m[5] === 0x49) free(entry);
      }),
    );
  }

  async function lease(client: Socket): Promise<Pooled> {
    for (;;) {
      const own = pool.find((e) => e.client === client) ?? pool.find((e) => e.client === null);
      if (own !== undefined) {
        if (own.client === null) switches += 1;
        own.client = client;
        return own;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  const clients = new Set<Socket>();
  const listener: Server = createServer((client) => {
    clients.add(client);
    client.on('error', () => client.destroy());
    let queue = Promise.resolve();
    const forward = messages((m) => {
      if (m[0] === 0x58) return client.end();
      queue = queue.then(async () => void (await lease(client)).socket.write(m));
    });
    let started = false;
    client.on('data', (chunk: Buffer) => {
      if (started) return forward(chunk);
      if (chunk.readUInt32BE(4) === 80877103) return client.write('N');
      started = true;
      const ready = [
        message('R', int32(0)),
        message('K', Buffer.concat([int32(424242), int32(7)])),
        message('Z', Buffer.from('I')),
      ];
      client.write(Buffer.concat(ready));
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    switches: () => switches,
    stop: async () => {
      for (const socket of [...clients, ...pool.map((e) => e.socket)]) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

async function openServer(server: { host: string; port: number; user: string; database: string }): Promise<Pooled> {
  const socket = connect(server.port, server.host);
  const parameters = `user\0${server.user}\0database\0${server.database}\0application_name\0pooler\0\0`;
  const body = Buffer.concat([int32(196608), Buffer.from(parameters)]);
  socket.write(Buffer.concat([int32(body.length + 4), body]));
  await new Promise<void>((resolve, reject) => {
    const onData = messages((m) => {
      if (m[0] === 0x45) reject(new Error(m.toString()));
      if (m[0] === 0x5a) resolve();
    });
    socket.on('data', onData);
    socket.once('error', reject);
  });
  socket.removeAllListeners('data');
  return { socket, client: null };
}
