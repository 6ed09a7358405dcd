import { setTimeout as wait } from 'node:timers/promises';
import type { TestPostgres } from '../support/postgres.ts';

export interface Waiting {
  readonly pid: number;
  readonly query: string;
}

const DEADLINE_MS = 20_000;

/** Resolves when this many of Highwater's connections wait for a lock. */
export async function waitingForLocks(server: TestPostgres, count: number): Promise<Waiting[]> {
  const deadline = Date.now() + DEADLINE_MS;
  for (;;) {
    const found = await server.query<Waiting>(
      "SELECT pid, query FROM pg_stat_activity WHERE application_name = 'highwater' AND wait_event_type = 'Lock'",
    );
    if (found.length >= count) return found;
    if (Date.now() > deadline) throw new Error(`only ${found.length} of ${count} connections wait`);
    await wait(10);
  }
}
