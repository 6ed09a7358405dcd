import pLimit from 'p-limit';
import { HighwaterError } from '../../../model/errors.ts';
import { type Answer, type Call, type Client, isNotFound, type Meter } from '../connect/client.ts';
import { composite, type SubAnswer } from '../connect/composite.ts';
import { explain } from '../connect/error-advice.ts';
import { ServiceFailure } from '../connect/service-errors.ts';
import type { Kept, MetadataCache } from './metadata-cache.ts';
import { type ObjectEntry, type ObjectInfo, objectEntries, objectInfo, type RawDescribe, type RawGlobal } from './object-info.ts';

// As many parts as a composite takes; describes are none of its five queries. One can be a megabyte, so few such answers at a time.
// https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite_post.htm
const DESCRIBES_A_CALL = 25;
const CALLS_AT_ONCE = 2;

/**
 * Objects and fields as this user sees them, kept between runs. One conditional global describe tells whether anything changed; while it
 * says no, what was kept is trusted for a day (permissions change without a word), and not at all where it lacks what the configuration names.
 * https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_ifmodifiedsince.htm
 */
export class Describes {
  readonly #client: Client;
  readonly #memory: MetadataCache;
  readonly #trustMs: number;
  readonly #signal: AbortSignal;
  readonly #meter: Meter = { requests: 0 };
  readonly #fresh = new Map<string, Promise<ObjectInfo>>();
  /** Objects of which this run knows what an earlier one was answered. */
  readonly #kept = new Set<string>();
  #entries: Promise<readonly ObjectEntry[]> | null = null;
  #unchanged = false;
  /** When the list of objects, and with it the date of the last change of any, was last read whole. */
  #changesKnownAt = 0;
  #composites = true;

  constructor(client: Client, memory: MetadataCache, trustMs: number, signal: AbortSignal) {
    this.#client = client;
    this.#memory = memory;
    this.#trustMs = trustMs;
    this.#signal = signal;
  }

