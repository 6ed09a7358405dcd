import type pg from 'pg';

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
