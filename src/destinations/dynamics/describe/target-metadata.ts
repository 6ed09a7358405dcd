import type { OptionSetInfo } from '../../../sources/dynamics/describe/metadata.ts';

/*
 * What an export asks of a table's metadata: one request for each type whose columns say more than others.
 * https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api
 */

export interface TargetEntity {
  readonly LogicalName: string;
  readonly EntitySetName: string | null;
  readonly PrimaryIdAttribute: string | null;
  readonly DisplayName: { readonly UserLocalizedLabel?: { readonly Label: string } | null } | null;
  readonly Privileges: readonly { readonly Name: string; readonly PrivilegeType: string }[];
}

export interface TargetAttribute {
  readonly LogicalName: string;
  readonly AttributeType: string;
  readonly AttributeTypeName: { readonly Value: string } | null;
  readonly AttributeOf: string | null;
  readonly DisplayName: TargetEntity['DisplayName'];
  readonly IsValidForCreate: boolean;
  readonly IsValidForUpdate: boolean;
}

/** What only some types have. */
interface Limits {
  readonly LogicalName: string;
  readonly MaxLength?: number;
  readonly Precision?: number;
  readonly MinValue?: number;
  readonly MaxValue?: number;
  readonly DateTimeBehavior?: { readonly Value: string } | null;
  readonly OptionSet?: OptionSetInfo | null;
  readonly GlobalOptionSet?: OptionSetInfo | null;
}

export interface AlternateKey {
  readonly LogicalName: string;
  readonly KeyAttributes: readonly string[];
  readonly EntityKeyIndexStatus: string;
}

/** One way to set a lookup: a polymorphic one has several. */
export interface Relationship {
  readonly ReferencingAttribute: string;
  readonly ReferencedEntity: string;
  readonly ReferencingEntityNavigationPropertyName: string;
}

export interface TargetMetadata {
  readonly entity: TargetEntity;
  readonly attributes: readonly TargetAttribute[];
  readonly limits: ReadonlyMap<string, Limits>;
  readonly keys: readonly AlternateKey[];
  readonly relationships: readonly Relationship[];
}

export const definitionOf = (table: string): string =>
  `EntityDefinitions(LogicalName='${table}')?$select=LogicalName,EntitySetName,PrimaryIdAttribute,DisplayName,Privileges`;

const CASTS: readonly (readonly [type: string, properties: string])[] = [
  ['String', '$select=LogicalName,MaxLength'],
  ['Memo', '$select=LogicalName,MaxLength'],
  ['Integer', '$select=LogicalName,MinValue,MaxValue'],
  ['Decimal', '$select=LogicalName,Precision,MinValue,MaxValue'],
  ['Double', '$select=LogicalName,Precision,MinValue,MaxValue'],
  ['Money', '$select=LogicalName,Precision,MinValue,MaxValue'],
  ['DateTime', '$select=LogicalName,DateTimeBehavior'],
  ...['Picklist', 'MultiSelectPicklist', 'State', 'Status'].map(
    (type) => [type, '$select=LogicalName&$expand=OptionSet,GlobalOptionSet'] as const,
  ),
];

export function metadataQueries(table: string): string[] {
  const entity = `EntityDefinitions(LogicalName='${table}')`;
  const attributes = `${entity}/Attributes`;
  return [
    `${attributes}?$select=LogicalName,AttributeType,AttributeTypeName,AttributeOf,DisplayName,IsValidForCreate,IsValidForUpdate`,
    `${entity}/Keys?$select=LogicalName,KeyAttributes,EntityKeyIndexStatus`,
    `${entity}/ManyToOneRelationships?$select=ReferencingAttribute,ReferencedEntity,ReferencingEntityNavigationPropertyName`,
    ...CASTS.map(([type, properties]) => `${attributes}/Microsoft.Dynamics.CRM.${type}AttributeMetadata?${properties}`),
  ];
}

/** Joins the answers to `metadataQueries`, in its order. */
export function targetMetadata(entity: TargetEntity, answers: readonly unknown[]): TargetMetadata {
  const [attributes = [], keys = [], relationships = [], ...limits] = answers.map((a) => (a as { value: unknown[] }).value);
  return {
    entity,
    attributes: attributes as TargetAttribute[],
    keys: keys as AlternateKey[],
    relationships: relationships as Relationship[],
    limits: new Map((limits.flat() as Limits[]).map((l) => [l.LogicalName, l])),
  };
}
