import type { Random } from '../../support/random.ts';
import { field, MemoryService, memoryDefinition, type StoredRecord } from '../memory-destination.ts';
import type { Crm, CrmRecord } from './crm.ts';

const NAMES = {
  object: 'Account',
  id: 'Id',
  key: 'Key__c',
  score: 'Score__c',
  segment: 'Segment__c',
  label: 'Label__c',
  other: 'Other__c',
} as const;

export const FIELDS = [
  field(NAMES.key, { externalId: true, unique: true }),
  field(NAMES.score, { kind: 'decimal', nativeType: 'currency', precision: 10, scale: 2, length: null }),
  field(NAMES.segment),
  field(NAMES.label),
  field(NAMES.other),
];

/** The service in memory. `hasJobs`: as Salesforce; without: as Dataverse. */
export function memoryCrm(now: () => Date, hasJobs: boolean, service = new MemoryService(FIELDS)): Crm {
  service.now = now;
  const definition = memoryDefinition(service, { bulk: hasJobs, sendLimit: 3 });
  let isFlowing = false;
  const crm: Crm = {
    names: NAMES,
    definitions: [definition],
    open: async (signal) => {
      service.signal = signal;
      return definition.create({}, { name: 'crm_write' } as never);
    },
    records: () => [...service.records.values()].map(recordOf),
    create: (key) => service.create({ [NAMES.key]: key }),
    edit: (id, { score, other }) => {
      const record = service.records.get(id);
      if (record !== undefined && score !== undefined) record[NAMES.score] = String(score);
      if (record !== undefined && other !== undefined) record[NAMES.other] = String(other);
    },
    remove: (id) => void service.records.delete(id),
    onSaved: () => undefined,
    onWrite: () => undefined,
    rowsAtWork: () => 0,
    writes: () => service.writes,
    refuseAbove: (most) => {
      service.rule = (row) => (most !== null && Number(row[NAMES.score]) > most ? 'too much' : null);
    },
    flow: (isOn) => {
      isFlowing = isOn;
    },
    mishap: (random) => mishap(service, random),
    calm: () => {
      service.mishaps = { loseAnswers: 0, quota: null, lockOnce: new Set(), failJobAfter: null, loseJob: false };
    },
    refusesReader: async () => undefined,
    close: async () => undefined,
  };
  service.onWrite = () => crm.onWrite();
  service.flow = (record) => {
    crm.onSaved(record[NAMES.key] ?? '', service.isInJob);
    const score = record[NAMES.score];
    if (isFlowing && score !== null && score !== undefined) record[NAMES.score] = String(Math.floor(Number(score)));
  };
  return crm;
}

function recordOf(record: StoredRecord): CrmRecord {
  const number = (value: string | null | undefined): number | null =>
    value === null || value === undefined ? null : Number(value);
  return {
    id: record.Id,
    key: record[NAMES.key] ?? null,
    score: number(record[NAMES.score]),
    segment: record[NAMES.segment] ?? null,
    label: record[NAMES.label] ?? null,
    other: number(record[NAMES.other]),
  };
}

function mishap({ mishaps }: MemoryService, random: Random): void {
  if (random.chance(0.3)) mishaps.loseAnswers = random.int(1, 2);
  if (random.chance(0.3)) mishaps.loseJob = true;
  if (random.chance(0.2)) mishaps.failJobAfter = random.below(4);
  if (random.chance(0.15)) mishaps.quota = random.below(3);
  if (random.chance(0.3)) mishaps.lockOnce.add(`k${random.below(9)}`);
}
