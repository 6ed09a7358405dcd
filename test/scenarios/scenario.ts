import { copyFileSync, existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DeletesBy, TableOptions } from '../../src/model/plan.ts';
import type { TableRecord } from '../../src/model/record.ts';
import { Engine } from '../support/engine.ts';
import { Cut } from '../support/memory-flaws.ts';
import { CSV, NDJSON, PAGES, TSV } from '../support/memory-format.ts';
import { type MemoryOptions, MemorySource } from '../support/memory-source.ts';
import type { MemoryRow } from '../support/memory-table.ts';
import { Random } from '../support/random.ts';
import { History } from './history.ts';
import { Replays } from './replays.ts';

/** A row of the warehouse, every value as text. */
type Stored = Readonly<Record<string, string | null>>;

interface Settings {
  readonly source: Pick<MemoryOptions, 'format' | 'pageRows' | 'bodies' | 'snapshot' | 'resumes' | 'flags' | 'fetches'>;
  readonly options: Partial<TableOptions>;
  readonly parallel: number;
  readonly memory: { readonly firstMemoryMib?: number; readonly memoryMib?: number };
}

// Lists of columns that the configuration may hold at one time or another.
const LISTS: readonly NonNullable<TableOptions['columns']>[] = [
  {},
  { exclude: ['extra'] },
  { exclude: ['amount'] },
  { include: ['id', 'name', 'modified', 'amount'] },
];
const DAY = 86_400;

function settingsOf(random: Random): Settings {
  return {
    source: {
      format: random.pick([NDJSON, CSV, TSV, PAGES]),
      pageRows: random.pick([3, 10, 100]),
      bodies: random.int(1, 4),
      snapshot: random.chance(0.3),
      resumes: random.chance(0.5),
      flags: random.chance(0.3),
      fetches: random.chance(0.8),
    },
    options: {
      deletes: random.pick(['remove', 'remove', 'mark', 'ignore']),
      deletesBy: random.pick<DeletesBy>(['full', 'keys', 'change_tracking']),
      lookbackSeconds: random.pick([0, 60, 3600]),
      maxDeleteFraction: 1,
      ...(random.chance(0.6) ? { history: { columns: null } } : {}),
    },
    parallel: random.pick([1, 1, 4]),
    // With a share that holds no note of deleted rows, each merge builds the table again.
    memory: random.pick([{}, { firstMemoryMib: 112, memoryMib: 112 }]),
  };
}

/** One table's life: runs of both kinds, with changes, failures, aborts and kills between and within them. */
export class Scenario {
  readonly #random: Random;
  readonly #settings: Settings;
  readonly #history: History;
  #opened: Engine | null = null;
  /** What the warehouse held after the last run that succeeded. */
  #before = new Map<string, Stored>();
  #watermark: string | null = null;
  readonly #replays: Replays;
  /** Rows changed since an unfinished full sync began: it may have read them before. */
  readonly #sinceUnfinished = new Set<number>();
  #columns: NonNullable<TableOptions['columns']> = {};

  private constructor(random: Random, settings: Settings) {
    this.#random = random;
    this.#settings = settings;
    const { lookbackSeconds = 0 } = settings.options;
    // Nothing but a full sync shows a restored row where neither keys nor changes are asked for; and one that is still there as it was
    // before its last edit (`ignore`) has its key.
    const restores = settings.options.deletesBy !== 'full' && settings.options.deletes !== 'ignore';
    this.#history = new History(random, { flags: settings.source.flags === true, lookbackSeconds, restores });
    this.#replays = new Replays(random);
  }

