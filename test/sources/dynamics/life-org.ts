import { column, table } from '../../servers/dataverse/columns.ts';
import { guid } from '../../servers/dataverse/demo.ts';
import type { ColumnDef, Row, Value } from '../../servers/dataverse/model.ts';
import type { Org } from '../../servers/dataverse/org.ts';
import type { Table } from '../../servers/dataverse/table.ts';
import type { Random } from '../../support/random.ts';

/** A row of `new_thing`; rows of all tables may be its children. */
export const PARENT = guid('aa', 1);
const PARENTS = [PARENT, guid('aa', 2), guid('aa', 3)];
const FIXED = [
  column.text('name'),
  column.decimal('new_rate'),
  column.customer('new_customerid'),
  column.day('new_day'),
  column.lookup('new_parentid', ['new_thing']),
];
/** Each kind once for a column of one name: one that is made anew as it was before can't be told from the one before. */
const KINDS: readonly (readonly [(name: string) => ColumnDef, (random: Random) => Value])[] = [
  [column.integer, (r) => String(r.below(1000))],
  [column.text, (r) => `text ${r.below(1000)}`],
  [column.boolean, (r) => r.chance(0.5)],
  [column.day, (r) => `2026-01-${String(1 + r.below(28)).padStart(2, '0')}`],
];
const OWN = /^new_x\d$/;

/** The table whose cursor is `createdon`, set by those who insert: rows come in the order of their origin, and are never edited. */
export const LOG = 'new_log';

/** Tables of an organisation in which people and integrations are at work. */
export class LifeOrg {
  readonly tables: readonly string[];
  readonly org: Org;
  /** Rows that came back with their old stamps, by table. */
  readonly restored = new Map<string, Set<string>>();
  readonly #random: Random;
  readonly #deleted = new Map<string, Row>();
  readonly #used = new Map<string, number>();
  #count = 0;

  constructor(random: Random, org: Org) {
    this.#random = random;
    this.org = org;
    this.tables = ['new_thing', ...random.some(['new_part', 'new_other', LOG], random.int(1, 3))];
    for (const name of this.tables) {
      org.add(table(name, `${name}s`, FIXED));
      this.#fill(name, random.int(5, 60));
    }
  }

  #fill(name: string, rows: number): void {
    const { org } = this;
    for (let i = 0; i < rows; i++) {
      const at = this.stamp((rows - i) * this.#random.pick([0, 7200, 90_000]) + 60);
      this.#insert(org.table(name), { createdon: at, modifiedon: at });
    }
  }

  stamp(secondsAgo: number): string {
    return `${new Date(this.org.clock.now() - secondsAgo * 1000).toISOString().slice(0, 19)}Z`;
  }

