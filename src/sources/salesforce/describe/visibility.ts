import { HighwaterError } from '../../../model/errors.ts';
import type { TablePlan } from '../../../model/plan.ts';
import type { Note, Visibility } from '../../../model/table.ts';
import type { Client, Meter } from '../connect/client.ts';
import { isLimit } from '../connect/organisation.ts';
import { askRecords } from '../read/rest-pages.ts';
import type { MetadataCache } from './metadata-cache.ts';

/** Whether the user sees all records of an object, by its name; null where Salesforce does not say. */
export type ReadableObjects = Readonly<Record<string, boolean>> | null;

/**
 * How much of each object this user sees. "View All Data" and "Modify All Data" show as "View All Records" of every object, and assigned
 * groups of permission sets as one set. Needs "View Setup and Configuration"; objects without permissions of their own are not in it.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_objectpermissions.htm
 */
export class ObjectPermissions {
  readonly #client: Client;
  readonly #memory: MetadataCache;
  readonly #trustMs: number;
  readonly #signal: AbortSignal;
  readonly #meter: Meter = { requests: 0 };
  readonly #userId: () => Promise<string>;
  #fresh: Promise<ReadableObjects> | null = null;

  constructor(
    client: Client,
    memory: MetadataCache,
    { trustMs, signal, userId }: { trustMs: number; signal: AbortSignal; userId(): Promise<string> },
  ) {
    this.#client = client;
    this.#memory = memory;
    this.#trustMs = trustMs;
    this.#signal = signal;
    this.#userId = userId;
  }

  /** As remembered for a day, like describes: one call for all objects. */
  async of(object: string): Promise<Visibility | undefined> {
    const kept = this.#fresh === null ? this.#memory.seen : null;
    const known = kept !== null && Math.abs(this.#client.clock - kept.readAt) < this.#trustMs;
    if (known) return visibilityOf(kept.value, object);
    // A limit is worth no failed description; `confirm` asks again before it matters.
    const seen = await this.#now().catch(() => null);
    this.#signal.throwIfAborted();
    return visibilityOf(seen, object);
  }

  /** For whoever takes rows that are not shown for deleted, and so must know how much is seen now. Throws SCHEMA_CHANGED where that is less than planned. */
  async confirm({ ref, schema }: TablePlan): Promise<void> {
    const planned = schema.visibility;
    if (planned === undefined || !seesAll(planned)) return;
    const now = visibilityOf(await this.#now(), ref.name);
    if (now === undefined || now.rank >= planned.rank) return;
    throw new HighwaterError(
      'SCHEMA_CHANGED',
      `${ref.name}: Highwater's user sees less of it than before (${now.words} now, ${planned.words} before).`,
      'The table keeps its previous rows. Run again.',
    );
  }

  async #now(): Promise<ReadableObjects> {
    this.#fresh ??= this.#ask().catch((error: unknown) => {
      this.#signal.throwIfAborted();
      if (isLimit(error)) {
        this.#fresh = null;
        throw error;
      }
      // Without "View Setup and Configuration" nothing is known; rows are read all the same.
      return null;
    });
    const value = await this.#fresh;
    this.#memory.seen = { value, lastModified: '', readAt: this.#client.clock };
    return value;
  }

  async #ask(): Promise<ReadableObjects> {
    const reader = { client: this.#client, meter: this.#meter, signal: this.#signal };
    const sets = `SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '${await this.#userId()}'`;
    const rows = await askRecords(
      reader,
      `SELECT SobjectType, PermissionsViewAllRecords FROM ObjectPermissions WHERE PermissionsRead = true AND ParentId IN (${sets})`,
    );
    const seen: Record<string, boolean> = {};
    for (const row of rows) {
      const name = String(row.SobjectType);
      seen[name] = seen[name] === true || String(row.PermissionsViewAllRecords) === 'true';
    }
    return rows.length === 0 ? null : seen;
  }
}

function visibilityOf(seen: ReadableObjects, object: string): Visibility | undefined {
  const all = seen?.[object];
  return all === undefined ? undefined : all ? ALL : SHARED;
}

const ALL_ROWS = 2;
export const ALL: Visibility = { rank: ALL_ROWS, words: 'View All Records' };
export const SHARED: Visibility = { rank: 1, words: 'records shared with the user' };

export const seesAll = (visibility: Visibility | undefined): boolean => visibility === undefined || visibility.rank >= ALL_ROWS;

/** For `check`: how many rows are missing. Null: not said. */
export function hiddenRowsNote(visibility: Visibility | undefined, seen: number | null, counted: number | null): Note[] {
  if (seesAll(visibility) || seen === null || counted === null || seen >= counted) return [];
  const number = (n: number): string => n.toLocaleString('en-US');
  const message = `rows are hidden: without "View All Records" the user sees ${number(seen)} of the ${number(counted)} records that Salesforce counts (its count may be some hours old); grant it under Setup > Permission Sets > the set of that user > Object Settings > the object`;
  return [{ kind: 'access', message }];
}
