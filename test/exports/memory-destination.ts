import Type from 'typebox';
import { group, serviceUrl, tag } from '../../src/config/declare/fields.ts';
import type {
  Destination,
  DestinationDefinition,
  RowOutcome,
  RowToSend,
  TargetField,
  TargetObject,
} from '../../src/model/destination.ts';
import { HighwaterError } from '../../src/model/errors.ts';
import { ingest, type MemoryJob } from './memory-ingest.ts';

/*
 * A service in memory that keeps the promises of src/model/destination.ts and refuses what services refuse. It can lose answers, lock rows,
 * change what was written (a flow), fail jobs and use up its quota, on command.
 */

export type StoredRecord = Record<string, string | null> & { Id: string };

const FIELD: Omit<TargetField, 'name'> = {
  label: '',
  nativeType: 'string',
  kind: 'text',
  createable: true,
  updateable: true,
  nillable: true,
  externalId: false,
  unique: false,
  caseSensitive: false,
  length: 40,
  precision: null,
  scale: null,
};

export const field = (name: string, facts: Partial<TargetField> = {}): TargetField => ({ ...FIELD, label: name, name, ...facts });

/** What goes wrong next; each is used up once. */
export interface Mishaps {
  /** The call is carried out, and then its answer is lost for good. */
  loseAnswers: number;
  /** Calls until the quota is used up; null: never. */
  quota: number | null;
  lockOnce: Set<string>;
  /** The next job stops after so many rows. */
  failJobAfter: number | null;
  /** `run` throws after the upload; the job works on. */
  loseJob: boolean;
  /** The upload's answer is lost: `run` makes another job. */
  replaceJob?: boolean;
}

export class MemoryService {
  readonly records = new Map<string, StoredRecord>();
  readonly jobs = new Map<string, MemoryJob>();
  readonly fields = new Map<string, TargetField>();
  mishaps: Mishaps = { loseAnswers: 0, quota: null, lockOnce: new Set(), failJobAfter: null, loseJob: false };
  /** Changes a record after it was written. */
  flow: (record: StoredRecord) => void = () => undefined;
  /** A validation rule: a message refuses the row. */
  rule: (record: Record<string, string | null>) => string | null = () => null;
  /** The service's own clock. */
  now: () => Date = () => new Date();
  writes = 0;
  writtenRows = 0;
  /** Called when a call that writes was carried out. */
  onWrite: () => void = () => undefined;
  /** True while a job works. */
  isInJob = false;
  /** After it no call arrives. */
  signal: AbortSignal | null = null;
  #ids = 0;

  constructor(fields: readonly TargetField[]) {
    for (const one of [
      field('Id', {
        kind: 'id',
        caseSensitive: true,
        createable: false,
        updateable: false,
        externalId: true,
        unique: true,
        length: 18,
      }),
      ...fields,
    ])
      this.fields.set(one.name, one);
  }

  find(by: string, key: string): StoredRecord[] {
    const same =
      this.fields.get(by)?.caseSensitive === true
        ? (a: string, b: string) => a === b
        : (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
    return [...this.records.values()].filter(
      (record) => record[by] !== null && record[by] !== undefined && same(record[by], key),
    );
  }

  /** A record that a person makes. */
  create(values: Record<string, string | null>): void {
    const Id = this.#nextId();
    this.records.set(Id, { ...values, Id });
  }

  #nextId(): string {
    return `001${String(++this.#ids).padStart(15, '0')}`;
  }

  edit(by: string, key: string, change: Record<string, string | null>): void {
    for (const record of this.find(by, key)) Object.assign(record, change);
  }

