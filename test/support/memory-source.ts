import { writeFile } from 'node:fs/promises';
import type { ChosenTable, Partition, Receipt, TableOptions, TablePlan } from '../../src/model/plan.ts';
import type { Column, TableRef, TableSchema } from '../../src/model/table.ts';
import { earlier, fromMicros, toMicros } from '../../src/model/watermark.ts';
import type { Access, Source, TableAccess, TableImport, Usage } from '../../src/sources/source.ts';
import type { Staging } from '../../src/staging/staging.ts';

export interface MemoryRow {
  readonly id: number;
  readonly name: string | null;
  /** UTC with microseconds; null for a row that was never stamped. */
  readonly modified: string | null;
}

/** Ways of being wrong, each of which one clause of the conformance suite must notice. */
export type Flaw =
  | 'excludes the low edge'
  | 'forgets null cursors'
  | 'forgets the tail'
  | 'hands over a row twice after a retry'
  | 'claims more rows than it sent'
  | 'goes on after an abort'
  | 'watermark is the newest cursor';

const FORMAT = { kind: 'json', records: '', compression: 'none' } as const;

function column(name: string, native: string, duckdbType: string, semanticType: Column['semanticType']): Column {
  const read = native === 'timestamp' ? 'VARCHAR' : duckdbType;
  const expression = native === 'timestamp' ? 'CAST($ AS TIMESTAMPTZ)' : '$';
  return {
    name,
    label: name,
    nativeType: native,
    semanticType,
    allowedTypes: semanticType === '' ? [] : [semanticType],
    duckdbType,
    load: { wire: name, read, expression },
  };
}

/**
 * A table that lives in this process, with a clock of its own and the same duties as a real source: windows over
 * `modified`, a tail pass, pages. Rows may be changed while it reads (`beforePage`).
 */
export class MemoryTable {
  readonly rows = new Map<number, MemoryRow>();
  clock = '2026-01-01T00:00:00.000000Z';
  columns: Column[] = [
    column('id', 'integer', 'BIGINT', 'number'),
    column('name', 'text', 'VARCHAR', 'string'),
    column('modified', 'timestamp', 'TIMESTAMPTZ', 'date'),
  ];

  tick(seconds = 1): string {
    this.clock = fromMicros(toMicros(this.clock) + BigInt(seconds * 1e6));
    return this.clock;
  }

  put(id: number, name: string | null, modified: string | null = this.tick()): void {
    this.rows.set(id, { id, name, modified });
  }

  remove(id: number): void {
    this.tick();
    this.rows.delete(id);
  }
}

export interface MemoryOptions {
  readonly table: MemoryTable;
  readonly flaw?: Flaw;
  readonly pageRows?: number;
  /** Called before each page, with its number from 1: changes rows, or throws to break the connection once. */
  readonly beforePage?: (page: number) => void | Promise<void>;
}

export class MemorySource implements Source {
  readonly name = 'memory';
  readonly address = 'memory';
  readonly #options: MemoryOptions;
  #page = 0;

  constructor(options: MemoryOptions) {
    this.#options = options;
  }

  async connect(): Promise<Access> {
    return { identity: 'tester', server: 'memory', facts: [] };
  }

  async list(): Promise<readonly TableRef[]> {
    return [{ name: 'things', target: 'things', label: 'Things', kind: 'table' }];
  }

