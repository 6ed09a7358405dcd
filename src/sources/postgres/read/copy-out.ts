import type { Duplex } from 'node:stream';
import type pg from 'pg';
import { type Received, ReceiveSocket, type Wire } from '../connect/pg-client.ts';

/** Some bytes of a COPY, without the protocol's frames. */
export interface CopyChunk {
  readonly bytes: Buffer;
  /** Rows that end in this piece. */
  readonly rows: number;
  /** True only where the last byte is a row's last. */
  readonly endsRow: boolean;
  /** To be called when the bytes are no longer needed; pieces in the order in which they came. */
  release(): void;
}

// Message types: https://www.postgresql.org/docs/current/protocol-message-formats.html
const COPY_DATA = 0x64;
const PASSED_OVER = new Set(Buffer.from('HcNSA'));
const HEADER = 5;
// After a read that emptied the kernel's buffer we look away for a millisecond, and then take what has gathered: PostgreSQL sends
// 8 KiB at a time, and taking each as it comes costs more than all else here. (TLS comes in records of 16 KiB whatever we do.)
const FULL_READ = 64 * 1024;
const REST_MS = 1;
const REST_AFTER_BYTES = 1024 * 1024;
// Beyond this much unread the socket is paused, so that the server waits.
const QUEUE_BYTES = 2 * 1024 * 1024;
const KEPT_BY_NODE = () => undefined;

/**
 * A COPY … TO STDOUT whose rows never become JavaScript values. It takes the socket over from node-postgres' parser while
 * the data flow, and moves each row over the frame before it, inside of the chunk as received: about a nanosecond a byte,
 * nothing allocated per row. (pg-copy-streams does the same work through lists of slices and a Readable.)
 */
export class CopyOut {
  readonly text: string;
  /** Bytes of the longest row so far. */
  longestRow = 0;
  /** Rows according to COPY's tag; null until the end. */
  tag: number | null = null;
  readonly #queue: Received[] = [];
  #queued = 0;
  #received = 0;
  #rest: NodeJS.Timeout | null = null;
  #stream: Duplex | null = null;
  #parser: ((chunk: Buffer) => void) | null = null;
  #onData: ((chunk: Buffer) => void) | null = null;
  #failure: unknown = null;
  #ended = false;
  #wake: (() => void) | null = null;
  // Of the message being read: bytes of its header that have come, bytes of its body still to come.
  readonly #header = Buffer.alloc(HEADER);
  #headerBytes = 0;
  #left = 0;
  #keep = false;

  constructor(text: string) {
    this.text = text;
  }

  /** The server has said its last word on it: the connection can be used again. */
  get over(): boolean {
    return this.#ended || this.#failure !== null;
  }

