import type { Access, SourceContext, Usage } from '../../model/contract.ts';
import type {
  Destination,
  FindRequest,
  FoundRecord,
  RowBatch,
  RowOutcome,
  TargetField,
  TargetObject,
} from '../../model/destination.ts';
import { EntraSignIn } from '../../sources/dynamics/connect/entra-sign-in.ts';
import { ServiceFault } from '../../sources/dynamics/connect/service-fault.ts';
import { WebApiClient } from '../../sources/dynamics/connect/web-api-client.ts';
import { WebApiTransport } from '../../sources/dynamics/connect/web-api-transport.ts';
import { identityOf } from '../../sources/dynamics/describe/user-access.ts';
import { apiTwin, organisationOrigin } from '../../sources/dynamics/options.ts';
import { TUNING, type Tuning } from '../../sources/dynamics/tuning.ts';
import { explainFault } from './connect/write-faults.ts';
import type { Languages } from './describe/languages.ts';
import {
  definitionOf,
  metadataQueries,
  type TargetEntity,
  type TargetMetadata,
  targetMetadata,
} from './describe/target-metadata.ts';
import { type Rights, relationshipOf, targetTable } from './describe/target-table.ts';
import { findRows, KEYS_A_BATCH } from './find/find-rows.ts';
import type { DynamicsTargetOptions } from './options.ts';
import { ROWS_A_BATCH, sendRowsByBatch } from './send/batches.ts';
import { detailOf } from './send/row-request.ts';

/** A Dataverse environment that exports write to. */
export class DynamicsDestination implements Destination {
  readonly name: string;
  readonly address: string;
  readonly findLimit = KEYS_A_BATCH;
  readonly sendLimit = ROWS_A_BATCH;
  readonly #options: DynamicsTargetOptions;
  readonly #signal: AbortSignal;
  readonly #transport: WebApiTransport;
  readonly #client: WebApiClient;
  #languages: Languages = { base: 1033, labels: 1033 };
  #userId = '';

  constructor(options: DynamicsTargetOptions, context: SourceContext, tuning: Tuning = TUNING) {
    this.name = context.name;
    this.address = organisationOrigin(options.url);
    this.#options = options;
    this.#signal = context.signal;
    const signIn = new EntraSignIn(options.auth, this.address, context, tuning);
    const twin = apiTwin(this.address);
    this.#transport = new WebApiTransport(twin === null ? [this.address] : [this.address, twin], signIn, tuning);
    this.#client = new WebApiClient(this.address, signIn, tuning, this.#transport);
  }

  async connect(): Promise<Access> {
    const { access, language, userId } = await identityOf(this.#client, this.#signal);
    this.#userId = userId;
    this.#languages = { base: language, labels: this.#options.label_language ?? language };
    return access;
  }

  async describe(object: string, columns: readonly string[]): Promise<TargetObject | null> {
    const entity = await this.#entity(object.toLowerCase());
    if (entity === null) return null;
    const metadata = await this.#metadata(entity);
    const parents = new Map<string, TargetMetadata>([[entity.LogicalName, metadata]]);
    const named = columns.flatMap(
      (column) => metadata.keys.find((k) => k.LogicalName === column.toLowerCase())?.KeyAttributes ?? [column],
    );
    for (const column of named) {
      const [name = ''] = column.split('.');
      const target = (relationshipOf(metadata, name) ?? relationshipOf(metadata, name.toLowerCase()))?.ReferencedEntity;
      const parent = target === undefined || parents.has(target) ? null : await this.#entity(target);
      if (parent !== null && target !== undefined) parents.set(target, await this.#metadata(parent));
    }
    return targetTable(metadata, columns, parents, await this.#rights(entity), this.#languages);
  }

  async find(request: FindRequest): Promise<readonly FoundRecord[]> {
    try {
      return await findRows({ transport: this.#transport, base: this.#client.base, signal: this.#signal }, request);
    } catch (error) {
      this.#signal.throwIfAborted();
      throw explainFault(error, request.object.name);
    }
  }

  /** Exact up to 50,000 rows; above, the service does not count. */
  async countFilled(object: TargetObject, key: TargetField): Promise<{ records: number; filled: number } | null> {
    const { set, wires } = detailOf(object);
    const count = (condition: string): string => `${set}?$apply=${encodeURIComponent(`${condition}aggregate($count as n)`)}`;
    const filled = (key.parts ?? [key]).map(({ name }) => `${wires.get(name)?.property ?? name} ne null`).join(' and ');
    const paths = [count(''), count(`filter(${filled})/`)];
    const answers = await this.#client.batch(paths, object.name, this.#signal, { lenient: true });
    const [records, full] = answers.map((a) => (a as { value?: { n: number }[] }).value?.[0]?.n);
    return records === undefined || full === undefined ? null : { records, filled: full };
  }

  async send(batch: RowBatch): Promise<readonly RowOutcome[]> {
    return sendRowsByBatch(this.#transport, this.#client.base, batch, this.#signal);
  }

  /** `UpsertMultiple` answers for all rows at once and names none. */
  bulk(): null {
    return null;
  }

  usage(): Usage {
    return this.#client.usage();
  }

  async close(): Promise<void> {
    this.#client.close();
  }

  async #entity(table: string): Promise<TargetEntity | null> {
    if (!/^\w+$/.test(table)) return null;
    const [answer] = await this.#client.batch([definitionOf(table)], table, this.#signal, { lenient: true });
    if (!(answer instanceof ServiceFault))
      return (answer as TargetEntity).EntitySetName === null ? null : (answer as TargetEntity);
    if (answer.status === 404) return null;
    throw this.#client.explain(answer, table);
  }

  async #metadata(entity: TargetEntity): Promise<TargetMetadata> {
    return targetMetadata(
      entity,
      await this.#client.batch(metadataQueries(entity.LogicalName), entity.LogicalName, this.#signal),
    );
  }

  /** What the user's roles let it do to the table; where the service does not say, that shows when rows are sent. */
  async #rights({ LogicalName: table, Privileges: all }: TargetEntity): Promise<Rights> {
    const nameOf = (type: string): string => all.find((p) => p.PrivilegeType === type)?.Name ?? '';
    const names = encodeURIComponent(JSON.stringify(['Create', 'Write', 'Delete'].map(nameOf)));
    const path = `systemusers(${this.#userId})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames(PrivilegeNames=@p)?@p=${names}`;
    const [answer] = await this.#client.batch([path], table, this.#signal, { lenient: true });
    if (answer instanceof ServiceFault) return { create: true, write: true, delete: true };
    const held = new Set((answer as { RolePrivileges: { PrivilegeName: string }[] }).RolePrivileges.map((p) => p.PrivilegeName));
    return { create: held.has(nameOf('Create')), write: held.has(nameOf('Write')), delete: held.has(nameOf('Delete')) };
  }
}
