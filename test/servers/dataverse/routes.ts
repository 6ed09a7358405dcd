import { compileFilter } from './filter-eval.ts';
import { metadata, readPrivilege } from './metadata.ts';
import { badQuery, ServiceError, type Value } from './model.ts';
import type { Org, OrgUser } from './org.ts';
import { apply, COUNT_LIMIT, contextOf, countRows, malformed, type PageResult, page } from './page.ts';
import { answered, parseQuery, preferences, type Query, rawOptions } from './query.ts';
import { annotationsOf, renderRow } from './render.ts';
import type { Handle, Table } from './table.ts';
import { tracked } from './tracking.ts';

export interface Route {
  readonly org: Org;
  readonly user: OrgUser;
  /** Base address that links in the answer show; ends with a slash. */
  readonly base: string;
  /** What follows the base, decoded, and the query string as sent. */
  readonly path: string;
  readonly search: string;
  readonly prefer: string | undefined;
  readonly issued: Set<string>;
  readonly maxBytes: number;
}

export interface Answer extends PageResult {
  readonly applied: readonly string[];
  readonly type?: string;
}

/** Answers one GET of the Web API, alone or within a batch. */
export function answer(route: Route): Answer {
  const { path, search, org } = route;
  if (path === 'WhoAmI' || path === 'WhoAmI()') return plain(whoAmI(route));
  if (path === 'RetrieveVersion()') return plain({ Version: '9.2.24112.00180' });
  if (path.startsWith('EntityDefinitions')) {
    const defs = org.tables.map((t) => t.def);
    return plain({
      '@odata.context': `${route.base}$metadata#EntityDefinitions`,
      ...metadata(path.slice('EntityDefinitions'.length), rawOptions(search), defs),
    });
  }
  if (path.startsWith('RetrieveTotalRecordCount(')) return plain(totals(route));
  const roles = /^systemusers\(([0-9a-f-]{36})\)\/systemuserroles_association$/.exec(path);
  if (roles !== null)
    return plain({ value: (org.users.find((u) => u.systemUserId === roles[1])?.roles ?? []).map((name) => ({ name })) });
  const privileges =
    /^systemusers\(([0-9a-f-]{36})\)\/Microsoft\.Dynamics\.CRM\.(RetrieveUserPrivileges\(\)|RetrieveUserSetOfPrivilegesByNames\(PrivilegeNames=@\w+\))$/.exec(
      path,
    );
  if (privileges !== null) return plain(rolePrivileges(route, privileges[1] ?? '', privileges[2] ?? ''));
  const one = /^(\w+)\(([0-9a-f-]{36})\)$/i.exec(path);
  if (one !== null) return entity(route, org.bySet(one[1] ?? ''), (one[2] ?? '').toLowerCase());
  const count = /^(\w+)\/\$count$/.exec(path);
  if (count !== null) return { ...counted(route, org.bySet(count[1] ?? '')), applied: [], type: 'text/plain' };
  return collection(route, org.bySet(path));
}

function plain(value: unknown): Answer {
  const rows = Array.isArray((value as { value?: unknown }).value) ? (value as { value: unknown[] }).value.length : 1;
  return { body: JSON.stringify(value), rows, applied: [] };
}

