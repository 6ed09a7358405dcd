import type { Access, TableAccess } from '../../../model/contract.ts';
import { HighwaterError, toHighwaterError } from '../../../model/errors.ts';
import type { ChosenTable } from '../../../model/plan.ts';
import type { TableSchema } from '../../../model/table.ts';
import { SIGN_IN } from '../connect/dataverse-errors.ts';
import { ServiceFault } from '../connect/service-fault.ts';
import type { Client } from '../connect/web-api-client.ts';
import { countOf } from '../plan/open-import.ts';
import type { EntityInfo } from './metadata.ts';
import { hiddenRowsNote, ownPrivileges, Privileges, seesAll } from './privileges.ts';

const ENGLISH = 1033;

interface WhoAmI {
  readonly UserId: string;
  readonly OrganizationId: string;
}

export interface Identity {
  readonly access: Access;
  /** LCID of the organisation's base language. */
  readonly language: number;
  readonly privileges: Privileges;
}

/** Signs in and says who we are; what the user may not read of itself is left out. */
export async function identityOf(client: Client, signal: AbortSignal): Promise<Identity> {
  const me = await client.json<WhoAmI>('WhoAmI', SIGN_IN, signal);
  const [user, roles, organization, privileges] = await client.batch(
    [
      `systemusers(${me.UserId})?$select=fullname,domainname,applicationid`,
      `systemusers(${me.UserId})/systemuserroles_association?$select=name`,
      `organizations(${me.OrganizationId})?$select=name,languagecode`,
      ownPrivileges(me.UserId),
    ],
    SIGN_IN,
    signal,
    { lenient: true },
  );
  const own = fields<{ fullname?: string; domainname?: string; applicationid?: string }>(user);
  const org = fields<{ name?: string; languagecode?: number }>(organization);
  const names = fields<{ value?: { name: string }[] }>(roles).value?.map((r) => r.name) ?? [];
  const facts: (readonly [string, string])[] = [
    ['user id', me.UserId],
    ...(own.applicationid ? [['application', own.applicationid] as const] : []),
    ['organisation', org.name === undefined ? me.OrganizationId : `${org.name} (${me.OrganizationId})`],
    ['security roles', names.length === 0 ? 'not readable' : names.join(', ')],
  ];
  return {
    access: {
      identity: own.fullname ?? own.domainname ?? me.UserId,
      server: `${client.host} (Web API v9.2)`,
      system: me.OrganizationId.toLowerCase(),
      facts,
    },
    language: Number(org.languagecode ?? ENGLISH),
    privileges: new Privileges(client, me.UserId, privileges),
  };
}

function fields<T extends object>(answer: unknown): Partial<T> {
  return answer instanceof ServiceFault || typeof answer !== 'object' || answer === null ? {} : (answer as T);
}

export interface AccessInput {
  readonly signal: AbortSignal;
  entity(name: string): Promise<EntityInfo>;
  describe(table: ChosenTable): Promise<TableSchema>;
}

/** Reads one key of each table: metadata may be read by everybody, rows may not. */
export async function tableAccess(client: Client, tables: readonly ChosenTable[], input: AccessInput): Promise<TableAccess[]> {
  return Promise.all(tables.map(async (table) => oneTable(client, table, input)));
}

async function oneTable(client: Client, table: ChosenTable, { signal, entity, describe }: AccessInput): Promise<TableAccess> {
  const { ref } = table;
  const nothing = { ref, readable: false, rows: null, cursor: null, key: [], hidden: [] };
  try {
    const { EntitySetName: set, PrimaryIdAttribute: id } = await entity(ref.name);
    const schema = await describe(table);
    const [probe, counted, own] = await client.batch(
      [
        `${set}?$select=${id}&$top=1`,
        `RetrieveTotalRecordCount(EntityNames=['${ref.name}'])`,
        // The service's own count does not ask who wants to know; this one does, up to 50,000 rows.
        ...(seesAll(schema.visibility) ? [] : [`${set}?$apply=${encodeURIComponent('aggregate($count as n)')}`]),
      ],
      ref.name,
      signal,
      { lenient: true },
    );
    if (probe instanceof ServiceFault) throw client.explain(probe, ref.name);
    const { key, cursor, visibility } = schema;
    const total = countOf(counted);
    const seen = seesAll(visibility) ? total : (fields<{ value?: { n?: number }[] }>(own).value?.[0]?.n ?? null);
    const notes = [...schema.notes, ...hiddenRowsNote(visibility, seen, total)];
    const hidden = notes.flatMap((n) => (n.kind === 'access' && n.column !== undefined ? [n.column] : []));
    return { ref, readable: true, rows: seen, cursor: cursor?.column ?? null, key, hidden, notes };
  } catch (error) {
    const { message, hint } = error instanceof HighwaterError ? error : toHighwaterError(error);
    return { ...nothing, problem: { message, hint } };
  }
}
