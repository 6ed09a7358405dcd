import assert from 'node:assert/strict';
import type { ExportOptions } from '../../../src/exports/export-tools.ts';
import type { Crm, CrmRecord } from './crm.ts';
import type { Ground, Ran } from './ground.ts';
import { type Known, labelOf, type ModelRow } from './known.ts';
import type { Settings } from './settings.ts';

/** What may end an export although nothing has gone wrong. */
const EXPECTED = ['EXPORT_LIMIT', 'EXPORT_CONFLICT', 'EXPORT_NOT_ALLOWED', 'EXPORT_ROWS_REFUSED'];

/** What was there before a run. */
export interface Before {
  readonly records: ReadonlyMap<string, CrmRecord>;
  readonly writes: number;
  readonly held: readonly CrmRecord[];
  readonly savedByJob: ReadonlySet<string>;
  /** Rows that a job of an earlier run is still to write: they count as that run's. */
  readonly atWork: number;
}

/** What must hold after each run of a history, and in its end. */
export class Checks {
  readonly #crm: Crm;
  readonly #ground: Ground;
  readonly #settings: Settings;
  readonly #known: Known;

  constructor(crm: Crm, ground: Ground, settings: Settings, known: Known) {
    this.#crm = crm;
    this.#ground = ground;
    this.#settings = settings;
    this.#known = known;
  }

