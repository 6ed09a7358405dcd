import { afterEach, beforeEach } from 'vitest';
import type { ExportRecord } from '../../src/model/export-record.ts';
import type { RunRecord } from '../../src/model/record.ts';
import { field, MemoryService, memoryDefinition } from './memory-destination.ts';
import { World } from './world.ts';

const FIELDS = [
  field('Key__c', { externalId: true, unique: true }),
  field('Loose__c', { externalId: true }),
  field('Score__c', { kind: 'decimal', nativeType: 'currency', precision: 10, scale: 2, length: null }),
  field('Segment__c', {
    kind: 'picklist',
    nativeType: 'picklist',
    restricted: true,
    values: [
      { value: 'A', label: 'A', active: true },
      { value: 'B', label: 'B', active: true },
    ],
  }),
  field('Seen__c', { kind: 'datetime', nativeType: 'datetime', length: null }),
  field('Formula__c', { createable: false, updateable: false }),
  field('Active__c', { kind: 'boolean', nativeType: 'boolean', nillable: false, length: null }),
];

/** Scores of the table db.scores go to the object Account of a service in memory; each test has a world of its own. */
export class Scores {
  service = new MemoryService(FIELDS);
  #world: World | null = null;

  get world(): World {
    if (this.#world === null) throw new Error('outside of a test');
    return this.#world;
  }

  async open(): Promise<void> {
    this.service = new MemoryService(FIELDS);
    this.#world = await World.make([memoryDefinition(this.service, { bulk: true, sendLimit: 3 })]);
  }

  async close(): Promise<void> {
    await this.#world?.remove();
  }

  /** What the records hold in a field. */
  held(name: string): (string | null | undefined)[] {
    return [...this.service.records.values()].map((r) => r[name]);
  }
}

export function useScores(): Scores {
  const on = new Scores();
  beforeEach(async () => on.open());
  afterEach(async () => on.close());
  return on;
}

export const scores = (options = '', query = 'SELECT id AS Key__c, score AS Score__c FROM db.scores'): string => `scores:
  to: crm_write
  object: Account
  key: Key__c
  query: ${query}
${options
  .split('\n')
  .filter((l) => l !== '')
  .map((l) => `  ${l}`)
  .join('\n')}`;

export const OPEN = 'max_fraction: 1';
export const rows = (n: number, score = 'i * 1.5'): string =>
  `SELECT 'k' || i AS id, CAST(${score} AS DECIMAL(10,2)) AS score FROM range(1, ${n + 1}) t(i)`;
export const only = (record: RunRecord): ExportRecord => record.exports?.[0] as ExportRecord;
