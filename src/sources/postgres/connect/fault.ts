import type { ErrorCode } from '../../../model/errors.ts';

/** What an error is about, for its words. */
export interface ErrorScene {
  /** `db.example.com:5432`, or the Cloud SQL instance. */
  readonly server: string;
  readonly database: string;
  readonly user: string;
  /** The table's name as the configuration writes it, where one is being read. */
  readonly table?: string;
  /** Its columns that can be read, once they are known. */
  readonly columns?: readonly string[];
  /** Its condition. */
  readonly where?: string;
}

/** The part of node-postgres' DatabaseError and of Node's own errors that is used. */
export interface Fault {
  readonly code?: string | undefined;
  readonly message: string;
  /** The address that a connection was to be made to. */
  readonly address?: string | undefined;
  /** For whom a certificate is that was refused for its name: `DNS:db.example.com`. */
  readonly names?: string | undefined;
}

export interface Translation {
  readonly code: ErrorCode;
  readonly says: string;
  readonly hint: string;
}

export type Translate = (scene: ErrorScene, fault: Fault) => Translation;
