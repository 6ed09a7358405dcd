import type { Duplex } from 'node:stream';
import pg from 'pg';
import type { Secret } from '../../../model/secret.ts';

/** How to make a connection that is signed in. */
export interface Login {
  /** Where it leads, without user or secret: `db.example.com:5432`, `project:region:name`. */
  readonly server: string;
  user(): string;
  /** The way does not leave this machine, or is encrypted beneath what node-postgres sees. */
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
