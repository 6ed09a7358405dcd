import type { DerivedTable } from '../../../model/contract.ts';
import type { TablePlan } from '../../../model/plan.ts';
import type { Column } from '../../../model/table.ts';

/** What makes up a document's content where the configuration does not say; see interface.md section 6. */
const CONTENT: Readonly<Record<string, readonly string[]>> = {
  Account: ['Description', 'Website', 'Type', 'BillingAddress'],
  Opportunity: ['Description', 'StageName'],
  Contact: ['Description', 'Email', 'Phone', 'Title'],
  Lead: ['Description', 'Company', 'Email', 'Phone', 'Status'],
  Campaign: ['Description', 'Type', 'Status', 'IsActive'],
  Case: ['Description', 'CaseNumber', 'Status', 'IsClosed'],
};
/** When a record was last changed: the first that is there. */
const TIMES = ['LastModifiedDate', 'SystemModstamp', 'CreatedDate'] as const;
const FEED_COLUMNS = ['Body', 'ParentId'] as const;
const ADDRESS = ['Street', 'City', 'State', 'PostalCode', 'Country'];
// https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/compound_fields_address.htm
const CUSTOM_PARTS = ['Street', 'City', 'StateCode', 'PostalCode', 'CountryCode', 'Latitude', 'Longitude'];

const TYPES: readonly (readonly [name: string, type: string, semantic: Column['semanticType']])[] = [
  ['id', 'VARCHAR', 'object'],
  ['table', 'VARCHAR', 'string'],
  ['category', 'VARCHAR[]', 'multipicklist'],
  ['path', 'VARCHAR', 'string'],
  ['title', 'VARCHAR', 'string'],
  ['url', 'VARCHAR', 'string'],
  ['content', 'VARCHAR', 'string'],
  ['owner', 'VARCHAR', 'user'],
  ['created_at', 'TIMESTAMPTZ', 'date'],
  ['updated_at', 'TIMESTAMPTZ', 'date'],
  ['metadata', 'JSON', ''],
];

const COLUMNS: readonly Column[] = TYPES.map(([name, duckdbType, semanticType]) => ({
  name,
  label: name,
  nativeType: '',
  semanticType,
  allowedTypes: semanticType === '' ? [] : [semanticType],
  duckdbType,
  load: null,
}));

const id = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const has = (plan: TablePlan, name: string): boolean => plan.schema.columns.some((c) => c.name === name);
const qualified = (plan: TablePlan): string => `${id(plan.target.schema)}.${id(plan.target.name)}`;

export function wantsDocuments(extra: Readonly<Record<string, unknown>>): boolean {
  return extra.documents === true;
}

/** Cases speak in their feed; it is read along unless the configuration says what the content is. */
export function wantsFeedBodies(table: string, extra: Readonly<Record<string, unknown>>): boolean {
  return table === 'Case' && wantsDocuments(extra) && extra.content === undefined;
}

/** The fields that the configuration names as content, as far as it does. */
export function contentNames(extra: Readonly<Record<string, unknown>>): readonly string[] | null {
  return Array.isArray(extra.content) ? extra.content.filter((c): c is string => typeof c === 'string') : null;
}

/** The columns that a table's documents are made of: read whatever `columns` lists. */
export function documentColumns(
  table: string,
  extra: Readonly<Record<string, unknown>>,
  columns: readonly Column[],
  nameColumn: string | null,
): string[] {
  if (!wantsDocuments(extra)) return [];
  return [...contentColumns(table, extra, columns).flat(), ...TIMES, 'OwnerId', ...(nameColumn === null ? [] : [nameColumn])];
}

/** Why documents lack what their helpers could give, for people. */
export function documentsLack(plans: readonly TablePlan[]): string[] {
  const wanted = plans.filter((p) => wantsDocuments(p.options.extra));
  const spoken = wanted.some((p) => wantsFeedBodies(p.ref.name, p.options.extra));
  const owned = wanted.some((p) => has(p, 'OwnerId'));
  const without = (table: string, columns: readonly string[], what: string) => {
    const plan = plans.find((p) => p.ref.name === table);
    const missing = plan === undefined ? undefined : columns.find((c) => !has(plan, c));
    return missing === undefined
      ? []
      : [`documents: ${table} is synced without ${missing}, so ${what}. Add it to \`columns\` of ${table}.`];
  };
  return [
    ...(spoken ? without('CaseFeed', FEED_COLUMNS, 'the content of cases lacks the bodies of their feed') : []),
    ...(owned ? without('User', ['Name'], 'owners are shown by their Id') : []),
  ];
}

/** One row a record of the tables that want it, for search indexes and assistants; null where none does. */
export function documentsTable(plans: readonly TablePlan[], instanceUrl: string): DerivedTable | null {
  const wanted = plans.filter((p) => wantsDocuments(p.options.extra));
  if (wanted.length === 0) return null;
  const feed = plans.find((p) => p.ref.name === 'CaseFeed' && FEED_COLUMNS.every((c) => has(p, c))) ?? null;
  const users = plans.find((p) => p.ref.name === 'User' && has(p, 'Name')) ?? null;
  const used = new Set(wanted);
  for (const helper of [feed, users]) if (helper !== null) used.add(helper);
  return {
    name: 'documents',
    columns: COLUMNS,
    sql: wanted.map((plan) => rowsOf(plan, feed, users, instanceUrl)).join('\nUNION ALL\n'),
    from: [...used].map((p) => p.target.name),
  };
}

