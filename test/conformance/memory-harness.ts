import { setTimeout as sleep } from 'node:timers/promises';
import { Cut, type Flaw } from '../support/memory-flaws.ts';
import { type MemoryOptions, MemorySource } from '../support/memory-source.ts';
import { column, MemoryTable } from '../support/memory-table.ts';
import { ABILITIES, type Harness, type Row, type Subject } from './harness.ts';

/** The in-memory source under the conformance suite; with a flaw, to show that the suite notices. */
export function memoryHarness(options: Omit<MemoryOptions, 'table' | 'flaw' | 'beforePage'> = {}, flaw?: Flaw): Harness {
  return { can: new Set(ABILITIES), create: async () => subject(options, flaw) };
}

function subject(options: Omit<MemoryOptions, 'table' | 'flaw' | 'beforePage'>, flaw: Flaw | undefined): Subject {
  const table = new MemoryTable();
  let beforePage: NonNullable<MemoryOptions['beforePage']> = () => {};
  return {
    table: 'things',
    sql: { id: 'id', text: 'name', stamp: 'modified' },
    moves: options.snapshot !== true,
    source: () =>
      new MemorySource({
        pageRows: 10,
        bodies: 3,
        ...options,
        table,
        ...(flaw === undefined ? {} : { flaw }),
        beforePage: (page, signal) => beforePage(page, signal),
      }),
    now: async () => table.clock,
    pass: async () => void table.tick(),
    put: async ({ id, text, stamp }): Promise<Row> => {
      table.put(id, text, stamp === undefined ? table.clock : stamp);
      return { id, text, stamp: table.rows.get(id)?.modified ?? null };
    },
    remove: async (id) => table.remove(id),
    close: async () => {},
    total: { sync: 'full' },
    where: (ids) => ids.map((id) => `id = ${id}`).join(' or '),
    sharedKey: { key: ['name'] },
    deletesBy: ['keys', 'change_tracking'],
    faults: [2, 3].map((at) => ({
      name: `connection cut before page ${at}`,
      arm: async () => {
        let armed = true;
        beforePage = (page) => {
          if (!armed || page !== at) return;
          armed = false;
          throw new Cut('connection reset');
        };
      },
    })),
    stall: async () => stalled((before) => (beforePage = before)),
    columns: {
      add: async (name, value) => {
        table.columns = [...table.columns, column(name, 'VARCHAR')];
        set(table, name, value);
        return `"${name}"`;
      },
      drop: async (name) => {
        table.columns = table.columns.filter((c) => c.name !== name);
      },
      retype: async (name, value) => {
        table.columns = table.columns.map((c) => (c.name === name ? column(name, 'INTEGER') : c));
        set(table, name, value);
      },
    },
  };
}

function set(table: MemoryTable, name: string, value: string | number): void {
  for (const [id, row] of table.rows) table.rows.set(id, { ...row, [name]: value });
}

async function stalled(arm: (before: NonNullable<MemoryOptions['beforePage']>) => void) {
  const reached = Promise.withResolvers<void>();
  const released = new AbortController();
  arm(async (_page, signal) => {
    reached.resolve();
    // Like a request that hangs: over when it is answered or aborted.
    await sleep(60_000, undefined, { signal: AbortSignal.any([signal, released.signal]) }).catch(() => signal.throwIfAborted());
  });
  return {
    reached: reached.promise,
    release: async () => {
      arm(() => {});
      released.abort();
    },
  };
}
