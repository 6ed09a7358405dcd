import type { SObject, StoredRecord } from './schema.ts';

/** EntityDefinition and FieldDefinition: what exists, whether the connected user may see it or not. */
export const METADATA_OBJECTS: readonly SObject[] = [
  {
    name: 'EntityDefinition',
    label: 'Entity Definition',
    keyPrefix: '4ie',
    fields: [
      { name: 'Id', type: 'id' },
      { name: 'DurableId', type: 'string' },
      { name: 'QualifiedApiName', type: 'string' },
    ],
  },
  {
    name: 'FieldDefinition',
    label: 'Field Definition',
    keyPrefix: '4fe',
    fields: [
      { name: 'Id', type: 'id' },
      { name: 'DurableId', type: 'string' },
      { name: 'QualifiedApiName', type: 'string' },
      { name: 'EntityDefinitionId', type: 'reference', referenceTo: ['EntityDefinition'], relationshipName: 'EntityDefinition' },
    ],
  },
  {
    name: 'PermissionSetAssignment',
    label: 'Permission Set Assignment',
    keyPrefix: '0Pa',
    fields: [
      { name: 'Id', type: 'id' },
      { name: 'AssigneeId', type: 'reference', referenceTo: ['User'] },
      { name: 'PermissionSetId', type: 'reference', referenceTo: ['PermissionSet'] },
    ],
  },
  {
    name: 'ObjectPermissions',
    label: 'Object Permissions',
    keyPrefix: '110',
    fields: [
      { name: 'Id', type: 'id' },
      { name: 'ParentId', type: 'reference', referenceTo: ['PermissionSet'] },
      { name: 'SobjectType', type: 'picklist' },
      { name: 'PermissionsRead', type: 'boolean' },
      { name: 'PermissionsViewAllRecords', type: 'boolean' },
    ],
  },
];

const METADATA: ReadonlySet<string> = new Set(METADATA_OBJECTS.map((o) => o.name));
const ASSIGNED = '0PSHw0000000001AAA';

/** Their records, computed from the objects; null for any other object. */
export function metadataRecords(
  object: string,
  objects: Iterable<SObject>,
  user: { readonly id: string; seesAll(object: string): boolean },
): StoredRecord[] | null {
  if (object === 'PermissionSetAssignment') return [{ Id: '0PaHw0000000001AAA', AssigneeId: user.id, PermissionSetId: ASSIGNED }];
  if (object === 'ObjectPermissions')
    return [...objects]
      .filter((o) => !METADATA.has(o.name))
      .map(({ name }) => ({
        Id: `110${name}`,
        ParentId: ASSIGNED,
        SobjectType: name,
        PermissionsRead: true,
        PermissionsViewAllRecords: user.seesAll(name),
      }));
  if (object === 'EntityDefinition')
    return [...objects].map((o) => ({ Id: `4ie${o.name}`, DurableId: o.name, QualifiedApiName: o.name }));
  if (object !== 'FieldDefinition') return null;
  return [...objects].flatMap((o) =>
    o.fields.map((f) => ({
      Id: `4fe${o.name}.${f.name}`,
      DurableId: `${o.name}.${f.name}`,
      QualifiedApiName: f.name,
      EntityDefinitionId: `4ie${o.name}`,
    })),
  );
}