  async describe(ref: TableRef, options: TableOptions): Promise<TableSchema> {
    const cursor = options.sync === 'full' ? null : ({ column: 'modified', kind: 'timestamp' } as const);
    return { ref, columns: this.#options.table.columns, key: options.key ?? ['id'], cursor, nameColumn: 'name', notes: [] };
  }

  async access(tables: readonly ChosenTable[]): Promise<readonly TableAccess[]> {
    return tables.map(({ ref }) => ({
      ref,
      readable: true,
      rows: this.#options.table.rows.size,
      cursor: 'modified',
      key: ['id'],
      hidden: [],
    }));
  }

  usage(): Usage {
    return { requests: this.#page, quotas: [] };
  }

  async close(): Promise<void> {}

  async open(plan: TablePlan): Promise<TableImport & { resumed: boolean }> {
    const start = this.#options.table.clock;
    const partitions = this.#partitions(plan, start);
    return {
      resumed: false,
      watermark: plan.schema.cursor === null ? null : { kind: 'timestamp', value: this.#watermark(start) },
      partitions: this.#options.flaw === 'forgets the tail' ? partitions.filter((p) => p.pass !== 'tail') : partitions,
      snapshot: false,
      requests: 0,
      notes: [],
      read: async (partition, staging, signal) => this.#read(plan, partition, staging, signal),
      close: async () => {},
    };
  }

  #watermark(start: string): string {
    const newest = [...this.#options.table.rows.values()]
      .map((r) => r.modified ?? '')
      .sort()
      .at(-1);
    // One that trusts what happened to arrive misses what is committed late.
    return this.#options.flaw === 'watermark is the newest cursor' && newest !== undefined && newest !== ''
      ? earlier(newest, -1)
      : start;
  }

  #partitions(plan: TablePlan, start: string): Partition[] {
    const low = plan.since === null ? null : earlier(plan.since.value, plan.options.lookbackSeconds);
    const part = (id: string, pass: Partition['pass'], detail: unknown): Partition => ({
      id,
      pass,
      query: id,
      expectedRows: null,
      expectedRequests: null,
      detail,
    });
    if (plan.schema.cursor === null) return [part('all', 'body', {})];
    const middle = low ?? '2026-01-01T00:10:00.000000Z';
    const parts = [
      part(`[${middle}, ${start})`, 'body', { from: middle, to: start }),
      part(`[${start}, )`, 'tail', { from: start }),
    ];
    if (low === null) parts.unshift(part(`(, ${middle})`, 'body', { to: middle }));
    if (this.#options.flaw !== 'forgets null cursors') parts.unshift(part('null', 'body', { nulls: true }));
    return parts;
  }

  async #read(plan: TablePlan, partition: Partition, staging: Staging, signal: AbortSignal): Promise<Receipt> {
    const { pageRows = 100, flaw } = this.#options;
    let rows = 0;
    let bytes = 0;
    let requests = 0;
    let last = Number.NEGATIVE_INFINITY;
    for (;;) {
      if (flaw !== 'goes on after an abort') signal.throwIfAborted();
      const page = await this.#fetchPage(plan, partition, last, pageRows);
      requests++;
      if (page.length === 0) break;
      const text = page.map((row) => `${JSON.stringify(row)}\n`).join('');
      for (
        let copy = 0;
        copy < (flaw === 'hands over a row twice after a retry' && plan.schema.key.length === 0 ? 2 : 1);
        copy++
      ) {
        const file = await staging.create('rows', FORMAT);
        await writeFile(file.path, text);
        await file.done(page.length);
        rows += page.length;
      }
      bytes += text.length;
      last = page.at(-1)?.id ?? last;
    }
    return { rows: flaw === 'claims more rows than it sent' ? rows + 1 : rows, bytes, requests };
  }

  /** One page in the order of ids, read at one instant; retried once when `beforePage` throws. */
  async #fetchPage(plan: TablePlan, partition: Partition, after: number, size: number): Promise<MemoryRow[]> {
    this.#page++;
    try {
      await this.#options.beforePage?.(this.#page);
    } catch {
      await this.#options.beforePage?.(this.#page);
    }
    const { from, to, nulls } = partition.detail as { from?: string; to?: string; nulls?: boolean };
    const low = (value: string) =>
      this.#options.flaw === 'excludes the low edge' ? value > (from ?? '') : value >= (from ?? '');
    const inWindow = (value: string | null) => {
      if (plan.schema.cursor === null) return true;
      if (value === null) return nulls === true;
      return nulls !== true && (from === undefined || low(value)) && (to === undefined || value < to);
    };
    const rows = [...this.#options.table.rows.values()].filter((r) => r.id > after && inWindow(r.modified));
    return rows.sort((a, b) => a.id - b.id).slice(0, size);
  }
}