function rowsOf(plan: TablePlan, feed: TablePlan | null, users: TablePlan | null, instanceUrl: string): string {
  const { ref, schema, target } = plan;
  const hasName = schema.nameColumn !== null && has(plan, schema.nameColumn);
  const key = id(schema.key[0] ?? 'Id');
  const title = `coalesce(t.${id(hasName ? (schema.nameColumn ?? '') : (schema.key[0] ?? 'Id'))}, t.${key})`;
  const category = [ref.category ?? target.schema, ref.name];
  const content = [
    ...contentColumns(ref.name, plan.options.extra, schema.columns).map((parts) => contentValue(parts, schema.columns)),
    ...(feed !== null && wantsFeedBodies(ref.name, plan.options.extra) ? [feedBodies(feed)] : []),
  ];
  const time = (...names: string[]): string => {
    const found = names.find((name) => has(plan, name));
    return found === undefined ? 'CAST(NULL AS TIMESTAMPTZ)' : `t.${id(found)}`;
  };
  const values = [
    `t.${key}`,
    text(ref.name),
    `[${category.map(text).join(', ')}]`,
    `${text(`${category.join('/')}/`)} || ${title}`,
    title,
    `${text(`${instanceUrl}/lightning/r/${ref.name}/`)} || t.${key} || '/view'`,
    content.length === 0 ? "''" : `concat_ws(chr(10), ${content.join(', ')})`,
    ownerOf(plan, users),
    time('CreatedDate'),
    time(...TIMES),
    metadataOf(plan),
  ];
  const live = plan.options.deletes === 'mark' ? ' WHERE t."_deleted_at" IS NULL' : '';
  return `SELECT ${values.map((v, i) => `${v} AS ${id(TYPES[i]?.[0] ?? '')}`).join(', ')} FROM ${qualified(plan)} t${live}`;
}

/** The columns of each content field; an address stands in its parts. */
function contentColumns(table: string, extra: Readonly<Record<string, unknown>>, columns: readonly Column[]): string[][] {
  const named =
    contentNames(extra) ??
    CONTENT[table] ??
    columns.filter((c) => c.name === 'Description' || c.nativeType.startsWith('textarea')).map((c) => c.name);
  return named
    .map((name) => {
      if (columns.some((c) => c.name === name)) return [name];
      return partsOf(name).filter((part) => columns.some((c) => c.name === part));
    })
    .filter((parts) => parts.length > 0);
}

/** The names that the parts of an address or a place have. */
function partsOf(name: string): string[] {
  if (name.endsWith('__c')) return CUSTOM_PARTS.map((part) => `${name.slice(0, -'__c'.length)}__${part}__s`);
  const prefix = name.replace(/Address$/, '');
  return ADDRESS.map((part) => prefix + part);
}

function contentValue(parts: readonly string[], columns: readonly Column[]): string {
  const texts = parts.map((name) =>
    columns.find((c) => c.name === name)?.duckdbType === 'VARCHAR[]'
      ? `array_to_string(t.${id(name)}, ', ')`
      : `CAST(t.${id(name)} AS VARCHAR)`,
  );
  const [only] = texts;
  return texts.length === 1 && only !== undefined ? `nullif(${only}, '')` : `nullif(concat_ws(', ', ${texts.join(', ')}), '')`;
}

function feedBodies(feed: TablePlan): string {
  const live = feed.options.deletes === 'mark' ? ' AND f."_deleted_at" IS NULL' : '';
  const order = feed.schema.columns.some((c) => c.name === 'CreatedDate') ? 'f."CreatedDate", f."Id"' : 'f."Id"';
  return `(SELECT string_agg(f."Body", chr(10) ORDER BY ${order}) FROM ${qualified(feed)} f WHERE f."ParentId" = t."Id"${live})`;
}

/** The owner's name as far as the warehouse knows it: a related column, the User table, else the Id. */
function ownerOf(plan: TablePlan, users: TablePlan | null): string {
  const known = [
    ...(has(plan, 'Owner_Name') ? ['t."Owner_Name"'] : []),
    ...(has(plan, 'OwnerId') && users !== null
      ? [`(SELECT any_value(u."Name") FROM ${qualified(users)} u WHERE u."Id" = t."OwnerId")`]
      : []),
    ...(has(plan, 'OwnerId') ? ['t."OwnerId"'] : []),
  ];
  return known.length === 0 ? 'CAST(NULL AS VARCHAR)' : `coalesce(${known.join(', ')})`;
}

function metadataOf(plan: TablePlan): string {
  const { schema, ref } = plan;
  const kept = schema.columns
    .filter((c) => /^(OwnerId|CurrencyIsoCode|RecordTypeId)$/.test(c.name) || c.semanticType === 'picklist')
    .map((c) => c.name);
  const members = [
    `'object', ${text(ref.name)}`,
    `'label', ${text(ref.label)}`,
    ...kept.map((name) => `${text(name)}, t.${id(name)}`),
  ];
  return `json_object(${members.join(', ')})`;
}