  /** All objects, queryable or not; one call a run. */
  async entries(): Promise<readonly ObjectEntry[]> {
    this.#entries ??= this.#global().catch((error: unknown) => {
      this.#entries = null;
      throw error;
    });
    return this.#entries;
  }

  /** One object. Throws TABLE_NOT_READABLE where the user does not see it. */
  async object(name: string): Promise<ObjectInfo> {
    await this.entries();
    const known = this.#fresh.get(name);
    if (known !== undefined) return known;
    const kept = this.#trusted(name);
    if (kept !== null) this.#kept.add(name);
    const reading = kept === null ? this.#read(name) : Promise.resolve(kept);
    this.#fresh.set(name, reading);
    return reading;
  }

  /** Reads several objects that have to be read again with few calls; failures show when `object` is called. */
  async prefetch(names: readonly string[]): Promise<void> {
    await this.entries();
    const wanted = [...new Set(names)].filter((n) => !this.#fresh.has(n) && this.#trusted(n) === null);
    const groups = Array.from({ length: Math.ceil(wanted.length / DESCRIBES_A_CALL) }, (_, i) =>
      wanted.slice(i * DESCRIBES_A_CALL, (i + 1) * DESCRIBES_A_CALL),
    ).filter((group) => group.length > 1);
    await pLimit(CALLS_AT_ONCE).map(groups, async (group) => this.#readGroup(group));
  }

  /** Drops an earlier run's list of objects; false where this run was sent the whole list. */
  forgetList(): boolean {
    if (!this.#unchanged) return false;
    this.#memory.global = null;
    this.#entries = null;
    return true;
  }

  /** Drops what an earlier run was answered of an object; false where this run was sent all of it. */
  forgetKept(name: string): boolean {
    const kept = this.#kept.has(name);
    if (kept) this.forget(name);
    return kept;
  }

  /** A kept describe has proved wrong. */
  forget(name: string): void {
    this.#kept.delete(name);
    this.#fresh.delete(name);
    this.#memory.setObject(name, null);
  }

  async #global(): Promise<readonly ObjectEntry[]> {
    const kept = this.#memory.global;
    let answer = await this.#conditional('/sobjects/', kept);
    // What time it is at the service the first answer tells.
    if (kept !== null && answer.status === 304 && !this.#young(kept)) answer = await this.#conditional('/sobjects/', null);
    this.#unchanged = answer.status === 304;
    this.#changesKnownAt = answer.status === 304 && kept !== null ? kept.readAt : this.#client.clock;
    if (answer.status === 304 && kept !== null) return kept.value;
    const value = objectEntries(JSON.parse(answer.body.toString()) as RawGlobal);
    this.#memory.global = {
      value,
      lastModified: answer.headers['last-modified'] ?? answer.headers.date ?? '',
      readAt: this.#changesKnownAt,
    };
    return value;
  }

  #trusted(name: string): ObjectInfo | null {
    const kept = this.#memory.object(name);
    if (kept === null || !this.#unchanged || !this.#young(kept)) return null;
    // An earlier run may have heard of a change and not come to ask what it was.
    return (kept.checkedAt ?? kept.readAt) >= this.#changesKnownAt ? kept.value : null;
  }

  #young(kept: Kept<unknown>): boolean {
    return this.#client.clock - kept.readAt < this.#trustMs;
  }

  /** Asks for a change since the kept answer; an old answer is read again in full. */
  #since(name: string): Kept<ObjectInfo> | null {
    const kept = this.#memory.object(name);
    return kept !== null && this.#young(kept) ? kept : null;
  }

  async #read(name: string): Promise<ObjectInfo> {
    const kept = this.#since(name);
    try {
      const { status, headers, body } = await this.#conditional(`/sobjects/${name}/describe`, kept);
      if (status === 304 && kept !== null) return this.#stillHolds(name, kept);
      return this.#keep(JSON.parse(body.toString()) as RawDescribe, headers);
    } catch (error) {
      throw isNotFound(error) ? notVisible(name) : explain(error, name);
    }
  }

  async #readGroup(names: readonly string[]): Promise<void> {
    if (!this.#composites) return;
    const parts = names.map((name) => {
      const since = this.#since(name)?.lastModified;
      return {
        path: `${this.#client.base}/sobjects/${name}/describe`,
        ...(since === undefined ? {} : { headers: { 'If-Modified-Since': since } }),
      };
    });
    let answers: SubAnswer[];
    try {
      answers = await composite(this.#client, parts, this.#meter, this.#signal);
    } catch (error) {
      // Not every organisation may take this form; one by one they will tell what is wrong.
      this.#signal.throwIfAborted();
      this.#composites = !(error instanceof ServiceFailure && error.status < 500);
      return;
    }
    names.forEach((name, i) => {
      const answer = answers[i];
      const kept = this.#memory.object(name);
      if (answer?.status === 304 && kept !== null) this.#fresh.set(name, Promise.resolve(this.#stillHolds(name, kept)));
      if (answer?.status === 200)
        this.#fresh.set(name, Promise.resolve(this.#keep(JSON.parse(answer.body.toString()) as RawDescribe, answer.headers)));
    });
  }

  #stillHolds(name: string, kept: Kept<ObjectInfo>): ObjectInfo {
    this.#kept.add(name);
    this.#memory.setObject(name, { ...kept, checkedAt: this.#now() });
    return kept.value;
  }

  /** The clocks of the service's machines differ; what is asked after the list of objects must not seem to come before it. */
  #now(): number {
    return Math.max(this.#client.clock, this.#changesKnownAt);
  }

  #keep(raw: RawDescribe, headers: Readonly<Record<string, string>>): ObjectInfo {
    const value = objectInfo(raw);
    const lastModified = headers['last-modified'] ?? headers['Last-Modified'] ?? new Date(this.#client.clock).toUTCString();
    this.#memory.setObject(raw.name, { value, lastModified, readAt: this.#client.clock, checkedAt: this.#now() });
    return value;
  }

  async #conditional(path: string, kept: Kept<unknown> | null): Promise<Answer> {
    const headers = kept === null ? {} : { 'If-Modified-Since': kept.lastModified };
    const call: Call = { path: this.#client.base + path, headers, meter: this.#meter, signal: this.#signal };
    return this.#client.bytes(call);
  }
}

function notVisible(name: string): HighwaterError {
  return new HighwaterError(
    'TABLE_NOT_READABLE',
    `${name}: this object does not exist in the organisation, or Highwater's user can't see it.`,
    'Compare the name with "API Name" in Setup > Object Manager. If it is there, grant the user "Read" and "View All Records" on it (permission set > Object Settings).',
  );
}