function whoAmI({ base, user, org }: Route): unknown {
  return {
    '@odata.context': `${base}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
    BusinessUnitId: '7e57da7a-dddd-4000-8000-000000000001',
    UserId: user.systemUserId,
    OrganizationId: org.organizationId,
  };
}

/** Depths of the user's own roles; by name also those of its teams' roles. */
function rolePrivileges({ org, search }: Route, userId: string, name: string): unknown {
  const user = org.users.find((u) => u.systemUserId === userId);
  if (user === undefined) throw new ServiceError(404, '0x80040217', `systemuser With Id = ${userId} Does Not Exist`);
  const isAll = name.startsWith('RetrieveUserPrivileges');
  const asked = isAll ? null : (JSON.parse([...rawOptions(search).values()][0] ?? '[]') as string[]);
  const held = org.tables
    .filter((t) => user.roles.length > 0 && !user.denied.includes(t.def.name))
    .map(({ def }) => {
      const limited = user.limited?.[def.name];
      const depth = limited?.byTeam && isAll ? 'Basic' : (limited?.depth ?? 'Global');
      return { Depth: depth, PrivilegeName: readPrivilege(def), BusinessUnitId: '7e57da7a-dddd-4000-8000-000000000001' };
    });
  const writes: typeof held = org.tables.flatMap(({ def }) =>
    ['Create', 'Write', 'Delete']
      .map((type) => `prv${type}${def.name}`)
      .filter((privilege) => user.mayWrite === true && !(user.deniedWrites ?? []).includes(privilege))
      .map((PrivilegeName) => ({
        Depth: 'Global' as const,
        PrivilegeName,
        BusinessUnitId: '7e57da7a-dddd-4000-8000-000000000001',
      })),
  );
  held.push(...writes);
  return { RolePrivileges: held.filter((p) => asked === null || asked.includes(p.PrivilegeName)) };
}

/** RetrieveTotalRecordCount(EntityNames=['account','contact']), or with a parameter alias. */
function totals({ path, search, org, user }: Route): unknown {
  const list = /EntityNames=(@\w+|\[[^\]]*\])/.exec(path)?.[1] ?? '';
  const text = list.startsWith('@') ? (rawOptions(search).get(list) ?? '') : list;
  const names = text.match(/[\w]+/g) ?? [];
  const counts = names.map((name) => {
    const table = org.tables.find((t) => t.def.name === name);
    if (table === undefined || table.def.kind === 'Virtual')
      throw new ServiceError(400, '0x80041102', `The entity with a name = '${name}' was not found in the MetadataCache.`);
    org.authorize(user, table);
    return org.counted.get(name) ?? table.size;
  });
  return { EntityRecordCountCollection: { Count: names.length, IsReadOnly: false, Keys: names, Values: counts } };
}

function counted({ search, org, user }: Route, table: Table): PageResult {
  org.authorize(user, table);
  const query = parseQuery(search, table);
  const test = query.filter === null ? () => true : compileFilter(query.filter, table.def.name, (n) => table.typeOf(n));
  return { body: String(Math.min(countRows(table, test, visibleTo(user, table)), COUNT_LIMIT)), rows: 1 };
}

function entity(route: Route, table: Table, id: string): Answer {
  route.org.authorize(route.user, table);
  const row = table.find(id);
  if (row === null) throw new ServiceError(404, '0x80040217', `${table.def.name} With Id = ${id} Does Not Exist`);
  const query = parseQuery(route.search, table);
  const handle = { id, value: (name: string): Value => row[name] ?? null };
  const prefer = preferences(route.prefer);
  const body = renderRow(handle, answered(query, table), annotationsOf(prefer.annotations));
  return {
    body: `{"@odata.context":"${contextOf({ base: route.base, query, table })}/$entity",${body.slice(1)}`,
    rows: 1,
    applied: prefer.applied,
  };
}

function collection(route: Route, table: Table): Answer {
  const { org, base, user } = route;
  org.authorize(user, table);
  const query = parseQuery(route.search, table);
  const prefer = preferences(route.prefer);
  checkLink(route, query);
  refuseUnsupported(table, query);
  const context = {
    table,
    query,
    visible: visibleTo(user, table),
    preferences: prefer,
    base,
    issue: (link: string) => {
      route.issued.add(link.slice(link.indexOf('/api/')));
      return link;
    },
    maxBytes: route.maxBytes,
  };
  const isTracking =
    query.deltatoken !== null || prefer.trackChanges || (query.skiptoken?.includes('istracking="True"') ?? false);
  if (isTracking) return { ...tracked({ ...context, now: org.clock.now(), version: org.version }), applied: prefer.applied };
  return { ...(query.apply === null ? page(context) : apply(context)), applied: prefer.applied };
}

/** The rows of the table that the user's roles let it see; null: all. */
function visibleTo(user: OrgUser, table: Table): ((row: Handle) => boolean) | null {
  const limited = user.limited?.[table.def.name];
  return limited === undefined ? null : ({ id }) => limited.sees(table.find(id) ?? {});
}

/** A link must come back exactly as it was given: whoever decodes and encodes it anew breaks its cookie. */
function checkLink(route: Route, query: Query): void {
  if (query.skiptoken === null) return;
  const cut = route.base.indexOf('/api/');
  if (!route.issued.has(`${route.base.slice(cut)}${route.path}?${route.search}`)) throw malformed();
}

function refuseUnsupported(table: Table, query: Query): void {
  if (table.def.kind === 'Virtual' && query.order.length > 0)
    throw badQuery(`The data provider of ${table.def.name} does not support ordering.`);
  if (query.top !== null && query.skiptoken !== null) throw badQuery('$top can not be used with paging.');
}
