import assert from 'node:assert/strict';
import type { Random } from '../../support/random.ts';
import { Checks } from './checks.ts';
import type { Crm } from './crm.ts';
import type { Ground, Kill, Ran } from './ground.ts';
import { Known } from './known.ts';
import { drawSettings, EVERY_ROW, exportsText, type Settings } from './settings.ts';
import { syncedTables } from './synced-tables.ts';

const KEYS = 9;
const STEPS = 4;
/** About as many statements as a run has. */
const STATEMENTS = 130;
const COUNTED = ['sent', 'created', 'cleared', 'deleted', 'refused', 'pending', 'parked', 'conflicts', 'missing'] as const;

/**
 * One random history: the model changes, people edit, answers are lost, runs are killed, ledgers are lost or old, rows are refused, flows change
 * what was written. After each run it checks what must hold whatever happened, and in the end, after two quiet runs, that CRM and model agree.
 */
export class History {
  readonly #random: Random;
  readonly #crm: Crm;
  readonly #ground: Ground;
  readonly #known = new Known();
  readonly #checks: Checks;
  /** What was drawn, for the report of a failure. */
  readonly settings: Settings;
  /** How often what happened, over all runs: a history in which nothing happens proves nothing. */
  readonly tally: Record<string, number> = {};

  constructor(random: Random, crm: Crm, ground: Ground) {
    this.#random = random;
    this.#crm = crm;
    this.#ground = ground;
    this.settings = drawSettings(random);
    this.#known.isQuiet = random.chance(0.25);
    this.#checks = new Checks(crm, ground, this.settings, this.#known);
    crm.onSaved = (key, byJob) => this.#known.onSaved(key.toLowerCase(), byJob);
  }