  #insert(to: Table, more: Row): void {
    const row = { [to.def.key]: guid('aa', ++this.#count), createdon: this.stamp(0), ...this.#values(to), ...more };
    to.insert(row);
  }

  #values(to: Table): Row {
    const random = this.#random;
    const own = to.def.columns.filter((c) => OWN.test(c.name));
    const drawn = own.map((c) => [c.name, this.#valueOf(c)] as const);
    return {
      name: random.pick<Value>([`v${this.#count} ${random.below(1000)}`, null, `"${random.below(100)}"\n;☕`, '']),
      new_rate: random.pick<Value>([null, '0.1000000000', `-${random.below(1e9)}.5`]),
      new_customerid: random.pick<Value>([null, { table: 'account', id: guid('01', random.below(9)) }]),
      new_parentid: random.pick<Value>([null, ...PARENTS.map((id) => ({ table: 'new_thing', id }))]),
      new_day: random.pick<Value>([null, '1753-01-01', '2026-02-28']),
      statecode: random.pick(['0', '1']),
      ...Object.fromEntries(drawn),
    };
  }

  #valueOf({ name, type }: ColumnDef): Value {
    const kind = KINDS.find(([make]) => make(name).type === type);
    return kind === undefined || this.#random.chance(0.2) ? null : kind[1](this.#random);
  }

  /** `late`: seconds that a commit may come after its stamp. */
  changes(most: number, late: (table: string) => number): void {
    for (let n = this.#random.int(0, most); n > 0; n--) this.#change(late);
  }

  #change(late: (table: string) => number): void {
    const { org } = this;
    const random = this.#random;
    org.clock.advance(1 + random.below(3));
    const name = random.pick(this.tables);
    const to = org.table(name);
    const ids = [...to.all()].map((row) => to.identity(row));
    const kind = random.next();
    if (name === LOG) {
      if (kind < 0.7) this.#insert(to, { createdon: this.#next(to), modifiedon: this.stamp(0) });
      else if (kind < 0.85 && ids.length > 3) this.#remove(to, random.pick(ids), false);
    } else if (kind < 0.3 || ids.length < 4) this.#insert(to, { createdon: this.stamp(random.pick([0, 1e6, 1e8])) });
    else if (kind < 0.65) to.update(random.pick(ids), this.#values(to));
    else if (kind < 0.75) to.update(random.pick(ids), { ...this.#values(to), modifiedon: this.stamp(late(name)) });
    else if (kind < 0.9) this.#remove(to, random.pick(ids), true);
    else this.#restore(to);
  }

  /** Newer than all that is there, and not newer than the clock. */
  #next(to: Table): string {
    const newest = Math.max(0, ...[...to.all()].map((row) => Date.parse(String(row.createdon))));
    const behind = Math.max(0, this.org.clock.now() - newest) / 1000;
    return this.stamp(Math.floor(behind * this.#random.next()));
  }

  #remove(from: Table, id: string, keep: boolean): void {
    const row = from.find(id);
    if (row !== null && keep) this.#deleted.set(`${from.def.name} ${id}`, row);
    from.remove(id);
    // Its children go with it, as the service deletes what a relationship cascades to.
    if (from.def.name !== 'new_thing') return;
    for (const name of this.tables.filter((t) => t !== 'new_thing')) {
      const to = this.org.table(name);
      for (const child of [...to.all()])
        if (typeof child.new_parentid === 'object' && child.new_parentid?.id === id) this.#remove(to, to.identity(child), keep);
    }
  }

  /** Some rows change, and `modifiedon` does not move: an import that sets it, or a data fix. */
  silent(name: string): void {
    const to = this.org.table(name);
    for (const row of [...to.all()].filter(() => this.#random.chance(0.2))) {
      const { modifiedon = null } = row;
      to.update(to.identity(row), { name: `silent ${this.#random.below(1000)}`, modifiedon });
    }
  }

  /** A row that passes, changed or deleted while no stamp moves. False: there is none. */
  spoil(name: string, how: 'altered' | 'gone', passes: (row: Row) => boolean): boolean {
    const to = this.org.table(name);
    const rows = [...to.all()].filter(passes);
    if (rows.length === 0) return false;
    const { modifiedon = null, ...row } = this.#random.pick(rows);
    if (how === 'gone') to.remove(to.identity(row));
    else to.update(to.identity(row), { name: `altered ${++this.#count}`, modifiedon });
    return true;
  }

  /** As a backup tool does: the row as it was, stamp and all. */
  #restore(to: Table): void {
    const { name } = to.def;
    const gone = [...this.#deleted].filter(([key]) => key.startsWith(`${name} `));
    if (gone.length === 0) return;
    const [key, row] = this.#random.pick(gone);
    this.#deleted.delete(key);
    to.insert({ ...row, versionnumber: null });
    this.restored.set(name, new Set([...(this.restored.get(name) ?? []), to.identity(row)]));
  }

  /** A column comes, goes, or is made anew as another, none of which stamps a row. Says so. */
  column(): string {
    const random = this.#random;
    const to = this.org.table(random.pick(this.tables.filter((t) => t !== LOG)));
    const { name: of } = to.def;
    this.org.clock.advance(1);
    const own = to.def.columns.filter((c) => OWN.test(c.name));
    const name = own.length > 0 && random.chance(0.5) ? random.pick(own).name : `new_x${random.below(4)}`;
    const others = (columns: readonly ColumnDef[]) => columns.filter((c) => c.name !== name);
    const used = this.#used.get(`${of}.${name}`) ?? 0;
    const kind = KINDS[used];
    const drop = kind === undefined || (own.some((c) => c.name === name) && random.chance(0.4));
    to.alter((def) => ({ ...def, columns: [...others(def.columns), ...(drop ? [] : [kind[0](name)])] }));
    if (!drop) this.#used.set(`${of}.${name}`, used + 1);
    // Nothing of the old column's values is in the new one.
    for (const row of [...to.all()]) {
      const { modifiedon = null, versionnumber = null } = row;
      to.update(to.identity(row), { [name]: null, modifiedon, versionnumber });
    }
    for (const [key, row] of this.#deleted) this.#deleted.set(key, { ...row, [name]: null });
    return `${of}.${name} ${drop ? 'is dropped' : `is ${kind[0](name).type}`}`;
  }

  /** The environment is restored from another one: other rows behind the same address. */
  exchange(number: number): void {
    this.org.organizationId = guid('bbbb', 2 + number);
    this.#deleted.clear();
    for (const name of this.tables) {
      const to = this.org.table(name);
      for (const row of [...to.all()]) to.remove(to.identity(row));
      this.#fill(name, this.#random.int(3, 40));
    }
  }
}
