/** A small file beside the state, saved at once and apart from it. */
export interface SideFile {
  /** Null: nothing was ever kept. */
  read(): Promise<Buffer | null>;
  /** Replaces it; when it resolves, the next run will find it. */
  write(content: Buffer): Promise<void>;
  /** Works while nobody else on this machine does. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** For people. */
  readonly where: string;
  /** How to get rid of what is kept, for people. */
  readonly remove: string;
}

/** Which: refresh tokens that a service replaced; the incidents that people were told of; syncs that saved nothing. */
export type SideFileName = 'tokens.enc' | 'incidents.json' | 'synced.json';