  #count(what: string, n = 1): void {
    if (n > 0) this.tally[what] = (this.tally[what] ?? 0) + n;
  }

  #countRun({ records, wasKilled, thrown }: Ran): void {
    this.#count('runs');
    if (wasKilled) this.#count('killed');
    if (thrown !== null) this.#count('not saved');
    for (const record of records) {
      this.#count(record.error?.code ?? record.status);
      for (const what of COUNTED) this.#count(what, record[what]);
    }
  }

  async live(): Promise<void> {
    if (this.settings.operation === 'update')
      for (let i = 0; i < KEYS; i++) if (this.#random.chance(0.6)) this.#crm.create(`k${i}`);
    this.#changeModel();
    await this.#sync();
    for (let step = 0; step < STEPS; step++) await this.#step();
    await this.#end();
  }

  async #step(): Promise<void> {
    const random = this.#random;
    this.#changeModel();
    if (random.chance(0.4)) await this.#sync();
    if (random.chance(0.5)) this.#person();
    if (random.chance(0.7)) await this.#sync();
    this.#crm.refuseAbove(random.chance(0.2) ? 150 : null);
    if (random.chance(0.2)) this.#flow(random.chance(0.7));
    if (random.chance(0.1)) await this.#ground.keepLedger();
    await this.#export();
    if (this.#known.isQuiet || !random.chance(0.12)) return;
    this.#known.wasForgotten = true;
    if (random.chance(0.5)) await this.#ground.loseLedger();
    else {
      this.#known.isOld = true;
      await this.#ground.returnToKept();
    }
    await this.#sync();
  }

  #flow(isOn: boolean): void {
    this.#crm.flow(isOn);
    this.#known.hasFlowed ||= isOn;
  }

  #changeModel(): void {
    const random = this.#random;
    const { model, saved, accepted } = this.#known;
    // Rows whose answer was lost leave the query more often than others: there the ledger knows least.
    if (this.settings.gone !== 'ignore')
      for (const key of saved.keys()) if (model.has(key) && !accepted.has(key) && random.chance(0.3)) model.delete(key);
    for (let i = 0; i < random.int(1, 4); i++) {
      const key = `k${random.below(KEYS)}`;
      if (random.chance(0.25)) model.delete(key);
      else model.set(key, { score: random.below(1000) / 4, segment: random.chance(0.2) ? null : `s${random.below(5)}` });
    }
  }

  #person(): void {
    const random = this.#random;
    const records = this.#crm.records();
    if (records.length === 0) return;
    const { id, key } = random.pick(records);
    if (random.chance(0.08)) {
      this.#crm.remove(id);
      if (!this.#isReadBack(key?.toLowerCase() ?? '')) this.#known.removed.add(key?.toLowerCase() ?? '');
      this.#known.hasRemoved = true;
      this.#known.others.delete(id);
      return;
    }
    if (random.chance(0.3)) {
      const other = random.below(1000);
      this.#crm.edit(id, { other });
      this.#known.others.set(id, other);
      return;
    }
    const score = random.below(1000) + 0.5;
    this.#crm.edit(id, { score });
    this.#known.edits.set(id, { score, sync: this.#known.syncs });
  }

  /** A sync has read the record back since an export saved it, and the ledger knows that. */
  #isReadBack(key: string): boolean {
    const { isQuiet, accepted, saved, syncs } = this.#known;
    return isQuiet && this.settings.isCompared && accepted.has(key) && (saved.get(key) ?? syncs) < syncs;
  }

  /** Both tables as a sync would leave them. */
  async #sync(text = this.#text(), mayBeBad = true): Promise<void> {
    const random = this.#random;
    const known = this.#known;
    known.badKeys = mayBeBad && random.chance(0.06) ? random.pick(['EXPORT_KEY_NULL', 'EXPORT_KEY_NOT_UNIQUE']) : null;
    if (known.model.size === 0 && known.badKeys !== null) known.badKeys = 'EXPORT_KEY_NULL';
    await this.#ground.sync(syncedTables(known, this.#crm, random), text);
    known.syncs++;
    for (const [key, row] of known.model) if (known.synced.get(key) !== row) known.changed.set(key, known.syncs);
    known.synced = new Map(known.model);
  }

  #text(): string {
    return exportsText(this.settings, this.#crm.names);
  }

  async #export(): Promise<void> {
    const random = this.#random;
    const options = {
      dryRun: random.chance(0.06),
      limit: random.chance(0.12) ? random.int(1, 3) : null,
      first: random.chance(0.6),
      retryParked: random.chance(0.2),
      allowDeletes: random.chance(0.5),
    };
    const goesWrong = !this.#known.isQuiet && random.chance(0.6);
    if (goesWrong) this.#crm.mishap(random);
    const kill = this.#known.isQuiet ? null : this.#drawKill();
    const failsToSave = !this.#known.isQuiet && random.chance(0.04);
    const before = this.#checks.before();
    const ran = await this.#ground.run({ text: this.#text(), options, kill, losesWork: random.chance(0.5), failsToSave });
    this.#countRun(ran);
    this.#crm.calm();
    this.#checks.always();
    this.#checks.limits(ran, before, { ...options, failsToSave, maxRows: this.settings.maxRows });
    if (!goesWrong && !failsToSave && !ran.wasKilled) this.#checks.errors(ran);
    const { badKeys: code } = this.#known;
    if (code !== null) this.#checks.badKeys(ran, before, { code, goesWrong: goesWrong || failsToSave });
    this.#checks.conflicts(ran);
    this.#checks.writtenOnce(before);
    this.#checks.held(ran, before);
    await this.#checks.accepted(ran, options);
  }

  #drawKill(): Kill | null {
    if (!this.#random.chance(0.5)) return null;
    return this.#random.chance(0.5) ? { write: this.#random.below(4) } : { statement: this.#random.below(STATEMENTS) };
  }

  /** Two quiet runs, with a sync before each: then everything is as it should be, and nothing is written any more. */
  async #end(): Promise<void> {
    this.#crm.refuseAbove(null);
    const text = exportsText({ ...this.settings, ...EVERY_ROW }, this.#crm.names);
    const options = { retryParked: true, allowDeletes: true, first: true };
    const request = { text, options, kill: null, losesWork: false, failsToSave: false };
    for (let i = 0; i < 2; i++) {
      await this.#sync(text, false);
      const before = this.#checks.before();
      const ran = await this.#ground.run(request);
      if (ran.thrown !== null) throw ran.thrown;
      for (const { error } of ran.records) assert.equal(error, null);
      this.#checks.always();
      this.#checks.limits(ran, before, { ...options, failsToSave: false, maxRows: EVERY_ROW.maxRows });
      await this.#checks.accepted(ran, { dryRun: false });
    }
    this.#checks.end();
    const writes = this.#crm.writes();
    const { records } = await this.#ground.run(request);
    assert.equal(this.#crm.writes(), writes, 'nothing has changed, and something was written');
    for (const { sent, pending } of records) assert.deepEqual([sent, pending], [0, 0]);
    await this.#crm.refusesReader();
  }
}
