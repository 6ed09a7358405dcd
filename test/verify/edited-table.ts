import { expect } from 'vitest';
import type { TableOptions } from '../../src/model/plan.ts';
import type { Engine } from '../support/engine.ts';
import { MemorySource } from '../support/memory-source.ts';
import { MemoryTable } from '../support/memory-table.ts';
import { Random } from '../support/random.ts';

const FAULTS = ['lost', 'doubled', 'altered', 'emptied', 'added', 'silent', 'removed'] as const;
type Fault = (typeof FAULTS)[number];

/** A table that people edit, by ordinary means: each change has a stamp, or is told by the way of finding deletes. */
class Life {
  readonly random: Random;
  readonly table = new MemoryTable();
  readonly engine: Engine;
  readonly options: Partial<TableOptions>;
  /** Changes that are still to come while the next comparison reads. */
  moving = 0;
  #next = 1;
  /** By the source's clock. */
  #syncedAt = '';

  constructor(random: Random, engine: Engine) {
    this.random = random;
    this.engine = engine;
    this.options = {
      deletesBy: random.pick(['keys', 'change_tracking']),
      deletes: random.pick(['remove', 'mark', 'ignore']),
      maxDeleteFraction: 1,
    };
    for (let rows = random.int(1, 10); rows > 0; rows--) this.#insert();
  }

  source(): MemorySource {
    return new MemorySource({
      table: this.table,
      pageRows: this.random.pick([2, 4, 50]),
      bodies: this.random.int(1, 2),
      beforePage: () => {
        if (this.moving > 0 && this.random.chance(0.6)) {
          this.moving--;
          this.change();
        }
      },
    });
  }

  #insert(): void {
    this.table.put(this.#next++, `row ${this.#next}`);
  }

  change(): void {
    const { random, table } = this;
    const ids = [...table.rows.keys()];
    const kind = random.next();
    // Some in one and the same instant of the clock.
    const at = random.chance(0.3) ? table.clock : table.tick();
    if (kind < 0.3 || ids.length < 2) this.#insert();
    else if (kind < 0.75) table.put(random.pick(ids), `edited ${at} ${kind}`, at);
    else if (kind < 0.9) table.remove(random.pick(ids));
    else {
      const id = random.pick(ids);
      table.remove(id);
      table.put(id, `again ${at}`);
    }
  }

  async sync(mode: 'full' | 'incremental'): Promise<void> {
    this.#syncedAt = this.table.clock;
    const record = await this.engine.sync(this.source(), 'things', mode, this.options);
    expect(record.error).toBeNull();
    this.table.tick();
  }

  async verify() {
    const sample = this.random.pick(['all', 1000] as const);
    return (await this.engine.verify(this.source(), 'things', { ...this.options, sample })).verification;
  }

  async verifyAll(repair: boolean) {
    return (await this.engine.verify(this.source(), 'things', { ...this.options, sample: 'all', repair })).verification;
  }

  /** A row that nobody has edited since the last run began. */
  async #settled(): Promise<number | null> {
    const alive = this.options.deletes === 'mark' ? ' WHERE _deleted_at IS NULL' : '';
    const rows = await this.engine.query<{ id: number; name: string }>(
      `SELECT id::INTEGER AS id, name FROM memory.things${alive} ORDER BY id`,
    );
    const isSettled = (at: string | null | undefined) => (at ?? this.#syncedAt) < this.#syncedAt;
    const same = rows.filter(({ id, name }) => {
      const row = this.table.rows.get(id);
      return row?.name === name && isSettled(row.modified);
    });
    return same.length === 0 ? null : this.random.pick(same).id;
  }

  /** Plants one fault. Returns the row's key and which count shows it; null: there was no row for it. */
  async plant(fault: Fault): Promise<{ id: number; shown: 'missing' | 'extra' | 'altered' | 'doubled' } | null> {
    const id = await this.#settled();
    if (id === null) return null;
    await this.#spoil(fault, id);
    if (fault === 'lost') return { id, shown: 'missing' };
    if (fault === 'doubled') return { id, shown: 'doubled' };
    if (fault !== 'added' && fault !== 'removed') return { id, shown: 'altered' };
    return this.options.deletes === 'ignore' ? null : { id, shown: 'extra' };
  }

  async #spoil(fault: Fault, id: number): Promise<void> {
    const here = async (sql: string) => this.engine.warehouse.database.use(async (c) => c.run(sql));
    if (fault === 'lost') await here(`DELETE FROM memory.things WHERE id = ${id}`);
    else if (fault === 'doubled') await here(`INSERT INTO memory.things FROM memory.things WHERE id = ${id}`);
    else if (fault === 'altered') await here(`UPDATE memory.things SET name = 'fault' WHERE id = ${id}`);
    else if (fault === 'emptied') await here(`UPDATE memory.things SET name = NULL WHERE id = ${id}`);
    else if (fault === 'added') await here(`INSERT INTO memory.things BY NAME SELECT 9999 AS id, 'fault' AS name`);
    else if (fault === 'silent') {
      const row = this.table.rows.get(id);
      const written = this.table.written.get(id);
      this.table.put(id, 'fault', row?.modified ?? null);
      if (written !== undefined) this.table.written.set(id, written);
    } else {
      this.table.rows.delete(id);
      this.table.written.delete(id);
    }
  }
}

/** One history: a table that is edited, compared, synced, and at last given a fault. */
export async function play(engine: Engine, seed: number): Promise<void> {
  const random = new Random(seed);
  const life = new Life(random, engine);
  await life.sync('full');
  for (let steps = random.int(1, 3); steps > 0; steps--) {
    for (let n = random.int(0, 5); n > 0; n--) life.change();
    life.moving = random.pick([0, 0, 3, 8]);
    const quiet = await life.verify();
    expect(quiet.error).toBeNull();
    expect(['same', 'explained'], JSON.stringify([life.options, quiet])).toContain(quiet.status);
    life.moving = 0;
    if (random.chance(0.5)) await life.sync('incremental');
  }
  const fault = random.pick(FAULTS);
  const planted = await life.plant(fault);
  if (planted === null) return;
  const { id, shown } = planted;
  life.moving = random.pick([0, 4]);
  const before = life.moving;
  const found = await life.engine.verify(life.source(), 'things', { ...life.options, sample: 'all' });
  const { verification } = found;
  // A change may delete the planted row at the source while the comparison reads: a row that is gone on both sides is not missing, nor altered.
  const settledItself = (shown === 'missing' || shown === 'altered') && !life.table.rows.has(id);
  if (!settledItself)
    expect(verification[shown], `${fault}: ${JSON.stringify([life.options, before, verification])}`).toBeGreaterThan(0);
  // What a sweep of keys will remove, a run removes by itself.
  const swept = shown === 'extra' && life.options.deletesBy === 'keys';
  if (!swept && before === 0)
    expect(verification.status, `${fault}: ${JSON.stringify([life.options, verification])}`).toBe('drift');
  life.moving = 0;
  if (swept) return;
  const mended = await life.verifyAll(true);
  expect(['repaired', 'explained', 'same'], JSON.stringify(mended)).toContain(mended.status);
  expect((await life.verifyAll(false)).status).toMatch(/same|explained/);
}
