import type {
  Access,
  CannotContinue,
  Opener,
  Resume,
  Source,
  SourceContext,
  SourceTables,
  TableAccess,
  TableChoice,
  TableDescription,
  TableImport,
  Usage,
} from '../../model/contract.ts';
import { HighwaterError } from '../../model/errors.ts';
import type { ChosenTable, TableOptions, TablePlan } from '../../model/plan.ts';
import type { TableRef, TableSchema } from '../../model/table.ts';
import { describeEach } from '../shared/describe-each.ts';
import { NotReadable } from './connect/dataverse-errors.ts';
import { EntraSignIn } from './connect/entra-sign-in.ts';
import { WebApiClient } from './connect/web-api-client.ts';
import { columnQueries, type EntityInfo, isElastic, isVirtual, LIST, labelIn, tableInfo } from './describe/metadata.ts';
import { type Currency, describeTable } from './describe/table-schema.ts';
import { identityOf, type Privileges, privilegesQuery, readPrivilegeOf, tableAccess } from './describe/user-access.ts';
import { type DynamicsOptions, organisationOrigin } from './options.ts';
import { openImport, selectImport } from './plan/open-import.ts';
import { whyTokenExpired } from './read/change-tracking.ts';
import { PageSize } from './read/pages.ts';
import { TUNING, type Tuning } from './tuning.ts';

// 1,200 s of execution in 300 s, for one user on one server: https://learn.microsoft.com/power-apps/developer/data-platform/api-limits
const BUSY_AT_ONCE = 4;

/** Microsoft Dynamics 365 / Dataverse, by its Web API. */
export class DynamicsSource implements Source {
  readonly name: string;
  readonly address: string;
  readonly #options: DynamicsOptions;
  readonly #context: SourceContext;
  readonly #tuning: Tuning;
  readonly #client: WebApiClient;
  readonly #entities = new Map<string, EntityInfo>();
  /** The list of tables, requested while signing in; null where it is to be requested. */
  #listed: Promise<{ value: EntityInfo[] }> | null = null;
  #language = 1033;
  #privileges: Privileges | null = null;
  #currencies: Promise<readonly Currency[] | null> | null = null;

  constructor(options: DynamicsOptions, context: SourceContext, tuning: Tuning = TUNING) {
    this.name = context.name;
    this.address = organisationOrigin(options.url);
    this.#options = options;
    this.#context = context;
    this.#tuning = tuning;
    this.#client = new WebApiClient(this.address, new EntraSignIn(options.auth, this.address, context, tuning), tuning);
  }

  async connect(): Promise<Access> {
    const { access, language, privileges } = await identityOf(this.#client, this.#context.signal, () => this.#listAhead());
    this.#privileges = privileges;
    this.#language = this.#options.label_language ?? language;
    const { lastDate } = this.#client;
    return lastDate === null ? access : { ...access, clock: new Date(lastDate).toISOString() };
  }

  async tables(choose: (refs: readonly TableRef[]) => TableChoice): Promise<SourceTables> {
    const refs = await this.#list();
    choose(refs);
    return { refs, implied: [], hidden: new Map() };
  }

  /** The list is the largest answer of a run with few changes: it comes while others do. Whoever needs it gets its error. */
  #listAhead(): void {
    this.#listed = this.#requestList();
    this.#listed.catch(() => undefined);
  }

