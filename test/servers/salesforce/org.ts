import { makeId } from './ids.ts';
import { METADATA_OBJECTS, metadataRecords } from './metadata.ts';
import { type Field, lengthOf, type SObject, type StoredRecord, SYSTEM_FIELDS } from './schema.ts';
import { stamp, type Value } from './values.ts';
import { KeyIndex } from './write/key-index.ts';
import { Rules } from './write/rules.ts';

/** The server's own clock, in whole seconds when it stamps. It may stand, and it may be wrong by minutes against the runner's. */
export class Clock {
  #offset: number;
  #frozen: number | null = null;

  constructor(offsetSeconds = 0) {
    this.#offset = offsetSeconds * 1000;
  }

  now(): number {
    return this.#frozen ?? Date.now() + this.#offset;
  }

  /** Stops the clock at an instant (ISO text), or lets it run on from real time. */
  freeze(at: string | null): void {
    this.#frozen = at === null ? null : Date.parse(at);
  }

  advance(seconds: number): void {
    if (this.#frozen === null) this.#offset += seconds * 1000;
    else this.#frozen += seconds * 1000;
  }
}

/** How a mutation is stamped, where not by the clock: a late commit or a back-dated import. */
export interface Stamping {
  readonly at?: string;
  /** The user who does it, where not the reading one. */
  readonly by?: string;
}

const AUDIT = new Set(SYSTEM_FIELDS.map((f) => f.name));

/** One organisation in memory: its objects, its records and what the connected user may not see. */
export class Org {
  /** Rows that an aggregate may read; above, it takes too long. */
  mostAggregated = Number.POSITIVE_INFINITY;
  readonly clock: Clock;
  readonly #objects = new Map<string, SObject>();
  readonly #records = new Map<string, Map<string, StoredRecord>>();
  readonly #hidden = new Set<string>();
  readonly #changedAt = new Map<string, number>();
  #schemaChangedAt: number;
  #count = 0;
  /** Whose name stands in CreatedById and LastModifiedById. */
  currentUserId = makeId('005', 1);
  /** What happens to records that are written: rules, flows, locks. */
  readonly rules = new Rules();
  readonly keys: KeyIndex;
  readonly #shared = new Map<string, (record: StoredRecord) => boolean>();
  /** The connected user, as permission objects know it. */
  readonly #user = {
    id: this.currentUserId,
    seesAll: (object: string): boolean => !this.#shared.has(object),
  };
  /** The organisation's own Id; a sandbox gets another one when it is refreshed. */
  id = '00DHw0000000001EAA';

