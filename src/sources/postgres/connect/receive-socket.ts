import { Socket } from 'node:net';

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