  /** The next bytes, at most to the first row end at or after `room`; null at the end. */
  async next(room: number): Promise<CopyChunk | null> {
    for (;;) {
      const chunk = this.#queue[0];
      if (chunk !== undefined) {
        const piece = this.#scan(chunk, room);
        if (piece.bytes.length > 0 || piece.rows > 0) return piece;
        piece.release();
      } else if (this.#failure !== null) throw this.#failure;
      else if (this.#ended) return null;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
  }

  #scan(received: Received, room: number): CopyChunk {
    const chunk = received.bytes;
    const end = chunk.length;
    let from = 0;
    let to = 0;
    let rows = 0;
    let endsRow = false;
    while (from < end) {
      if (this.#left > 0) {
        const n = Math.min(this.#left, end - from);
        if (this.#keep) {
          if (to !== from) chunk.copyWithin(to, from, from + n);
          to += n;
        }
        from += n;
        this.#left -= n;
        endsRow = this.#left === 0;
        if (endsRow && this.#keep) {
          rows += 1;
          if (to >= room) break;
        }
        continue;
      }
      from = this.#readHeader(chunk, from);
      if (from < 0) {
        return { bytes: chunk.subarray(0, to), rows, endsRow: true, release: received.release };
      }
    }
    const release = from === end ? received.release : KEPT_BY_NODE;
    this.#dequeue(received, from);
    return { bytes: chunk.subarray(0, to), rows, endsRow, release };
  }

  /** The offset after the header, or -1 where the message is not COPY's: then node-postgres has the socket again. */
  #readHeader(chunk: Buffer, from: number): number {
    if (this.#headerBytes === 0 && chunk[from] === COPY_DATA && from + HEADER <= chunk.length) {
      this.#beginRow(chunk.readUInt32BE(from + 1) - 4);
      return from + HEADER;
    }
    const n = Math.min(HEADER - this.#headerBytes, chunk.length - from);
    chunk.copy(this.#header, this.#headerBytes, from, from + n);
    this.#headerBytes += n;
    if (this.#headerBytes < HEADER) return from + n;
    const type = this.#header[0] ?? 0;
    if (type !== COPY_DATA && !PASSED_OVER.has(type)) {
      const rest = this.#queue.splice(0).map(({ bytes }) => bytes);
      this.#handBack([this.#header, chunk.subarray(from + n), ...rest.slice(1)]);
      return -1;
    }
    this.#headerBytes = 0;
    const length = this.#header.readUInt32BE(1) - 4;
    if (type === COPY_DATA) this.#beginRow(length);
    else {
      this.#keep = false;
      this.#left = length;
    }
    return from + n;
  }

  #beginRow(length: number): void {
    this.#keep = true;
    this.#left = length;
    if (length > this.longestRow) this.longestRow = length;
  }

  #dequeue(received: Received, read: number): void {
    this.#queued -= read;
    if (read === received.bytes.length) this.#queue.shift();
    else this.#queue[0] = { ...received, bytes: received.bytes.subarray(read) };
    if (this.#rest === null) this.#resume();
  }

  #resume(): void {
    if (this.#queued < QUEUE_BYTES && this.#stream?.isPaused()) this.#stream.resume();
  }

  #take(stream: Duplex, received: Received): void {
    this.#queue.push(received);
    this.#queued += received.bytes.length;
    this.#pauseIfDue(stream, received);
    this.#wakeUp();
  }

  #pauseIfDue(stream: Duplex, { bytes, full }: Received): void {
    if (this.#queued >= QUEUE_BYTES) stream.pause();
    this.#received += bytes.length;
    if (full || this.#received < REST_AFTER_BYTES || 'getProtocol' in stream || this.#rest !== null) return;
    stream.pause();
    this.#rest = setTimeout(() => {
      this.#rest = null;
      this.#resume();
    }, REST_MS);
  }

  // What follows is called by node-postgres.

  submit(connection: pg.Connection): void {
    const wire = connection as unknown as Wire;
    this.#stream = wire.stream;
    // Its parser is the one listener for data: https://github.com/brianc/node-postgres/blob/master/packages/pg-protocol/src/index.ts
    this.#parser = wire.stream.listeners('data')[0] as (chunk: Buffer) => void;
    this.#onData = (chunk) => {
      this.#take(wire.stream, { bytes: chunk, full: chunk.length >= FULL_READ, release: KEPT_BY_NODE });
    };
    wire.stream.off('data', this.#parser);
    if (wire.stream instanceof ReceiveSocket) wire.stream.taker = (received) => this.#take(wire.stream, received);
    else wire.stream.on('data', this.#onData);
    wire.query(this.text);
  }

  #handBack(rest: readonly Buffer[]): void {
    const { stream, parser, onData } = { stream: this.#stream, parser: this.#parser, onData: this.#onData };
    this.#parser = null;
    if (stream === null || parser === null || onData === null) return;
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#stream = null;
    stream.off('data', onData);
    if (stream instanceof ReceiveSocket) stream.taker = null;
    stream.on('data', parser);
    // Copies: the parser may keep what it gets.
    for (const chunk of rest) if (chunk.length > 0) parser(Buffer.from(chunk));
    stream.resume();
  }

  handleCommandComplete(message: { text?: string }): void {
    this.tag = Number(/^COPY (\d+)$/.exec(message.text ?? '')?.[1] ?? Number.NaN);
  }

  handleReadyForQuery(): void {
    this.#ended = true;
    this.#wakeUp();
  }

  handleError(error: unknown): void {
    this.#failure ??= error;
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
