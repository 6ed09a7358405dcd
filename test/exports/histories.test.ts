import { cpSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { field, MemoryService, memoryDefinition } from './memory-destination.ts';
import { World } from './world.ts';

// Random histories: changes of the model, lost answers, kills between sending and saving, lost and older ledgers, edits by people, refused rows, jobs.
// HIGHWATER_EXPORT_HISTORIES=1-10000 searches longer; a seed that failed runs again by its number.

const [from = 2, to = 3] = (process.env.HIGHWATER_EXPORT_HISTORIES ?? '2-3').split('-').map(Number);
const seeds = Array.from({ length: to - from + 1 }, (_, i) => from + i);
const STEPS = 8;
const MOST = 40;

const FIELDS = [
  field('Key__c', { externalId: true, unique: true }),
  field('Score__c', { kind: 'decimal', nativeType: 'currency', precision: 10, scale: 2, length: null }),
  field('Segment__c'),
  field('Other__c'),
];

function randomOf(seed: number): () => number {
  let state = seed * 2_654_435_761;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class History {
  readonly random: () => number;
  readonly service: MemoryService;
  /** Called when a write begins. */
  beforeWrite: () => void = () => undefined;
  readonly model = new Map<string, { score: number; segment: string | null }>();
  /** What people wrote outside of the mapping. */
  readonly others = new Map<string, string>();
  /** What people last wrote into the mapping: it stays where no sync had read the row back, for then it looks like a flow's. */
  readonly edits = new Map<string, number>();
  readonly world: World;
  readonly text: string;
  /** It never creates: keys that people have not made stay without a record. */
  readonly update: boolean;

  constructor(seed: number, world: World, service: MemoryService) {
    this.random = randomOf(seed);
    this.world = world;
    this.service = service;
    let writes = 0;
    Object.defineProperty(service, 'writes', {
      get: () => writes,
      set: (value: number) => {
        this.beforeWrite();
        writes = value;
      },
    });
    this.update = this.chance(0.25);
    const compared = this.chance(0.5) ? '\n  compare_with: crm.Account' : '';
    const bulk = this.chance(0.5) ? 2 : 1000;
    this.text = `scores:
  to: crm_write
  object: Account
  key: Key__c
  max_fraction: 1
  max_rows: ${MOST}
  bulk_above: ${bulk}
  operation: ${this.update ? 'update' : 'upsert'}
  nulls: ${this.chance(0.5) ? 'clear' : 'keep'}${compared}
  query: SELECT id AS Key__c, score AS Score__c, seg AS Segment__c FROM db.scores`;
  }

  chance(p: number): boolean {
    return this.random() < p;
  }

  pick(n: number): number {
    return Math.floor(this.random() * n);
  }

  changeModel(): void {
    for (let i = 0; i < 1 + this.pick(4); i++) {
      const key = `${this.chance(0.5) ? 'K' : 'k'}${this.pick(9)}`.toLowerCase();
      if (this.chance(0.15)) this.model.delete(key);
      else this.model.set(key, { score: this.pick(1000) / 4, segment: this.chance(0.2) ? null : `s${this.pick(5)}` });
    }
  }

  async sync(): Promise<void> {
    const rows = [...this.model].map(
      ([key, { score, segment }]) => `('${key}', ${score}, ${segment === null ? 'NULL' : `'${segment}'`})`,
    );
    const accounts = [...this.service.records.values()].map(
      (r) =>
        `('${r.Id}', ${[r.Key__c, r.Score__c, r.Segment__c].map((v) => (v === null || v === undefined ? 'NULL' : `'${v}'`)).join(', ')})`,
    );
    await this.world.sync(
      {
        'db.scores': `SELECT id, CAST(s AS DECIMAL(10,2)) AS score, CAST(seg AS VARCHAR) AS seg FROM (VALUES ${[...rows, "('', 0, '')"].join(', ')}) t(id, s, seg) WHERE id <> ''`,
        'crm.Account': `SELECT id AS "Id", CAST(k AS VARCHAR) AS "Key__c", CAST(s AS DECIMAL(10,2)) AS "Score__c", CAST(g AS VARCHAR) AS "Segment__c" FROM (VALUES ${[...accounts, "('', '', '0', '')"].join(', ')}) t(id, k, s, g) WHERE id <> ''`,
      },
      this.text,
    );
  }

  /** Without an export: the records that an update may find. */
  make(): void {
    for (let i = 0; i < 9; i++)
      if (this.chance(0.6)) this.service.write('upsert', 'Key__c', { id: null, key: `k${i}`, values: {} });
  }

  person(): void {
    const records = [...this.service.records.values()];
    const record = records[this.pick(records.length)];
    if (record === undefined) return;
    if (this.chance(0.5)) {
      record.Score__c = String(this.pick(1000));
      this.edits.set(record.Id, Number(record.Score__c));
    } else {
      const note = `note ${this.pick(1000)}`;
      record.Other__c = note;
      this.others.set(record.Id, note);
    }
  }

  mishap(): void {
    const { mishaps } = this.service;
    if (this.chance(0.3)) mishaps.loseAnswers = 1;
    if (this.chance(0.3)) mishaps.loseJob = true;
    if (this.chance(0.2)) mishaps.failJobAfter = this.pick(4);
    if (this.chance(0.15)) mishaps.quota = this.pick(3);
    if (this.chance(0.3)) mishaps.lockOnce.add(`k${this.pick(9)}`);
  }

  calm(): void {
    this.service.mishaps = { loseAnswers: 0, quota: null, lockOnce: new Set(), failJobAfter: null, loseJob: false };
  }

  async export(retryParked = false): Promise<void> {
    const state = join(this.world.directory, 'state');
    const kept = join(this.world.directory, 'kept');
    let killed = false;
    // Killed right after one of its first writes, or never.
    let until = this.chance(0.3) ? this.pick(4) : Number.POSITIVE_INFINITY;
    await rm(kept, { recursive: true, force: true });
    this.beforeWrite = () => {
      if (killed || until-- > 0) return;
      killed = true;
      cpSync(state, kept, { recursive: true });
    };
    const before = this.service.writtenRows;
    await this.world.run(this.text, { retryParked });
    expect(this.service.writtenRows - before).toBeLessThanOrEqual(MOST);
    this.beforeWrite = () => undefined;
    if (!killed) return;
    // As if the process had ended right after this write: what it saved afterwards never was.
    await rm(state, { recursive: true });
    await cp(kept, state, { recursive: true });
  }

  check(): void {
    const keys = [...this.service.records.values()].map((r) => r.Key__c?.toLowerCase());
    expect(new Set(keys).size).toBe(keys.length);
    for (const [Id, note] of this.others) expect(this.service.records.get(Id)?.Other__c).toBe(note);
    for (const record of this.service.records.values())
      if (!this.others.has(record.Id)) expect(record.Other__c ?? null).toBeNull();
  }
}

test.each(seeds)(
  'history %i',
  { timeout: process.env.HIGHWATER_EXPORT_HISTORIES === undefined ? 120_000 : 900_000 },
  async (seed) => {
    const service = new MemoryService(FIELDS);
    // As Salesforce, or as Dataverse, which has no jobs.
    const world = await World.make([memoryDefinition(service, { bulk: seed % 3 > 0, sendLimit: 3 })]);
    service.now = () => world.now();
    const older = join(world.directory, 'older');
    const state = join(world.directory, 'state');
    try {
      const history = new History(seed, world, service);
      if (history.update) history.make();
      history.changeModel();
      await history.sync();
      await cp(state, older, { recursive: true });
      for (let step = 0; step < STEPS; step++) {
        history.changeModel();
        if (history.chance(0.5)) {
          // Before a sync has read a row back, nobody can tell a person's edit from a flow's: such a row waits for another value.
          await history.sync();
          history.person();
        }
        if (history.chance(0.8)) await history.sync();
        history.mishap();
        service.rule = history.chance(0.2) ? (row) => (Number(row.Score__c) > 200 ? 'too much' : null) : () => null;
        await history.export();
        history.calm();
        history.check();
        if (history.chance(0.15)) {
          await rm(state, { recursive: true });
          if (history.chance(0.5)) await cp(older, state, { recursive: true });
          await history.sync();
        }
      }
      service.rule = () => null;
      // The last runs are calm ones.
      await history.sync();
      await world.run(history.text, { retryParked: true });
      await history.sync();
      await world.run(history.text, { retryParked: true });
      history.check();
      const keep = history.text.includes('nulls: keep');
      for (const [key, { score, segment }] of history.model) {
        const [record] = service.find('Key__c', key);
        if (history.update && record === undefined) continue;
        if (history.text.includes('compare_with'))
          expect([score, history.edits.get(record?.Id ?? '')]).toContain(Number(record?.Score__c));
        if (segment !== null || !keep) expect([key, record?.Segment__c ?? null]).toEqual([key, segment]);
      }
      const writes = service.writes;
      await world.run(history.text);
      expect(service.writes).toBe(writes);
    } finally {
      await world.remove();
    }
  },
);