  constructor(clock: Clock) {
    this.clock = clock;
    this.keys = new KeyIndex((object) => this.#table(object));
    this.#schemaChangedAt = clock.now();
    this.define(...METADATA_OBJECTS);
  }

  // ---- schema ----

  define(...objects: readonly SObject[]): void {
    for (const object of objects) {
      this.#objects.set(object.name.toLowerCase(), object);
      if (!this.#records.has(object.name)) this.#records.set(object.name, new Map());
      this.#touchSchema(object.name);
    }
  }

  addField(object: string, field: Field): void {
    const found = this.mustFind(object);
    this.define({ ...found, fields: [...found.fields.filter((f) => f.name !== field.name), field] });
  }

  removeField(object: string, name: string): void {
    const found = this.mustFind(object);
    this.define({ ...found, fields: found.fields.filter((f) => f.name !== name) });
  }

  removeObject(name: string): void {
    this.#objects.delete(name.toLowerCase());
    this.#schemaChangedAt = this.clock.now();
  }

  /** Takes an object or `Object.Field` from the connected user. Permissions are no metadata: nothing's Last-Modified changes. */
  hide(what: string): void {
    this.#hidden.add(what.toLowerCase());
  }

  show(what: string): void {
    this.#hidden.delete(what.toLowerCase());
  }

  /** Takes "View All Records" of an object from the connected user, who sees these records from now on; null gives it back. */
  share(object: string, shown: ((record: StoredRecord) => boolean) | null): void {
    if (shown === null) this.#shared.delete(object);
    else this.#shared.set(object, shown);
  }

  /** Whether the connected user sees a record. */
  shows(object: string, record: StoredRecord): boolean {
    return this.#shared.get(object)?.(record) ?? true;
  }

  get objects(): SObject[] {
    return [...this.#objects.values()].filter((o) => !this.#hidden.has(o.name.toLowerCase()));
  }

  /** The object as the connected user sees it; without regard to case, like SOQL. */
  find(name: string): SObject | null {
    const object = this.#objects.get(name.toLowerCase());
    if (object === undefined || this.#hidden.has(object.name.toLowerCase())) return null;
    const fields = object.fields.filter((f) => !this.#hidden.has(`${object.name}.${f.name}`.toLowerCase()));
    return fields.length === object.fields.length ? object : { ...object, fields };
  }

  byPrefix(id: string): SObject | null {
    return this.objects.find((o) => o.keyPrefix === id.slice(0, 3)) ?? null;
  }

  schemaChangedAt(object?: string): number {
    return object === undefined ? this.#schemaChangedAt : (this.#changedAt.get(object) ?? this.#schemaChangedAt);
  }

  /** Refreshes the sandbox: the address stays, the organisation is another one, and its records are copied from elsewhere. */
  refresh(id: string): void {
    this.id = id;
    for (const table of this.#records.values()) table.clear();
    this.keys.forget();
  }

  // ---- records ----

  records(object: string): Iterable<StoredRecord> {
    return metadataRecords(object, this.#objects.values(), this.#user) ?? this.#table(object).values();
  }

  record(object: string, id: string): StoredRecord | undefined {
    const metadata = metadataRecords(object, this.#objects.values(), this.#user);
    return metadata === null ? this.#table(object).get(id) : metadata.find((r) => r.Id === id);
  }

  /** Adds a record; audit fields are stamped unless given. Returns its Id. */
  insert(object: string, values: StoredRecord, stamping: Stamping = {}): string {
    const { keyPrefix, fields } = this.mustFind(object);
    const id = typeof values.Id === 'string' ? values.Id : makeId(keyPrefix, ++this.#count);
    const at = stamping.at ?? stamp(this.clock.now());
    const by = stamping.by ?? this.currentUserId;
    const audit: StoredRecord = {
      Id: id,
      IsDeleted: false,
      CreatedDate: at,
      CreatedById: by,
      LastModifiedDate: at,
      LastModifiedById: by,
      SystemModstamp: at,
    };
    const names = new Set(fields.map((f) => f.name));
    const record: StoredRecord = {};
    for (const field of fields) record[field.name] = values[field.name] ?? audit[field.name] ?? null;
    for (const name of Object.keys(values)) if (!names.has(name)) throw new Error(`${object} has no field ${name}`);
    this.#refuseLong(object, values);
    this.#table(object).set(id, record);
    this.keys.changed(object, id, {}, record);
    return id;
  }

  update(object: string, id: string, values: StoredRecord, stamping: Stamping = {}): void {
    this.fix(object, id, values);
    this.#touch(object, id, stamping);
  }

  /** Changes values without a stamp: what a formula's inputs elsewhere or a data fix behind the scenes does. */
  fix(object: string, id: string, values: StoredRecord): void {
    this.#refuseLong(object, values);
    const record = this.#mustRecord(object, id);
    this.keys.changed(object, id, record, values);
    Object.assign(record, values);
  }

  /** Into the recycle bin, or away at once where the object deletes hard. */
  delete(object: string, id: string, stamping: Stamping = {}): void {
    if (this.mustFind(object).deletesHard) this.purge(object, id);
    else this.update(object, id, { IsDeleted: true }, stamping);
  }

  undelete(object: string, id: string, stamping: Stamping = {}): void {
    this.update(object, id, { IsDeleted: false }, stamping);
  }

  /** Out of the recycle bin: no API shows it any more. */
  purge(object: string, id: string): void {
    this.#table(object).delete(id);
  }

  mustFind(object: string): SObject {
    const found = this.#objects.get(object.toLowerCase());
    if (found === undefined) throw new Error(`the test org has no object ${object}`);
    return found;
  }

  #touch(object: string, id: string, stamping: Stamping): void {
    const at = stamping.at ?? stamp(this.clock.now());
    const record = this.#mustRecord(object, id);
    const audit: Record<string, Value> = {
      LastModifiedDate: at,
      LastModifiedById: stamping.by ?? this.currentUserId,
      SystemModstamp: at,
    };
    for (const [name, value] of Object.entries(audit)) if (AUDIT.has(name) && name in record) record[name] = value;
  }

  /** Nobody can store a text that is longer than its field: STRING_TOO_LONG. */
  #refuseLong(object: string, values: StoredRecord): void {
    for (const field of this.mustFind(object).fields) {
      const [value, most] = [values[field.name], lengthOf(field)];
      if (typeof value === 'string' && most > 0 && value.length > most)
        throw new Error(`STRING_TOO_LONG: ${object}.${field.name} holds ${most} characters, not ${value.length}`);
    }
  }

  #mustRecord(object: string, id: string): StoredRecord {
    const record = this.#table(object).get(id);
    if (record === undefined) throw new Error(`${object} has no record ${id}`);
    return record;
  }

  #table(object: string): Map<string, StoredRecord> {
    return this.#records.get(this.mustFind(object).name) ?? new Map();
  }

  #touchSchema(object: string): void {
    const now = this.clock.now();
    this.#changedAt.set(object, now);
    this.#schemaChangedAt = now;
  }
}
