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
];

/** Their records, computed from the objects; null for any other object. */
export function metadataRecords(object: string, objects: Iterable<SObject>): StoredRecord[] | null {
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
