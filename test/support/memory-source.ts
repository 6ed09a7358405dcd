import type {
  Access,
  Opener,
  Resume,
  Source,
  SourceTables,
  TableAccess,
  TableChoice,
  TableDescription,
  TableImport,
  Usage,
} from '../../src/model/contract.ts';
import type { ChosenTable, Partition, TableOptions, TablePlan } from '../../src/model/plan.ts';
import type { StagingFormat } from '../../src/model/staging.ts';
import type { TableRef, TableSchema } from '../../src/model/table.ts';
import type { Flaw } from './memory-flaws.ts';
import { NDJSON } from './memory-format.ts';
import { partitionsByKey, partitionsOf, watermarkOf } from './memory-plan.ts';
import { MemoryReader } from './memory-read.ts';
import type { MemoryRow, MemoryTable } from './memory-table.ts';

export { MemoryTable } from './memory-table.ts';

export interface MemoryOptions {
  readonly table: MemoryTable;
  readonly flaw?: Flaw;
  readonly pageRows?: number;
  /** Body partitions of a full sync. */
  readonly bodies?: number;
  readonly format?: StagingFormat;
  /** All partitions see the table as it was at the import's start. */
  readonly snapshot?: boolean;
  /** Goes on with interrupted full syncs. */
  readonly resumes?: boolean;
  /** False: can't read rows by their keys. */
  readonly fetches?: boolean;
  /** Shows deleted rows with a flag instead of leaving them out. */
  readonly flags?: boolean;
  /** Called before each page, with its number from 1 over the source's life: changes rows, waits, or throws: `Cut` once is retried. */
  readonly beforePage?: (page: number, signal: AbortSignal) => void | Promise<void>;
}

/** A table in memory with the same duties as a real source: windows over `modified`, a tail pass, sweeps, pages, retries. */
export class MemorySource implements Source {
  readonly name = 'memory';
  readonly address = 'memory';
  readonly #options: MemoryOptions;
  readonly #pages = { count: 0 };

  constructor(options: MemoryOptions) {
    this.#options = options;
  }

  async connect(): Promise<Access> {
    return { identity: 'tester', server: 'memory', facts: [] };
  }

  async tables(choose: (refs: readonly TableRef[]) => TableChoice): Promise<SourceTables> {
    const refs = [{ name: 'things', target: 'things', label: 'Things', kind: 'table' }];
    choose(refs);
    return { refs, implied: [], hidden: new Map() };
  }

  async describe(tables: readonly ChosenTable[]): Promise<readonly TableDescription[]> {
    return tables.map((chosen) => ({ chosen, schema: this.#schemaOf(chosen.ref, chosen.options) }));
  }

  #schemaOf(ref: TableRef, options: TableOptions): TableSchema {
    const { table, flags, flaw } = this.#options;
    const cursor = options.sync === 'full' ? null : ({ column: 'modified', kind: 'timestamp' } as const);
    return {
      ref,
      columns: flaw === 'remembers old columns' ? table.columns.slice(0, 3) : table.columns,
      key: options.key ?? ['id'],
      cursor,
      nameColumn: 'name',
      notes: [],
      ...(flags ? { deletedFlag: { wire: 'deleted', read: 'VARCHAR', expression: 'CAST($ AS BOOLEAN)' } } : {}),
    };
  }

  async access(tables: readonly ChosenTable[]): Promise<readonly TableAccess[]> {
    const rows = this.#options.table.rows.size;
    return tables.map(({ ref }) => ({ ref, readable: true, rows, cursor: 'modified', key: ['id'], hidden: [] }));
  }

  usage(): Usage {
    return { requests: this.#pages.count, quotas: [] };
  }

  async close(): Promise<void> {}

  async open(plans: readonly TablePlan[]): Promise<Opener> {
    const { flaw } = this.#options;
    const asked = (plan: TablePlan): TablePlan =>
      (flaw === 'answers one plan with what another asked for' ? plans.find((p) => p.ref.name === plan.ref.name) : null) ?? plan;
    return { begin: async (plan, resume) => this.#begin(plan, asked(plan), resume) };
  }

  /** `asked`: the plan whose partitions are read. */
  async #begin(plan: TablePlan, asked: TablePlan, resume: Resume | null): Promise<TableImport> {
    const { table, snapshot = false, resumes = false } = this.#options;
    const start = table.clock;
    const begun = resumes ? resume : null;
    const seen = snapshot ? new Map(table.rows) : table.rows;
    const reader = new MemoryReader(
      {
        plan,
        table,
        rows: () => [...seen.values()].filter((row) => selects(plan.options.where, row)),
        columns: await this.#staged(plan),
        format: this.#options.format ?? NDJSON,
        pageRows: this.#options.pageRows ?? 100,
        flaw: this.#options.flaw,
        flags: this.#options.flags ?? false,
        beforePage: this.#options.beforePage ?? (() => {}),
      },
      this.#pages,
    );
    return {
      resumed: begun !== null,
      watermark: plan.schema.cursor === null ? null : watermarkOf(this.#options, start),
      partitions: partitionsOf(this.#options, asked, start, begun),
      snapshot,
      requests: 0,
      notes: [],
      ...(this.#options.fetches === false ? {} : { fetch: (keys) => partitionsByKey(keys.map(([id]) => Number(id))) }),
      read: async (partition: Partition, staging, signal) => reader.read(partition, staging, signal),
      close: async () => {},
    };
  }

  async #staged(plan: TablePlan) {
    const { columns, deletedFlag } = plan.schema;
    const loaded = columns.flatMap((c) => (c.load === null ? [] : [{ name: c.name, load: c.load }]));
    return deletedFlag === undefined ? loaded : [...loaded, { name: 'deleted', load: deletedFlag }];
  }
}

/** The condition language of this source: `id = 1 or id = 2 or …`. */
export function selects(where: string | undefined, row: MemoryRow): boolean {
  if (where === undefined) return true;
  return where.split(' or ').some((term) => term === `id = ${row.id}`);
}
