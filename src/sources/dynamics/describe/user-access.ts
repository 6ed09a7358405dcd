import type { Access, TableAccess } from '../../../model/contract.ts';
import { HighwaterError, toHighwaterError } from '../../../model/errors.ts';
import type { ChosenTable } from '../../../model/plan.ts';
import type { Note, TableSchema, Visibility } from '../../../model/table.ts';
import { SIGN_IN } from '../connect/dataverse-errors.ts';
import { ServiceFault } from '../connect/service-fault.ts';
import type { WebApiClient } from '../connect/web-api-client.ts';
import { countOf } from '../plan/open-import.ts';
import type { EntityInfo } from './metadata.ts';

const ENGLISH = 1033;

interface WhoAmI {
  readonly UserId: string;
  readonly OrganizationId: string;
}

export interface Identity {
  readonly access: Access;
  readonly userId: string;
  /** LCID of the organisation's base language. */
  readonly language: number;
  readonly privileges: Privileges;
}

/** Signs in and says who we are; what the user may not read of itself is left out. `signedIn` is called once the sign-in is known to be good. */
export async function identityOf(client: WebApiClient, signal: AbortSignal, signedIn = (): void => undefined): Promise<Identity> {
  const me = await client.json<WhoAmI>('WhoAmI', SIGN_IN, signal);
  signedIn();
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
    userId: me.UserId,
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
export async function tableAccess(
  client: WebApiClient,
  tables: readonly ChosenTable[],
  input: AccessInput,
): Promise<TableAccess[]> {
  return Promise.all(tables.map(async (table) => oneTable(client, table, input)));
}

async function oneTable(
  client: WebApiClient,
  table: ChosenTable,
  { signal, entity, describe }: AccessInput,
): Promise<TableAccess> {
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

/*
 * How many rows of a table the user sees depends on the depth of its Read privilege: below *Organization* the others are left out without a
 * word. https://learn.microsoft.com/power-platform/admin/security-roles-privileges
 */

/** What the service calls a depth, and what the screen of a security role calls it. */
const DEPTHS: Readonly<Record<string, Visibility>> = {
  Basic: { rank: 1, words: 'User' },
  Local: { rank: 2, words: 'Business Unit' },
  Deep: { rank: 3, words: 'Parent: Child Business Units' },
  Global: { rank: 4, words: 'Organization' },
};
const ALL_ROWS = DEPTHS.Global?.rank ?? 0;

interface RolePrivileges {
  readonly RolePrivileges?: readonly { readonly PrivilegeName?: string; readonly Depth: string }[];
}

/** The part of a table's metadata that names its privileges. */
export const privilegesQuery = (table: string): string =>
  `EntityDefinitions(LogicalName='${table}')?$select=LogicalName,Privileges`;

/** The name of the table's Read privilege; null where it has none. All kinds of activities share `prvReadActivity`. */
export function readPrivilegeOf(answer: unknown): string | null {
  const { Privileges: all } = answer as { Privileges?: readonly { Name: string; PrivilegeType: string }[] | null };
  return all?.find((p) => p.PrivilegeType === 'Read')?.Name ?? null;
}

/** All privileges of a user, at the cost of one request. Its depths are those of the user's own roles only. */
export const ownPrivileges = (userId: string): string => `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`;

/** How much the user sees of each table, with as few requests as possible. */
export class Privileges {
  readonly #client: WebApiClient;
  readonly #userId: string;
  readonly #own: ReadonlyMap<string, Visibility>;

  /** `answer`: what `ownPrivileges` gave, or its fault. */
  constructor(client: WebApiClient, userId: string, answer: unknown) {
    this.#client = client;
    this.#userId = userId;
    this.#own = depthsIn(answer);
  }

  /** Null where the service does not say. */
  async visibility(privilege: string | null, subject: string, signal: AbortSignal): Promise<Visibility | null> {
    if (privilege === null || this.#own.size === 0) return null;
    const own = this.#own.get(privilege);
    if (own !== undefined && own.rank === ALL_ROWS) return own;
    // The list reports every role of a team as *User*; this function knows the true depth.
    // https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/retrieveuserprivileges
    const names = encodeURIComponent(JSON.stringify([privilege]));
    const path = `systemusers(${this.#userId})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames(PrivilegeNames=@p)?@p=${names}`;
    const [answer] = await this.#client.batch([path], subject, signal, { lenient: true });
    return depthsIn(answer).get(privilege) ?? own ?? null;
  }
}

function depthsIn(answer: unknown): Map<string, Visibility> {
  const found = new Map<string, Visibility>();
  if (answer instanceof ServiceFault) return found;
  for (const { PrivilegeName: name, Depth: depth } of (answer as RolePrivileges | undefined)?.RolePrivileges ?? []) {
    const visibility = DEPTHS[depth];
    if (name === undefined || visibility === undefined) continue;
    if (visibility.rank > (found.get(name)?.rank ?? 0)) found.set(name, visibility);
  }
  return found;
}

export const seesAll = (visibility: Visibility | undefined): boolean => visibility === undefined || visibility.rank >= ALL_ROWS;

/** For `check`: which rows are missing, and how many, as far as the service says. Null: not said. */
export function hiddenRowsNote(visibility: Visibility | undefined, seen: number | null, total: number | null): Note[] {
  if (visibility === undefined || seesAll(visibility)) return [];
  const numbers =
    seen === null || total === null || total <= seen
      ? ''
      : `: it sees ${seen.toLocaleString('en-US')} of the ${total.toLocaleString('en-US')} rows that Dataverse counts (its count is up to a day old)`;
  return [
    {
      kind: 'access',
      message: `rows are hidden: the application user may read this table at the level "${visibility.words}" only, not "Organization"${numbers}; set Read to Organization in its security role to read all rows`,
    },
  ];
}