  async #requestList(): Promise<{ value: EntityInfo[] }> {
    return this.#client.json(LIST, 'the list of tables', this.#context.signal);
  }

  async #list(): Promise<readonly TableRef[]> {
    const asked = this.#listed ?? this.#requestList();
    this.#listed = null;
    const { value } = await asked;
    const inApi = value.filter((e) => e.EntitySetName !== null && e.EntitySetName !== '' && e.PrimaryIdAttribute !== null);
    for (const entity of inApi) this.#entities.set(entity.LogicalName, entity);
    return inApi.map((entity) => this.#refOf(entity)).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async describe(tables: readonly ChosenTable[]): Promise<readonly TableDescription[]> {
    return describeEach(tables, this.#context.parallel, async (chosen) => ({
      chosen: { ...chosen, options: withMaskInAnyCase(chosen.options) },
      schema: await this.#describe(chosen.ref, chosen.options),
    }));
  }

  async #describe(ref: TableRef, options: TableOptions): Promise<TableSchema> {
    const entity = await this.#entity(ref.name);
    const { signal } = this.#context;
    const queries = [privilegesQuery(ref.name), ...columnQueries(ref.name)];
    const [own, ...answers] = await this.#client.batch(queries, ref.name, signal);
    const info = tableInfo(entity, answers);
    const hasMoney = info.attributes.some((a) => a.AttributeType === 'Money');
    const currencies = hasMoney ? await this.#readCurrencies() : null;
    const visibility = (await this.#privileges?.visibility(readPrivilegeOf(own), ref.name, signal)) ?? null;
    const schema = describeTable({ ref, info, options, language: this.#language, currencies });
    return visibility === null ? schema : { ...schema, visibility };
  }

  /** Why an incremental import can't continue from its change-tracking token. */
  async #cannotContinue(plan: TablePlan): Promise<string | null> {
    if (plan.mode !== 'incremental' || plan.schema.cursor?.kind !== 'token') return null;
    const token = plan.since?.token;
    if (token === undefined) return 'there is no change-tracking token yet';
    const { signal } = this.#context;
    const request = {
      client: this.#client,
      size: new PageSize(this.#tuning),
      subject: plan.ref.name,
      signal,
      meter: { requests: 0, bytes: 0 },
    };
    return whyTokenExpired(request, token);
  }

  async access(tables: readonly ChosenTable[]): Promise<readonly TableAccess[]> {
    return tableAccess(this.#client, tables, {
      signal: this.#context.signal,
      entity: async (name) => this.#entity(name),
      describe: async (table) => this.#describe(table.ref, table.options),
    });
  }

  /** Nothing is fetched ahead. */
  async open(): Promise<Opener> {
    return { begin: async (plan, resume) => this.#begin(plan, resume), select: async (plan) => this.#select(plan) };
  }

  async #begin(plan: TablePlan, resume: Resume | null): Promise<TableImport | CannotContinue> {
    const { parallel, signal } = this.#context;
    const cannotContinue = await this.#cannotContinue(plan);
    if (cannotContinue !== null) return { cannotContinue };
    const entity = await this.#entity(plan.ref.name);
    return openImport({ plan, resume, entity, client: this.#client, tuning: this.#tuning, parallel, signal });
  }

  async #select(plan: TablePlan): Promise<TableImport> {
    const { parallel, signal } = this.#context;
    const entity = await this.#entity(plan.ref.name);
    return selectImport({ plan, resume: null, entity, client: this.#client, tuning: this.#tuning, parallel, signal });
  }

  usage(): Usage {
    return this.#client.usage();
  }

  jobsAtOnce(): number {
    return Math.floor(BUSY_AT_ONCE / this.#context.parallel);
  }

  async close(): Promise<void> {
    this.#client.close();
  }

  #refOf(entity: EntityInfo): TableRef {
    const name = entity.LogicalName;
    return { name, target: name, label: labelIn(entity.DisplayName, this.#language) ?? name, kind: kindOf(entity) };
  }

  async #entity(name: string): Promise<EntityInfo> {
    if (this.#entities.size === 0) await this.#list();
    const entity = this.#entities.get(name);
    if (entity !== undefined) return entity;
    throw new HighwaterError(
      'TABLE_NOT_FOUND',
      `${name}: ${this.#client.host} has no such table.`,
      "Use the table's logical name, such as account or new_project; `highwater discover` lists all of them.",
    );
  }

  /** Asked for once; null where the user may not read them. */
  async #readCurrencies(): Promise<readonly Currency[] | null> {
    const path = 'transactioncurrencies?$select=transactioncurrencyid,isocurrencycode';
    this.#currencies ??= this.#client
      .json<{ value: { transactioncurrencyid: string; isocurrencycode: string | null }[] }>(
        path,
        'transactioncurrency',
        this.#context.signal,
      )
      .then(({ value }) =>
        value.flatMap((c) => (c.isocurrencycode === null ? [] : [{ id: c.transactioncurrencyid, code: c.isocurrencycode }])),
      )
      .catch((error: unknown) => {
        if (error instanceof NotReadable) return null;
        this.#currencies = null;
        throw error;
      });
    return this.#currencies;
  }
}

function kindOf(entity: EntityInfo): string {
  if (isElastic(entity)) return 'elastic table';
  if (isVirtual(entity)) return 'virtual table';
  if (entity.IsIntersect) return 'intersect table';
  return entity.IsActivity ? 'activity table' : 'table';
}

/** Logical names have no capitals; people know columns by schema names, which do: `EMailAddress1` is emailaddress1. */
function withMaskInAnyCase(options: TableOptions): TableOptions {
  const { mask } = options;
  if (mask === undefined) return options;
  return { ...options, mask: { ...mask, rules: mask.rules.map(([name, rule]) => [name.toLowerCase(), rule] as const) } };
}
