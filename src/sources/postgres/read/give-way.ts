import { HighwaterError } from '../../../model/errors.ts';
import type { Connections } from '../connect/connections.ts';
import { memberLocks } from '../plan/extent.ts';

const LONGEST_PAUSE_SECONDS = 10;

/** Watches whether somebody waits for a table that is being read, and ends the reading when they have waited long enough. */
export class GiveWay {
  readonly #stop = new AbortController();
  /** Why the reading was ended; null as long as it was not. */
  error: HighwaterError | null = null;

  /** `end` cuts what reads. `oid`: the relation; whoever waits for one of its partitions counts too. */
  constructor(connections: Connections, table: string, oid: string, seconds: number, end: () => void) {
    void this.#watch(connections, oid, seconds).then((waited) => {
      if (!waited) return;
      this.error = gaveWay(table, seconds);
      end();
    });
  }

  async #watch(connections: Connections, oid: string, seconds: number): Promise<boolean> {
    const { signal } = this.#stop;
    let since: number | null = null;
    while (!signal.aborted) {
      await pause(Math.min(LONGEST_PAUSE_SECONDS, seconds / 2) * 1000, signal);
      if (signal.aborted) return false;
      // Without a connection to spare nothing is known: as if nobody waited.
      const waits = await connections.within(async (session) => memberLocks(session, oid)).catch(() => false);
      since = waits ? (since ?? Date.now()) : null;
      if (since !== null && Date.now() - since >= seconds * 1000) return !signal.aborted;
    }
    return false;
  }

  close(): void {
    this.#stop.abort();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function gaveWay(table: string, seconds: number): HighwaterError {
  return new HighwaterError(
    'TABLE_LOCKED',
    `${table}: the reading was ended, since another session had waited ${seconds} s for the table (ALTER TABLE, TRUNCATE or a migration).`,
    'The table keeps its previous rows, and is read again once the other session is done. `give_way_after` of the source says how long others wait.',
    { family: 'restart' },
  );
}
