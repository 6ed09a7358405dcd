import type { SalesforceServer } from '../../servers/salesforce/index.ts';
import { type Field, type StoredRecord, sobject } from '../../servers/salesforce/schema.ts';
import { stamp, type Value } from '../../servers/salesforce/values.ts';
import type { Random } from '../../support/random.ts';

const BIN_SECONDS = 15 * 24 * 3600;
const WORDS = ['plain', 'a,b', 'say "hi"', 'one\r\ntwo', '😀', 'N/A', 'null', ' ', "O'Hara"];
const FIXED: readonly Field[] = [
  { name: 'Name', type: 'string', length: 80 },
  { name: 'Amount__c', type: 'currency', precision: 18, scale: 2 },
  { name: 'Group__c', type: 'picklist', length: 10, picklist: ['a', 'b'] },
  { name: 'Region__c', type: 'reference', length: 18, referenceTo: ['Region__c'], relationshipName: 'Region__r' },
];
/** The parents of all rows: not synced, and a filter may ask for what they are. */
const REGION = sobject('Region__c', 'a9r', [
  { name: 'Name', type: 'string', length: 80 },
  { name: 'Open__c', type: 'boolean', nillable: false },
]);
/** A formula of every table. */
export const FORMULA = 'Score__c';
const ARCHIVED: Field = { name: 'IsArchived', type: 'boolean', nillable: false };

// A field that is made anew with a type of the same class, and no row stamped, can't be told from the one before.
const KINDS: readonly (readonly [Omit<Field, 'name'>, (random: Random) => Value])[] = [
  [{ type: 'string', length: 255 }, (r) => `text, "${r.below(1000)}"`],
  [{ type: 'double', precision: 10, scale: 2 }, (r) => r.below(100_000) / 100],
  [{ type: 'boolean' }, (r) => r.chance(0.5)],
  [{ type: 'date' }, (r) => `2026-01-${String(1 + r.below(28)).padStart(2, '0')}`],
];

export interface Gone {
  readonly table: string;
  readonly id: string;
}

/** An organisation of some objects in which people, integrations and administrators are at work. */
export class LifeOrg {
  readonly tables: readonly string[];
  readonly #random: Random;
  readonly #server: SalesforceServer;
  /** Kinds that a field of this name has had: by table and name. */
  readonly #used = new Map<string, number>();
  readonly #gone = new Map<string, readonly StoredRecord[]>();
  /** What each table's formula takes from elsewhere. */
  readonly #rates = new Map<string, number>();
  #regions: readonly string[] = [];
  #count = 0;