  get #engine(): Engine {
    return this.#opened ?? expect.fail('no engine is open');
  }

  /** The clock is there before the engine: a run's time is taken when its warehouse is opened. */
  async #use(threads: number, directory?: string): Promise<void> {
    const { memory, parallel } = this.#settings;
    const clock = () => this.#replays.now(this.#history.table.clock);
    this.#opened =
      directory === undefined ? await Engine.create(threads, memory, clock) : await Engine.at(directory, threads, memory, clock);
    this.#opened.parallel = parallel;
  }

  static async play(seed: number, runs: number): Promise<{ succeeded: number; failed: number; killed: number }> {
    const random = new Random(seed);
    const settings = settingsOf(random);
    const threads = random.pick([1, 2]);
    const scenario = new Scenario(random, settings);
    await scenario.#use(threads);
    const outcome = { succeeded: 0, failed: 0, killed: 0 };
    try {
      for (let i = 0; i < runs; i++) outcome[await scenario.#run()]++;
      await scenario.#settle();
      return outcome;
    } finally {
      await scenario.#engine.close();
    }
  }

  async #run(): Promise<'succeeded' | 'failed' | 'killed'> {
    const random = this.#random;
    for (let i = random.int(0, 12); i > 0; i--) this.#change();
    if (random.chance(0.1)) this.#history.changeColumns();
    // What the configuration leaves out goes from the history too, which then can't give the tables of earlier runs.
    if (random.chance(0.15) && this.#settings.options.history === undefined) this.#columns = random.pick(LISTS);
    this.#history.table.tick(random.chance(0.1) ? random.int(1, 40) * DAY : random.int(1, 600));
    if (random.chance(0.3)) await this.#engine.reopen();
    const mode = random.chance(0.25) ? 'full' : 'incremental';
    const trouble = random.pick(['none', 'none', 'changes', 'changes', 'cut', 'failure', 'abort', 'kill']);
    return this.#sync(mode, trouble === 'kill' && this.#settings.parallel > 1 ? 'changes' : trouble);
  }

  /** At the end, in peace: an incremental run, one that finds nothing to do, and a full sync that makes all equal. */
  async #settle(): Promise<void> {
    this.#history.table.tick(1);
    await this.#sync('incremental', 'none');
    this.#history.table.tick(1);
    const { record } = await this.#read('incremental', () => {});
    expect(record).toMatchObject({ error: null, inserted: 0, updated: 0, deleted: 0 });
    // One that goes on from an unfinished one may still hold what was deleted since that began; the next one can't.
    for (let i = 0; i < 2; i++) {
      this.#history.table.tick(1);
      await this.#sync('full', 'none');
    }
    const found = (await this.#rows()).filter((row) => row._deleted_at == null);
    if (this.#settings.options.deletes === 'ignore') return;
    expect(found.map((row) => Number(row.id))).toEqual([...this.#history.visible().keys()].sort((a, b) => a - b));
  }

  #change(): void {
    this.#history.change();
    for (const id of this.#history.touched) this.#sinceUnfinished.add(id);
  }

  async #sync(mode: 'full' | 'incremental', trouble: string): Promise<'succeeded' | 'failed' | 'killed'> {
    const random = this.#random;
    const at = random.int(1, 8);
    const abort = new AbortController();
    let killed: string | null = null;
    this.#history.touched.clear();
    const beforePage = async (page: number) => {
      if (trouble === 'changes' || (trouble !== 'none' && random.chance(0.3))) this.#change();
      if (page !== at) return;
      if (trouble === 'cut') throw new Cut('connection reset');
      if (trouble === 'failure') throw new Error('the service is down');
      if (trouble === 'abort') abort.abort(new Error('asked to stop'));
      if (trouble === 'kill') killed = await this.#copy();
    };
    const { record } = await this.#read(mode, beforePage, abort.signal);
    if (killed !== null) return this.#afterKill(killed);
    if (record.status === 'failed') return this.#afterFailure(record, trouble);
    await this.#afterSuccess(record);
    return 'succeeded';
  }

  async #read(mode: 'full' | 'incremental', beforePage: NonNullable<MemoryOptions['beforePage']>, signal?: AbortSignal) {
    const source = new MemorySource({ ...this.#settings.source, table: this.#history.table, beforePage });
    const { include, exclude = [] } = this.#columns;
    // A name that the source does not have is refused.
    const there = exclude.filter((name) => this.#history.table.columns.some((c) => c.name === name));
    const columns = include === undefined ? { exclude: there } : { include };
    return { record: await this.#engine.sync(source, 'things', mode, { ...this.#settings.options, columns }, signal) };
  }

  /** The files as a killed process would leave them now. */
  async #copy(): Promise<string> {
    const directory = await mkdtemp(join(tmpdir(), 'highwater-scenario-'));
    for (const end of ['', '.wal']) {
      const file = join(this.#engine.directory, `work.duckdb${end}`);
      if (existsSync(file)) copyFileSync(file, join(directory, `work.duckdb${end}`));
    }
    return directory;
  }

  async #afterKill(directory: string): Promise<'killed'> {
    await this.#engine.close();
    await this.#use(1, directory);
    await this.#expectAsBefore();
    return 'killed';
  }

  async #afterFailure(record: TableRecord, trouble: string): Promise<'failed'> {
    expect(['failure', 'abort'], record.error?.message).toContain(trouble);
    expect(record.error?.code).toBe(trouble === 'abort' ? 'INTERRUPTED' : 'INTERNAL');
    expect(record.watermark.after?.value ?? null).toBe(this.#watermark);
    await this.#expectAsBefore();
    return 'failed';
  }

  async #expectAsBefore(): Promise<void> {
    const now = new Map((await this.#rows()).map((row) => [String(row.id), row]));
    expect(now).toEqual(this.#before);
    const stored = (await this.#engine.warehouse.tables()).find((t) => t.table === 'things');
    expect(stored?.watermark?.value ?? null).toBe(this.#watermark);
  }

  async #afterSuccess(record: TableRecord): Promise<void> {
    const rows = await this.#rows();
    const now = new Map(rows.map((row) => [String(row.id), row]));
    expect(now.size, 'a row stands twice').toBe(rows.length);
    expect(record.rows).toBe(rows.length);
    const visible = this.#history.visible();
    const uncertain = (id: number) => this.#history.touched.has(id);
    for (const [id, truth] of visible) if (!uncertain(id)) this.#expectEqual(now.get(String(id)), truth, record);
    for (const row of rows) {
      const id = Number(row.id);
      const known = { name: row.name, modified: row.modified };
      expect(this.#history.everHad(id, known), `a version that never was: ${JSON.stringify(row)}`).toBe(true);
      if (!visible.has(id) && !uncertain(id)) this.#expectGhost(row, record);
      this.#expectRemovedKept(row, record);
    }
    this.#expectKeptGhosts(now, record);
    this.#before = now;
    this.#watermark = record.watermark.after?.value ?? null;
    if (this.#settings.options.history !== undefined) await this.#replays.afterRun(this.#engine);
    if (record.mode === 'full') this.#sinceUnfinished.clear();
  }

  #expectEqual(row: Stored | undefined, truth: MemoryRow, record: TableRecord): void {
    expect(row, `row ${truth.id} is missing after ${record.mode}: ${record.why}`).toBeDefined();
    for (const { name, adaptive } of this.#history.table.columns) {
      if (!this.#isChosen(name)) {
        expect(row, `${name} was left out`).not.toHaveProperty(name);
        continue;
      }
      const value = truth[name] ?? null;
      const found = row?.[name] ?? null;
      const where = `${name} of row ${truth.id} after ${record.mode}: ${record.why}`;
      if (adaptive && value !== null && found !== null) expect(plainNumber(found), where).toBe(plainNumber(String(value)));
      else expect(found, where).toBe(value === null ? null : String(value));
    }
    if (this.#settings.options.deletes === 'mark') expect(row?._deleted_at ?? null).toBeNull();
  }

  #isChosen(name: string): boolean {
    const { include, exclude = [] } = this.#columns;
    return include?.includes(name) ?? !exclude.includes(name);
  }

  /** A row of the warehouse that the source no longer shows: only where nothing could tell, or where it is to be kept. */
  #expectGhost(row: Stored, record: TableRecord): void {
    const { deletes, deletesBy } = this.#settings.options;
    const { resumes, flags } = this.#settings.source;
    const id = Number(row.id);
    if (deletes === 'ignore') return;
    const told = flags === true && this.#history.table.rows.has(id);
    const read = record.mode === 'full' && resumes === true && this.#sinceUnfinished.has(id);
    const seen = record.mode === 'full' ? !read : deletesBy !== 'full' || told;
    if (!seen) return;
    expect(deletes, `row ${id} is gone at the source: ${record.mode}, ${record.why}`).toBe('mark');
    expect(row._deleted_at).not.toBeNull();
  }

  /** What nothing has told to go is still there. */
  #expectKeptGhosts(now: ReadonlyMap<string, Stored>, record: TableRecord): void {
    const { deletes, deletesBy } = this.#settings.options;
    const { flags, resumes } = this.#settings.source;
    const keeps = deletes !== 'remove' || (record.mode === 'incremental' && deletesBy === 'full' && flags !== true);
    if (!keeps) return;
    for (const [id, old] of this.#before) {
      if (this.#history.touched.has(Number(id))) continue;
      // What an unfinished full sync had read before may be older than what incremental runs brought since.
      if (record.mode === 'full' && resumes === true && this.#sinceUnfinished.has(Number(id))) continue;
      expect(now.has(id), `row ${id} went without a reason: ${record.mode}, ${record.why}`).toBe(true);
      if (this.#history.visible().has(Number(id))) continue;
      expect([now.get(id)?.name, now.get(id)?.modified]).toEqual([old.name, old.modified]);
    }
  }

  /** A column that the source no longer has keeps its values. */
  #expectRemovedKept(row: Stored, record: TableRecord): void {
    const old = this.#before.get(String(row.id));
    const gone = record.columns.filter((c) => c.removed);
    for (const { name } of gone) if (old !== undefined) expect(row[name], `${name} of row ${row.id}`).toBe(old[name] ?? null);
  }

  async #rows(): Promise<Stored[]> {
    if ((await this.#engine.warehouse.tables()).length === 0) return [];
    const rows = await this.#engine.query<Record<string, string | null>>(
      `SELECT CAST(COLUMNS(* EXCLUDE (_synced_at, modified)) AS VARCHAR), strftime(modified, '%Y-%m-%dT%H:%M:%S.%fZ') AS modified
       FROM memory.things ORDER BY id::BIGINT`,
    );
    return rows;
  }
}

/** 1.50, 1.5 and 01.5 are one number. */
function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === '' && fraction === '') return text;
  return `${sign}${whole.replace(/^0+/, '') || '0'}.${fraction.replace(/0+$/, '')}`;
}
