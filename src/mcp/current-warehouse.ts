import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import { type OpenedArtifact, openArtifact } from '../warehouse/browse/opened-artifact.ts';

interface Opened {
  readonly artifact: OpenedArtifact;
  /** Tells its files from those that a later sync puts in their place. */
  readonly identity: string;
  users: number;
}

/**
 * The warehouse as it is now. It is opened at the first question, so that a server may start before the first sync, and again once a sync has
 * replaced it. Questions that are being answered keep the one they have.
 */
export class CurrentWarehouse {
  readonly #place: string;
  readonly #inTurn = pLimit(1);
  #newest: Opened | null = null;

  constructor(place: string) {
    this.#place = place;
  }

  /** Throws ARTIFACT_NOT_FOUND where nothing was synced so far. */
  async use<T>(ask: (artifact: OpenedArtifact) => Promise<T>): Promise<T> {
    const opened = await this.#inTurn(() => this.#current());
    opened.users++;
    try {
      return await ask(opened.artifact);
    } finally {
      opened.users--;
      if (opened !== this.#newest) closeUnused(opened);
    }
  }

  close(): void {
    const last = this.#newest;
    this.#newest = null;
    if (last !== null) closeUnused(last);
  }

  async #current(): Promise<Opened> {
    const before = this.#newest;
    if (before !== null && (await identityOf(before.artifact)) === before.identity) return before;
    this.close();
    const artifact = await openArtifact(this.#place);
    const identity = await identityOf(artifact);
    this.#newest = { artifact, identity, users: 0 };
    return this.#newest;
  }
}

function closeUnused({ artifact, users }: Opened): void {
  if (users === 0) artifact.reader.close();
}

async function identityOf({ reader: { artifact } }: OpenedArtifact): Promise<string> {
  const files = artifact.kind === 'duckdb' ? [artifact.file] : artifact.files.map((file) => file.path);
  const identities = await Promise.all(
    files.map(async (file) => {
      const found = await stat(file).catch(() => null);
      return found === null ? 'gone' : `${found.ino} ${found.size} ${found.mtimeMs}`;
    }),
  );
  return identities.join();
}