  constructor(random: Random, server: SalesforceServer) {
    this.#random = random;
    this.#server = server;
    server.org.define(REGION);
    this.#makeRegions();
    this.tables = ['Thing__c', ...random.some(['Part__c', 'Task__c', 'Copied__c'], random.int(1, 3))];
    this.tables.forEach((name, i) => {
      server.org.define(sobject(name, `a1${i}`, [...FIXED, this.#formula(name), ...(name === 'Task__c' ? [ARCHIVED] : [])]));
      this.#fill(name, random.int(5, 40));
    });
  }

  #formula(table: string): Field {
    const formula = (r: StoredRecord): Value =>
      r.Amount__c === null ? null : Math.round(Number(r.Amount__c)) * (this.#rates.get(table) ?? 1);
    return { name: FORMULA, type: 'double', precision: 18, scale: 0, formula };
  }

  #makeRegions(): void {
    const make = (open: boolean) => this.#server.org.insert('Region__c', { Name: `region ${++this.#count}`, Open__c: open });
    this.#regions = [true, true, false].map(make);
  }

  /** Whether a row's parent is one of those that the filter asks for. */
  readonly isOpen = (region: Value | undefined): boolean =>
    typeof region === 'string' && this.#server.org.record('Region__c', region)?.Open__c === true;

  /** A parent changes, and rows of every table come or leave by it: nothing of theirs is stamped. False: there is none to change. */
  moveParent(open: boolean): boolean {
    const others = this.#regions.filter((id) => this.isOpen(id) !== open);
    if (others.length === 0) return false;
    this.#server.org.update('Region__c', this.#random.pick(others), { Open__c: open });
    return true;
  }

  /** The formula of every row gives another value, and no stamp moves. */
  drift(table: string): void {
    this.#rates.set(table, (this.#rates.get(table) ?? 1) + 1);
  }

  #fill(table: string, rows: number): void {
    const { org, clock } = this.#server;
    for (let i = 0; i < rows; i++)
      org.insert(table, this.#values(table), {
        at: stamp(clock.now() - (rows - i) * this.#random.pick([0, 7200, 90_000]) * 1000),
      });
  }

  #values(table: string): Record<string, Value> {
    const random = this.#random;
    return {
      Name: `${random.pick(WORDS)} ${++this.#count}`,
      Amount__c: random.chance(0.2) ? null : random.below(1e6) / 100,
      Group__c: random.pick(['a', 'b', null]),
      Region__c: random.pick([null, ...this.#regions]),
      ...(table === 'Task__c' ? { IsArchived: random.chance(0.3) } : {}),
    };
  }

  changes(most: number): void {
    for (let n = this.#random.int(0, most); n > 0; n--) this.#change();
  }

  #change(): void {
    const { org, clock } = this.#server;
    const random = this.#random;
    const table = random.pick(this.tables);
    const ids = [...org.records(table)].map((r) => String(r.Id));
    const kind = random.next();
    if (kind < 0.3 || ids.length < 4) org.insert(table, { ...this.#values(table), ...this.#dates(table) });
    else if (kind < 0.7) org.update(table, random.pick(ids), this.#values(table));
    else if (kind < 0.9) org.delete(table, random.pick(ids));
    else org.undelete(table, random.pick(ids));
    if (random.chance(0.5)) clock.advance(random.below(5));
  }

  /** An import that sets audit fields. Copied__c is filled in the order of its origin, some way behind the clock. */
  #dates(table: string): Record<string, Value> {
    const random = this.#random;
    const now = this.#server.clock.now();
    if (!random.chance(0.4)) return {};
    if (table !== 'Copied__c') return { CreatedDate: stamp(now - 9e10), LastModifiedDate: stamp(now - random.below(9e10)) };
    const newest = Math.max(0, ...[...this.#server.org.records(table)].map((r) => Date.parse(String(r.LastModifiedDate))));
    const at = stamp(newest + random.next() * Math.max(0, now - newest));
    return { CreatedDate: at, LastModifiedDate: at };
  }

  /** What lay in the recycle bin for 15 days leaves it. */
  emptyBin(): Gone[] {
    const limit = this.#server.clock.now() - BIN_SECONDS * 1000;
    return this.#purge((deletedAt) => deletedAt < limit);
  }

  /** Somebody empties a part of the bin. */
  purgeSome(): Gone[] {
    return this.#purge(() => this.#random.chance(0.4));
  }

  #purge(isDue: (deletedAt: number) => boolean): Gone[] {
    const { org } = this.#server;
    return this.tables.flatMap((table) => {
      const due = [...org.records(table)].filter((r) => r.IsDeleted === true && isDue(Date.parse(String(r.SystemModstamp))));
      for (const { Id } of due) org.purge(table, String(Id));
      return due.map(({ Id }) => ({ table, id: String(Id) }));
    });
  }

  /** Some rows of a table, at once and without the bin. */
  deleteForGood(table: string): Gone[] {
    const { org } = this.#server;
    const rows = [...org.records(table)].filter(() => this.#random.chance(0.15));
    for (const row of rows) {
      org.purge(table, String(row.Id));
      if (row.IsDeleted !== true) this.#gone.set(table, [...(this.#gone.get(table) ?? []), row]);
    }
    return rows.map(({ Id }) => ({ table, id: String(Id) }));
  }

  /** A row that passes, changed behind the scenes or deleted for good: no stamp moves. False: there is none. */
  spoil(table: string, how: 'altered' | 'gone', passes: (row: StoredRecord) => boolean): boolean {
    const { org } = this.#server;
    const rows = [...org.records(table)].filter((r) => r.IsDeleted !== true && passes(r));
    if (rows.length === 0) return false;
    const id = String(this.#random.pick(rows).Id);
    if (how === 'gone') org.purge(table, id);
    else org.fix(table, id, { Name: `altered ${++this.#count}` });
    return true;
  }

  /** Puts rows back that were deleted for good, as they were: no stamp of theirs moves. */
  restore(table: string): boolean {
    const { org } = this.#server;
    const rows = this.#gone.get(table) ?? [];
    this.#gone.delete(table);
    const names = new Set(org.mustFind(table).fields.map((f) => f.name));
    for (const row of rows) org.insert(table, Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name))));
    return rows.length > 0;
  }

  /** An administrator makes a field, drops one or makes it anew as another, none of which stamps a row. Says so. */
  field(): string {
    const { org, clock } = this.#server;
    const random = this.#random;
    const table = random.pick(this.tables);
    clock.advance(1);
    const own = org.mustFind(table).fields.filter((f) => /^[A-Z]__c$/.test(f.name));
    if (own.length > 0 && random.chance(0.4)) {
      const { name } = random.pick(own);
      org.removeField(table, name);
      return `${table}.${name} is dropped`;
    }
    const name = random.pick(['A__c', 'B__c', 'C__c', 'D__c', 'E__c', 'F__c']);
    const used = this.#used.get(`${table}.${name}`) ?? 0;
    const kind = KINDS[used];
    if (kind === undefined) return 'nothing';
    this.#used.set(`${table}.${name}`, used + 1);
    const [field, value] = kind;
    org.addField(table, { ...field, name });
    for (const { Id } of [...org.records(table)])
      org.fix(table, String(Id), { [name]: random.chance(0.1) ? null : value(random) });
    return `${table}.${name} is a ${field.type}`;
  }

  /** The sandbox is refreshed: another organisation answers, with rows of its own. */
  refresh(number: number): void {
    this.#gone.clear();
    this.#server.org.refresh(`00DHw000000000${number}MAA`);
    this.#server.service.oauth.expireSessions();
    this.#makeRegions();
    for (const table of this.tables) this.#fill(table, this.#random.int(3, 40));
  }
}
