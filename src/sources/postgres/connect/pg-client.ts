import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import type { Secret } from '../../../model/secret.ts';

/** How to make a connection that is signed in. */
export interface Login {
  /** Where it leads, without user or secret: `db.example.com:5432`, `project:region:name`. */
  readonly server: string;
  user(): string;
  /** The way does not leave this machine, or is encrypted below node-postgres. */
  readonly local: boolean;
  /** A new connection; the caller ends it. Throws what node-postgres and TLS throw. */
  connect(): Promise<pg.Client>;
  close(): void;
}

const CONNECT_TIMEOUT = 30_000;

/** The part of node-postgres that has no public name: the protocol's connection beneath a client. */
export interface Wire {
  /** A socket, or TLS over one. */
  readonly stream: Duplex & { getProtocol?(): string | null };
  /** Sends a simple query. */
  query(text: string): void;
}

export function wireOf(client: pg.Client): Wire {
  return (client as unknown as { connection: Wire }).connection;
}

/** The process id that the server, or a pooler in front of it, gave this connection for cancelling. */
export function announcedPid(client: pg.Client): number | null {
  return (client as unknown as { processID: number | null }).processID;
}

export function identity(user: string, password: Secret | undefined) {
  return {
    user,
    // A function, or node-postgres would look for PGPASSWORD and ~/.pgpass.
    password: () => password?.reveal() ?? '',
    application_name: 'highwater',
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    keepAlive: true,
    // Shorter than the patience of load balancers with a connection that is silent while a query computes.
    keepAliveInitialDelayMillis: 60_000,
  };
}

export async function openClient(config: pg.ClientConfig & { stream?: () => Duplex }): Promise<pg.Client> {
  const client = new pg.Client(config as pg.ClientConfig);
  // A connection that breaks while nobody is waiting for it must not end the process; the next query fails.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    wireOf(client).stream.destroy();
    throw error;
  }
  return client;
}

/** Bytes as they were received, in memory that is used again: theirs until `release`. */
export interface Received {
  readonly bytes: Buffer;
  /** False where there was room for more: the kernel had no more. */
  readonly full: boolean;
  release(): void;
}

interface Block {
  readonly memory: Buffer;
  used: number;
  /** Parts that were not released yet. */
  lent: number;
}

const BLOCK_BYTES = 1024 * 1024;
const LEAST_ROOM = 64 * 1024;
const BLOCKS_KEPT = 8;

/**
 * A plain socket that receives into a few blocks of its own. Node gives each read new memory otherwise: at hundreds of megabytes a
 * second, making and collecting those buffers costs a tenth of a full sync. Who takes over with `taker` must release what
 * it is given; everybody else gets `data` events as of any socket. (TLS decrypts into memory of Node's, so there it is no use.)
 */
export class ReceiveSocket extends Socket {
  /** Takes what is received instead of the listeners for `data`. */
  taker: ((received: Received) => void) | null = null;

  constructor() {
    const blocks = new Blocks();
    // Documented for `connect`, and taken by the constructor alike: https://nodejs.org/api/net.html#socketconnectoptions-connectlistener
    const onread = {
      buffer: () => blocks.room(),
      callback: (count: number, room: Uint8Array) => {
        this.#hand(blocks.received(count, room));
        return true;
      },
    };
    super({ onread } as ConstructorParameters<typeof Socket>[0]);
  }

  #hand(received: Received): void {
    if (this.taker !== null) {
      this.taker(received);
      return;
    }
    // A listener may keep what it gets.
    this.emit('data', Buffer.from(received.bytes));
    received.release();
  }
}

class Blocks {
  readonly #free: Block[] = [];
  #current: Block = { memory: Buffer.allocUnsafeSlow(BLOCK_BYTES), used: 0, lent: 0 };

  /** Where the next bytes go. */
  room(): Buffer {
    if (BLOCK_BYTES - this.#current.used < LEAST_ROOM) {
      const full = this.#current;
      this.#current = this.#free.pop() ?? { memory: Buffer.allocUnsafeSlow(BLOCK_BYTES), used: 0, lent: 0 };
      this.#keep(full);
    }
    return this.#current.memory.subarray(this.#current.used);
  }

  /** The first `count` bytes of the `room` that was given last. */
  received(count: number, room: Uint8Array): Received {
    const block = this.#current;
    const bytes = block.memory.subarray(block.used, block.used + count);
    block.used += count;
    block.lent += 1;
    const release = () => {
      block.lent -= 1;
      this.#keep(block);
    };
    return { bytes, full: count === room.byteLength, release };
  }

  #keep(block: Block): void {
    if (block === this.#current || block.lent > 0) return;
    block.used = 0;
    if (this.#free.length < BLOCKS_KEPT) this.#free.push(block);
  }
}
