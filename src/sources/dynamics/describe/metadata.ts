import type { PicklistValue } from '../../../model/table.ts';

/*
 * What is asked of the metadata, and how. Answers have no pages, so only chosen properties of one table's columns are asked
 * for. https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */

export interface EntityInfo {
  readonly LogicalName: string;
  /** Null: not in the Web API. */
  readonly EntitySetName: string | null;
  readonly DisplayName: LabelInfo | null;
  readonly IsIntersect: boolean;
  readonly IsActivity: boolean;
  /** `Standard`, `Elastic`, `Virtual`, … */
  readonly TableType: string | null;
  readonly DataProviderId: string | null;
  readonly PrimaryIdAttribute: string | null;
  readonly PrimaryNameAttribute: string | null;
  readonly ChangeTrackingEnabled: boolean | null;
}

export interface AttributeInfo {
  readonly LogicalName: string;
  /** `Virtual` for choices of several values, images and files: only AttributeTypeName tells these apart. */
  readonly AttributeType: string;
  readonly AttributeTypeName: { readonly Value: string } | null;
  /** The column whose shadow this is (`owneridname` of `ownerid`). */
  readonly AttributeOf: string | null;
  readonly IsValidForRead: boolean;
  /** False: it is no property of the rows in the Web API. */
  readonly IsValidODataAttribute: boolean | null;
  readonly IsSecured: boolean;
  /** 0 or null: a plain column; 1: calculated; 2: rollup; 3: formula. */
  readonly SourceType?: number | null;
  readonly DisplayName: LabelInfo | null;
}

interface OptionsInfo {
  readonly LogicalName: string;
  readonly OptionSet: OptionSetInfo | null;
  readonly GlobalOptionSet?: OptionSetInfo | null;
}

/** All that the metadata say of one table's columns. */
export interface TableInfo {
  readonly entity: EntityInfo;
  readonly attributes: readonly AttributeInfo[];
  readonly options: ReadonlyMap<string, OptionSetInfo>;
  /** DateTimeBehavior, which decides what a value means; the Format does not. */
  readonly behaviors: ReadonlyMap<string, string>;
  readonly targets: ReadonlyMap<string, readonly string[]>;
}

export const LIST =
  'EntityDefinitions?$select=LogicalName,EntitySetName,DisplayName,IsIntersect,IsActivity,TableType,DataProviderId,PrimaryIdAttribute,PrimaryNameAttribute,ChangeTrackingEnabled';

const WITH_OPTIONS = ['Picklist', 'MultiSelectPicklist', 'State', 'Status'];

/** One request for each type whose columns say more than others: their casts can't be combined. */
export function columnQueries(table: string): string[] {
  const attributes = `EntityDefinitions(LogicalName='${table}')/Attributes`;
  const cast = (type: string) => `${attributes}/Microsoft.Dynamics.CRM.${type}AttributeMetadata`;
  return [
    `${attributes}?$select=LogicalName,AttributeType,AttributeTypeName,AttributeOf,IsValidForRead,IsValidODataAttribute,IsSecured,SourceType,DisplayName`,
    `${cast('DateTime')}?$select=LogicalName,DateTimeBehavior`,
    `${cast('Lookup')}?$select=LogicalName,Targets`,
    `${cast('Boolean')}?$select=LogicalName&$expand=OptionSet`,
    ...WITH_OPTIONS.map((type) => `${cast(type)}?$select=LogicalName&$expand=OptionSet,GlobalOptionSet`),
  ];
}

/** Joins the answers to `columnQueries`, in its order. */
export function tableInfo(entity: EntityInfo, answers: readonly unknown[]): TableInfo {
  const [attributes = [], dates = [], lookups = [], ...withOptions] = answers.map((a) => (a as { value: unknown[] }).value);
  const options = withOptions.flat() as OptionsInfo[];
  return {
    entity,
    attributes: attributes as AttributeInfo[],
    behaviors: new Map(
      (dates as { LogicalName: string; DateTimeBehavior: { Value: string } | null }[]).map((d) => [
        d.LogicalName,
        d.DateTimeBehavior?.Value ?? 'UserLocal',
      ]),
    ),
    targets: new Map(
      (lookups as { LogicalName: string; Targets: string[] | null }[]).map((l) => [l.LogicalName, l.Targets ?? []]),
    ),
    options: new Map(options.map((o) => [o.LogicalName, o.OptionSet ?? o.GlobalOptionSet ?? {}])),
  };
}

/** `MultiSelectPicklist`, `Money`, …: the true type of a column. */
export function typeOf(attribute: AttributeInfo): string {
  return attribute.AttributeTypeName?.Value.replace(/Type$/, '') ?? attribute.AttributeType;
}

export const isVirtual = (entity: EntityInfo): boolean => entity.DataProviderId !== null || entity.TableType === 'Virtual';
export const isElastic = (entity: EntityInfo): boolean => entity.TableType === 'Elastic';

/** A label as the metadata give it, in each language that the organisation has. */
export interface LabelInfo {
  readonly LocalizedLabels?: readonly { readonly Label: string; readonly LanguageCode: number }[];
  readonly UserLocalizedLabel?: { readonly Label: string } | null;
}

interface OptionInfo {
  readonly Value: number;
  readonly Label: LabelInfo;
}

/** The options of one column; a boolean has two of its own. */
export interface OptionSetInfo {
  readonly Options?: readonly OptionInfo[];
  readonly TrueOption?: OptionInfo | null;
  readonly FalseOption?: OptionInfo | null;
}

/** The label in `language` (LCID); where it is not translated, the one that the user sees, or any. */
export function labelIn(label: LabelInfo | null | undefined, language: number): string | null {
  const all = label?.LocalizedLabels ?? [];
  return all.find((l) => l.LanguageCode === language)?.Label ?? label?.UserLocalizedLabel?.Label ?? all[0]?.Label ?? null;
}

export function picklistOf(set: OptionSetInfo, language: number): PicklistValue[] {
  const booleans = [
    { option: set.TrueOption, value: 'true' },
    { option: set.FalseOption, value: 'false' },
  ].flatMap(({ option, value }) => (option ? [{ value, label: labelIn(option.Label, language) ?? value, active: true }] : []));
  const options = (set.Options ?? []).map((o) => ({
    value: String(o.Value),
    label: labelIn(o.Label, language) ?? String(o.Value),
    active: true,
  }));
  return [...booleans, ...options];
}

/**
 * DuckDB SQL for the label of a code. Labels change without any row changing, so they are not stored with the rows but computed
 * from the metadata of each run; a code without an option has none.
 */
export function labelSql(column: string, picklist: readonly PicklistValue[], isList: boolean): string {
  const name = identifier(column);
  return isList ? `list_transform(${name}, lambda code: ${choose('code', picklist)})` : choose(name, picklist);
}

/** DuckDB SQL for one of several texts, by the value of a UUID column. */
export function codeSql(column: string, codes: readonly { readonly id: string; readonly code: string }[]): string {
  const cases = [...codes]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, code }) => `WHEN ${literal(id)} THEN ${literal(code)}`);
  return cases.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${identifier(column)} ${cases.join(' ')} END`;
}

function choose(value: string, picklist: readonly PicklistValue[]): string {
  const cases = picklist.filter((p) => /^-?\d+$/.test(p.value)).map((p) => `WHEN ${p.value} THEN ${literal(p.label)}`);
  return cases.length === 0 ? 'CAST(NULL AS VARCHAR)' : `CASE ${value} ${cases.join(' ')} END`;
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
