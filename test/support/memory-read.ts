import type { Partition, Receipt, TablePlan } from '../../src/model/plan.ts';
import type { Staging, StagingFormat } from '../../src/model/staging.ts';
import type { StagedColumn } from '../../src/warehouse/load/staging-query.ts';
import { Cut, type Flaw } from './memory-flaws.ts';
import { stage } from './memory-format.ts';
import type { Slice } from './memory-plan.ts';
import type { MemoryRow, MemoryTable } from './memory-table.ts';

export interface MemoryRead {
  readonly plan: TablePlan;
  readonly table: MemoryTable;
  rows(): MemoryRow[];
  readonly columns: readonly StagedColumn[];
  readonly format: StagingFormat;
  readonly pageRows: number;
  readonly flaw: Flaw | undefined;
  readonly flags: boolean;
  beforePage(page: number, signal: AbortSignal): void | Promise<void>;
}

/** Reads partitions page by page in the order of ids, each page at one instant. */
export class MemoryReader {
  readonly #read: MemoryRead;
  readonly #pages: { count: number };
  /** What the tail of a source sees that mixes two states. */
  readonly #atOpen: readonly MemoryRow[];

  constructor(read: MemoryRead, pages: { count: number }) {
    this.#read = read;
    this.#pages = pages;
    this.#atOpen = read.rows();
  }

  async read(partition: Partition, staging: Staging, signal: AbortSignal): Promise<Receipt> {
    const { flaw, pageRows } = this.#read;
    const total = { rows: 0, bytes: 0, requests: 0 };
    for (let last = Number.NEGATIVE_INFINITY; ; ) {
      if (flaw !== 'goes on after an abort' && flaw !== 'ignores the abort while it waits') signal.throwIfAborted();
      const { page, again } = await this.#fetch(partition, last, signal);
      total.requests++;
      for (let copy = 0; copy < (again && flaw === 'hands over a row twice after a retry' ? 2 : 1); copy++)
        await this.#stage(partition, page, staging, total);
      last = page.at(-1)?.id ?? last;
      if (page.length < pageRows || flaw === 'stops at the first page') break;
    }
    return flaw === 'claims more rows than it sent' ? { ...total, rows: total.rows + 1 } : total;
  }

  async #stage(
    partition: Partition,
    page: readonly MemoryRow[],
    staging: Staging,
    total: { rows: number; bytes: number },
  ): Promise<void> {
    const { plan, columns, format, flaw } = this.#read;
    const { keys } = partition.detail as Slice;
    if (page.length === 0) return;
    const wanted = keys === undefined ? columns : columns.filter((c) => plan.schema.key.includes(c.name));
    try {
      const file = await staging.create(keys ?? 'rows', format);
      total.bytes += await stage(
        file,
        format,
        wanted,
        page.map((row) => this.#sent(row)),
      );
      total.rows += page.length;
    } catch (error) {
      if (flaw !== 'swallows a staging failure') throw error;
    }
  }

  #sent(row: MemoryRow): MemoryRow {
    const { flaw } = this.#read;
    if (flaw === 'says null for empty text' && row.name === '') return { ...row, name: null };
    if (flaw === 'trims text' && row.name !== null) return { ...row, name: row.name.trim() };
    return row;
  }

  /** One page at one instant; asked for once more when the connection is cut. */
  async #fetch(partition: Partition, after: number, signal: AbortSignal): Promise<{ page: MemoryRow[]; again: boolean }> {
    const { flaw, pageRows } = this.#read;
    const waited = flaw === 'ignores the abort while it waits' ? new AbortController().signal : signal;
    let again = false;
    try {
      await this.#read.beforePage(++this.#pages.count, waited);
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      again = true;
      await this.#read.beforePage(++this.#pages.count, waited);
    }
    const rows = this.#slice(partition, partition.detail as Slice).filter((row) => row.id > after);
    const page = rows.sort((a, b) => a.id - b.id).slice(0, pageRows);
    return { page: again && flaw === 'forgets a page after a retry' ? page.slice(1) : page, again };
  }

  #slice(partition: Partition, { from, to, nulls, above, keys, ids }: Slice): MemoryRow[] {
    const { plan, table, flaw, flags } = this.#read;
    if (keys === 'deleted') {
      return [...table.tombstones].flatMap(([id, at]) => (at >= (from ?? '') ? [{ id, name: null, modified: at }] : []));
    }
    if (keys === 'existing') {
      const there = new Set(this.#read.rows().map((row) => row.id));
      const written = [...table.written].filter(([id, at]) => at >= (from ?? '') && there.has(id));
      return written.map(([id, at]) => ({ id, name: null, modified: at }));
    }
    const stale = flaw === 'reads one snapshot for the body and another for the tail' && partition.pass === 'tail';
    const shown = (stale ? this.#atOpen : this.#read.rows()).filter((row) => flags || row.deleted !== true);
    if (ids !== undefined) return flaw === 'fetches nothing by key' ? [] : shown.filter((row) => ids.includes(row.id));
    if (plan.schema.cursor === null) return shown;
    if (keys === 'present' && from === undefined) return shown;
    const astray = flaw === 'lets the filter out of the window' && plan.options.where?.includes(' or ');
    return shown.filter(({ modified, id }) => {
      if (astray && plan.options.where?.endsWith(`id = ${id}`)) return true;
      if (modified === null || nulls) return modified === null && nulls === true;
      const aboveLow = from === undefined || (above ? modified > from : modified >= from);
      return aboveLow && (to === undefined || modified < to);
    });
  }
}
