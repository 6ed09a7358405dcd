import type { Field, StoredRecord } from '../schema.ts';
import { comparable } from '../values.ts';

/** Finds records by the value of a field, so that an upsert of many rows need not look at every record for each. */
export class KeyIndex {
  readonly #table: (object: string) => ReadonlyMap<string, StoredRecord>;
  readonly #indexes = new Map<string, { readonly field: Field; readonly ids: Map<string, Set<string>> }>();

  constructor(table: (object: string) => ReadonlyMap<string, StoredRecord>) {
    this.#table = table;
  }

  /** The records that are not in the recycle bin and hold this value, as the field compares values. */
  find(object: string, field: Field, value: string): StoredRecord[] {
    const table = this.#table(object);
    if (field.type === 'id') {
      const record = table.get(value);
      return record === undefined || record.IsDeleted === true ? [] : [record];
    }
    const ids = this.#indexOf(object, field).get(String(comparable(field, value))) ?? [];
    return [...ids].map((id) => table.get(id)).filter((r): r is StoredRecord => r !== undefined && r.IsDeleted !== true);
  }

  changed(object: string, id: string, before: StoredRecord, after: StoredRecord): void {
    for (const [name, { field, ids }] of this.#indexes) {
      if (!name.startsWith(`${object}.`) || !(field.name in after)) continue;
      ids.get(String(comparable(field, before[field.name] ?? null)))?.delete(id);
      add(ids, String(comparable(field, after[field.name] ?? null)), id);
    }
  }

  forget(): void {
    this.#indexes.clear();
  }

  #indexOf(object: string, field: Field): Map<string, Set<string>> {
    const name = `${object}.${field.name}`;
    const known = this.#indexes.get(name);
    if (known !== undefined && known.field.caseSensitive === field.caseSensitive) return known.ids;
    const ids = new Map<string, Set<string>>();
    for (const [id, record] of this.#table(object)) add(ids, String(comparable(field, record[field.name] ?? null)), id);
    this.#indexes.set(name, { field, ids });
    return ids;
  }
}

function add(ids: Map<string, Set<string>>, value: string, id: string): void {
  const found = ids.get(value);
  if (found === undefined) ids.set(value, new Set([id]));
  else found.add(id);
}