  write(operation: 'upsert' | 'update' | 'delete', key: string | null, row: RowToSend): RowOutcome {
    const found = key === null ? [this.records.get(row.id ?? '')].filter((r) => r !== undefined) : this.find(key, row.key ?? '');
    const mark = row.key ?? row.id ?? '';
    if (this.mishaps.lockOnce.delete(mark)) return { status: 'locked', code: 'UNABLE_TO_LOCK_ROW', message: `${mark} is locked` };
    if (found.length > 1) return { status: 'refused', code: 'MULTIPLE_CHOICES', message: mark, fields: [] };
    for (const name of Object.keys(row.values)) if (!this.fields.has(name)) throw new Error(`no field ${name}`);
    const [record] = found;
    if (operation === 'delete') {
      if (record === undefined) return { status: 'missing' };
      this.records.delete(record.Id);
      return { status: 'accepted', id: record.Id, created: false };
    }
    if (record === undefined && operation === 'update') return { status: 'missing' };
    const refusal = this.rule(row.values);
    if (refusal !== null) return { status: 'refused', code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: refusal, fields: [] };
    const Id = record?.Id ?? this.#nextId();
    const written: StoredRecord = {
      ...(record ?? {}),
      ...row.values,
      ...(key === null ? {} : { [key]: record?.[key] ?? row.key }),
      Id,
    };
    this.flow(written);
    this.records.set(Id, written);
    this.writtenRows++;
    return { status: 'accepted', id: Id, created: record === undefined };
  }
}

export function memoryDefinition(
  service: MemoryService,
  options: { bulk?: boolean; sendLimit?: number } = {},
): DestinationDefinition {
  return {
    type: 'salesforce',
    schema: group(
      { type: tag('salesforce', 'In memory.'), url: serviceUrl('Its address.'), auth: Type.Optional(Type.Any()) },
      { title: 'Memory' },
    ),
    connection: () => ({ options: {} }),
    create: async (_, context) => destination(service, context.name, options),
  } as DestinationDefinition;
}

function destination(
  service: MemoryService,
  name: string,
  { bulk = false, sendLimit = 200 }: { bulk?: boolean; sendLimit?: number },
): Destination {
  let requests = 0;
  const call = (): void => {
    service.signal?.throwIfAborted();
    requests++;
    const { mishaps } = service;
    if (mishaps.quota !== null && mishaps.quota-- <= 0)
      throw new HighwaterError('EXPORT_QUOTA', `${name}: the calls are used up.`, 'Wait.');
  };
  return {
    name,
    address: 'http://localhost',
    connect: async () => ({ identity: 'writer', server: 'memory', facts: [] }),
    describe: async (object, columns) => (object === 'Account' ? describeObject(service, columns) : null),
    findLimit: 200,
    find: async ({ by, keys, fields }) => {
      service.signal?.throwIfAborted();
      requests++;
      return keys
        .flatMap((key) => service.find(by, key))
        .map((record) => ({
          id: record.Id,
          key: record[by] ?? '',
          values: Object.fromEntries(fields.map((f) => [f, record[f] ?? null])),
        }));
    },
    countFilled: async (_, key) => ({
      records: service.records.size,
      filled: [...service.records.values()].filter((r) => r[key.name] !== null && r[key.name] !== undefined).length,
    }),
    sendLimit,
    send: async ({ operation, key, rows }) => {
      call();
      service.writes++;
      const keys = rows.map((r) => (key?.caseSensitive === false ? r.key?.toLowerCase() : r.key) ?? r.id);
      if (rows.length > sendLimit || new Set(keys).size < keys.length) throw new Error('a call of too many rows, or a key twice');
      const outcomes = rows.map((row) => service.write(operation, key?.name ?? null, row));
      service.onWrite();
      if (service.mishaps.loseAnswers > 0) {
        service.mishaps.loseAnswers--;
        throw new HighwaterError('SOURCE_UNREACHABLE', `${name} gave no answer.`, 'Try again.');
      }
      return outcomes;
    },
    bulk: () => (bulk ? ingest(service, call) : null),
    usage: () => ({ requests, quotas: [] }),
    close: async () => undefined,
  };
}

function describeObject(service: MemoryService, columns: readonly string[]): TargetObject {
  const names = [...service.fields.keys()];
  const found = columns.flatMap((column) => {
    const name = names.find((n) => n.toLowerCase() === column.toLowerCase());
    const one = name === undefined ? undefined : service.fields.get(name);
    return one === undefined ? [] : [[column, one] as const];
  });
  return {
    name: 'Account',
    label: 'Account',
    createable: true,
    updateable: true,
    deletable: true,
    idField: 'Id',
    fields: new Map(found),
    names,
    writable: { fields: names.length - 1, of: names.length },
    required: [],
  };
}
