import type { Note, Visibility } from '../../../model/table.ts';
import { ServiceFault } from '../connect/service-fault.ts';
import type { Client } from '../connect/web-api-client.ts';

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

/** How much the user sees of each table, asked for as seldom as possible. */
export class Privileges {
  readonly #client: Client;
  readonly #userId: string;
  readonly #own: ReadonlyMap<string, Visibility>;

  /** `answer`: what `ownPrivileges` gave, or its fault. */
  constructor(client: Client, userId: string, answer: unknown) {
    this.#client = client;
    this.#userId = userId;
    this.#own = depthsIn(answer);
  }

  /** Null where the service does not say. */
  async visibility(privilege: string | null, subject: string, signal: AbortSignal): Promise<Visibility | null> {
    if (privilege === null || this.#own.size === 0) return null;
    const own = this.#own.get(privilege);
    if (own !== undefined && own.rank === ALL_ROWS) return own;
    // What a team's role grants is told as *User* there, whatever it is; this function knows.
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
