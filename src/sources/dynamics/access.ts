import { HighwaterError, toHighwaterError } from '../../errors.ts';
import type { ChosenTable } from '../../model/plan.ts';
import type { TableSchema } from '../../model/table.ts';
import type { Access, TableAccess } from '../source.ts';
import type { Client } from './client.ts';
import { ServiceFault } from './errors.ts';
import type { EntityInfo } from './metadata.ts';
import { countOf } from './open.ts';

const ENGLISH = 1033;

interface WhoAmI {
  readonly UserId: string;
  readonly OrganizationId: string;
}

/** Signs in and says who we are; what the user may not read of itself is left out. */
export async function identityOf(client: Client, signal: AbortSignal): Promise<{ access: Access; language: number }> {
  const me = await client.json<WhoAmI>('WhoAmI', 'the sign-in', signal);
  const [user, roles, organization] = await client.batch(
    [
      `systemusers(${me.UserId})?$select=fullname,domainname,applicationid`,
      `systemusers(${me.UserId})/systemuserroles_association?$select=name`,
      `organizations(${me.OrganizationId})?$select=name,languagecode`,
    ],
    'the sign-in',
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
    access: { identity: own.fullname ?? own.domainname ?? me.UserId, server: `${client.host} (Web API v9.2)`, facts },
    language: Number(org.languagecode ?? ENGLISH),
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
    const [probe, total] = await client.batch(
      [`${set}?$select=${id}&$top=1`, `RetrieveTotalRecordCount(EntityNames=['${ref.name}'])`],
      ref.name,
      signal,
      { lenient: true },
    );
    if (probe instanceof ServiceFault) throw client.explain(probe, ref.name);
    const { notes, key, cursor } = schema;
    const hidden = notes.flatMap((n) => (n.kind === 'access' && n.column !== undefined ? [n.column] : []));
    return { ref, readable: true, rows: countOf(total), cursor: cursor?.column ?? null, key, hidden, notes };
  } catch (error) {
    const { message, hint } = error instanceof HighwaterError ? error : toHighwaterError(error);
    return { ...nothing, problem: { message, hint } };
  }
}
