import type { Memory } from '../../../model/contract.ts';
import type { Width } from './columns.ts';
import type { ObjectEntry, ObjectInfo } from './object-info.ts';

/** A describe as it was answered, and when. */
export interface Kept<T> {
  readonly value: T;
  /** For If-Modified-Since. */
  readonly lastModified: string;
  /** The service's clock when it was last read whole, milliseconds since 1970. */
  readonly readAt: number;
  /** When the service last said that it still holds, if later. */
  readonly checkedAt?: number;
}

interface Identity {
  readonly username: string;
}

/**
 * What is remembered between runs, by user and API version: another user sees other fields. A forgotten or damaged entry
 * costs a call, never a row.
 */
export class MetadataCache {
  readonly #memory: Memory;
  #scope = '';

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Call once the user and the version are known. */
  scope(orgId: string, userId: string, version: string): void {
    this.#scope = `${orgId}/${userId}/${version}/`;
  }

  get version(): { readonly value: string; readonly readAt: number } | null {
    return this.#read('version');
  }

  set version(value: { readonly value: string; readonly readAt: number } | null) {
    this.#write('version', value);
  }

  identity(userId: string): Identity | null {
    return this.#read(`identity/${userId}`);
  }

  setIdentity(userId: string, identity: Identity): void {
    this.#write(`identity/${userId}`, identity);
  }

  get global(): Kept<readonly ObjectEntry[]> | null {
    return this.#read(`${this.#scope}global`);
  }

  set global(kept: Kept<readonly ObjectEntry[]> | null) {
    this.#write(`${this.#scope}global`, kept);
  }

  object(name: string): Kept<ObjectInfo> | null {
    return this.#read(`${this.#scope}described/${name}`);
  }

  setObject(name: string, kept: Kept<ObjectInfo> | null): void {
    this.#write(`${this.#scope}described/${name}`, kept);
    // Versions of before 2026-12 did not keep which fields are calculated.
    const former = `${this.#scope}object/${name}`;
    if (this.#memory.get(former)) this.#memory.set(former, '');
  }

  /** Of which objects this user sees all records; see visibility.ts. */
  get seen(): Kept<Readonly<Record<string, boolean>> | null> | null {
    return this.#read(`${this.#scope}seen`);
  }

  set seen(kept: Kept<Readonly<Record<string, boolean>> | null> | null) {
    this.#write(`${this.#scope}seen`, kept);
  }

  /** Why Bulk does not take an object, as far as known; asked again with the next API version. */
  bulkRefusal(name: string): string | null {
    return this.#read(`${this.#scope}bulk/${name}`);
  }

  setBulkRefusal(name: string, why: string): void {
    this.#write(`${this.#scope}bulk/${name}`, why);
  }

  /** When Salesforce last could not count an object's rows at once, milliseconds since 1970; null: it could. */
  tooLargeToCount(name: string): number | null {
    return this.#read(`uncounted/${name}`);
  }

  setTooLargeToCount(name: string, at: number): void {
    this.#write(`uncounted/${name}`, at);
  }

  /** Described as filterable, and refused when a query filters by it. */
  isUnfilterable(object: string, field: string): boolean {
    return this.#read(`${this.#scope}unfilterable/${object}.${field}`) === true;
  }

  setUnfilterable(object: string, field: string): void {
    this.#write(`${this.#scope}unfilterable/${object}.${field}`, true);
  }

  width(object: string, field: string): Width {
    return this.#read(`width/${object}.${field}`) ?? 0;
  }

  setWidth(object: string, field: string, width: Width): void {
    this.#write(`width/${object}.${field}`, width);
  }

  #read<T>(key: string): T | null {
    const text = this.#memory.get(key);
    if (text === undefined || text === '') return null;
    try {
      return JSON.parse(text) as T;
    } catch {
      return null;
    }
  }

  #write(key: string, value: unknown): void {
    this.#memory.set(key, value === null ? '' : JSON.stringify(value));
  }
}
