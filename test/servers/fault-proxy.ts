import { connect, createServer, type Socket } from 'node:net';

/** A way to PostgreSQL that can be cut, or made to hang, in the middle of the next COPY. */
export interface FaultProxy {
  readonly port: number;
  /** Breaks both connections halfway through the first bytes of the next COPY. */
  cutNextCopy(): void;
  /** Holds back the next COPY, or the one after so many others; `reached` when it does, until `release`. */
  stallNextCopy(others?: number): { readonly reached: Promise<void>; release(): void };
  /** Whatever was to happen to the next COPY and did not does not happen any more. */
  reset(): void;
  stop(): Promise<void>;
}

// The type of CopyOutResponse, with which the server answers a COPY … TO STDOUT.
const COPY_OUT = 0x48;

export async function startFaultProxy(server: { host: string; port: number }): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let fault: ((chunk: Buffer, client: Socket, upstream: Socket) => void) | null = null;
  const listener = createServer((client) => {
    const upstream = connect(server.port, server.host);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      const act = chunk[0] === COPY_OUT ? fault : null;
      if (act === null) client.write(chunk);
      else {
        fault = null;
        act(chunk, client, upstream);
      }
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cutNextCopy: () => {
      fault = (chunk, client, upstream) => {
        client.write(chunk.subarray(0, chunk.length / 2), () => {
          client.destroy();
          upstream.destroy();
        });
      };
    },
    stallNextCopy: (others = 0) => {
      let left = others;
      const { promise, resolve } = Promise.withResolvers<void>();
      let release = (): void => undefined;
      const stall: typeof fault = (chunk, client, upstream) => {
        if (left-- > 0) {
          fault = stall;
          client.write(chunk);
          return;
        }
        upstream.pause();
        release = () => {
          client.write(chunk);
          upstream.resume();
        };
        resolve();
      };
      fault = stall;
      return { reached: promise, release: () => release() };
    },
    reset: () => {
      fault = null;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