  before(): Before {
    this.#known.touched.clear();
    const records = new Map(this.#crm.records().map((record) => [record.id, record] as const));
    return {
      records,
      writes: this.#crm.writes(),
      held: this.#heldEdits(),
      savedByJob: new Set(this.#known.savedByJob),
      atWork: this.#crm.rowsAtWork(),
    };
  }

  /** Edits that the ledger must know for such: made after a sync had read the row back, and seen by a later one. */
  #heldEdits(): readonly CrmRecord[] {
    const { conflict } = this.#settings;
    if (!this.#known.isQuiet || conflict === 'overwrite') return [];
    return this.#crm.records().filter(({ id, key, score }) => {
      const own = key?.toLowerCase() ?? '';
      const [edit, saved] = [this.#known.edits.get(id), this.#known.saved.get(own)];
      if (edit === undefined || saved === undefined || !this.#known.accepted.has(own)) return false;
      const isSeen = edit.sync < this.#known.syncs && saved < edit.sync;
      const row = this.#known.synced.get(own);
      return isSeen && row !== undefined && score === edit.score && row.score !== score;
    });
  }

  /** What holds at any time. */
  always(): void {
    const records = this.#crm.records();
    const keys = records.map(({ key }) => key?.toLowerCase());
    assert.equal(new Set(keys).size, keys.length, 'one key, two records');
    for (const { id, other } of records)
      assert.equal(other, this.#known.others.get(id) ?? null, 'a field outside of the mapping changed');
  }

  /** No more rows than allowed, no deletes without leave, and nothing at all where the run was to write nothing. */
  limits({ records }: Ran, before: Before, options: Partial<ExportOptions> & { failsToSave: boolean; maxRows: number }): void {
    const there = new Set(this.#crm.records().map(({ id }) => id));
    const removed = [...before.records.keys()].filter((id) => !there.has(id));
    const most = Math.min(options.maxRows, options.limit ?? Number.POSITIVE_INFINITY);
    const exports = this.#settings.hasLabels ? 2 : 1;
    assert.ok(
      this.#known.touched.size + removed.length <= most * exports + before.atWork,
      `${this.#known.touched.size} rows were written and ${removed.length} deleted`,
    );
    if (options.allowDeletes !== true || this.#settings.gone !== 'delete')
      assert.equal(removed.length, 0, 'deleted without leave');
    if (this.#known.isQuiet && !this.#settings.isCompared)
      for (const id of removed)
        assert.ok(this.#known.accepted.has(before.records.get(id)?.key?.toLowerCase() ?? ''), 'deleted what it never sent');
    const isBlocked = (code?: string): boolean => code === 'EXPORT_LIMIT' || code === 'EXPORT_CONFLICT';
    const mayWrite = records.some(({ status, error }) => status !== 'skipped' && !isBlocked(error?.code));
    if (options.dryRun === true || options.failsToSave || (records.length > 0 && !mayWrite))
      assert.equal(this.#crm.writes(), before.writes, 'something was written that may not be');
    const [scores, labels] = records;
    if (scores !== undefined && scores.status !== 'succeeded' && labels !== undefined && options.dryRun !== true)
      assert.equal(labels.status, 'skipped', 'an export did not wait for another');
  }

  /** One of the keys is missing, or stands in two rows. */
  badKeys({ records }: Ran, before: Before, { code, goesWrong }: { code: string; goesWrong: boolean }): void {
    assert.equal(this.#crm.writes(), before.writes, 'written though the keys are wrong');
    const [first] = records;
    if (first === undefined) return;
    assert.notEqual(first.status, 'succeeded', 'succeeded though the keys are wrong');
    if (!goesWrong) assert.equal(first.error?.code, code);
  }

  /** What an export wrote itself is no edit by a person, even if the run that wrote it was killed. */
  conflicts({ records }: Ran): void {
    const { edits, hasRemoved, isOld, hasFlowed } = this.#known;
    // Nobody can tell a flow's value from a person's where another export set it off, or the run that wrote it was killed.
    if (edits.size > 0 || hasRemoved || isOld || hasFlowed) return;
    for (const { conflicts } of records) assert.equal(conflicts, 0, 'a conflict with nobody');
  }

  /** Before anything is sent, the results of earlier jobs are asked for: what they wrote is not written again. */
  writtenOnce({ records, savedByJob }: Before): void {
    const { edits, hasRemoved, hasFlowed, wasForgotten, touched } = this.#known;
    if (edits.size > 0 || hasRemoved || hasFlowed || wasForgotten) return;
    for (const record of this.#crm.records()) {
      const key = record.key?.toLowerCase() ?? '';
      if (!touched.has(key) || !savedByJob.has(key)) continue;
      assert.notDeepEqual(record, records.get(record.id), 'a row was written again that an earlier job had written');
    }
  }

  /** Nothing has gone wrong. */
  errors({ records, thrown }: Ran): void {
    if (thrown !== null) throw thrown;
    for (const { error, pending } of records) {
      assert.equal(pending, 0, 'rows are pending though every call was answered');
      if (error !== null && ![...EXPECTED, this.#known.badKeys].includes(error.code))
        assert.fail(`${error.code}: ${error.message}`);
    }
  }

  /** What people have written stays, where the export says so. */
  held({ records }: Ran, before: Before): void {
    const { held } = before;
    if (held.length === 0 || records.length === 0) return;
    if (this.#settings.conflict === 'fail') {
      assert.notEqual(records[0]?.status, 'succeeded', 'an edit by a person is no conflict');
      assert.equal(this.#crm.writes(), before.writes, 'written in spite of a conflict');
    }
    const now = new Map(this.#crm.records().map((record) => [record.id, record] as const));
    // A flow rounds down whatever an export saves of that record: the second one, too.
    for (const { id, score } of held) {
      const after = now.get(id)?.score ?? null;
      const isRounded = this.#known.hasFlowed && score !== null && after === Math.floor(score);
      assert.ok(after === score || isRounded, `an edit by a person was overwritten: ${score} is ${after}`);
    }
  }

  /** Rows that the service has accepted are as the model had them at the last sync. */
  async accepted({ records }: Ran, { dryRun }: Pick<ExportOptions, 'dryRun'>): Promise<void> {
    if (dryRun || records.length === 0) return;
    const now = new Map(this.#crm.records().map((record) => [record.key?.toLowerCase() ?? '', record] as const));
    for (const key of await this.#keysOf('scores')) {
      this.#known.accepted.add(key);
      this.#known.removed.delete(key);
      const [row, record] = [this.#known.synced.get(key), now.get(key)];
      if (row !== undefined) this.#agrees(record, row);
      else if (this.#settings.gone === 'delete') assert.equal(record, undefined, 'a deleted record is there');
      else assert.equal(record?.score, null, 'a cleared field is full');
    }
    if (!this.#settings.hasLabels) return;
    for (const key of await this.#keysOf('labels'))
      assert.equal(now.get(key)?.label, labelOf(this.#known.synced.get(key) as ModelRow), 'a label is not what was sent');
  }

  async #keysOf(name: string): Promise<string[]> {
    const text = await this.#ground.file(name, 'success.csv').catch(() => '');
    return text
      .split('\n')
      .slice(1)
      .filter((line) => line !== '')
      .map((line) => (line.split(',')[0] ?? '').toLowerCase());
  }

  #agrees(record: CrmRecord | undefined, { score, segment }: ModelRow, also: readonly number[] = []): void {
    const scores = [score, ...also].flatMap((one) => (this.#known.hasFlowed ? [one, Math.floor(one)] : [one]));
    assert.ok(
      record !== undefined && scores.includes(record.score ?? Number.NaN),
      `a score is ${record?.score} and not ${scores.join(' or ')}`,
    );
    if (segment !== null || this.#settings.nulls === 'clear')
      assert.equal(record.segment, segment, 'a segment is not what was sent');
  }

  /** CRM and model agree, as far as anybody can know. */
  end(): void {
    const { isCompared, operation, gone, hasLabels } = this.#settings;
    const now = new Map(this.#crm.records().map((record) => [record.key?.toLowerCase() ?? '', record] as const));
    const isSure = isCompared || !this.#known.isOld;
    for (const [key, row] of this.#known.model) {
      const record = now.get(key);
      if (record === undefined && (operation === 'update' || this.#known.removed.has(key))) continue;
      assert.ok(record !== undefined, 'a record is missing');
      // Somebody deleted it and the second export made it again: the first one, which compares nothing, can't know.
      if (!isSure || (!isCompared && this.#known.removed.has(key))) continue;
      const edit = this.#known.edits.get(record.id);
      this.#agrees(record, row, edit === undefined ? [] : [edit.score]);
      if (hasLabels && !this.#known.hasRemoved) assert.equal(record.label, labelOf(row), 'a label is not the model’s');
    }
    if (this.#known.wasForgotten || gone === 'ignore') return;
    // Where the answer was lost, the record shows what was sent until a flow or a person changes it, or another value is on its way.
    const { saved, changed, edits, hasFlowed } = this.#known;
    const isProvable = (key: string): boolean =>
      !hasFlowed && !edits.has(now.get(key)?.id ?? '') && (saved.get(key) ?? 0) >= (changed.get(key) ?? 0);
    for (const key of new Set([...this.#known.accepted, ...[...saved.keys()].filter(isProvable)])) {
      const record = now.get(key);
      if (this.#known.model.has(key) || record === undefined) continue;
      assert.equal(gone, 'clear', 'a record is there whose key is gone');
      assert.ok(record.score === null || this.#known.edits.has(record.id), 'a field is full whose key is gone');
    }
  }
}
