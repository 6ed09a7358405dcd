import type {
  Access,
  DerivedTable,
  Opener,
  Source,
  SourceContext,
  SourceTables,
  TableAccess,
  TableChoice,
  TableDescription,
  Usage,
} from '../../model/contract.ts';
import type { ChosenTable, TablePlan } from '../../model/plan.ts';
import type { TableRef, TableSchema } from '../../model/table.ts';
import { describeEach } from '../shared/describe-each.ts';
import { SalesforceSignIn } from './connect/auth.ts';
import { Client, isNotFound, type Meter } from './connect/client.ts';
import { explain } from './connect/error-advice.ts';
import { accessOf, chooseVersion, dailyLimits, noSuchVersion, recordCounts, userName } from './connect/organisation.ts';
import type { Tuning } from './connect/tuning.ts';
import { existsHidden, hiddenFields, tableAccess, visibleCounts } from './describe/access.ts';
import { describeTable, spellOptions } from './describe/describe-table.ts';
import { documentsLack, documentsTable } from './describe/documents.ts';
import { impliedTables } from './describe/implied-tables.ts';
import { MetadataCache } from './describe/metadata-cache.ts';
import type { ObjectEntry, ObjectInfo } from './describe/object-info.ts';
import { Describes } from './describe/objects.ts';
import { ObjectPermissions, seesAll } from './describe/visibility.ts';
import { organisationAddress, type SalesforceOptions } from './options.ts';
import type { SourceParts } from './plan/import-planner.ts';
import { SalesforceOpener } from './plan/opener.ts';
import { tableQueryOf } from './plan/table-query.ts';

// Of those that last longer than 20 s, in one organisation: https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/salesforce_app_limits_cheatsheet/salesforce_app_limits_platform_api.htm
const REQUESTS_AT_ONCE = 25;

/** A Salesforce organisation. Everything here only reads. */
export class SalesforceSource implements Source {
  readonly name: string;
  readonly address: string;
  readonly #options: SalesforceOptions;
  readonly #context: SourceContext;
  readonly #session: SalesforceSignIn;
  readonly #client: Client;
  readonly #memory: MetadataCache;
  readonly #describes: Describes;
  readonly #shared: SourceParts;
  readonly #meter: Meter = { requests: 0 };
  readonly #said = new Set<string>();
  #quotas: Usage['quotas'] = [];
  #instanceUrl: string;

  constructor(options: SalesforceOptions, context: SourceContext, tuning: Tuning) {
    this.name = context.name;
    this.address = organisationAddress(options);
    this.#instanceUrl = this.address;
    this.#options = options;
    this.#context = context;
    this.#session = new SalesforceSignIn(options, context, tuning);
    this.#client = new Client(this.#session, context, tuning);
    this.#memory = new MetadataCache(context.memory);
    this.#describes = new Describes(this.#client, this.#memory, tuning.trustDescribesMs, context.signal);
    this.#shared = {
      client: this.#client,
      memory: this.#memory,
      permissions: new ObjectPermissions(this.#client, this.#memory, {
        trustMs: tuning.trustDescribesMs,
        signal: context.signal,
        userId: async () => (await this.#session.signed()).userId,
      }),
      tuning,
      context,
      run: { noMore: false, stuck: 0 },
    };
  }

  async connect(): Promise<Access> {
    const { signal } = this.#context;
    const signed = await this.#session.signed();
    this.#instanceUrl = signed.instanceUrl;
    try {
      const version = await this.#useVersion();
      return accessOf(signed, await userName(this.#client, this.#memory, signed, this.#meter, signal), version);
    } catch (error) {
      throw explain(error, this.name);
    }
  }

  async tables(choose: (refs: readonly TableRef[]) => TableChoice): Promise<SourceTables> {
    let refs = offered(await this.#entries());
    let { chosen, missing } = choose(refs);
    if (missing.length > 0 && this.#describes.forgetList()) {
      refs = offered(await this.#entries());
      ({ chosen, missing } = choose(refs));
    }
    const hidden = await this.#hidden(missing);
    return { refs, implied: await this.#implied(chosen, await this.#entries()), hidden };
  }

  async describe(tables: readonly ChosenTable[]): Promise<readonly TableDescription[]> {
    await this.#describes.prefetch(tables.map((t) => t.ref.name));
    return describeEach(tables, this.#context.parallel, async (table) => this.#described(table));
  }

  /** What an earlier run was answered is no reason to fail: a permission may have been granted since, which no date shows. */
  async #described({ ref, options }: ChosenTable): Promise<{ chosen: ChosenTable; schema: TableSchema }> {
    const look = async () => {
      const chosen = { ref, options: spellOptions(await this.#describes.object(ref.name), options) };
      return { chosen, schema: await this.#describe(chosen) };
    };
    try {
      const found = await look();
      if (hasAllNamed(found) || !this.#describes.forgetKept(ref.name)) return found;
    } catch (error) {
      if (!this.#describes.forgetKept(ref.name)) throw error;
    }
    return look();
  }

  /** True where a wider type is remembered for every column, so that describing again helps. */
  widen(ref: TableRef, columns: readonly string[]): boolean {
    const widths = columns.map((c) => [c, this.#memory.width(ref.name, c)] as const).filter(([, width]) => width < 2);
    for (const [column, width] of widths) this.#memory.setWidth(ref.name, column, width === 0 ? 1 : 2);
    return widths.length === columns.length && columns.length > 0;
  }

  async access(tables: readonly ChosenTable[]): Promise<readonly TableAccess[]> {
    const { signal } = this.#context;
    this.#quotas = await dailyLimits(this.#client, this.#meter, signal).catch((error: unknown) => {
      throw explain(error, this.name);
    });
    const counts = await recordCounts(
      this.#client,
      tables.map((t) => t.ref.name),
      this.#meter,
      signal,
    );
    await this.#describes.prefetch(tables.map((t) => t.ref.name));
    const found = await Promise.all(tables.map(async (table) => this.#look(table)));
    const hidden = await hiddenFields(
      this.#client,
      found.flatMap((f) => f.object ?? []),
      this.#meter,
      signal,
    );
    const partly = found.filter((f) => !seesAll(f.schema?.visibility)).map((f) => f.table.ref.name);
    const seen = await visibleCounts(this.#client, partly, this.#meter, signal);
    return found.map((f) => {
      const { name } = f.table.ref;
      return tableAccess({
        ...f,
        counted: counts.get(name) ?? null,
        seen: seen.get(name) ?? null,
        hidden: hidden.get(name) ?? [],
      });
    });
  }

  async open(plans: readonly TablePlan[]): Promise<Opener> {
    return SalesforceOpener.open(this.#shared, plans, this.#meter, (plan) => this.#forget(plan));
  }

  derive(plans: readonly TablePlan[]): readonly DerivedTable[] {
    for (const message of documentsLack(plans).filter((m) => !this.#said.has(m))) {
      this.#said.add(message);
      this.#context.notice(message);
    }
    const documents = documentsTable(plans, this.#instanceUrl);
    return documents === null ? [] : [documents];
  }

  usage(): Usage {
    const { daily, requests } = this.#client;
    const calls = daily === null ? [] : [{ name: 'API calls in 24 hours', used: daily.used, limit: daily.limit }];
    return { requests, quotas: [...calls, ...this.#quotas] };
  }

  jobsAtOnce(): number {
    const { parallel, apiBudget } = this.#context;
    const { daily } = this.#client;
    const left = daily === null ? 1 : 1 - daily.used / Math.max(1, daily.limit);
    return Math.min(Math.floor(REQUESTS_AT_ONCE / parallel), Math.floor(left / apiBudget));
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.#session.close();
  }

  async #useVersion(): Promise<string> {
    const { signal } = this.#context;
    const { orgId, userId } = await this.#session.signed();
    const version = await chooseVersion(this.#client, this.#memory, this.#options.api_version, this.#meter, signal);
    this.#client.base = `/services/data/v${version}`;
    this.#memory.scope(orgId, userId, version);
    return version;
  }

  async #entries(): Promise<readonly ObjectEntry[]> {
    try {
      return await this.#describes.entries().catch(async (error: unknown) => {
        if (!isNotFound(error)) throw error;
        const { api_version: configured } = this.#options;
        if (configured !== undefined)
          throw await noSuchVersion(this.name, configured, this.#client, this.#meter, this.#context.signal);
        // The remembered version may be that of another organisation behind the same name, or of a preview that has ended.
        this.#memory.version = null;
        await this.#useVersion();
        return this.#describes.entries();
      });
    } catch (error) {
      throw explain(error, this.name);
    }
  }

  async #describe({ ref, options }: ChosenTable): Promise<TableSchema> {
    return describeTable(
      {
        ...this.#shared,
        describes: this.#describes,
        meter: this.#meter,
        instanceUrl: this.#instanceUrl,
        preferred: this.#options.cursor,
      },
      ref,
      options,
    );
  }

  async #implied(chosen: readonly ChosenTable[], entries: readonly ObjectEntry[]): Promise<readonly ChosenTable[]> {
    await this.#describes.prefetch(chosen.map((t) => t.ref.name));
    return impliedTables(
      chosen,
      entries.filter((e) => e.queryable).map(refOf),
      async (name) => this.#describes.object(name),
      (message) => this.#context.notice(message),
    );
  }

  /** What is known of names that the list of objects lacks. */
  async #hidden(missing: readonly string[]): Promise<SourceTables['hidden']> {
    const hint =
      'Grant it: Setup > Permission Sets > the set of that user > Object Settings > the object > "Read" and "View All Records".';
    const found = await Promise.all(
      missing.map(async (name) => existsHidden(this.#client, name, this.#meter, this.#context.signal)),
    );
    const names = missing.filter((_, i) => found[i] === true);
    return new Map(
      names.map((name) => [name, { message: `${this.name}.${name} exists, but Highwater's user can't see it.`, hint }]),
    );
  }

  async #look(
    table: ChosenTable,
  ): Promise<{ table: ChosenTable; schema: TableSchema | null; object: ObjectInfo | null; error: unknown }> {
    try {
      const object = await this.#describes.object(table.ref.name);
      return { table, schema: await this.#describe(table), object, error: null };
    } catch (error) {
      return { table, schema: null, object: null, error };
    }
  }

  #forget(plan: TablePlan): void {
    this.#describes.forget(plan.ref.name);
    const { object } = tableQueryOf(plan);
    if (object !== plan.ref.name) this.#describes.forget(object);
  }
}

function refOf({ name, label, custom }: ObjectEntry): TableRef {
  return {
    name,
    target: name,
    label,
    kind: custom ? 'custom object' : 'standard object',
    category: custom ? 'Custom Objects' : 'Standard Objects',
  };
}

function offered(entries: readonly ObjectEntry[]): readonly TableRef[] {
  return entries.map((e) => (e.queryable ? refOf(e) : { ...refOf(e), exactOnly: true }));
}

/** Whether the object has every column that the configuration speaks of. */
function hasAllNamed({ chosen, schema }: { chosen: ChosenTable; schema: TableSchema }): boolean {
  const names = new Set(schema.columns.map((c) => c.name));
  const { columns, types } = chosen.options;
  return [...(columns?.include ?? []), ...(columns?.exclude ?? []), ...Object.keys(types)].every((name) => names.has(name));
}
